"""Verify a lease database: what is wrong with its rows, with its leases together, and with its leases for this moment.

Nothing is changed. What a running server is about to do (a row half written at the end) is no mistake.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lessor.model.lease import DECLINED, Lease4, is_active
from lessor.model.lease6 import PD, Lease6
from lessor.service.leases.leasefiles import Database, Range, Snapshot, snapshot4, snapshot6
from lessor.store.fields import show_address, show_address6
from lessor.store.loading import lease_files
from lessor.store.watcher import Watcher

SLACK: Final = 60
"""Seconds that clocks may differ."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: in a file, at a line or 0, about an address or prefix or nothing."""

    file: str
    line: int
    lease: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.lease}: {self.text}" if self.lease else f"{place}: {self.text}"


class Findings(Watcher):
    """Hears of rows while files are read."""

    def __init__(self) -> None:
        self.rows: list[Finding] = []
        self.remarks: list[Finding] = []

    def schema(self, path: Path, version: str, older: bool) -> None:
        text = f"has the older schema {version}" if older else f"has more columns than schema {version}"
        self.remarks.append(Finding(str(path), 0, "", f"{text}; the next clean-up brings it up to date"))

    def bad_row(self, path: Path, line: int, reason: str) -> None:
        self.rows.append(Finding(str(path), line, "", reason))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: leases in all, mistakes, and remarks that are none."""

    leases: int
    mistakes: tuple[Finding, ...]
    remarks: tuple[Finding, ...]


def verify(database: Database, now: int) -> Verdict:
    """Look for mistakes in a lease database. Raise StoreError when it cannot be read."""
    findings = Findings()
    if database.family == 4:
        snapshot4_ = snapshot4(database.path, findings)
        count, wrong = len(snapshot4_), _verify4(database, snapshot4_, now)
    else:
        snapshot6_ = snapshot6(database.path, findings)
        count, wrong = len(snapshot6_), _verify6(database, snapshot6_, now)
    rows = dict.fromkeys(findings.rows)
    last = {row.file: row for row in rows}
    torn = [row for row in last.values() if _is_last_word(row)]
    remarks = [
        *dict.fromkeys(findings.remarks),
        *[Finding(row.file, row.line, "", "the last row is being written, or was cut short") for row in torn],
        *[Finding(str(part), 0, "", "left by a clean-up that did not end") for part in _left_over(database.path)],
    ]
    mistakes = [*[row for row in rows if row not in torn], *wrong]
    return Verdict(count, tuple(mistakes), tuple(remarks))


def _left_over(path: Path) -> list[Path]:
    return [part for part in lease_files(path) if part.suffix in (".1", ".completed")]


def _is_last_word(row: Finding) -> bool:
    """Tell whether the row is what a file ends with, without a newline."""
    with open(row.file, "rb") as file:
        lines = 0
        last = b"\n"
        while block := file.read(1 << 20):
            lines += block.count(b"\n")
            last = block[-1:]
    return last != b"\n" and row.line == lines + 1


# --- leases ----------------------------------------------------------------------------------------------------------


def _verify4(database: Database, snapshot: Snapshot[Lease4], now: int) -> Iterator[Finding]:
    where = _Where(database.subnets, 32)
    holders: dict[tuple[int, bytes], int] = {}
    for lease in snapshot.leases():
        shown = show_address(lease.address)
        for text in (*where.wrong(lease.subnet_id, lease.address), *_wrong_time(lease, now)):
            yield Finding(str(database.path), 0, shown, text)
        client = (lease.subnet_id, lease.client_id or lease.hwaddr)
        if client[1] and lease.state != DECLINED and is_active(lease, now):
            other = holders.setdefault(client, lease.address)
            if other != lease.address:
                text = f"client {client[1].hex(':')} has {show_address(other)} in the same subnet as well"
                yield Finding(str(database.path), 0, shown, text)


def _verify6(database: Database, snapshot: Snapshot[Lease6], now: int) -> Iterator[Finding]:
    where = _Where(database.subnets, 128)
    addresses: list[int] = []
    prefixes: list[tuple[int, int]] = []
    for lease in snapshot.leases():
        shown = _shown6(lease)
        # a delegated prefix need not be in its subnet
        subnets = where.unknown(lease.subnet_id) if lease.type == PD else where.wrong(lease.subnet_id, lease.address)
        for text in (*subnets, *_wrong_time(lease, now)):
            yield Finding(str(database.path), 0, shown, text)
        if is_active(lease, now):
            if lease.type == PD:
                prefixes.append((lease.address, lease.prefix_length))
            else:
                addresses.append(lease.address)
    for shown, text in _overlaps(addresses, prefixes):
        yield Finding(str(database.path), 0, shown, text)


def _overlaps(addresses: list[int], prefixes: list[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """Yield addresses and prefixes that are in a prefix which another client has; both lists are in order."""
    reach, by = -1, ""
    for first, length in prefixes:
        shown = f"{show_address6(first)}/{length}"
        # the one that reaches farthest so far is the one to run into
        if first <= reach:
            yield shown, f"overlaps {by}"
        last = first + (1 << 128 - length) - 1
        for address in addresses[bisect_left(addresses, first) : bisect_right(addresses, last)]:
            yield show_address6(address), f"is in the delegated prefix {shown}"
        if last > reach:
            reach, by = last, shown


def _shown6(lease: Lease6) -> str:
    return f"{show_address6(lease.address)}/{lease.prefix_length}" if lease.type == PD else show_address6(lease.address)


def _wrong_time(lease: Lease4 | Lease6, now: int) -> Iterable[str]:
    if lease.cltt > now + SLACK:
        return (f"was given {lease.cltt - now} seconds in the future: a clock was wrong",)
    return ("was given before 1970: its lifetime is longer than its age",) if lease.cltt < 0 else ()


class _Where:
    """Whether leases are in their subnets; nothing is wrong when no subnets are known."""

    def __init__(self, subnets: tuple[Range, ...] | None, bits: int) -> None:
        self._known = subnets is not None
        self._ends = {
            subnet.id: (subnet.prefix, subnet.prefix + (1 << bits - subnet.length) - 1) for subnet in subnets or ()
        }
        self._ranges = sorted((first, last, id) for id, (first, last) in self._ends.items())
        self._firsts = [first for first, _, _ in self._ranges]

    def unknown(self, subnet_id: int) -> Iterable[str]:
        """Tell when no subnet has this id."""
        if self._known and subnet_id not in self._ends:
            return (f"no subnet has the id {subnet_id}",)
        return ()

    def wrong(self, subnet_id: int, address: int) -> Iterable[str]:
        """Tell when the address is not in the subnet of this id, and where it is."""
        if not self._known:
            return ()
        first, last = self._ends.get(subnet_id, (1, 0))
        if first <= address <= last:
            return ()
        right = self._at(address)
        place = "in no configured subnet" if right is None else f"in subnet {right}"
        return (f"is said to be in subnet {subnet_id}, but is {place}",)

    def _at(self, address: int) -> int | None:
        i = bisect_right(self._firsts, address) - 1
        return self._ranges[i][2] if i >= 0 and address <= self._ranges[i][1] else None
