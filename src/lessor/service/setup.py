"""From a configuration file to what a server serves by, whatever its family; nothing of it is put to use here."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Generic, Protocol, TypeVar

from lessor.config.load import Loaded
from lessor.config.node import Node
from lessor.config.syntax import plain
from lessor.model.control import ControlSocket
from lessor.model.database import DatabaseSettings
from lessor.model.hooks import HookLibrary
from lessor.model.json import Json
from lessor.model.network import InterfacesConfig, LeaseFile, LoggerConfig
from lessor.model.operation import ExpiredLeases, PacketQueue, SampleLimits
from lessor.service.logs import messages
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message


class SubnetConfig(Protocol):
    """What subnets of both families have for their daemons."""

    @property
    def id(self) -> int: ...
    @property
    def prefix(self) -> int: ...
    @property
    def length(self) -> int: ...


class DaemonConfig(Protocol):
    """What the configurations of both families have for their daemons."""

    @property
    def interfaces(self) -> InterfacesConfig: ...
    @property
    def lease_file(self) -> LeaseFile: ...
    @property
    def lease_database(self) -> DatabaseSettings | None: ...
    @property
    def host_databases(self) -> tuple[DatabaseSettings, ...]: ...
    @property
    def expired_leases(self) -> ExpiredLeases: ...
    @property
    def queue(self) -> PacketQueue | None: ...
    @property
    def hooks(self) -> tuple[HookLibrary, ...]: ...
    @property
    def samples(self) -> SampleLimits: ...
    @property
    def loggers(self) -> tuple[LoggerConfig, ...]: ...
    @property
    def control_sockets(self) -> tuple[ControlSocket, ...]: ...
    @property
    def server_tag(self) -> str: ...
    @property
    def subnets(self) -> Sequence[SubnetConfig]: ...


PARTS: Final = 300
"""Subnets and the like that are let go in one turn of the event loop."""
REMARKS: Final = 50
"""Lines of the log written in one turn of the event loop."""

Config = TypeVar("Config", bound=DaemonConfig)
Tables = TypeVar("Tables")
Subnet = TypeVar("Subnet")


def nothing_to_retire() -> Iterator[None]:
    """Return no steps."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Setup(Generic[Config, Tables]):
    """A configuration, checked and compiled.

    `remarks` are messages about it with their parameters, `summary` says what it holds, in the words of the log;
    `write` returns its tree (config/write.py), which is nobody's to change; `revise` makes the next setup of a tree
    that differs from that one in these subnets only (config/revise.py), and raises ConfigError; `libraries` are the
    file names of its hook libraries; `retire` takes the tables apart in steps when they are out of use.
    """

    config: Config
    tables: Tables
    remarks: tuple[tuple[Message, str], ...] = ()
    summary: str = ""
    write: "Written | Callable[[], dict[str, Json]]" = dict
    libraries: frozenset[str] = frozenset()
    revise: "Callable[[dict[str, Json], frozenset[int]], Setup[Config, Tables]] | None" = None
    retire: Callable[[], Iterator[None]] = nothing_to_retire


class Written:
    """The tree of a configuration: made when somebody first asks for it, or there already (`tree`)."""

    __slots__ = ("_make", "_tree")

    def __init__(self, make: Callable[[], dict[str, Json]] | None = None, tree: dict[str, Json] | None = None) -> None:
        self._make = make
        self._tree: dict[str, Json] = tree or {}

    @property
    def made(self) -> bool:
        """Whether there is a tree already."""
        return self._make is None

    def parts(self) -> Iterator[Json]:
        """Yield what makes a tree large, if there is a tree: its subnets, networks, classes and reservations."""
        for section in self._tree.values():
            for member in section.values() if isinstance(section, dict) else ():
                yield from member if isinstance(member, list) else ()

    def __call__(self) -> dict[str, Json]:
        """Return the tree, always the same one."""
        make = self._make
        if make is not None:
            self._tree = make()
            self._make = None  # with it goes what the tree was made of
        return self._tree


def let_go(setup: Setup[Config, Tables]) -> Iterator[None]:
    """Let go of a setup that nobody uses any more, but for its tables; yield after each slice.

    What is large about it is held by a list then, and goes part by part; to let go of all at once would take the event
    loop as long as a hundred messages.
    """
    parts: list[object] = [*setup.config.subnets, *setup.remarks]
    if isinstance(setup.write, Written):
        parts += setup.write.parts()
    del setup
    while parts:
        yield
        del parts[-PARTS:]


def remarks_on(
    loaded: Loaded[Config],
    doubt: Message,
    subnets: Sequence[Subnet],
    added: Message,
    describe: Callable[[Subnet], str],
) -> tuple[tuple[Message, str], ...]:
    """Return what is to be said about a configuration: doubts, keys without effect, and its subnets."""
    return (
        *((doubt, str(warning)) for warning in loaded.warnings),
        *((messages.LESSOR_CONFIG_NO_EFFECT, str(key)) for key in loaded.unsupported),
        *((added, describe(subnet)) for subnet in subnets),
    )


def libraries_of(root: Node, section: str) -> frozenset[str]:
    """Return the file names, without their directories, of the hook libraries that a checked configuration names."""
    daemon = root.value[section].value if isinstance(root.value, dict) else None
    named = plain(daemon["hooks-libraries"]) if isinstance(daemon, dict) and "hooks-libraries" in daemon else []
    assert isinstance(named, list), "checked"
    return frozenset(PurePath(str(one["library"])).name for one in named if isinstance(one, dict))


def remark(setup: Setup[Config, Tables], loggers: Loggers) -> None:
    """Write to the log what is to be said about the configuration."""
    for message, text in setup.remarks:
        loggers.write(message, text)


async def remark_in_slices(setup: Setup[Config, Tables], loggers: Loggers) -> None:
    """Do what `remark` does, and let the event loop have its turn in between: there is a line for each subnet."""
    for begin in range(0, len(setup.remarks), REMARKS):
        for message, text in setup.remarks[begin : begin + REMARKS]:
            loggers.write(message, text)
        await asyncio.sleep(0)


def shown_times(times: dict[str, int | None]) -> str:
    """Return times by their names in the words of the log; None is left out."""
    return ", ".join(f"{name}={seconds}" for name, seconds in times.items() if seconds is not None)
