import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.dnr import (
    pack_resolver6,
    pack_resolvers4,
    show_resolver6,
    show_resolvers4,
    tidy_resolver6,
    tidy_resolvers4,
    unpack_resolvers4,
)
from lessor.wire.errors import WireError

NAME = "087265736f6c766572076578616d706c6500"
ALPN = "0001000403646f74"

# (text as we show it, octets by the figures of RFC 9463 section 5.1 and RFC 9460 section 2.2)
RESOLVERS = [
    ("3, resolver.example.", f"0015000312{NAME}"),
    ("1, resolver.example., 192.0.2.1", f"001a000112{NAME}04c0000201"),
    ("2, resolver.example., 192.0.2.1 192.0.2.2, alpn=dot", f"0026000212{NAME}08c0000201c0000202{ALPN}"),
    ("1, resolver.example., 192.0.2.1, port=853", f"0020000112{NAME}04c0000201000300020355"),
    (r"1, resolver.example., 192.0.2.1, alpn=h2\,h3", f"0024000112{NAME}04c000020100010006026832026833"),
    ("1, resolver.example., 192.0.2.1, dohpath=/q{?dns}", f"0026000112{NAME}04c0000201000700082f717b3f646e737d"),
    ("1, resolver.example., 192.0.2.1, key667=hello", f"0023000112{NAME}04c0000201029b000568656c6c6f"),
    ("1, resolver.example., 192.0.2.1, key2", f"001e000112{NAME}04c000020100020000"),
    (
        "1, resolver.example., 192.0.2.1, alpn=dot | 2, resolver.example.",
        f"0022000112{NAME}04c0000201{ALPN}0015000212{NAME}",
    ),
]


@pytest.mark.parametrize(("text", "data"), RESOLVERS)
def test_both_ways(text: str, data: str) -> None:
    octets = bytes.fromhex(data)
    assert pack_resolvers4(text) == octets
    assert show_resolvers4(octets) == text
    assert pack_resolvers4(data) == octets


def test_keys_go_out_in_ascending_order() -> None:
    text = "1, resolver.example., 192.0.2.1, dohpath=/q port=853 alpn=dot"
    assert [key for key, _ in unpack_resolvers4(pack_resolvers4(text))[0].parameters] == [1, 3, 7]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xyz",
        "1",
        "x, resolver.example.",
        "65536, resolver.example.",
        "1, a..b",
        "1, resolver.example., ::1",
        "1, resolver.example., , alpn=dot",
        "1, resolver.example., 192.0.2.1, alpn=dot, port=853",
        "1, resolver.example., 192.0.2.1, alpn=",
        "1, resolver.example., 192.0.2.1, port=x",
        "1, resolver.example., 192.0.2.1, ipv4hint=192.0.2.1",
        "1, resolver.example., 192.0.2.1, nonsense=1",
        "1, resolver.example., 192.0.2.1, key65536=1",
        "1, resolver.example., 192.0.2.1 | ",
        "1, resolver.example., " + " ".join(["192.0.2.1"] * 64),
        "1, resolver.example., 192.0.2.1, dohpath=" + "x" * 65536,
    ],
)
def test_refused_text(text: str) -> None:
    with pytest.raises(ValueError):
        pack_resolvers4(text)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "00",
        "0001",
        "00020001",
        "0003000100",
        "0004000101c0",
        "00050001020000",
        f"0019000112{NAME}03c00002",
        f"001a000112{NAME}05c0000201",
        f"001c000112{NAME}04c00002010001",
        f"001e000112{NAME}04c000020100010004",
        f"001a000112{NAME}0000020000",
        f"0015000112{NAME}ff",
        f"001f000112{NAME}04c0000201000300013f",
    ],
)
def test_refused_octets(data: str) -> None:
    with pytest.raises(WireError):
        show_resolvers4(bytes.fromhex(data))


@given(st.binary(max_size=80))
def test_octets_give_resolvers_or_wire_error(data: bytes) -> None:
    try:
        tidy = tidy_resolvers4(data)
        show_resolvers4(data)
    except WireError:
        return
    assert tidy_resolvers4(tidy) == tidy


ADDRESS6 = "20010db8000000000000000000000001"

# (text as we show it, octets by the figures of RFC 9463 section 4.1)
RESOLVER6 = [
    ("3, resolver.example.", f"00030012{NAME}"),
    ("1, resolver.example., 2001:db8::1", f"00010012{NAME}0010{ADDRESS6}"),
    ("2, resolver.example., 2001:db8::1 2001:db8::1, alpn=dot", f"00020012{NAME}0020{ADDRESS6}{ADDRESS6}{ALPN}"),
]


@pytest.mark.parametrize(("text", "data"), RESOLVER6)
def test_both_ways_for_dhcpv6(text: str, data: str) -> None:
    octets = bytes.fromhex(data)
    assert pack_resolver6(text) == octets
    assert show_resolver6(octets) == text
    assert pack_resolver6(data) == octets


@pytest.mark.parametrize(
    "text", ["", "1", "1, resolver.example., 192.0.2.1", "1, resolver.example., 2001:db8::1 | 2, other.example."]
)
def test_refused_text_for_dhcpv6(text: str) -> None:
    with pytest.raises(ValueError):
        pack_resolver6(text)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "0001",
        "000100",
        "00010013" + NAME,
        f"00010012{NAME}00",
        f"00010012{NAME}0004c0000201",
        f"00010012{NAME}0010{ADDRESS6}0001",
        f"00010012{NAME}0000{ALPN}",
    ],
)
def test_refused_octets_for_dhcpv6(data: str) -> None:
    with pytest.raises(WireError):
        show_resolver6(bytes.fromhex(data))


@given(st.binary(max_size=80))
def test_octets_give_a_resolver_of_dhcpv6_or_wire_error(data: bytes) -> None:
    try:
        tidy = tidy_resolver6(data)
        show_resolver6(data)
    except WireError:
        return
    assert tidy_resolver6(tidy) == tidy
