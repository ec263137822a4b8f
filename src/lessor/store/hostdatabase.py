"""The reservations of one SQL database, to an event loop: a store behind a worker thread, and a connection that may be
lost. As with leases (leasedatabase.py), when to connect again is not decided here.
"""

from asyncio import AbstractEventLoop
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from lessor.model.database import DatabaseSettings
from lessor.model.host import Host4
from lessor.model.network6 import Host6
from lessor.store.hostrows import HostTable
from lessor.store.hosts import HostSought, HostStore
from lessor.store.sql import LostConnection
from lessor.store.talk import talk
from lessor.store.worker import Worker

AnyHost = TypeVar("AnyHost", bound=Host4 | Host6)
Done = TypeVar("Done")

PATIENCE: Final = 5.0
"""Seconds that the end of a server waits for a database."""


def open_hosts(settings: DatabaseSettings, table: HostTable[AnyHost]) -> HostStore[AnyHost]:
    """Connect to a database and return its reservations. Raise StoreError."""
    conversation = talk(settings)
    try:
        return HostStore(conversation, table)
    except BaseException:
        conversation.close()
        raise


class HostDatabase(Generic[AnyHost]):
    """One connection to the reservations of a database; `on_lost` is called in the event loop's thread when it is lost,
    `on_close` are called when it is closed.
    """

    def __init__(self, settings: DatabaseSettings, table: HostTable[AnyHost], loop: AbstractEventLoop) -> None:
        self.settings = settings
        self.on_lost: Callable[[LostConnection], None] = _ignore
        self.on_close: list[Callable[[], None]] = []
        self._table = table
        self._loop = loop
        self._worker = Worker(loop, f"{settings.type} hosts")
        self._store: HostStore[AnyHost] | None = None

    @property
    def connected(self) -> bool:
        """Tell whether there is a connection, as far as is known."""
        return self._store is not None

    def another(self) -> "HostDatabase[AnyHost]":
        """Return another way to the same reservations, not connected yet."""
        return HostDatabase(self.settings, self._table, self._loop)

    def connect_now(self) -> None:
        """Connect, waiting for it. Raise StoreError."""
        self._store = self._worker.call(self._open)

    async def connect(self) -> None:
        """Connect. Raise StoreError."""
        self._store = await self._worker.run(self._open)

    async def run(self, job: Callable[[HostStore[AnyHost]], Done]) -> Done:
        """Do a job in the worker's thread. Raise what it raises; LostConnection when there is no connection."""
        store = self._store
        if store is None:
            raise LostConnection(f"{self.settings.place} is not connected")
        try:
            return await self._worker.run(lambda: job(store))
        except LostConnection as error:
            # several jobs may have been under way
            if self._store is store:
                self._store = None
                self.on_lost(error)
            raise

    async def find(self, sought: HostSought) -> list[AnyHost]:
        """Return all reservations of these clients, and all of these addresses. Raise as `run` does."""
        return await self.run(lambda store: store.find(sought))

    def close(self) -> None:
        """Let what is at work come to its end, and hang up."""
        for callback in self.on_close:
            callback()
        self.on_close.clear()
        store, self._store = self._store, None
        if store is not None:
            self._worker.run(store.close)
        self._worker.close(PATIENCE)

    def _open(self) -> HostStore[AnyHost]:
        return open_hosts(self.settings, self._table)


def _ignore(error: LostConnection) -> None:
    """Tell nobody."""
