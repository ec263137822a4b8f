"""Databases with the tables for leases: made once in a session, empty for each test.

`*_of_kea` are as Debian's Kea 2.2 makes them, `*_newest` as we do, at the newest level of the schema.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lessor.model.database import DatabaseSettings
from lessor.store.schema.session import opened
from lessor.store.upgrade import create
from tests.servers.kea import made_by_kea
from tests.servers.mariadb import MariadbServer
from tests.servers.postgresql import PostgresqlServer

TABLES = ("lease4", "lease6", "lease4_stat", "lease6_stat")


@contextmanager
def of_kea(server: PostgresqlServer | MariadbServer) -> Iterator[DatabaseSettings]:
    settings = made_by_kea(server.create())
    yield settings
    server.drop(settings)


@contextmanager
def newest(server: PostgresqlServer | MariadbServer) -> Iterator[DatabaseSettings]:
    settings = server.create()
    with opened(settings) as session:
        create(session, newest=True)
    yield settings
    server.drop(settings)


def emptied(settings: DatabaseSettings) -> DatabaseSettings:
    with opened(settings) as session:
        for table in TABLES:
            session.run(f"DELETE FROM {table}")
    return settings


@pytest.fixture(scope="session")
def postgresql_of_kea(postgresql: PostgresqlServer) -> Iterator[DatabaseSettings]:
    with of_kea(postgresql) as settings:
        yield settings


@pytest.fixture(scope="session")
def postgresql_newest(postgresql: PostgresqlServer) -> Iterator[DatabaseSettings]:
    with newest(postgresql) as settings:
        yield settings


@pytest.fixture(scope="session")
def mysql_of_kea(mariadb: MariadbServer) -> Iterator[DatabaseSettings]:
    with of_kea(mariadb) as settings:
        yield settings


@pytest.fixture(scope="session")
def mysql_newest(mariadb: MariadbServer) -> Iterator[DatabaseSettings]:
    with newest(mariadb) as settings:
        yield settings


@pytest.fixture
def postgresql_leases(postgresql_of_kea: DatabaseSettings) -> DatabaseSettings:
    """An empty database of Kea 2.2's."""
    return emptied(postgresql_of_kea)


@pytest.fixture
def postgresql_newest_leases(postgresql_newest: DatabaseSettings) -> DatabaseSettings:
    """An empty database of the newest level."""
    return emptied(postgresql_newest)


@pytest.fixture
def mysql_leases(mysql_of_kea: DatabaseSettings) -> DatabaseSettings:
    """An empty database of Kea 2.2's."""
    return emptied(mysql_of_kea)


@pytest.fixture
def mysql_newest_leases(mysql_newest: DatabaseSettings) -> DatabaseSettings:
    """An empty database of the newest level."""
    return emptied(mysql_newest)
