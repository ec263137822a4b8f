"""The plug-ins of a server: from `hooks-libraries` to callouts that are called, and back again.

A configuration is put to use in two steps. `load` finds the plug-ins, sets all of them up, and asks them whether they
agree; when anything fails it is as if nothing had been, and those at work stay at work. `use` puts the new ones in the
place of the old ones, which are closed then. So for a moment there are two of a plug-in; the newer one has not begun.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from inspect import isawaitable
from typing import Final, Generic, Protocol, TypeVar

from lessor.config.errors import ConfigError, Problem
from lessor.hooks.api import Hook
from lessor.hooks.callouts import Calls, bind, call_now, objection
from lessor.hooks.events import SrvConfigured
from lessor.hooks.load import HookError, Place, find_module, told
from lessor.hooks.outcomes import DROP
from lessor.hooks.parameters import ParameterError
from lessor.hooks.server import Server
from lessor.model.command import Answer, Arguments, Command
from lessor.model.hooks import HookLibrary
from lessor.model.json import Json
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.logs import messages_hooks
from lessor.service.logs.log import Loggers

CONFIGURED: Final = {4: "dhcp4_srv_configured", 6: "dhcp6_srv_configured"}

PATIENCE: Final = 5.0
"""Seconds that a plug-in may take to close when the server stops."""


class HookedConfig(Protocol):
    """What a configuration says about plug-ins."""

    @property
    def hooks(self) -> Sequence[HookLibrary]: ...


Config = TypeVar("Config", bound=HookedConfig)


class RunningServer(Server, Protocol):
    """What a plug-in is given, from the side of who gives it (pluginserver.py)."""

    def put_in_force(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Plugin:
    """One plug-in that was set up. What is built in has no hook."""

    name: str
    server: RunningServer
    hook: Hook


@dataclass(frozen=True, slots=True)
class Loaded:
    """All plug-ins of one configuration, and their callouts by hook point."""

    plugins: tuple[Plugin, ...]
    calls: Calls

    @property
    def has_callouts(self) -> bool:
        """Tell whether any of them is ever to be called."""
        return any(self.calls.values())

    @property
    def has_hooks(self) -> bool:
        """Tell whether any of them is more than the name of a library that is built in."""
        return any(plugin.hook != Hook() for plugin in self.plugins)

    def commands(self) -> tuple[Command[object], ...]:
        """Return the commands they offer, each acting on its own plug-in's server."""
        return tuple(_command(command, plugin.server) for plugin in self.plugins for command in plugin.hook.commands)


NOTHING: Final = Loaded((), bind(()))


class Plugins(Generic[Config]):
    """The plug-ins of one server. `server_for` makes what one of them is given: from its name, the tree of the
    configuration, and the configuration.
    """

    def __init__(
        self,
        family: int,
        place: Place,
        server_for: Callable[[str, Mapping[str, Json], Config], RunningServer],
        witness: HookWitness,
        loggers: Loggers,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.loaded = NOTHING
        self._family = family
        self._place = place
        self._server_for = server_for
        self.watcher = witness
        self._loggers = loggers
        self._loop = loop
        self._closing: set[asyncio.Task[None]] = set()

    def load(self, config: Config, tree: Callable[[], Mapping[str, Json]]) -> Loaded:
        """Set up the plug-ins of a configuration; `tree` returns all of it. Raise ConfigError."""
        if not config.hooks:
            return NOTHING
        whole = tree()
        loaded = self.set_up(config, whole)
        try:
            self._ask(loaded, config.hooks, whole)
        except BaseException:
            self.discard(loaded)
            raise
        return loaded

    def set_up(self, config: Config, tree: Mapping[str, Json]) -> Loaded:
        """Set up the plug-ins of a configuration, and ask them nothing. Raise ConfigError."""
        plugins: list[Plugin] = []
        try:
            for library in config.hooks:
                plugins.append(self._set_up(library, tree, config))
        except BaseException:
            self.discard(Loaded(tuple(plugins), NOTHING.calls))
            raise
        return Loaded(tuple(plugins), bind(_attached(plugins)))

    def discard(self, loaded: Loaded) -> None:
        """Let go of plug-ins that were set up and are not to be used, or no longer."""
        for plugin in reversed(loaded.plugins):
            plugin.server.stop()
            if plugin.hook.close is not None:
                task = self._loop.create_task(self._close(plugin, plugin.hook.close))
                self._closing.add(task)
                task.add_done_callback(self._closing.discard)

    def use(self, loaded: Loaded) -> None:
        """Put plug-ins that were set up in the place of those so far."""
        before, self.loaded = self.loaded, loaded
        for plugin in before.plugins:
            self._loggers.write(messages_hooks.HOOKS_LIBRARY_UNLOADED, plugin.name)
        self.discard(before)
        for plugin in loaded.plugins:
            plugin.server.put_in_force()
            self._loggers.write(messages_hooks.HOOKS_LIBRARY_LOADED, plugin.name)

    async def close(self) -> None:
        """Unload everything, and wait a moment for it to come to its end."""
        self.use(NOTHING)
        if self._closing:
            await asyncio.wait(self._closing, timeout=PATIENCE)

    def _set_up(self, library: HookLibrary, tree: Mapping[str, Json], config: Config) -> Plugin:
        self._loggers.write(messages_hooks.HOOKS_LIBRARY_LOADING, library.library)
        try:
            module = find_module(library.library, self._place)
            for warning in module.warnings:
                self._loggers.write(messages_hooks.HOOKS_LIBPATH_SECURITY_WARNING, warning)
            server = self._server_for(module.name, tree, config)
            hook = Hook() if module.setup is None else self._hook(module.setup, server, library)
            self._check(hook, module.name, server)
        except HookError as error:
            self._loggers.write(messages_hooks.HOOKS_LOAD_EXCEPTION, library.library)
            raise ConfigError([_problem(library, error.text, error.path)]) from error
        return Plugin(module.name, server, hook)

    def _hook(self, setup: Callable[..., object], server: RunningServer, library: HookLibrary) -> Hook:
        try:
            # a plug-in may change what it is given
            hook = setup(server, deepcopy(library.parameters))
        except ParameterError as error:
            server.stop()
            raise HookError(error.text, "parameters", *error.path) from error
        except Exception as error:  # the code is somebody else's
            server.stop()
            raise HookError(f"its setup failed: {told(error)}", "library") from error
        if not isinstance(hook, Hook):
            server.stop()
            raise HookError(f"its setup returned {type(hook).__name__} instead of a Hook", "library")
        return hook

    def _check(self, hook: Hook, name: str, server: RunningServer) -> None:
        """Hold callouts against the table of hook points. Raise HookError."""
        for point, functions in hook.callouts.items():
            for function in functions if isinstance(functions, tuple) else (functions,):
                wrong = objection(point, self._family, function)
                if wrong:
                    server.stop()
                    raise HookError(wrong, "library")
            self._loggers.write(messages_hooks.HOOKS_CALLOUT_REGISTRATION, name, point)

    def _ask(self, loaded: Loaded, libraries: Sequence[HookLibrary], tree: Mapping[str, Json]) -> None:
        """Ask the plug-ins whether they agree to the configuration. Raise ConfigError."""
        for bound in loaded.calls[CONFIGURED[self._family]]:
            event = SrvConfigured(dict(tree))
            call_now((bound,), event, self.watcher)
            if event.status == DROP:
                i = [plugin.name for plugin in loaded.plugins].index(bound.plugin)
                text = event.error or "the plug-in does not agree to the configuration"
                raise ConfigError([_problem(libraries[i], text, ("library",))])

    async def _close(self, plugin: Plugin, close: Callable[[], Awaitable[None] | None]) -> None:
        try:
            ending = close()
            if isawaitable(ending):
                await ending
        except Exception as error:  # whatever a plug-in does, the server goes on
            self._loggers.write(messages_hooks.HOOKS_UNLOAD_EXCEPTION, plugin.name)
            self._loggers.write(messages_hooks.LESSOR_HOOK_ERROR, plugin.name, told(error))
        else:
            self._loggers.write(messages_hooks.HOOKS_LIBRARY_CLOSED, plugin.name)


def _attached(plugins: Sequence[Plugin]) -> list[tuple[str, str, Callable[..., object]]]:
    rows: list[tuple[str, str, Callable[..., object]]] = []
    for plugin in plugins:
        for point, functions in plugin.hook.callouts.items():
            for function in functions if isinstance(functions, tuple) else (functions,):
                rows.append((plugin.name, point, function))
    return rows


def _problem(library: HookLibrary, text: str, path: tuple[str | int, ...]) -> Problem:
    file, line, column, key = library.place(path)
    return Problem(file, line, column, key, text)


def _command(command: Command[Server], server: Server) -> Command[object]:
    """Return the command as one that acts on its plug-in's server, whoever carries it out."""

    def handle(target: object, arguments: Arguments) -> Answer | Awaitable[Answer]:
        return command.handle(server, arguments)

    return Command(
        command.name,
        command.about,
        handle,
        command.access,
        command.arguments,
        command.answer,
        command.since,
        command.families,
        command.library,
    )
