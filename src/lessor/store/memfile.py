"""The embedded lease database: leases in memory, every change in a file that only grows.

`open_store` joins the two: it loads what earlier runs left and returns a store (store/base.py) for one event loop.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from lessor.model.facts import Facts4
from lessor.model.lease import Change4, Lease4
from lessor.store.base import StoreError
from lessor.store.columns import HEADER, show, show_removed
from lessor.store.journal import BATCH, Journal, Loop
from lessor.store.loading import Check4, load_leases, refuse_during_cleanup
from lessor.store.memory import MemoryStore
from lessor.store.rowfile import RowFile, sync_directory
from lessor.store.watcher import Watcher


class MemfileStore:
    """[hot] A memory store whose changes go to a journal. Used from the event loop's thread only."""

    __slots__ = ("_journal", "_memory")

    def __init__(self, memory: MemoryStore, journal: Journal) -> None:
        self._memory = memory
        self._journal = journal

    def facts(self, client_id: bytes, hwaddr: bytes) -> Facts4:
        """Return what is known about a client; empty identifiers match nothing."""
        return self._memory.facts(client_id, hwaddr)

    def commit(self, changes: Sequence[Change4]) -> bool:
        """Apply all changes in order, or none: False when the store does not hold what one of them expects.

        Raise StoreError while the lease file cannot be written.
        """
        self._journal.admit()
        # rows first: once memory has changed nothing may fail
        rows: list[str] = []
        for old, new in changes:
            if new is not None:
                rows.append(show(new))
            elif old is not None:
                rows.append(show_removed(old))
        if not self._memory.commit(changes):
            return False
        self._journal.append(rows)
        return True

    def when_durable(self, done: Callable[[bool], None]) -> None:
        """Call `done(True)` once all that was committed is durable, `done(False)` when it could not be written."""
        self._journal.when_durable(done)

    def leases(self) -> Iterator[Lease4]:
        """Walk all leases as they are now, by no particular order; changes on the way do not disturb."""
        return self._memory.leases()

    def expired(self, now: int, limit: int) -> list[Lease4]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first."""
        return self._memory.expired(now, limit)

    def tally(self) -> dict[tuple[int, int], int]:
        """Return how many leases there are for each (subnet id, state). Walks all leases."""
        return self._memory.tally()

    def __len__(self) -> int:
        return len(self._memory)

    def close(self) -> None:
        """Write and sync what is waiting, and let go of the file. Changes are refused from then on."""
        self._journal.close()


def open_store(
    path: Path,
    loop: Loop,
    *,
    persist: bool = True,
    max_row_errors: int = 0,
    sync: str = BATCH,
    sync_interval_ms: int = 1000,
    watcher: Watcher | None = None,
    check: Check4 | None = None,
    make_directory: bool = False,
) -> MemfileStore | MemoryStore:
    """Load the leases of a lease file and open it for changes; without `persist`, start with an empty memory store.

    `sync` is one of journal.SYNC_MODES. The watcher hears of files, bad rows and later troubles; `check` sees every
    lease loaded (store/loading.py). `make_directory` is for the installation's own place, which may not exist yet.
    Raise StoreError, with the text for the administrator, when the files cannot be used.
    """
    if not persist:
        return MemoryStore()
    watcher = watcher or Watcher()
    _find_directory(path.parent, make_directory)
    file = RowFile(path)
    try:
        refuse_during_cleanup(path)
        memory = MemoryStore(load_leases(path, max_row_errors, watcher, check))
        file.prepare(HEADER)
        return MemfileStore(memory, Journal(file, loop, sync, sync_interval_ms, watcher))
    except BaseException:
        file.close()
        raise


def _find_directory(directory: Path, make: bool) -> None:
    if directory.is_dir():
        return
    if not make:
        raise StoreError(f"directory {directory} of the lease file does not exist")
    missing = [place for place in (directory, *directory.parents) if not place.exists()]
    try:
        directory.mkdir(mode=0o750, parents=True, exist_ok=True)
        for place in missing:
            sync_directory(place.parent)
    except OSError as error:
        raise StoreError(f"cannot make directory {directory} for the lease file: {error.strerror}") from None
