"""Leases in a SQL database, whatever its dialect: one round trip to fetch a batch, one transaction to write it.

`Rows` is what a dialect does (postgresql.py, mysql.py), always with one connection and in one thread. `flush` writes
what a batch changed by compare-and-swap: a row is touched only if it says what the batch was decided on. Several
servers, and Kea itself, may write to the same tables; who comes second loses, and is told so.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from random import random
from typing import Final, Protocol, TypeVar

from lessor.model.keys import Keys
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store.base import Kind, StoreError
from lessor.store.notes import Change, Note, losers, net
from lessor.store.poolids import PoolIds, Span

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)

TRIES: Final = 12
"""How often a transaction is begun again when others are in its way."""

LONGEST_PAUSE: Final = 0.1
"""Seconds between two tries, at most."""


class LostConnection(StoreError):
    """The database is gone, or was never there; whether a transaction at its end was carried out is not known."""


class Contention(StoreError):
    """Another transaction was in the way (a deadlock, or one of another node of a cluster): nothing was changed."""


class Refused(StoreError):
    """The database does not take these rows; nothing was changed."""


class Rows(Protocol[AnyLease]):
    """One table of leases of one database. Methods raise LostConnection, Contention or Refused."""

    def states(self) -> frozenset[int]:
        """Return the states of leases that the database knows."""
        ...

    def fetch(self, keys: Keys) -> list[AnyLease]:
        """Return all leases that any of the keys names; one may come several times."""
        ...

    def swap(self, changes: Sequence[Change[AnyLease]]) -> bool:
        """Make all changes in one durable transaction, or none: False when a row does not say what a change expects."""
        ...

    def same(self, lease: AnyLease | None, other: AnyLease | None) -> bool:
        """Tell whether a swap would take one for the other."""
        ...

    def held(self, addresses: Collection[int]) -> set[int]:
        """Return those of the addresses on which there is a lease that is not over."""
        ...

    def expired(self, now: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first."""
        ...

    def reclaimed(self, before: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` reclaimed leases whose time was over at `before`, oldest first."""
        ...

    def occupied(self, subnet_id: int) -> set[int]:
        """Return the addresses of a subnet on which there is a lease that is not over."""
        ...

    def search(
        self, equal: Mapping[str, int | str | bytes], after: int | None = None, limit: int | None = None
    ) -> list[AnyLease]:
        """Return the leases in which all these columns say this, by address: up to `limit` of those above `after`.

        Where a database has addresses as text, they come in the order of that.
        """
        ...

    def count(self) -> int:
        """Return how many leases there are."""
        ...

    def walk(self) -> Iterator[AnyLease]:
        """Walk all leases; nothing else may be asked of the connection until the end."""
        ...

    def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind, as the database counts them: not all know of pools."""
        ...

    def within(self, span: Span) -> dict[int, int] | None:
        """Return how many leases of each state there are in a pool; None when the tally tells pools apart."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


def tally_pools(rows: Rows[AnyLease], ids: PoolIds) -> dict[Kind, int]:
    """Return how many leases there are of each kind; where a database knows nothing of pools, by their addresses."""
    counts = rows.tally()
    for span in ids.spans:
        found = rows.within(span)
        if found is None:
            break
        for state, number in found.items():
            rest = span.subnet_id, 0, span.type, state
            # both were counted one after the other
            counts[rest] = max(counts.get(rest, 0) - number, 0)
            kind = span.subnet_id, span.pool_id, span.type, state
            counts[kind] = counts.get(kind, 0) + number
    return counts


def flush(
    rows: Rows[AnyLease],
    notes: Sequence[Note[AnyLease]],
    key: Callable[[AnyLease], int],
    pause: Callable[[float], None] = time.sleep,
) -> set[int]:
    """Write the changes of a batch; return the numbers of the messages that lost. Raise LostConnection, StoreError."""
    lost: set[int] = set()
    for attempt in range(TRIES):
        rest = [note for note in notes if note[0] not in lost]
        changes = net(rest, key)
        if not changes:
            return lost
        try:
            if rows.swap(list(changes.values())):
                return lost
            lost |= losers(rest, key, _failed(rows, changes))
        except Contention:
            pause(random() * min(LONGEST_PAUSE, 0.005 * 2**attempt))
        except Refused:
            return lost | _told_apart(rows, rest, key, pause)
    return {number for number, _ in notes}


def _failed(rows: Rows[AnyLease], changes: dict[int, Change[AnyLease]]) -> list[int]:
    """Return the keys under which there is something else than what was expected."""
    no_identifiers: tuple[set[bytes], ...] = ()
    addresses = [lease.address for old, new in changes.values() if (lease := old or new) is not None]
    there = {lease.address: lease for lease in rows.fetch(Keys(no_identifiers, addresses))}
    return [
        its_key
        for its_key, (old, new) in changes.items()
        if (lease := old or new) is not None and not rows.same(there.get(lease.address), old)
    ]


def _told_apart(
    rows: Rows[AnyLease],
    notes: Sequence[Note[AnyLease]],
    key: Callable[[AnyLease], int],
    pause: Callable[[float], None],
) -> set[int]:
    """Write the halves of a batch by themselves, so that one row that no database takes costs one message only."""
    numbers = sorted({number for number, _ in notes})
    if len(numbers) == 1:
        return set(numbers)
    lost: set[int] = set()
    for half in (set(numbers[: len(numbers) // 2]), set(numbers[len(numbers) // 2 :])):
        lost |= flush(rows, [note for note in notes if note[0] in half], key, pause)
    return lost
