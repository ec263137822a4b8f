"""A DHCP server in a SQL database and without sockets, with the vocabulary of tests/flows."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lessor.engine.tables import Subnet
from lessor.engine.tables6 import Subnet6
from lessor.model.database import DatabaseSettings
from lessor.model.datagram import Received4, Reply4
from lessor.model.datagram6 import Received6, Reply6
from lessor.service.chronicle4 import Chronicle4
from lessor.service.chronicle6 import Chronicle6
from lessor.service.sql.sqlservers import SqlExchange4, SqlExchange6, sql_exchange4, sql_exchange6
from lessor.store.leasedatabase import LeaseDatabase, open_rows
from lessor.store.sqlrows import TABLE4, TABLE6
from tests.flows.conversation import Server
from tests.flows.conversation6 import Server6
from tests.servers.private import PATIENCE
from tests.stores.through import Through4, Through6


class SqlServer(Server):
    """A DHCPv4 server; `store` looks at the database through another connection."""

    def __init__(self, settings: DatabaseSettings, *subnets: Subnet, **others: object) -> None:
        self.loop = asyncio.new_event_loop()
        self.database = LeaseDatabase(settings, TABLE4, self.loop)
        self.database.connect_now()
        super().__init__(*subnets, store=Through4(open_rows(settings, TABLE4)), **others)
        self.held: list[bool] = []
        chronicle = self.exchange.chronicle
        assert isinstance(chronicle, Chronicle4)
        self.driver: SqlExchange4 = sql_exchange4(
            self.tables, self.database, chronicle, self.sent.extend, self.held.append
        )

    def begin(self, *received: Received4) -> None:
        """Have messages come, and do nothing about them yet."""

        async def run() -> None:
            self.driver.run(list(received), self.now)

        self.loop.run_until_complete(run())

    def hear(self, *received: Received4) -> list[Reply4]:
        self.sent.clear()
        self.begin(*received)
        self.finish()
        return list(self.sent)

    def run_until(self, true: Callable[[], bool]) -> None:
        """Let things happen until something has happened."""

        async def wait() -> None:
            while not true():
                await asyncio.sleep(0.01)

        self.loop.run_until_complete(asyncio.wait_for(wait(), PATIENCE))

    def finish(self) -> None:
        """Answer all that came."""
        self.loop.run_until_complete(self.driver.idle())

    def reclaim(self, limit: int = 100) -> int:
        return self.loop.run_until_complete(self.driver.reclaim(self.now, limit))

    def remove(self, hold: int = 0, limit: int = 100) -> int:
        return self.loop.run_until_complete(self.driver.remove(self.now - hold, limit))

    def close(self) -> None:
        self.store.close()
        self.database.close()
        self.loop.close()


class SqlServer6(Server6):
    """A DHCPv6 server, likewise."""

    def __init__(self, settings: DatabaseSettings, *subnets: Subnet6, **others: object) -> None:
        self.loop = asyncio.new_event_loop()
        self.database = LeaseDatabase(settings, TABLE6, self.loop)
        self.database.connect_now()
        super().__init__(*subnets, store=Through6(open_rows(settings, TABLE6)), **others)
        self.held: list[bool] = []
        chronicle = self.exchange.chronicle
        assert isinstance(chronicle, Chronicle6)
        self.driver: SqlExchange6 = sql_exchange6(
            self.tables, self.database, chronicle, self.sent.extend, self.held.append
        )

    def hear(self, *received: Received6) -> list[Reply6]:
        self.sent.clear()

        async def run() -> None:
            self.driver.run(list(received), self.now)
            await self.driver.idle()

        self.loop.run_until_complete(run())
        return list(self.sent)

    def close(self) -> None:
        self.store.close()
        self.database.close()
        self.loop.close()


@contextmanager
def serving(*servers: SqlServer | SqlServer6) -> Iterator[None]:
    """Close servers in the end."""
    try:
        yield
    finally:
        for server in servers:
            server.close()
