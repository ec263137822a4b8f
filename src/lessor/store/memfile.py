"""The embedded lease database: leases in memory, every change in a file that only grows.

`open_store` and `open_store6` join the two: they load what earlier runs left and return a store (store/base.py) for one
event loop.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from lessor.model.facts import Facts4
from lessor.model.facts6 import Facts6
from lessor.model.lease import Lease, Lease4
from lessor.model.lease6 import Lease6
from lessor.store.base import Kind, OrderedLeases, StoreError
from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.journal import BATCH, Journal, Loop
from lessor.store.loading import Check, await_cleanup, load_leases
from lessor.store.memory import MemoryStore
from lessor.store.memory6 import MemoryStore6
from lessor.store.rowfile import RowFile, sync_directory
from lessor.store.rows import Format
from lessor.store.watcher import Watcher

PATIENCE: Final = 5.0
"""Seconds that a start waits for the end of a clean-up, whose server may have been killed a moment ago."""

AnyLease = TypeVar("AnyLease", bound=Lease)
Memory = TypeVar("Memory")
Memfile = TypeVar("Memfile")


class Rows(Protocol):
    """Where the rows of changes become durable (journal.py)."""

    @property
    def size(self) -> int: ...
    @property
    def has_rows(self) -> bool: ...

    def admit(self) -> None: ...
    def append(self, rows: list[str]) -> None: ...
    def when_durable(self, done: Callable[[bool], None]) -> None: ...
    def move_on(self, copy: Path, done: Callable[[str], None]) -> None: ...
    def close(self) -> None: ...


class Journaled(Generic[AnyLease]):
    """[hot] A memory store whose changes go to a journal: all but the facts, which differ by family.

    Used from the event loop's thread only.
    """

    __slots__ = ("_closing", "_journal", "_leases", "_show", "_show_removed")

    def __init__(self, leases: OrderedLeases[AnyLease], journal: Rows, format: Format[AnyLease]) -> None:
        self._leases = leases
        self._journal = journal
        self._closing: list[Callable[[], None]] = []
        self._show = format.show
        self._show_removed = format.show_removed

    def commit(self, changes: Sequence[tuple[AnyLease | None, AnyLease | None]]) -> bool:
        """Apply all changes in order, or none: False when the store does not hold what one of them expects.

        Raise StoreError while the lease file cannot be written.
        """
        self._journal.admit()
        # rows first: once memory has changed nothing may fail
        rows: list[str] = []
        for old, new in changes:
            if new is not None:
                rows.append(self._show(new))
            elif old is not None:
                rows.append(self._show_removed(old))
        if not self._leases.commit(changes):
            return False
        self._journal.append(rows)
        return True

    def when_durable(self, done: Callable[[bool], None]) -> None:
        """Call `done(True)` once all that was committed is durable, `done(False)` when it could not be written."""
        self._journal.when_durable(done)

    def leases(self) -> Iterator[AnyLease]:
        """Walk all leases as they are now, by no particular order; changes on the way do not disturb."""
        return self._leases.leases()

    def expired(self, now: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first."""
        return self._leases.expired(now, limit)

    def reclaimed(self, before: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` reclaimed leases whose time was over at `before`, oldest first."""
        return self._leases.reclaimed(before, limit)

    def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind. Walks all leases."""
        return self._leases.tally()

    def __len__(self) -> int:
        return len(self._leases)

    @property
    def file_size(self) -> int:
        """How many octets the current lease file has."""
        return self._journal.size

    @property
    def file_has_rows(self) -> bool:
        """Whether anything was written since the current lease file was begun."""
        return self._journal.has_rows

    def move_on(self, copy: Path, done: Callable[[str], None]) -> None:
        """Leave the lease file to a clean-up under the name `copy`, and go on in a new one (Journal.move_on)."""
        self._journal.move_on(copy, done)

    def on_close(self, callback: Callable[[], None]) -> None:
        """Call this when the store is closed."""
        self._closing.append(callback)

    def arrange(self) -> bool:
        """Put a part of the leases in order; return whether there is more to do before `after` is quick."""
        return self._leases.arrange()

    def after(self, address: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` leases above this address, lowest first (store/memory.py, memory6.py)."""
        return self._leases.after(address, limit)

    def close(self) -> None:
        """Write and sync what is waiting, and let go of the file. Changes are refused from then on."""
        for callback in self._closing:
            callback()
        self._closing.clear()
        self._journal.close()


class MemfileStore(Journaled[Lease4]):
    """[hot] The embedded store (store/base.py) of DHCPv4 leases."""

    __slots__ = ("_memory",)

    def __init__(self, memory: MemoryStore, journal: Rows) -> None:
        super().__init__(memory, journal, FORMAT4)
        self._memory = memory

    def facts(self, client_id: bytes, hwaddr: bytes) -> Facts4:
        """Return what is known about a client; empty identifiers match nothing."""
        return self._memory.facts(client_id, hwaddr)


class MemfileStore6(Journaled[Lease6]):
    """[hot] The embedded store (store/base.py) of DHCPv6 leases."""

    __slots__ = ("_memory",)

    def __init__(self, memory: MemoryStore6, journal: Rows) -> None:
        super().__init__(memory, journal, FORMAT6)
        self._memory = memory

    def facts(self, duid: bytes) -> Facts6:
        """Return what is known about a client; the empty DUID matches nothing."""
        return self._memory.facts(duid)


class Family(Generic[AnyLease, Memory, Memfile]):
    """What the stores of one family are made of."""

    __slots__ = ("_format", "_memfile", "_memory")

    def __init__(
        self,
        format: Format[AnyLease],
        memory: Callable[[dict[int, AnyLease] | None], Memory],
        memfile: Callable[[Memory, Journal], Memfile],
    ) -> None:
        self._format = format
        self._memory = memory
        self._memfile = memfile

    def open(
        self,
        path: Path,
        loop: Loop,
        *,
        persist: bool = True,
        max_row_errors: int = 0,
        sync: str = BATCH,
        sync_interval_ms: int = 1000,
        watcher: Watcher | None = None,
        check: Check[AnyLease] | None = None,
        make_directory: bool = False,
    ) -> Memfile | Memory:
        """Load the leases of a lease file and open it for changes; without `persist`, start with an empty memory store.

        `sync` is one of journal.SYNC_MODES. The watcher hears of files, bad rows and later troubles; `check` sees the
        leases loaded (store/loading.py). `make_directory` is for the installation's own place, which may not exist yet.
        Raise StoreError, with the text for the administrator, when the files cannot be used.
        """
        if not persist:
            return self._memory(None)
        watcher = watcher or Watcher()
        _find_directory(path.parent, make_directory)
        file = RowFile(path)
        try:
            await_cleanup(path, PATIENCE)
            memory = self._memory(load_leases(path, self._format, max_row_errors, watcher, check))
            file.prepare(self._format.header)
            return self._memfile(memory, Journal(file, loop, sync, sync_interval_ms, watcher))
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


open_store: Final = Family(FORMAT4, MemoryStore, MemfileStore).open
open_store6: Final = Family(FORMAT6, MemoryStore6, MemfileStore6).open
