"""What is read of `sanity-checks`."""

import pytest

from tests.config import configurations6
from tests.config.configurations import Json, config, only, warnings

SQL: Json = {"type": "postgresql", "name": "kea"}


@pytest.mark.parametrize("database", [{"type": "memfile"}, SQL])
def test_checks_of_leases(database: Json) -> None:
    checks: Json = {"lease-checks": "fix-del"}
    assert config(lease_database=database, sanity_checks=checks).lease_checks == "fix-del"
    assert configurations6.config(lease_database=database, sanity_checks=checks).lease_checks == "fix-del"
    assert config(lease_database=database).lease_checks == "warn"


def test_who_wants_leases_of_a_database_checked_is_warned() -> None:
    for found in (warnings, configurations6.warnings):
        warning = only(found(lease_database=SQL, sanity_checks={"lease-checks": "fix"}))
        assert warning.key == "sanity-checks.lease-checks"
        assert "means nothing to leases in a database of type postgresql" in warning.wrong
        assert warning.right == 'write "none"'


@pytest.mark.parametrize(
    ("database", "checks"),
    [
        (SQL, {}),
        (SQL, {"lease-checks": "none"}),
        ({"type": "memfile"}, {"lease-checks": "fix"}),
        ({"type": "memfile"}, {}),
    ],
)
def test_who_wants_nothing_that_is_not_done_is_not_warned(database: Json, checks: Json) -> None:
    assert warnings(lease_database=database, sanity_checks=checks) == []
