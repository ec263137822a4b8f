"""Connections to real databases."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from lessor.model.database import DatabaseSettings
from lessor.store.base import StoreError
from lessor.store.connect import MYSQL_SOCKET_VARIABLE, connect_mysql, connect_postgresql, mysql_socket
from tests.servers.mariadb import MariadbServer
from tests.servers.postgresql import PostgresqlServer


def test_postgresql_speaks_utc_and_commits_by_itself(postgresql_database: DatabaseSettings) -> None:
    with connect_postgresql(postgresql_database) as connection:
        assert connection.execute("SHOW timezone").fetchone() == ("UTC",)
        assert connection.autocommit


def test_mysql_speaks_utc_and_commits_by_itself(mariadb_database: DatabaseSettings) -> None:
    with closing(connect_mysql(mariadb_database)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT @@session.time_zone, @@session.autocommit, @@session.sql_mode")
        assert cursor.fetchone() == ("+00:00", 1, "STRICT_ALL_TABLES")


def test_mysql_counts_rows_that_were_found(mariadb_database: DatabaseSettings) -> None:
    with closing(connect_mysql(mariadb_database)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (a INT)")
        cursor.execute("INSERT INTO t VALUES (1)")
        assert cursor.execute("UPDATE t SET a = 1 WHERE a = 1") == 1


def test_tcp(
    postgresql: PostgresqlServer,
    mariadb: MariadbServer,
    postgresql_database: DatabaseSettings,
    mariadb_database: DatabaseSettings,
) -> None:
    connect_postgresql(postgresql.over_tcp(postgresql_database.name)).close()
    connect_mysql(mariadb.over_tcp(mariadb_database.name)).close()


def test_a_password_from_a_file(
    postgresql_database: DatabaseSettings, mariadb_database: DatabaseSettings, tmp_path: Path
) -> None:
    file = tmp_path / "password"
    file.write_text(f"{postgresql_database.password}\n")
    connect_postgresql(replace(postgresql_database, password="", password_file=str(file))).close()
    connect_mysql(replace(mariadb_database, password="", password_file=str(file))).close()


def test_a_password_file_that_is_not_there(postgresql_database: DatabaseSettings) -> None:
    with pytest.raises(StoreError, match="cannot read the password"):
        connect_postgresql(replace(postgresql_database, password_file="/nonexistent"))


def test_a_refusal_tells_all_but_the_password(
    postgresql_database: DatabaseSettings, mariadb_database: DatabaseSettings
) -> None:
    with pytest.raises(StoreError, match=r"postgresql database 'test\d+' at lessor@.*authentication failed") as refused:
        connect_postgresql(replace(postgresql_database, password="wr0ng"))
    assert "wr0ng" not in str(refused.value)
    with pytest.raises(StoreError, match=r"mysql database 'test\d+' at lessor@.*Access denied") as refused:
        connect_mysql(replace(mariadb_database, password="wr0ng"))
    assert "wr0ng" not in str(refused.value)


def test_a_certificate_that_is_not_there(mariadb: MariadbServer, mariadb_database: DatabaseSettings) -> None:
    with pytest.raises(StoreError, match="cannot connect"):
        connect_mysql(replace(mariadb.over_tcp(mariadb_database.name), trust_anchor="/nonexistent"))


def test_localhost_is_a_socket_where_there_is_one(mariadb: MariadbServer, monkeypatch: pytest.MonkeyPatch) -> None:
    local = DatabaseSettings("mysql", "kea", "localhost")
    monkeypatch.setenv(MYSQL_SOCKET_VARIABLE, str(mariadb.socket))
    assert mysql_socket(local) == str(mariadb.socket)
    assert mysql_socket(replace(local, port=3306)) == str(mariadb.socket)
    assert mysql_socket(replace(local, port=3307)) == ""
    assert mysql_socket(replace(local, host="127.0.0.1")) == ""
    monkeypatch.setenv(MYSQL_SOCKET_VARIABLE, "/nonexistent")
    assert mysql_socket(local) == ""
