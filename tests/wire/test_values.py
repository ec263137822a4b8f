"""Every kind both ways; accepted and refused texts were tried out on Kea 2.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.errors import WireError
from lessor.wire.values import KINDS, KINDS6, split_values

# (kind, text, octets), the text as we show it.
BOTH_WAYS = [
    ("empty", "", ""),
    ("binary", "0fba", "0fba"),
    ("binary", "", ""),
    ("boolean", "true", "01"),
    ("boolean", "false", "00"),
    ("int8", "-128", "80"),
    ("int8", "127", "7f"),
    ("int16", "-2", "fffe"),
    ("int32", "-25200", "ffff9d90"),
    ("uint8", "255", "ff"),
    ("uint16", "1500", "05dc"),
    ("uint32", "4294967295", "ffffffff"),
    ("ipv4-address", "192.0.2.1", "c0000201"),
    ("ipv6-address", "2001:db8::1", "20010db8000000000000000000000001"),
    ("ipv6-prefix", "2001:db8::/32", "2020010db8"),
    ("ipv6-prefix", "2001:db8:8000::/33", "2120010db880"),
    ("ipv6-prefix", "::/0", "00"),
    ("ipv6-prefix", "2001:db8::1/128", "8020010db8000000000000000000000001"),
    ("psid", "3/4", "043000"),
    ("psid", "65535/16", "10ffff"),
    ("psid", "0/0", "000000"),
    ("string", "a b", "612062"),
    ("string", "ü", "c3bc"),
    ("tuple", "abc", "03616263"),
    ("tuple", "", "00"),
    ("fqdn", "example.org.", "076578616d706c65036f726700"),
]

# (kind, text, octets), the text in other forms.
ONE_WAY = [
    ("binary", "0F BA", "0fba"),
    ("binary", "0f:ba", "0fba"),
    ("binary", "0xfba", "0fba"),
    ("binary", "0fba adab", "0fbaadab"),
    ("binary", "'a b'", "612062"),
    ("boolean", "TRUE", "01"),
    ("boolean", "1", "01"),
    ("boolean", "0", "00"),
    ("uint8", "0x10", "10"),
    ("uint8", "0X10", "10"),
    ("uint8", "010", "0a"),
    ("uint8", "+5", "05"),
    ("int16", "-0x10", "fff0"),
    ("ipv6-prefix", "2001:db8::1/32", "2020010db8"),
    ("psid", "0x3/4", "043000"),
    ("psid", "1/0", "000000"),
    ("fqdn", "example.org", "076578616d706c65036f726700"),
]

REFUSED_TEXT = [
    ("empty", "a"),
    ("binary", "xyz"),
    *[("boolean", text) for text in ("2", "yes", "", "0x1")],
    *[("uint8", text) for text in ("-1", "256", "5 6", "1.5", "", "0x", "5x", "0x1g", "1e2", "٣")],
    *[("int32", text) for text in ("2147483648", "-2147483649", "0xffffffff")],
    *[("ipv4-address", text) for text in ("10.1", "::1", "010.0.0.1", "0x0a000001", "10.0.0.1 10.0.0.2", "")],
    *[("ipv6-address", text) for text in ("10.0.0.1", "fe80::1%eth0", "")],
    *[("ipv6-prefix", text) for text in ("2001:db8::", "2001:db8::/129", "10.0.0.0/8", "::/")],
    *[("psid", text) for text in ("16/4", "1/17", "3", "/4", "3/", "3/4/5")],
    ("tuple", "x" * 256),
    ("fqdn", "a..b"),
]

REFUSED_OCTETS = [
    ("empty", "00"),
    *[("boolean", data) for data in ("", "02", "0101")],
    *[("uint16", data) for data in ("", "01", "010203")],
    *[("ipv4-address", data) for data in ("", "c00002", "c000020101")],
    ("ipv6-address", "20010db8"),
    *[("ipv6-prefix", data) for data in ("", "20", "2020010d", "81" + 17 * "00")],
    *[("psid", data) for data in ("", "0400", "11ffff")],
    *[("tuple", data) for data in ("", "0261", "0161ff")],
    *[("fqdn", data) for data in ("", "0161", "c000")],
]


@pytest.mark.parametrize(("kind", "text", "data"), BOTH_WAYS)
def test_both_ways(kind: str, text: str, data: str) -> None:
    octets = bytes.fromhex(data)
    assert KINDS[kind].encode(text) == octets
    assert KINDS[kind].decode(octets) == text
    assert KINDS[kind].tidy(octets) == octets
    assert KINDS[kind].end(octets, 0) == len(octets)


@pytest.mark.parametrize(("kind", "text", "data"), ONE_WAY)
def test_other_forms_of_text(kind: str, text: str, data: str) -> None:
    assert KINDS[kind].encode(text).hex() == data


@pytest.mark.parametrize(("kind", "text"), REFUSED_TEXT)
def test_refused_text(kind: str, text: str) -> None:
    with pytest.raises(ValueError) as error:
        KINDS[kind].encode(text)
    assert not isinstance(error.value, WireError)


@pytest.mark.parametrize(("kind", "data"), REFUSED_OCTETS)
def test_refused_octets(kind: str, data: str) -> None:
    with pytest.raises(WireError):
        KINDS[kind].decode(bytes.fromhex(data))


@pytest.mark.parametrize(
    ("kind", "data", "tidy"),
    [("string", "610000", "61"), ("ipv6-prefix", "2120010db8ff", "2120010db880"), ("psid", "04ffff", "04f000")],
)
def test_tidy_drops_what_has_no_meaning(kind: str, data: str, tidy: str) -> None:
    assert KINDS[kind].tidy(bytes.fromhex(data)).hex() == tidy


def test_text_that_is_not_utf8_is_shown_with_escapes() -> None:
    assert KINDS["string"].decode(b"a\xff") == r"a\xff"


def test_only_the_length_of_tuples_depends_on_the_family() -> None:
    assert [name for name in KINDS if KINDS[name] is not KINDS6[name]] == ["tuple"]
    assert KINDS6["tuple"].encode("x" * 256) == b"\1\0" + b"x" * 256
    assert KINDS6["tuple"].decode(b"\0\1a") == "a"
    with pytest.raises(WireError):
        KINDS6["tuple"].decode(b"\1")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("a", ["a"]),
        (" a , b ", ["a", "b"]),
        (",a,,b,", ["a", "b"]),
        ("a, ,b", ["a", "", "b"]),
        (r"a\,b, c", ["a,b", "c"]),
        (r"a\\,b", ["a\\", "b"]),
        (r"a\b\\c", [r"a\b\c"]),
        ("a\\", ["a\\"]),
        ("a\nb", ["a\nb"]),
    ],
)
def test_split_values(text: str, values: list[str]) -> None:
    assert split_values(text) == values


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=40))
def test_octets_give_text_that_gives_the_same_octets(name: str, data: bytes) -> None:
    kind = KINDS[name]
    try:
        text, tidy = kind.decode(data), kind.tidy(data)
    except WireError:
        return
    assert kind.tidy(tidy) == tidy
    if name not in ("string", "tuple"):  # whose octets need not be UTF-8
        assert kind.encode(text) == tidy


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=40))
def test_text_gives_octets_or_value_error(name: str, text: str) -> None:
    try:
        data = KINDS[name].encode(text)
    except ValueError:
        return
    assert KINDS[name].end(data, 0) == len(data)
