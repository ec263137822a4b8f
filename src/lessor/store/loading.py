"""Lease files to leases in memory: which files belong together, row after row, what to do with bad ones.

A lease file `B` has companions while it is cleaned up: `B.1` was moved away for that, `B.2` is the last result,
`B.completed` the next one, already finished; `B.pid` names the process at work. The last row of a lease wins.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO, TypeAlias, TypeVar

from lessor.model.lease import Lease, Lease4
from lessor.model.lease6 import Lease6
from lessor.store.base import StoreError
from lessor.store.fields import ENCODING, ERRORS, RowError
from lessor.store.rows import Format, RowReader
from lessor.store.watcher import Watcher

BLOCK: Final = 1 << 20
"""Characters read at a time."""

AnyLease = TypeVar("AnyLease", bound=Lease)

Check: TypeAlias = Callable[[AnyLease], AnyLease | None]
"""Looks at a lease that was read: gives it back, or another one for the same address, or None to drop it."""

Check4: TypeAlias = Check[Lease4]
Check6: TypeAlias = Check[Lease6]


def with_suffix(path: Path, suffix: str) -> Path:
    """Return the companion of a lease file: `leases.csv` and `.2` make `leases.csv.2`."""
    return path.with_name(path.name + suffix)


def lease_files(path: Path) -> list[Path]:
    """Return the files that hold the leases of this lease file, in the order in which they count."""
    completed = with_suffix(path, ".completed")
    parts = [completed, path] if completed.exists() else [with_suffix(path, ".2"), with_suffix(path, ".1"), path]
    return [part for part in parts if part.exists()]


def refuse_during_cleanup(path: Path) -> None:
    """Raise StoreError when a process is cleaning up this lease file."""
    pid_file = with_suffix(path, ".pid")
    try:
        pid = int(pid_file.read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return
    # 0 stands there for a moment before the process is started
    if pid > 0 and Path(f"/proc/{pid}").exists():
        raise StoreError(
            f"lease file {path} is being cleaned up by process {pid}: wait for its end, or remove {pid_file} "
            f"if that process is something else"
        )


def load_leases(
    path: Path,
    format: Format[AnyLease],
    max_row_errors: int = 0,
    watcher: Watcher | None = None,
    check: Check[AnyLease] | None = None,
) -> dict[int, AnyLease]:
    """Return the leases of this lease file and its companions by their keys; no file is changed.

    Bad rows are told to the watcher and skipped. `check` sees every lease that is left in the end. Raise StoreError
    for more than `max_row_errors` bad rows in one file (0: any number will do), and for a file that is none of ours.
    """
    held: dict[int, AnyLease] = {}
    with _collector_paused():
        for part in lease_files(path):
            _load_file(part, format, held, _BadRows(part, max_row_errors, watcher or Watcher()))
    return held if check is None else _checked(held, check)


def _checked(held: dict[int, AnyLease], check: Check[AnyLease]) -> dict[int, AnyLease]:
    checked = {}
    for key, lease in held.items():
        result = check(lease)
        if result is not None:
            checked[key] = result
    return checked


@contextmanager
def _collector_paused() -> Iterator[None]:
    # a million new records make the garbage collector search them again and again: a fifth of the loading time
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _BadRows:
    """Counts and tells the bad rows of one file, up to a limit."""

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


def _load_file(path: Path, format: Format[AnyLease], held: dict[int, AnyLease], bad_rows: _BadRows) -> None:
    bad_rows.watcher.loading(path)
    try:
        with path.open(encoding=ENCODING, errors=ERRORS, newline="\n") as file:
            header = file.readline(BLOCK)
            if format.header.startswith(header):
                return  # no newline: its first write was cut short
            reader = format.reader(header.removesuffix("\n"))
            if reader.header.older or reader.header.newer:
                bad_rows.watcher.schema(path, reader.header.schema, reader.header.older)
            _load_rows(reader, _blocks(file), held, format.key, bad_rows)
    except RowError as error:
        raise StoreError(f"lease file {path}, line 1: {error}") from None
    except OSError as error:
        raise StoreError(f"cannot read lease file {path}: {error.strerror}") from None


def _blocks(file: TextIO) -> Iterator[list[str]]:
    """Split a file into lines, many at a time: half the cost of one by one."""
    rest = ""
    while block := file.read(BLOCK):
        lines = (rest + block).split("\n")
        # what is longer than this is no row, but may be gigabytes of zeros after a power loss
        rest = lines.pop()[:BLOCK]
        yield lines
    if rest:
        yield [rest]


def _load_rows(
    reader: RowReader[AnyLease],
    blocks: Iterable[list[str]],
    held: dict[int, AnyLease],
    key: Callable[[AnyLease], int],
    bad_rows: _BadRows,
) -> None:
    start = 2
    for rows in blocks:
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
