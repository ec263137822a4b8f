"""Leases in PostgreSQL: a batch is arrays, and a transaction is one round trip.

What a batch needs is fetched by one statement; what it changes is written by a delete, an update and an insert over
the rows of arrays. A row counts as written only if it said what was expected: when the counts do not add up, the
statement fails, and with it the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from lessor.model.database import POSTGRESQL
from lessor.model.keys import Keys
from lessor.model.lease import ASSIGNED, DECLINED, RECLAIMED, RELEASED, Lease4, expires_at
from lessor.model.lease6 import REGISTERED, Lease6
from lessor.store.base import Kind
from lessor.store.notes import Change
from lessor.store.pgsql_statements import COLUMNS, FASTER, STATES, Statements
from lessor.store.poolids import PoolIds, Span, none_known
from lessor.store.rowforms import Forms, Relays
from lessor.store.schema.fit import check_version
from lessor.store.sql import Contention, LostConnection, Refused
from lessor.store.sqlrows import Row, Table

if TYPE_CHECKING:
    import psycopg

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)

Work = tuple[str, list[Any]]
"""A statement and its parameters: arrays, and for leases the number of rows it must touch."""

SLICE: Final = 10_000
"""Rows that a walk takes at once."""

BY_INDEX: Final = ("enable_seqscan = off", "enable_hashjoin = off", "enable_mergejoin = off", "jit = off")
"""What keeps plans that were made while a table was small from reading all of it when it has grown."""

IN_THE_WAY: Final = ("40001", "40P01", "55P03")
"""SQLSTATEs of what passes when the transaction is begun again."""

GONE: Final = ("08", "25006", "53", "57", "58", "XX")
"""Beginnings of SQLSTATEs of a database that shuts down, is read-only, has no memory or disk left, or is damaged."""

LIVE: Final = (ASSIGNED, DECLINED, RELEASED, REGISTERED)
"""States in which a lease can still be taken back."""


class PostgresqlRows(Generic[AnyLease]):
    """One table of leases over one connection, as store/sql.py has it."""

    def __init__(
        self,
        connection: psycopg.Connection[Row],
        table: Table[AnyLease],
        pool_ids: Callable[[], PoolIds] = none_known,
    ) -> None:
        """Look at the columns the database has. Raise LostConnection, Refused."""
        self._connection = connection
        for setting in BY_INDEX:
            self._connection.execute(f"SET {setting}".encode())
        check_version(POSTGRESQL, self._ask)
        states = {row[0] for row in self._ask(STATES)}
        self._forms: Forms[AnyLease] = Forms(table, self._columns_of, states, signed_iaid=True, pool_ids=pool_ids)
        self._statements = Statements(self._forms)

    def states(self) -> frozenset[int]:
        """Return the states of leases that the database knows."""
        return self._forms.states

    def fetch(self, keys: Keys) -> list[AnyLease]:
        """Return all leases that any of the keys names."""
        identifiers = [list(found) for found in keys.identifiers] or [[] for _ in self._forms.table.identifiers]
        rows = self._ask(self._statements.fetch, *identifiers, self._shown(keys.addresses))
        # one row may be found by each of its keys
        return [self._forms.lease(row) for row in {row[0]: row for row in rows}.values()]

    def swap(self, changes: Sequence[Change[AnyLease]]) -> bool:
        """Make all changes in one transaction, or none: False when a row does not say what a change expects."""
        work = self._work(changes)
        if not work:
            return True
        with self._adversities():
            return self._carry_out(work)

    def _work(self, changes: Sequence[Change[AnyLease]]) -> list[Work]:
        """Return the statements that make the changes.

        Rows stand in the order of their addresses, so that two servers seldom wait for each other crosswise. What is
        deleted comes first: a prefix may take the place of an address.
        """
        row, told = self._forms.row, self._forms.told
        gone = [told(old) for old, new in changes if new is None and old is not None]
        changed = [row(new) + told(old)[1:] for old, new in changes if new is not None and old is not None]
        created = [row(new) for old, new in changes if old is None and new is not None]
        statements = self._statements
        work = ((statements.delete, gone), (statements.update, changed), (statements.insert, created))
        return [
            (text, [*[list(column) for column in zip(*sorted(rows, key=_first), strict=True)], len(rows)])
            for text, rows in work
            if rows
        ] + [relays for moved in self._forms.relays(changes) for relays in self._relays(moved)]

    def _relays(self, relays: Relays) -> Iterator[Work]:
        if relays.gone:
            yield self._statements.forget_relays(relays.table), [relays.gone]
        if relays.come:
            yield (
                self._statements.insert_relays(relays.table),
                [list(column) for column in zip(*relays.come, strict=True)],
            )

    def _carry_out(self, work: list[Work]) -> bool:
        from psycopg.errors import InvalidTextRepresentation

        try:
            # what is between two synchronisations is one transaction, ended by the second one
            with self._connection.pipeline():
                for text, parameters in work:
                    self._connection.execute(text.encode(), parameters)
        except InvalidTextRepresentation as error:
            if FASTER in str(error):
                return False
            raise
        return True

    def same(self, lease: AnyLease | None, other: AnyLease | None) -> bool:
        """Tell whether a swap would take one for the other."""
        if lease is None or other is None:
            return lease is other
        return self._forms.told(lease) == self._forms.told(other)

    def held(self, addresses: Collection[int]) -> set[int]:
        """Return those of the addresses on which there is a lease that is not over."""
        read = self._forms.address.read
        return {read(row[0]) for row in self._ask(self._statements.held, self._shown(addresses))}

    def occupied(self, subnet_id: int) -> set[int]:
        """Return the addresses of a subnet on which there is a lease that is not over."""
        read = self._forms.address.read
        return {read(row[0]) for row in self._ask(self._statements.occupied, subnet_id)}

    def expired(self, now: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first."""
        return self._over(LIVE, now, limit)

    def reclaimed(self, before: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` reclaimed leases whose time was over at `before`, oldest first."""
        return self._over((RECLAIMED,), before, limit)

    def _over(self, states: Sequence[int], time: int, limit: int) -> list[AnyLease]:
        # a query for each state, because that is what the index begins with
        rows = [row for state in states for row in self._ask(self._statements.over, state, time, limit)]
        return sorted([self._forms.lease(row) for row in rows], key=expires_at)[:limit]

    def search(
        self, equal: Mapping[str, int | str | bytes], after: int | None = None, limit: int | None = None
    ) -> list[AnyLease]:
        """Return the leases in which all these columns say this, by address: up to `limit` of those above `after`."""
        values: list[object] = list(equal.values())
        # below the first address there is nothing to be above of
        if after is not None and after >= 0:
            values.append(self._forms.address.show(after))
        text = self._statements.search(equal, after is not None and after >= 0, limit is not None)
        return [self._forms.lease(row) for row in self._ask(text, *values, *(() if limit is None else (limit,)))]

    def count(self) -> int:
        """Return how many leases there are."""
        return int(self._ask(self._statements.count)[0][0])

    def walk(self) -> Iterator[AnyLease]:
        """Walk all leases; nothing else may be asked of the connection until the end."""
        with self._adversities(), self._connection.transaction(), self._connection.cursor("walk") as cursor:
            cursor.execute(self._statements.walk)
            while rows := cursor.fetchmany(SLICE):
                for row in rows:
                    yield self._forms.lease(row)

    def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind, as the database counts them."""
        return {(row[0], row[1], row[2], row[3]): int(row[4]) for row in self._ask(self._statements.tally)}

    def within(self, span: Span) -> dict[int, int] | None:
        """Return how many leases of each state there are in a pool; None when the database tells pools apart."""
        if self._forms.has_pools:
            return None
        ends = self._shown((span.first, span.last))
        return {row[0]: int(row[1]) for row in self._ask(self._statements.within(span), *ends)}

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _columns_of(self, name: str) -> dict[str, str]:
        return {str(row[0]): str(row[1]) for row in self._ask(COLUMNS, name)}

    def _ask(self, text: str, *parameters: object) -> list[Row]:
        with self._adversities():
            return self._connection.execute(text.encode(), parameters).fetchall()

    def _shown(self, addresses: Collection[int]) -> list[Any]:
        show = self._forms.address.show
        return [show(address) for address in addresses]

    @contextmanager
    def _adversities(self) -> Iterator[None]:
        """Say what went wrong in the words of store/sql.py."""
        import psycopg

        try:
            yield
        except UnicodeError as error:
            raise Refused(str(error)) from error
        except psycopg.Error as error:
            text = str(error).strip()
            state = error.sqlstate or ""
            # the driver itself refuses rows without asking anybody
            hung_up = not state and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
            if self._connection.closed or hung_up or state.startswith(GONE):
                self._connection.close()
                raise LostConnection(text) from error
            raise (Contention if state in IN_THE_WAY else Refused)(text) from error


def _first(row: list[Any]) -> Any:
    return row[0]
