"""Addresses, prefixes and pools as text; what is accepted and refused was compared with Kea 2.2."""

import pytest

from lessor.config.addresses import IPV4, IPV6


def test_addresses() -> None:
    assert IPV4.address("192.0.2.1") == 0xC0000201
    assert IPV4.show(0xC0000201) == "192.0.2.1"


@pytest.mark.parametrize(
    "text", ["", "192.0.2", "010.0.0.1", "192.0.2.256", "2001:db8::1", "a", "192.0.2.1\0", "１.2.3.4"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="not a valid IPv4 address"):
        IPV4.address(text)


def test_masks() -> None:
    assert [IPV4.show(IPV4.mask(length)) for length in (0, 1, 24, 32)] == [
        "0.0.0.0",
        "128.0.0.0",
        "255.255.255.0",
        "255.255.255.255",
    ]


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("192.0.2.0/24", (0xC0000200, 24)),
        ("192.0.2.77/24", (0xC0000200, 24)),
        (" 10.0.0.0 / 8 ", (0x0A000000, 8)),
        ("10.0.0.0/+8", (0x0A000000, 8)),
        ("0.0.0.0/0", (0, 0)),
        ("192.0.2.1/32", (0xC0000201, 32)),
    ],
)
def test_prefixes(text: str, prefix: tuple[int, int]) -> None:
    assert IPV4.prefix(text) == prefix


@pytest.mark.parametrize(
    "text", ["192.0.2.0", "10/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "::/0", ""]
)
def test_what_is_no_prefix(text: str) -> None:
    with pytest.raises(ValueError):
        IPV4.prefix(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("192.0.2.1 - 192.0.2.20", "192.0.2.1", "192.0.2.20"),
        ("192.0.2.1-192.0.2.20", "192.0.2.1", "192.0.2.20"),
        ("  192.0.2.1\t-\t192.0.2.1 ", "192.0.2.1", "192.0.2.1"),
        ("192.0.2.0/25", "192.0.2.0", "192.0.2.127"),
        ("192.0.2.5 / 25", "192.0.2.0", "192.0.2.127"),
    ],
)
def test_pools(text: str, first: str, last: str) -> None:
    assert IPV4.pool(text) == (IPV4.address(first), IPV4.address(last))


@pytest.mark.parametrize("text", ["", "192.0.2.1", "192.0.2.1 -", "a-b", "192.0.2.0/33", "192.0.2.1 - 192.0.2.3 - 4"])
def test_what_is_no_pool(text: str) -> None:
    with pytest.raises(ValueError):
        IPV4.pool(text)


def test_a_pool_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match=r"ends at 192\.0\.2\.1, before it begins at 192\.0\.2\.20"):
        IPV4.pool("192.0.2.20 - 192.0.2.1")


def test_ipv6() -> None:
    assert IPV6.show(IPV6.address("2001:DB8:0:0::1")) == "2001:db8::1"
    assert IPV6.prefix("2001:db8::5/64") == (0x20010DB8 << 96, 64)
    assert IPV6.last((0x20010DB8 << 96, 64)) == (0x20010DB8 << 96) + (1 << 64) - 1
    assert IPV6.pool("2001:db8::1 - 2001:db8::a") == ((0x20010DB8 << 96) + 1, (0x20010DB8 << 96) + 10)
    assert IPV6.pool("::/0") == (0, (1 << 128) - 1)


@pytest.mark.parametrize("text", ["", "192.0.2.1", "2001:db8::1%eth0", "2001:db8:::1", "[::1]", "1:2:3:4:5:6:7:8:9"])
def test_what_is_no_ipv6_address(text: str) -> None:
    with pytest.raises(ValueError, match="not a valid IPv6 address"):
        IPV6.address(text)


@pytest.mark.parametrize("text", ["2001:db8::", "2001:db8::/129", "10.0.0.0/8", "::/-1"])
def test_what_is_no_ipv6_prefix(text: str) -> None:
    with pytest.raises(ValueError):
        IPV6.prefix(text)
