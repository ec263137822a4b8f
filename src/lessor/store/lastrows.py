"""The last row of every lease in one or more lease files, as text.

Of each lease only the last row counts, so few are worth making a record of. A row as servers write it is recognized
by a pattern and kept as it is; any other is read and shown again as the server would. So a million rows cost a third of
the time and the memory of a million leases. The rules about rows are those of loading.py; tests hold both equal.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from socket import inet_pton
from typing import Final, Generic, TypeVar

from lessor.model.lease import Lease
from lessor.model.lease6 import PREFIX_KEY
from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.fields import INET, INET6, RowError
from lessor.store.loading import BadRows, collector_paused, opened_rows
from lessor.store.rows import Format, RowReader
from lessor.store.watcher import Watcher

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


@dataclass(slots=True)
class Tally:
    """What was found: rows looked at, leases among them, bad rows."""

    rows: int = 0
    leases: int = 0
    errors: int = 0


class LastRows(Generic[AnyLease]):
    """The last row of every lease by its key, without newline, in our columns.

    `most_bad_rows` may be in one file, 0 for any number; the watcher hears of files and bad rows.
    """

    def __init__(self, kind: Kind[AnyLease], watcher: Watcher, most_bad_rows: int = 0) -> None:
        self.kind = kind
        self.watcher = watcher
        self.most_bad_rows = most_bad_rows
        self.held: dict[int, str] = {}
        self.tally = Tally()

    def read(self, path: Path) -> None:
        """Take the rows of a file, which are newer than all so far. Raise StoreError."""
        bad_rows = BadRows(path, self.most_bad_rows, self.watcher)
        try:
            with collector_paused(), opened_rows(path, self.kind.format, self.watcher) as (reader, blocks):
                if reader is not None:
                    self._read_rows(reader, blocks, bad_rows)
        finally:
            self.tally.errors += bad_rows.count

    def in_order(self) -> Iterator[str]:
        """Yield the rows in the order of their addresses."""
        for key in sorted(self.held):
            yield self.held[key]

    def _read_rows(self, reader: RowReader[AnyLease], blocks: Iterable[str], bad_rows: BadRows) -> None:
        take = self._take_quickly if reader.header.ours else self._take_none
        start = 2
        for block in blocks:
            rows = block.split("\n")
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
