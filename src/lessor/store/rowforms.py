"""How one database writes what lease rows hold: addresses in one of several forms, and only the columns it has."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

from lessor.model.lease import ASSIGNED, DECLINED, RECLAIMED, RELEASED, Lease4
from lessor.model.lease6 import Lease6
from lessor.store.fields import UINT32, read_address6, show_address6
from lessor.store.notes import Change
from lessor.store.poolids import PoolIds, Span, none_known
from lessor.store.relayed import RelayTable
from lessor.store.sqlrows import IAID, Row, Table

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)

POOL_ID: Final = "pool_id"

COUNTED_STATES: Final = f"({ASSIGNED}, {DECLINED})"

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


class Relays(NamedTuple):
    """What changes in a table of relays: addresses of which the rows go, and identifiers that come with an address."""

    table: RelayTable
    gone: list[Any]
    come: list[tuple[bytes, Any]]


class Forms(Generic[AnyLease]):
    """Rows of one table as one database has them: `columns` are written, those of them that are `read` come first.

    `columns_of` returns the columns of a table with their types, none when there is no such table; `states` are the
    states of leases it knows; with `signed_iaid`, an IAID is a signed number of the same bits. `pool_ids` tells the
    pools of leases where the table does not.
    """

    def __init__(
        self,
        table: Table[AnyLease],
        columns_of: Callable[[str], Mapping[str, str]],
        states: Collection[int],
        signed_iaid: bool,
        pool_ids: Callable[[], PoolIds] = none_known,
    ) -> None:
        self.table = table
        present = columns_of(table.name)
        self.address = ADDRESS_FORMS[present["address"]]
        self.read = tuple([column for column in table.columns if column.name in present])
        self._derives = bool(table.derived) and all(column.name in present for column in table.derived)
        self.columns = (*self.read, *(table.derived if self._derives else ()))
        self.told_columns = tuple([column for column in self.read if column.told])
        # there was a time when these tables had addresses in another form
        self.relay_tables = tuple(
            [one for one in table.relay_tables if columns_of(one.name).get("lease_addr") == present["address"]]
        )
        self.states = frozenset(states)
        self.has_pools = POOL_ID in present
        self._pool_ids = pool_ids
        self._has_types = "lease_type" in present
        self._counts_pools = bool(columns_of(f"{table.name}_pool_stat"))
        kinds = [column.kind for column in self.read]
        self._iaid = kinds.index(IAID) if signed_iaid and IAID in kinds else 0
        names = [column.name for column in self.read]
        self._state = names.index("state")
        self._told = [names.index(column.name) for column in self.told_columns]

    def row(self, lease: AnyLease) -> list[Any]:
        """Return the row of a lease: a value for each column."""
        row = list(self.table.row(lease)[: len(self.read)])
        row[0] = self.address.show(row[0])
        if row[self._state] == RELEASED and RELEASED not in self.states:
            # as good as reclaimed, where nothing else can be said
            row[self._state] = RECLAIMED
        if self._iaid and row[self._iaid] > SIGNED:
            row[self._iaid] -= 1 << 32
        if self._derives:
            row += self.table.derive(lease.user_context)
        return row

    def relays(self, changes: Sequence[Change[AnyLease]]) -> Iterator[Relays]:
        """Yield what follows from changes of leases for each table of relays; rows of leases that go, go with them."""
        if not self.relay_tables:
            return
        # common case first: nothing is told of relays, or the same as before
        pairs = [
            (old, new)
            for old, new in changes
            if new is not None and new.user_context != ("" if old is None else old.user_context)
        ]
        show, relayed = self.address.show, self.table.relayed
        for table in self.relay_tables if pairs else ():
            gone = [show(old.address) for old, _ in pairs if old is not None and relayed(old.user_context, table)]
            come = [(octets, show(new.address)) for _, new in pairs for octets in relayed(new.user_context, table)]
            if gone or come:
                yield Relays(table, gone, come)

    def told(self, lease: AnyLease) -> list[Any]:
        """Return the address of a lease, and what tells whether somebody else has written its row; absent is empty."""
        row = self.row(lease)
        return [row[0], *[b"" if row[position] is None else row[position] for position in self._told]]

    def lease(self, row: Row) -> AnyLease:
        """Return the lease of a row."""
        values = (self.address.read(row[0]), *row[1:])
        if self._iaid:
            values = (*values[: self._iaid], (values[self._iaid] or 0) & UINT32, *values[self._iaid + 1 :])
        lease = self.table.lease(values)
        # common case first: pools without ids
        if not self.has_pools and (ids := self._pool_ids()).spans:
            type = lease.type if isinstance(lease, Lease6) else 0
            lease.pool_id = ids.of(lease.subnet_id, type, lease.address)
        return lease

    def tally(self) -> str:
        """Return the statement that counts leases: subnet, pool (0 where pools are not known), type, state, number."""
        name, type = self.table.name, "lease_type" if self._has_types else "0"
        if not self.has_pools:
            return f"SELECT subnet_id, 0, {type}, state, leases FROM {name}_stat WHERE leases > 0"
        if self._counts_pools:
            return f"SELECT subnet_id, {POOL_ID}, {type}, state, leases FROM {name}_pool_stat WHERE leases > 0"
        kinds = f"subnet_id, {POOL_ID}, {'lease_type, ' if self._has_types else ''}state"
        shown = f"subnet_id, {POOL_ID}, {type}, state"
        return f"SELECT {shown}, count(*) FROM {name} WHERE state IN {COUNTED_STATES} GROUP BY {kinds}"

    def within(self, span: Span, address: str) -> str:
        """Return the statement that counts the leases of a pool: state, number. `address` is the SQL around one."""
        type = f" AND lease_type = {span.type}" if self._has_types else ""
        where = f"subnet_id = {span.subnet_id}{type} AND state IN {COUNTED_STATES}"
        between = f"{address.format('address')} BETWEEN {address.format('%s')} AND {address.format('%s')}"
        return f"SELECT state, count(*) FROM {self.table.name} WHERE {where} AND {between} GROUP BY state"
