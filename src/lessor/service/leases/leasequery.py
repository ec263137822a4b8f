"""Which leases are wanted, and in which order: what somebody who looks at leases can ask for.

Pure: leases in, leases out; time is an argument. What asks nothing about one family never matches the other's leases.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice
from typing import Final, TypeAlias, TypeVar

from lessor.model.lease import ASSIGNED, DECLINED, INFINITE, RECLAIMED, RELEASED, Lease4, expires_at, is_expired
from lessor.model.lease6 import PD, REGISTERED, Lease6

AnyLease = TypeVar("AnyLease", Lease4, Lease6)
Order: TypeAlias = "tuple[int | bytes | str, ...]"

ACTIVE: Final = "active"
EXPIRED: Final = "expired"

STATES: Final = {
    ASSIGNED: ACTIVE,
    DECLINED: "declined",
    RECLAIMED: "reclaimed",
    RELEASED: "released",
    REGISTERED: "registered",
}
STATE_NAMES: Final = (*STATES.values(), EXPIRED)


def state_of(lease: Lease4 | Lease6, now: int) -> str:
    """Return the state of a lease in a word; one that is over, but not yet taken back, is EXPIRED."""
    if lease.state in (ASSIGNED, REGISTERED) and is_expired(lease, now):
        return EXPIRED
    return STATES.get(lease.state, str(lease.state))


@dataclass(frozen=True, slots=True)
class Span:
    """Addresses of one family from `first` to `last`."""

    family: int
    first: int
    last: int

    def holds(self, lease: Lease4 | Lease6) -> bool:
        """Tell whether the lease's address is in it, or its prefix has to do with it."""
        if isinstance(lease, Lease4):
            return self.family == 4 and self.first <= lease.address <= self.last
        last = lease.address | (1 << 128 - lease.prefix_length) - 1 if lease.type == PD else lease.address
        return self.family == 6 and self.first <= last and lease.address <= self.last


@dataclass(frozen=True, slots=True)
class Query:
    """What a lease must be like: one of each kind that is not empty; `expiring` seconds from `now` at most."""

    now: int
    spans: tuple[Span, ...] = ()
    subnets: frozenset[int] = frozenset()
    hwaddrs: frozenset[bytes] = frozenset()
    client_ids: frozenset[bytes] = frozenset()
    duids: frozenset[bytes] = frozenset()
    hostnames: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    expiring: int | None = None

    def matches(self, lease: Lease4 | Lease6) -> bool:
        """Tell whether the lease is wanted."""
        return (
            (not self.subnets or lease.subnet_id in self.subnets)
            and (not self.spans or any(span.holds(lease) for span in self.spans))
            and (not self.hwaddrs or lease.hwaddr in self.hwaddrs)
            and (not self.client_ids or (isinstance(lease, Lease4) and lease.client_id in self.client_ids))
            and (not self.duids or (isinstance(lease, Lease6) and lease.duid in self.duids))
            and (not self.hostnames or any(fnmatchcase(lease.hostname, pattern) for pattern in self.hostnames))
            and (not self.states or state_of(lease, self.now) in self.states)
            and (self.expiring is None or self._is_expiring(lease, self.expiring))
        )

    def _is_expiring(self, lease: Lease4 | Lease6, within: int) -> bool:
        return lease.valid_lifetime != INFINITE and self.now < expires_at(lease) <= self.now + within


def _by_address(lease: Lease4 | Lease6) -> Order:
    # prefixes after addresses, as the leases come
    return (isinstance(lease, Lease6) and lease.type == PD, lease.address)


def _by_end(lease: Lease4 | Lease6) -> Order:
    # an infinite one is the last of all
    return (lease.valid_lifetime == INFINITE, expires_at(lease))


ORDERS: Final[dict[str, Callable[[Lease4 | Lease6], Order]]] = {
    "address": _by_address,
    "expires": _by_end,
    "changed": lambda lease: (lease.cltt,),
    "hostname": lambda lease: (lease.hostname,),
    "mac": lambda lease: (lease.hwaddr,),
    "client": lambda lease: (lease.client_id if isinstance(lease, Lease4) else lease.duid,),
    "subnet": lambda lease: (lease.subnet_id, *_by_address(lease)),
    "state": lambda lease: (lease.state, *_by_address(lease)),
}


def select(
    leases: Iterable[AnyLease], query: Query, order: str = "address", reverse: bool = False, limit: int | None = None
) -> Iterator[AnyLease]:
    """Yield the leases that are wanted in one of ORDERS, `limit` at most; they come by address, prefixes last."""
    wanted = filter(query.matches, leases)
    if order == "address" and not reverse:
        return islice(wanted, limit)
    key = ORDERS[order]
    if limit is None:
        return iter(sorted(wanted, key=key, reverse=reverse))
    # so that the few of a million do not need them all in memory
    return iter(heapq.nlargest(limit, wanted, key) if reverse else heapq.nsmallest(limit, wanted, key))
