"""Tests of lessor.engine.expression.facts4: what expressions read from a DHCPv4 message."""

import struct

import pytest

from lessor.engine.expression import text4
from lessor.engine.request4 import Request4
from lessor.model.datagram import Received4
from lessor.wire.options import tlv
from lessor.wire.packet4 import Packet4
from tests.engine.expression.messages import DEFINITIONS4, MAC, holds4, message4, value4
from tests.flows.conversation import LINK, SERVER, number, octets

ENTERPRISE = struct.pack("!I", 4491)
OTHER = struct.pack("!I", 9)


def test_fields_of_the_packet() -> None:
    request = message4(
        ciaddr=number("192.0.2.3"), giaddr=number("192.0.2.4"), yiaddr=number("192.0.2.5"), siaddr=number("192.0.2.6")
    )
    for expression in (
        "pkt.iface == 'eth0'",
        "pkt.src == 192.0.2.77",
        "pkt4.mac == 0x02000000000a",
        "pkt4.hlen == 6",
        "pkt4.htype == 1",
        "pkt4.msgtype == 1",
        "pkt4.transid == 0xdeadbeef",
        "pkt4.ciaddr == 192.0.2.3",
        "pkt4.giaddr == 192.0.2.4",
        "pkt4.yiaddr == 192.0.2.5",
        "pkt4.siaddr == 192.0.2.6",
    ):
        assert holds4(expression, request), expression


def test_an_address_is_as_long_as_the_packet_says() -> None:
    request = message4(chaddr=MAC + bytes(2), hlen=8)
    assert value4("pkt4.mac", request) == MAC + bytes(2)
    assert holds4("pkt4.hlen == 8", request)


def test_the_destination() -> None:
    read = text4("pkt.dst", DEFINITIONS4, ())
    for broadcast, expected in ((True, "255.255.255.255"), (False, "192.0.2.1")):
        received = Received4(b"", LINK, SERVER, 0, 68, broadcast=broadcast)
        assert read(Request4(Packet4(chaddr=MAC, options={53: b"\1"}), received)) == octets(expected)


@pytest.mark.parametrize(("size", "total"), [(0, 236 + 3 + 2), (255, 236 + 3 + 257), (256, 236 + 3 + 260)])
def test_the_length(size: int, total: int) -> None:
    assert holds4(f"pkt.len == {total}", message4({43: bytes(size)}))


def test_options() -> None:
    request = message4({60: b"PXEClient:7", 12: b"host", 77: b""})
    assert value4("option[60].hex", request) == b"PXEClient:7"
    assert value4("option[host-name].text", request) == b"host"
    assert value4("option[53].text", request) == b"type=053, len=001: 1 (uint8)"
    assert value4("option[13].hex + option[13].text", request) == b""
    assert holds4("option[77].exists and option[77].hex == '' and not option[13].exists", request)
    assert holds4("option[53].hex == 0x01 and pkt4.msgtype == 1 and not option[53].hex == 1", request)


def test_sub_options() -> None:
    deep = b"\7" + tlv(2, tlv(1, b"deep")) + tlv(1, b"flat")
    request = message4({82: tlv(1, b"port") + tlv(5, octets("10.0.0.0")), 232: deep})
    assert value4("relay4[1].hex", request) == b"port"
    assert value4("relay4[5].text", request) == b"type=005, len=004: 10.0.0.0 (ipv4-address)"
    assert value4("option[82].option[1].hex", request) == b"port"
    assert value4("option[232].option[2].option[1].text", request) == b"deep"
    assert value4("option[232].option[1].text", request) == b"flat"
    assert value4("option[container].option[3].hex", request) == b""
    assert holds4("relay4[1].exists and option[232].option[2].option[1].exists and not relay4[2].exists", request)
    assert not holds4("option[232].option[3].option[1].exists or relay4[1].option[1].exists", request)
    assert not holds4("option[82].exists or relay4[1].exists or option[82].option[1].exists")


def test_what_a_relay_broke_is_not_there() -> None:
    request = message4({82: b"\1\4po"})
    assert holds4("option[82].exists and not relay4[1].exists and not option[82].option[1].exists", request)


def test_vendors() -> None:
    both = (
        ENTERPRISE
        + bytes((4,))
        + tlv(1, b"ab")
        + OTHER
        + bytes((3,))
        + tlv(1, b"c")
        + ENTERPRISE
        + bytes((3,))
        + tlv(2, b"d")
    )
    request = message4({125: both})
    for expression in (
        "vendor.enterprise == 4491",
        "vendor[4491].exists and vendor[9].exists and vendor[*].exists and vendor[0].exists and not vendor[8].exists",
        "vendor[4491].option[1].hex == 'ab' and vendor[9].option[1].hex == 'c' and vendor[4491].option[2].hex == 'd'",
        "vendor[*].option[1].hex == 'ab' and not vendor[9].option[2].exists and vendor[8].option[1].hex == ''",
        "vendor[4491].option[1].text == 'type=001, len=002: 97(uint8) 98(uint8)'",
        "vendor[*].option[1].text == vendor[4491].option[1].text",
        "vendor[9].option[1].text == 'type=001, len=001: 63'",
        "option[125].option[1].hex == 'ab'",
        "not vendor-class[*].exists and vendor-class.enterprise == ''",
    ):
        assert holds4(expression, request), expression
    assert holds4("vendor.enterprise == '' and not vendor[*].exists and vendor[*].option[1].text == ''")


def test_vendor_classes() -> None:
    request = message4({124: ENTERPRISE + b"\3abc" + OTHER + b"\1x" + ENTERPRISE + b"\2de"})
    for expression in (
        "vendor-class.enterprise == 4491",
        "vendor-class[4491].exists and vendor-class[9].exists",
        "vendor-class[*].exists and not vendor-class[8].exists",
        "vendor-class[4491].data == vendor-class[4491].data[0] and vendor-class[4491].data[0] == 'abc'",
        "vendor-class[4491].data[1] == 'de'",
        "vendor-class[*].data[1] == 'de' and vendor-class[9].data == 'x'",
        "vendor-class[9].data[1] == '' and vendor-class[8].data == '' and vendor-class[*].data[255] == ''",
    ):
        assert holds4(expression, request), expression


def test_broken_vendor_options_are_not_there() -> None:
    assert not holds4("vendor[4491].option[1].exists", message4({125: ENTERPRISE + b"\2\1\5"}))
    assert not holds4("vendor[*].exists", message4({125: b"\0\0\1"}))
