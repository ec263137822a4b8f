"""What only leases in MySQL and MariaDB have to be asked."""

import pytest

from lessor.model.database import DatabaseSettings
from lessor.store.connect import connect_mysql
from lessor.store.mysql import MysqlRows
from lessor.store.sqlrows import TABLE4
from tests.store.leases import ADDRESS, a_lease, numbered_lease


def test_each_statement_of_a_transaction_is_sent_by_itself(
    mysql_leases: DatabaseSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a text of several, a node of a cluster that has to give way goes on as if nothing had happened."""
    sent: list[str] = []
    connection = connect_mysql(mysql_leases)
    query = connection.query

    def overheard(text: str, unbuffered: bool = False) -> int:
        sent.append(text)
        return query(text, unbuffered)

    rows = MysqlRows(connection, TABLE4)
    first, second, third = (numbered_lease(number) for number in range(3))
    assert rows.swap([(None, first), (None, second)])
    monkeypatch.setattr(connection, "query", overheard)
    later = a_lease(second.address, hwaddr=second.hwaddr, client_id=second.client_id, cltt=second.cltt + 7)
    assert rows.swap([(first, None), (second, later), (None, third)])
    assert [text.split()[0] for text in sent] == ["START", "SELECT", "DELETE", "INSERT", "INSERT", "COMMIT"]
    assert not [text for text in sent if ";" in text]
    assert {lease.address for lease in rows.walk()} == {later.address, third.address}
    rows.close()


def test_of_a_transaction_that_came_too_late_nothing_stays(mysql_leases: DatabaseSettings) -> None:
    first, second = a_lease(ADDRESS), a_lease(ADDRESS + 1)
    rows = MysqlRows(connect_mysql(mysql_leases), TABLE4)
    other = MysqlRows(connect_mysql(mysql_leases), TABLE4)
    assert other.swap([(None, second)])
    assert not rows.swap([(None, first), (None, second)])
    assert not rows.swap([(None, first), (a_lease(ADDRESS + 1, cltt=7), None)])
    assert [lease.address for lease in other.walk()] == [second.address]
    # and the connection is good for more
    assert rows.swap([(None, first)])
    rows.close()
    other.close()
