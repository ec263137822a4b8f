"""The leases of one SQL database, to an event loop: rows behind worker threads, and connections that may be lost.

What changes leases is done over one connection, one after the other; what only looks at them (`read`) over another one
that is made when it is first needed, so that nobody waits for a disk who wants nothing of it.

Who asks may get LostConnection at any time. The first one who does closes the connections; then nothing works until
`connect` made a new one. When that is tried, and how often, is not decided here.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store.base import Kind, StoreError
from lessor.store.connect import connect_mysql, connect_postgresql
from lessor.store.mysql import MysqlRows
from lessor.store.poolids import PoolIds, none_known
from lessor.store.postgresql import PostgresqlRows
from lessor.store.sql import LostConnection, Rows, tally_pools
from lessor.store.sqlrows import Table
from lessor.store.worker import Worker

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)
Done = TypeVar("Done")

PATIENCE: Final = 5.0
"""Seconds that the end of a server waits for a database."""


def open_rows(
    settings: DatabaseSettings, table: Table[AnyLease], pool_ids: Callable[[], PoolIds] = none_known
) -> Rows[AnyLease]:
    """Connect to a database and return its rows; `pool_ids` tells of pools where it does not. Raise StoreError."""
    if settings.type == POSTGRESQL:
        postgresql = connect_postgresql(settings)
        try:
            return PostgresqlRows(postgresql, table, pool_ids)
        except BaseException:
            postgresql.close()
            raise
    mysql = connect_mysql(settings)
    try:
        return MysqlRows(mysql, table, pool_ids)
    except BaseException:
        if mysql.open:
            mysql.close()
        raise


class LeaseDatabase(Generic[AnyLease]):
    """The way to the leases of a database; `on_lost` is called in the event loop's thread when it is lost,
    `on_close` are called when it is closed. `pool_ids` is asked, in any thread, for the pools that leases may be in.
    """

    def __init__(self, settings: DatabaseSettings, table: Table[AnyLease], loop: AbstractEventLoop) -> None:
        self.settings = settings
        self.on_lost: Callable[[LostConnection], None] = _ignore
        self.on_close: list[Callable[[], None]] = []
        self.pool_ids: Callable[[], PoolIds] = none_known
        self._table = table
        self._loop = loop
        self._worker = Worker(loop, f"{settings.type} {table.name}")
        self._reader = Worker(loop, f"{settings.type} {table.name} reader")
        self._rows: Rows[AnyLease] | None = None
        # touched by the thread of the reader only
        self._to_read: Rows[AnyLease] | None = None

    @property
    def connected(self) -> bool:
        """Tell whether there is a connection, as far as is known."""
        return self._rows is not None

    def another(self) -> LeaseDatabase[AnyLease]:
        """Return another way to the same leases, not connected yet."""
        one = LeaseDatabase(self.settings, self._table, self._loop)
        one.pool_ids = self.pool_ids
        return one

    def connect_now(self) -> Rows[AnyLease]:
        """Connect, waiting for it; return the rows, for use before anybody else asks. Raise StoreError."""
        rows = self._rows = self._worker.call(self._open)
        return rows

    async def connect(self) -> None:
        """Connect. Raise StoreError."""
        self._rows = await self._worker.run(self._open)

    async def run(self, job: Callable[[Rows[AnyLease]], Done]) -> Done:
        """Do a job in the worker's thread. Raise what it raises; LostConnection when there is no connection."""
        rows = self._rows
        if rows is None:
            raise LostConnection(f"{self.settings.place} is not connected")
        try:
            return await self._worker.run(lambda: job(rows))
        except LostConnection as error:
            self._lose(rows, error)
            raise

    async def read(self, job: Callable[[Rows[AnyLease]], Done]) -> Done:
        """Do a job that changes nothing, beside those of `run`. Raise as `run` does."""
        rows = self._rows
        if rows is None:
            raise LostConnection(f"{self.settings.place} is not connected")
        try:
            return await self._reader.run(lambda: job(self._reading()))
        except LostConnection as error:
            self._lose(rows, error)
            raise

    def ask_now(self, question: Callable[[Rows[AnyLease]], Done]) -> Done:
        """Return the answer to a question, waiting for it as nobody should who serves clients. Raise StoreError."""
        rows = self._rows
        if rows is None:
            raise LostConnection(f"{self.settings.place} is not connected")
        try:
            return self._worker.call(lambda: question(rows))
        except LostConnection as error:
            self._lose(rows, error)
            raise

    def tally(self) -> dict[Kind, int]:
        """Return how many leases of each kind there are, pool by pool, waiting for it. Raise StoreError."""
        return self.ask_now(lambda rows: tally_pools(rows, self.pool_ids()))

    def close(self) -> None:
        """Let what is at work come to its end, and hang up."""
        for callback in self.on_close:
            callback()
        self.on_close.clear()
        rows, self._rows = self._rows, None
        if rows is not None:
            self._worker.run(rows.close)
        self._reader.run(self._stop_reading)
        self._worker.close(PATIENCE)
        self._reader.close(PATIENCE)

    def _open(self) -> Rows[AnyLease]:
        # the pools that are in force when leases are read, not now
        return open_rows(self.settings, self._table, lambda: self.pool_ids())

    def _reading(self) -> Rows[AnyLease]:
        if self._to_read is None:
            try:
                self._to_read = self._open()
            except StoreError as error:
                raise LostConnection(str(error)) from error
        return self._to_read

    def _stop_reading(self) -> None:
        rows, self._to_read = self._to_read, None
        if rows is not None:
            rows.close()

    def _lose(self, rows: Rows[AnyLease], error: LostConnection) -> None:
        # several jobs may have been under way
        if self._rows is rows:
            self._rows = None
            # it may be the other one that was lost
            self._worker.run(rows.close)
            self._reader.run(self._stop_reading)
            self.on_lost(error)


def _ignore(error: LostConnection) -> None:
    """Tell nobody."""
