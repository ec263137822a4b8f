"""DHCP messages in recorded frames."""

import struct
from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.dissect import Datagram, dissect
from lessor.wire.errors import WireError
from lessor.wire.frames import encode_frame4

MAC, OURS = bytes.fromhex("02000000000a"), bytes.fromhex("020000000001")
V4 = encode_frame4(OURS, MAC, 0, 68, 0xFFFFFFFF, 67, b"payload")
CLIENT6, GROUP = int(IPv6Address("fe80::1")), int(IPv6Address("ff02::1:2"))


def udp(source: int, destination: int, data: bytes) -> bytes:
    return struct.pack("!HHHH", source, destination, 8 + len(data), 0) + data


def ipv6(data: bytes, following: int = 17) -> bytes:
    addresses = CLIENT6.to_bytes(16, "big") + GROUP.to_bytes(16, "big")
    return struct.pack("!IHBB", 6 << 28, len(data), following, 64) + addresses + data


SIX = ipv6(udp(546, 547, b"solicit"))
FOUND6 = Datagram(6, CLIENT6, 546, GROUP, 547, b"solicit")


def test_ethernet() -> None:
    assert dissect(1, V4) == Datagram(4, 0, 68, 0xFFFFFFFF, 67, b"payload", MAC, OURS)
    assert dissect(1, OURS + MAC + b"\x86\xdd" + SIX) == FOUND6._replace(sender=MAC, recipient=OURS)


def test_tags_of_virtual_networks_are_passed_over() -> None:
    tagged = V4[:12] + b"\x88\xa8\0\5\x81\0\0\7" + V4[12:]
    assert dissect(1, tagged) == dissect(1, V4)


def test_other_links() -> None:
    assert dissect(101, SIX) == FOUND6
    assert dissect(229, SIX) == FOUND6
    assert dissect(0, b"\2\0\0\0" + SIX) == FOUND6
    assert dissect(113, struct.pack("!HHH8sH", 0, 1, 6, MAC, 0x86DD) + SIX) == FOUND6._replace(sender=MAC)
    cooked = struct.pack("!HHIHBB8s", 0x86DD, 0, 2, 1, 0, 6, MAC) + SIX
    assert dissect(276, cooked) == FOUND6._replace(sender=MAC)


def test_headers_between_are_passed_over() -> None:
    assert dissect(101, ipv6(bytes((17, 0)) + bytes(6) + udp(546, 547, b"solicit"), following=0)) == FOUND6


@pytest.mark.parametrize(
    "frame",
    [
        OURS + MAC + b"\x08\x06" + bytes(28),  # ARP
        encode_frame4(OURS, MAC, 1, 53, 2, 5353, b"dns"),
        V4[:20] + b"\x20\0" + V4[22:],  # a fragment
        OURS + MAC + b"\x86\xdd" + ipv6(bytes(20), following=58),
    ],
)
def test_other_traffic_is_nothing(frame: bytes) -> None:
    assert dissect(1, frame) is None


def test_what_was_not_recorded_whole_is_refused() -> None:
    for length in range(len(V4)):
        with pytest.raises(WireError, match=r"short|whole"):
            dissect(1, V4[:length])


def test_an_unknown_link_type_is_named() -> None:
    with pytest.raises(WireError, match="link type 105"):
        dissect(105, V4)


@given(st.sampled_from([0, 1, 101, 113, 276]), st.binary(max_size=120))
def test_garbage_is_nothing_or_refused(link: int, frame: bytes) -> None:
    try:
        found = dissect(link, frame)
    except WireError:
        return
    assert found is None or len(found.data) < len(frame)
