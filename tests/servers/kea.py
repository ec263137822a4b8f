"""Debian's kea-admin, and databases that it made."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.model.database import POSTGRESQL, DatabaseSettings
from tests.servers.mariadb import MariadbServer
from tests.servers.postgresql import PostgresqlServer

KEA_ADMIN = Path("/usr/sbin/kea-admin")


def kea_admin(command: str, settings: DatabaseSettings, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Debian's kea-admin on a database."""
    return subprocess.run(
        [str(KEA_ADMIN), command, *flags(settings), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # psql takes the password from there in each of the program's commands
        env={**os.environ, "PGPASSWORD": settings.password},
    )


def flags(settings: DatabaseSettings) -> list[str]:
    """The words that lead kea-admin, ours or Debian's, to a database."""
    way = ["-u", settings.user, "-p", settings.password, "-n", settings.name]
    if settings.type == POSTGRESQL:
        return ["pgsql", "-h", settings.host, "-P", str(settings.port), *way]
    return ["mysql", "-x", f"--socket={settings.host}", *way]


def made_by_kea(settings: DatabaseSettings) -> DatabaseSettings:
    """Let Debian's kea-admin make the tables of a database."""
    if not KEA_ADMIN.exists():
        pytest.skip("needs Debian's kea-admin")
    done = kea_admin("db-init", settings)
    assert done.returncode == 0, done.stdout
    return settings


@pytest.fixture(params=["postgresql", "mysql"])
def database(request: pytest.FixtureRequest) -> DatabaseSettings:
    """A fresh database without tables, of each kind."""
    name = {"postgresql": "postgresql_database", "mysql": "mariadb_database"}[request.param]
    found = request.getfixturevalue(name)
    assert isinstance(found, DatabaseSettings)
    return found


@pytest.fixture
def kea_database(
    database: DatabaseSettings, postgresql: PostgresqlServer, mariadb: MariadbServer
) -> Iterator[DatabaseSettings]:
    """A database with the tables that Debian's kea-admin makes, of the same kind as `database`."""
    server: PostgresqlServer | MariadbServer = postgresql if database.type == POSTGRESQL else mariadb
    settings = server.create()
    yield made_by_kea(settings)
    server.drop(settings)
