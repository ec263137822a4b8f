"""A running DHCP server as commands see it, whatever its family: one object that all families of commands act on.

Each family of commands says in a Protocol of its own what it needs of it. What differs between DHCPv4 and DHCPv6 is in
control4.py and control6.py.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, TypeVar

from lessor.config.collector import resting_collector
from lessor.config.errors import ConfigError
from lessor.control.answer import pieces
from lessor.control.caller import Execute
from lessor.control.families.interfaces import Link
from lessor.control.state import ServiceState
from lessor.model.command import CommandError
from lessor.model.interface import Interface
from lessor.model.json import Json
from lessor.service.api.reconfiguration import Reconfiguration, beside
from lessor.service.counting.snapshot import snapshot
from lessor.service.counting.statistics import Statistics
from lessor.service.leases.writing import replace_file, spelled
from lessor.service.logs import messages_control
from lessor.service.logs.log import Loggers
from lessor.service.net.links import interfaces
from lessor.service.net.linkview import links
from lessor.service.programs.lifecycle import ADVERSITIES, AtWork
from lessor.service.programs.places import Places
from lessor.service.programs.process import keep_memory
from lessor.service.serving import Crippled
from lessor.service.setup import DaemonConfig, Setup, Written

Config = TypeVar("Config", bound=DaemonConfig)
Tables = TypeVar("Tables")
Active = TypeVar("Active", bound=AtWork[Any])


NOT_IN_MEMORY: Final = "commands see only leases that are kept in memory and files, and these are in a database"

LAST_WORDS: Final = 0.1
"""Seconds until a server that is told to stop does so: its answer leaves first."""


@dataclass(frozen=True, slots=True)
class Grip:
    """How a server is taken hold of: `stop` ends it with an exit status, `unrestricted` lets it write any file, `steps`
    tells what takes its time.
    """

    places: Places
    stop: Callable[[int], None]
    unrestricted: bool
    steps: Callable[[], dict[str, float]]


class Commands(NamedTuple):
    """What carries out commands: those that come through control sockets, and those of `lessor` on this machine."""

    public: Execute
    private: Execute


class Server(Generic[Config, Tables, Active]):
    """One server at work."""

    family: int

    def __init__(self, inner: Reconfiguration[Config, Tables, Active], grip: Grip) -> None:
        self.program = inner.life.program
        self.loggers = inner.loggers
        self._inner = inner
        self._grip = grip
        self.places = grip.places
        self._hash: tuple[Setup[Config, Tables], str] | None = None

    # What is in force

    @property
    def config(self) -> Config:
        """The configuration."""
        return self._inner.setup.config

    @property
    def tables(self) -> Tables:
        """What the configuration was compiled to."""
        return self._inner.setup.tables

    @property
    def statistics(self) -> Statistics:
        """The counters."""
        return self._inner.serving.statistics

    @property
    def state(self) -> ServiceState:
        """Whether clients are answered."""
        return self._inner.serving.state

    @property
    def started(self) -> float:
        """Unix time of the start."""
        return self._inner.life.started

    @property
    def configured(self) -> float:
        """Unix time at which the configuration in force was put to use."""
        return self._inner.life.configured

    @property
    def server_tag(self) -> str:
        """The name of the server in shared databases."""
        return self.config.server_tag

    def now(self) -> int:
        """Return the time in unix seconds."""
        return int(time.time())

    def tree(self) -> dict[str, Json]:
        """Return a new tree of the configuration, `{"Dhcp4": {...}}`."""
        return deepcopy(self._inner.setup.write())

    async def shown(self) -> dict[str, Json]:
        """Return the tree of the configuration; it is the server's own, so copy what you want to change."""
        return await beside(partial(_made, self._inner.setup))

    async def hash(self) -> str:
        """Return the SHA-256 of the configuration, in capitals."""
        setup = self._inner.setup
        if self._hash is None or self._hash[0] is not setup:
            self._hash = setup, await beside(lambda: digest(_made(setup)))
        return self._hash[1]

    def record(self) -> dict[str, Json]:
        """Return how the server is doing (snapshot.py)."""
        return snapshot(self._inner.life, self.config, self.statistics, self._grip.steps())

    # What can be done

    async def configure(self, tree: dict[str, Json]) -> None:
        """Serve by another configuration from now on. Raise ConfigError; CommandError when the machine refuses it."""
        await _told(self._inner.configure(tree))

    async def revise(self, base: dict[str, Json], tree: dict[str, Json], subnets: frozenset[int]) -> None:
        """Serve by a tree that differs from `base`, which `shown` returned, in these subnets; raise as `configure`."""
        await _told(self._inner.revise(base, tree, subnets))

    async def test(self, tree: dict[str, Json]) -> None:
        """Check a configuration. Raise ConfigError."""
        await self._inner.test(tree)

    async def reload(self) -> None:
        """Put the configuration file to use as it is now. Raise ConfigError, CommandError."""
        await _told(self._inner.reload())

    async def write(self, name: str) -> tuple[str, int]:
        """Write the configuration to a file, the one it came from without a name; return its name and its octets.

        Raise CommandError, also for a file outside of the directory of the configuration file.
        """
        path = self._writable(name)
        setup = self._inner.setup
        try:
            return str(path), await asyncio.to_thread(lambda: replace_file(path, spelled(setup.write())))
        except OSError as error:
            text = f"Error during write-config:Unable to open file {path} for writing: {error.strerror or error}"
            raise CommandError(text) from None

    def shut_down(self, status: int) -> None:
        """Stop serving soon, and end with this exit status."""
        asyncio.get_running_loop().call_later(LAST_WORDS, self._grip.stop, status)

    async def reclaim(self, keep: bool) -> None:
        """Take back all leases that are over; `keep` their rows, or remove them. Raise StoreError."""
        await self._inner.serving.reclaim(keep)

    def clean_up(self) -> bool:
        """Start a clean-up of the lease file; return whether there is a lease file."""
        return self._inner.serving.clean_up()

    def socket_errors(self) -> tuple[bool, Sequence[str]]:
        """Return whether sockets that could not be opened are tried again, and what is wrong with them."""
        return self._inner.serving.socket_errors()

    def interfaces(self) -> list[Interface]:
        """Return all network interfaces. Raise OSError."""
        return interfaces()

    def links(self) -> list[Link]:
        """Return all network interfaces with what is known about them. Raise OSError."""
        return links({name for name, _ in self._inner.serving.listening()})

    def look_again(self) -> None:
        """Listen where the configuration says, on the interfaces that there are now."""
        self._inner.serving.look_again()

    def _writable(self, name: str) -> Path:
        used = Path(self._inner.life.file)
        if not name:
            return used
        directory = used.resolve().parent
        path = directory / name
        if not self._grip.unrestricted and path.resolve().parent != directory:
            raise CommandError(
                f"not allowed to write config into {name}: invalid path specified: '{path.parent}', "
                f"supported path is '{directory}'"
            )
        return path


class CommandLog:
    """Writes what becomes of commands to the log."""

    def __init__(self, loggers: Loggers) -> None:
        self._loggers = loggers

    def received(self, command: str) -> None:
        """Note a command."""
        self._loggers.write(messages_control.COMMAND_RECEIVED, command)

    def refused(self, text: str) -> None:
        """Note what is no command."""
        self._loggers.write(messages_control.COMMAND_PROCESS_ERROR1, text)

    def failed(self, command: str, error: Exception) -> None:
        """Note a command that failed for no fault of its sender."""
        self._loggers.write(messages_control.COMMAND_PROCESS_ERROR2, f"{command}: {type(error).__name__}: {error}")


def _made(setup: Setup[Config, Tables]) -> dict[str, Json]:
    """Return the tree of a setup. One that is new stays: it is not searched for garbage."""
    if not isinstance(setup.write, Written) or setup.write.made:
        return setup.write()
    with resting_collector():
        tree = setup.write()
        keep_memory()
    return tree


def digest(tree: dict[str, Json]) -> str:
    """Return the SHA-256 of a tree, in capitals, whatever the order of its members."""
    found = hashlib.sha256()
    for piece in pieces(tree):
        found.update(piece.encode(errors="surrogateescape"))
    return found.hexdigest().upper()


async def _told(change: Awaitable[None]) -> None:
    """Tell who asked for a change why it was not made, when it was no mistake in the configuration."""
    try:
        await change
    except ConfigError:
        raise
    except (*ADVERSITIES, Crippled) as error:
        raise CommandError(str(error)) from error
