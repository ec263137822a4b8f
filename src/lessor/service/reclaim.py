"""Taking back leases whose time is over, so that what they bound can be given to others; the same for both families."""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Protocol, TypeVar

from lessor.engine.occupancy import Place, release_leased
from lessor.model.lease import RECLAIMED


class Named(Protocol):
    """A lease of either family."""

    state: int
    fqdn_fwd: bool
    fqdn_rev: bool
    hostname: str


Lease = TypeVar("Lease", bound=Named)
Told = TypeVar("Told", contravariant=True)


class Store(Protocol[Lease]):
    """What reclamation asks of a store (store/base.py)."""

    def expired(self, now: int, limit: int) -> list[Lease]: ...
    def commit(self, changes: Sequence[tuple[Lease | None, Lease | None]]) -> bool: ...


class Chronicle(Protocol[Told]):
    """Where it is noted that a lease was taken back."""

    def reclaimed(self, lease: Told) -> None: ...


def reclaim(
    store: Store[Lease],
    place_of: Callable[[Lease], Place | None],
    chronicle: Chronicle[Lease],
    now: int,
    limit: int,
) -> int:
    """Mark up to `limit` expired leases as reclaimed, oldest first; return how many.

    The row stays, so that its client gets the same address again if it comes back before somebody else does.
    """
    reclaimed = 0
    for lease in store.expired(now, limit):
        if store.commit(((lease, _reclaimed(lease)),)):
            reclaimed += 1
            release_leased(place_of(lease))
            chronicle.reclaimed(lease)
    return reclaimed


def _reclaimed(lease: Lease) -> Lease:
    """Return the lease as Kea leaves it after reclamation: no name, no DNS entries, state changed."""
    left = copy(lease)
    left.state = RECLAIMED
    left.fqdn_fwd = left.fqdn_rev = False
    left.hostname = ""
    return left
