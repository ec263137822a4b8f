"""Group commit: rows of many changes become durable with one write and one sync.

The event loop's thread owns everything here. A few rows for a disk that is usually quick it writes itself, because
waking another thread and being woken by it costs more than they do. Anything else goes to the writer thread, which gets
one group of rows at a time, appends it to the file and reports back; while it is busy the next group gathers, so the
busier the server, the larger the groups. Groups end in the order in which they were made, and so do the callbacks of
`when_durable`.

When a group cannot be written, everyone who waits is told so; the rows stay and are tried again after a pause, before
any newer ones; until that succeeds the journal admits no rows. So the file never lacks a change that a later row builds
on, and nothing has to be repaired by hand.

Between two groups the file can be exchanged for a new one (`move_on`): the writer thread does it, the loop goes on, and
rows that come meanwhile make the first group of the new file.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Final, Protocol

from lessor.store.base import StoreError
from lessor.store.rowfile import RowFile
from lessor.store.watcher import Watcher

BATCH: Final = "batch"
INTERVAL: Final = "interval"
NEVER: Final = "never"
SYNC_MODES: Final = (BATCH, INTERVAL, NEVER)

MOST_PENDING: Final = 262_144
"""Rows that may wait for a slow disk: about 30 MB, some seconds of the fastest traffic."""

FEW: Final = 8
"""Rows that may be written without the writer thread."""

QUICK: Final = 0.002
"""Seconds: a disk that usually takes less may keep the event loop waiting for a few rows."""

LATELY: Final = 8
"""Groups that say what is usual; of one that took very long it is not believed that it took more than so many QUICKs.
"""

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 5.0
"""Seconds between attempts to write rows that could not be written."""


class Loop(Protocol):
    """What the journal needs of an event loop; asyncio's has it."""

    def call_soon(self, callback: Callable[[], None], /) -> object: ...

    def call_soon_threadsafe(self, callback: Callable[[], None], /) -> object: ...

    def call_later(self, delay: float, callback: Callable[[], None], /) -> object: ...


class _Move:
    """The wish for a new file: where the rows so far shall lie, whom to tell, and what went wrong."""

    __slots__ = ("copy", "done", "error")

    def __init__(self, copy: Path, done: Callable[[str], None]) -> None:
        self.copy = copy
        self.done = done
        self.error = ""


class _Group:
    """Rows on their way to the disk, who waits for them, what is to be done before, and what went wrong."""

    __slots__ = ("error", "move", "rows", "seconds", "sync", "waiting")

    def __init__(self, rows: list[str], waiting: list[Callable[[bool], None]], sync: bool) -> None:
        self.rows = rows
        self.waiting = waiting
        self.sync = sync
        self.move: _Move | None = None
        self.error = ""
        self.seconds = 0.0


class Journal:
    """Writes rows to a prepared file, in the order in which they come.

    `sync` says when rows count as durable: `batch` after their sync to disk; `interval` when the system has them, with
    a sync at most `sync_interval_ms` later; `never` when the system has them.
    """

    __slots__ = (
        "_awake",
        "_clock",
        "_closed",
        "_file",
        "_group",
        "_groups",
        "_loop",
        "_move",
        "_pause",
        "_pending",
        "_refusal",
        "_sync",
        "_sync_due",
        "_sync_interval",
        "_sync_planned",
        "_usual",
        "_waiting",
        "_watcher",
        "_writer",
    )

    def __init__(
        self,
        file: RowFile,
        loop: Loop,
        sync: str,
        sync_interval_ms: int,
        watcher: Watcher,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = file
        self._loop = loop
        self._sync = sync
        self._sync_interval = sync_interval_ms / 1000
        self._watcher = watcher
        self._clock = clock
        # seconds that the disk takes lately
        self._usual = QUICK
        self._pending: list[str] = []
        self._waiting: list[Callable[[bool], None]] = []
        self._group: _Group | None = None
        self._move: _Move | None = None
        self._refusal = ""
        self._pause = FIRST_PAUSE
        # a hand-over will come without our doing: it is called soon, or a group is being written, or a pause ends
        self._awake = False
        self._sync_due = False
        self._sync_planned = False
        self._closed = False
        self._groups: SimpleQueue[_Group | None] = SimpleQueue()
        self._writer = Thread(target=self._write_groups, name="lease-file", daemon=True)
        self._writer.start()

    def admit(self) -> None:
        """Raise StoreError while rows cannot be taken: ask before changing anything the rows are about."""
        if self._refusal:
            raise StoreError(self._refusal)
        if len(self._pending) >= MOST_PENDING:
            raise StoreError(
                f"lease file {self._file.path} cannot keep up: {len(self._pending)} rows wait for the disk"
            )

    def append(self, rows: list[str]) -> None:
        """Take rows, each ASCII with its newline, for the next group."""
        self._pending += rows
        if not self._awake:
            # soon, not now: what else arrived together with this shall share its sync
            self._awake = True
            self._loop.call_soon(self._hand_over)

    def when_durable(self, done: Callable[[bool], None]) -> None:
        """Call `done(True)` when all rows appended so far are durable, `done(False)` when they cannot be written."""
        if self._pending and not self._refusal:
            self._waiting.append(done)
        elif self._group is not None and self._group.rows and not self._refusal:
            self._group.waiting.append(done)
        else:
            done(not self._refusal)

    @property
    def size(self) -> int:
        """How many octets the file has; rows that wait are not counted."""
        return self._file.size

    @property
    def has_rows(self) -> bool:
        """Whether the file holds any rows."""
        return self._file.has_rows

    def move_on(self, copy: Path, done: Callable[[str], None]) -> None:
        """Leave the file to others under the name `copy` and write later rows to a new one.

        `done` is called with the empty text afterwards, or with the reason why nothing was changed; not at all when the
        journal is closed before. To be called again only after that.
        """
        if self._refusal:
            done(self._refusal)
            return
        self._move = _Move(copy, done)
        if not self._awake:
            self._awake = True
            self._loop.call_soon(self._hand_over)

    def close(self) -> None:
        """Write and sync all rows, tell everyone who waits, and let go of the file. Rows are refused from then on."""
        if self._closed:
            return
        self._closed = True
        self._groups.put(None)
        self._writer.join()
        self._finished()
        self._group = self._next_group(sync=self._sync != NEVER)
        self._write(self._group)
        self._finished()
        self._refusal = self._refusal or f"lease file {self._file.path} is closed"
        self._file.close()

    # --- in the event loop's thread ----------------------------------------------------------------------------------

    def _hand_over(self) -> None:
        """Give the writer what gathered, unless it is busy or there is nothing."""
        if self._closed or self._group is not None:
            return
        self._awake = bool(self._pending) or self._sync_due or self._move is not None
        if self._awake:
            self._group = self._next_group(sync=self._sync == BATCH or self._sync_due)
            self._group.move, self._move = self._move, None
            if self._usual < QUICK and len(self._group.rows) <= FEW and self._group.move is None:
                self._write(self._group)
                self._finished()
            else:
                self._groups.put(self._group)

    def _next_group(self, sync: bool) -> _Group:
        group = _Group(self._pending, self._waiting, sync)
        self._pending = []
        self._waiting = []
        return group

    def _finished(self) -> None:
        group = self._group
        if group is None:
            return
        self._group = None
        # one slow group says little: others use the disk and the processor as well
        self._usual += (min(group.seconds, LATELY * QUICK) - self._usual) / LATELY
        if group.error:
            self._failed(group)
        else:
            self._succeeded(group)
        if group.move is not None:
            group.move.done(group.move.error)

    def _succeeded(self, group: _Group) -> None:
        if self._refusal:
            self._refusal = ""
            self._pause = FIRST_PAUSE
            self._watcher.recovered()
        if group.sync:
            self._sync_due = False
        elif self._sync == INTERVAL and not self._sync_planned:
            self._sync_planned = True
            self._loop.call_later(self._sync_interval, self._sync_now)
        # the disk works on the next group while the replies of this one go out
        self._hand_over()
        for done in group.waiting:
            done(True)

    def _failed(self, group: _Group) -> None:
        self._pending = group.rows + self._pending
        disappointed = group.waiting + self._waiting
        self._waiting = []
        if not self._refusal:
            self._watcher.trouble(group.error)
        self._refusal = group.error
        if not self._closed:
            self._loop.call_later(self._pause, self._hand_over)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        for done in disappointed:
            done(False)

    def _sync_now(self) -> None:
        self._sync_planned = False
        self._sync_due = True
        if not self._awake:
            self._hand_over()

    # --- in either thread ----------------------------------------------------------------------------------------

    def _write(self, group: _Group) -> None:
        if group.move is not None:
            self._exchange(group.move)
        start = self._clock()
        try:
            self._file.append("".join(group.rows).encode("ascii"), group.sync)
        except OSError as error:
            group.error = f"lease file {self._file.path} cannot be written: {error.strerror}"
        group.seconds = self._clock() - start

    def _exchange(self, move: _Move) -> None:
        try:
            self._file.move_on(move.copy, sync=self._sync != NEVER)
        except OSError as error:
            move.error = f"{error.strerror}"

    # --- in the writer thread ---------------------------------------------------------------------------------------

    def _write_groups(self) -> None:
        while (group := self._groups.get()) is not None:
            self._write(group)
            # a loop that has ended cannot be told; `close` looks for itself
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._finished)
