"""Relays of the leases that a database has already, when its tables come to know of relays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lessor.store.relayed import (
    FORMERLY_OF_RELAYS6,
    OF_RELAY4,
    OF_RELAYS6,
    RELAY_TABLES6,
    UNTOLD,
    relayed4,
    relayed6,
)
from lessor.store.rowforms import ADDRESS_FORMS
from lessor.store.schema.session import Session

PAGE: Final = 1000
"""Leases that are read at once."""


def fill_relays(session: Session) -> None:
    """Write what the leases of the newest tables tell of relays, and forget what was there. Raise DatabaseError."""
    for page in _pages(session, "lease4", (OF_RELAY4,)):
        told = [(*relayed4(context), address) for address, context in page if relayed4(context) != UNTOLD]
        session.insert("UPDATE lease4 SET relay_id = %s, remote_id = %s WHERE address = %s", told)
    for table in RELAY_TABLES6:
        session.run(f"DELETE FROM {table.name}")
    sent = ADDRESS_FORMS[session.columns_of("lease6")["address"]].sent.format("%s")
    for page in _pages(session, "lease6", (OF_RELAYS6, FORMERLY_OF_RELAYS6)):
        for table in RELAY_TABLES6:
            rows = [(octets, address) for address, context in page for octets in relayed6(context, table)]
            session.insert(f"INSERT INTO {table.name} ({table.column}, lease_addr) VALUES (%s, {sent})", rows)


def _pages(session: Session, table: str, words: tuple[str, ...]) -> Iterator[list[tuple[object, str]]]:
    """Yield addresses, as the database has them, and user contexts in which there is one of these words."""
    tell = " OR ".join([f"user_context LIKE '%%{word}%%'" for word in words])
    form = ADDRESS_FORMS[session.columns_of(table)["address"]]
    # there is nothing at 0, nor at ::
    last: object = form.show(0)
    while True:
        page = session.rows(
            f"SELECT {form.received.format('address')}, user_context FROM {table} AS lease"
            f" WHERE lease.address > {form.sent.format('%s')} AND ({tell})"
            f" ORDER BY lease.address LIMIT {PAGE}",
            last,
        )
        if not page:
            return
        yield [(address, str(context)) for address, context in page]
        last = page[-1][0]
