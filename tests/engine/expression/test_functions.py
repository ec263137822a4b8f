"""Tests of lessor.engine.expression.functions."""

import pytest

from lessor.engine.expression import EvaluationError
from lessor.engine.expression.functions import CONVERSIONS, address_to_text, hexstring, split, substring


@pytest.mark.parametrize(
    ("start", "length", "result"),
    [
        (0, 6, b"foobar"),
        (3, 3, b"bar"),
        (3, None, b"bar"),
        (1, 4, b"ooba"),
        (-5, 4, b"ooba"),
        (-1, -3, b"oba"),
        (4, -2, b"ob"),
        (10, 2, b""),
        (6, 1, b""),
        (-6, 2, b"fo"),
        (-7, 2, b""),
        (2, -5, b"fo"),
        (0, -1, b""),
        (4, 9, b"ar"),
        (-2, None, b"ar"),
        (3, 0, b""),
        (1 << 62, 1, b""),
        (1, 1 << 62, b"oobar"),
        (1, -(1 << 62), b"f"),
    ],
)
def test_substring(start: int, length: int | None, result: bytes) -> None:
    assert substring(b"foobar", start, length) == result
    assert substring(b"", start, length) == b""


@pytest.mark.parametrize(
    ("text", "delimiters", "number", "result"),
    [
        (b"one.two..four", b".", 3, b""),
        (b"one.two..four", b".", 4, b"four"),
        (b"one.two..four", b".", 5, b""),
        (b"one.two..four", b".", 0, b""),
        (b"one.two..four", b".", -1, b""),
        (b"one.two", b"", 1, b"one.two"),
        (b"one.two", b"", 9, b"one.two"),
        (b"", b".", 1, b""),
        (b"a-b.c", b".-", 2, b"b"),
        (b"a-b.c", b"-.-", 3, b"c"),
        (b".", b".", 1, b""),
    ],
)
def test_split(text: bytes, delimiters: bytes, number: int, result: bytes) -> None:
    assert split(text, delimiters, number) == result


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("", b""),
        ("c0000201", b"192.0.2.1"),
        ("20010db8000000000000000000000001", b"2001:db8::1"),
        ("00000000000000000000ffff01020304", b"::ffff:1.2.3.4"),
    ],
)
def test_addresses(octets: str, text: bytes) -> None:
    assert address_to_text(bytes.fromhex(octets)) == text


@pytest.mark.parametrize(
    ("name", "octets", "text"),
    [
        ("int8totext", "ff", b"-1"),
        ("int16totext", "8000", b"-32768"),
        ("int32totext", "00000001", b"1"),
        ("uint8totext", "ff", b"255"),
        ("uint16totext", "8000", b"32768"),
        ("uint32totext", "ffffffff", b"4294967295"),
    ],
)
def test_numbers(name: str, octets: str, text: bytes) -> None:
    data = bytes.fromhex(octets)
    assert CONVERSIONS[name](data) == text
    assert CONVERSIONS[name](b"") == b""
    for wrong in (data + b"\0", b"\0" * 3, data[1:] or b"\0\0"):
        with pytest.raises(EvaluationError, match=name):
            CONVERSIONS[name](wrong)


@pytest.mark.parametrize("size", [1, 3, 5, 15, 17])
def test_addresses_of_other_sizes(size: int) -> None:
    with pytest.raises(EvaluationError, match=f"addrtotext of {size} octets"):
        address_to_text(bytes(size))


def test_case_is_that_of_ascii() -> None:
    assert CONVERSIONS["lcase"](b"AbZ\xc4[") == b"abz\xc4["
    assert CONVERSIONS["ucase"](b"aBz\xe4{") == b"ABZ\xe4{"


def test_hexstring() -> None:
    assert hexstring(b"\x01\xab\xff", b":") == b"01:ab:ff"
    assert hexstring(b"\x01\xab", b"") == b"01ab"
    assert hexstring(b"\x01\xab", b"--") == b"01--ab"
    assert hexstring(b"", b":") == hexstring(b"", b"::") == b""
    assert hexstring(b"\1\2", b"\xff") == b"01\xff02"
