"""What follows from a change of configuration tables: the same statements on our tables and on Kea's, the same rows."""

from collections.abc import Iterator

import pytest

from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.store.schema.session import DatabaseError, Session, opened
from lessor.store.schema.triggers import FAMILIES, TRIGGERS
from lessor.store.upgrade import create
from tests.servers.catalog import rows_of

NOW = "'2026-01-01 00:00:00'"

SUBNET = (
    "INSERT INTO dhcp{n}_subnet (subnet_id, subnet_prefix, modification_ts)"
    f" VALUES (7, 'one', {NOW}), (8, 'two', {NOW})"
)
OPTIONS = "INSERT INTO dhcp{n}_options (code, scope_id, space, modification_ts, "

STATEMENTS = [
    "REVISION server1",
    f"INSERT INTO dhcp{{n}}_server (tag, description, modification_ts) VALUES ('server1', 'one', {NOW})",
    "REVISION server1",
    "UPDATE dhcp{n}_server SET description = 'other' WHERE tag = 'server1'",
    "INSERT INTO dhcp{n}_global_parameter (name, value, modification_ts, parameter_type)"
    f" VALUES ('a', 'b', {NOW}, 4)",
    "UPDATE dhcp{n}_global_parameter SET value = 'c'",
    "DELETE FROM dhcp{n}_global_parameter",
    f"INSERT INTO dhcp{{n}}_option_def (code, name, space, type, modification_ts) VALUES (1, 'a', 'dhcp', 2, {NOW})",
    "DELETE FROM dhcp{n}_option_def",
    f"INSERT INTO dhcp{{n}}_shared_network (name, modification_ts) VALUES ('net', {NOW})",
    SUBNET,
    "UPDATE dhcp{n}_subnet SET shared_network_name = 'net' WHERE subnet_id = 7",
    f"{OPTIONS} dhcp{{n}}_subnet_id) VALUES (3, 1, 'dhcp', {NOW}, 7)",
    f"{OPTIONS} shared_network_name) VALUES (3, 4, 'dhcp', {NOW}, 'net')",
    f"{OPTIONS} formatted_value) VALUES (3, 0, 'dhcp', {NOW}, 'x')",
    "UPDATE dhcp{n}_options SET formatted_value = 'y' WHERE scope_id = 0",
    "DELETE FROM dhcp{n}_options WHERE scope_id = 0",
    "DELETE FROM dhcp{n}_subnet WHERE subnet_id = 7",
    "DELETE FROM dhcp{n}_shared_network",
    "REVISION server1 cascading",
    f"{OPTIONS} dhcp{{n}}_subnet_id) VALUES (4, 1, 'dhcp', {NOW}, 8)",
    "DELETE FROM dhcp{n}_server WHERE tag = 'server1'",
]

CLASSES = [
    "REVISION all",
    f"INSERT INTO dhcp{{n}}_client_class (name, modification_ts) VALUES ('a', {NOW})",
    f"INSERT INTO dhcp{{n}}_client_class (name, modification_ts) VALUES ('b', {NOW})",
    f"INSERT INTO dhcp{{n}}_client_class (name, follow_class_name, modification_ts) VALUES ('c', 'a', {NOW})",
    f"INSERT INTO dhcp{{n}}_client_class (name, follow_class_name, modification_ts) VALUES ('d', 'none', {NOW})",
    "UPDATE dhcp{n}_client_class SET depend_on_known_directly = TRUE WHERE name = 'a'",
    "INSERT INTO dhcp{n}_client_class_dependency (class_id, dependency_id) VALUES (3, 1)",
    "INSERT INTO dhcp{n}_client_class_dependency (class_id, dependency_id) VALUES (1, 3)",
    "INSERT INTO dhcp{n}_client_class_dependency (class_id, dependency_id) VALUES (2, 2)",
    "INSERT INTO dhcp{n}_client_class_dependency (class_id, dependency_id) VALUES (2, 99)",
    "INSERT INTO dhcp{n}_client_class_dependency (class_id, dependency_id) VALUES (2, 3)",
    "UPDATE dhcp{n}_client_class SET follow_class_name = 'b' WHERE name = 'a'",
    "UPDATE dhcp{n}_client_class SET follow_class_name = NULL WHERE name = 'b'",
    "UPDATE dhcp{n}_client_class SET test = 'x' WHERE name = 'c'",
    "DELETE FROM dhcp{n}_client_class WHERE name = 'b'",
]

TABLES = ("audit", "audit_revision", "subnet", "shared_network", "options", "client_class_order", "server")


def carry_out(session: Session, statement: str, family: str) -> bool:
    """Run one statement, or make a revision of the audit; tell whether the database let it happen."""
    words = statement.split()
    try:
        if words[0] == "REVISION":
            call = "SELECT" if session.dialect == POSTGRESQL else "CALL"
            cascade = len(words) > 2
            session.run(f"{call} createAuditRevisionDHCP{family}({NOW}, '{words[1]}', 'why', {str(cascade).upper()})")
        else:
            session.run(statement.replace("{n}", family))
    except DatabaseError:
        return False
    return True


def state(session: Session, family: str) -> Iterator[list[tuple[object, ...]]]:
    for table in TABLES:
        # server 1 and deleted options have times of their own
        without = ("modification_ts",) if table in {"server", "subnet", "shared_network"} else ()
        if (table, session.dialect) == ("options", "postgresql"):
            # where numbers are used up by what was refused
            without = ("option_id",)
        yield rows_of(session, f"dhcp{family}_{table}", without)


@pytest.mark.kea
@pytest.mark.parametrize("statements", [STATEMENTS, CLASSES], ids=["configuration", "classes"])
@pytest.mark.parametrize("family", FAMILIES)
def test_what_follows_is_the_same_as_with_kea(
    family: str, statements: list[str], database: DatabaseSettings, kea_database: DatabaseSettings
) -> None:
    with opened(database) as ours, opened(kea_database) as kea:
        create(ours)
        for statement in statements:
            assert carry_out(ours, statement, family) == carry_out(kea, statement, family), statement
            assert list(state(ours, family)) == list(state(kea, family)), statement


@pytest.mark.parametrize("newest", [False, True], ids=["first", "newest"])
def test_times_of_owners_follow_their_options(newest: bool, database: DatabaseSettings) -> None:
    classes = "client_classes, " if newest else ""
    value = "'[ ]', " if newest else ""
    with opened(database) as session:
        create(session, newest)
        carry_out(session, "REVISION all", "6")
        session.run(SUBNET.replace("{n}", "6"))
        session.run(
            "INSERT INTO dhcp6_pd_pool (id, prefix, prefix_length, delegated_prefix_length, subnet_id, modification_ts,"
            " excluded_prefix_length) "
            f"VALUES (5, '{'' if session.dialect == 'mysql' else '2001:db8::'}', 48, 64, 8, {NOW}, 0)"
        )
        later = "'2026-02-02 00:00:00'"
        session.run(
            f"INSERT INTO dhcp6_options (code, scope_id, space, {classes}modification_ts, pd_pool_id)"
            f" VALUES (3, 6, 'dhcp6', {value}{later}, 5)"
        )
        times = session.rows("SELECT modification_ts FROM dhcp6_subnet ORDER BY subnet_id")
        assert [str(time)[:10] for (time,) in times] == ["2026-01-01", "2026-02-02"]
        carry_out(session, "REVISION all cascading", "6")
        session.run("DELETE FROM dhcp6_subnet WHERE subnet_id = 8")
        assert session.rows("SELECT 1 FROM dhcp6_options") == []
        assert session.rows("SELECT 1 FROM dhcp6_pd_pool") == []


def test_every_trigger_has_a_name_of_its_own() -> None:
    names = [trigger.name(family) for trigger in TRIGGERS for family in trigger.families]
    assert len(names) == len(set(names))
