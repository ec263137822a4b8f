"""What `kea-admin` does with a database, told in the lines that scripts know from Kea's.

Each operation says what it does through `say` and raises Failed with the exit status that Kea's program has for it.
The lines of errors are the database's own; nothing that is said holds a password.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lessor import __version__
from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.store.base import StoreError
from lessor.store.rowfile import MODE
from lessor.store.schema.session import DatabaseError, Session, opened
from lessor.store.transfer import TRANSFER4, TRANSFER6
from lessor.store.upgrade import SchemaError, create, recount, shown, tables_of, upgrade, version_of
from lessor.store.watcher import Watcher

FAILURE: Final = 1

# What the client program of PostgreSQL ends with, and Kea's program after it
UNREACHABLE: Final = 2
NO_SCHEMA: Final = 3


class Failed(Exception):
    """The operation could not be done; `status` is for the exit."""

    def __init__(self, text: str, status: int = FAILURE) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Admin:
    """Operations on one database. `say` prints a line as it is, `log` one of a level (`INFO`, `WARNING`)."""

    settings: DatabaseSettings
    say: Callable[[str], None]
    log: Callable[[str, str], None]

    @property
    def backend(self) -> str:
        """Return how Kea calls the database on its command line."""
        return "pgsql" if self.settings.type == POSTGRESQL else "mysql"

    def make(self, newest: bool) -> None:
        """Make the tables, in an empty database only. Raise Failed."""
        self.say("Checking if there is a database initialized already...")
        with self._session(f"{self.backend}_init: table query failed") as session:
            if present := tables_of(session):
                status = UNREACHABLE if self.backend == "pgsql" else FAILURE
                listed = "\n        ".join(present)
                self.say("")
                raise Failed(
                    f"Expected empty database {self.settings.name}. Aborting, the following tables are present:\n"
                    f"        {listed}",
                    status,
                )
            self.say(f"Initializing database using the statements of lessor {__version__}")
            try:
                create(session, newest)
            except StoreError as error:
                raise Failed(f"Database initialization failed: {error}") from error
            self.say(f"Database version reported after initialization: {shown(version_of(session))}")

    def version(self) -> str:
        """Return the version of the schema. Raise Failed."""
        with self._session("Failed to get schema version") as session:
            return self._version(session)

    def upgrade(self) -> None:
        """Bring the tables to the newest version. Raise Failed."""
        with self._session("Failed to get schema version") as session:
            self.say(f"Database version reported before upgrade: {self._version(session)}")
            try:
                changed = upgrade(session)
            except (SchemaError, DatabaseError) as error:
                raise Failed(f"Database upgrade failed: {error}") from error
            if not changed:
                self.log("INFO", "There is nothing to upgrade.")
            self.say(f"Database version reported after upgrade: {self._version(session)}")

    def dump(self, family: int, path: Path) -> None:
        """Write all leases of a family to a file, which is there as a whole or not at all. Raise Failed."""
        try:
            _write(path, (TRANSFER4 if family == 4 else TRANSFER6).dump(self.settings))
        except (StoreError, OSError) as error:
            raise Failed(f"lease-dump: {error}") from error
        if self.backend == "pgsql":
            self.say(f"lease{family} successfully dumped to {path}")
        else:
            self.log("INFO", f"Successfully dumped lease{family} to {path}.")

    def upload(self, family: int, path: Path) -> None:
        """Insert the leases of a lease file. Raise Failed, with nothing inserted."""
        try:
            lines = _lines(path)
            if lines <= 1:
                raise Failed("CSV file has no leases")
            self.log("INFO", f"Looking at {lines} lines of CSV in {path}...")
            leases = (TRANSFER4 if family == 4 else TRANSFER6).upload(self.settings, path, _BadRows(self.log))
        except (StoreError, OSError) as error:
            raise Failed(f"lease-upload: {error}") from error
        self.log("INFO", f"Uploaded {leases} leases.")
        self.log("INFO", f"Successfully updated table lease{family}.")

    def recount(self) -> None:
        """Count leases anew. Raise Failed."""
        self.say("Recount lease statistics from database")
        with self._session(f"{self.backend} failed to recount leases") as session:
            for family in (4, 6):
                try:
                    recount(session, family)
                except DatabaseError as error:
                    raise Failed(f"{self.backend} failed to recount IPv{family} leases: {error}") from error

    @contextmanager
    def _session(self, what: str) -> Iterator[Session]:
        try:
            with opened(self.settings) as session:
                yield session
        except StoreError as error:
            raise Failed(f"{what}: {error}", self._status(UNREACHABLE)) from error

    def _version(self, session: Session) -> str:
        try:
            return shown(version_of(session))
        except DatabaseError as error:
            raise Failed(f"Failed to get schema version: {error}", self._status(NO_SCHEMA)) from error

    def _status(self, postgresql: int) -> int:
        return postgresql if self.backend == "pgsql" else FAILURE


class _BadRows(Watcher):
    """Tells of rows that are no leases; they are left out, as by a server that reads the file."""

    def __init__(self, log: Callable[[str, str], None]) -> None:
        self._log = log

    def bad_row(self, path: Path, line: int, reason: str) -> None:
        self._log("WARNING", f"{path}, line {line}: {reason}")


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _write(path: Path, lines: Iterator[str]) -> None:
    """Write lines to a file of this name once they are all written to another beside it."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        os.fchmod(descriptor, MODE)
        with open(descriptor, "w", encoding="utf-8") as file:
            for line in lines:
                file.write(f"{line}\n")
            file.flush()
            os.fsync(descriptor)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
