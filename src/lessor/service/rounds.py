"""Rounds: every few seconds the leases that are over are taken back, and rows kept long enough are removed.

A round is cut into slices of about a millisecond, with rests in between that are twice as long; so however many leases
end at once, no client waits for more than a slice, and the thread that writes the lease file gets to run: it would wait
for the interpreter five milliseconds at a time beside a loop that is never idle.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from lessor.model.operation import ExpiredLeases
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.store.base import StoreError

SLICE: Final = 0.001
"""Seconds of work until others have their turn."""

REST: Final = 0.002
"""Seconds between two slices of a round."""

STEP: Final = 8
"""Leases between two looks at the clock."""


class Work(Protocol):
    """What there is to do (reclaim.py)."""

    def reclaim(self, now: int, limit: int) -> int: ...
    def overdue(self, now: int) -> bool: ...
    def remove(self, before: int, limit: int) -> int: ...


class Reclaiming(Work, Protocol):
    """What can be settled about it."""

    keep: bool
    affinity: bool


class Handle(Protocol):
    """What a loop was asked to call."""

    def cancel(self) -> None: ...


class Loop(Protocol):
    """What rounds need of an event loop; asyncio's has it."""

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Handle: ...


class Words(NamedTuple):
    """The messages of one family."""

    start: Message
    complete: Message
    timeout: Message
    none_left: Message
    slow: Message
    failed: Message
    removal: Message
    removal_complete: Message
    removal_failed: Message


class Rounds:
    """Both kinds of rounds of one server, from `begin` to `end`; `work` may be replaced at any time."""

    def __init__(
        self,
        work: Reclaiming,
        loop: Loop,
        words: Words,
        loggers: Loggers,
        clock: Callable[[], float] = time.time,
        stopwatch: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.work = work
        self._words = words
        self._loggers = loggers
        self._clock = clock
        self._settings = ExpiredLeases()
        self._unfinished = 0
        self._reclamation = Slices(loop, stopwatch, self._reclaim, self._reclaimed, words.failed, loggers)
        self._removal = Slices(loop, stopwatch, self._remove, self._removed, words.removal_failed, loggers)

    def begin(self, settings: ExpiredLeases) -> None:
        """Work by these settings from now on; a round under way ends here."""
        self._settings = settings
        self._reclamation.begin(settings.reclaim_wait)
        self._removal.begin(settings.flush_wait)

    def end(self) -> None:
        """Stop working."""
        self._reclamation.begin(0)
        self._removal.begin(0)

    async def reclaim_all(self, now: int, keep: bool) -> None:
        """Take back all leases that are over at `now`, as reclaim_all below. Raise StoreError."""
        await reclaim_all(self.work, now, keep)

    # One step of a round: return whether there may be more to do

    def _reclaim(self, slices: "Slices") -> bool:
        settings = self._settings
        if not slices.done:
            self._loggers.write(self._words.start, settings.most_leases, settings.most_ms)
        limit = min(STEP, settings.most_leases - slices.done) if settings.most_leases else STEP
        done = self.work.reclaim(int(self._clock()), limit)
        slices.done += done
        if settings.most_ms and slices.seconds * 1000 >= settings.most_ms:
            self._loggers.write(self._words.timeout, settings.most_ms)
            return False
        return done == limit and slices.done != settings.most_leases

    def _remove(self, slices: "Slices") -> bool:
        hold = self._settings.hold
        if not slices.done:
            self._loggers.write(self._words.removal, hold)
        done = self.work.remove(int(self._clock()) - hold, STEP)
        slices.done += done
        return done == STEP

    # The end of a round

    def _reclaimed(self, slices: "Slices") -> None:
        self._loggers.write(self._words.complete, slices.done, f"{slices.seconds * 1000:.3f} ms")
        if not self.work.overdue(int(self._clock())):
            self._unfinished = 0
            self._loggers.write(self._words.none_left)
            return
        self._unfinished += 1
        if 0 < self._settings.unwarned_rounds < self._unfinished:
            self._loggers.write(self._words.slow, self._settings.unwarned_rounds)
            self._unfinished = 0

    def _removed(self, slices: "Slices") -> None:
        self._loggers.write(self._words.removal_complete, slices.done)


async def reclaim_all(
    work: Reclaiming, now: int, keep: bool, stopwatch: Callable[[], float] = time.perf_counter
) -> None:
    """Take back all leases that are over at `now`, in slices; `keep` their rows, or remove them. Raise StoreError."""
    done = STEP
    while done == STEP:
        usual, work.keep = work.keep, keep
        try:
            end = stopwatch() + SLICE
            while done == STEP and stopwatch() < end:
                done = work.reclaim(now, STEP)
        finally:
            work.keep = usual
        await asyncio.sleep(REST)


class Slices:
    """One kind of round: a pause, then steps until there is nothing more to do, then a pause again.

    `done` counts what was done in this round, `seconds` the time it took without that of others.
    """

    __slots__ = (
        "_failed",
        "_finish",
        "_handle",
        "_loggers",
        "_loop",
        "_pause",
        "_step",
        "_stopwatch",
        "done",
        "seconds",
    )

    def __init__(
        self,
        loop: Loop,
        stopwatch: Callable[[], float],
        step: "Callable[[Slices], bool]",
        finish: "Callable[[Slices], None]",
        failed: Message,
        loggers: Loggers,
    ) -> None:
        self._loop = loop
        self._stopwatch = stopwatch
        self._step = step
        self._finish = finish
        self._failed = failed
        self._loggers = loggers
        self._pause = 0.0
        self._handle: Handle | None = None
        self.done = 0
        self.seconds = 0.0

    def begin(self, pause: float) -> None:
        """Make a round after each pause of so many seconds; with 0, make none any more."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        self._pause = pause
        self.done = 0
        self.seconds = 0.0
        if pause:
            self._handle = self._loop.call_later(pause, self.work)

    def work(self) -> None:
        """Work for one slice, and see to it that the rest follows."""
        try:
            more = self._work()
            if not more:
                self._finish(self)
        except StoreError as error:
            self._loggers.write(self._failed, error)
            more = False
        if more:
            self._handle = self._loop.call_later(REST, self.work)
        else:
            self.begin(self._pause)

    def _work(self) -> bool:
        start, before = self._stopwatch(), self.seconds
        while True:
            more = self._step(self)
            spent = self._stopwatch() - start
            self.seconds = before + spent
            if not more or spent >= SLICE:
                return more
