"""A database for leases, reservations and configuration: is it one, of which version, and how to make or upgrade one.

Servers must not be at work on a database while it is upgraded. In PostgreSQL an upgrade happens as a whole or not at
all. In MySQL, where each change of a table stands by itself, one that broke off is begun again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lessor.store.base import StoreError
from lessor.store.relayfill import fill_relays
from lessor.store.schema.blocks import blocks, holds
from lessor.store.schema.levels import DIALECTS, Dialect, Level
from lessor.store.schema.session import DatabaseError, Session

Version = tuple[int, int]

STATISTICS: Final = {
    4: ("lease4_stat", "lease4", ("subnet_id", "state")),
    6: ("lease6_stat", "lease6", ("subnet_id", "lease_type", "state")),
}
POOL_STATISTICS: Final = {
    4: ("lease4_pool_stat", "lease4", ("subnet_id", "pool_id", "state")),
    6: ("lease6_pool_stat", "lease6", ("subnet_id", "pool_id", "lease_type", "state")),
}


class SchemaError(StoreError):
    """The database is not what it should be for what is asked."""


def version_of(session: Session) -> Version:
    """Return the version of the schema, as (34, 0). Raise DatabaseError when there is none."""
    rows = session.rows("SELECT version, minor FROM schema_version")
    if not rows:
        raise DatabaseError("the table schema_version is empty")
    version, minor = rows[0]
    return int(str(version)), int(str(minor or 0))


def shown(version: Version) -> str:
    """Return a version as people write it."""
    return f"{version[0]}.{version[1]}"


def tables_of(session: Session) -> list[str]:
    """Return the names of all tables that are in the database."""
    schema = "current_schema()" if session.dialect == "postgresql" else "DATABASE()"
    query = f"SELECT table_name FROM information_schema.tables WHERE table_schema = {schema} ORDER BY table_name"
    return [str(name) for (name,) in session.rows(query)]


def create(session: Session, newest: bool = False) -> None:
    """Make all tables in an empty database, those of Kea 2.2 or the `newest`. Raise DatabaseError, SchemaError."""
    dialect = DIALECTS[session.dialect]
    if present := tables_of(session):
        raise SchemaError(f"the database is not empty: {', '.join(present)}")
    with session.transaction():
        for name in dialect.first.made:
            _run_all(session, dialect.script(dialect.first, name))
        _put_in_routines(session, dialect, dialect.first)
        session.run(f"INSERT INTO schema_version (version, minor) VALUES ({dialect.first.version}, 0)")
        if newest:
            _bring_to_newest(session, dialect)


def upgrade(session: Session) -> bool:
    """Bring a database to the newest version: False when it is there already. Raise DatabaseError, SchemaError."""
    dialect = DIALECTS[session.dialect]
    found = version_of(session)
    if found >= (dialect.newest.version, 0):
        return False
    if found < (dialect.first.version, 0):
        raise SchemaError(f"{dialect.way_up(shown(found))}, then this one again; nothing was changed")
    with session.transaction():
        _bring_to_newest(session, dialect)
    return True


def recount(session: Session, family: int) -> None:
    """Count the leases of a family anew for the tables of statistics. Raise DatabaseError."""
    tables = [STATISTICS[family]]
    if session.has("table", (POOL_STATISTICS[family][0],)):
        tables.append(POOL_STATISTICS[family])
    with session.transaction():
        for table, leases, keys in tables:
            columns = ", ".join(keys)
            session.run(f"DELETE FROM {table}")
            session.run(
                f"INSERT INTO {table} ({columns}, leases) SELECT {columns}, count(*) FROM {leases}"
                f" WHERE state IN (0, 1) GROUP BY {columns}"
            )


def _bring_to_newest(session: Session, dialect: Dialect) -> None:
    for name in dialect.newest.made:
        for script in dialect.script(dialect.newest, name):
            for block in blocks(script):
                if holds(block, session.has):
                    session.run(block.statements)
    _put_in_routines(session, dialect, dialect.first, dialect.newest)
    fill_relays(session)
    session.run(f"UPDATE schema_version SET version = {dialect.newest.version}, minor = 0")


def _put_in_routines(session: Session, dialect: Dialect, *levels: Level) -> None:
    for level in levels:
        for name in level.routines:
            _run_all(session, dialect.script(level, name))
    _run_all(session, dialect.triggers())


def _run_all(session: Session, scripts: Iterator[str]) -> None:
    for script in scripts:
        session.run(script)
