"""How one database writes what lease rows hold: addresses in one of several forms, and only the columns it has."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, Generic, NamedTuple, TypeVar

from lessor.model.lease import RECLAIMED, RELEASED, Lease4
from lessor.model.lease6 import Lease6
from lessor.store.fields import UINT32, read_address6, show_address6
from lessor.store.sqlrows import IAID, Row, Table

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)

SIGNED: Final = 0x7FFFFFFF
"""The highest signed number of 32 bits."""


class AddressForm(NamedTuple):
    """How an address is sent, as which type, and read; `received` is the SQL around a column, `sent` around a value."""

    type: str
    show: Callable[[int], Any]
    read: Callable[[Any], int]
    received: str = "{}"
    sent: str = "{}"


def _same(address: int) -> int:
    return address


def _octets(address: int) -> bytes:
    return address.to_bytes(16, "big")


def _from_octets(octets: bytes) -> int:
    return int.from_bytes(octets, "big")


NUMBERS: Final = AddressForm("int8", _same, _same)
TEXTS: Final = AddressForm("text", show_address6, read_address6)
INETS: Final = AddressForm("text", show_address6, read_address6, "host({})", "{}::inet")
BINARIES: Final = AddressForm("octets", _octets, _from_octets)

ADDRESS_FORMS: Final = {
    "bigint": NUMBERS,
    "int": NUMBERS,
    "character varying": TEXTS,
    "varchar": TEXTS,
    "inet": INETS,
    "binary": BINARIES,
}
"""By the type that the column has."""


class Forms(Generic[AnyLease]):
    """Rows of one table as one database has them.

    `present` are its columns with their types, `states` the states of leases it knows; with `signed_iaid`, an IAID is
    a signed number of the same bits.
    """

    def __init__(
        self, table: Table[AnyLease], present: Mapping[str, str], states: Collection[int], signed_iaid: bool
    ) -> None:
        self.table = table
        self.address = ADDRESS_FORMS[present["address"]]
        self.columns = tuple([column for column in table.columns if column.name in present])
        self.told_columns = tuple([column for column in self.columns if column.told])
        self.states = frozenset(states)
        kinds = [column.kind for column in self.columns]
        self._iaid = kinds.index(IAID) if signed_iaid and IAID in kinds else 0
        names = [column.name for column in self.columns]
        self._state = names.index("state")
        self._told = [names.index(column.name) for column in self.told_columns]

    def row(self, lease: AnyLease) -> list[Any]:
        """Return the row of a lease: a value for each column."""
        row = list(self.table.row(lease)[: len(self.columns)])
        row[0] = self.address.show(row[0])
        if row[self._state] == RELEASED and RELEASED not in self.states:
            # as good as reclaimed, where nothing else can be said
            row[self._state] = RECLAIMED
        if self._iaid and row[self._iaid] > SIGNED:
            row[self._iaid] -= 1 << 32
        return row

    def told(self, lease: AnyLease) -> list[Any]:
        """Return the address of a lease, and what tells whether somebody else has written its row; absent is empty."""
        row = self.row(lease)
        return [row[0], *[b"" if row[position] is None else row[position] for position in self._told]]

    def lease(self, row: Row) -> AnyLease:
        """Return the lease of a row."""
        values = (self.address.read(row[0]), *row[1:])
        if self._iaid:
            values = (*values[: self._iaid], (values[self._iaid] or 0) & UINT32, *values[self._iaid + 1 :])
        return self.table.lease(values)
