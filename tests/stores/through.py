"""SQL rows as a lease store: each question and each commit is a batch of its own."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from lessor.model.facts import Facts4
from lessor.model.facts6 import Facts6
from lessor.model.keys import Keys
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6, key_of
from lessor.store.base import Kind
from lessor.store.sql import Rows, flush
from lessor.store.view import View, View4, View6

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)


class Through(Generic[AnyLease]):
    """What both families have in common."""

    identifiers: int
    key: Callable[[AnyLease], int]

    def __init__(self, rows: Rows[AnyLease], view: View[AnyLease]) -> None:
        self.rows = rows
        self.view = view

    def commit(self, changes: Sequence[tuple[AnyLease | None, AnyLease | None]]) -> bool:
        addresses = {lease.address for change in changes for lease in change if lease is not None}
        keys = Keys(tuple([set() for _ in range(self.identifiers)]), addresses)
        self.view.load(keys, self.rows.fetch(keys))
        self.view.begin(1)
        return self.view.commit(changes) and flush(self.rows, self.view.notes, type(self).key) == set()

    def look(self, *identifiers: bytes) -> None:
        """Have the leases of a client in view, and know all addresses."""
        found = self.rows.fetch(Keys(tuple([{identifier} - {b""} for identifier in identifiers])))
        everything = {lease.address for lease in self.rows.walk()}
        rest = self.rows.fetch(Keys(tuple([set() for _ in identifiers]), everything))
        keys = Keys(tuple([{identifier} for identifier in identifiers]), everything)
        assert all(lease in rest for lease in found)
        self.view.load(keys, rest)

    def when_durable(self, done: Callable[[bool], None]) -> None:
        done(True)

    def leases(self) -> Iterator[AnyLease]:
        return iter(list(self.rows.walk()))

    def expired(self, now: int, limit: int) -> list[AnyLease]:
        return self.rows.expired(now, limit)

    def reclaimed(self, before: int, limit: int) -> list[AnyLease]:
        return self.rows.reclaimed(before, limit)

    def tally(self) -> dict[Kind, int]:
        return self.rows.tally()

    def __len__(self) -> int:
        return len(list(self.rows.walk()))

    def close(self) -> None:
        self.rows.close()


class Through4(Through[Lease4]):
    identifiers = 2

    @staticmethod
    def key(lease: Lease4) -> int:
        return lease.address

    def __init__(self, rows: Rows[Lease4]) -> None:
        self.view4 = View4()
        super().__init__(rows, self.view4)

    def facts(self, client_id: bytes, hwaddr: bytes) -> Facts4:
        self.look(client_id, hwaddr)
        return self.view4.facts(client_id, hwaddr)


class Through6(Through[Lease6]):
    identifiers = 1

    @staticmethod
    def key(lease: Lease6) -> int:
        return key_of(lease)

    def __init__(self, rows: Rows[Lease6]) -> None:
        self.view6 = View6()
        super().__init__(rows, self.view6)

    def facts(self, duid: bytes) -> Facts6:
        self.look(duid)
        return self.view6.facts(duid)
