"""Frames out and packets in: lengths, checksums, fragments, options."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.errors import WireError
from lessor.wire.frames import ETHERNET_HEADER, decode_udp4, encode_frame4

CLIENT = 0xC000020A
SERVER = 0xC0000201
MAC = bytes.fromhex("02000000000a")
OUR_MAC = bytes.fromhex("020000000001")
PAYLOAD = b"\x01\x02\x03\x04\x05"

addresses = st.integers(0, 0xFFFFFFFF)
ports = st.integers(0, 0xFFFF)


def frame(data: bytes = PAYLOAD) -> bytes:
    return encode_frame4(MAC, OUR_MAC, SERVER, 67, CLIENT, 68, data)


def words(octets: bytes) -> int:
    """The sum of RFC 1071 as it is written there, one word after the other."""
    total = 0
    for (word,) in struct.iter_unpack("!H", octets + b"\0" * (len(octets) % 2)):
        total += word
        total = (total & 0xFFFF) + (total >> 16)
    return total


def pseudo_header(packet: bytes) -> bytes:
    return packet[12:20] + b"\0\x11" + struct.pack("!H", len(packet) - (packet[0] & 15) * 4)


def packet(
    data: bytes = PAYLOAD, *, options: bytes = b"", fragment: int = 0, protocol: int = 17, checksum: int | None = None
) -> bytes:
    """An IPv4 packet with a datagram from CLIENT:68 to SERVER:67, built the slow way."""
    segment = struct.pack("!HHHH", 68, 67, 8 + len(data), 0) + data
    length = 20 + len(options) + len(segment)
    first = 0x45 + len(options) // 4
    header = struct.pack("!BBHHHBBHII", first, 0, length, 7, fragment, 64, protocol, 0, CLIENT, SERVER) + options
    header = header[:10] + struct.pack("!H", words(header) ^ 0xFFFF) + header[12:]
    if checksum is None:
        checksum = (words(pseudo_header(header + segment) + segment) ^ 0xFFFF) or 0xFFFF
    return header + segment[:6] + struct.pack("!H", checksum) + segment[8:]


def patched(octets: bytes, offset: int, value: int) -> bytes:
    return octets[:offset] + bytes([value]) + octets[offset + 1 :]


def test_frame_has_the_layout_of_the_standards() -> None:
    octets = frame()
    assert octets[:14] == MAC + OUR_MAC + b"\x08\x00"
    # version and header length, service, total length, id, don't fragment, time to live, UDP
    assert octets[14:24] == bytes.fromhex("4510 0021 0000 4000 40 11")
    assert octets[26:34] == bytes.fromhex("c0000201 c000020a")
    assert octets[34:40] == bytes.fromhex("0043 0044 000d")
    assert octets[42:] == PAYLOAD


@pytest.mark.parametrize("data", [b"", b"\xff", b"\xff\xff", PAYLOAD, PAYLOAD + b"\0", bytes(300), b"\xff" * 1473])
def test_checksums_sum_up_to_ones(data: bytes) -> None:
    octets = frame(data)[ETHERNET_HEADER:]
    assert words(octets[:20]) == 0xFFFF
    assert words(pseudo_header(octets) + octets[20:]) == 0xFFFF


def test_checksum_is_never_the_zero_that_means_none() -> None:
    # the payload that makes the sum of all words come out as a multiple of 65535
    rest = words(pseudo_header(frame(b"\0\0")[14:]) + frame(b"\0\0")[34:40]) ^ 0xFFFF
    octets = frame(rest.to_bytes(2, "big"))
    assert octets[40:42] == b"\xff\xff"
    assert decode_udp4(octets, ETHERNET_HEADER)[4] == rest.to_bytes(2, "big")


@given(addresses, ports, addresses, ports, st.binary(max_size=600))
def test_what_is_encoded_is_decoded(source: int, source_port: int, destination: int, port: int, data: bytes) -> None:
    octets = encode_frame4(MAC, OUR_MAC, source, source_port, destination, port, data)
    assert decode_udp4(octets, ETHERNET_HEADER) == (source, source_port, destination, port, data)
    assert words(octets[14:34]) == 0xFFFF
    assert words(pseudo_header(octets[14:]) + octets[34:]) == 0xFFFF


@pytest.mark.parametrize(
    "octets",
    [
        packet(),
        packet(options=bytes.fromhex("94040000")),
        packet(options=b"\x01" * 40),
        packet(fragment=0x4000),
        packet(checksum=0),
        packet() + b"padding of a short frame",
    ],
    ids=["plain", "router alert", "all options", "don't fragment", "no checksum", "padded"],
)
def test_datagrams_are_accepted(octets: bytes) -> None:
    assert decode_udp4(octets) == (CLIENT, 68, SERVER, 67, PAYLOAD)
    assert decode_udp4(b"\0" * 14 + octets, 14) == (CLIENT, 68, SERVER, 67, PAYLOAD)


def test_a_checksum_left_to_the_network_card_is_accepted() -> None:
    left = words(pseudo_header(packet()))
    assert decode_udp4(packet(checksum=left))[4] == PAYLOAD


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"", "cut short"),
        (packet()[:27], "cut short"),
        (packet()[:-1], "length"),
        (packet(options=bytes(8))[:34], "cut short"),
        (packet(fragment=0x2000), "whole"),
        (packet(fragment=0x0001), "whole"),
        (packet(protocol=6), "whole"),
        (patched(packet(), 0, 0x44), "not an IPv4 header"),
        (patched(packet(), 0, 0x65), "not an IPv4 header"),
        (patched(packet(), 3, 0x20), "length"),
        (patched(packet(), 25, 7), "length"),
        (patched(packet(), 25, 14), "length"),
        (patched(packet(), 8, 63), "header checksum"),
        (patched(packet(options=b"\x01\x01\x01\x01"), 21, 0), "header checksum"),
        (patched(packet(), 28, 9), "UDP checksum"),
        (patched(packet(PAYLOAD + b"\0"), 33, 9), "UDP checksum"),
        (patched(packet(), 21, 69), "UDP checksum"),
    ],
)
def test_broken_packets_are_refused_with_the_reason(octets: bytes, reason: str) -> None:
    with pytest.raises(WireError, match=reason):
        decode_udp4(octets)


@given(st.binary(max_size=80))
def test_anything_else_is_refused_by_wire_error_only(octets: bytes) -> None:
    try:
        decode_udp4(octets)
    except WireError:
        return
