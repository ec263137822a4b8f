"""The clean-up of a lease file: what two files say about each lease, written as one row a lease into a third.

It is made of rows of text (lastrows.py); tests hold the result equal to what loading the files gives.

The steps may be killed after any of them and in the middle of any: the next run, or a server that starts, finds all
leases (loading.lease_files). What a step made is on disk before the next begins.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Final, Generic, TypeVar

from lessor.model.lease import Lease
from lessor.store.lastrows import Kind, LastRows, Tally
from lessor.store.rowfile import MODE, sync_directory
from lessor.store.watcher import Watcher

MOST_BAD_ROWS: Final = 100
"""Bad rows in one file after which it is not touched, as in Kea: they may be worth more than a small file."""

ROWS_AT_ONCE: Final = 20_000
"""Rows written and synced together: some MB, so that a server's own syncs beside it are not held up for long."""

AnyLease = TypeVar("AnyLease", bound=Lease)


@dataclass(frozen=True, slots=True)
class Files:
    """What a clean-up works on: two files to merge, in this order, where to write, how a finished file is called."""

    previous: Path
    copy: Path
    output: Path
    finish: Path


@dataclass(slots=True)
class Cleanup(Generic[AnyLease]):
    """One clean-up. The watcher hears of files and bad rows."""

    files: Files
    kind: Kind[AnyLease]
    watcher: Watcher
    rows: LastRows[AnyLease] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = LastRows(self.kind, self.watcher, MOST_BAD_ROWS)

    @property
    def tally(self) -> Tally:
        """What was found in the files."""
        return self.rows.tally

    @property
    def leases(self) -> int:
        """How many leases the result has."""
        return len(self.rows.held)

    def merging(self) -> tuple[Callable[[], None], ...]:
        """Return the steps until the result is whole: none when it was left so by an earlier run."""
        return () if self.files.finish.exists() else (self.read, self.write, self.complete)

    def rotating(self) -> tuple[Callable[[], None], ...]:
        """Return the steps that put the result in its place."""
        return (self.remove_previous, self.remove_copy, self.settle)

    def read(self) -> None:
        """Learn the last row of every lease. Raise StoreError."""
        for part in (self.files.previous, self.files.copy):
            if part.exists():
                self.rows.read(part)

    def write(self) -> None:
        """Write the rows in the order of their addresses. Raise OSError: then there is no output file."""
        try:
            with open(self.files.output, "wb", opener=_open_private) as file:
                lines = chain([self.kind.format.header], self.rows.in_order())
                while rows := list(islice(lines, ROWS_AT_ONCE)):
                    file.write("\n".join([*rows, ""]).encode("ascii"))
                    file.flush()
                    os.fdatasync(file.fileno())
        except OSError:
            # on a full disk it would keep the server from the room that is left
            self.files.output.unlink(missing_ok=True)
            raise

    def complete(self) -> None:
        """Say that the output holds everything: from now on it counts in the place of the files it was made of."""
        self.files.output.rename(self.files.finish)
        sync_directory(self.files.finish.parent)

    def remove_previous(self) -> None:
        """Remove the older of the files that were merged."""
        self.files.previous.unlink(missing_ok=True)

    def remove_copy(self) -> None:
        """Remove the newer of the files that were merged."""
        self.files.copy.unlink(missing_ok=True)
        sync_directory(self.files.copy.parent)

    def settle(self) -> None:
        """Give the result the name of the next clean-up's older file."""
        self.files.finish.rename(self.files.previous)
        sync_directory(self.files.previous.parent)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, MODE)
