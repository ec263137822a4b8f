"""Tests of lessor.engine.expression.optiontext, layout4 and layout6; texts are those of Kea 2.2, from its log."""

import struct

import pytest

from lessor.engine.expression.layout4 import LAYOUT4, blocks4
from lessor.engine.expression.layout6 import LAYOUT6, tuples6
from lessor.engine.expression.optiontext import OptionReader
from lessor.wire.options import tlv
from lessor.wire.options6 import tlv6
from tests.engine.expression.messages import DEFINITIONS4, DEFINITIONS6
from tests.engine.messages6 import octets

READER4 = OptionReader(LAYOUT4, DEFINITIONS4)
READER6 = OptionReader(LAYOUT6, DEFINITIONS6)

ADDRESS = "c0000201"
ENTERPRISE = struct.pack("!I", 4491)
IP6 = octets("2001:db8::5")
IAADDR = IP6 + struct.pack("!II", 7, 8) + tlv6(13, b"\0\0ok")
IAADDR_TEXT = 'address=2001:db8::5, preferred-lft=7, valid-lft=8,\noptions:\n{}type=00013, len=00004: Success(0) "ok"'


@pytest.mark.parametrize(
    ("code", "data", "text"),
    [
        (53, "01", "type=053, len=001: 1 (uint8)"),
        (60, b"PXEClient".hex(), "PXEClient"),
        (12, b"host\0\0".hex(), "host"),
        (61, "0102000000000a", "type=061, len=007: 01:02:00:00:00:00:0a"),
        (77, "69505845", "type=077, len=004: 69:50:58:45"),
        (93, "0007", "type=093, len=002: 7(uint16)"),
        (55, "010306", "type=055, len=003: 1(uint8) 3(uint8) 6(uint8)"),
        (50, "7f000109", "type=050, len=004: 127.0.1.9 (ipv4-address)"),
        (33, "0000000000000000", "type=033, len=008: 0.0.0.0 0.0.0.0"),
        (6, ADDRESS * 2, "type=006, len=008: 192.0.2.1 192.0.2.1"),
        (119, "03666f6f0003626172 00", 'type=119, len=010: "foo." (fqdn) "bar." (fqdn)'),
        (121, "18c00002c0000201", "type=121, len=008: 18:c0:00:02:c0:00:02:01"),
        (57, "05dc", "type=057, len=002: 1500 (uint16)"),
        (2, "fffffffe", "type=002, len=004: -2 (int32)"),
        (19, "01", "type=019, len=001: true (boolean)"),
        (78, "01" + ADDRESS * 2, "type=078, len=009: true (boolean) 192.0.2.1 (ipv4-address) 192.0.2.1 (ipv4-address)"),
        (79, "01616263", 'type=079, len=004: mandatory:1, scope-list:"abc"'),
        (94, "010203", "type=094, len=003: 1 (uint8) 2 (uint8) 3 (uint8)"),
        (97, "00" * 17, f"type=097, len=017: 0 (uint8) {'00' * 16} (binary)"),
        (137, "03666f6f00", 'type=137, len=005: "foo." (fqdn)'),
        (159, "04043000", "type=159, len=004: 4 (uint8) len=4,psid=3 (psid)"),
        (
            212,
            "1020" + "00" * 16 + ADDRESS,
            "type=212, len=022: 16 (uint8) 32 (uint8) :: (ipv6-address) 192.0.2.1 (ipv4-address)",
        ),
        (117, "00010002", "type=117, len=004: 1(uint16) 2(uint16)"),
        (80, "", "type=080, len=000: "),
        (234, "abcd", "type=234, len=002: ab:cd"),
        (
            82,
            "0104706f72740203616263",
            "type=082, len=011:,\noptions:\n  type=001, len=004: 70:6f:72:74\n  type=002, len=003: 61:62:63",
        ),
        (
            124,
            "0000118b036162630000118b026465",
            "type=124, len=15,  enterprise id=0x118b, data-len0=3, vendor-class-data0='abc',"
            " enterprise id=0x118b, data-len1=2, vendor-class-data1='de'",
        ),
        (
            125,
            "0000118b0401027879",
            "type=125, len=009: 4491 (uint32) 4 (uint8),\noptions:\n  type=001, len=002: 120(uint8) 121(uint8)",
        ),
        (
            81,
            "0a0000" + b"host.example.".hex(),
            "type=81 (CLIENT_FQDN), flags: (N=1, E=0, O=1, S=0), domain-name='host.example.' (full)",
        ),
        (
            81,
            "050000" + b"\4host".hex(),
            "type=81 (CLIENT_FQDN), flags: (N=0, E=1, O=0, S=1), domain-name='host' (partial)",
        ),
        # what cannot be read by its definition
        (53, "0102", "type=053, len=002: 1 (uint8)"),
        (53, "", "type=053, len=000: "),
        (50, "c00002", "type=050, len=003: c0:00:02"),
        (81, "01", "type=081, len=001: 01"),
        (125, "00", "type=125, len=001: 00"),
        (82, "01", "type=082, len=001: 01"),
    ],
)
def test_texts_in_dhcpv4(code: int, data: str, text: str) -> None:
    assert READER4.text("dhcp4", code, bytes.fromhex(data)).decode() == text


@pytest.mark.parametrize(
    ("code", "data", "text"),
    [
        (1, bytes.fromhex("0003000102000000000a"), "type=00001, len=00010: 00:03:00:01:02:00:00:00:00:0a"),
        (
            3,
            struct.pack("!III", 1, 2, 3) + tlv6(5, IAADDR),
            "type=00003(IA_NA), len=00048: iaid=1, t1=2, t2=3,\noptions:\n  type=00005(IAADDR), len=00032: "
            + IAADDR_TEXT.format("    "),
        ),
        (5, IAADDR, "type=00005(IAADDR), len=00032: " + IAADDR_TEXT.format("  ")),
        (4, b"\0\0\0\5", "type=00004(IA_TA), len=00004: iaid=5"),
        (6, b"\0\x17\0\x18", "type=00006, len=00004: 23(uint16) 24(uint16)"),
        (8, b"\0\1", "type=00008, len=00002: 1 (uint16)"),
        (
            16,
            ENTERPRISE + b"\0\3abc\0\2de",
            "type=16, len=13,  enterprise id=0x118b, data-len0=3, vendor-class-data0='abc',"
            " data-len1=2, vendor-class-data1='de'",
        ),
        (
            17,
            ENTERPRISE + tlv6(36, b"\1\2") + tlv6(1, b"\0\1"),
            "type=00017, len=00016: 4491 (uint32),\noptions:\n  type=00001, len=00002: 1(uint16)\n"
            "  type=00036, len=00002: 01:02",
        ),
        (15, b"\0\3xyz\0\1w", "type=00015, len=00008: 00:03:78:79:7a:00:01:77"),
        (
            39,
            b"\1\4host\7example\0",
            "type=39(CLIENT_FQDN), flags: (N=0, O=0, S=1), domain-name='host.example.' (full)",
        ),
        (23, IP6 * 2, "type=00023, len=00032: 2001:db8::5 2001:db8::5"),
        (24, b"\3foo\0", 'type=00024, len=00005: "foo." (fqdn)'),
        (41, b"EST", "EST"),
        (59, b"http", "http"),
        (60, b"\0\2ab", "type=60, len=4, data-len0=2, data0='ab'"),
        (61, b"\0\7", "type=00061, len=00002: 7(uint16)"),
        (14, b"", "type=00014, len=00000: "),
        (
            25,
            struct.pack("!III", 9, 2, 3) + tlv6(26, struct.pack("!II", 7, 8) + b"\x38" + octets("2001:db8::")),
            "type=00025(IA_PD), len=00041: iaid=9, t1=2, t2=3,\noptions:\n"
            "  type=00026(IAPREFIX), len=00025: prefix=2001:db8::/56, preferred-lft=7, valid-lft=8",
        ),
        (13, b"\0\1bad", 'type=00013, len=00005: UnspecFail(1) "bad"'),
        (40000, b"abc", "type=40000, len=00003: 61:62:63"),
        (7, b"\5", "type=00007, len=00001: 5 (uint8)"),
        (37, b"\0\0\0\trem", "type=00037, len=00007: 9 (uint32) 72656D (binary)"),
        (
            94,
            tlv6(90, IP6),
            "type=00094, len=00020:,\noptions:\n  type=00090, len=00016: 2001:db8::5 (ipv6-address)",
        ),
        # what cannot be read by its definition
        (3, b"\0", "type=00003, len=00001: 00"),
        (5, b"", "type=00005, len=00000: "),
        (26, b"\1", "type=00026, len=00001: 01"),
        (13, b"\1", "type=00013, len=00001: 01"),
        (16, b"\1", "type=00016, len=00001: 01"),
        (39, b"", "type=00039, len=00000: "),
    ],
)
def test_texts_in_dhcpv6(code: int, data: bytes, text: str) -> None:
    assert READER6.text("dhcp6", code, data).decode() == text


def test_texts_of_sub_options() -> None:
    assert READER4.text("dhcp-agent-options-space", 5, b"\xc0\0\2\1") == b"type=005, len=004: 192.0.2.1 (ipv4-address)"
    assert READER4.text("dhcp-agent-options-space", 6, b"abc") == b"abc"
    shown = READER4.text("dhcp4", 82, tlv(6, b"abc"))
    assert shown == b'type=082, len=005:,\noptions:\n  type=006, len=003: "abc" (string)'


def test_what_is_inside() -> None:
    assert READER4.inside("dhcp4", 232, b"\7" + tlv(2, b"b") + tlv(1, b"a")) == ("inner", [(1, b"a"), (2, b"b")])
    assert READER4.inside("dhcp4", 43, tlv(1, b"a")) == ("vendor-encapsulated-options-space", [(1, b"a")])
    assert READER4.inside("dhcp4", 125, ENTERPRISE + b"\3" + tlv(1, b"a")) == ("vendor-4491", [(1, b"a")])
    assert READER6.inside("dhcp6", 3, bytes(12) + tlv6(5, b"a")) == ("dhcp6", [(5, b"a")])
    # no definition says that there is anything, or it is broken
    for reader, space, code, data in (
        (READER4, "dhcp4", 60, tlv(1, b"a")),
        (READER4, "dhcp4", 241, tlv(1, b"a")),
        (READER4, "dhcp4", 82, b"\1\5"),
        (READER4, "dhcp4", 232, b""),
        (READER6, "dhcp6", 17, b"\1"),
    ):
        assert reader.inside(space, code, data) == ("", [])


def test_a_path() -> None:
    inner = tlv(2, tlv(2, tlv(1, b"found")))
    assert READER4.follow("dhcp4", (232, 2, 2, 1), b"\7" + inner) == ("inner", b"found")
    assert READER4.follow("dhcp4", (232, 2, 1), b"\7" + inner)[1] is None
    assert READER4.follow("dhcp4", (232, 3, 1), b"\7" + inner)[1] is None
    assert READER4.follow("dhcp4", (232, 1), None)[1] is None


def test_depth_is_bounded() -> None:
    data = b""
    for _ in range(60):
        data = tlv(2, data)
    assert READER4.text("inner", 2, data).count(b"options:") == 8


def test_blocks_and_tuples_up_to_a_broken_one() -> None:
    good = ENTERPRISE + b"\2ab"
    assert blocks4(good + good + ENTERPRISE + b"\3ab") == [(4491, b"ab")] * 2
    assert blocks4(b"\0\0") == []
    assert tuples6(b"\0\1a\0\0\0\2b") == [b"a", b""]
