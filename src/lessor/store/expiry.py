"""The order in which leases end, and that in which reclaimed ones did.

[hot] Leases are noted by the second in which they end, and a heap knows the seconds. A renewal moves one key from one
second to another; nothing here ever walks over all leases at once, however many end together.
"""

from collections import defaultdict
from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import Final, Generic, TypeVar

from lessor.model.lease import INFINITE, RECLAIMED, Lease
from lessor.store.index import FEW, Index, add_key, entry_of, remove_key

SLACK: Final = 4096
"""Seconds in which no lease ends any more that are not worth a sweep."""

AnyLease = TypeVar("AnyLease", bound=Lease)


class Order:
    """Keys by the second of an end; `_seconds` is a heap of those in `_keys`, and of some that are no longer there."""

    __slots__ = ("_keys", "_seconds")

    def __init__(self) -> None:
        self._keys: Index[int] = {}
        self._seconds: list[int] = []

    def add(self, key: int, end: int) -> None:
        """Note that what has this key ends then."""
        if end in self._keys:
            add_key(self._keys, end, key)
            return
        self._keys[end] = key
        heappush(self._seconds, end)
        if len(self._seconds) > 2 * len(self._keys) + SLACK:
            self._sweep()

    def fill(self, keys: dict[int, list[int]]) -> None:
        """Note at once what ends in each second, where nothing was noted yet."""
        self._keys.update({end: entry_of(together) for end, together in keys.items()})
        self._sweep()

    def remove(self, key: int, end: int) -> None:
        """Note that it does not end then."""
        remove_key(self._keys, end, key)

    def move(self, key: int, before: int, after: int) -> None:
        """Note that what ended then ends at another time: `remove` and `add` in one step, for renewals."""
        left, joined = self._keys[before], self._keys.get(after)
        # common case first: busy seconds, on a server where that counts
        if left.__class__ is dict and joined.__class__ is dict and len(left) > FEW:
            del left[key]
            joined[key] = None
        elif before != after:
            self.remove(key, before)
            self.add(key, after)

    def until(self, second: int, limit: int) -> list[int]:
        """Return up to `limit` keys of what ends then or earlier, oldest first."""
        found: list[int] = []
        seen: list[int] = []
        seconds = self._seconds
        while seconds and seconds[0] <= second and len(found) < limit:
            end = heappop(seconds)
            keys = self._keys.get(end)
            # a second that was left and entered again stands there twice, one after the other
            if keys is None or (seen and seen[-1] == end):
                continue
            seen.append(end)
            found += (keys,) if isinstance(keys, int) else islice(keys, limit - len(found))
        # they stay until it is told that they end at another time
        for end in seen:
            heappush(seconds, end)
        return found

    def _sweep(self) -> None:
        # seconds, not leases: there are no more of them than a lifetime has
        self._seconds = list(self._keys)
        heapify(self._seconds)

    def __len__(self) -> int:
        return len(self._seconds)


class Expiry(Generic[AnyLease]):
    """The ends of leases under their keys; infinite leases have none."""

    __slots__ = ("ending", "reclaimed")

    def __init__(self, items: Iterable[tuple[int, AnyLease]] = ()) -> None:
        self.ending = Order()
        self.reclaimed = Order()
        ending: defaultdict[int, list[int]] = defaultdict(list)
        for key, lease in items:
            # common case first, for a million of them: a third of the time of entering each
            if lease.state != RECLAIMED and lease.valid_lifetime != INFINITE:
                ending[lease.cltt + lease.valid_lifetime].append(key)
            else:
                self.enter(key, lease)
        self.ending.fill(ending)

    def enter(self, key: int, lease: AnyLease) -> None:
        """Take notice of a new lease."""
        if lease.valid_lifetime != INFINITE:
            order = self.reclaimed if lease.state == RECLAIMED else self.ending
            order.add(key, lease.cltt + lease.valid_lifetime)

    def replace(self, key: int, old: AnyLease, new: AnyLease) -> None:
        """Take notice that a lease took the place of another one."""
        before, after = old.cltt + old.valid_lifetime, new.cltt + new.valid_lifetime
        if (
            old.state != RECLAIMED
            and new.state != RECLAIMED
            and old.valid_lifetime != INFINITE
            and new.valid_lifetime != INFINITE
        ):
            # common case first: a renewal
            self.ending.move(key, before, after)
        else:
            self.leave(key, old)
            self.enter(key, new)

    def leave(self, key: int, lease: AnyLease) -> None:
        """Take notice that a lease is gone."""
        if lease.valid_lifetime != INFINITE:
            order = self.reclaimed if lease.state == RECLAIMED else self.ending
            order.remove(key, lease.cltt + lease.valid_lifetime)
