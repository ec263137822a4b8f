"""The statements of postgresql.py, as text: what is sent are arrays, one for each column, and rows are made of them.

Those that write take the number of rows they must touch as their last parameter.
"""

from collections.abc import Iterable
from typing import Final, Generic, TypeVar

from lessor.model.lease import INFINITE, RECLAIMED, RELEASED, Lease4
from lessor.model.lease6 import Lease6
from lessor.store.poolids import Span
from lessor.store.relayed import RelayTable
from lessor.store.rowforms import TEXTS, Forms
from lessor.store.sqlrows import ADDRESS, FLAG, IAID, NUMBER, OCTETS, TEXT, TIME, Column

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)

COLUMNS: Final = (
    "SELECT column_name, data_type FROM information_schema.columns"
    " WHERE table_name = %s AND table_schema = ANY (current_schemas(false))"
)

STATES: Final = "SELECT state FROM lease_state"

TYPES: Final = {NUMBER: "int8", IAID: "int8", TIME: "int8", OCTETS: "bytea", TEXT: "text", FLAG: "bool"}
"""As what the values of columns are sent; it is the database that makes them smaller."""

FASTER: Final = "another server was faster"
"""What an error says that ends a transaction because a row was not as expected."""

COUNTED: Final = (
    "WITH written AS ({} RETURNING 1)"
    f" SELECT (CASE count(*) WHEN %b::int8 THEN '0' ELSE '{FASTER}' END)::int FROM written"
)
"""A statement that fails unless it touches so many rows: so it can be sent together with the end of its transaction."""

BINDING: Final = f"coalesce(state, 0) NOT IN ({RECLAIMED}, {RELEASED})"
"""Holds for leases that keep others from their addresses."""


class Statements(Generic[AnyLease]):
    """The text of every statement about one table."""

    def __init__(self, forms: Forms[AnyLease]) -> None:
        self._forms = forms
        table = forms.table.name
        columns = forms.columns
        shown = ", ".join([self._shown(column) for column in forms.read])
        told = [Column(f"was_{column.name}", column.kind) for column in forms.told_columns]
        unchanged = " AND ".join([self._is_where(), *[_unchanged(column) for column in forms.told_columns]])
        wanted = f"address = ANY ({self._addresses()})"
        self.fetch = " UNION ALL ".join(
            [
                *[f"SELECT {shown} FROM {table} WHERE {name} = ANY (%b::bytea[])" for name in forms.table.identifiers],
                f"SELECT {shown} FROM {table} WHERE {wanted}",
            ]
        )
        self.delete = COUNTED.format(
            f"DELETE FROM {table} there USING {self._rows(columns[0], *told)} WHERE {unchanged}"
        )
        self.update = COUNTED.format(
            f"UPDATE {table} there SET {', '.join([f'{column.name} = {self._sent(column)}' for column in columns[1:]])}"
            f" FROM {self._rows(*columns, *told)} WHERE {unchanged}"
        )
        self.insert = COUNTED.format(
            f"INSERT INTO {table} ({', '.join([column.name for column in columns])})"
            f" SELECT {', '.join([self._sent(column) for column in columns])} FROM {self._rows(*columns)}"
            " ON CONFLICT DO NOTHING"
        )
        address = self._shown(columns[0])
        self.held = f"SELECT {address} FROM {table} WHERE {wanted} AND {BINDING}"
        self.occupied = f"SELECT {address} FROM {table} WHERE subnet_id = %s AND {BINDING}"
        self.over = (
            f"SELECT {shown} FROM {table} WHERE state = %s AND valid_lifetime <> {INFINITE}"
            " AND expire <= to_timestamp(%s) ORDER BY expire LIMIT %s"
        )
        self.walk = f"SELECT {shown} FROM {table}"
        self.count = f"SELECT count(*) FROM {table}"
        self.tally = forms.tally()

    def within(self, span: Span) -> str:
        """Return a statement that takes the first and the last address of a pool."""
        # texts have another order than the addresses they are of
        return self._forms.within(span, "{}::inet" if self._forms.address is TEXTS else "{}")

    def forget_relays(self, table: RelayTable) -> str:
        """Return a statement that takes addresses, of which the rows go."""
        return f"DELETE FROM {table.name} WHERE lease_addr = ANY ({self._addresses()})"

    def insert_relays(self, table: RelayTable) -> str:
        """Return a statement that takes identifiers, and the address for each of them."""
        address = self._forms.address
        its_address = address.sent.format("sent.address")
        return (
            f"INSERT INTO {table.name} ({table.column}, lease_addr) SELECT sent.id, {its_address}"
            f" FROM unnest(%b::bytea[], %b::{address.type}[]) AS sent (id, address)"
        )

    def search(self, columns: Iterable[str], after: bool, limit: bool) -> str:
        """Return a statement that takes a value for each of the columns, then an address, then a number of rows."""
        # the index has host names in lower case
        said = [f"{'lower(hostname)' if name == 'hostname' else name} = %s" for name in columns]
        if after:
            said.append(f"address > {self._forms.address.sent.format('%s')}")
        where = f" WHERE {' AND '.join(said)}" if said else ""
        return f"{self.walk}{where} ORDER BY {self._forms.table.name}.address{' LIMIT %s' if limit else ''}"

    def _shown(self, column: Column) -> str:
        if column.kind == ADDRESS:
            return self._forms.address.received.format(column.name)
        return f"extract(epoch FROM {column.name})::int8" if column.kind == TIME else column.name

    def _sent(self, column: Column) -> str:
        value = f"sent.{column.name}"
        if column.kind == ADDRESS:
            return self._forms.address.sent.format(value)
        return f"to_timestamp({value})" if column.kind == TIME else value

    def _rows(self, *columns: Column) -> str:
        arrays = ", ".join([f"%b::{self._type(column)}[]" for column in columns])
        return f"unnest({arrays}) AS sent ({', '.join([column.name for column in columns])})"

    def _type(self, column: Column) -> str:
        return self._forms.address.type if column.kind == ADDRESS else TYPES[column.kind]

    def _addresses(self) -> str:
        return self._forms.address.sent.replace("::inet", "::inet[]").format(f"%b::{self._forms.address.type}[]")

    def _is_where(self) -> str:
        return f"there.address = {self._forms.address.sent.format('sent.address')}"


def _unchanged(column: Column) -> str:
    name = column.name
    if column.kind == TIME:
        return f"there.{name} = to_timestamp(sent.was_{name})"
    nothing = "''" if column.kind == OCTETS else "0"
    return f"coalesce(there.{name}, {nothing}) = sent.was_{name}"
