"""Tests of lessor.wire.options."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.errors import WireError
from lessor.wire.options import tlv, walk, walk_suboptions


def read(data: bytes) -> dict[int, bytes]:
    options: dict[int, bytes] = {}
    walk(data, 0, len(data), options)
    return options


def test_reads_code_length_value() -> None:
    assert read(b"\x35\x01\x01\x37\x02\x01\x03\xff") == {53: b"\x01", 55: b"\x01\x03"}


def test_pads_between_and_rubbish_after_the_end_do_not_count() -> None:
    assert read(b"\x00\x35\x01\x01\x00\x00\x32\x00\xff\x0c\x01x") == {53: b"\x01", 50: b""}


def test_pieces_of_a_long_option_are_joined() -> None:
    # RFC 3396 section 8: pieces may stand apart
    assert read(b"\x77\x02ab\x35\x01\x01\x77\x01c") == {119: b"abc", 53: b"\x01"}


@pytest.mark.parametrize("cut", [b"\x35\x01\x01\x37", b"\x35\x01\x01\x37\x09\x01"])
def test_what_is_left_behind_a_broken_option_is_passed_over(cut: bytes) -> None:
    assert read(cut) == {53: b"\x01"}


def test_stays_inside_its_window() -> None:
    options: dict[int, bytes] = {}
    walk(b"\x0c\x04name", 0, 4, options)
    assert options == {}


def test_suboptions_know_neither_pad_nor_end() -> None:
    assert walk_suboptions(b"\x00\x01a\xff\x01b\x00\x01c") == {0: b"ac", 255: b"b"}


@pytest.mark.parametrize(("cut", "offset"), [(b"\x01", 0), (b"\x01\x01a\x02\x02b", 3)])
def test_broken_suboptions(cut: bytes, offset: int) -> None:
    with pytest.raises(WireError) as error:
        walk_suboptions(cut)
    assert error.value.offset == offset


def test_writes_an_empty_value() -> None:
    assert tlv(80, b"") == b"\x50\x00"


def test_cuts_a_long_value() -> None:
    octets = tlv(119, bytes(600))
    assert [octets[0], octets[1], octets[257], octets[258], octets[514], octets[515]] == [119, 255, 119, 255, 119, 90]


@given(st.integers(1, 254), st.binary(max_size=1200))
def test_reads_what_it_writes(code: int, value: bytes) -> None:
    assert read(tlv(code, value)) == {code: value}
    assert walk_suboptions(tlv(code, value)) == {code: value}


@given(st.binary(max_size=400))
def test_any_octets(data: bytes) -> None:
    assert all(isinstance(value, bytes) for value in read(data).values())
