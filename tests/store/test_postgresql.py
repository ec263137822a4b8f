"""What only leases in PostgreSQL have to be asked."""

import time

import pytest

from lessor.model.database import DatabaseSettings
from lessor.model.keys import Keys
from lessor.store.leasedatabase import open_rows
from lessor.store.pgsql_statements import FASTER
from lessor.store.schema.session import Session, opened
from lessor.store.sqlrows import TABLE4
from tests.servers.private import PATIENCE
from tests.store.leases import ADDRESS, a_lease, numbered_lease

MANY = 12
"""A statement is planned anew each time at first, and then once for all."""


def scans(session: Session) -> tuple[int, int]:
    """How often all of the table was read, and how often an index."""
    ((whole, index),) = session.rows("SELECT seq_scan, idx_scan FROM pg_stat_user_tables WHERE relname = 'lease4'")
    return int(str(whole)), int(str(index))


def test_leases_are_found_by_index_in_a_table_that_was_empty_when_that_was_planned(
    postgresql_leases: DatabaseSettings,
) -> None:
    with opened(postgresql_leases) as session:
        session.run("VACUUM ANALYZE lease4")
        whole, index = scans(session)
        rows = open_rows(postgresql_leases, TABLE4)
        for number in range(MANY):
            lease = numbered_lease(number)
            assert rows.fetch(Keys(({lease.client_id}, {lease.hwaddr}), {lease.address})) == []
            assert rows.held([lease.address]) == set()
            assert rows.swap([(None, lease)])
            assert rows.swap([(lease, a_lease(lease.address, hwaddr=lease.hwaddr, client_id=lease.client_id, cltt=5))])
        # the end of a connection is when all is counted that was done over it
        rows.close()
        deadline = time.monotonic() + PATIENCE
        while scans(session)[1] - index < 4 * MANY:
            assert time.monotonic() < deadline, scans(session)
            time.sleep(0.05)
        assert scans(session)[0] == whole


def test_of_a_transaction_that_came_too_late_nothing_stays(postgresql_leases: DatabaseSettings) -> None:
    first, second = a_lease(ADDRESS), a_lease(ADDRESS + 1)
    rows, other = open_rows(postgresql_leases, TABLE4), open_rows(postgresql_leases, TABLE4)
    assert other.swap([(None, second)])
    assert not rows.swap([(None, first), (None, second)])
    assert not rows.swap([(None, first), (a_lease(ADDRESS + 1, cltt=7), None)])
    assert [lease.address for lease in other.walk()] == [second.address]
    # and the connection is good for more
    assert rows.swap([(None, first)])
    rows.close()
    other.close()


@pytest.mark.parametrize("text", ["it's", FASTER, "%s {} \\", "ü"])
def test_texts_of_clients_are_only_texts(postgresql_leases: DatabaseSettings, text: str) -> None:
    lease = a_lease(ADDRESS, hostname=text)
    rows = open_rows(postgresql_leases, TABLE4)
    assert rows.swap([(None, lease)])
    assert [found.hostname for found in rows.walk()] == [text]
    rows.close()
