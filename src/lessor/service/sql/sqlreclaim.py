"""Taking back leases of a SQL database: each by itself, so that one that somebody else took back costs no other."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Generic, TypeVar

from lessor.engine.occupancy import Place
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.service.reclaim import Reclamation
from lessor.service.sql.told import Told
from lessor.store.view import View

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)


class SqlReclamation(Reclamation[AnyLease]):
    """Takes back what is in view: within the answer to a message, or in a round."""

    __slots__ = ("_told", "_view")

    def __init__(self, view: View[AnyLease], place_of: Callable[[AnyLease], Place | None], told: Told) -> None:
        super().__init__(_Apart(view, told), place_of, told)
        self._view = view
        self._told = told

    def reclaim(self, now: int, limit: int) -> int:
        """Take back up to `limit` leases in view whose time was over at `now`; return how many. Raise Unfetched."""
        number = self._view.number
        try:
            return super().reclaim(now, limit)
        finally:
            self._view.number = number
            self._told.turn(number)


class _Apart(Generic[AnyLease]):
    """A view in which each commit has a number of its own, below all those of messages."""

    def __init__(self, view: View[AnyLease], told: Told) -> None:
        self._view = view
        self._told = told
        self._numbers = count(-1, -1)

    def expired(self, now: int, limit: int) -> list[AnyLease]:
        """Return leases whose time is over. Raise Unfetched."""
        return self._view.expired(now, limit)

    def reclaimed(self, before: int, limit: int) -> list[AnyLease]:
        """Return rows of leases that were taken back."""
        return self._view.reclaimed(before, limit)

    def commit(self, changes: Sequence[tuple[AnyLease | None, AnyLease | None]]) -> bool:
        """Apply all changes, or none."""
        self._view.number = next(self._numbers)
        self._told.turn(self._view.number)
        return self._view.commit(changes)
