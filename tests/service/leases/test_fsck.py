"""What a check of lease files finds, and what it passes over."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from lessor.model.lease import DECLINED, RECLAIMED
from lessor.service.leases.fsck import SLACK, Finding, Verdict, verify
from lessor.service.leases.leasefiles import Database
from lessor.store.columns import HEADER, show
from lessor.store.columns6 import HEADER as HEADER6
from lessor.store.columns6 import show as show6
from tests.store.leases import ADDRESS, NOW, a_lease, numbered_lease
from tests.store.leases6 import ADDRESS6, PREFIX, a_lease6, a_prefix


@dataclass(frozen=True)
class Subnet:
    id: int
    prefix: int
    length: int


SUBNETS = (Subnet(1, ADDRESS & ~0xFF, 24), Subnet(2, 0x0A000000, 8))
SUBNETS6 = (Subnet(1, ADDRESS6 >> 64 << 64, 64),)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "l.csv"


def check(path: Path, *rows: str, header: str = HEADER, subnets: tuple[Subnet, ...] | None = None) -> Verdict:
    path.write_text(f"{header}\n{''.join(rows)}")
    return verify(Database(4 if "hwaddr,client_id" in header else 6, path, subnets), NOW)


def texts(verdict: Verdict) -> list[str]:
    return [f"{finding.lease}: {finding.text}" for finding in verdict.mistakes]


def test_all_is_well(path: Path) -> None:
    verdict = check(path, show(a_lease()), show(a_lease()), show(numbered_lease(1)), subnets=SUBNETS)
    assert verdict == Verdict(2, (), ())


def test_bad_rows_have_their_lines(path: Path) -> None:
    verdict = check(path, show(a_lease()), "bad\n", show(numbered_lease(1)))
    assert verdict.mistakes == (Finding(str(path), 3, "", "1 columns instead of 12"),)
    assert str(verdict.mistakes[0]) == f"{path}:3: 1 columns instead of 12"


def test_a_row_that_is_being_written_is_no_mistake(path: Path) -> None:
    verdict = check(path, show(a_lease()), "192.0.2.9,02:")
    assert not verdict.mistakes
    assert str(verdict.remarks[0]) == f"{path}:3: the last row is being written, or was cut short"
    assert check(path, show(a_lease()), "192.0.2.9,02:\n").mistakes


def test_what_a_clean_up_left_and_older_columns_are_remarks(path: Path) -> None:
    path.with_name("l.csv.1").write_text(f"{HEADER}\n")
    verdict = check(path, header=HEADER.removesuffix(",pool_id"))
    assert not verdict.mistakes
    assert [finding.text for finding in verdict.remarks] == [
        "has the older schema 2.1; the next clean-up brings it up to date",
        "left by a clean-up that did not end",
    ]


def test_leases_outside_of_their_subnets(path: Path) -> None:
    strange = [a_lease(subnet_id=2), a_lease(0x0B000000, b"x"), a_lease(0x0A000001, b"y", b"y", subnet_id=9)]
    assert texts(check(path, *map(show, strange), subnets=SUBNETS)) == [
        "10.0.0.1: is said to be in subnet 9, but is in subnet 2",
        "11.0.0.0: is said to be in subnet 1, but is in no configured subnet",
        "192.0.2.1: is said to be in subnet 2, but is in subnet 1",
    ]
    assert check(path, *map(show, strange)).mistakes == ()


def test_clocks_in_the_future(path: Path) -> None:
    assert not check(path, show(a_lease(cltt=NOW + SLACK))).mistakes
    assert texts(check(path, show(a_lease(cltt=NOW + SLACK + 1)))) == [
        "192.0.2.1: was given 61 seconds in the future: a clock was wrong"
    ]
    assert len(check(path, show(a_lease(cltt=-5))).mistakes) == 1


def test_one_client_with_two_addresses(path: Path) -> None:
    second = a_lease(ADDRESS + 1)
    assert texts(check(path, show(a_lease()), show(second))) == [
        "192.0.2.2: client 01:02:00:00:00:00:01 has 192.0.2.1 in the same subnet as well"
    ]
    for harmless in (
        a_lease(ADDRESS + 1, subnet_id=2),
        a_lease(ADDRESS + 1, state=RECLAIMED),
        a_lease(ADDRESS + 1, state=DECLINED),
        a_lease(ADDRESS + 1, cltt=NOW - 3600),
    ):
        assert not check(path, show(a_lease()), show(harmless)).mistakes


def test_dhcpv6(path: Path) -> None:
    rows = [show6(a_lease6()), show6(a_prefix())]
    assert check(path, *rows, header=HEADER6, subnets=SUBNETS6) == Verdict(2, (), ())
    rows = [show6(a_lease6(ADDRESS6 + 2**70)), show6(a_prefix(subnet_id=3))]
    assert texts(check(path, *rows, header=HEADER6, subnets=SUBNETS6)) == [
        "2001:db8:0:40::100: is said to be in subnet 1, but is in no configured subnet",
        "2001:db8:100::/56: no subnet has the id 3",
    ]


def test_prefixes_in_each_other(path: Path) -> None:
    inside = a_prefix(address=PREFIX + (5 << 64), prefix_length=64)
    address = a_lease6(PREFIX + (9 << 64))
    rows = [show6(a_prefix()), show6(inside), show6(address), show6(a_prefix(1))]
    assert texts(check(path, *rows, header=HEADER6)) == [
        "2001:db8:100:9::: is in the delegated prefix 2001:db8:100::/56",
        "2001:db8:100:5::/64: overlaps 2001:db8:100::/56",
    ]
