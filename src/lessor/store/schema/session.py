"""What making and upgrading a schema needs of a connection, whichever database it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.store.base import StoreError
from lessor.store.connect import connect_mysql, connect_postgresql

if TYPE_CHECKING:
    import psycopg
    from pymysql.connections import Connection as MysqlConnection
    from pymysql.cursors import Cursor

Row = tuple[object, ...]


class DatabaseError(StoreError):
    """A statement failed; the text is the database's own."""


class Session(Protocol):
    """One connection to a database that is looked at, made or changed."""

    dialect: str

    def rows(self, query: str, *values: object) -> list[Row]:
        """Return all rows of a query, with `%s` for each of the values. Raise DatabaseError."""
        ...

    def run(self, script: str) -> None:
        """Run statements, of which no result is wanted. Raise DatabaseError."""
        ...

    def insert(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each of the rows, many at a time. Raise DatabaseError."""
        ...

    def has(self, kind: str, names: tuple[str, ...]) -> bool:
        """Return whether there is such a table, column, index, constraint, or column of that type."""
        ...

    def columns_of(self, table: str) -> dict[str, str]:
        """Return the columns of a table with their types, none when there is no such table."""
        ...

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all that is done within, or nothing of it; in MySQL that is not so for definitions of tables."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


@contextmanager
def opened(settings: DatabaseSettings) -> Iterator[Session]:
    """Connect to a database for as long as the block lasts. Raise StoreError when it cannot be reached."""
    session: Session
    if settings.type == POSTGRESQL:
        session = PostgresqlSession(connect_postgresql(settings))
    else:
        session = MysqlSession(connect_mysql(settings))
    try:
        yield session
    finally:
        session.close()


class PostgresqlSession:
    """A session with PostgreSQL."""

    dialect = "postgresql"

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        import psycopg

        self._connection = connection
        self._error = psycopg.Error

    def rows(self, query: str, *values: object) -> list[Row]:
        try:
            return self._connection.execute(query.encode(), values or None).fetchall()
        except self._error as error:
            raise DatabaseError(str(error).strip()) from error

    def run(self, script: str) -> None:
        try:
            self._connection.execute(script.encode())
        except self._error as error:
            raise DatabaseError(str(error).strip()) from error

    def insert(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            with self._connection.cursor() as cursor:
                cursor.executemany(statement.encode(), rows)
        except (self._error, UnicodeError) as error:
            raise DatabaseError(str(error).strip()) from error

    def has(self, kind: str, names: tuple[str, ...]) -> bool:
        return bool(self.rows(_POSTGRESQL_CATALOG[kind], *names))

    def columns_of(self, table: str) -> dict[str, str]:
        return {str(name): str(type) for name, type in self.rows(_POSTGRESQL_COLUMNS, table)}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._connection.transaction():
            yield

    def close(self) -> None:
        self._connection.close()


class MysqlSession:
    """A session with MySQL or MariaDB."""

    dialect = "mysql"

    def __init__(self, connection: MysqlConnection[Cursor]) -> None:
        import pymysql

        self._connection = connection
        self._error = pymysql.Error

    def rows(self, query: str, *values: object) -> list[Row]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(query, values or None)
                return list(cursor.fetchall())
        except self._error as error:
            raise DatabaseError(_said(error)) from error

    def run(self, script: str) -> None:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(script)
                # an error of a later statement shows when its result is asked for
                while cursor.nextset():
                    pass
        except self._error as error:
            raise DatabaseError(_said(error)) from error

    def insert(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            with self._connection.cursor() as cursor:
                cursor.executemany(statement, rows)
        except (self._error, UnicodeError) as error:
            raise DatabaseError(_said(error)) from error

    def has(self, kind: str, names: tuple[str, ...]) -> bool:
        return bool(self.rows(_MYSQL_CATALOG[kind], *names))

    def columns_of(self, table: str) -> dict[str, str]:
        return {str(name): str(type) for name, type in self.rows(_MYSQL_COLUMNS, table)}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.begin()
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def close(self) -> None:
        self._connection.close()


def _said(error: Exception) -> str:
    """PyMySQL's errors are a number and a text."""
    return ": ".join(str(part) for part in error.args)


_POSTGRESQL_COLUMNS = (
    "SELECT column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = %s"
)

_MYSQL_COLUMNS = (
    "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = %s"
)

_POSTGRESQL_CATALOG = {
    "table": "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = %s",
    "column": "SELECT 1 FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = %s AND column_name = %s",
    "index": "SELECT 1 FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s AND indexname = %s",
    "constraint": "SELECT 1 FROM information_schema.table_constraints"
    " WHERE table_schema = current_schema() AND table_name = %s AND constraint_name = %s",
    "type": "SELECT 1 FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid"
    " WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = %s AND a.attname = %s"
    " AND format_type(a.atttypid, a.atttypmod) = %s",
}

_MYSQL_CATALOG = {
    "table": "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = %s",
    "column": "SELECT 1 FROM information_schema.columns"
    " WHERE table_schema = DATABASE() AND table_name = %s AND column_name = %s",
    "index": "SELECT 1 FROM information_schema.statistics"
    " WHERE table_schema = DATABASE() AND table_name = %s AND index_name = %s",
    "constraint": "SELECT 1 FROM information_schema.table_constraints"
    " WHERE table_schema = DATABASE() AND table_name = %s AND constraint_name = %s",
    "type": "SELECT 1 FROM information_schema.columns"
    " WHERE table_schema = DATABASE() AND table_name = %s AND column_name = %s AND column_type = %s",
}
