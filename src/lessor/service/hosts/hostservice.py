"""The databases of reservations of one server: opened, tied to what answers its messages, found again when lost."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar, cast

from lessor.control.state import DATABASE, ServiceState
from lessor.model.database import DatabaseSettings
from lessor.model.host import Host4
from lessor.model.network6 import Host6
from lessor.service.batch import Runs
from lessor.service.chronicle4 import Chronicle4
from lessor.service.chronicle6 import Chronicle6
from lessor.service.exchange4 import Exchange4
from lessor.service.exchange6 import Exchange6
from lessor.service.hosts.hostexchange import Counting, Exchange, InformedRuns
from lessor.service.hosts.hostknowledge import HostKnowledge
from lessor.service.hosts.hostsides import HOST_SIDE4, HOST_SIDE6
from lessor.service.logs import messages_database
from lessor.service.logs.log import Loggers
from lessor.service.sql.databasewords import CONNECTING_HOSTS, tell_connecting
from lessor.service.sql.recovery import Recovery
from lessor.service.sql.sqlexchange import Knowledge, SqlExchange
from lessor.service.sql.sqlservers import SqlExchange4, SqlExchange6
from lessor.store.base import StoreError
from lessor.store.hostdatabase import HostDatabase
from lessor.store.hostrows import HostTable
from lessor.wire.definition import Definitions

AnyHost = TypeVar("AnyHost", bound=Host4 | Host6)

Received = TypeVar("Received")
Reply = TypeVar("Reply")
InForce = TypeVar("InForce")

Tell = Callable[[str], None]
Hold = Callable[[bool], None]


class Informed(Protocol):
    """What answers messages when their reservations are known."""

    async def idle(self) -> None: ...


class HostService(Generic[AnyHost]):
    """The connected databases of reservations of one server, in their order."""

    def __init__(
        self,
        settings: Sequence[DatabaseSettings],
        table: HostTable[AnyHost],
        loggers: Loggers,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        """Connect to all of them. Raise StoreError."""
        self.databases: list[HostDatabase[AnyHost]] = []
        self._loggers = loggers
        self._loop = loop
        try:
            for one in settings:
                database = HostDatabase(one, table, loop)
                self.databases.append(database)
                self._connect(database)
        except StoreError:
            self.close()
            raise

    def _connect(self, database: HostDatabase[AnyHost]) -> None:
        settings = database.settings
        tell_connecting(self._loggers, settings, CONNECTING_HOSTS)
        tries = settings.reconnect_tries if settings.retry_on_startup else 0
        while True:
            try:
                database.connect_now()
            except StoreError as error:
                if not tries:
                    raise
                tries -= 1
                failed = messages_database.DHCPSRV_HOST_MGR_DB_OPEN_CONNECTION_WITH_RETRY_FAILED
                self._loggers.write(failed, settings.place, error)
                time.sleep(settings.reconnect_wait_ms / 1000)
            else:
                return

    def watch(self, family: int, state: ServiceState, on_fatal: Callable[[], None]) -> None:
        """See to it that a database that is lost is found again, and that `state` says so meanwhile."""
        for number, database in enumerate(self.databases, 1):
            Recovery(database, family, state, self._loggers, self._loop, on_fatal, DATABASE + number)

    def close(self) -> None:
        """Hang up."""
        for database in self.databases:
            database.close()


def inform4(
    exchange: Exchange4 | SqlExchange4,
    databases: Sequence[HostDatabase[Host4]],
    definitions: Definitions,
    tell: Tell,
    hold: Hold,
) -> Informed | None:
    """Let an exchange know the reservations of these databases, and of no others; return what answers then."""
    knowledge = HostKnowledge(HOST_SIDE4, databases, definitions, tell) if databases else None
    inner = exchange.exchange if isinstance(exchange, SqlExchange) else exchange
    assert isinstance(inner, Exchange4), "it is what answers DHCPv4, with leases anywhere"
    if inner.knowledge is not None:
        inner.knowledge.lift()
    inner.knowledge = knowledge
    if isinstance(exchange, SqlExchange):
        exchange.knowledge = knowledge
        return exchange

    def tell_to(listener: object) -> None:
        # whatever is told to a chronicle can be told to what keeps it for later
        exchange.chronicle = cast(Chronicle4, listener)

    exchange.runs = runs = _runs(exchange, exchange.runs, exchange.chronicle, tell_to, knowledge, hold)
    return runs


def inform6(
    exchange: Exchange6 | SqlExchange6,
    databases: Sequence[HostDatabase[Host6]],
    definitions: Definitions,
    tell: Tell,
    hold: Hold,
) -> Informed | None:
    """Let an exchange know the reservations of these databases, as inform4."""
    knowledge = HostKnowledge(HOST_SIDE6, databases, definitions, tell) if databases else None
    inner = exchange.exchange if isinstance(exchange, SqlExchange) else exchange
    assert isinstance(inner, Exchange6), "it is what answers DHCPv6, with leases anywhere"
    if inner.knowledge is not None:
        inner.knowledge.lift()
    inner.knowledge = knowledge
    if isinstance(exchange, SqlExchange):
        exchange.knowledge = knowledge
        return exchange

    def tell_to(listener: object) -> None:
        exchange.chronicle = cast(Chronicle6, listener)

    exchange.runs = runs = _runs(exchange, exchange.runs, exchange.chronicle, tell_to, knowledge, hold)
    return runs


def _runs(
    exchange: Exchange[Received, Reply, InForce],
    runs: Runs[Received] | None,
    chronicle: Counting[Received],
    tell_to: Callable[[object], None],
    knowledge: Knowledge[Received, InForce] | None,
    hold: Hold,
) -> InformedRuns[Received, Reply, InForce] | None:
    """Return what runs the batches of an exchange: with other knowledge the same as before, with its messages."""
    if knowledge is None:
        if isinstance(runs, InformedRuns):
            runs.close()
        return None
    if not isinstance(runs, InformedRuns):
        return InformedRuns(exchange, chronicle, tell_to, knowledge, hold)
    runs.knowledge = knowledge
    return runs
