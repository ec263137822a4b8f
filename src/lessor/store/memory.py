"""DHCPv4 leases in memory: dictionaries by address, client id and hardware address, and an order of expiry.

[hot] `facts` and `commit` are on the path of every packet; memory per lease counts, because there may be a million.
The identifier indexes hold addresses, not leases: a renewal replaces one record in one dictionary and touches nothing
else.

It reads no clock and does not decide whether a lease is still valid. Used from one thread.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from lessor.model.facts import Facts4
from lessor.model.lease import Change4, Lease4
from lessor.store.base import Kind
from lessor.store.expiry import Expiry
from lessor.store.index import Index, add_key, index_of, leases_of, remove_key
from lessor.store.ordered import Ordered
from lessor.store.swap import accepts

_KIND: Final = attrgetter("subnet_id", "pool_id", "state")


class MemoryStore:
    """A lease store (store/base.py) that forgets everything when the process ends.

    `held`, leases by address, becomes the store's own.
    """

    __slots__ = ("_by_client_id", "_by_hwaddr", "_expiry", "_held", "_order")

    def __init__(self, held: dict[int, Lease4] | None = None) -> None:
        self._held: dict[int, Lease4] = {} if held is None else held
        self._by_client_id: Index[bytes] = index_of([lease.client_id for lease in self._held.values()], self._held)
        self._by_hwaddr: Index[bytes] = index_of([lease.hwaddr for lease in self._held.values()], self._held)
        self._expiry: Expiry[Lease4] = Expiry(self._held.items())
        self._order = Ordered(list(self._held), self._held)

    def facts(self, client_id: bytes, hwaddr: bytes) -> Facts4:
        """Return what is known about a client; empty identifiers match nothing."""
        return Facts4(
            leases_of(self._by_client_id, client_id, self._held),
            leases_of(self._by_hwaddr, hwaddr, self._held),
            self._held,
        )

    def commit(self, changes: Sequence[Change4]) -> bool:
        """Apply all changes, in order, or none: False when the store does not hold what one of them expects."""
        if not self._accepts(changes):
            return False
        for old, new in changes:
            if new is None:
                if old is not None:
                    self._remove(old.address)
            elif old is None:
                self._add(new)
            else:
                self._replace(new)
        return True

    def _accepts(self, changes: Sequence[Change4]) -> bool:
        if len(changes) == 1:
            # common case first: one lease of one client
            old, new = changes[0]
            if old is None:
                return new is None or new.address not in self._held
            held = self._held.get(old.address)
            return (held is old or held == old) and (new is None or new.address == old.address)
        return accepts(changes, _address, self._held.get)

    def _add(self, lease: Lease4) -> None:
        address = lease.address
        self._held[address] = lease
        add_key(self._by_client_id, lease.client_id, address)
        add_key(self._by_hwaddr, lease.hwaddr, address)
        self._expiry.enter(address, lease)
        self._order.note(address)

    def _replace(self, new: Lease4) -> None:
        old = self._held[new.address]
        # equal values share one object with the indexes' keys: a renewed lease costs no more memory than a new one
        new.address = old.address
        if new.client_id == old.client_id:
            new.client_id = old.client_id
        else:
            remove_key(self._by_client_id, old.client_id, old.address)
            add_key(self._by_client_id, new.client_id, new.address)
        if new.hwaddr == old.hwaddr:
            new.hwaddr = old.hwaddr
        else:
            remove_key(self._by_hwaddr, old.hwaddr, old.address)
            add_key(self._by_hwaddr, new.hwaddr, new.address)
        self._held[new.address] = new
        self._expiry.replace(old.address, old, new)

    def _remove(self, address: int) -> None:
        lease = self._held.pop(address)
        self._expiry.leave(address, lease)
        remove_key(self._by_client_id, lease.client_id, address)
        remove_key(self._by_hwaddr, lease.hwaddr, address)

    def when_durable(self, done: Callable[[bool], None]) -> None:
        """Call `done(True)` at once: there is nothing to wait for."""
        done(True)

    def leases(self) -> Iterator[Lease4]:
        """Walk all leases as they are now, by no particular order; changes on the way do not disturb."""
        return iter(list(self._held.values()))

    def arrange(self) -> bool:
        """Put a part of the leases in order; return whether there is more to do before `after` is quick."""
        return self._order.arrange()

    def after(self, address: int, limit: int) -> list[Lease4]:
        """Return up to `limit` leases of addresses above this one, lowest first; fewer only when there are no more."""
        found: list[Lease4] = []
        while len(found) < limit:
            keys = self._order.after(address, limit)
            if not keys:
                break
            address = keys[-1]
            found += [self._held[key] for key in keys if key in self._held]
        return found[:limit]

    def expired(self, now: int, limit: int) -> list[Lease4]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first."""
        return [self._held[address] for address in self._expiry.ending.until(now, limit)]

    def reclaimed(self, before: int, limit: int) -> list[Lease4]:
        """Return up to `limit` reclaimed leases whose time was over at `before`, oldest first."""
        return [self._held[address] for address in self._expiry.reclaimed.until(before, limit)]

    def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind. Walks all leases."""
        counts = Counter(map(_KIND, self._held.values()))
        return {(subnet_id, pool_id, 0, state): count for (subnet_id, pool_id, state), count in counts.items()}

    def __len__(self) -> int:
        return len(self._held)

    def close(self) -> None:
        """Do nothing: there are no files."""


def _address(lease: Lease4) -> int:
    return lease.address
