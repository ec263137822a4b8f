"""Messages as people read them."""

from hypothesis import example, given
from hypothesis import strategies as st

from lessor.wire.catalog4 import STANDARD4
from lessor.wire.catalog6 import STANDARD6
from lessor.wire.options import tlv
from lessor.wire.options6 import tlv6
from lessor.wire.packet4 import BROADCAST_FLAG, Packet4
from lessor.wire.packet6 import Packet6, Relay6
from lessor.wire.portrait import Detail, portrait4, portrait6, shown_option4, shown_option6


def lines(details: list[Detail]) -> list[str]:
    return [f"{'  ' * depth}{name}: {text}".rstrip() for depth, _, name, text in details]


def test_a_message_shows_its_fields_and_options_by_name() -> None:
    packet = Packet4(
        xid=0xABC,
        flags=BROADCAST_FLAG,
        giaddr=0x0A000001,
        chaddr=b"\2\0\0\0\0\1",
        options={53: b"\1", 55: bytes((1, 3, 250))},
    )
    assert lines(portrait4(packet, STANDARD4)) == [
        "transaction id: 0x00000abc",
        "hardware address: 02:00:00:00:00:01",
        "flags: broadcast",
        "giaddr: 10.0.0.1",
        "dhcp-message-type: DHCPDISCOVER",
        "dhcp-parameter-request-list: subnet-mask (1), routers (3), 250",
    ]


def test_what_a_relay_says_stands_below_its_option() -> None:
    shown = shown_option4(82, tlv(1, b"port-7") + tlv(5, bytes((10, 1, 0, 0))), STANDARD4)
    assert [(detail.depth, detail.code) for detail in shown] == [(0, 82), (1, 1), (1, 5)]
    assert shown[2].text == "10.1.0.0"


def test_options_of_enterprises_stand_below_their_number() -> None:
    value = b"\0\0\x11\x8b\6" + tlv(2, bytes((10, 0, 0, 9)))
    assert lines(shown_option4(125, value, STANDARD4)) == [
        "vivso-suboptions: enterprise 4491",
        "  tftp-servers: 10.0.0.9",
    ]
    assert lines(shown_option6(17, b"\0\0\x11\x8b" + tlv6(33, b"cm.bin"), STANDARD6)) == [
        "vendor-opts: enterprise 4491",
        "  config-file: cm.bin",
    ]


def test_what_breaks_its_definition_is_shown_as_octets() -> None:
    assert shown_option4(3, b"\1\2\3", STANDARD4)[0].text == "01:02:03"
    assert shown_option4(250, b"\1\2\3", STANDARD4)[0].text == "01:02:03"


def test_a_client_cannot_move_the_cursor() -> None:
    assert "\x1b" not in shown_option4(12, b"\x1b[2Jevil", STANDARD4)[0].text


def test_associations_show_what_they_hold() -> None:
    address = bytes.fromhex("20010db8000000000000000000000001") + (3000).to_bytes(4, "big") + (4000).to_bytes(4, "big")
    prefix = (3000).to_bytes(4, "big") + (4000).to_bytes(4, "big") + b"\x38" + bytes.fromhex("20010db8" + "0" * 24)
    packet = Packet6(
        7, 0xABC, {3: [bytes((0, 0, 0, 1)) + bytes(8) + tlv6(5, address)], 25: [bytes(12) + tlv6(26, prefix)]}
    )
    assert lines(portrait6(packet, STANDARD6)) == [
        "transaction id: 0x000abc",
        "ia-na: iaid 1, T1 0, T2 0",
        "  iaaddr: 2001:db8::1, preferred 3000, valid 4000",
        "ia-pd: iaid 0, T1 0, T2 0",
        "  iaprefix: 2001:db8::/56, preferred 3000, valid 4000",
    ]


def test_relays_come_first() -> None:
    packet = Packet6(1, 1, {6: [b"\0\x17"]}, [Relay6(12, 0, 1, 2, {18: [b"eth7"]})])
    assert lines(portrait6(packet, STANDARD6)) == [
        "relay 0: link ::1, peer ::2",
        "  interface-id: 65746837",
        "transaction id: 0x000001",
        "oro: dns-servers (23)",
    ]


@given(st.dictionaries(st.integers(1, 254), st.binary(max_size=40)))
@example({125: b""})
def test_any_option_can_be_shown(options: dict[int, bytes]) -> None:
    shown = portrait4(Packet4(options=options), STANDARD4)
    assert {detail.code for detail in shown if detail.depth == 0} >= options.keys()


@given(st.dictionaries(st.integers(1, 150), st.lists(st.binary(max_size=60), min_size=1, max_size=2)))
def test_any_option_of_dhcpv6_can_be_shown(options: dict[int, list[bytes]]) -> None:
    shown = portrait6(Packet6(1, 1, options), STANDARD6)
    assert {detail.code for detail in shown if detail.depth == 0} >= options.keys()
