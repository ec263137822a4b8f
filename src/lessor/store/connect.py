"""One connection to a database, from its settings.

A connection commits each statement by itself until a transaction is begun. It speaks UTC, so that a time means the same
to every server whatever zone it lives in. Nothing is tried twice here; who needs patience waits and asks again.

The drivers are imported when they are first needed: a server that keeps a lease file does without them.
"""

from __future__ import annotations

import os
from pathlib import Path
from socket import (
    AF_UNIX,
    IPPROTO_TCP,
    SO_KEEPALIVE,
    SOL_SOCKET,
    TCP_NODELAY,
    TCP_USER_TIMEOUT,
    create_connection,
    socket,
)
from typing import TYPE_CHECKING, Final

from lessor.model.database import DatabaseSettings
from lessor.store.base import StoreError
from lessor.store.tls import mysql_context, mysql_objection

if TYPE_CHECKING:
    import psycopg
    from pymysql.connections import Connection as MysqlConnection
    from pymysql.cursors import Cursor

MYSQL_PORT: Final = 3306

# Where the client library of MySQL looks for a server on this machine.
MYSQL_SOCKET: Final = "/run/mysqld/mysqld.sock"
MYSQL_SOCKET_VARIABLE: Final = "MYSQL_UNIX_PORT"

MYSQL_SESSION: Final = "SET SESSION sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00'"

NO_PASSWORD: Final = "none"


class MissingDriver(StoreError):
    """The Python package that speaks to this kind of database is not installed."""


def connect_postgresql(settings: DatabaseSettings) -> psycopg.Connection[tuple[object, ...]]:
    """Return a new connection to a PostgreSQL database. Raise StoreError when there is none to be had."""
    try:
        import psycopg
        from psycopg.conninfo import make_conninfo
    except ImportError as error:
        raise MissingDriver("PostgreSQL needs the Python package psycopg: install lessor[sql]") from error

    try:
        return psycopg.connect(make_conninfo("", **postgresql_parameters(settings)), autocommit=True)
    except psycopg.Error as error:
        said = "; ".join(str(error).strip().splitlines())
        raise StoreError(f"cannot connect to {settings.place}: {said}") from error


def postgresql_parameters(settings: DatabaseSettings) -> dict[str, str | int]:
    """Return what libpq is to be told; what the settings leave open it takes from its own environment."""
    said: dict[str, str | int] = {
        "dbname": settings.name,
        "host": settings.host,
        "port": settings.port,
        "user": settings.user,
        "password": password_of(settings),
        "connect_timeout": settings.connect_timeout,
        "tcp_user_timeout": settings.tcp_user_timeout * 1000,
        "sslmode": settings.ssl_mode or _usual_ssl_mode(settings),
        "sslrootcert": settings.trust_anchor,
        "sslcert": settings.cert_file,
        # as with everybody else, one file may hold both
        "sslkey": settings.key_file or settings.cert_file,
        # of an encrypted key: with none at all a terminal would be asked for it
        "sslpassword": NO_PASSWORD if settings.cert_file else "",
    }
    parameters = {name: value for name, value in said.items() if value}
    # a look for Kerberos credentials can take seconds where there are none
    return {**parameters, "gssencmode": "disable", "options": "-c timezone=UTC", "application_name": "lessor"}


def _usual_ssl_mode(settings: DatabaseSettings) -> str:
    if settings.trust_anchor:
        return "verify-ca"
    return "require" if settings.cert_file else ""


def connect_mysql(settings: DatabaseSettings) -> MysqlConnection[Cursor]:
    """Return a new connection to a MySQL or MariaDB database. Raise StoreError when there is none to be had.

    A row that a statement finds counts as affected, whether the statement changes it or not; several statements may
    be sent at once.
    """
    try:
        import pymysql
        from pymysql.constants import CLIENT
    except ImportError as error:
        raise MissingDriver("MySQL needs the Python package PyMySQL: install lessor[sql]") from error

    path = mysql_socket(settings)
    context = mysql_context(settings)
    try:
        connection = pymysql.connect(
            user=settings.user or None,
            password=password_of(settings),
            host=settings.host or None,
            database=settings.name or None,
            charset="utf8mb4",
            init_command=MYSQL_SESSION,
            client_flag=CLIENT.FOUND_ROWS | CLIENT.MULTI_STATEMENTS,
            read_timeout=settings.read_timeout or None,
            write_timeout=settings.write_timeout or None,
            autocommit=True,
            program_name="lessor",
            ssl=context,
            # nobody listens in on a UNIX socket: there TLS is for those who ask for it
            ssl_disabled=True if path and context is None else None,
            defer_connect=True,
        )
        connection.connect(_unix_socket(settings, path) if path else _tcp_socket(settings))
    # PyMySQL lets errors of TLS and of sockets through as they are
    except (pymysql.Error, OSError) as error:
        raise StoreError(f"cannot connect to {settings.place}: {mysql_objection(settings, error) or error}") from error
    return connection


def _unix_socket(settings: DatabaseSettings, path: str) -> socket:
    """The driver's own way leaves a socket open that could not be connected."""
    made = socket(AF_UNIX)
    try:
        made.settimeout(settings.connect_timeout)
        made.connect(path)
    except OSError:
        made.close()
        raise
    return made


def _tcp_socket(settings: DatabaseSettings) -> socket:
    made = create_connection((settings.host or "localhost", settings.port or MYSQL_PORT), settings.connect_timeout)
    made.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    made.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1)
    if settings.tcp_user_timeout:
        made.setsockopt(IPPROTO_TCP, TCP_USER_TIMEOUT, settings.tcp_user_timeout * 1000)
    return made


def mysql_socket(settings: DatabaseSettings) -> str:
    """Return the path of the UNIX socket to connect to, empty for TCP.

    `localhost` is a socket to every client of MySQL; it is TCP to us when there is no socket, or another port is named.
    """
    if settings.host.startswith("/"):
        return settings.host
    path = os.environ.get(MYSQL_SOCKET_VARIABLE, MYSQL_SOCKET)
    local = settings.host in {"", "localhost"} and settings.port in {0, MYSQL_PORT}
    return path if local and Path(path).exists() else ""


def password_of(settings: DatabaseSettings) -> str:
    """Return the password, from its file if there is one: its first line. Raise StoreError when it cannot be read."""
    if not settings.password_file:
        return settings.password
    try:
        lines = Path(settings.password_file).read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"cannot read the password of {settings.place}: {error}") from error
    return lines[0] if lines else ""
