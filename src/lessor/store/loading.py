"""Lease files to leases in memory: which files belong together, row after row, what to do with bad ones.

A lease file `B` has companions while it is cleaned up: `B.1` was moved away for that, `B.2` is the last result,
`B.completed` the next one, already finished; `B.pid` names the process at work. The last row of a lease wins.
"""

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO, TypeAlias, TypeVar

from lessor.model.lease import Lease, Lease4
from lessor.model.lease6 import Lease6
from lessor.store.base import StoreError
from lessor.store.fields import ENCODING, ERRORS, RowError
from lessor.store.pidfile import process_of
from lessor.store.rows import Format, RowReader
from lessor.store.watcher import Watcher

PREVIOUS: Final = ".2"
COPY: Final = ".1"
OUTPUT: Final = ".output"
COMPLETED: Final = ".completed"
PID: Final = ".pid"
"""Suffixes of the companions; `.output` is what a clean-up writes to, and no part of the leases."""

GLANCE: Final = 0.05
"""Seconds between two looks whether a clean-up has ended."""

BLOCK: Final = 1 << 16
"""Characters read at a time: so few that the columns of their rows stay in the processor's cache."""

LONGEST_ROW: Final = 1 << 20
"""Characters of a row that are looked at."""

AnyLease = TypeVar("AnyLease", bound=Lease)

Check: TypeAlias = Callable[[dict[int, AnyLease]], None]
"""Looks at the leases that were read, by their keys: puts others in the place of some, or takes them out."""

Check4: TypeAlias = Check[Lease4]
Check6: TypeAlias = Check[Lease6]


def with_suffix(path: Path, suffix: str) -> Path:
    """Return the companion of a lease file: `leases.csv` and `.2` make `leases.csv.2`."""
    return path.with_name(path.name + suffix)


def lease_files(path: Path) -> list[Path]:
    """Return the files that hold the leases of this lease file, in the order in which they count."""
    completed = with_suffix(path, COMPLETED)
    parts = [completed, path] if completed.exists() else [with_suffix(path, PREVIOUS), with_suffix(path, COPY), path]
    return [part for part in parts if part.exists()]


def await_cleanup(path: Path, patience: float = 0.0) -> None:
    """Return when no process cleans up this lease file. Raise StoreError when one still does after `patience` seconds.

    The clean-up of a server that was killed ends a moment after it.
    """
    pid_file = with_suffix(path, PID)
    deadline = time.monotonic() + patience
    while pid := process_of(pid_file):
        if time.monotonic() >= deadline:
            raise StoreError(
                f"lease file {path} is being cleaned up by process {pid}: wait for its end, or remove {pid_file} "
                f"if that process is something else"
            )
        time.sleep(GLANCE)


def load_leases(
    path: Path,
    format: Format[AnyLease],
    max_row_errors: int = 0,
    watcher: Watcher | None = None,
    check: Check[AnyLease] | None = None,
) -> dict[int, AnyLease]:
    """Return the leases of this lease file and its companions by their keys; no file is changed.

    Bad rows are told to the watcher and skipped. `check` sees the leases that are left in the end. Raise StoreError
    for more than `max_row_errors` bad rows in one file (0: any number will do), and for a file that is none of ours.
    """
    held: dict[int, AnyLease] = {}
    with collector_paused():
        for part in lease_files(path):
            _load_file(part, format, held, BadRows(part, max_row_errors, watcher or Watcher()))
    if check is not None:
        check(held)
    return held


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector from running meanwhile."""
    # a million new records make the garbage collector search them again and again: a fifth of the loading time
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class BadRows:
    """Counts and tells the bad rows of one file, up to a limit (0: none)."""

    def __init__(self, path: Path, limit: int, watcher: Watcher) -> None:
        self.path = path
        self.limit = limit
        self.watcher = watcher
        self.count = 0

    def tell(self, line: int, reason: str) -> None:
        """Tell of one more. Raise StoreError when it is one too many."""
        self.watcher.bad_row(self.path, line, reason)
        self.count += 1
        if 0 < self.limit < self.count:
            raise StoreError(f"lease file {self.path} has more than {self.limit} bad rows (max-row-errors)")


def _load_file(path: Path, format: Format[AnyLease], held: dict[int, AnyLease], bad_rows: BadRows) -> None:
    with opened_rows(path, format, bad_rows.watcher) as (reader, blocks):
        if reader is not None:
            _load_rows(reader, blocks, held, format.key, bad_rows)


@contextmanager
def opened_rows(
    path: Path, format: Format[AnyLease], watcher: Watcher
) -> Iterator[tuple[RowReader[AnyLease] | None, Iterator[str]]]:
    """Give the reader that the header of a lease file calls for, and the rows below it, many at a time.

    There is no reader, and there are no rows, when the file has no whole header. Raise StoreError.
    """
    watcher.loading(path)
    try:
        with path.open(encoding=ENCODING, errors=ERRORS, newline="\n") as file:
            header = file.readline(BLOCK)
            if format.header.startswith(header):
                yield None, iter(())  # no newline: its first write was cut short
                return
            reader = format.reader(header.removesuffix("\n"))
            if reader.header.older or reader.header.newer:
                watcher.schema(path, reader.header.schema, reader.header.older)
            yield reader, _blocks(file)
    except RowError as error:
        raise StoreError(f"lease file {path}, line 1: {error}") from None
    except OSError as error:
        raise StoreError(f"cannot read lease file {path}: {error.strerror}") from None


def _blocks(file: TextIO) -> Iterator[str]:
    """Give the rows of a file many at a time, newlines between: a fraction of the cost of one by one."""
    rest = ""
    while block := file.read(BLOCK):
        rows, newline, end = block.rpartition("\n")
        if newline:
            yield rest + rows
            rest = ""
        # what is longer is no row, but may be gigabytes of zeros after a power loss
        if len(rest) < LONGEST_ROW:
            rest += end
    if rest:
        yield rest


def _load_rows(
    reader: RowReader[AnyLease],
    blocks: Iterable[str],
    held: dict[int, AnyLease],
    key: Callable[[AnyLease], int],
    bad_rows: BadRows,
) -> None:
    start = 2
    for block in blocks:
        # common case first: all rows are as servers write them
        if (leases := reader.read_usual(block)) is not None:
            held.update(zip(map(key, leases), leases, strict=True))
            start += len(leases)
            continue
        rows = block.split("\n")
        for line, row in enumerate(rows, start):
            try:
                lease = reader.read(row)
            except RowError as error:
                if row:
                    bad_rows.tell(line, str(error))
                continue
            if lease.valid_lifetime:
                held[key(lease)] = lease
            else:
                held.pop(key(lease), None)
        start += len(rows)
