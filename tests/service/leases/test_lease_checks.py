from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.engine.tables import Plan, Subnet, Tables
from lessor.model.lease import Lease4
from lessor.model.lease6 import NA, PD, Lease6
from lessor.service.leases.lease_checks import lease_check4, lease_check6
from lessor.service.logs.log import Loggers
from tests.engine.messages6 import number, subnet, tables

PLAN = Plan({}, (), 3600, 3600, 3600)
FIRST, SECOND, NOWHERE = 0xC0000205, 0xC6336405, 0x0A000001
TABLES = Tables(
    (
        Subnet(1, 0xC0000200, 0xC00002FF, 24, b"", PLAN, (), {}, {}),
        Subnet(2, 0xC6336400, 0xC63364FF, 24, b"", PLAN, (), {}, {}),
    ),
    PLAN,
)


@pytest.fixture
def loggers(tmp_path: Path) -> Iterator[Loggers]:
    made = Loggers("kea-dhcp4", tmp_path, {"KEA_LOGGER_DESTINATION": "log"})
    yield made
    made.close()


def lease(address: int, subnet_id: int) -> Lease4:
    return Lease4(address, b"\2" * 6, b"", 3600, 1700000000, subnet_id, True, True, "name", 1, "{}", 4)


@pytest.mark.parametrize("mode", ["none", "warn", "fix", "fix-del", "del"])
def test_leases_in_their_subnet_pass(mode: str, loggers: Loggers, tmp_path: Path) -> None:
    good = lease(FIRST, 1)
    held = {FIRST: good}
    lease_check4(TABLES, mode, loggers)(held)
    assert held[FIRST] is good
    assert (tmp_path / "log").read_text() == ""


@pytest.mark.parametrize(
    ("mode", "address", "subnet_id", "kept_in", "line"),
    [
        ("none", NOWHERE, 1, 1, ""),
        ("warn", SECOND, 1, 1, "WARN DHCPSRV_LEASE_SANITY_FAIL lease 198.51.100.5 with subnet-id 1 fails"),
        ("warn", FIRST, 7, 7, "no subnet has this id"),
        ("fix", SECOND, 1, 2, "DHCPSRV_LEASE_SANITY_FIXED lease 198.51.100.5 with subnet-id 1 fails"),
        ("fix", NOWHERE, 1, 1, "DHCPSRV_LEASE_SANITY_FAIL lease 10.0.0.1"),
        ("fix-del", FIRST, 7, 1, "subnet-id set to 1"),
        ("fix-del", NOWHERE, 1, None, "DHCPSRV_LEASE_SANITY_FAIL_DISCARD lease 10.0.0.1"),
        ("del", SECOND, 1, None, "is dropped: the address is not in the subnet"),
    ],
)
def test_leases_elsewhere(
    mode: str, address: int, subnet_id: int, kept_in: int | None, line: str, loggers: Loggers, tmp_path: Path
) -> None:
    held = {1: lease(FIRST, 1), address: lease(address, subnet_id), 2: lease(SECOND, 2)}
    lease_check4(TABLES, mode, loggers)(held)
    kept = {} if kept_in is None else {address: lease(address, kept_in)}
    assert held == {1: lease(FIRST, 1), **kept, 2: lease(SECOND, 2)}
    assert line.removeprefix("WARN ") in (tmp_path / "log").read_text()


def lease6(address: str, subnet_id: int, type: int = NA) -> Lease6:
    length = 60 if type == PD else 128
    return Lease6(type, number(address), length, b"\0\3\0\1\2", 7, 300, 600, 1700000000, subnet_id, hostname="name")


@pytest.mark.parametrize(
    ("given", "result", "line"),
    [
        (lease6("2001:db8:1::1", 1), lease6("2001:db8:1::1", 1), ""),
        (lease6("2001:db8:2::1", 1), lease6("2001:db8:2::1", 2), "_FIXED lease 2001:db8:2::1 with subnet-id 1 fails"),
        (lease6("2001:db8:3::1", 1), None, "_DISCARD lease 2001:db8:3::1"),
        (lease6("2001:db8:fff::", 1, PD), lease6("2001:db8:fff::", 1, PD), ""),
    ],
    ids=["in its subnet", "in another", "nowhere", "prefix"],
)
def test_dhcpv6_addresses_are_checked_and_prefixes_are_not(
    given: Lease6, result: Lease6 | None, line: str, loggers: Loggers, tmp_path: Path
) -> None:
    both = tables(subnet("2001:db8:1::/64", 1), subnet("2001:db8:2::/64", 2))
    held = {7: given}
    lease_check6(both, "fix-del", loggers)(held)
    assert held == ({} if result is None else {7: result})
    assert line in (tmp_path / "log").read_text()
    assert bool(line) == bool((tmp_path / "log").read_text())
