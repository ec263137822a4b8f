"""Tests of lessor.wire.packet4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.errors import WireError
from lessor.wire.packet4 import COOKIE, LONGEST, OPTIONS_AT, SHORTEST, Packet4, decode4, encode4

# A DHCPDISCOVER laid out by hand after RFC 2131 figure 1: Ethernet, xid 3903f326, broadcast flag, client identifier.
DISCOVER = (
    bytes.fromhex("01010600 3903f326 00008000 00000000 00000000 00000000 00000000 00053c04 8d590000 00000000 00000000")
    + bytes(64 + 128)
    + COOKIE
    + bytes.fromhex("350101 3d0701 00053c048d59 3204 00000000 3704 0103 062a ff")
)


def test_reads_every_field() -> None:
    packet = decode4(DISCOVER)
    assert (packet.op, packet.htype, packet.hlen, packet.hops) == (1, 1, 6, 0)
    assert (packet.xid, packet.secs, packet.flags) == (0x3903F326, 0, 0x8000)
    assert (packet.ciaddr, packet.yiaddr, packet.siaddr, packet.giaddr) == (0, 0, 0, 0)
    assert packet.chaddr == bytes.fromhex("00053c048d59")
    assert packet.options == {
        53: b"\x01",
        61: bytes.fromhex("0100053c048d59"),
        50: bytes(4),
        55: bytes([1, 3, 6, 42]),
    }


def test_writes_what_it_read() -> None:
    assert encode4(decode4(DISCOVER)) == DISCOVER.ljust(SHORTEST, b"\0")


def test_header_offsets() -> None:
    packet = Packet4(2, 6, 7, 8, 9, 10, 0x01020304, 0x05060708, 0x090A0B0C, 0x0D0E0F10, b"\xaa" * 6, b"s", b"f")
    data = encode4(packet)
    assert data[12:28] == bytes.fromhex("0102030405060708090a0b0c0d0e0f10")
    assert (data[44:45], data[108:109], data[236:240]) == (b"s", b"f", COOKIE)


def overloaded(value: int) -> Packet4:
    data = encode4(
        Packet4(
            chaddr=bytes(6),
            options={53: b"\x01", 12: b"a", 52: bytes((value,))},
            file=b"\x0c\x01b\xff",
            sname=b"\x0c\x01c\x32\x04\x01\x02\x03\x04\xff",
        )
    )
    return decode4(data)


@pytest.mark.parametrize(("value", "name"), [(1, b"ab"), (2, b"ac"), (3, b"abc"), (0, b"a"), (4, b"a")])
def test_overload_reads_file_then_sname(value: int, name: bytes) -> None:
    # RFC 3396 section 7: the options field, then file, then sname
    packet = overloaded(value)
    assert packet.options[12] == name
    assert (50 in packet.options) == (value in (2, 3))


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"", 0),
        (DISCOVER[: OPTIONS_AT - 1], OPTIONS_AT - 1),
        (DISCOVER[:236] + b"\x63\x82\x53\x64" + DISCOVER[240:], 236),
        (DISCOVER[:2] + b"\x11" + DISCOVER[3:], 2),
        (DISCOVER + bytes(LONGEST), LONGEST),
    ],
)
def test_no_message(data: bytes, offset: int) -> None:
    with pytest.raises(WireError) as error:
        decode4(data)
    assert error.value.offset == offset


@given(st.binary(min_size=0, max_size=700), st.integers(0, 699), st.integers(0, 255))
def test_any_octets(tail: bytes, at: int, octet: int) -> None:
    data = bytearray(DISCOVER + tail)
    data[at % len(data)] = octet
    try:
        decode4(bytes(data))
    except WireError as error:
        assert error.reason
