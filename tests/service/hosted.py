"""DHCP servers with reservations in databases, in the vocabulary of tests/flows; leases in memory or in a database."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from lessor.config.universe import OPTIONS4, OPTIONS6
from lessor.engine.tables import Subnet
from lessor.engine.tables6 import Subnet6
from lessor.model.database import DatabaseSettings
from lessor.model.datagram import Received4, Reply4
from lessor.model.datagram6 import Received6, Reply6
from lessor.model.host import Host4
from lessor.model.network6 import Host6
from lessor.service.hosts.hostservice import inform4, inform6
from lessor.store.hostdatabase import HostDatabase
from lessor.store.hostrows import HOSTS4, HOSTS6
from tests.flows.conversation import Server
from tests.flows.conversation6 import Server6
from tests.service.sqlservers import SqlServer, SqlServer6


class HostedServer(Server):
    """A DHCPv4 server with leases in memory."""

    def __init__(self, databases: Sequence[DatabaseSettings], *subnets: Subnet, **others: object) -> None:
        super().__init__(*subnets, **others)  # type: ignore[arg-type]  # what the test says
        self.loop = asyncio.new_event_loop()
        self.held: list[bool] = []
        self.told: list[str] = []
        self.hosts = [HostDatabase(settings, HOSTS4, self.loop) for settings in databases]
        for database in self.hosts:
            database.connect_now()
        self.informed = inform4(self.exchange, self.hosts, OPTIONS4.standard, self.told.append, self.held.append)

    def begin(self, *received: Received4) -> None:
        """Have messages come, and do nothing about them yet."""

        async def run() -> None:
            self.exchange.run(list(received), self.now)

        self.loop.run_until_complete(run())

    def finish(self) -> None:
        """Answer all that came."""
        assert self.informed is not None
        self.loop.run_until_complete(self.informed.idle())

    def hear(self, *received: Received4) -> list[Reply4]:
        self.sent.clear()
        self.begin(*received)
        self.finish()
        return list(self.sent)

    def close(self) -> None:
        for database in self.hosts:
            database.close()
        self.loop.close()


class HostedServer6(Server6):
    """A DHCPv6 server with leases in memory."""

    def __init__(self, databases: Sequence[DatabaseSettings], *subnets: Subnet6, **others: object) -> None:
        super().__init__(*subnets, **others)  # type: ignore[arg-type]  # what the test says
        self.loop = asyncio.new_event_loop()
        self.told: list[str] = []
        self.hosts = [HostDatabase(settings, HOSTS6, self.loop) for settings in databases]
        for database in self.hosts:
            database.connect_now()
        self.informed = inform6(self.exchange, self.hosts, OPTIONS6.standard, self.told.append, lambda held: None)

    def hear(self, *received: Received6) -> list[Reply6]:
        self.sent.clear()

        async def run() -> None:
            self.exchange.run(list(received), self.now)
            assert self.informed is not None
            await self.informed.idle()

        self.loop.run_until_complete(run())
        return list(self.sent)

    def close(self) -> None:
        for database in self.hosts:
            database.close()
        self.loop.close()


class HostedSqlServer(SqlServer):
    """A DHCPv4 server with leases and reservations in databases."""

    def __init__(
        self, databases: Sequence[DatabaseSettings], settings: DatabaseSettings, *subnets: Subnet, **others: object
    ) -> None:
        super().__init__(settings, *subnets, **others)
        self.told: list[str] = []
        self.hosts = [HostDatabase(one, HOSTS4, self.loop) for one in databases]
        for database in self.hosts:
            database.connect_now()
        inform4(self.driver, self.hosts, OPTIONS4.standard, self.told.append, self.held.append)

    def close(self) -> None:
        for database in self.hosts:
            database.close()
        super().close()


class HostedSqlServer6(SqlServer6):
    """A DHCPv6 server with leases and reservations in databases."""

    def __init__(
        self, databases: Sequence[DatabaseSettings], settings: DatabaseSettings, *subnets: Subnet6, **others: object
    ) -> None:
        super().__init__(settings, *subnets, **others)
        self.told: list[str] = []
        self.hosts = [HostDatabase(one, HOSTS6, self.loop) for one in databases]
        for database in self.hosts:
            database.connect_now()
        inform6(self.driver, self.hosts, OPTIONS6.standard, self.told.append, self.held.append)

    def close(self) -> None:
        for database in self.hosts:
            database.close()
        super().close()


def host4(hwaddr: str, address: str = "", subnet_id: int = 1, **others: object) -> Host4:
    """A reservation by hardware address."""
    number = int.from_bytes(bytes(int(part) for part in address.split(".")), "big") if address else 0
    return Host4("hw-address", bytes.fromhex(hwaddr.replace(":", "")), subnet_id, number, **others)  # type: ignore[arg-type]


def host6(duid: bytes, *addresses: int, **others: object) -> Host6:
    """A reservation by DUID."""
    return Host6("duid", duid, 1, addresses, **others)  # type: ignore[arg-type]


@contextmanager
def closing_all(*servers: HostedServer | HostedServer6 | HostedSqlServer | HostedSqlServer6) -> Iterator[None]:
    try:
        yield
    finally:
        for server in servers:
            server.close()
