"""Taking back leases whose time is over, so that what they bound can be given to others; the same for both families.

A lease that was taken back stays as a row for a while, for its client to come back to; then the row is removed. What
was declined is nobody's, so of it no row stays.
"""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Generic, Protocol, TypeVar

from lessor.engine.occupancy import Place, release_leased
from lessor.model.lease import DECLINED, RECLAIMED, RELEASED, is_over


class Named(Protocol):
    """A lease of either family."""

    state: int
    cltt: int
    valid_lifetime: int
    fqdn_fwd: bool
    fqdn_rev: bool
    hostname: str


Lease = TypeVar("Lease", bound=Named)
Told = TypeVar("Told", contravariant=True)


class Store(Protocol[Lease]):
    """What reclamation asks of a store (store/base.py)."""

    def expired(self, now: int, limit: int) -> list[Lease]: ...
    def reclaimed(self, before: int, limit: int) -> list[Lease]: ...
    def commit(self, changes: Sequence[tuple[Lease | None, Lease | None]]) -> bool: ...


class Chronicle(Protocol[Told]):
    """Where it is noted that a lease was taken back."""

    def reclaimed(self, lease: Told) -> None: ...


class Reclamation(Generic[Lease]):
    """The leases of one server that are over. Every method raises StoreError when the store takes no changes.

    `keep` says whether rows of leases taken back stay until `remove`, `affinity` whether those of leases that their
    clients gave back do. `may_take`, where plug-ins want to be asked, tells whether a lease is to be taken back now; it
    is told whether no row of the lease will stay.
    """

    __slots__ = ("_chronicle", "_place_of", "_store", "affinity", "keep", "may_take")

    def __init__(
        self, store: Store[Lease], place_of: Callable[[Lease], Place | None], chronicle: Chronicle[Lease]
    ) -> None:
        self._store = store
        self._place_of = place_of
        self._chronicle = chronicle
        self.keep = True
        self.affinity = False
        self.may_take: Callable[[Lease, bool], bool] | None = None

    def reclaim(self, now: int, limit: int) -> int:
        """Take back up to `limit` leases whose time was over at `now`, oldest first; return how many."""
        count = 0
        for lease in self._store.expired(now, limit):
            left = _reclaimed(lease) if self.keep and lease.state != DECLINED else None
            if self.may_take is not None and not self.may_take(lease, left is None):
                continue
            if self._store.commit(((lease, left),)):
                count += 1
                # what its client gave back was free at once, and may be on its way to somebody else
                if lease.state != RELEASED:
                    release_leased(self._place_of(lease))
                    self._chronicle.reclaimed(lease)
        return count

    def overdue(self, now: int) -> bool:
        """Tell whether there is a lease to take back."""
        return bool(self._store.expired(now, 1))

    def remove(self, before: int, limit: int) -> int:
        """Remove up to `limit` rows of leases taken back whose time was over at `before`; return how many."""
        return sum(self._store.commit(((lease, None),)) for lease in self._store.reclaimed(before, limit))


def given_back(changes: Sequence[tuple[Lease | None, Lease | None]], now: int) -> tuple[tuple[Lease, Lease], ...]:
    """Return changes that end the leases which `changes` remove, and keep their rows.

    A row of a lease that was over before stays as it is; one of an infinite lease has an end from now on.
    """
    return tuple([(lease, _released(lease, now)) for lease, _ in changes if lease is not None and not is_over(lease)])


def _reclaimed(lease: Lease) -> Lease:
    """Return the lease as Kea leaves it after reclamation: no name, no DNS entries, state changed."""
    left = copy(lease)
    left.state = RECLAIMED
    left.fqdn_fwd = left.fqdn_rev = False
    left.hostname = ""
    return left


def _released(lease: Lease, now: int) -> Lease:
    """Return a lease as its client left it: over already, for Kea too, which has leases last until a second is over.

    A lifetime of 0 would mean removal in a lease file.
    """
    left = copy(lease)
    left.state = RELEASED
    left.cltt = min(lease.cltt, now - 2)
    left.valid_lifetime = now - 1 - left.cltt
    return left
