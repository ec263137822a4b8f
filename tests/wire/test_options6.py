"""Tests of lessor.wire.options6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.errors import WireError
from lessor.wire.options6 import LONGEST, Options, join6, read_codes, read_enterprise, tlv6, walk6


def test_reads_code_length_value() -> None:
    assert walk6(bytes.fromhex("0008 0002 0102 000e 0000")) == {8: [b"\x01\x02"], 14: [b""]}


def test_starts_behind_a_header() -> None:
    assert walk6(bytes.fromhex("01123456 000e0000"), 4) == {14: [b""]}


def test_a_code_may_repeat_and_nothing_is_joined() -> None:
    # RFC 8415 section 21.1: options are not concatenated
    octets = bytes.fromhex("0003 0001 61 0019 0001 62 0003 0001 63")
    assert walk6(octets) == {3: [b"a", b"c"], 25: [b"b"]}


@pytest.mark.parametrize("cut", ["00", "0006", "000600", "00060002", "0006000200", "0006ffff17"])
def test_what_is_left_behind_a_broken_option_is_passed_over(cut: str) -> None:
    # so does Kea 2.2, in the message, in relay messages and in identity associations
    assert walk6(bytes.fromhex("000e0000" + cut)) == {14: [b""]}


def test_writes_two_octets_of_code_and_length() -> None:
    assert tlv6(65535, bytes(LONGEST))[:4] == b"\xff\xff\xff\xff"
    with pytest.raises(ValueError, match="option 5 of 65536 octets"):
        tlv6(5, bytes(LONGEST + 1))


def test_codes_asked_for() -> None:
    assert read_codes(bytes.fromhex("00170018ffff")) == (23, 24, 65535)
    assert read_codes(b"") == ()
    with pytest.raises(WireError):
        read_codes(b"\0\x17\0")


def test_enterprise() -> None:
    assert read_enterprise(bytes.fromhex("0000118b 0024 0001 61")) == (4491, b"\0\x24\0\1a")
    assert read_enterprise(b"\xff\xff\xff\xff") == (0xFFFFFFFF, b"")
    with pytest.raises(WireError):
        read_enterprise(b"\0\0\0")


OPTIONS = st.dictionaries(st.integers(0, 65535), st.lists(st.binary(max_size=40), min_size=1, max_size=3), max_size=6)


@given(OPTIONS)
def test_reads_what_it_writes(options: Options) -> None:
    assert walk6(join6(options)) == options


@given(st.binary(max_size=400))
def test_any_octets(data: bytes) -> None:
    octets = join6(walk6(data))
    assert len(octets) <= len(data)
    assert walk6(octets) == walk6(data)
