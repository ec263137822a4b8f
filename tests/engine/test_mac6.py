"""Tests of lessor.engine.mac6; expected values as Kea 2.2 writes them into its leases, unless said otherwise."""

import pytest

from lessor.engine.mac6 import NOT_FOUND, find_hwaddr
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import CLIENTID, Packet6, Relay6
from tests.engine.messages6 import DUID, UUID, number, packet, relay

CABLELABS = bytes.fromhex("0000118b")
EUI64 = "fe80::2aa:bbff:fecc:dd"

OF_DUID = bytes.fromhex("02000000000a"), 1, 2
OF_PEER = bytes.fromhex("00aabbcc00dd"), 1, 4
OF_LINKLAYER = bytes.fromhex("aabbccddeeff"), 6, 8
OF_REMOTE_ID = bytes.fromhex("bbbbccddeeff"), 1, 16
OF_SUBSCRIBER_ID = bytes.fromhex("ccbbccddeeff"), 1, 32
OF_CMTS = bytes.fromhex("c0c0c0c0c0c0"), 1, 64
OF_MODEM = bytes.fromhex("d0d0d0d0d0d0"), 1, 128

LINKLAYER = bytes.fromhex("0006 aabbccddeeff")
REMOTE_ID = bytes.fromhex("00000009 bbbbccddeeff")
CMTS = CABLELABS + tlv6(1026, OF_CMTS[0])
MODEM = CABLELABS + tlv6(1, b"\0\x20") + tlv6(36, OF_MODEM[0])


def everything() -> Packet6:
    near = relay(peer=EUI64, option79=LINKLAYER, option37=REMOTE_ID, option38=OF_SUBSCRIBER_ID[0], option17=CMTS)
    return packet({17: [MODEM]}, near)


def found(message: Packet6, *methods: str, source: str = "fe80::1") -> tuple[bytes, int, int]:
    return find_hwaddr(message, number(source), methods or ("any",))


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        (("duid",), OF_DUID),
        (("ipv6-link-local",), OF_PEER),
        (("client-link-addr-option",), OF_LINKLAYER),
        (("rfc6939",), OF_LINKLAYER),
        (("remote-id",), OF_REMOTE_ID),
        (("rfc4649",), OF_REMOTE_ID),
        # Kea takes the name and finds nothing.
        (("subscriber-id",), OF_SUBSCRIBER_ID),
        (("rfc4580",), OF_SUBSCRIBER_ID),
        (("docsis-cmts",), OF_CMTS),
        (("docsis-modem",), OF_MODEM),
        (("raw",), NOT_FOUND),
        ((), OF_LINKLAYER),
        (("docsis-modem", "docsis-cmts", "rfc4649"), OF_MODEM),
        (("raw", "rfc4649", "any"), OF_REMOTE_ID),
    ],
)
def test_every_method(methods: tuple[str, ...], expected: tuple[bytes, int, int]) -> None:
    assert found(everything(), *methods) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (packet({}, relay(option79=LINKLAYER)), OF_LINKLAYER),
        (packet({}, relay(peer=EUI64)), OF_DUID),
        (packet({CLIENTID: [UUID]}, relay(peer=EUI64, option37=REMOTE_ID)), OF_PEER),
        (packet({CLIENTID: [UUID]}, relay(option37=REMOTE_ID, option17=CMTS)), OF_REMOTE_ID),
        (packet({CLIENTID: [UUID], 17: [MODEM]}, relay(option17=CMTS)), OF_CMTS),
        (packet({CLIENTID: [UUID], 17: [MODEM]}, relay()), OF_MODEM),
        (packet({CLIENTID: [UUID]}, relay(option38=OF_SUBSCRIBER_ID[0])), NOT_FOUND),
        (packet({CLIENTID: []}), NOT_FOUND),
    ],
)
def test_the_order_of_any(message: Packet6, expected: tuple[bytes, int, int]) -> None:
    assert found(message) == expected


@pytest.mark.parametrize(
    ("far", "near", "expected"),
    [
        (relay(option79=LINKLAYER, option37=REMOTE_ID), relay(), NOT_FOUND),
        (relay(peer=EUI64), relay(), NOT_FOUND),
        (relay(option17=CMTS), relay(), OF_CMTS),
        (relay(), relay(peer=EUI64), OF_PEER),
    ],
)
def test_which_relay_counts(far: Relay6, near: Relay6, expected: tuple[bytes, int, int]) -> None:
    assert found(packet({CLIENTID: [UUID]}, far, near)) == expected


def test_the_source_of_a_client_on_our_link() -> None:
    assert found(packet({CLIENTID: [UUID]}), source=EUI64) == OF_PEER
    # Kea passes over addresses made from locally administered ones, as most virtual machines have.
    local = found(packet({CLIENTID: [UUID]}), source="fe80::5054:ff:fed6:c2a9")
    assert local == (bytes.fromhex("525400d6c2a9"), 1, 4)
    assert found(packet({CLIENTID: [UUID]}), source="2001:db8::2aa:bbff:fecc:dd") == NOT_FOUND


@pytest.mark.parametrize(
    "message",
    [
        packet({CLIENTID: [DUID[:4]]}),
        packet({CLIENTID: [bytes.fromhex("0001000100000000") + bytes(21)]}),
        packet({CLIENTID: [UUID]}, relay(option79=b"\0\x06")),
        packet({CLIENTID: [UUID]}, relay(option79=b"\0\x06" + bytes(21))),
        packet({CLIENTID: [UUID]}, relay(option37=b"\0\0\0\x09")),
        packet({CLIENTID: [UUID]}, relay(option17=b"\0\0\x11")),
        packet({CLIENTID: [UUID]}, relay(option17=b"\0\0\0\x09" + CMTS[4:])),
        packet({CLIENTID: [UUID], 17: [CABLELABS + tlv6(36, b"")]}),
        packet({CLIENTID: [UUID], 17: [CABLELABS + tlv6(36, bytes(21))]}),
    ],
)
def test_what_is_no_hardware_address(message: Packet6) -> None:
    assert found(message) == NOT_FOUND


def test_a_long_remote_id_is_cut() -> None:
    assert found(packet({CLIENTID: [UUID]}, relay(option37=b"\0\0\0\x09" + b"z" * 25)))[0] == b"z" * 20


def test_a_subscriber_id_that_is_no_ethernet_address() -> None:
    assert found(packet({}, relay(option38=b"customer")), "subscriber-id") == NOT_FOUND


def test_vendor_options_of_another_enterprise_come_first() -> None:
    assert found(packet({17: [b"\0\0\0\x09" + tlv6(36, b"x"), MODEM]}), "docsis-modem") == OF_MODEM
