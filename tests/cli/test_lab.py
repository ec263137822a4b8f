"""When `lessor lab --once` has seen enough; the lab itself is in tests/system/test_newcomer.py."""

from pathlib import Path

import pytest

from lessor.cli.lab import TooSlow, _all_served, _owed
from lessor.model.lease import Lease4
from lessor.model.lease6 import NA, PD, Lease6, key_of
from lessor.service.labs.demo6 import duid
from lessor.service.labs.follow import LeaseWatch4, LeaseWatch6
from lessor.service.labs.lab import Station

NOW = 1_700_000_000
HWADDR = bytes.fromhex("02005e005301")
STATIONS = [Station("client1", "lab-client1", HWADDR)]


def lease6(kind: int) -> Lease6:
    return Lease6(kind, 0x20010DB8 << 96, 128 if kind == NA else 56, duid(HWADDR), 1, 45, 60, NOW, 1)


@pytest.mark.parametrize(
    ("six", "kinds", "enough"),
    [(False, (), True), (True, (), False), (True, (NA,), False), (True, (PD,), False), (True, (NA, PD), True)],
)
def test_leases_of_dhcpv6_are_waited_for_where_clients_ask_for_them(
    tmp_path: Path, six: bool, kinds: tuple[int, ...], enough: bool
) -> None:
    four, watch6 = LeaseWatch4(tmp_path / "leases4"), LeaseWatch6(tmp_path / "leases6")
    four.leases[1] = Lease4(1, HWADDR, b"", 60, NOW, 1)
    watch6.leases = {key_of(lease): lease for lease in map(lease6, kinds)}
    assert _all_served(four, watch6, _owed(STATIONS, six), 60.0)() == enough


def test_who_got_nothing_in_time_is_named(tmp_path: Path) -> None:
    enough = _all_served(
        LeaseWatch4(tmp_path / "leases4"), LeaseWatch6(tmp_path / "leases6"), _owed(STATIONS, True), -1.0
    )
    with pytest.raises(TooSlow, match=r"client1, client1 \(IPv6\), client1 \(prefix\)"):
        enough()
