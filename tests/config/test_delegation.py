"""Prefixes within pools of prefixes."""

import pytest

from lessor.config.addresses import IPV6, Prefix
from lessor.config.delegation import check_excluded, delegated_positions
from lessor.model.network6 import PrefixPool6

POOL = PrefixPool6(IPV6.address("2001:db8::"), 48, 60)


@pytest.mark.parametrize(
    ("prefix", "positions"),
    [
        ("2001:db8::/60", range(1)),
        ("2001:db8:0:20::/60", range(2, 3)),
        ("2001:db8:0:20::/59", range(2, 4)),
        ("2001:db8:0:2f:8000::/65", range(2, 3)),
        ("2001:db8:0:ffff::/64", range(4095, 4096)),
        ("2001:db8::/32", range(4096)),
        ("::/0", range(4096)),
        ("2001:db8:1::/60", range(0)),
        ("2001:db7:ffff:fff0::/60", range(0)),
    ],
)
def test_which_prefixes_a_reservation_takes(prefix: str, positions: range) -> None:
    assert delegated_positions(POOL, IPV6.prefix(prefix)) == positions


def test_pools_beyond_counting() -> None:
    pool = PrefixPool6(0, 1, 128)
    positions = delegated_positions(pool, (0, 2))
    assert (positions.start, positions.stop) == (0, 1 << 126)


DELEGATED: Prefix = IPV6.prefix("2001:db8:0:20::/60")


@pytest.mark.parametrize("excluded", ["2001:db8:0:20::/61", "2001:db8:0:2f::/64", "2001:db8:0:20::1/128"])
def test_a_longer_prefix_inside_can_be_excluded(excluded: str) -> None:
    check_excluded(IPV6.prefix(excluded), DELEGATED)


@pytest.mark.parametrize(
    ("excluded", "words"),
    [
        ("2001:db8:0:20::/60", "must be longer than the delegated prefix 2001:db8:0:20::/60"),
        ("2001:db8:0:20::/59", "must be longer"),
        ("2001:db8:0:30::/64", "does not begin like"),
    ],
)
def test_what_cannot_be_excluded(excluded: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check_excluded(IPV6.prefix(excluded), DELEGATED)
