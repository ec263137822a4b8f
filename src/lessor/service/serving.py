"""A server at work, whatever its family: leases, exchange and sockets of one configuration, and the change to another.

What differs by family comes as `Parts`.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from lessor.model.network import InterfacesConfig
from lessor.service import messages
from lessor.service.log import Loggers
from lessor.service.message import Message
from lessor.service.places import Places
from lessor.service.setup import DaemonConfig, Setup
from lessor.service.sockets import Report, Sent, Sockets
from lessor.service.statistics import Statistics
from lessor.store.base import StoreError

RECLAIM_PAUSE: Final = 10.0
"""Seconds between two rounds of taking back expired leases, as in Kea."""

RECLAIM_AT_MOST: Final = 100
"""Leases taken back in one round, so that clients do not wait for it."""

Config = TypeVar("Config", bound=DaemonConfig)
Tables = TypeVar("Tables")
Received = TypeVar("Received")
Reply = TypeVar("Reply", bound=Sent)


class Store(Protocol):
    """What is asked of a lease store besides what the exchange needs."""

    def close(self) -> None: ...


Leases = TypeVar("Leases", bound=Store)

Batch = TypeVar("Batch")
InForce = TypeVar("InForce")


class Exchange(Protocol[Batch, InForce]):
    """Answers batches of messages by the tables in force."""

    tables: InForce

    def run(self, batch: list[Batch], now: int) -> None: ...
    def install(self, tables: InForce) -> None: ...
    def reclaim(self, now: int, limit: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a server gets from its daemon. `client_port` 0 means the usual ports; `debug` overrides the configured
    loggers; `on_fatal` is called when the server can not go on.
    """

    places: Places
    loggers: Loggers
    loop: asyncio.AbstractEventLoop
    on_fatal: Callable[[], None]
    port: int
    client_port: int = 0
    debug: bool = False


class Parts(Protocol[Config, Tables, Received, Reply, Leases]):
    """What a server of one family is made of."""

    statistics: Statistics
    reclamation_failed: Message

    def sockets(
        self, config: InterfacesConfig, on_batch: Callable[[list[Received]], None], report: Report
    ) -> Sockets[Received, Reply]:
        """Return sockets, not yet open."""
        ...

    def complete(self, setup: Setup[Config, Tables]) -> None:
        """Add to the tables what only the machine knows; may be called again. Raise one of daemon.ADVERSITIES."""
        ...

    def leases(self, setup: Setup[Config, Tables]) -> Leases:
        """Open the lease database. Raise StoreError."""
        ...

    def exchange(
        self, setup: Setup[Config, Tables], leases: Leases, send: Callable[[list[Reply]], None]
    ) -> Exchange[Received, Tables]:
        """Return an exchange that serves by these tables."""
        ...

    def states(self, tables: Tables, leases: Leases) -> Mapping[int, Mapping[str, int]]:
        """Return by subnet id the counters that tell a state of things (statistics.py)."""
        ...


class Crippled(Exception):
    """A change failed and could not be taken back: the server cannot go on."""


class Serving(Generic[Config, Tables, Received, Reply, Leases]):
    """Answers clients from its construction to `close`."""

    def __init__(
        self,
        parts: Parts[Config, Tables, Received, Reply, Leases],
        setup: Setup[Config, Tables],
        surroundings: Surroundings,
    ) -> None:
        """Load the leases and open the sockets. Raise one of daemon.ADVERSITIES."""
        self.statistics = parts.statistics
        self._parts = parts
        self._setup = setup
        self._loggers = surroundings.loggers
        self._loop = surroundings.loop
        self._debug = surroundings.debug
        self._sockets = parts.sockets(setup.config.interfaces, self._answer, self._report)
        parts.complete(setup)
        self._store = parts.leases(setup)
        self._exchange = parts.exchange(setup, self._store, self._sockets.send)
        self._recount()
        self._reclaiming = self._loop.call_later(RECLAIM_PAUSE, self._reclaim)
        try:
            self._sockets.open()
        except BaseException:
            self.close()
            raise

    def change(self, setup: Setup[Config, Tables]) -> None:
        """Serve by another configuration from now on.

        Raise one of daemon.ADVERSITIES: then the configuration so far is in force again. Raise Crippled when not even
        that is possible.
        """
        before = self._setup
        with ExitStack() as undo:
            self._loggers.configure(setup.config.loggers, self._debug)
            undo.callback(self._loggers.configure, before.config.loggers, self._debug)
            undo.callback(self._sockets.reconfigure, before.config.interfaces)
            self._sockets.reconfigure(setup.config.interfaces)
            undo.callback(self._parts.complete, before)
            self._parts.complete(setup)
            self._change_leases(setup)
            undo.pop_all()
        self._setup = setup
        self._recount()

    def close(self) -> None:
        """Send the replies that wait for their leases, write everything to disk, and stop serving."""
        self._reclaiming.cancel()
        # leases first: writing them releases the replies that wait, and these need the sockets
        self._store.close()
        self._sockets.close()

    def _answer(self, batch: list[Received]) -> None:
        self._exchange.run(batch, int(time.time()))

    def _report(self, event: str, *args: object) -> None:
        self._loggers.write(messages.BY_ID[event], *args)

    def _reclaim(self) -> None:
        self._reclaiming = self._loop.call_later(RECLAIM_PAUSE, self._reclaim)
        try:
            self._exchange.reclaim(int(time.time()), RECLAIM_AT_MOST)
        except StoreError as error:
            self._loggers.write(self._parts.reclamation_failed, error)

    def _change_leases(self, setup: Setup[Config, Tables]) -> None:
        """Serve by the new tables, from another lease database if the configuration names one."""
        before = self._setup
        if setup.config.lease_file == before.config.lease_file:
            self._exchange.install(setup.tables)
            return
        # the new one may be the same file with other settings, so the old one must be let go first
        self._loggers.write(messages.DHCPSRV_CLOSE_DB, before.config.lease_file.type)
        self._store.close()
        try:
            self._store = self._parts.leases(setup)
        except StoreError:
            self._reopen_leases(before)
            raise
        self._exchange = self._parts.exchange(setup, self._store, self._sockets.send)

    def _reopen_leases(self, setup: Setup[Config, Tables]) -> None:
        try:
            self._store = self._parts.leases(setup)
        except StoreError as error:
            raise Crippled(f"neither the new nor the old lease database can be opened: {error}") from error
        self._exchange = self._parts.exchange(setup, self._store, self._sockets.send)

    def _recount(self) -> None:
        """Count the leases of the tables now in force."""
        self.statistics.recount(self._parts.states(self._exchange.tables, self._store))
