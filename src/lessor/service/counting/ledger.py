"""What changes of leases mean for the statistics; the same for both families."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from lessor.model.lease import DECLINED, is_expired, is_over
from lessor.service.counting.counters import NOTHING, Counters
from lessor.service.counting.statistics import Statistics


class Counted(Protocol):
    """A lease of either family."""

    subnet_id: int
    pool_id: int
    state: int
    cltt: int
    valid_lifetime: int


Lease = TypeVar("Lease", bound=Counted)


class Ledger(Generic[Lease]):
    """[hot] Counts leases; `type_of` tells the type of one, which for IPv4 is always 0."""

    __slots__ = ("_cumulative", "_states", "_type_of", "statistics")

    def __init__(self, statistics: Statistics, names: Counters, type_of: Callable[[Lease], int]) -> None:
        self.statistics = statistics
        self._states = names.states
        self._cumulative = names.cumulative
        self._type_of = type_of

    def changed(self, before: Lease | None, after: Lease | None) -> None:
        """Bring the counts in line with a change of leases that a message caused."""
        if before is not None and after is not None:
            if is_expired(before, after.cltt) and not is_over(before):
                # its time was over and nobody had taken it back: that is done now
                self.reclaimed(before)
                before = None
            elif (
                before.state == after.state and before.subnet_id == after.subnet_id and before.pool_id == after.pool_id
            ):
                # common case: a renewal
                return
        left = NOTHING if before is None else self._count(before, -1)
        joined = NOTHING if after is None else self._count(after, 1)
        if after is not None:
            for name in joined:
                if name not in left and name in self._cumulative:
                    self._add(after, self._cumulative[name], 1)

    def corrected(self, before: Lease | None, after: Lease | None) -> None:
        """Bring the counts in line with a change that somebody made by hand; those of all leases ever given stay."""
        if before is not None:
            self._count(before, -1)
        if after is not None:
            self._count(after, 1)

    def reclaimed(self, lease: Lease) -> None:
        """Count a lease taken back after its time."""
        self._count(lease, -1)
        self._add(lease, "reclaimed-leases", 1)
        if lease.state == DECLINED:
            self._add(lease, "reclaimed-declined-addresses", 1)

    def _count(self, lease: Lease, step: int) -> tuple[str, ...]:
        names = self._states.get((self._type_of(lease), lease.state), NOTHING)
        for name in names:
            self._add(lease, name, step)
        return names

    def _add(self, lease: Lease, name: str, step: int) -> None:
        self.statistics.count_lease(lease.subnet_id, lease.pool_id, self._type_of(lease), name, step)
