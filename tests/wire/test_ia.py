"""Tests of lessor.wire.ia; octets laid out by hand after the figures of RFC 8415 sections 21.4 to 21.22."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.errors import WireError
from lessor.wire.ia import (
    NO_PREFIX_AVAIL,
    STATUS_NAMES,
    read_address,
    read_excluded,
    read_ia,
    read_ia_ta,
    read_prefix,
    read_status,
    write_address,
    write_excluded,
    write_ia,
    write_ia_ta,
    write_prefix,
    write_status,
)
from lessor.wire.options6 import walk6
from lessor.wire.packet6 import IA_NA, IA_PD, IA_TA, IAADDR, IAPREFIX, PD_EXCLUDE, STATUS_CODE

ADDRESS = 0x20010DB8000100000000000000000100
PREFIX = 0x20010DB80FFF00000000000000000000

ADDRESS_OPTION = bytes.fromhex("0005 0018 20010db8000100000000000000000100 00000bb8 00000fa0")
PREFIX_OPTION = bytes.fromhex("001a 0019 00000bb8 00000fa0 3c 20010db80fff00000000000000000000")
IA_NA_OPTION = bytes.fromhex("0003 0028 00000007 000003e8 000007d0") + ADDRESS_OPTION
IA_TA_OPTION = bytes.fromhex("0004 0020 00000007") + ADDRESS_OPTION
IA_PD_OPTION = bytes.fromhex("0019 0029 00000007 000003e8 000007d0") + PREFIX_OPTION
STATUS_OPTION = bytes.fromhex("000d 0004 0006 6e6f")


def value(option: bytes) -> bytes:
    return option[4:]


@pytest.mark.parametrize(("option", "code"), [(IA_NA_OPTION, IAADDR), (IA_PD_OPTION, IAPREFIX)])
def test_reads_an_association(option: bytes, code: int) -> None:
    ia = read_ia(value(option))
    assert (ia.iaid, ia.t1, ia.t2) == (7, 1000, 2000)
    assert list(ia.options) == [code]


def test_temporary_addresses_have_no_times() -> None:
    ia = read_ia_ta(value(IA_TA_OPTION))
    assert (ia.iaid, ia.t1, ia.t2) == (7, 0, 0)
    assert ia.options == {IAADDR: [value(ADDRESS_OPTION)]}


def test_reads_an_address() -> None:
    resource = read_address(value(ADDRESS_OPTION) + STATUS_OPTION)
    assert (resource.address, resource.length) == (ADDRESS, 128)
    assert (resource.preferred, resource.valid) == (3000, 4000)
    assert resource.options == {STATUS_CODE: [value(STATUS_OPTION)]}


def test_reads_a_prefix() -> None:
    resource = read_prefix(value(PREFIX_OPTION) + STATUS_OPTION)
    assert (resource.address, resource.length) == (PREFIX, 60)
    assert (resource.preferred, resource.valid) == (3000, 4000)
    assert resource.options == {STATUS_CODE: [value(STATUS_OPTION)]}


@pytest.mark.parametrize(
    ("length", "octets", "address"),
    [
        (0, "ff" * 16, 0),
        (128, "ff" * 16, (1 << 128) - 1),
        (60, "20010db80fff0001" + "ff" * 8, PREFIX),
        (56, "00" * 16, 0),
    ],
)
def test_bits_beyond_the_length_do_not_count(length: int, octets: str, address: int) -> None:
    resource = read_prefix(bytes(8) + bytes((length,)) + bytes.fromhex(octets))
    assert (resource.address, resource.length) == (address, length)


def test_no_prefix_is_longer_than_an_address() -> None:
    with pytest.raises(WireError) as error:
        read_prefix(bytes(8) + b"\x81" + bytes(16))
    assert error.value.offset == 8


def test_writes_what_it_reads() -> None:
    assert write_address(ADDRESS, 3000, 4000) == ADDRESS_OPTION
    assert write_prefix(PREFIX, 60, 3000, 4000) == PREFIX_OPTION
    assert write_ia(IA_NA, 7, 1000, 2000, ADDRESS_OPTION) == IA_NA_OPTION
    assert write_ia(IA_PD, 7, 1000, 2000, PREFIX_OPTION) == IA_PD_OPTION
    assert write_ia_ta(7, ADDRESS_OPTION) == IA_TA_OPTION


def test_an_option_counts_what_it_encloses() -> None:
    options = walk6(write_ia(IA_NA, 1, 0, 0, write_address(ADDRESS, 0, 0, STATUS_OPTION) + STATUS_OPTION))
    ia = read_ia(options[IA_NA][0])
    assert ia.options[STATUS_CODE] == [value(STATUS_OPTION)]
    assert read_address(ia.options[IAADDR][0]).options == {STATUS_CODE: [value(STATUS_OPTION)]}
    prefix = walk6(write_prefix(PREFIX, 60, 0, 0, STATUS_OPTION))[IAPREFIX][0]
    assert read_prefix(prefix).options == {STATUS_CODE: [value(STATUS_OPTION)]}
    assert walk6(write_ia_ta(1, STATUS_OPTION))[IA_TA] == [bytes(3) + b"\1" + STATUS_OPTION]


def test_status() -> None:
    assert read_status(value(STATUS_OPTION)) == (NO_PREFIX_AVAIL, "no")
    assert STATUS_NAMES[NO_PREFIX_AVAIL] == "NoPrefixAvail"
    assert write_status(NO_PREFIX_AVAIL, "no") == STATUS_OPTION
    assert read_status(b"\0\0") == (0, "")
    assert read_status(b"\0\1\xff") == (1, "\\xff")


@pytest.mark.parametrize(
    ("read", "shortest"), [(read_ia, 12), (read_ia_ta, 4), (read_address, 24), (read_prefix, 25), (read_status, 2)]
)
def test_short_values(read: Callable[[bytes], object], shortest: int) -> None:
    read(bytes(shortest))
    for length in range(shortest):
        with pytest.raises(WireError, match=str(length)):
            read(bytes(length))


# The first as Kea 2.2 sends it, the others at the borders of octets.
EXCLUDED = [
    (PREFIX, 60, PREFIX | 0xF << 64, 64, "40f0"),
    (0x20010DB8 << 96, 48, 0x20010DB8 << 96 | 0x1234 << 64, 64, "401234"),
    (PREFIX, 56, PREFIX | 0xFF << 64, 64, "40ff"),
    (PREFIX, 55, PREFIX | 0x1FF << 64, 64, "40ff80"),
    (PREFIX, 60, PREFIX | 1 << 67, 61, "3d80"),
    (0, 0, 1, 128, "80" + 15 * "00" + "01"),
    (PREFIX, 127, PREFIX | 1, 128, "8080"),
]


@pytest.mark.parametrize(("prefix", "length", "excluded", "excluded_length", "data"), EXCLUDED)
def test_excluded_prefix(prefix: int, length: int, excluded: int, excluded_length: int, data: str) -> None:
    octets = bytes.fromhex(data)
    assert walk6(write_excluded(excluded, excluded_length, length)) == {PD_EXCLUDE: [octets]}
    assert read_excluded(octets, prefix, length) == (excluded, excluded_length)


@pytest.mark.parametrize("data", ["", "40", "3cf0", "3bf0", "40f000", "81" + 9 * "00"])
def test_what_cannot_be_excluded(data: str) -> None:
    with pytest.raises(WireError):
        read_excluded(bytes.fromhex(data), PREFIX, 60)


READERS: list[Callable[[bytes], object]] = [
    read_ia,
    read_ia_ta,
    read_address,
    read_prefix,
    read_status,
    lambda data: read_excluded(data, 0, 60),
]


@given(st.sampled_from(READERS), st.binary(max_size=60))
def test_any_octets(read: Callable[[bytes], object], data: bytes) -> None:
    try:
        read(data)
    except WireError as error:
        assert error.reason
