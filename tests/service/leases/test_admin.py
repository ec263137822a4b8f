"""What is done to a database and a lease file is done as a whole."""

from pathlib import Path

import pytest

from lessor.model.database import DatabaseSettings
from lessor.service.leases.admin import Admin, Failed
from lessor.store.schema.session import opened
from lessor.store.upgrade import tables_of


class Said:
    """Hears what is said."""

    def __init__(self, settings: DatabaseSettings) -> None:
        self.lines: list[str] = []
        self.admin = Admin(settings, self.lines.append, lambda level, text: self.lines.append(f"{level} {text}"))


def test_a_dump_that_fails_leaves_the_file_that_was_there(database: DatabaseSettings, tmp_path: Path) -> None:
    path = tmp_path / "leases.csv"
    path.write_text("what was there\n")
    with pytest.raises(Failed, match="there is no table lease4"):
        Said(database).admin.dump(4, path)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["what was there\n"]


def test_a_dump_into_a_directory_that_is_not_there(database: DatabaseSettings) -> None:
    with pytest.raises(Failed, match=r"lease-dump: .*No such file"):
        Said(database).admin.dump(4, Path("/nonexistent/leases.csv"))


def test_tables_that_are_there_are_named(database: DatabaseSettings) -> None:
    with opened(database) as session:
        session.run("CREATE TABLE mine (a INT)")
        with pytest.raises(Failed, match=r"Expected empty database .*\n        mine"):
            Said(database).admin.make(newest=False)
        assert tables_of(session) == ["mine"]


def test_an_upgrade_of_what_is_newest_says_so(database: DatabaseSettings) -> None:
    heard = Said(database)
    heard.admin.make(newest=True)
    heard.admin.upgrade()
    assert "INFO There is nothing to upgrade." in heard.lines
    assert heard.admin.version() in {"34.0", "35.0"}


def test_an_upgrade_of_what_is_too_old_says_what_to_do(database: DatabaseSettings) -> None:
    heard = Said(database)
    heard.admin.make(newest=False)
    with opened(database) as session:
        session.run("UPDATE schema_version SET version = 7")
    with pytest.raises(Failed) as failed:
        heard.admin.upgrade()
    word, first = ("pgsql", "13.0") if database.type == "postgresql" else ("mysql", "14.0")
    assert str(failed.value) == (
        f"Database upgrade failed: version 7.0 is too old, the oldest known is {first}: run db-upgrade {word} of the"
        f" kea-admin of Kea 2.2 first, which brings it to {first}, then this one again; nothing was changed"
    )


def test_no_database() -> None:
    nowhere = DatabaseSettings("postgresql", "x", "/nonexistent", password="sesame")
    with pytest.raises(Failed, match="Failed to get schema version: cannot connect") as failed:
        Said(nowhere).admin.version()
    assert failed.value.status == 2
    assert "sesame" not in str(failed.value)
