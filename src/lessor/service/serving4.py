"""A DHCPv4 server at work: leases, exchange and sockets of one configuration, and the change to another one."""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Final

from lessor.model.datagram import Received4
from lessor.service import messages
from lessor.service.chronicle4 import Chronicle4
from lessor.service.exchange4 import Exchange4
from lessor.service.lease_checks4 import LeaseCheck4
from lessor.service.log import Loggers
from lessor.service.places import Places
from lessor.service.setup4 import Setup4
from lessor.service.sockets4 import sockets4
from lessor.service.statistics import Statistics, states4
from lessor.service.storage4 import Leases4, open_leases4
from lessor.store.base import StoreError

RECLAIM_PAUSE: Final = 10.0
"""Seconds between two rounds of taking back expired leases, as in Kea."""

RECLAIM_AT_MOST: Final = 100
"""Leases taken back in one round, so that clients do not wait for it."""


class Crippled(Exception):
    """A change failed and could not be taken back: the server cannot go on."""


class Serving4:
    """Answers clients from its construction to `close`. `debug` overrides the configured loggers."""

    def __init__(
        self,
        setup: Setup4,
        places: Places,
        loggers: Loggers,
        loop: asyncio.AbstractEventLoop,
        on_fatal: Callable[[], None],
        port: int,
        client_port: int,
        debug: bool,
    ) -> None:
        """Load the leases and open the sockets. Raise StoreError, SocketsError, OSError."""
        self.statistics = Statistics()
        self._setup = setup
        self._places = places
        self._loggers = loggers
        self._loop = loop
        self._debug = debug
        self._client_port = client_port
        self._chronicle = Chronicle4(loggers, self.statistics)
        self._sockets = sockets4(setup.config.interfaces, loop, self._answer, self._report, on_fatal, port)
        self._store = self._open_leases(setup)
        self._exchange = self._new_exchange(setup)
        self._recount()
        self._reclaiming = loop.call_later(RECLAIM_PAUSE, self._reclaim)
        try:
            self._sockets.open()
        except BaseException:
            self.close()
            raise

    def change(self, setup: Setup4) -> None:
        """Serve by another configuration from now on.

        Raise LogError, StoreError, SocketsError, OSError: then the configuration so far is in force again. Raise
        Crippled when not even that is possible.
        """
        before = self._setup
        with ExitStack() as undo:
            self._loggers.configure(setup.config.loggers, self._debug)
            undo.callback(self._loggers.configure, before.config.loggers, self._debug)
            undo.callback(self._sockets.reconfigure, before.config.interfaces)
            self._sockets.reconfigure(setup.config.interfaces)
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

    def _answer(self, batch: list[Received4]) -> None:
        self._exchange.run(batch, int(time.time()))

    def _report(self, event: str, *args: object) -> None:
        self._loggers.write(messages.BY_ID[event], *args)

    def _reclaim(self) -> None:
        self._reclaiming = self._loop.call_later(RECLAIM_PAUSE, self._reclaim)
        try:
            self._exchange.reclaim(int(time.time()), RECLAIM_AT_MOST)
        except StoreError as error:
            self._loggers.write(messages.ALLOC_ENGINE_V4_LEASES_RECLAMATION_FAILED, error)

    def _open_leases(self, setup: Setup4) -> Leases4:
        check = LeaseCheck4(setup.tables, setup.config.lease_checks, self._loggers)
        return open_leases4(setup.config.lease_file, self._places, self._loggers, self._loop, check)

    def _new_exchange(self, setup: Setup4) -> Exchange4:
        return Exchange4(setup.tables, self._store, self._chronicle, self._sockets.send, self._client_port)

    def _change_leases(self, setup: Setup4) -> None:
        """Serve by the new tables, from another lease database if the configuration names one."""
        before = self._setup
        if setup.config.lease_file == before.config.lease_file:
            self._exchange.install(setup.tables)
            return
        # the new one may be the same file with other settings, so the old one must be let go first
        self._loggers.write(messages.DHCPSRV_CLOSE_DB, before.config.lease_file.type)
        self._store.close()
        try:
            self._store = self._open_leases(setup)
        except StoreError:
            self._reopen_leases(before)
            raise
        self._exchange = self._new_exchange(setup)

    def _reopen_leases(self, setup: Setup4) -> None:
        try:
            self._store = self._open_leases(setup)
        except StoreError as error:
            raise Crippled(f"neither the new nor the old lease database can be opened: {error}") from error
        self._exchange = self._new_exchange(setup)

    def _recount(self) -> None:
        """Count the leases of the tables now in force."""
        totals = {
            subnet.id: sum(pool.last - pool.first + 1 for pool in subnet.pools)
            for subnet in self._exchange.tables.subnets.values()
        }
        self.statistics.recount(states4(totals, self._store.tally()))
