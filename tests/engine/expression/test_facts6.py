"""Tests of lessor.engine.expression.facts6: what expressions read from a DHCPv6 message."""

import struct

from lessor.engine.request6 import Request6, read6
from lessor.model.datagram6 import Received6
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import Relay6, decode6, encode6
from tests.engine.expression.messages import holds6, message6, value6
from tests.engine.messages6 import LINK, number, octets, packet, relay

ENTERPRISE = struct.pack("!I", 4491)
OTHER = struct.pack("!I", 9)

OUTER = relay("::", "2001:db8::9", option18=b"outer")
INNER = relay("2001:db8::1", "fe80::1", option18=b"eth0", option37=OTHER + b"rem")


def test_fields_of_the_packet() -> None:
    for expression in (
        "pkt.iface == 'eth0'",
        "pkt.src == fe80::1",
        "pkt.dst == ff02::1:2",
        "pkt6.msgtype == 1",
        "pkt6.transid == 0x00abcdef",
    ):
        assert holds6(expression), expression


def test_the_length_is_that_of_the_whole_message() -> None:
    for relays in ((), (OUTER, INNER)):
        data = encode6(packet({8: [b"\0\0"], 17: [ENTERPRISE, OTHER]}, *relays))
        received = Received6(data, LINK, number("ff02::1:2"), 1, 546)
        assert holds6(f"pkt.len == {len(data)}", read6(decode6(data), received, ()))


def test_options() -> None:
    request = message6({15: [b"\0\1a", b"\0\1b"], 41: [b"EST"], 14: [b""]})
    for expression in (
        "option[15].hex == 0x000161",
        "option[new-posix-timezone].text == 'EST'",
        "option[14].exists and option[14].hex == '' and not option[59].exists",
        "option[59].hex + option[59].text == ''",
        "option[40000].hex == ''",
    ):
        assert holds6(expression, request), expression


def test_sub_options() -> None:
    address = octets("2001:db8::5") + struct.pack("!II", 7, 8) + tlv6(13, b"\0\0ok")
    request = message6({3: [struct.pack("!III", 1, 2, 3) + tlv6(5, address)], 94: [tlv6(90, octets("2001:db8::5"))]})
    assert value6("option[3].option[5].hex", request) == address
    assert value6("option[3].option[5].option[13].hex", request) == b"\0\0ok"
    assert value6("option[94].option[90].text", request) == b"type=00090, len=00016: 2001:db8::5 (ipv6-address)"
    assert holds6("option[3].option[5].option[13].exists and not option[3].option[6].exists", request)


def test_relays() -> None:
    request = message6({}, OUTER, INNER)
    for expression in (
        "relay6[0].linkaddr == :: and relay6[0].peeraddr == 2001:db8::9",
        "relay6[1].linkaddr == 2001:db8::1 and relay6[-1].peeraddr == fe80::1",
        "relay6[-2].linkaddr == ::",
        "relay6[2].peeraddr == '' and relay6[-3].linkaddr == ''",
        "relay6[0].option[18].hex == 'outer' and relay6[-1].option[18].hex == 'eth0'",
        "relay6[-1].option[37].text == 'type=00037, len=00007: 9 (uint32) 72656D (binary)'",
        "relay6[1].option[37].exists and not relay6[0].option[37].exists and not relay6[2].option[37].exists",
        "relay6[2].option[18].text == ''",
    ):
        assert holds6(expression, request), expression
    assert holds6("relay6[0].peeraddr == '' and relay6[-1].option[18].hex == ''")


def test_options_within_options_of_a_relay() -> None:
    supplied = Relay6(12, 0, 0, 0, {17: [ENTERPRISE + tlv6(1026, b"mac")]})
    assert value6("relay6[0].option[17].option[1026].hex", message6({}, supplied)) == b"mac"


def vendors() -> Request6:
    return message6(
        {
            16: [ENTERPRISE + b"\0\3abc\0\2de", OTHER + b"\0\1z"],
            17: [ENTERPRISE + tlv6(36, b"\1\2") + tlv6(1, b"\0\1"), OTHER + tlv6(1, b"q")],
        }
    )


def test_vendors() -> None:
    for expression in (
        "vendor.enterprise == 4491",
        "vendor[4491].exists and vendor[9].exists and vendor[*].exists and vendor[0].exists and not vendor[8].exists",
        "vendor[4491].option[36].hex == 0x0102 and vendor[9].option[1].hex == 'q'",
        "vendor[*].option[1].text == 'type=00001, len=00002: 1(uint16)'",
        "vendor[9].option[1].text == 'type=00001, len=00001: 71'",
        "vendor[9].option[36].hex == '' and not vendor[8].option[1].exists",
        "option[17].option[1].hex == 0x0001",
    ):
        assert holds6(expression, vendors()), expression
    assert holds6("vendor.enterprise == '' and not vendor[*].exists", message6({17: [b"\1"]}))


def test_vendor_classes() -> None:
    for expression in (
        "vendor-class.enterprise == 4491",
        "vendor-class[4491].exists and vendor-class[9].exists",
        "vendor-class[*].exists and not vendor-class[8].exists",
        "vendor-class[4491].data == 'abc' and vendor-class[*].data[1] == 'de' and vendor-class[9].data == 'z'",
        "vendor-class[4491].data[2] == '' and vendor-class[8].data == ''",
    ):
        assert holds6(expression, vendors()), expression
    assert holds6("vendor-class.enterprise == '' and vendor-class[*].data == ''")
