"""Netlink messages as Linux sends them, and as it never would."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.errors import WireError
from lessor.wire.rtnetlink import (
    AddressRecord,
    AddressRecord6,
    EndRecord,
    LinkRecord,
    decode,
    encode_address_dump,
    encode_link_dump,
)

NEWLINK, NEWADDR, DONE, ERROR, NEWROUTE = 16, 20, 3, 2, 24
TORN = 0x10


def attribute(kind: int, value: bytes) -> bytes:
    octets = struct.pack("=HH", 4 + len(value), kind) + value
    return octets + bytes(-len(octets) % 4)


def message(kind: int, body: bytes, sequence: int = 1, flags: int = 2) -> bytes:
    octets = struct.pack("=IHHII", 16 + len(body), kind, flags, sequence, 99) + body
    return octets + bytes(-len(octets) % 4)


def link(index: int = 2, flags: int = 0x41, *attributes: bytes) -> bytes:
    return message(NEWLINK, struct.pack("=BxHiII", 0, 1, index, flags, 0) + b"".join(attributes))


def address(index: int, length: int, *attributes: bytes, family: int = 2, flags: int = 0) -> bytes:
    return message(NEWADDR, struct.pack("=BBBBi", family, length, flags, 0, index) + b"".join(attributes))


NAME = attribute(3, b"eth0\0")
MAC = attribute(1, bytes.fromhex("020000000001"))
MTU = attribute(4, struct.pack("=I", 1400))
HERE = bytes([192, 0, 2, 1])
THERE = bytes([192, 0, 2, 2])
LINK_LOCAL = bytes.fromhex("fe80000000000000000000fffe000001")


def test_a_link_has_name_hardware_address_flags_and_mtu() -> None:
    octets = link(7, 0x1043, NAME, attribute(200, b"unknown"), MAC, MTU)
    assert list(decode(octets)) == [(1, LinkRecord(7, "eth0", bytes.fromhex("020000000001"), 0x1043, 1400))]


def test_a_link_without_attributes_is_a_link() -> None:
    assert list(decode(link())) == [(1, LinkRecord(2, "", b"", 0x41, 0))]


def test_an_address_of_a_point_to_point_link_is_the_local_one() -> None:
    octets = address(3, 32, attribute(1, THERE), attribute(2, HERE))
    assert list(decode(octets)) == [(1, AddressRecord(3, 0xC0000201, 32))]


def test_an_address_without_local_part_is_taken_as_it_is() -> None:
    assert list(decode(address(3, 24, attribute(1, HERE)))) == [(1, AddressRecord(3, 0xC0000201, 24))]


@pytest.mark.parametrize(
    ("flags", "tentative"),
    [(0x80, False), (0x40 | 0x80, True), (0x40 | 0x04, False)],
    ids=["permanent", "tentative", "optimistic"],
)
def test_an_ipv6_address_is_tentative_while_duplicates_are_looked_for(flags: int, tentative: bool) -> None:
    octets = address(3, 64, attribute(1, LINK_LOCAL), family=10, flags=flags)
    assert list(decode(octets)) == [(1, AddressRecord6(3, int.from_bytes(LINK_LOCAL, "big"), 64, tentative))]


@pytest.mark.parametrize(
    "octets",
    [
        address(3, 64, attribute(1, HERE), family=10),
        address(3, 24, attribute(1, LINK_LOCAL)),
        address(3, 64, attribute(1, LINK_LOCAL), family=10, flags=0x08 | 0x40),
        address(3, 24),
        message(NEWROUTE, b"whatever"),
        b"",
    ],
)
def test_other_things_are_passed_over(octets: bytes) -> None:
    assert list(decode(octets)) == []


def test_messages_of_one_datagram_come_in_order_with_their_sequence_numbers() -> None:
    octets = link(1) + address(1, 8, attribute(2, HERE)) + message(DONE, struct.pack("=i", 0), sequence=5)
    assert [(number, type(record)) for number, record in decode(octets)] == [
        (1, LinkRecord),
        (1, AddressRecord),
        (5, EndRecord),
    ]


def test_an_error_ends_a_dump() -> None:
    assert list(decode(message(ERROR, struct.pack("=i", -13) + bytes(16)))) == [(1, EndRecord(13, False))]


def test_a_torn_dump_says_so_at_its_end() -> None:
    octets = message(NEWADDR, struct.pack("=BBBBi", 2, 24, 0, 0, 3), flags=TORN) + message(DONE, bytes(4))
    assert list(decode(octets)) == [(1, EndRecord(0, True))]


@pytest.mark.parametrize(
    "octets",
    [
        link()[:10],
        link(2, 0x41, NAME)[:-4],
        struct.pack("=IHHII", 4, NEWLINK, 0, 1, 0),
        message(NEWLINK, bytes(8)),
        message(NEWADDR, bytes(4)),
        message(DONE, b""),
        link(2, 0x41, struct.pack("=HH", 3, 3)),
        link(2, 0x41, struct.pack("=HH", 40, 3)),
    ],
)
def test_false_lengths_are_refused(octets: bytes) -> None:
    with pytest.raises(WireError):
        list(decode(octets))


@given(st.binary(max_size=200))
def test_anything_is_decoded_or_refused_by_wire_error(octets: bytes) -> None:
    try:
        list(decode(octets))
    except WireError:
        return


def test_requests_are_dumps() -> None:
    for request, kind in ((encode_link_dump(9), 18), (encode_address_dump(9), 22)):
        length, asked, flags, sequence, _ = struct.unpack_from("=IHHII", request)
        assert (length, asked, flags, sequence) == (len(request), kind, 0x301, 9)
