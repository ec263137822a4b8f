"""Leases in MySQL and MariaDB: a batch is lists of values, and few statements with many rows.

What a batch needs is fetched by one statement. To write, the rows that exist are locked and looked at first; if they
say what was expected, one statement each deletes, overwrites and adds. A row that somebody else added meanwhile is a
duplicate, which ends the transaction.

Each statement that changes rows is sent by itself, and so is COMMIT. A node of a Galera cluster may take a transaction
back between any two statements, because another node was faster. It says so to the next command that a client sends,
but not to the next statement of one text: the rest of such a text is carried out as if nothing had happened, without
what came before, and its COMMIT succeeds with nothing to commit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from lessor.model.database import MYSQL
from lessor.model.keys import Keys
from lessor.model.lease import INFINITE, RECLAIMED, RELEASED, Lease4
from lessor.model.lease6 import Lease6
from lessor.store.base import Kind
from lessor.store.fields import read_address6
from lessor.store.notes import Change
from lessor.store.poolids import PoolIds, Span, none_known
from lessor.store.rowforms import TEXTS, Forms, Relays
from lessor.store.schema.fit import check_version
from lessor.store.sql import Contention, LostConnection, Refused
from lessor.store.sqlrows import TIME, Column, Row, Table

if TYPE_CHECKING:
    from pymysql.connections import Connection
    from pymysql.cursors import Cursor

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)

SLICE: Final = 10_000
"""Rows that a walk takes at once."""

COLUMNS: Final = (
    "SELECT column_name, data_type FROM information_schema.columns"
    " WHERE table_name = '{}' AND table_schema = database()"
)

# Numbers of errors
DUPLICATE: Final = 1062
IN_THE_WAY: Final = (1205, 1213)
"""A lock was waited for too long; a deadlock, or a transaction that other nodes of a cluster did not let pass."""
GONE: Final = (1040, 1047, 1053, 1077, 1290, 1836, 1927, 2006, 2013, 2014, 2055, 4031)
"""The server has no room, is no part of its cluster, shuts down, is read-only, or has hung up."""

BINDING: Final = f"coalesce(state, 0) NOT IN ({RECLAIMED}, {RELEASED})"
"""Holds for leases that keep others from their addresses."""


LAST_SECOND: Final = 0x7FFFFFFF
"""The last time that a column of type timestamp holds."""


def _from_digits(text: str) -> int:
    return int(text, 16)


JOINED: Final[dict[str, tuple[str, Callable[[str], int]]]] = {
    "int8": ("address", int),
    "text": ("address", read_address6),
    "octets": ("HEX(address)", _from_digits),
}
"""How addresses are joined to one text, and read from it, by the type in which they are sent."""


class Expression(str):
    """A piece of SQL that stands as it is, among texts that are values."""

    __slots__ = ()


class MysqlRows(Generic[AnyLease]):
    """One table of leases over one connection, as store/sql.py has it."""

    def __init__(
        self, connection: Connection[Cursor], table: Table[AnyLease], pool_ids: Callable[[], PoolIds] = none_known
    ) -> None:
        """Look at the columns the database has. Raise LostConnection, Refused."""
        self._connection = connection
        # what was not there when a transaction began may be there now: locks on gaps would only be in the way
        self._do("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; SET SESSION group_concat_max_len = 16777216")
        check_version(MYSQL, self._ask)
        states = {row[0] for row in self._ask("SELECT state FROM lease_state")}
        self._forms: Forms[AnyLease] = Forms(table, self._columns_of, states, signed_iaid=False, pool_ids=pool_ids)
        self._name = table.name
        columns = self._forms.columns
        self._columns = ", ".join([column.name for column in columns])
        self._shown = ", ".join([_received(column) for column in self._forms.read])
        self._told = ", ".join([_received(column) for column in (columns[0], *self._forms.told_columns)])
        self._overwrite = ", ".join([f"{column.name} = VALUES({column.name})" for column in columns[1:]])
        self._times = frozenset([place for place, column in enumerate(columns) if column.kind == TIME])

    def states(self) -> frozenset[int]:
        """Return the states of leases that the database knows."""
        return self._forms.states

    def fetch(self, keys: Keys) -> list[AnyLease]:
        """Return all leases that any of the keys names."""
        names = self._forms.table.identifiers
        wanted = [(name, found) for name, found in zip(names, keys.identifiers, strict=False) if found]
        parts = [self._where(f"{name} IN ({_list(found)})") for name, found in wanted]
        if keys.addresses:
            parts.append(self._where(f"address IN ({self._addresses(keys.addresses)})"))
        if not parts:
            return []
        # one row may be found by each of its keys
        rows = {row[0]: row for row in self._ask(" UNION ALL ".join(parts))}
        return [self._forms.lease(row) for row in rows.values()]

    def swap(self, changes: Sequence[Change[AnyLease]]) -> bool:
        """Make all changes in one transaction, or none: False when a row does not say what a change expects."""
        there = {old.address: old for old, _ in changes if old is not None}
        with self._adversities():
            try:
                self._do("START TRANSACTION")
                if not self._say(there):
                    self._do("ROLLBACK")
                    return False
                return self._carry_out(changes)
            except BaseException:
                self._roll_back()
                raise

    def _say(self, there: dict[int, AnyLease]) -> bool:
        """Lock rows, and tell whether they say what is expected of them."""
        if not there:
            return True
        # in the order of addresses, so that two servers seldom wait for each other crosswise
        addresses = self._addresses(sorted(there))
        where = f"address IN ({addresses}) ORDER BY address FOR UPDATE"
        rows = self._ask(f"SELECT {self._told} FROM {self._name} WHERE {where}")
        found = {tuple([b"" if value is None else value for value in row]) for row in rows}
        return found == {tuple(self._forms.told(lease)) for lease in there.values()}

    def _carry_out(self, changes: Sequence[Change[AnyLease]]) -> bool:
        try:
            for statement in self._statements(changes):
                self._do(statement)
        except Duplicate:
            self._do("ROLLBACK")
            return False
        self._do("COMMIT")
        return True

    def _statements(self, changes: Sequence[Change[AnyLease]]) -> Iterator[str]:
        gone = [old.address for old, new in changes if new is None and old is not None]
        changed = [new for old, new in changes if new is not None and old is not None]
        created = [new for old, new in changes if new is not None and old is None]
        # first, because a prefix may take the place of an address
        if gone:
            yield f"DELETE FROM {self._name} WHERE address IN ({self._addresses(sorted(gone))})"
        if changed:
            yield f"{self._insert(changed)} ON DUPLICATE KEY UPDATE {self._overwrite}"
        if created:
            yield self._insert(created)
        for relays in self._forms.relays(changes):
            yield from _relays(relays)

    def _insert(self, leases: list[AnyLease]) -> str:
        rows = ", ".join([self._values(lease) for lease in sorted(leases, key=_address)])
        return f"INSERT INTO {self._name} ({self._columns}) VALUES {rows}"

    def _values(self, lease: AnyLease) -> str:
        row = self._forms.row(lease)
        for place in self._times:
            row[place] = _time(row[place])
        return f"({', '.join([_literal(value) for value in row])})"

    def same(self, lease: AnyLease | None, other: AnyLease | None) -> bool:
        """Tell whether a swap would take one for the other."""
        if lease is None or other is None:
            return lease is other
        return self._forms.told(lease) == self._forms.told(other)

    def held(self, addresses: Collection[int]) -> set[int]:
        """Return those of the addresses on which there is a lease that is not over."""
        if not addresses:
            return set()
        read = self._forms.address.read
        where = f"address IN ({self._addresses(addresses)}) AND {BINDING}"
        return {read(row[0]) for row in self._ask(f"SELECT address FROM {self._name} WHERE {where}")}

    def occupied(self, subnet_id: int) -> set[int]:
        """Return the addresses of a subnet on which there is a lease that is not over."""
        shown, read = JOINED[self._forms.address.type]
        # a row for each address would take this driver seconds where there are hundreds of thousands
        rows = self._ask(
            f"SELECT GROUP_CONCAT({shown}) FROM {self._name} WHERE subnet_id = {subnet_id} AND {BINDING}"
            " GROUP BY CRC32(address) MOD 1024"
        )
        return {read(text) for row in rows for text in row[0].split(",")}

    def expired(self, now: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first."""
        return self._over(f"state <> {RECLAIMED}", now, limit)

    def reclaimed(self, before: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` reclaimed leases whose time was over at `before`, oldest first."""
        return self._over(f"state = {RECLAIMED}", before, limit)

    def _over(self, condition: str, time: int, limit: int) -> list[AnyLease]:
        ended = f"expire <= FROM_UNIXTIME({min(time, LAST_SECOND)}) AND valid_lifetime <> {INFINITE}"
        rows = self._ask(self._where(f"{ended} AND {condition} ORDER BY expire LIMIT {limit}"))
        return [self._forms.lease(row) for row in rows]

    def search(
        self, equal: Mapping[str, int | str | bytes], after: int | None = None, limit: int | None = None
    ) -> list[AnyLease]:
        """Return the leases in which all these columns say this, by address: up to `limit` of those above `after`."""
        said = [f"{name} = {_literal(value)}" for name, value in equal.items()]
        # below the first address there is nothing to be above of
        if after is not None and after >= 0:
            said.append(f"address > {_literal(self._forms.address.show(after))}")
        most = "" if limit is None else f" LIMIT {limit}"
        rows = self._ask(self._where(f"{' AND '.join(said) or 'TRUE'} ORDER BY address{most}"))
        return [self._forms.lease(row) for row in rows]

    def count(self) -> int:
        """Return how many leases there are."""
        return int(self._ask(f"SELECT count(*) FROM {self._name}")[0][0])

    def walk(self) -> Iterator[AnyLease]:
        """Walk all leases; nothing else may be asked of the connection until the end."""
        from pymysql.cursors import SSCursor

        with self._adversities(), self._connection.cursor(SSCursor) as cursor:
            cursor.execute(f"SELECT {self._shown} FROM {self._name}")
            while rows := cursor.fetchmany(SLICE):
                for row in rows:
                    yield self._forms.lease(row)

    def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind, as the database counts them."""
        return {(row[0], row[1], row[2], row[3]): row[4] for row in self._ask(self._forms.tally())}

    def within(self, span: Span) -> dict[int, int] | None:
        """Return how many leases of each state there are in a pool; None when the database tells pools apart."""
        if self._forms.has_pools:
            return None
        form = self._forms.address
        ends = tuple([_literal(form.show(address)) for address in (span.first, span.last)])
        # texts have another order than the addresses they are of
        return dict(self._ask(self._forms.within(span, "INET6_ATON({})" if form is TEXTS else "{}") % ends))

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection.open:
            self._connection.close()

    def _where(self, condition: str) -> str:
        # in brackets, because each part of a union may have its own order and limit
        return f"(SELECT {self._shown} FROM {self._name} WHERE {condition})"

    def _addresses(self, addresses: Collection[int]) -> str:
        show = self._forms.address.show
        return _list([show(address) for address in addresses])

    def _columns_of(self, name: str) -> dict[str, str]:
        return {str(row[0]): str(row[1]) for row in self._ask(COLUMNS.format(name))}

    def _ask(self, text: str) -> list[Row]:
        with self._adversities(), self._connection.cursor() as cursor:
            cursor.execute(text)
            return list(cursor.fetchall())

    def _do(self, text: str) -> None:
        """Carry out all statements of a text."""
        with self._adversities(), self._connection.cursor() as cursor:
            cursor.execute(text)
            while cursor.nextset():
                pass

    def _roll_back(self) -> None:
        import pymysql

        try:
            if self._connection.open:
                self._connection.rollback()
        except (pymysql.Error, OSError):
            # the transaction ends with its connection
            self._connection.close()

    @contextmanager
    def _adversities(self) -> Iterator[None]:
        """Say what went wrong in the words of store/sql.py."""
        import pymysql

        try:
            yield
        except (pymysql.Error, OSError) as error:
            number = error.args[0] if error.args else 0
            text = str(error.args[-1]) if error.args else str(error)
            if number in IN_THE_WAY:
                raise Contention(text) from error
            if number == DUPLICATE:
                raise Duplicate(text) from error
            lost = isinstance(error, pymysql.InterfaceError | OSError) or number in GONE
            if lost or not self._connection.open:
                self.close()
                raise LostConnection(text) from error
            raise Refused(text) from error


class Duplicate(Refused):
    """There is a row where none was expected."""


def _relays(relays: Relays) -> Iterator[str]:
    table = relays.table
    if relays.gone:
        yield f"DELETE FROM {table.name} WHERE lease_addr IN ({_list(relays.gone)})"
    if relays.come:
        rows = ", ".join([f"({_list(row)})" for row in relays.come])
        yield f"INSERT INTO {table.name} ({table.column}, lease_addr) VALUES {rows}"


def _received(column: Column) -> str:
    return f"UNIX_TIMESTAMP({column.name})" if column.kind == TIME else column.name


def _list(values: Collection[Any]) -> str:
    return ", ".join([_literal(value) for value in values])


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    # octets in hexadecimal digits need no escapes; the words before them say that they are text
    if isinstance(value, str):
        return value if isinstance(value, Expression) else f"_utf8mb4 x'{value.encode(errors='replace').hex()}'"
    return str(int(value))


def _time(seconds: int) -> Expression:
    # beyond that, FROM_UNIXTIME is NULL
    if seconds > LAST_SECOND:
        raise Refused("the lease ends after 2038-01-19 03:14:07, which the database cannot hold")
    return Expression(f"FROM_UNIXTIME({seconds})")


def _address(lease: Lease4 | Lease6) -> int:
    return lease.address
