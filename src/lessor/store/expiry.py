"""The order in which leases end.

[hot] A heap of (time, key), each packed into one int, and lazy: an entry never comes later than the end of its lease,
so a renewal, which only moves the end away, adds none. An entry found too early is put back at the right time when its
turn comes; one of a lease that is gone, reclaimed or infinite by then is dropped.
"""

from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from typing import Final, Generic, TypeVar

from lessor.model.lease import INFINITE, RECLAIMED, Lease

EXPIRY_SLACK: Final = 4096
"""Entries of leases that are gone which are not worth a sweep."""


AnyLease = TypeVar("AnyLease", bound=Lease)


class Expiry(Generic[AnyLease]):
    """The order of the leases that `items` gives, by their keys of `key_bits` bits; `find` gives the lease of a key."""

    __slots__ = ("_bits", "_entries", "_find", "_items", "_mask", "_most")

    def __init__(
        self,
        key_bits: int,
        find: Callable[[int], AnyLease | None],
        items: Callable[[], Iterable[tuple[int, AnyLease]]],
    ) -> None:
        self._bits = key_bits
        self._mask = (1 << key_bits) - 1
        self._find = find
        self._items = items
        self._entries: list[int] = []
        self._most = 0
        self._sweep()

    def expect(self, key: int, lease: AnyLease) -> None:
        """Take notice of a lease's end that is earlier than known before, or not known at all."""
        if lease.valid_lifetime == INFINITE:
            return
        heappush(self._entries, lease.cltt + lease.valid_lifetime << self._bits | key)
        if len(self._entries) > self._most:
            self._sweep()

    def expired(self, now: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first."""
        found: list[AnyLease] = []
        entries: list[int] = []
        while self._entries and self._entries[0] >> self._bits <= now and len(found) < limit:
            entry = heappop(self._entries)
            key = entry & self._mask
            lease = self._find(key)
            if lease is None or lease.state == RECLAIMED or lease.valid_lifetime == INFINITE:
                continue
            end = lease.cltt + lease.valid_lifetime
            if end > entry >> self._bits:
                heappush(self._entries, end << self._bits | key)
            elif end == entry >> self._bits and (not entries or entries[-1] != entry):
                # a lease may have two equal entries, which come out one after the other; if it ends before this one, it
                # has another
                found.append(lease)
                entries.append(entry)
        # they stay until the store is told that they are reclaimed or gone
        for entry in entries:
            heappush(self._entries, entry)
        return found

    def _sweep(self) -> None:
        """Begin anew without the entries that removed and shortened leases left behind."""
        bits = self._bits
        self._entries = [
            lease.cltt + lease.valid_lifetime << bits | key
            for key, lease in self._items()
            if lease.state != RECLAIMED and lease.valid_lifetime != INFINITE
        ]
        heapify(self._entries)
        self._most = 2 * len(self._entries) + EXPIRY_SLACK

    def __len__(self) -> int:
        return len(self._entries)
