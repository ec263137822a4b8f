"""Whether the leases of a database can be served: every version from that of Kea 2.2 to the newest can."""

from collections.abc import Callable, Sequence
from typing import Final

from lessor.store.schema.levels import DIALECTS
from lessor.store.sql import Refused

VERSION: Final = "SELECT version, minor FROM schema_version"


def check_version(type: str, ask: Callable[[str], Sequence[tuple[object, ...]]]) -> None:
    """Raise Refused, with what is to be done, when the schema is none that we know."""
    dialect = DIALECTS[type]
    try:
        rows = ask(VERSION)
    except Refused as error:
        raise Refused(f"the database has no tables for leases, which kea-admin db-init makes: {error}") from error
    version, minor = rows[0] if rows else (0, 0)
    if isinstance(version, int) and version < dialect.first.version:
        raise Refused(f"the schema of the database: {dialect.way_up(f'{version}.{minor}')}")
    known = f"{dialect.first.version} to {dialect.newest.version}"
    if not isinstance(version, int) or version > dialect.newest.version:
        raise Refused(f"the schema of the database has the version {version}.{minor}, known are {known}")
