"""The plug-ins of a configuration in a rehearsal: set up as in a server, watched (hookstory.py), and let go again.

Their log goes nowhere, and what they start never begins. A plug-in that cannot be set up here is left out with all
others, and that is said among the assumptions: the story is of a server without them.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from lessor.config.errors import ConfigError
from lessor.hooks.load import Place
from lessor.model.json import Json
from lessor.model.network import Config4, LoggerConfig
from lessor.model.network6 import Config6
from lessor.service.counting.statistics import Statistics
from lessor.service.hooking.hooked4 import Hooked4
from lessor.service.hooking.hooked6 import Hooked6
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.hooking.plugins import HookedConfig, Loaded, Plugins
from lessor.service.hooking.plugins4 import definitions4, servers4
from lessor.service.hooking.plugins6 import definitions6, servers6
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.service.programs.places import Places
from lessor.service.why.hookstory import watched
from lessor.service.why.rehearsal4 import Rehearsal4
from lessor.service.why.rehearsal6 import Rehearsal6

Tree = Callable[[], Mapping[str, Json]]

Config = TypeVar("Config", bound=HookedConfig)

NO_LEASES: Final = "a rehearsal has no leases for plug-ins"


class StoryWitness(HookWitness):
    """Keeps what follows from callouts in the words of the log; `tell` takes a line."""

    def __init__(self, loggers: Loggers, tell: Callable[[str], None]) -> None:
        super().__init__(loggers, Statistics(), "dropped")
        self._tell = tell

    def note(self, message: Message, *arguments: object) -> None:
        """Keep what a callout brought about."""
        self._tell(message.template % arguments)

    def drop(self, message: Message, *arguments: object) -> None:
        """Keep that a callout ended a message, or its answer."""
        self._tell(message.template % arguments)


@contextmanager
def plugged4(
    rehearsal: Rehearsal4, config: Config4, tree: Tree, places: Places, now: int, assumptions: list[str]
) -> Iterator[None]:
    """Let what is rehearsed meanwhile go through the plug-ins of its configuration."""
    if not config.hooks:
        yield
        return
    loop, loggers = asyncio.new_event_loop(), _quiet("kea-dhcp4")
    witness = StoryWitness(loggers, lambda line: rehearsal.outcome.remarks.append(line))
    serve = servers4(loggers, witness.statistics, loop, False, _no_leases, _no_leases)
    with _loaded(Plugins(4, _place(places), serve, witness, loggers, loop), config, tree, loop, assumptions) as loaded:
        calls = watched(loaded.calls, _rehearsing(loaded), lambda step: rehearsal.outcome.hooks.append(step))
        if loaded.has_callouts:
            rehearsal.steer(lambda exchange: Hooked4(exchange, calls, definitions4(config), witness, loop, lambda: now))
        yield


@contextmanager
def plugged6(
    rehearsal: Rehearsal6, config: Config6, tree: Tree, places: Places, now: int, assumptions: list[str]
) -> Iterator[None]:
    """Let what is rehearsed meanwhile go through the plug-ins of its configuration."""
    if not config.hooks:
        yield
        return
    loop, loggers = asyncio.new_event_loop(), _quiet("kea-dhcp6")
    witness = StoryWitness(loggers, lambda line: rehearsal.outcome.remarks.append(line))
    serve = servers6(loggers, witness.statistics, loop, False, _no_leases, _no_leases)
    with _loaded(Plugins(6, _place(places), serve, witness, loggers, loop), config, tree, loop, assumptions) as loaded:
        calls = watched(loaded.calls, _rehearsing(loaded), lambda step: rehearsal.outcome.hooks.append(step))
        if loaded.has_callouts:
            rehearsal.steer(lambda exchange: Hooked6(exchange, calls, definitions6(config), witness, loop, lambda: now))
        yield


@contextmanager
def _loaded(
    plugins: Plugins[Config], config: Config, tree: Tree, loop: asyncio.AbstractEventLoop, assumptions: list[str]
) -> Iterator[Loaded]:
    try:
        try:
            loaded = plugins.set_up(config, tree())
        except ConfigError as error:
            assumptions.append(f"there are no plug-ins; here they cannot be loaded: {error.problems[0]}")
            loaded = plugins.loaded
        try:
            yield loaded
        finally:
            plugins.discard(loaded)
    finally:
        loop.run_until_complete(plugins.close())
        loop.close()


def _rehearsing(loaded: Loaded) -> frozenset[str]:
    return frozenset(plugin.name for plugin in loaded.plugins if plugin.hook.rehearses)


def _quiet(program: str) -> Loggers:
    loggers = Loggers(program, Path("/nonexistent"), {})
    loggers.configure((LoggerConfig(program, "NONE"),), debug=False)
    return loggers


def _place(places: Places) -> Place:
    return Place(places.hooks)


def _no_leases() -> NoReturn:
    raise LookupError(NO_LEASES)
