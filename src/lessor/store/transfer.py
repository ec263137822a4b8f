"""Leases out of a database as rows of a lease file, and from a lease file into a database.

Both ways a lease stays what it is: what one way writes, the other reads. An upload happens as a whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Generic, TypeVar

from lessor.model.database import MYSQL, POSTGRESQL, DatabaseSettings
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store.lastrows import KIND4, KIND6, Kind, LastRows
from lessor.store.leasedatabase import open_rows
from lessor.store.rowforms import POOL_ID, Forms
from lessor.store.schema.session import DatabaseError, Session, opened
from lessor.store.sqlrows import TABLE4, TABLE6, TIME, Table
from lessor.store.watcher import Watcher

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)

LATEST: Final = {
    MYSQL: datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC),
    POSTGRESQL: datetime(9999, 12, 31, tzinfo=UTC),
}
"""The last end of a lease that can be written: a timestamp of MySQL is a signed number of 32 bits."""


@dataclass(frozen=True, slots=True)
class Transfer(Generic[AnyLease]):
    """The leases of one family: their table, and how they stand in a lease file."""

    table: Table[AnyLease]
    kind: Kind[AnyLease]

    def dump(self, settings: DatabaseSettings) -> Iterator[str]:
        """Yield the lines of a lease file, without newlines: the header, and all leases in the order of addresses.

        Databases of Kea 2.2 know nothing of pools; neither do the lines then. Raise StoreError.
        """
        with opened(settings) as session:
            if not session.has("table", (self.table.name,)):
                raise DatabaseError(f"there is no table {self.table.name}")
            pools = session.has("column", (self.table.name, POOL_ID))
        show, key = self.kind.format.show, self.kind.format.key
        yield self.kind.format.header if pools else _without_last(self.kind.format.header)
        with closing(open_rows(settings, self.table)) as rows:
            leases = sorted(rows.walk(), key=key)
        for lease in leases:
            row = show(lease).removesuffix("\n")
            yield row if pools else _without_last(row)

    def upload(self, settings: DatabaseSettings, path: Path, watcher: Watcher) -> int:
        """Insert the leases of a lease file, of each its last row, and return how many. Raise StoreError."""
        found = LastRows(self.kind, watcher)
        found.read(path)
        with opened(settings) as session:
            forms = self._forms(session)
            reader = self.kind.format.reader(self.kind.format.header)
            leases = [reader.read(text) for text in found.in_order()]
            rows = list(self._rows(leases, forms, LATEST[session.dialect]))
            address = forms.address.sent.format("%s")
            marks = ", ".join([address, *["%s"] * (len(forms.columns) - 1)])
            names = ", ".join([column.name for column in forms.columns])
            with session.transaction():
                session.insert(f"INSERT INTO {self.table.name} ({names}) VALUES ({marks})", rows)
                for table, _, come in forms.relays([(None, lease) for lease in leases]):
                    session.insert(
                        f"INSERT INTO {table.name} ({table.column}, lease_addr) VALUES (%s, {address})", come
                    )
        return len(rows)

    def _rows(self, leases: list[AnyLease], forms: Forms[AnyLease], latest: datetime) -> Iterator[list[object]]:
        place = [column.kind for column in forms.columns].index(TIME)
        for lease in leases:
            row: list[object] = forms.row(lease)
            ends = int(str(row[place]))
            if ends > latest.timestamp():
                address = self.kind.format.show(lease).partition(",")[0]
                raise DatabaseError(f"the lease of {address} ends after {latest}, which the database cannot hold")
            # both dialects take a text; a time of 0 is none
            row[place] = datetime.fromtimestamp(ends, UTC).strftime("%Y-%m-%d %H:%M:%S") if ends > 0 else None
            yield row

    def _forms(self, session: Session) -> Forms[AnyLease]:
        """Look at what the database has."""
        if not session.has("table", (self.table.name,)):
            raise DatabaseError(f"there is no table {self.table.name}")
        states = [int(str(state)) for (state,) in session.rows("SELECT state FROM lease_state")]
        return Forms(self.table, session.columns_of, states, signed_iaid=session.dialect != MYSQL)


def _without_last(row: str) -> str:
    return row.rpartition(",")[0]


TRANSFER4: Final = Transfer(TABLE4, KIND4)
TRANSFER6: Final = Transfer(TABLE6, KIND6)
