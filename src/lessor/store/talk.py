"""A conversation with a database in statements that all dialects understand, one connection in one thread.

Values are `%s` in statements. What goes wrong is said in the words of store/sql.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.store import mysql, postgresql
from lessor.store.connect import connect_mysql, connect_postgresql
from lessor.store.mysql import Duplicate
from lessor.store.sql import Contention, LostConnection, Refused

if TYPE_CHECKING:
    import psycopg
    from pymysql.connections import Connection
    from pymysql.cursors import Cursor

Row = tuple[Any, ...]

UNIQUE_VIOLATION = "23505"


class Talk(Protocol):
    """One connection. Methods raise LostConnection, Contention, Duplicate or Refused."""

    dialect: str

    def rows(self, query: str, *values: object) -> list[Row]:
        """Return all rows of a query."""
        ...

    def change(self, statement: str, *values: object) -> int:
        """Run a statement; return how many rows it concerned."""
        ...

    def add(self, table: str, key: str, row: dict[str, object]) -> int:
        """Insert a row, and return the number that the database gave it as its `key`."""
        ...

    def add_all(self, table: str, rows: Iterable[dict[str, object]]) -> None:
        """Insert rows of the same columns."""
        ...

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all that is done within, or nothing of it."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


def talk(settings: DatabaseSettings) -> Talk:
    """Connect to a database. Raise StoreError."""
    if settings.type == POSTGRESQL:
        return PostgresqlTalk(connect_postgresql(settings))
    return MysqlTalk(connect_mysql(settings))


class PostgresqlTalk:
    """A conversation with PostgreSQL."""

    dialect = "postgresql"

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection

    def rows(self, query: str, *values: object) -> list[Row]:
        with self._adversities():
            return self._connection.execute(query.encode(), values).fetchall()

    def change(self, statement: str, *values: object) -> int:
        with self._adversities():
            return self._connection.execute(statement.encode(), values).rowcount

    def add(self, table: str, key: str, row: dict[str, object]) -> int:
        return int(self.rows(f"{_insert(table, row)} RETURNING {key}", *row.values())[0][0])

    def add_all(self, table: str, rows: Iterable[dict[str, object]]) -> None:
        for row in rows:
            self.change(_insert(table, row), *row.values())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._adversities(), self._connection.transaction():
            yield

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _adversities(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except UnicodeError as error:
            raise Refused(str(error)) from error
        except psycopg.Error as error:
            text, state = str(error).strip(), error.sqlstate or ""
            hung_up = not state and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
            if self._connection.closed or hung_up or state.startswith(postgresql.GONE):
                self._connection.close()
                raise LostConnection(text) from error
            if state == UNIQUE_VIOLATION:
                raise Duplicate(text) from error
            raise (Contention if state in postgresql.IN_THE_WAY else Refused)(text) from error


class MysqlTalk:
    """A conversation with MySQL or MariaDB."""

    dialect = "mysql"

    def __init__(self, connection: Connection[Cursor]) -> None:
        self._connection = connection

    def rows(self, query: str, *values: object) -> list[Row]:
        with self._adversities(), self._connection.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())

    def change(self, statement: str, *values: object) -> int:
        with self._adversities(), self._connection.cursor() as cursor:
            return cursor.execute(statement, values)

    def add(self, table: str, key: str, row: dict[str, object]) -> int:
        with self._adversities(), self._connection.cursor() as cursor:
            cursor.execute(_insert(table, row), tuple(row.values()))
            return int(cursor.lastrowid or 0)

    def add_all(self, table: str, rows: Iterable[dict[str, object]]) -> None:
        for row in rows:
            self.change(_insert(table, row), *row.values())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._adversities():
            self._connection.begin()
            try:
                yield
                # where a cluster certifies transactions, it is this that fails
                self._connection.commit()
            except BaseException:
                self._roll_back()
                raise

    def close(self) -> None:
        if self._connection.open:
            self._connection.close()

    def _roll_back(self) -> None:
        import pymysql

        try:
            if self._connection.open:
                self._connection.rollback()
        except (pymysql.Error, OSError):
            # the transaction ends with its connection
            self.close()

    @contextmanager
    def _adversities(self) -> Iterator[None]:
        import pymysql

        try:
            yield
        except (pymysql.Error, OSError) as error:
            number = error.args[0] if error.args else 0
            text = str(error.args[-1]) if error.args else str(error)
            if number in mysql.IN_THE_WAY:
                raise Contention(text) from error
            if number == mysql.DUPLICATE:
                raise Duplicate(text) from error
            lost = isinstance(error, pymysql.InterfaceError | OSError) or number in mysql.GONE
            if lost or not self._connection.open:
                self.close()
                raise LostConnection(text) from error
            raise Refused(text) from error
        except UnicodeError as error:
            raise Refused(str(error)) from error


def _insert(table: str, columns: Iterable[str]) -> str:
    names = list(columns)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks(names)})"


def marks(values: Sequence[object] | set[bytes] | set[int], around: str = "{}") -> str:
    """Return as many places for values as there are values, each with `around` it."""
    return ", ".join([around.format("%s")] * len(values))
