"""Tests of lessor.engine.request4."""

import pytest

from lessor.engine.refusal import Unanswerable
from lessor.engine.request4 import WITHOUT_SERVER, Request4, read4
from lessor.model.datagram import Received4
from lessor.wire.errors import WireError
from lessor.wire.options import tlv
from lessor.wire.packet4 import BROADCAST_FLAG, Packet4
from tests.flows.conversation import LINK, SERVER, octets

MAC = bytes.fromhex("02000000000a")


def read(options: dict[int, bytes] | None = None, **fields: object) -> Request4:
    packet = Packet4(chaddr=MAC, options={53: b"\x01"} | (options or {}))
    for name, value in fields.items():
        setattr(packet, name, value)
    return read4(packet, Received4(b"", LINK, SERVER, 0, 68))


def test_a_bare_message() -> None:
    request = read()
    assert (request.key, request.client_id, request.wanted, request.server_id, request.asked) == (MAC, b"", 0, 0, b"")
    assert request.room == 576 - 28


def test_what_the_client_says() -> None:
    request = read(
        {61: b"\x01id", 50: octets("192.0.2.9"), 51: bytes((0, 0, 14, 16)), 55: b"\x03\x06"}, flags=BROADCAST_FLAG
    )
    assert (request.key, request.client_id) == (b"\x01id", b"\x01id")
    assert (request.wanted, request.asked_lifetime, request.asked) == (0xC0000209, 3600, b"\x03\x06")
    assert request.wants_broadcast


def test_what_the_relay_says() -> None:
    information = tlv(5, octets("10.0.0.0")) + tlv(11, octets("10.0.0.1")) + tlv(19, b"") + tlv(1, b"port")
    request = read({82: information})
    assert (request.link_address, request.server_override, request.relay_port) == (0x0A000000, 0x0A000001, True)
    assert request.relay_options[1] == b"port"


@pytest.mark.parametrize(("size", "room"), [(300, 548), (576, 548), (1500, 1472)])
def test_room_for_the_reply(size: int, room: int) -> None:
    assert read({57: size.to_bytes(2, "big")}).room == room


@pytest.mark.parametrize(
    ("options", "fields", "reason"),
    [
        ({}, {"op": 2}, "DHCP4_PACKET_DROP_0004"),
        ({53: b"\x63"}, {}, "DHCP4_PACKET_DROP_0005"),
        ({53: b"\x02"}, {}, "DHCP4_PACKET_DROP_0006"),
        ({61: b"\x01"}, {}, "DHCP4_PACKET_DROP_0007"),
        ({61: bytes(256)}, {}, "DHCP4_PACKET_DROP_0007"),
        ({}, {"chaddr": b""}, "DHCP4_PACKET_DROP_0007"),
        ({53: b"\x04"}, {}, "DHCP4_PACKET_DROP_0007"),
    ],
)
def test_unanswerable(options: dict[int, bytes], fields: dict[str, object], reason: str) -> None:
    with pytest.raises(Unanswerable) as error:
        read(options, **fields)
    assert error.value.reason_id == reason


def test_without_message_type() -> None:
    with pytest.raises(Unanswerable):
        read4(Packet4(chaddr=MAC), Received4(b"", LINK, SERVER, 0, 68))


@pytest.mark.parametrize("code", [50, 51, 54, 57, 118])
def test_options_of_a_wrong_length(code: int) -> None:
    with pytest.raises(WireError):
        read({code: b"\x01\x02\x03"})


@pytest.mark.parametrize(("kind", "forbidden"), [(1, True), (3, False), (4, False), (7, False), (8, True)])
def test_where_a_server_may_be_named(kind: int, forbidden: bool) -> None:
    request = read({53: bytes((kind,)), 54: octets("192.0.2.1"), 50: octets("192.0.2.9")})
    assert (request.message_type in WITHOUT_SERVER) is forbidden
