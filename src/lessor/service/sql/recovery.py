"""A lease database that was lost: what the server does meanwhile, and how it comes back, as the configuration says.

`on-fail` says whether clients are refused until the database is back, and whether the server ends when it has tried
`max-reconnect-tries` times in vain. A server that neither ends nor is stopped goes on trying for ever.
"""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

from lessor.control.state import DATABASE, ServiceState
from lessor.model.database import DatabaseSettings
from lessor.service.logs.log import Loggers
from lessor.service.sql import databasewords as words
from lessor.store.base import StoreError
from lessor.store.sql import LostConnection

LEASES: Final = DATABASE
"""Who disables the service here, among those that may (control/state.py)."""

SHORTEST_WAIT: Final = 0.1
"""Seconds between two attempts at least, whatever the configuration says."""


class Database(Protocol):
    """What is needed of a database (leasedatabase.py, hostdatabase.py)."""

    settings: DatabaseSettings
    on_lost: Callable[[LostConnection], None]
    on_close: list[Callable[[], None]]

    async def connect(self) -> object: ...


class Recovery:
    """Hears of the loss of a database, and connects again. `on_fatal` is called when the server is to end; `origin` is
    who disables the service meanwhile.
    """

    def __init__(
        self,
        database: Database,
        family: int,
        state: ServiceState,
        loggers: Loggers,
        loop: asyncio.AbstractEventLoop,
        on_fatal: Callable[[], None],
        origin: int = LEASES,
    ) -> None:
        self._origin = origin
        self._settings = database.settings
        self._connect = database.connect
        self._family = family
        self._state = state
        self._loggers = loggers
        self._loop = loop
        self._on_fatal = on_fatal
        self._trying: asyncio.Task[None] | None = None
        database.on_lost = self._lost
        database.on_close.append(self.close)

    def close(self) -> None:
        """Try nothing any more, and leave nothing disabled."""
        if self._trying is not None:
            self._trying.cancel()
            self._trying = None
            self._state.enable(self._origin)

    def _lost(self, error: LostConnection) -> None:
        settings = self._settings
        self._loggers.write(words.LOST[settings.type], settings.place, error)
        if not settings.reconnect_tries:
            self._loggers.write(words.DISABLED[self._family], settings.reconnect_tries, settings.reconnect_wait_ms)
            self._end_if_wanted()
            if self._ends:
                return
        service = "stopped" if self._stops else "goes on"
        plan = f"attempts {settings.reconnect_tries}, wait {settings.reconnect_wait_ms} ms"
        self._loggers.write(words.RECONNECTING[self._family], service, plan)
        if self._stops:
            self._state.disable(self._origin)
        self._trying = self._loop.create_task(self._try())

    async def _try(self) -> None:
        settings = self._settings
        wait = max(settings.reconnect_wait_ms / 1000, SHORTEST_WAIT)
        attempt = 0
        while True:
            attempt += 1
            # who never gives up need not say so each time
            loud = attempt <= settings.reconnect_tries
            if loud:
                scheduled = words.SCHEDULED[settings.type]
                self._loggers.write(scheduled, attempt, settings.reconnect_tries, settings.reconnect_wait_ms)
            try:
                await self._connect()
            except StoreError as error:
                if loud:
                    self._loggers.write(words.ATTEMPT_FAILED[settings.type], error)
            else:
                break
            if attempt == settings.reconnect_tries and self._give_up(attempt):
                return
            await asyncio.sleep(wait)
        self._trying = None
        self._loggers.write(words.SUCCEEDED[self._family], settings.place)
        self._state.enable(self._origin)

    def _give_up(self, attempts: int) -> bool:
        """Say that all attempts failed; tell whether there will be no more."""
        self._loggers.write(words.GIVEN_UP[self._settings.type], attempts)
        after = "the server ends" if self._ends else "the server goes on trying"
        self._loggers.write(words.FAILED[self._family], attempts, after)
        self._end_if_wanted()
        return self._ends

    def _end_if_wanted(self) -> None:
        if self._ends:
            self._on_fatal()

    @property
    def _stops(self) -> bool:
        return self._settings.on_fail.startswith("stop")

    @property
    def _ends(self) -> bool:
        return self._settings.on_fail.endswith("exit")
