"""Servers for tests of commands about leases: a configuration compiled, leases in a file, commands in a registry."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from lessor.config.compile4 import compile4
from lessor.config.compile6 import compile6
from lessor.config.load import load_tree4, load_tree6
from lessor.control.families import leasebulk, leases4, leases6, leasestats
from lessor.control.registry import Registry
from lessor.engine.tables import Tables
from lessor.engine.tables6 import Tables6
from lessor.model.command import Answer, Command
from lessor.model.json import Json
from lessor.model.network import LoggerConfig
from lessor.service.chronicle4 import Chronicle4
from lessor.service.chronicle6 import Chronicle6
from lessor.service.counting.counters import COUNTERS4, COUNTERS6
from lessor.service.counting.statistics import Served, Statistics, sizes
from lessor.service.exchange4 import Exchange4
from lessor.service.exchange6 import Exchange6
from lessor.service.leases.leaseaccess import LeaseAccess4, LeaseAccess6
from lessor.service.logs.log import Loggers
from lessor.store.memfile import open_store, open_store6

NOW = 1_800_000_000


class Unwatched:
    """Hears what a registry does, and demands that there are no bugs."""

    def received(self, command: str) -> None: ...
    def refused(self, text: str) -> None: ...
    def failed(self, command: str, error: Exception) -> None:
        raise error


class Server4:
    """A DHCPv4 server as commands see it."""

    family = 4

    def __init__(self, tree: Json, path: Path) -> None:
        config = load_tree4({"Dhcp4": tree}).config
        self.path = path
        self.tables: Tables = compile4(config)
        self.statistics = Statistics(COUNTERS4)
        self.store = open_store(path, asyncio.get_running_loop(), persist=True)
        chronicle = Chronicle4(loggers("kea-dhcp4"), self.statistics)
        self.exchange = Exchange4(self.tables, self.store, chronicle, unsent)
        subnets = self.tables.subnets
        pools = sizes((id, pool.pool_id, pool.occupancy.size) for id in subnets for pool in subnets[id].pools)
        self.statistics.serve(Served(frozenset(subnets), pools, {}), self.store.tally())
        self.leases = LeaseAccess4(lambda: self.store, lambda: self.exchange, lambda: path)
        self.time = NOW
        commands: tuple[Command[Server4], ...] = (*leases4.COMMANDS, *leasestats.COMMANDS4)
        self.registry = Registry(commands, self, Unwatched())

    def now(self) -> int:
        return self.time

    async def ask(self, command: str, **arguments: Json) -> Answer:
        """Carry out a command; underscores in names stand for hyphens."""
        answer = await self.registry.execute(request(command, arguments))
        assert isinstance(answer, dict)
        return answer


class Server6:
    """A DHCPv6 server as commands see it."""

    family = 6

    def __init__(self, tree: Json, path: Path) -> None:
        config = load_tree6({"Dhcp6": tree}).config
        self.path = path
        self.tables: Tables6 = compile6(config, b"\0\3\0\1server")
        self.statistics = Statistics(COUNTERS6)
        self.store = open_store6(path, asyncio.get_running_loop(), persist=True)
        chronicle = Chronicle6(loggers("kea-dhcp6"), self.statistics)
        self.exchange = Exchange6(self.tables, self.store, chronicle, unsent)
        subnets = self.tables.subnets
        pools = sizes((id, pool.pool_id, pool.occupancy.size) for id in subnets for pool in subnets[id].pools)
        prefixes = sizes((id, pool.pool_id, pool.occupancy.size) for id in subnets for pool in subnets[id].prefix_pools)
        self.statistics.serve(Served(frozenset(subnets), pools, prefixes), self.store.tally())
        self.leases = LeaseAccess6(lambda: self.store, lambda: self.exchange, lambda: path)
        self.time = NOW
        commands: tuple[Command[Server6], ...] = (*leases6.COMMANDS, *leasebulk.COMMANDS, *leasestats.COMMANDS6)
        self.registry = Registry(commands, self, Unwatched())

    def now(self) -> int:
        return self.time

    async def ask(self, command: str, **arguments: Json) -> Answer:
        """Carry out a command; underscores in names stand for hyphens."""
        answer = await self.registry.execute(request(command, arguments))
        assert isinstance(answer, dict)
        return answer


def request(command: str, arguments: dict[str, Json]) -> Json:
    given: dict[str, Json] = {name.replace("_", "-"): value for name, value in arguments.items()}
    return {"command": command, "arguments": given} if given else {"command": command}


def loggers(program: str) -> Loggers:
    quiet = Loggers(program, Path("/nonexistent"), {})
    quiet.configure((LoggerConfig(program, "NONE"),), debug=False)
    return quiet


def unsent(replies: Sequence[object]) -> None:
    """Send nothing."""


@asynccontextmanager
async def serving4(tree: Json, folder: Path) -> AsyncIterator[Server4]:
    """A DHCPv4 server that serves by this configuration."""
    server = Server4(tree, folder / "leases4.csv")
    try:
        yield server
    finally:
        server.store.close()


@asynccontextmanager
async def serving6(tree: Json, folder: Path) -> AsyncIterator[Server6]:
    """A DHCPv6 server that serves by this configuration."""
    server = Server6(tree, folder / "leases6.csv")
    try:
        yield server
    finally:
        server.store.close()


def run(conversation: Coroutine[None, None, None]) -> None:
    """Run a conversation with a server to its end."""
    asyncio.run(conversation)
