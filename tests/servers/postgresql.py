"""PostgreSQL for tests: one server per session, a fresh database per test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.store.base import StoreError
from lessor.store.connect import connect_postgresql
from tests.servers.private import PrivateDirectory, PrivateServer, free_port, need

USER, PASSWORD = "lessor", "of the tests"
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

CERTIFIED = "certified"
"""A database that only clients with a certificate may connect to, where the server has certificates itself."""

ENCRYPTED = f"""
local all all scram-sha-256
hostssl {CERTIFIED} all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca
hostssl all all 127.0.0.1/32 scram-sha-256
"""


def programs() -> Path | None:
    """Where Debian keeps PostgreSQL's programs: the newest version there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class PostgresqlServer:
    """A running server, and ways into it."""

    def __init__(
        self, directory: PrivateDirectory, bin_directory: Path, durable: bool, certificates: Path | None
    ) -> None:
        self._directory = directory
        self._port = free_port()
        self._numbers = itertools.count(1)
        path = directory.path
        (path / "password").write_text(PASSWORD)
        directory.run(
            bin_directory / "initdb",
            *("-D", path / "data", "-U", USER, "--pwfile", path / "password", "--no-sync", "--no-instructions"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
        )
        options = ["max_connections=100", "listen_addresses=127.0.0.1", *(() if durable else FORGETFUL)]
        if certificates is not None:
            options += self._tls(certificates)
        command = [str(bin_directory / "postgres"), "-D", str(path / "data"), "-k", str(path), "-p", str(self._port)]
        command += [word for option in options for word in ("-c", option)]
        self.process = PrivateServer(directory, command, self._answers)

    def settings(self, name: str) -> DatabaseSettings:
        """The way to a database through the UNIX socket, which works from every network namespace."""
        return DatabaseSettings(
            POSTGRESQL, name, str(self._directory.path), port=self._port, user=USER, password=PASSWORD
        )

    def over_tcp(self, name: str) -> DatabaseSettings:
        """The way to a database through loopback."""
        return replace(self.settings(name), host="127.0.0.1")

    def create(self, template: str = "template0", name: str = "") -> DatabaseSettings:
        """Make a database, empty or a copy of another one, to which nobody may be connected."""
        name = name or f"test{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.settings(name)

    def drop(self, settings: DatabaseSettings) -> None:
        """Remove a database; whoever is connected to it is thrown out."""
        self._execute(f"DROP DATABASE IF EXISTS {settings.name} WITH (FORCE)")

    def _tls(self, certificates: Path) -> list[str]:
        """The options with which nobody is heard over TCP who does not encrypt."""
        names = {"ssl_ca_file": "authority.crt", "ssl_cert_file": "server.crt", "ssl_key_file": "server.key"}
        adopted = self._directory.adopt(*[certificates / name for name in names.values()])
        (self._directory.path / "data" / "pg_hba.conf").write_text(ENCRYPTED)
        return ["ssl=on", *[f"{option}={file}" for option, file in zip(names, adopted, strict=True)]]

    def _execute(self, statement: str) -> None:
        with connect_postgresql(self.settings("postgres")) as connection:
            connection.execute(statement.encode())

    def _answers(self) -> bool:
        try:
            connect_postgresql(self.settings("postgres")).close()
        except StoreError:
            return False
        return True


@contextmanager
def running_postgresql(durable: bool = False, certificates: Path | None = None) -> Iterator[PostgresqlServer]:
    """A server of one's own, to stop, start and kill. `durable`: its commits reach the disk; with a directory of
    `certificates` (tests/control/sockets.py) it wants TLS.
    """
    found = programs()
    need("postgresql", (found or Path("/usr/lib/postgresql")) / "initdb", user="postgres")
    assert found is not None, "there is an initdb"
    directory = PrivateDirectory("lessor-postgresql-", "postgres", durable)
    try:
        server = PostgresqlServer(directory, found, durable, certificates)
        try:
            server.process.start()
            yield server
        finally:
            server.process.stop()
    finally:
        directory.remove()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """The server that all tests share: do not stop it."""
    with running_postgresql() as server:
        yield server


@pytest.fixture
def postgresql_database(postgresql: PostgresqlServer) -> Iterator[DatabaseSettings]:
    """A fresh database without tables."""
    settings = postgresql.create()
    yield settings
    postgresql.drop(settings)
