"""Leases in memory: dictionaries by address, client id and hardware address, and an order of expiry.

[hot] `facts` and `commit` are on the path of every packet; memory per lease counts, because there may be a million.

- The identifier indexes hold addresses, not leases: a renewal replaces one record in one dictionary and touches
  nothing else. Nearly every identifier has one lease, so its entry is the address itself; only more become a dict
  (used as an ordered set).
- The order of expiry is a heap of (time, address), each packed into one int, and lazy: an entry never comes later than
  the end of its lease, so a renewal, which only moves the end away, adds none. An entry found too early is put back at
  the right time when its turn comes.

It reads no clock and does not decide whether a lease is still valid. Used from one thread.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import Final

from lessor.model.facts import Facts4
from lessor.model.lease import INFINITE, RECLAIMED, Change4, Lease4, expires_at

MOST_FACTS: Final = 128
"""Leases told of one identifier, the oldest first: no honest client has more, and a forged one must cost no more."""

ADDRESS_BITS: Final = 32
ADDRESS_MASK: Final = 0xFFFFFFFF
EXPIRY_SLACK: Final = 4096

Index = dict[bytes, int | dict[int, None]]

_NONE: Final[tuple[Lease4, ...]] = ()


class MemoryStore:
    """A lease store (store/base.py) that forgets everything when the process ends.

    `held`, leases by address, becomes the store's own.
    """

    __slots__ = ("_by_client_id", "_by_hwaddr", "_expiry", "_held")

    def __init__(self, held: dict[int, Lease4] | None = None) -> None:
        self._held: dict[int, Lease4] = {} if held is None else held
        self._by_client_id = _index_of([lease.client_id for lease in self._held.values()], self._held)
        self._by_hwaddr = _index_of([lease.hwaddr for lease in self._held.values()], self._held)
        self._expiry: list[int] = []
        self._order_expiry()

    def facts(self, client_id: bytes, hwaddr: bytes) -> Facts4:
        """Return what is known about a client; empty identifiers match nothing."""
        return Facts4(
            self._leases_of(self._by_client_id, client_id), self._leases_of(self._by_hwaddr, hwaddr), self._held
        )

    def _leases_of(self, index: Index, key: bytes) -> Sequence[Lease4]:
        addresses = index.get(key)
        if addresses is None:
            return _NONE
        # common case first: one lease
        if isinstance(addresses, int):
            return (self._held[addresses],)
        return [self._held[address] for address in islice(addresses, MOST_FACTS)]

    def commit(self, changes: Sequence[Change4]) -> bool:
        """Apply all changes, in order, or none: False when the store does not hold what one of them expects."""
        if not self.accepts(changes):
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

    def accepts(self, changes: Sequence[Change4]) -> bool:
        """Tell whether `commit` would apply these changes."""
        if len(changes) == 1:
            # common case first: one lease of one client
            old, new = changes[0]
            if old is None:
                return new is None or new.address not in self._held
            held = self._held.get(old.address)
            return (held is old or held == old) and (new is None or new.address == old.address)
        return self._accepts_in_order(changes)

    def _accepts_in_order(self, changes: Sequence[Change4]) -> bool:
        """As `accepts`, where a later change may build on an earlier one."""
        then: dict[int, Lease4 | None] = {}
        for old, new in changes:
            change = new if new is not None else old
            if change is None:
                continue
            address = change.address
            held = then[address] if address in then else self._held.get(address)
            if held is not old and held != old:
                return False
            then[address] = new
        return True

    def _add(self, lease: Lease4) -> None:
        self._held[lease.address] = lease
        _index(self._by_client_id, lease.client_id, lease.address)
        _index(self._by_hwaddr, lease.hwaddr, lease.address)
        if lease.state != RECLAIMED:
            self._expect_end(lease)

    def _replace(self, new: Lease4) -> None:
        old = self._held[new.address]
        # equal values share one object with the indexes' keys: a renewed lease costs no more memory than a new one
        new.address = old.address
        if new.client_id == old.client_id:
            new.client_id = old.client_id
        else:
            _unindex(self._by_client_id, old.client_id, old.address)
            _index(self._by_client_id, new.client_id, new.address)
        if new.hwaddr == old.hwaddr:
            new.hwaddr = old.hwaddr
        else:
            _unindex(self._by_hwaddr, old.hwaddr, old.address)
            _index(self._by_hwaddr, new.hwaddr, new.address)
        self._held[new.address] = new
        if old.state == RECLAIMED or new.cltt + new.valid_lifetime < old.cltt + old.valid_lifetime:
            self._expect_end(new)

    def _remove(self, address: int) -> None:
        lease = self._held.pop(address)
        _unindex(self._by_client_id, lease.client_id, address)
        _unindex(self._by_hwaddr, lease.hwaddr, address)

    def when_durable(self, done: Callable[[bool], None]) -> None:
        """Call `done(True)` at once: there is nothing to wait for."""
        done(True)

    def leases(self) -> Iterator[Lease4]:
        """Walk all leases as they are now, by no particular order; changes on the way do not disturb."""
        return iter(list(self._held.values()))

    def tally(self) -> dict[tuple[int, int], int]:
        """Return how many leases there are for each (subnet id, state). Walks all leases."""
        return Counter([(lease.subnet_id, lease.state) for lease in self._held.values()])

    def __len__(self) -> int:
        return len(self._held)

    def close(self) -> None:
        """Do nothing: there are no files."""

    # --- expiry ------------------------------------------------------------------------------------------------------

    def expired(self, now: int, limit: int) -> list[Lease4]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first."""
        found: list[Lease4] = []
        entries: list[int] = []
        while self._expiry and self._expiry[0] >> ADDRESS_BITS <= now and len(found) < limit:
            entry = heappop(self._expiry)
            lease = self._held.get(entry & ADDRESS_MASK)
            if lease is None or lease.state == RECLAIMED or lease.valid_lifetime == INFINITE:
                continue
            if expires_at(lease) != entry >> ADDRESS_BITS:
                heappush(self._expiry, _entry(lease))
            elif not entries or entries[-1] != entry:
                # two entries of one lease are equal by now, and equal ones come out one after the other
                found.append(lease)
                entries.append(entry)
        # they stay until the store is told that they are reclaimed or gone
        for entry in entries:
            heappush(self._expiry, entry)
        return found

    def _expect_end(self, lease: Lease4) -> None:
        if lease.valid_lifetime == INFINITE:
            return
        heappush(self._expiry, _entry(lease))
        # removed and shortened leases leave entries behind; many of them are worth a sweep
        if len(self._expiry) > 2 * len(self._held) + EXPIRY_SLACK:
            self._order_expiry()

    def _order_expiry(self) -> None:
        self._expiry = [
            lease.cltt + lease.valid_lifetime << ADDRESS_BITS | lease.address
            for lease in self._held.values()
            if lease.state != RECLAIMED and lease.valid_lifetime != INFINITE
        ]
        heapify(self._expiry)


def _entry(lease: Lease4) -> int:
    return lease.cltt + lease.valid_lifetime << ADDRESS_BITS | lease.address


def _index_of(keys: list[bytes], addresses: Iterable[int]) -> Index:
    index: Index = dict(zip(keys, addresses, strict=True))
    index.pop(b"", None)
    # common case first: every identifier has one lease, and this is all, at a third of the time
    if len(index) + keys.count(b"") < len(keys):
        index.clear()
        for key, address in zip(keys, addresses, strict=True):
            _index(index, key, address)
    return index


def _index(index: Index, key: bytes, address: int) -> None:
    if not key:
        return
    # common case first: nobody else has this identifier; the look-up and the entry are one step
    before = index.setdefault(key, address)
    if before == address:
        return
    if isinstance(before, int):
        index[key] = {before: None, address: None}
    else:
        before[address] = None


def _unindex(index: Index, key: bytes, address: int) -> None:
    if not key:
        return
    addresses = index[key]
    if isinstance(addresses, int):
        del index[key]
        return
    del addresses[address]
    if len(addresses) == 1:
        index[key] = next(iter(addresses))
