"""What is done about odd leases when they are loaded: `sanity-checks`."""

from typing import Final

from lessor.config.section import Section
from lessor.model.database import SQL_TYPES

NO_CHECKS: Final = "none"
LEASE_CHECKS: Final = "lease-checks"


def read_lease_checks(daemon: Section, usual: str) -> str:
    """Return what `lease-checks` says; who says it of leases that nobody loads is told so."""
    sanity = daemon.section("sanity-checks")
    checks = sanity.text(LEASE_CHECKS, usual)
    type = daemon.section("lease-database").text("type")
    if type in SQL_TYPES and LEASE_CHECKS in sanity.members and checks != NO_CHECKS:
        wrong = f"means nothing to leases in a database of type {type}: these are not looked through at start"
        sanity.warn(sanity.place(LEASE_CHECKS), LEASE_CHECKS, wrong, f'write "{NO_CHECKS}"')
    return checks
