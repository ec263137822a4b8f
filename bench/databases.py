"""Private database servers on the disk, with the settings they come with, and databases of leases in them.

Every commit is on the disk before it is acknowledged, whoever asks: these are the servers of the tests, made durable.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest import skip
from tests.servers.kea import flags
from tests.servers.mariadb import MariadbServer, running_mariadb
from tests.servers.postgresql import PostgresqlServer, running_postgresql

from bench.place import RESERVED
from lessor.model.database import MYSQL, POSTGRESQL, DatabaseSettings
from lessor.store.schema.session import opened

SETTLE: Final = {POSTGRESQL: ("VACUUM ANALYZE lease4", "CHECKPOINT"), MYSQL: ("ANALYZE TABLE lease4",)}
"""What has a database finish what follows from many new rows, so that nobody else waits for it."""
OCTETS: Final = {
    POSTGRESQL: "decode('020c' || lpad(to_hex(n), 8, '0'), 'hex')",
    MYSQL: "unhex(concat('020c', lpad(hex(n), 8, '0')))",
}
NUMBERS: Final = {
    POSTGRESQL: "generate_series({}, {}) AS numbers (n)",
    MYSQL: "(SELECT seq AS n FROM seq_{}_to_{}) AS numbers",
}
ROWS: Final = 500
"""Added in one transaction: each row changes the row that counts them, and old states of that pile up until its end."""
LATER: Final = {POSTGRESQL: "interval '40000 seconds'", MYSQL: "INTERVAL 40000 SECOND"}


@dataclass(frozen=True, slots=True)
class Database:
    """A database of leases, and the server it is in."""

    settings: DatabaseSettings
    pid: int

    def empty(self) -> None:
        """Remove all leases, with nothing of them left behind."""
        with opened(self.settings) as session:
            for table in ("lease4", "lease4_stat"):
                session.run(f"TRUNCATE TABLE {table}")

    def fill(self, count: int) -> None:
        """Add leases of the clients from 0 on, on addresses beside the pool."""
        kind = self.settings.type
        columns = "address, hwaddr, valid_lifetime, expire, subnet_id, fqdn_fwd, fqdn_rev, hostname, state"
        values = f"{RESERVED} + n, {OCTETS[kind]}, 40000, CURRENT_TIMESTAMP + {LATER[kind]}, 1, false, false, '', 0"
        with opened(self.settings) as session:
            for first in range(0, count, ROWS):
                numbers = NUMBERS[kind].format(first, min(first + ROWS, count) - 1)
                session.run(f"INSERT INTO lease4 ({columns}) SELECT {values} FROM {numbers}")
            for statement in SETTLE[kind]:
                session.run(statement)

    def configure(self, path: Path) -> None:
        """Have the configuration in this file name this database."""
        settings = self.settings
        said = {"type": settings.type, "name": settings.name, "user": settings.user, "password": settings.password}
        # a client of MySQL finds the socket by the environment
        way = {"host": settings.host, "port": settings.port} if settings.type == POSTGRESQL else {"host": "localhost"}
        config = json.loads(path.read_text())
        config["Dhcp4"]["lease-database"] = {**said, **way}
        path.write_text(json.dumps(config, indent=1))


def postgresql_pid(server: PostgresqlServer) -> int:
    return int((Path(server.settings("").host) / "data" / "postmaster.pid").read_text().split()[0])


def mariadb_pid(server: MariadbServer) -> int:
    return int((server.socket.parent / "pid").read_text())


@contextmanager
def database(kind: str, kea_admin: Path) -> Iterator[Database]:
    """Have a database server of this kind for the block, with a database whose tables this kea-admin made.

    Raise OSError where there is no such server.
    """
    try:
        if kind == POSTGRESQL:
            with running_postgresql(durable=True) as postgresql:
                yield Database(made(postgresql.create(), kea_admin), postgresql_pid(postgresql))
        else:
            with running_mariadb(durable=True) as mariadb:
                os.environ.update(MYSQL_UNIX_PORT=str(mariadb.socket))
                yield Database(made(mariadb.create(), kea_admin), mariadb_pid(mariadb))
    except skip.Exception as error:
        # what a test says that cannot be run is no Exception, and would end all
        raise OSError(str(error)) from error


def made(settings: DatabaseSettings, kea_admin: Path) -> DatabaseSettings:
    environment = {**os.environ, "PGPASSWORD": settings.password}
    subprocess.run(
        [str(kea_admin), "db-init", *flags(settings)],
        check=True, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    return settings
