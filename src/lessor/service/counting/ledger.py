"""What changes of leases mean for the statistics; the same for both families."""

from collections.abc import Callable
from typing import Final, Generic, Protocol, TypeVar

from lessor.model.lease import DECLINED, is_expired, is_over
from lessor.service.counting.counters import NOTHING, Counters
from lessor.service.counting.statistics import Statistics

RECLAIMED: Final = ("reclaimed-leases",)
RECLAIMED_DECLINED: Final = ("reclaimed-leases", "reclaimed-declined-addresses")


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

    __slots__ = ("_cumulative", "_given", "_states", "_type_of", "statistics")

    def __init__(self, statistics: Statistics, names: Counters, type_of: Callable[[Lease], int]) -> None:
        self.statistics = statistics
        self._states = names.states
        self._cumulative = names.cumulative
        # what a lease adds to when there was none before
        self._given = {
            kind: states + tuple([names.cumulative[name] for name in states if name in names.cumulative])
            for kind, states in names.states.items()
        }
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
        if before is None:
            # common case: a new lease
            if after is not None:
                self._count(after, self._given, 1)
            return
        left = self._count(before, self._states, -1)
        if after is not None:
            joined = self._count(after, self._states, 1)
            came = [self._cumulative[name] for name in joined if name not in left and name in self._cumulative]
            self._add(after, tuple(came), 1)

    def corrected(self, before: Lease | None, after: Lease | None) -> None:
        """Bring the counts in line with a change that somebody made by hand; those of all leases ever given stay."""
        if before is not None:
            self._count(before, self._states, -1)
        if after is not None:
            self._count(after, self._states, 1)

    def reclaimed(self, lease: Lease) -> None:
        """Count a lease taken back after its time."""
        self._count(lease, self._states, -1)
        self._add(lease, RECLAIMED_DECLINED if lease.state == DECLINED else RECLAIMED, 1)

    def _count(self, lease: Lease, added: dict[tuple[int, int], tuple[str, ...]], step: int) -> tuple[str, ...]:
        """Count by what leases of a (type, state) add to; return what that was."""
        type = self._type_of(lease)
        names = added.get((type, lease.state), NOTHING)
        self.statistics.count_lease(lease.subnet_id, lease.pool_id, type, names, step)
        return names

    def _add(self, lease: Lease, names: tuple[str, ...], step: int) -> None:
        self.statistics.count_lease(lease.subnet_id, lease.pool_id, self._type_of(lease), names, step)
