"""Rounds for leases in a SQL database: as rounds.py, but each slice is a transaction that the event loop does not
wait for. Several servers may take back the leases of one database; each lease is counted by the one that took it back.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Final, Protocol

from lessor.model.operation import ExpiredLeases
from lessor.service.logs.log import Loggers
from lessor.service.rounds import Words
from lessor.store.base import StoreError

SLICE: Final = 128
"""Leases of one transaction."""


class Affinity(Protocol):
    """What can be settled about it."""

    keep: bool
    affinity: bool


class Work(Protocol):
    """What there is to do (sqlexchange.py). Both raise StoreError."""

    @property
    def reclamation(self) -> Affinity: ...

    async def reclaim(self, now: int, limit: int) -> int: ...
    async def remove(self, before: int, limit: int) -> int: ...


class SqlRounds:
    """Both kinds of rounds of one server, from `begin` to `end`."""

    def __init__(
        self,
        work: Work,
        words: Words,
        loggers: Loggers,
        clock: Callable[[], float] = time.time,
        stopwatch: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._work = work
        self._words = words
        self._loggers = loggers
        self._clock = clock
        self._stopwatch = stopwatch
        self._tasks: list[asyncio.Task[None]] = []
        self._unfinished = 0

    def begin(self, settings: ExpiredLeases) -> None:
        """Work by these settings from now on; a round under way ends here."""
        self.end()
        for pause, a_round in ((settings.reclaim_wait, self.reclaim), (settings.flush_wait, self.remove)):
            if pause:
                self._tasks.append(asyncio.ensure_future(self._every(pause, a_round, settings)))

    def end(self) -> None:
        """Stop working."""
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()

    async def reclaim_all(self, now: int, keep: bool) -> None:
        """Take back all leases that are over at `now`; `keep` their rows, or remove them. Raise StoreError."""
        reclamation = self._work.reclamation
        count = SLICE
        while count == SLICE:
            usual, reclamation.keep = reclamation.keep, keep
            try:
                count = await self._work.reclaim(now, SLICE)
            finally:
                reclamation.keep = usual

    async def _every(
        self, pause: float, a_round: Callable[[ExpiredLeases], Coroutine[None, None, None]], settings: ExpiredLeases
    ) -> None:
        while True:
            await asyncio.sleep(pause)
            await a_round(settings)

    async def reclaim(self, settings: ExpiredLeases) -> None:
        """Make one round of taking back leases that are over."""
        words, write = self._words, self._loggers.write
        write(words.start, settings.most_leases, settings.most_ms)
        began = self._stopwatch()
        done = 0
        left = True
        try:
            while left:
                limit = min(SLICE, settings.most_leases - done) if settings.most_leases else SLICE
                count = await self._work.reclaim(int(self._clock()), limit)
                done += count
                left = count == limit
                if left and settings.most_leases and done >= settings.most_leases:
                    break
                if left and settings.most_ms and (self._stopwatch() - began) * 1000 >= settings.most_ms:
                    write(words.timeout, settings.most_ms)
                    break
        except StoreError as error:
            write(words.failed, error)
            return
        write(words.complete, done, f"{(self._stopwatch() - began) * 1000:.3f} ms")
        self._judge(left, settings)

    def _judge(self, left: bool, settings: ExpiredLeases) -> None:
        """Say so when rounds leave something over again and again."""
        if not left:
            self._unfinished = 0
            self._loggers.write(self._words.none_left)
            return
        self._unfinished += 1
        if 0 < settings.unwarned_rounds < self._unfinished:
            self._loggers.write(self._words.slow, settings.unwarned_rounds)
            self._unfinished = 0

    async def remove(self, settings: ExpiredLeases) -> None:
        """Make one round of removing rows of leases that were taken back long enough ago."""
        words, write = self._words, self._loggers.write
        write(words.removal, settings.hold)
        done = 0
        try:
            while True:
                count = await self._work.remove(int(self._clock()) - settings.hold, SLICE)
                done += count
                if count < SLICE:
                    break
        except StoreError as error:
            write(words.removal_failed, error)
            return
        write(words.removal_complete, done)
