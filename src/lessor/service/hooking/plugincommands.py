"""The commands of plug-ins, and what plug-ins have to say about the answers to all commands."""

from typing import Final, Protocol

from lessor.control.caller import Caller, Execute
from lessor.hooks.callouts import Bound, Watcher, note, run_callouts
from lessor.hooks.event import Event
from lessor.hooks.events import CommandProcessed
from lessor.model.command import Command
from lessor.model.json import Json
from lessor.service.hooking.plugins import Loaded

POINT: Final = "command_processed"


class Registry(Protocol):
    """Where commands are known (control/registry.py)."""

    def add(self, commands: tuple[Command[object], ...]) -> None: ...
    def remove(self, commands: tuple[Command[object], ...]) -> None: ...


class AnyPlugins(Protocol):
    """The plug-ins of a server (plugins.py)."""

    @property
    def loaded(self) -> Loaded: ...
    @property
    def watcher(self) -> Watcher: ...


class PluginCommands:
    """Keeps a registry in line with the plug-ins that are loaded."""

    def __init__(self, registry: Registry, plugins: AnyPlugins) -> None:
        self._registry = registry
        self._plugins = plugins
        self._offered: tuple[Command[object], ...] = ()
        self.settle()

    def settle(self) -> None:
        """Offer the commands of the plug-ins that are loaded now, and no others."""
        self._registry.remove(self._offered)
        self._offered = self._plugins.loaded.commands()
        self._registry.add(self._offered)

    def heard(self, execute: Execute) -> Execute:
        """Return what carries out commands as this does, and lets plug-ins see the answers."""

        async def execute_and_tell(request: Json, caller: Caller) -> Json:
            answer = await execute(request, caller)
            bounds = self._plugins.loaded.calls[POINT]
            if not bounds or not isinstance(request, dict) or not isinstance(answer, dict):
                return answer
            event = CommandProcessed(str(request.get("command", "")), request.get("arguments"), answer)
            await call_in_turn(bounds, event, self._plugins.watcher)
            return event.response

        return execute_and_tell


async def call_in_turn(bounds: tuple[Bound, ...], event: Event, watcher: Watcher) -> None:
    """Call all callouts, awaiting those that want to be."""
    waiting = run_callouts(bounds, event, watcher)
    while waiting is not None:
        try:
            note(waiting.bound, event, await waiting.awaitable, watcher)
        except Exception as error:  # whatever a plug-in does, the command is answered
            watcher.callout_failed(waiting.bound, error)
        waiting = run_callouts(bounds, event, watcher, waiting.following)
