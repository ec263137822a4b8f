"""The record in the table `logs` of a database: entries wait for a thread that writes them, so packets do not.

Entries go in batches, each in one transaction, in the order of what happened and with the time of that. While the
database is away they wait, up to a bound; whoever finds no place is told so by OSError. What the database refuses is
told of and left out. Entries are taken from the queue when they are written and not before, and only by the thread, so
none is written twice but the batch at whose end the connection broke.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from typing import Final, NamedTuple

from lessor.hooks.api import DROP, Outcome, Pkt4Receive, Pkt6Receive, Server, SrvConfigured
from lessor.model.database import MYSQL, POSTGRESQL, DatabaseSettings
from lessor.plugins.legal_log import messages
from lessor.store.base import StoreError
from lessor.store.sql import Contention, LostConnection, Refused
from lessor.store.talk import Talk, talk
from lessor.store.worker import Worker

MOST_WAITING: Final = 50_000
"""Entries that may wait for the database; then further ones are lost."""
BATCH: Final = 500
"""Entries written in one transaction."""

SHORTEST_WAIT: Final = 0.1
"""Seconds between two attempts to connect at least, whatever the configuration says."""
PATIENCE: Final = 5.0
"""Seconds that the end of the plug-in waits for what is not written yet."""

MOST_REFUSED: Final = 100
"""Refusals remembered until they are told."""

TIME: Final = {"mysql": "%Y-%m-%d %H:%M:%S", "postgresql": "%Y-%m-%d %H:%M:%S.%f"}
"""Entries of one second keep their order in PostgreSQL by their time, in MySQL by their number."""

LONGEST_ADDRESS: Final = 43
"""Characters that the column has room for."""

SCHEDULED: Final = {
    MYSQL: messages.LEGAL_LOG_MYSQL_DB_RECONNECT_ATTEMPT_SCHEDULE,
    POSTGRESQL: messages.LEGAL_LOG_PGSQL_DB_RECONNECT_ATTEMPT_SCHEDULE,
}
ATTEMPT_FAILED: Final = {
    MYSQL: messages.LEGAL_LOG_MYSQL_DB_RECONNECT_ATTEMPT_FAILED,
    POSTGRESQL: messages.LEGAL_LOG_PGSQL_DB_RECONNECT_ATTEMPT_FAILED,
}
GIVEN_UP: Final = {
    MYSQL: messages.LEGAL_LOG_MYSQL_DB_RECONNECT_FAILED,
    POSTGRESQL: messages.LEGAL_LOG_PGSQL_DB_RECONNECT_FAILED,
}
INSERTED: Final = {
    MYSQL: messages.LEGAL_LOG_MYSQL_INSERT_LOG,
    POSTGRESQL: messages.LEGAL_LOG_PGSQL_INSERT_LOG,
}


class Row(NamedTuple):
    """One entry: when, about which address, what."""

    time: float
    address: str
    entry: str


class DatabaseStore:
    """Keeps entries in a database. `clock` returns unix seconds, `open` connects and raises StoreError."""

    def __init__(
        self,
        server: Server,
        settings: DatabaseSettings,
        clock: Callable[[], float],
        open: Callable[[DatabaseSettings], Talk] = talk,
    ) -> None:
        self._server = server
        self._settings = settings
        self._clock = clock
        self._open = open
        self._waiting: deque[Row] = deque()
        self._refused: deque[str] = deque(maxlen=MOST_REFUSED)
        self._wake = asyncio.Event()
        self._worker: Worker | None = None
        self._talk: Talk | None = None
        self._refuses = False
        server.start(self._run(), "legal_log")

    def write(self, entry: str, address: str = "") -> None:
        """Let an entry wait to be written. Raise OSError when too many do."""
        if len(self._waiting) >= MOST_WAITING:
            raise OSError(f"{MOST_WAITING} entries wait for the {self._settings.place} already")
        # PostgreSQL has no octet 0 in texts
        text = entry.replace("\0", "\\x00")
        self._waiting.append(Row(self._clock(), address[:LONGEST_ADDRESS], text))
        self._wake.set()
        self._server.log.write(INSERTED[self._settings.type], text)

    def configured(self, event: SrvConfigured) -> Outcome | None:
        """Refuse a configuration whose database cannot be reached, unless it is to be tried later."""
        try:
            self._talk = self._connect()
        except StoreError as error:
            if not self._settings.retry_on_startup:
                event.error = str(error)
                return DROP
            self._server.log.write(messages.LEGAL_LOG_DB_OPEN_CONNECTION_WITH_RETRY_FAILED, self._settings.place, error)
        return None

    def receive(self, event: Pkt4Receive | Pkt6Receive) -> Outcome | None:
        """Refuse clients while there is no database, where `on-fail` says so."""
        return DROP if self._refuses else None

    async def close(self) -> None:
        """Write what waits, for a few seconds at most, and hang up."""
        worker = self._worker or Worker(asyncio.get_running_loop(), "legal_log")
        try:
            await asyncio.wait_for(worker.run(self._finish), PATIENCE)
        except (StoreError, TimeoutError) as error:
            self._server.log.write(messages.LEGAL_LOG_STORE_CLOSE_ERROR, self._settings.place, error)
        if self._waiting:
            self._server.log.write(messages.LESSOR_LEGAL_LOG_LOST, len(self._waiting), self._settings.place)
        self._tell_refused()
        worker.run(self._hang_up)
        worker.close(0)
        self._server.log.write(messages.LEGAL_LOG_STORE_CLOSED, self._settings.place)

    # In the event loop

    async def _run(self) -> None:
        """Have entries written as they come, and connect anew when that is necessary."""
        self._worker = worker = Worker(asyncio.get_running_loop(), "legal_log")
        if self._talk is not None:
            self._server.log.write(messages.LEGAL_LOG_STORE_OPEN, self._settings.place)
        elif not await self._recover(worker):
            return
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await worker.run(self._write_all)
            except StoreError as error:
                self._wake.set()
                self._server.log.write(messages.LESSOR_LEGAL_LOG_LOST_CONNECTION, self._settings.place, error)
                if not await self._recover(worker):
                    return
            self._tell_refused()

    async def _recover(self, worker: Worker) -> bool:
        """Connect again as the settings say; return False when there will be no more attempts."""
        settings = self._settings
        self._refuses = settings.on_fail.startswith("stop")
        ends = settings.on_fail.endswith("exit")
        wait = max(settings.reconnect_wait_ms / 1000, SHORTEST_WAIT)
        attempt = 0
        while not await self._attempt(worker, attempt := attempt + 1):
            if attempt == max(settings.reconnect_tries, 1):
                self._server.log.write(GIVEN_UP[settings.type], attempt)
                if ends:
                    self._server.give_up()
                    return False
            await asyncio.sleep(wait)
        self._refuses = False
        self._server.log.write(messages.LEGAL_LOG_STORE_OPEN, settings.place)
        return True

    async def _attempt(self, worker: Worker, attempt: int) -> bool:
        settings, log = self._settings, self._server.log
        # who never gives up need not say so each time
        loud = attempt <= settings.reconnect_tries
        if loud:
            log.write(SCHEDULED[settings.type], attempt, settings.reconnect_tries, settings.reconnect_wait_ms)
        try:
            self._talk = await worker.run(self._connect)
        except StoreError as error:
            if loud:
                log.write(ATTEMPT_FAILED[settings.type], error)
            return False
        return True

    def _tell_refused(self) -> None:
        while self._refused:
            self._server.log.write(messages.LESSOR_LEGAL_LOG_REFUSED, self._settings.place, self._refused.popleft())

    # In the thread, or where nobody else is at work

    def _connect(self) -> Talk:
        conversation = self._open(self._settings)
        try:
            conversation.rows("SELECT address FROM logs LIMIT 0")
        except StoreError as error:
            conversation.close()
            if isinstance(error, Refused):
                raise Refused(f"the {self._settings.place} cannot keep a record: {error}") from error
            raise
        return conversation

    def _write_all(self) -> None:
        """Write what waits. Raise LostConnection."""
        while batch := list(islice(self._waiting, BATCH)):
            try:
                self._insert(batch)
            except Refused:
                self._insert_each(batch)
            for _ in batch:
                self._waiting.popleft()

    def _insert_each(self, batch: list[Row]) -> None:
        """Write entries one by one; leave out those that the database refuses."""
        for row in batch:
            try:
                self._insert([row])
            except Refused as error:
                self._refused.append(str(error))

    def _insert(self, batch: list[Row]) -> None:
        if self._talk is None:
            raise LostConnection("there is no connection")
        form = TIME[self._talk.dialect]
        values = [
            value
            for row in batch
            for value in (datetime.fromtimestamp(row.time, UTC).strftime(form), row.address, row.entry)
        ]
        places = ", ".join(["(%s, %s, %s)"] * len(batch))
        try:
            self._talk.change(f"INSERT INTO logs (timestamp, address, log) VALUES {places}", *values)
        except (LostConnection, Contention) as error:
            self._hang_up()
            raise LostConnection(str(error)) from error

    def _finish(self) -> None:
        if self._talk is None and self._waiting:
            self._talk = self._connect()
        self._write_all()

    def _hang_up(self) -> None:
        conversation, self._talk = self._talk, None
        if conversation is not None:
            conversation.close()
