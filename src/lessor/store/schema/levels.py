"""Which levels of the schema there are, and which scripts make them.

A script is a file `<dialect>/<level>/<name>.sql`. Where it says `{family}` it is for both families: it is read twice.

The first level is that of Kea 2.2; its tables are made from nothing. A later level is reached by changes, from any
level between; who starts from nothing makes the first level on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from lessor.model.database import MYSQL, POSTGRESQL
from lessor.store.schema.triggers import FAMILIES, mysql_triggers, postgresql_triggers

TABLES: Final = ("types", "leases", "hosts", "configuration4", "configuration6")
CHANGES: Final = ("types", "leases", "hosts", "configuration")
ROUTINES: Final = ("statistics4", "statistics6", "limits", "rows", "audit", "options4", "options6", "classes")


@dataclass(frozen=True, slots=True)
class Level:
    """One version of the schema, as `schema_version` says it."""

    version: int
    made: tuple[str, ...]
    """Scripts that make the tables, or bring them here from an earlier level."""
    routines: tuple[str, ...]
    """Scripts of what runs in the database, put in anew whenever this level is made; those of earlier levels before."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """All that differs between the databases, but for the connections themselves; `word` is kea-admin's for it."""

    name: str
    word: str
    first: Level
    newest: Level
    triggers: Callable[[], Iterator[str]]

    def way_up(self, version: str) -> str:
        """Return what is to be done with a database of a version before the first level."""
        return (
            f"version {version} is too old, the oldest known is {self.first.version}.0: run db-upgrade {self.word}"
            f" of the kea-admin of Kea 2.2 first, which brings it to {self.first.version}.0"
        )

    def script(self, level: Level, name: str) -> Iterator[str]:
        """Yield a script: once, or once for each family."""
        text = files("lessor.store.schema").joinpath(self.name, str(level.version), f"{name}.sql").read_text()
        if "{family}" not in text:
            yield text
            return
        for family in FAMILIES:
            yield text.replace("{family}", family)


DIALECTS: Final = {
    POSTGRESQL: Dialect(
        POSTGRESQL,
        "pgsql",
        Level(13, TABLES, ("session", *ROUTINES, "isjson")),
        Level(34, CHANGES, ("pools", "rows", "sflq")),
        postgresql_triggers,
    ),
    MYSQL: Dialect(
        MYSQL,
        "mysql",
        Level(14, TABLES, (*ROUTINES, "isjson")),
        Level(35, CHANGES, ("pools", "rows", "sflq")),
        mysql_triggers,
    ),
}
