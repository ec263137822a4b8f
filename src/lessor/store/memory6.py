"""DHCPv6 leases in memory: addresses and prefixes apart, each by address and by DUID, and an order of expiry.

[hot] `facts` and `commit` are on the path of every packet; memory per lease counts, because there may be a million.
An address and a prefix may begin alike, so they lie on two shelves, of the same make. The DUID indexes hold addresses,
not leases: a renewal replaces one record in one dictionary and touches nothing else.

It reads no clock and does not decide whether a lease is still valid. Used from one thread.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Final

from lessor.model.facts6 import Facts6
from lessor.model.lease6 import PD, PREFIX_KEY, Change6, Lease6, key_of
from lessor.store.base import Kind
from lessor.store.expiry import Expiry
from lessor.store.index import Index, add_key, index_of, leases_of, remove_key
from lessor.store.ordered import Ordered
from lessor.store.swap import accepts

ADDRESS_BITS: Final = 128
ADDRESS_MASK: Final = (1 << ADDRESS_BITS) - 1

_KIND: Final = attrgetter("subnet_id", "pool_id", "type", "state")


class Shelf:
    """The leases of addresses, or those of prefixes: `held` by (first) address, `by_duid` the addresses by DUID,
    `order` the addresses in ascending order.
    """

    __slots__ = ("by_duid", "held", "order")

    def __init__(self, leases: list[Lease6]) -> None:
        self.held = {lease.address: lease for lease in leases}
        self.by_duid: Index[bytes] = index_of([lease.duid for lease in leases], self.held)
        self.order = Ordered(list(self.held), self.held)

    def after(self, address: int, limit: int) -> list[Lease6]:
        """Return up to `limit` leases above this address, lowest first; fewer only when there are no more."""
        found: list[Lease6] = []
        while len(found) < limit:
            keys = self.order.after(address, limit)
            if not keys:
                break
            address = keys[-1]
            found += [self.held[key] for key in keys if key in self.held]
        return found[:limit]


class MemoryStore6:
    """A lease store (store/base.py) that forgets everything when the process ends; `held` are leases by `key_of`."""

    __slots__ = ("_addresses", "_expiry", "_prefixes")

    def __init__(self, held: dict[int, Lease6] | None = None) -> None:
        leases = [] if held is None else list(held.values())
        self._addresses = Shelf([lease for lease in leases if lease.type != PD])
        self._prefixes = Shelf([lease for lease in leases if lease.type == PD])
        self._expiry: Expiry[Lease6] = Expiry(self._items())

    def facts(self, duid: bytes) -> Facts6:
        """Return what is known about a client; the empty DUID matches nothing."""
        addresses, prefixes = self._addresses, self._prefixes
        by_duid = leases_of(addresses.by_duid, duid, addresses.held) if duid in addresses.by_duid else ()
        # common case first: a host has no prefixes
        if duid in prefixes.by_duid:
            by_duid = [*by_duid, *leases_of(prefixes.by_duid, duid, prefixes.held)]
        return Facts6(by_duid, addresses.held, prefixes.held)

    def commit(self, changes: Sequence[Change6]) -> bool:
        """Apply all changes, in order, or none: False when the store does not hold what one of them expects."""
        if not self._accepts(changes):
            return False
        for old, new in changes:
            if new is None:
                if old is not None:
                    self._remove(old)
            elif old is None:
                self._add(new)
            else:
                self._replace(new)
        return True

    def _accepts(self, changes: Sequence[Change6]) -> bool:
        if len(changes) == 1:
            # common case first: one lease of one client
            old, new = changes[0]
            lease = new if new is not None else old
            if lease is None:
                return True
            shelf = self._prefixes if lease.type == PD else self._addresses
            held = shelf.held.get(lease.address)
            return held is old or held == old
        return accepts(changes, key_of, self._find)

    def _find(self, key: int) -> Lease6 | None:
        return self._prefixes.held.get(key & ADDRESS_MASK) if key & PREFIX_KEY else self._addresses.held.get(key)

    def _add(self, lease: Lease6) -> None:
        shelf = self._prefixes if lease.type == PD else self._addresses
        shelf.held[lease.address] = lease
        add_key(shelf.by_duid, lease.duid, lease.address)
        shelf.order.note(lease.address)
        self._expiry.enter(key_of(lease), lease)

    def _replace(self, new: Lease6) -> None:
        shelf = self._prefixes if new.type == PD else self._addresses
        old = shelf.held[new.address]
        # equal values share one object with the index's keys: a renewed lease costs no more memory than a new one
        new.address = old.address
        if new.duid == old.duid:
            new.duid = old.duid
        else:
            remove_key(shelf.by_duid, old.duid, old.address)
            add_key(shelf.by_duid, new.duid, new.address)
        if new.iaid == old.iaid:
            new.iaid = old.iaid
        if new.hwaddr == old.hwaddr:
            new.hwaddr = old.hwaddr
        shelf.held[new.address] = new
        self._expiry.replace(key_of(new), old, new)

    def _remove(self, lease: Lease6) -> None:
        shelf = self._prefixes if lease.type == PD else self._addresses
        held = shelf.held.pop(lease.address)
        self._expiry.leave(key_of(held), held)
        remove_key(shelf.by_duid, held.duid, held.address)

    def when_durable(self, done: Callable[[bool], None]) -> None:
        """Call `done(True)` at once: there is nothing to wait for."""
        done(True)

    def leases(self) -> Iterator[Lease6]:
        """Walk all leases as they are now, by no particular order; changes on the way do not disturb."""
        return iter([*self._addresses.held.values(), *self._prefixes.held.values()])

    def arrange(self) -> bool:
        """Put a part of the leases in order; return whether there is more to do before `after` is quick."""
        return self._addresses.order.arrange() or self._prefixes.order.arrange()

    def after(self, address: int, limit: int) -> list[Lease6]:
        """Return up to `limit` leases of addresses and prefixes above this address, lowest first.

        There are fewer only when there are no more. Where an address and a prefix begin alike, both are returned or
        none, so there may be one more.
        """
        found = [*self._addresses.after(address, limit), *self._prefixes.after(address, limit)]
        found.sort(key=_address)
        if len(found) > limit and found[limit].address == found[limit - 1].address:
            limit += 1
        return found[:limit]

    def expired(self, now: int, limit: int) -> list[Lease6]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first."""
        return self._told(self._expiry.ending.until(now, limit))

    def reclaimed(self, before: int, limit: int) -> list[Lease6]:
        """Return up to `limit` reclaimed leases whose time was over at `before`, oldest first."""
        return self._told(self._expiry.reclaimed.until(before, limit))

    def _told(self, keys: list[int]) -> list[Lease6]:
        found = map(self._find, keys)
        return [lease for lease in found if lease is not None]

    def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind. Walks all leases."""
        shelves = self._addresses, self._prefixes
        return Counter(map(_KIND, chain.from_iterable([shelf.held.values() for shelf in shelves])))

    def __len__(self) -> int:
        return len(self._addresses.held) + len(self._prefixes.held)

    def close(self) -> None:
        """Do nothing: there are no files."""

    def _items(self) -> Iterator[tuple[int, Lease6]]:
        prefixes = [(address | PREFIX_KEY, lease) for address, lease in self._prefixes.held.items()]
        return chain(self._addresses.held.items(), prefixes)


def _address(lease: Lease6) -> int:
    return lease.address
