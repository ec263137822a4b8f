"""What triggers count: the same statements on our tables and on Kea's, the same counts."""

import pytest

from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.store.schema.session import Session, opened
from lessor.store.upgrade import create, recount
from tests.servers.catalog import rows_of

FOO = """'{"ISC": {"client-classes": ["foo"]}}'"""
BOTH = """'{"ISC": {"client-classes": ["foo", "bar"]}}'"""

STATEMENTS4 = [
    f"INSERT INTO lease4 (address, subnet_id, state, user_context) VALUES (1, 7, 0, {BOTH})",
    f"INSERT INTO lease4 (address, subnet_id, state, user_context) VALUES (2, 7, 1, {FOO})",
    f"INSERT INTO lease4 (address, subnet_id, state, user_context) VALUES (3, 7, 0, {FOO}), (4, 8, 2, {FOO})",
    "INSERT INTO lease4 (address, subnet_id, state) VALUES (5, 8, 0), (6, 8, 0)",
    f"UPDATE lease4 SET user_context = {FOO} WHERE address = 1",
    "UPDATE lease4 SET hostname = 'other' WHERE address = 1",
    "UPDATE lease4 SET state = 1 WHERE address = 1",
    "UPDATE lease4 SET state = 0 WHERE address = 4",
    "UPDATE lease4 SET subnet_id = 9 WHERE address = 5",
    "UPDATE lease4 SET state = 2 WHERE address = 6",
    "DELETE FROM lease4 WHERE address = 2",
    "DELETE FROM lease4 WHERE address = 4",
    "DELETE FROM lease4 WHERE address = 6",
    "DELETE FROM lease4",
]

STATEMENTS6 = [
    f"INSERT INTO lease6 (address, subnet_id, state, lease_type, user_context) VALUES ('::1', 7, 0, 0, {BOTH})",
    f"INSERT INTO lease6 (address, subnet_id, state, lease_type, user_context) VALUES ('::2', 7, 0, 2, {FOO})",
    "INSERT INTO lease6 (address, subnet_id, state, lease_type) VALUES ('::3', 7, 1, 2), ('::4', 8, 2, 0)",
    "UPDATE lease6 SET lease_type = 0 WHERE address = '::2'",
    "UPDATE lease6 SET state = 1 WHERE address = '::1'",
    "UPDATE lease6 SET state = 0 WHERE address = '::4'",
    "UPDATE lease6 SET subnet_id = 9 WHERE address = '::4'",
    "DELETE FROM lease6 WHERE address = '::2'",
    "DELETE FROM lease6",
]

TABLES4 = ("lease4_stat", "lease4_stat_by_client_class")
TABLES6 = ("lease6_stat", "lease6_stat_by_client_class")


def counts(session: Session, tables: tuple[str, ...]) -> list[list[tuple[object, ...]]]:
    return [rows_of(session, table) for table in tables]


@pytest.mark.kea
def test_counts_are_those_of_kea(database: DatabaseSettings, kea_database: DatabaseSettings) -> None:
    with opened(database) as ours, opened(kea_database) as kea:
        create(ours)
        for statements, tables in ((STATEMENTS4, TABLES4), (STATEMENTS6, TABLES6)):
            for statement in statements:
                ours.run(statement)
                kea.run(statement)
                assert counts(ours, tables) == counts(kea, tables), statement


def test_a_lease_without_user_context_counts_for_no_class_any_more(database: DatabaseSettings) -> None:
    """Kea goes on to count it."""
    with opened(database) as session:
        create(session)
        session.run(STATEMENTS4[0])
        session.run("UPDATE lease4 SET user_context = NULL")
        assert rows_of(session, "lease4_stat_by_client_class") == [("bar", 0), ("foo", 0)]


LIMITS = [
    '{"ISC": {"limits": {"subnet": {"id": 7, "address-limit": 1}}}}',
    '{"ISC": {"limits": {"subnet": {"id": 7, "address-limit": 2}}}}',
    '{"ISC": {"limits": {"subnet": {"id": 9, "address-limit": 0, "prefix-limit": 0}}}}',
    '{"ISC": {"limits": {"client-classes": [{"name": "foo", "address-limit": 1}], "subnet": {"id": 7}}}}',
    '{"ISC": {"limits": {"client-classes": [{"name": "x", "address-limit": 9}, {"name": "y", "address-limit": 0}]}}}',
    '{"ISC": {"limits": {"client-classes": [{"name": "y", "prefix-limit": 0, "address-limit": 5}]}}}',
    '{"ISC": {}}',
]


@pytest.mark.kea
def test_limits_are_those_of_kea(database: DatabaseSettings, kea_database: DatabaseSettings) -> None:
    with opened(database) as ours, opened(kea_database) as kea:
        create(ours)
        for session in (ours, kea):
            session.run(STATEMENTS4[0])
            session.run(STATEMENTS6[0])
        for limits in LIMITS:
            for family in (4, 6):
                query = f"SELECT checkLease{family}Limits(%s)"
                assert ours.rows(query, limits) == kea.rows(query, limits), limits


def test_a_strange_user_context_keeps_no_lease_from_being_written(database: DatabaseSettings) -> None:
    with opened(database) as session:
        create(session)
        strange = ["no JSON", "[1]", '{"ISC": 5}', '{"ISC": {"client-classes": "foo"}}', ""]
        for address, context in enumerate(strange):
            session.insert(
                "INSERT INTO lease4 (address, subnet_id, state, user_context) VALUES (%s, 7, 0, %s)",
                [(address, context)],
            )
            assert session.rows("SELECT checkLease4Limits(%s)", context) == [("",)]
        assert rows_of(session, "lease4_stat") == [(7, 0, len(strange))]
        assert rows_of(session, "lease4_stat_by_client_class") == []


def test_pools_are_counted_in_the_newest_tables(database: DatabaseSettings) -> None:
    prefix = "'::1'" if database.type == POSTGRESQL else "INET6_ATON('::1')"
    with opened(database) as session:
        create(session, newest=True)
        session.run(
            "INSERT INTO lease4 (address, subnet_id, state, pool_id) VALUES (1, 7, 0, 3), (2, 7, 1, 3), (3, 7, 0, 4)"
        )
        session.run("UPDATE lease4 SET pool_id = 5 WHERE address = 3")
        session.run("DELETE FROM lease4 WHERE address = 1")
        assert rows_of(session, "lease4_pool_stat") == [(7, 3, 0, 0), (7, 3, 1, 1), (7, 4, 0, 0), (7, 5, 0, 1)]
        session.run(
            f"INSERT INTO lease6 (address, subnet_id, state, lease_type, pool_id) VALUES ({prefix}, 7, 0, 2, 3)"
        )
        assert rows_of(session, "lease6_pool_stat") == [(7, 3, 2, 0, 1)]
        session.run("UPDATE lease4_pool_stat SET leases = 99")
        session.run("UPDATE lease4_stat SET leases = 99")
        recount(session, 4)
        assert rows_of(session, "lease4_pool_stat") == [(7, 3, 1, 1), (7, 5, 0, 1)]
        assert rows_of(session, "lease4_stat") == [(7, 0, 1), (7, 1, 1)]
