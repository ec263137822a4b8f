"""Databases for reservations: the fixtures, and rows as other programs write them."""

from collections.abc import Iterator

import pytest

from lessor.model.database import DatabaseSettings
from lessor.store.schema.session import opened
from tests.stores.conftest import SQL

TABLES = ("ipv6_reservations", "dhcp4_options", "dhcp6_options", "hosts")


def without_hosts(settings: DatabaseSettings) -> DatabaseSettings:
    """The same database, empty of reservations."""
    with opened(settings) as session:
        for table in TABLES:
            session.run(f"DELETE FROM {table}")
    return settings


@pytest.fixture(params=SQL)
def host_settings(request: pytest.FixtureRequest) -> Iterator[DatabaseSettings]:
    """An empty database of each kind and level."""
    settings = request.getfixturevalue(request.param)
    assert isinstance(settings, DatabaseSettings)
    yield without_hosts(settings)
    without_hosts(settings)


def write_rows(settings: DatabaseSettings, table: str, *rows: dict[str, object]) -> None:
    """Insert rows as somebody does who knows nothing of us."""
    with opened(settings) as session:
        for row in rows:
            places = ", ".join(["%s"] * len(row))
            session.insert(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", [tuple(row.values())])
