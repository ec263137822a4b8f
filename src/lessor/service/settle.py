"""What follows from changes that a store took, the same for both families."""

from collections.abc import Callable, Container, Sequence
from typing import Protocol, TypeVar

from lessor.engine.occupancy import LEASED, Place, release_leased
from lessor.model.lease import is_over


class Placed(Protocol):
    """A lease of either family."""

    subnet_id: int
    state: int
    cltt: int
    valid_lifetime: int


Lease = TypeVar("Lease", bound=Placed)
Told = TypeVar("Told", contravariant=True)


class Chronicle(Protocol[Told]):
    """Where changes of leases are counted."""

    def changed(self, before: Told | None, after: Told | None) -> None: ...


def settle(
    changes: Sequence[tuple[Lease | None, Lease | None]],
    subnets: Container[int],
    place_of: Callable[[Lease], Place | None],
    chronicle: Chronicle[Lease],
) -> None:
    """Bring the allocators' picture and the counters in line; leases of subnets no longer configured have neither."""
    for before, after in changes:
        lease = before if after is None else after
        if lease is None or lease.subnet_id not in subnets:
            continue
        if after is not None and not is_over(after):
            place = place_of(after)
            # what lies in no pool has no place
            if place is not None:
                place[0].mark(place[1], LEASED)
        elif before is not None and not is_over(before):
            # what was free already may be on its way to somebody else
            release_leased(place_of(before))
        chronicle.changed(before, after)
