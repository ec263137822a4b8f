"""Databases are made and upgraded with everything that is in them."""

import pytest

from lessor.model.database import DatabaseSettings
from lessor.store import relayfill
from lessor.store.schema.session import DatabaseError, Session, opened
from lessor.store.upgrade import SchemaError, create, shown, tables_of, upgrade, version_of
from tests.servers.catalog import rows_of
from tests.store.test_relayed import agent, relays

FIRST = {"postgresql": (13, 0), "mysql": (14, 0)}
NOW = "'2026-01-01 00:00:00'"


def test_only_an_empty_database_is_made(database: DatabaseSettings) -> None:
    with opened(database) as session:
        session.run("CREATE TABLE mine (a INT)")
        with pytest.raises(SchemaError, match="not empty: mine"):
            create(session)
        assert tables_of(session) == ["mine"]


def test_versions(database: DatabaseSettings) -> None:
    with opened(database) as session:
        with pytest.raises(DatabaseError, match="schema_version"):
            version_of(session)
        create(session)
        assert version_of(session) == FIRST[session.dialect]
        assert shown(version_of(session)).endswith(".0")


def test_what_is_too_old_is_left_alone(database: DatabaseSettings) -> None:
    with opened(database) as session:
        create(session)
        session.run("UPDATE schema_version SET version = 7")
        with pytest.raises(SchemaError, match=r"version 7\.0 is too old"):
            upgrade(session)
        assert version_of(session) == (7, 0)
        assert not session.has("table", ("lease4_pool_stat",))


def test_what_is_newer_is_left_alone(database: DatabaseSettings) -> None:
    with opened(database) as session:
        create(session)
        session.run("UPDATE schema_version SET version = 99")
        assert not upgrade(session)
        assert version_of(session) == (99, 0)


def address6(session: Session, column: str) -> str:
    return f"host({column})" if session.dialect == "postgresql" else f"INET6_NTOA({column})"


@pytest.mark.kea
def test_an_upgrade_keeps_what_is_there(kea_database: DatabaseSettings) -> None:
    with opened(kea_database) as session:
        session.run(
            "INSERT INTO lease4 (address, subnet_id, state, hostname) VALUES (1, 7, 0, 'one'), (2, 7, 1, 'two')"
        )
        session.run(
            "INSERT INTO lease6 (address, subnet_id, state, lease_type, prefix_len, hostname)"
            " VALUES ('2001:db8::1', 7, 0, 0, 128, 'one'), ('2001:db8:1::', 7, 0, 2, 64, 'two')"
        )
        session.insert("INSERT INTO hosts (dhcp_identifier, dhcp_identifier_type) VALUES (%s, 0)", [(b"\x02" * 6,)])
        (host,) = session.rows("SELECT host_id FROM hosts")
        session.insert("INSERT INTO ipv6_reservations (address, host_id) VALUES ('2001:db8::9', %s)", [host])
        session.insert(
            "INSERT INTO dhcp4_options (code, scope_id, space, host_id, formatted_value, modification_ts)"
            f" VALUES (3, 3, 'dhcp4', %s, '192.0.2.1', {NOW})",
            [host],
        )
        assert upgrade(session)

        assert session.rows("SELECT address, hostname FROM lease4 ORDER BY address") == [(1, "one"), (2, "two")]
        leases = session.rows(f"SELECT {address6(session, 'address')}, hostname FROM lease6 ORDER BY hostname")
        assert leases == [("2001:db8::1", "one"), ("2001:db8:1::", "two")]
        assert session.rows(f"SELECT {address6(session, 'address')} FROM ipv6_reservations") == [("2001:db8::9",)]
        assert session.rows("SELECT formatted_value, client_classes FROM dhcp4_options") == [("192.0.2.1", "[ ]")]
        assert rows_of(session, "lease4_pool_stat") == [(7, 0, 0, 1), (7, 0, 1, 1)]
        assert rows_of(session, "lease6_pool_stat") == [(7, 0, 0, 0, 1), (7, 0, 2, 0, 1)]
        assert rows_of(session, "lease4_stat") == [(7, 0, 1), (7, 1, 1)]


def test_leases_are_found_by_their_relays_after_an_upgrade(
    database: DatabaseSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relayfill, "PAGE", 2)
    with opened(database) as session:
        create(session)
        contexts4 = [agent('"0x0C010A"'), None, agent('{ "remote-id": "01" }'), agent("{ }"), agent('"0x0C010B"')]
        session.insert(
            "INSERT INTO lease4 (address, user_context, subnet_id) VALUES (%s, %s, 7)", list(enumerate(contexts4, 1))
        )
        contexts6 = [
            relays('{ "relay-id": "0A", "remote-id": "01" }'),
            None,
            relays("{ }"),
            '{ "ISC": { "relays": [ { "hop": 0, "options": "0x003500010B" } ] } }',
        ]
        session.insert(
            "INSERT INTO lease6 (address, user_context, subnet_id, lease_type) VALUES (%s, %s, 7, 0)",
            [(f"2001:db8::{number}", context) for number, context in enumerate(contexts6, 1)],
        )
        assert upgrade(session)
        assert session.rows("SELECT relay_id, remote_id FROM lease4 ORDER BY address") == [
            (b"\x0a", None),
            (None, None),
            (None, b"\x01"),
            (None, None),
            (b"\x0b", None),
        ]
        address = address6(session, "lease_addr")
        assert session.rows(f"SELECT relay_id, {address} FROM lease6_relay_id ORDER BY lease_addr") == [
            (b"\x0a", "2001:db8::1"),
            (b"\x0b", "2001:db8::4"),
        ]
        assert session.rows(f"SELECT remote_id, {address} FROM lease6_remote_id") == [(b"\x01", "2001:db8::1")]


@pytest.mark.kea
def test_a_class_becomes_a_list_of_one(kea_database: DatabaseSettings) -> None:
    with opened(kea_database) as session:
        call = "SELECT" if session.dialect == "postgresql" else "CALL"
        session.run(f"{call} createAuditRevisionDHCP4({NOW}, 'all', '', FALSE)")
        session.run(
            "INSERT INTO dhcp4_shared_network (name, client_class, require_client_classes, modification_ts)"
            f"""VALUES ('one', 'a "b"', '[ "x" ]', {NOW}), ('two', NULL, NULL, {NOW})"""
        )
        audit = rows_of(session, "dhcp4_audit")
        assert upgrade(session)
        found = session.rows(
            "SELECT client_classes, evaluate_additional_classes FROM dhcp4_shared_network ORDER BY name"
        )
        assert found == [('["a \\"b\\""]', '[ "x" ]'), (None, None)]
        assert rows_of(session, "dhcp4_audit") == audit


def test_leases_can_be_written_after_an_upgrade_in_the_same_connection(database: DatabaseSettings) -> None:
    with opened(database) as session:
        create(session)
        assert upgrade(session)
        session.run("INSERT INTO lease4 (address, subnet_id, state) VALUES (1, 7, 3)")
        assert session.rows("SELECT pool_id FROM lease4") == [(0,)]
