"""The clean-up of a lease file: what two files say about each lease, written as one row a lease into a third.

Works on rows of text: of each lease only the last row counts, so few are worth making a record of. A row as servers
write it is recognized by a pattern and kept as it is; any other is read and shown again as the server would. The rules
about rows are those of loading.py; tests hold the result equal to what loading the files gives.

The steps may be killed after any of them and in the middle of any: the next run, or a server that starts, finds all
leases (loading.lease_files). What a step made is on disk before the next begins.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from socket import inet_pton
from typing import Final, Generic, TypeVar

from lessor.model.lease import Lease
from lessor.model.lease6 import PREFIX_KEY
from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.fields import INET, INET6, RowError
from lessor.store.loading import BadRows, collector_paused, opened_rows
from lessor.store.rowfile import MODE, sync_directory
from lessor.store.rows import Format, RowReader
from lessor.store.watcher import Watcher

MOST_BAD_ROWS: Final = 100
"""Bad rows in one file after which it is not touched, as in Kea: they may be worth more than a small file."""

ROWS_AT_ONCE: Final = 20_000
"""Rows written and synced together: some MB, so that a server's own syncs beside it are not held up for long."""

AnyLease = TypeVar("AnyLease", bound=Lease)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """How to know a row that may stay as it is: groups of `usual` are the address, the valid lifetime and, for DHCPv6,
    the type when it is that of a prefix. `family` is that of the address.
    """

    usual: re.Pattern[str]
    family: int
    prefix_bit: int = 0


@dataclass(frozen=True, slots=True)
class Kind(Generic[AnyLease]):
    """The lease files of one family: how their rows are read, and which need not be."""

    format: Format[AnyLease]
    shortcut: Shortcut


@dataclass(frozen=True, slots=True)
class Files:
    """What a clean-up works on: two files to merge, in this order, where to write, how a finished file is called."""

    previous: Path
    copy: Path
    output: Path
    finish: Path


@dataclass(slots=True)
class Tally:
    """What was done: rows looked at, leases among them, bad rows; rows written."""

    rows: int = 0
    leases: int = 0
    errors: int = 0
    written: int = 0


@dataclass(slots=True)
class Cleanup(Generic[AnyLease]):
    """One clean-up. The watcher hears of files and bad rows."""

    files: Files
    kind: Kind[AnyLease]
    watcher: Watcher
    tally: Tally = field(default_factory=Tally)
    held: dict[int, str] = field(default_factory=dict)

    def merging(self) -> tuple[Callable[[], None], ...]:
        """Return the steps until the result is whole: none when it was left so by an earlier run."""
        return () if self.files.finish.exists() else (self.read, self.write, self.complete)

    def rotating(self) -> tuple[Callable[[], None], ...]:
        """Return the steps that put the result in its place."""
        return (self.remove_previous, self.remove_copy, self.settle)

    def read(self) -> None:
        """Learn the last row of every lease. Raise StoreError."""
        with collector_paused():
            for part in (self.files.previous, self.files.copy):
                if part.exists():
                    self._read_file(part)

    def write(self) -> None:
        """Write the rows in the order of their addresses. Raise OSError: then there is no output file."""
        try:
            with open(self.files.output, "wb", opener=_open_private) as file:
                lines = iter([self.kind.format.header, *[self.held[key] for key in sorted(self.held)]])
                while rows := list(islice(lines, ROWS_AT_ONCE)):
                    file.write("\n".join([*rows, ""]).encode("ascii"))
                    file.flush()
                    os.fdatasync(file.fileno())
        except OSError:
            # on a full disk it would keep the server from the room that is left
            self.files.output.unlink(missing_ok=True)
            raise
        self.tally.written = len(self.held)

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

    def _read_file(self, path: Path) -> None:
        bad_rows = BadRows(path, MOST_BAD_ROWS, self.watcher)
        try:
            with opened_rows(path, self.kind.format, self.watcher) as (reader, blocks):
                if reader is not None:
                    self._read_rows(reader, blocks, bad_rows)
        finally:
            self.tally.errors += bad_rows.count

    def _read_rows(self, reader: RowReader[AnyLease], blocks: Iterable[list[str]], bad_rows: BadRows) -> None:
        take = self._take_quickly if reader.header.ours else self._take_none
        start = 2
        for rows in blocks:
            for line, row in take(rows, start):
                try:
                    self._take(reader.read(row))
                except RowError as error:
                    if row:
                        bad_rows.tell(line, str(error))
            start += len(rows)
            self.tally.rows += len(rows) - rows.count("")

    def _take_none(self, rows: list[str], start: int) -> Iterable[tuple[int, str]]:
        # rows under another header lack something or have too much
        return enumerate(rows, start)

    def _take_quickly(self, rows: list[str], start: int) -> Iterator[tuple[int, str]]:
        """Take the rows that may stay as they are; yield the others with their line numbers."""
        # a million rows go through this loop
        match = self.kind.shortcut.usual.fullmatch
        family = self.kind.shortcut.family
        prefix_bit = self.kind.shortcut.prefix_bit
        held = self.held
        taken = 0
        for line, row in enumerate(rows, start):
            found = match(row)
            if found is None:
                yield line, row
                continue
            try:
                key = int.from_bytes(inet_pton(family, found[1]), "big")
            except OSError:
                yield line, row
                continue
            if prefix_bit and found[3]:
                key |= prefix_bit
            taken += 1
            if found[2] == "0":
                held.pop(key, None)
            else:
                held[key] = row
        self.tally.leases += taken

    def _take(self, lease: AnyLease) -> None:
        self.tally.leases += 1
        key = self.kind.format.key(lease)
        if lease.valid_lifetime:
            self.held[key] = self.kind.format.show(lease).removesuffix("\n")
        else:
            self.held.pop(key, None)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, MODE)


_OCTETS: Final = "[0-9a-f]{2}(?::[0-9a-f]{2})"
# numbers of up to nine digits are below every limit, and an infinite lifetime is this one
_UINT32: Final = "(?:0|[1-9][0-9]{0,8}|4294967295)"
_EXPIRE: Final = "(?:0|[1-9][0-9]{0,17})"
# printable, lower case, no escapes
_HOSTNAME: Final = "[!-%'-+\\-.-@\\[-~]*"

_USUAL4: Final = re.compile(
    f"([0-9]{{1,3}}(?:\\.[0-9]{{1,3}}){{3}}),{_OCTETS}{{0,19}},(?:{_OCTETS}{{1,254}})?,({_UINT32}),{_EXPIRE},{_UINT32},"
    f"[01],[01],{_HOSTNAME},{_UINT32},,{_UINT32}"
)
_USUAL6: Final = re.compile(
    f"([0-9a-f:]{{2,39}}),{_OCTETS}{{3,129}},({_UINT32}),{_EXPIRE},{_UINT32},{_UINT32},"
    f"(?:[01],{_UINT32},128|(2),{_UINT32},(?:[1-9]|[1-9][0-9]|1[01][0-9]|12[0-8])),"
    f"[01],[01],{_HOSTNAME},(?:{_OCTETS}{{0,19}})?,{_UINT32},,(?:0|[1-9][0-9]{{0,3}}),{_UINT32},{_UINT32}"
)

KIND4: Final = Kind(FORMAT4, Shortcut(_USUAL4, INET))
KIND6: Final = Kind(FORMAT6, Shortcut(_USUAL6, INET6, PREFIX_KEY))
