"""The tables we make, beside those of Debian's kea-admin and those that are known of later releases."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.store.schema.session import Session, opened
from lessor.store.upgrade import create, upgrade, version_of
from tests.servers.catalog import Catalog, Definition, catalog_of, rows_of

CATALOGS = Path(__file__).parent.parent / "catalogs"

NEWEST = {"postgresql": 34, "mysql": 35}

WITHOUT_EFFECT = {"modification_ts_update", "proc_stat_lease", "shared_network_adel"}
"""Parts of the names of triggers and routines of Kea's that do nothing: nothing calls them, or what they do is lost."""

OF_OUR_OWN = {"lease_client_classes", "dhcp6_pd_pool_bdel", "count_lease"}
"""Helpers; and a trigger that Kea has in MySQL only."""

BY_THE_ROW = {f"{event}_lease{family}_" for event in ("ains", "aupd", "adel") for family in (4, 6)} | {"func_lease"}
"""Routines by which Kea counts leases in PostgreSQL, each row by itself; ours count statements."""

COUNTED = {"lease4", "lease6", "lease4_stat", "lease6_stat"}


def with_effect(named: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    unlike = WITHOUT_EFFECT | OF_OUR_OWN | BY_THE_ROW
    return {names for names in named if not any(part in name for part in unlike for name in names)}


def recorded(dialect: str) -> dict[str, Definition]:
    tables = json.loads((CATALOGS / f"{dialect}-{NEWEST[dialect]}.json").read_text())
    return {
        name: Definition(
            [(column, kind, null, default) for column, kind, null, default in table["columns"]],
            table["primary_key"],
            {(index, unique, on) for index, unique, on in table["indexes"]},
            {(key, rule) for key, rule in table["foreign_keys"]},
        )
        for name, table in tables.items()
    }


def without_unique_constraints(catalog: Catalog) -> dict[str, Definition]:
    """Unique constraints of PostgreSQL are indexes too; the recorded tables have them there only."""
    for table in catalog.tables.values():
        table.foreign_keys = {(name, rule) for name, rule in table.foreign_keys if not rule.startswith("UNIQUE")}
    return catalog.tables


def texts(rows: list[tuple[object, ...]]) -> list[list[str]]:
    return sorted([[str(value) for value in row] for row in rows])


@pytest.mark.kea
def test_tables_are_those_of_kea(database: DatabaseSettings, kea_database: DatabaseSettings) -> None:
    with opened(database) as ours, opened(kea_database) as kea:
        create(ours)
        made, wanted = catalog_of(ours), catalog_of(kea)
        assert made.tables == wanted.tables
        assert with_effect(made.triggers) == with_effect(wanted.triggers)
        assert with_effect(made.routines) == with_effect(wanted.routines)
        assert version_of(ours) == version_of(kea)
        for table in made.tables.keys() - COUNTED:
            assert rows_of(ours, table, ("modification_ts",)) == rows_of(kea, table, ("modification_ts",)), table


def assert_newest(session: Session) -> None:
    dialect = session.dialect
    assert version_of(session) == (NEWEST[dialect], 0)
    assert without_unique_constraints(catalog_of(session)) == recorded(dialect)
    for table, rows in json.loads((CATALOGS / f"{dialect}-{NEWEST[dialect]}-rows.json").read_text()).items():
        assert texts(rows_of(session, table)) == sorted(rows), table


def test_the_newest_tables_from_nothing(database: DatabaseSettings) -> None:
    with opened(database) as session:
        create(session, newest=True)
        assert_newest(session)


@pytest.mark.kea
def test_the_newest_tables_from_those_of_kea(kea_database: DatabaseSettings) -> None:
    with opened(kea_database) as session:
        assert upgrade(session)
        assert_newest(session)
        assert not upgrade(session)


def test_an_upgrade_begins_again_where_another_one_broke_off(database: DatabaseSettings) -> None:
    """So are databases of versions between: part of what is new is there already."""
    added = "text" if database.type == POSTGRESQL else "longtext"
    with opened(database) as session:
        create(session)
        session.run(
            "ALTER TABLE lease4 ADD COLUMN relay_id " + ("bytea" if database.type == POSTGRESQL else "varbinary(255)")
        )
        session.run(f"ALTER TABLE dhcp4_pool ADD COLUMN scrap {added}")
        session.run("ALTER TABLE dhcp4_pool DROP COLUMN scrap")
        session.run("UPDATE schema_version SET version = 16")
        assert upgrade(session)
        assert_newest(session)
