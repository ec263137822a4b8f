"""Databases that are none, or none of ours."""

import pytest

from lessor.model.database import DatabaseSettings
from lessor.store.leasedatabase import open_rows
from lessor.store.schema.session import opened
from lessor.store.sql import Refused
from lessor.store.sqlrows import TABLE4


def test_an_empty_database_is_told_from_one_that_is_too_new(database: DatabaseSettings) -> None:
    with pytest.raises(Refused, match="kea-admin db-init"):
        open_rows(database, TABLE4)
    with opened(database) as session:
        session.run("CREATE TABLE schema_version (version int, minor int)")
        session.run("INSERT INTO schema_version VALUES (99, 1)")
    with pytest.raises(Refused, match=r"the version 99\.1, known are"):
        open_rows(database, TABLE4)


def test_of_a_database_that_is_too_old_it_is_said_what_to_do(database: DatabaseSettings) -> None:
    with opened(database) as session:
        session.run("CREATE TABLE schema_version (version int, minor int)")
        session.run("INSERT INTO schema_version VALUES (7, 0)")
    with pytest.raises(Refused, match=r"7\.0 is too old, .* run db-upgrade (pgsql|mysql) of the kea-admin of Kea 2\.2"):
        open_rows(database, TABLE4)
