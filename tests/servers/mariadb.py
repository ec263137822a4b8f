"""MariaDB for tests: one server per session, a fresh database per test."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lessor.model.database import MYSQL, DatabaseSettings
from lessor.store.base import StoreError
from lessor.store.connect import connect_mysql
from tests.servers.private import PrivateDirectory, PrivateServer, free_port, need

USER, PASSWORD = "lessor", "of the tests"
FORGETFUL = ("--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--sync-binlog=0")

CERTIFIED = "certified"
"""A user who is let in with a certificate only, where the server has certificates itself."""


class MariadbServer:
    """A running server, and ways into it."""

    def __init__(self, directory: PrivateDirectory, durable: bool, certificates: Path | None) -> None:
        self._directory = directory
        self._port = free_port()
        self._numbers = itertools.count(1)
        self.socket = directory.path / "socket"
        data = f"--datadir={directory.path / 'data'}"
        # a server that starts removes all temporary tables in its directory for them, be they of another server
        temporary = f"--tmpdir={directory.path}"
        root = "--auth-root-authentication-method=normal"
        directory.run("mariadb-install-db", "--no-defaults", data, temporary, root, "--skip-test-db")
        command = ["mariadbd", "--no-defaults", data, temporary, f"--socket={self.socket}", "--bind-address=127.0.0.1"]
        command += [f"--port={self._port}", "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=32M"]
        command += [f"--pid-file={directory.path / 'pid'}", *(() if durable else FORGETFUL)]
        if certificates is not None:
            names = ("authority.crt", "server.crt", "server.key")
            authority, certificate, key = directory.adopt(*[certificates / name for name in names])
            command += [f"--ssl-ca={authority}", f"--ssl-cert={certificate}", f"--ssl-key={key}"]
            command += ["--require-secure-transport=ON"]
        self.process = PrivateServer(directory, command, self._answers)

    def settings(self, name: str) -> DatabaseSettings:
        """The way to a database through the UNIX socket, which works from every network namespace."""
        return DatabaseSettings(MYSQL, name, str(self.socket), user=USER, password=PASSWORD)

    def over_tcp(self, name: str) -> DatabaseSettings:
        """The way to a database through loopback."""
        return replace(self.settings(name), host="127.0.0.1", port=self._port)

    def environment(self) -> dict[str, str]:
        """Where programs with MySQL's client library, to whom each UNIX socket is `localhost`, find this server."""
        return {**os.environ, "MYSQL_UNIX_PORT": str(self.socket)}

    def create(self) -> DatabaseSettings:
        """Make an empty database."""
        name = f"test{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name}")
        return self.settings(name)

    def drop(self, settings: DatabaseSettings) -> None:
        """Remove a database."""
        self._execute(f"DROP DATABASE IF EXISTS {settings.name}")

    def welcome(self) -> None:
        """Let our user in, who may do everything."""
        self._execute(
            f"CREATE USER IF NOT EXISTS {USER} IDENTIFIED BY '{PASSWORD}'; GRANT ALL ON *.* TO {USER} WITH GRANT OPTION"
        )

    def welcome_certified(self) -> None:
        """Let a user in who has a certificate."""
        self._execute(
            f"CREATE USER IF NOT EXISTS {CERTIFIED} IDENTIFIED BY '{PASSWORD}' REQUIRE X509;"
            f" GRANT ALL ON *.* TO {CERTIFIED}"
        )

    def _execute(self, statement: str) -> None:
        with closing(connect_mysql(self._root())) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            while cursor.nextset():
                pass

    def _root(self) -> DatabaseSettings:
        return replace(self.settings(""), user="root", password="")

    def _answers(self) -> bool:
        try:
            connect_mysql(self._root()).close()
        except StoreError:
            return False
        return True


@contextmanager
def running_mariadb(durable: bool = False, certificates: Path | None = None) -> Iterator[MariadbServer]:
    """A server of one's own, to stop, start and kill. `durable`: its commits reach the disk; with a directory of
    `certificates` (tests/control/sockets.py) it wants TLS.
    """
    need("mariadb-server", "mariadb-install-db", "mariadbd", user="mysql")
    directory = PrivateDirectory("lessor-mariadb-", "mysql", durable)
    try:
        server = MariadbServer(directory, durable, certificates)
        try:
            server.process.start()
            server.welcome()
            yield server
        finally:
            server.process.stop()
    finally:
        directory.remove()


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariadbServer]:
    """The server that all tests share: do not stop it."""
    with running_mariadb() as server:
        yield server


@pytest.fixture
def mariadb_database(mariadb: MariadbServer) -> Iterator[DatabaseSettings]:
    """A fresh database without tables."""
    settings = mariadb.create()
    yield settings
    mariadb.drop(settings)
