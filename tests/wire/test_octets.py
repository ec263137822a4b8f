"""Octets as administrators write them; the forms were tried out on Kea 2.2."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.octets import parse_octets, show_octets


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        ("00", b"\0"),
        ("abcd", b"\xab\xcd"),
        ("ABCD", b"\xab\xcd"),
        ("0xabcd", b"\xab\xcd"),
        ("abc", b"\x0a\xbc"),
        ("0xabc", b"\x0a\xbc"),
        ("ab:cd", b"\xab\xcd"),
        ("ab cd ef", b"\xab\xcd\xef"),
        ("a:b", b"\x0a\x0b"),
        ("'abc'", b"abc"),
        (" 'abc' ", b"abc"),
        ("'a'b'", b"a'b"),
        ("'ü'", "ü".encode()),
    ],
)
def test_parse(text: str, data: bytes) -> None:
    assert parse_octets(text) == data


@pytest.mark.parametrize(
    "text",
    [
        *["0x", "xyz", "ab::cd", "ab:", ":ab", "ab  cd", " ab", "ab ", "ab:cd ef", "123 45", "0Xab", "0x0a 00"],
        *["'a", "a'", "''", "01-02", "ab\n", "١٢"],
    ],
)
def test_refuse(text: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        parse_octets(text)


@given(st.binary())
def test_what_is_shown_can_be_parsed(data: bytes) -> None:
    assert parse_octets(show_octets(data)) == data


@given(st.text())
def test_text_gives_octets_or_value_error(text: str) -> None:
    with suppress(ValueError):
        parse_octets(text)
