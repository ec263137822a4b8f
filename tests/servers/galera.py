"""A Galera cluster of MariaDB for tests: each node in a network namespace of its own, reached by its UNIX socket."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from lessor.model.database import MYSQL, DatabaseSettings
from lessor.store.base import StoreError
from lessor.store.connect import connect_mysql
from lessor.store.schema.session import opened
from lessor.store.upgrade import create
from tests.servers.mariadb import FORGETFUL, PASSWORD, USER
from tests.servers.private import PrivateDirectory, PrivateServer, need
from tests.system.network import Namespace

PROVIDER = Path("/usr/lib/galera/libgalera_smm.so")
NAME = "leases"

SMALL = ("--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M", "--skip-log-bin", "--performance-schema=OFF")
CLUSTER = ("--wsrep-on=ON", f"--wsrep-provider={PROVIDER}", "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2")
OPTIONS = "gcache.size=16M"
"""When a node counts as dead stays as it usually is: on a busy machine a living one may be silent for seconds."""


class InNamespace(PrivateDirectory):
    """A directory whose programs run in a network namespace."""

    def __init__(self, namespace: Namespace) -> None:
        super().__init__("lessor-galera-", "mysql", durable=False)
        self._namespace = namespace

    def command(self, *words: str | Path, dies_with_us: bool = False) -> list[str]:
        return self._namespace.command(*super().command(*words, dies_with_us=dies_with_us))


class Node:
    """One node of a cluster."""

    def __init__(self, namespace: Namespace, address: str, members: Sequence[str]) -> None:
        self.directory = InNamespace(namespace)
        self.data = self.directory.path / "data"
        self.socket = self.directory.path / "socket"
        self._words = ["mariadbd", "--no-defaults", f"--datadir={self.data}", f"--socket={self.socket}"]
        self._words += [f"--bind-address={address}", f"--pid-file={self.directory.path / 'pid'}"]
        # a server that starts removes all temporary tables in its directory for them, be they of another node
        self._words += [f"--tmpdir={self.directory.path}"]
        self._words += [*FORGETFUL, *SMALL, *CLUSTER, f"--wsrep-node-address={address}"]
        self._words += [f"--wsrep-cluster-address=gcomm://{','.join(members)}", "--wsrep-cluster-name=lessor"]
        self._words += [f"--wsrep-provider-options={OPTIONS}"]
        self._process: PrivateServer | None = None

    def install(self) -> None:
        """Make the files of a new database."""
        places = (f"--datadir={self.data}", f"--tmpdir={self.directory.path}")
        root = "--auth-root-authentication-method=normal"
        self.directory.run("mariadb-install-db", "--no-defaults", *places, root, "--skip-test-db")

    def copy(self, other: Node) -> None:
        """Take over the files of another node that was stopped: this one has nothing to learn when it joins."""
        shutil.copytree(other.data, self.data)
        for path in (self.data, *self.data.rglob("*")):
            shutil.chown(path, "mysql", "mysql")

    def start(self, founding: bool = False) -> None:
        """Start it and wait until it is part of the cluster; the first one founds it."""
        more = ["--wsrep-new-cluster"] if founding else []
        self._process = PrivateServer(self.directory, [*self._words, *more], self._is_ready)
        self._process.start()

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop()

    def kill(self) -> None:
        """End it as a power loss would."""
        assert self._process is not None
        self._process.kill()

    def settings(self) -> DatabaseSettings:
        """The way to this node."""
        return DatabaseSettings(MYSQL, NAME, str(self.socket), user=USER, password=PASSWORD)

    def prepare(self) -> None:
        """Make a database with the tables for leases, and let our user in."""
        with closing(connect_mysql(self._root())) as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {NAME}")
            cursor.execute(f"CREATE USER {USER} IDENTIFIED BY '{PASSWORD}'")
            cursor.execute(f"GRANT ALL ON *.* TO {USER}")
        with opened(self.settings()) as session:
            create(session)

    def _root(self) -> DatabaseSettings:
        return DatabaseSettings(MYSQL, "", str(self.socket), user="root")

    def _is_ready(self) -> bool:
        try:
            with closing(connect_mysql(self._root())) as connection, connection.cursor() as cursor:
                cursor.execute("SHOW STATUS LIKE 'wsrep_ready'")
                return cursor.fetchone() == ("wsrep_ready", "ON")
        except StoreError:
            return False


@contextmanager
def cluster(namespaces: Sequence[tuple[Namespace, str]]) -> Iterator[list[Node]]:
    """A node in each of these namespaces, at its address there; all of them have the tables for leases."""
    need("mariadb-server", "mariadb-install-db", "mariadbd", user="mysql")
    if not PROVIDER.exists():
        pytest.skip(f"needs Debian's galera-4: no {PROVIDER}")
    members = [address for _, address in namespaces]
    nodes = [Node(namespace, address, members) for namespace, address in namespaces]
    try:
        first, *others = nodes
        first.install()
        first.start(founding=True)
        first.prepare()
        first.stop()
        for node in others:
            node.copy(first)
        first.start(founding=True)
        for node in others:
            node.start()
        yield nodes
    finally:
        for node in nodes:
            node.stop()
            node.directory.remove()
