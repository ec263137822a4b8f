"""From one configuration to the next, while a server is at work: from its file, or as it came in a command.

Reading and compiling go on beside the event loop, so that packets do; what was made there is put to use at once, in the
loop. One change follows the other. When something is wrong, nothing has changed.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, Generic, TypeVar

from lessor.config.collector import resting_collector
from lessor.config.errors import ConfigError
from lessor.config.load import WIRE
from lessor.model.json import Json
from lessor.service.api.channels import ChannelError, Channels
from lessor.service.counting.snapshot import Life
from lessor.service.logs.log import Loggers
from lessor.service.programs.lifecycle import ADVERSITIES, AtWork, Events, refusals
from lessor.service.programs.process import keep_memory, settle_memory
from lessor.service.programs.retirement import Retirement
from lessor.service.serving import Crippled, Prepared
from lessor.service.setup import DaemonConfig, Setup, let_go, remark_in_slices

USUAL_TURN: Final = 0.005
TURN: Final = 0.0005
"""Seconds the event loop waits at most for the thread that compiles."""

Config = TypeVar("Config", bound=DaemonConfig)
Tables = TypeVar("Tables")
Active = TypeVar("Active", bound=AtWork[Any])


@dataclass(frozen=True, slots=True)
class Readers(Generic[Config, Tables]):
    """How a configuration is read from a file, and one received in a command. Both raise ConfigError."""

    read: Callable[[str], Setup[Config, Tables]]
    receive: Callable[[dict[str, Json]], Setup[Config, Tables]]


class Reconfiguration(Generic[Config, Tables, Active]):
    """What a server serves by: `setup` is in force, and `channels` are open as it says, once there are any.

    `stop` is called when the server can not go on, `on_change` after each change.
    """

    def __init__(
        self,
        setup: Setup[Config, Tables],
        serving: Active,
        readers: Readers[Config, Tables],
        events: Events,
        life: Life,
        loggers: Loggers,
        stop: Callable[[], None],
    ) -> None:
        self.setup = setup
        self.serving = serving
        self.life = life
        self.loggers = loggers
        self.channels: Channels | None = None
        self.on_change: Callable[[], None] = _ignore
        self._readers = readers
        self._events = events
        self._stop = stop
        self._turn = asyncio.Lock()
        self._retirement = Retirement(_later)

    async def reload(self) -> None:
        """Put the file's configuration to use. Raise one of ADVERSITIES, or Crippled; both are in the log then."""
        file, events = self.life.file, self._events
        async with self._turn:
            self.loggers.write(events.reload, file)
            try:
                await self._change(lambda: self._readers.read(file))
            except ADVERSITIES as error:
                self.life.refuse(time.time(), refusals(self.loggers, events, file, error))
                self.loggers.write(events.reload_failed, file)
                raise
            self.loggers.write(events.reload_done, file)

    async def configure(self, tree: dict[str, Json]) -> None:
        """Put a configuration to use that came in a command. Raise as `reload`."""
        await self._receive(lambda: self._readers.receive(tree))

    async def revise(self, base: dict[str, Json], tree: dict[str, Json], subnets: frozenset[int]) -> None:
        """Put a tree to use that differs in these subnets from `base`, the one that was in force. Raise as `reload`."""

        def read() -> Setup[Config, Tables]:
            revise = self.setup.revise
            if revise is None or self.setup.write() is not base:  # another configuration has come in the meantime
                return self._readers.receive(tree)
            return revise(tree, subnets)

        await self._receive(read)

    async def _receive(self, read: Callable[[], Setup[Config, Tables]]) -> None:
        async with self._turn:
            try:
                await self._change(read)
            except ADVERSITIES as error:
                refusals(self.loggers, self._events, WIRE, error)
                raise

    async def test(self, tree: dict[str, Json]) -> None:
        """Check a configuration that came in a command. Raise ConfigError."""
        async with self._turn:
            try:
                await beside(lambda: self._readers.receive(tree))
            except ConfigError as error:
                refusals(self.loggers, self._events, WIRE, error)
                raise

    async def _change(self, read: Callable[[], Setup[Config, Tables]]) -> None:
        # a search for garbage among what was just made would take as long as making it
        with resting_collector():
            setup = await beside(read)
            before = self.serving.plugins.loaded
            try:
                await self._use(setup, await beside(lambda: self.serving.prepare(setup)))
            except Crippled as error:
                self.loggers.write(self._events.server_failed, error)
                self._stop()
                raise
            former, self.setup = self.setup, setup
            self.life.accept(time.time())
            self.on_change()
            await remark_in_slices(setup, self.loggers)
            self.loggers.write(self._events.config_complete, setup.summary)
            self._forget(former, before.has_hooks and before is not self.serving.plugins.loaded)

    def _forget(self, former: Setup[Config, Tables], plugins_gone: bool) -> None:
        """Let go of a setup that is out of use. Plug-ins may leave garbage that only a search finds."""
        self._retirement.add(chain(former.retire(), let_go(former)))
        if plugins_gone:
            settle_memory()
        else:
            keep_memory()

    async def _use(self, setup: Setup[Config, Tables], prepared: Prepared) -> None:
        self.serving.change(setup, prepared)
        if self.channels is None:
            return
        try:
            await self.channels.reconfigure(setup.config.control_sockets)
        except ChannelError:
            self.serving.change(self.setup)
            raise


def _later(seconds: float, call: Callable[[], None]) -> None:
    asyncio.get_running_loop().call_later(seconds, call)


def _ignore() -> None:
    """Tell nobody."""


Result = TypeVar("Result")


async def beside(work: Callable[[], Result]) -> Result:
    """Do what takes long beside the event loop, and let the loop have its turn often; return or raise as `work`."""
    with _short_turns():
        return await asyncio.to_thread(work)


@contextmanager
def _short_turns() -> Iterator[None]:
    # two may overlap: then the later one ends in longer turns, and nothing worse
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(USUAL_TURN)
