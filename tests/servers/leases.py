"""Databases with Kea's tables for leases: made once in a session, empty for each test."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lessor.model.database import DatabaseSettings
from lessor.store.connect import connect_mysql, connect_postgresql
from tests.servers.mariadb import MariadbServer
from tests.servers.postgresql import PostgresqlServer

SCRIPTS = Path("/usr/share/kea/scripts")
"""What Debian's kea-admin makes databases with."""

EMPTY = ("DELETE FROM lease4", "DELETE FROM lease6", "DELETE FROM lease4_stat", "DELETE FROM lease6_stat")


def fill_postgresql(settings: DatabaseSettings) -> None:
    """Make Kea's tables, as Debian's Kea does."""
    script = SCRIPTS / "pgsql" / "dhcpdb_create.pgsql"
    if not script.exists():
        pytest.skip("needs Debian's kea-admin")
    environment = {"PGPASSWORD": settings.password, "PATH": "/usr/bin:/bin"}
    command = ["psql", "-q", "-h", settings.host, "-p", str(settings.port), "-U", settings.user, "-d", settings.name]
    subprocess.run([*command, "-f", str(script)], check=True, capture_output=True, env=environment)


def fill_mysql(settings: DatabaseSettings) -> None:
    """Make Kea's tables, as Debian's Kea does."""
    script = SCRIPTS / "mysql" / "dhcpdb_create.mysql"
    if not script.exists():
        pytest.skip("needs Debian's kea-admin")
    command = ["mariadb", "--no-defaults", f"--socket={settings.host}", f"--user={settings.user}"]
    with script.open("rb") as text:
        words = [*command, f"--password={settings.password}", settings.name]
        subprocess.run(words, stdin=text, check=True, capture_output=True)


@pytest.fixture(scope="session")
def postgresql_of_kea(postgresql: PostgresqlServer) -> Iterator[DatabaseSettings]:
    """A database as Debian's Kea makes it."""
    settings = postgresql.create()
    fill_postgresql(settings)
    yield settings
    postgresql.drop(settings)


@pytest.fixture
def postgresql_leases(postgresql_of_kea: DatabaseSettings) -> DatabaseSettings:
    """An empty database of Kea's."""
    with connect_postgresql(postgresql_of_kea) as connection:
        connection.execute("; ".join(EMPTY).encode())
    return postgresql_of_kea


@pytest.fixture(scope="session")
def mysql_of_kea(mariadb: MariadbServer) -> Iterator[DatabaseSettings]:
    """A database as Debian's Kea makes it."""
    settings = mariadb.create()
    fill_mysql(settings)
    yield settings
    mariadb.drop(settings)


@pytest.fixture
def mysql_leases(mysql_of_kea: DatabaseSettings) -> DatabaseSettings:
    """An empty database of Kea's."""
    with closing(connect_mysql(mysql_of_kea)) as connection, connection.cursor() as cursor:
        for statement in EMPTY:
            cursor.execute(statement)
    return mysql_of_kea
