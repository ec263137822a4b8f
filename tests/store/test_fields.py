"""Single values of a lease file: shown and read again, odd forms Kea takes, and refusals with a reason."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.store.fields import (
    EMPTY_DUIDS,
    UINT32,
    Numbers,
    RowError,
    clip,
    escape,
    read_address,
    read_address6,
    read_client_id,
    read_context,
    read_duid,
    read_flag,
    read_hostname,
    read_hwaddr,
    read_number,
    show_address,
    show_address6,
    show_duid,
    show_flag,
    show_octets,
    unescape,
)

# text a file can hold: no lone surrogates but those that stand for octets which are no UTF-8
TEXTS = st.binary(max_size=40).map(lambda octets: octets.decode("utf-8", "surrogateescape"))


@given(st.integers(0, UINT32))
def test_addresses_and_numbers_come_back(number: int) -> None:
    assert read_address(show_address(number)) == number
    assert read_number(str(number)) == number


@given(st.integers(0, 2**128 - 1))
def test_long_addresses_come_back(number: int) -> None:
    assert read_address6(show_address6(number)) == number


@given(st.binary(max_size=130))
def test_duids_come_back(duid: bytes) -> None:
    assert read_duid(show_duid(duid)) == (b"" if duid in EMPTY_DUIDS else duid)


@given(st.binary(max_size=20))
def test_octets_come_back(octets: bytes) -> None:
    assert read_hwaddr(show_octets(octets)) == octets
    assert read_client_id(show_octets(octets)) == octets


@pytest.mark.parametrize("flag", [True, False])
def test_flags_come_back(flag: bool) -> None:
    assert read_flag(show_flag(flag)) is flag


@given(TEXTS)
def test_texts_come_back_from_one_printable_column(text: str) -> None:
    escaped = escape(text)
    assert unescape(escaped) == text
    assert escaped.isascii() and "," not in escaped
    assert not escaped or escaped.isprintable()


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("a,b", "a&#x2cb"), ("a&b", "a&#x26b"), ("a\nb", "a&#x0ab"), ("é", "&#xc3&#xa9"), ("\udcff", "&#xff")],
)
def test_escapes(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize(
    ("escaped", "text"),
    [("a&#x2Cb", "a,b"), ("&#x2", "&#x2"), ("&#xzz", "&#xzz"), ("&#X2c", "&#X2c"), ("&#x26#x2c", "&#x2c"), ("é", "é")],
)
def test_only_whole_escapes_are_undone(escaped: str, text: str) -> None:
    assert unescape(escaped) == text


def test_forms_kea_takes_are_read() -> None:
    assert read_hwaddr("A:b:0C") == b"\x0a\x0b\x0c"
    assert read_client_id("01AABB") == b"\x01\xaa\xbb"
    assert read_client_id("102") == b"\x01\x02"
    assert read_duid("0001AB") == b"\x00\x01\xab"
    assert read_duid("0") == read_duid("00:00:00") == b""
    assert read_address6("2001:DB8:0::A") == 0x20010DB8 << 96 | 0xA
    assert read_number("003600") == 3600
    assert read_hostname("Host&#x2cB") == "host,b"
    assert read_context('{ "a": "b&#x2cc" }') == '{ "a": "b,c" }'


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_address, ""),
        (read_address, "192.0.2"),
        (read_address, "192.0.2.256"),
        (read_address, "192.0.2.1 "),
        (read_address, "192.0.2.01"),
        (read_address, "2001:db8::1"),
        (read_address, "\0"),
        (read_address, "\udcff"),
        (read_address6, ""),
        (read_address6, "192.0.2.1"),
        (read_address6, "fe80::1%eth0"),
        (read_address6, "2001:db8::/64"),
        (read_address6, "\0"),
        (read_duid, ""),
        (read_duid, "0g:01"),
        (read_duid, "01" * 131),
        (read_hwaddr, ":"),
        (read_hwaddr, "0a::0b"),
        (read_hwaddr, "0a:0b:"),
        (read_hwaddr, "0a0b"),
        (read_hwaddr, "0g"),
        (read_hwaddr, "\uff11"),
        (read_hwaddr, ":".join(["00"] * 21)),
        (read_client_id, "0x0102"),
        (read_client_id, "00" * 256),
        (read_number, ""),
        (read_number, "-1"),
        (read_number, "+1"),
        (read_number, " 1"),
        (read_number, "1_0"),
        (read_number, "0x10"),
        (read_number, "\uff11"),
        (read_number, "4294967296"),
        (read_number, "9" * 5000),
        (read_flag, ""),
        (read_flag, "2"),
        (read_flag, "true"),
        (read_context, "[1]"),
        (read_context, "not json"),
        (read_context, "[" * 100_000),
    ],
)
def test_everything_else_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(RowError):
        read(text)


def test_reasons_stay_short_and_printable() -> None:
    assert clip("\n" + "x" * 1000) == "'\\n" + "x" * 59 + "...'"


def test_numbers_are_remembered_up_to_a_bound() -> None:
    numbers = Numbers(UINT32)
    for number in range(Numbers.CAPACITY + 10):
        assert numbers[str(number)] == number
    assert len(numbers) == Numbers.CAPACITY
    with pytest.raises(RowError):
        numbers["4294967296"]
