"""Messages of the small client, and what it makes of answers."""

import pytest

from lessor.service.labs import client4
from lessor.service.labs.client4 import Identity
from lessor.wire.packet4 import (
    ACK,
    BOOTREPLY,
    BROADCAST_FLAG,
    CLIENT_IDENTIFIER,
    DISCOVER,
    HOST_NAME,
    LEASE_TIME,
    MESSAGE_TYPE,
    NAK,
    OFFER,
    PARAMETER_REQUEST_LIST,
    REBINDING_TIME,
    RENEWAL_TIME,
    REQUEST,
    REQUESTED_ADDRESS,
    SERVER_IDENTIFIER,
    SUBNET_MASK,
    Packet4,
    decode4,
    encode4,
)

US = Identity(bytes.fromhex("00005e005301"), b"\x01us", "desk")
ADDRESS, SERVER = 0xC0000264, 0xC0000201
SERVER_HWADDR = bytes.fromhex("00005e005302")


def reply(request: Packet4, message: int, **options: bytes | None) -> Packet4:
    """A server's answer with address and lease time; options by name of the constant, None leaves one out."""
    values: dict[str, bytes | None] = {
        "SERVER_IDENTIFIER": SERVER.to_bytes(4, "big"),
        "LEASE_TIME": (3600).to_bytes(4, "big"),
        "SUBNET_MASK": bytes((255, 255, 255, 0)),
        **options,
    }
    codes = {name: getattr(client4, name) for name in values}
    return Packet4(
        op=BOOTREPLY,
        xid=request.xid,
        yiaddr=ADDRESS,
        chaddr=request.chaddr,
        options={MESSAGE_TYPE: bytes((message,))} | {codes[name]: value for name, value in values.items() if value},
    )


def offered() -> client4.Grant:
    return client4.grant(reply(client4.discover(US, 7), OFFER), SERVER_HWADDR)


def test_discover_says_who_we_are_and_what_we_want() -> None:
    packet = decode4(encode4(client4.discover(US, 7, ADDRESS)))
    assert (packet.xid, packet.chaddr, packet.flags) == (7, US.hwaddr, BROADCAST_FLAG)
    assert packet.options[CLIENT_IDENTIFIER] == b"\x01us"
    assert packet.options[HOST_NAME] == b"desk"
    assert packet.options[REQUESTED_ADDRESS] == ADDRESS.to_bytes(4, "big")
    assert SUBNET_MASK in packet.options[PARAMETER_REQUEST_LIST]


def test_nothing_is_said_that_was_not_given() -> None:
    packet = client4.discover(Identity(US.hwaddr), 7)
    assert not {CLIENT_IDENTIFIER, HOST_NAME, REQUESTED_ADDRESS} & set(packet.options)


# RFC 2131 table 4: which fields each kind of request fills.
@pytest.mark.parametrize(
    ("packet", "ciaddr", "requested", "server", "flags"),
    [
        (client4.select(US, 7, offered()), 0, True, True, BROADCAST_FLAG),
        (client4.reboot(US, 7, ADDRESS), 0, True, False, BROADCAST_FLAG),
        (client4.extend(US, 7, ADDRESS), ADDRESS, False, False, 0),
    ],
    ids=["selecting", "init-reboot", "renewing"],
)
def test_request_fills_the_fields_of_its_state(
    packet: Packet4, ciaddr: int, requested: bool, server: bool, flags: int
) -> None:
    assert client4.kind(packet) == REQUEST
    assert (packet.ciaddr, packet.flags) == (ciaddr, flags)
    assert (REQUESTED_ADDRESS in packet.options) == requested
    assert (SERVER_IDENTIFIER in packet.options) == server


def test_release_and_decline_carry_no_wishes() -> None:
    given_back, refused = client4.release(US, 7, offered()), client4.decline(US, 7, offered())
    assert given_back.ciaddr == ADDRESS and REQUESTED_ADDRESS not in given_back.options
    assert refused.ciaddr == 0 and refused.options[REQUESTED_ADDRESS] == ADDRESS.to_bytes(4, "big")
    for packet in (given_back, refused):
        assert packet.options[SERVER_IDENTIFIER] == SERVER.to_bytes(4, "big")
        assert not {PARAMETER_REQUEST_LIST, HOST_NAME} & set(packet.options)


def test_only_the_answer_to_our_own_message_counts() -> None:
    request = client4.discover(US, 7)
    offer = reply(request, OFFER)
    assert client4.answer(encode4(offer), request) is not None
    for strange in (
        reply(client4.discover(US, 8), OFFER),
        reply(client4.discover(Identity(SERVER_HWADDR), 7), OFFER),
        reply(request, ACK),
        request,
    ):
        assert client4.answer(encode4(strange), request) is None


@pytest.mark.parametrize("payload", [b"", b"\0" * 239, encode4(Packet4(op=BOOTREPLY, xid=7, chaddr=US.hwaddr))])
def test_broken_answers_are_passed_over(payload: bytes) -> None:
    assert client4.answer(payload, client4.discover(US, 7)) is None


def test_nak_is_an_answer_to_a_request_with_its_words() -> None:
    request = client4.reboot(US, 7, ADDRESS)
    packet = client4.answer(encode4(reply(request, NAK, MESSAGE=b"wrong\x07 network")), request)
    assert packet is not None
    assert client4.refusal(packet) == "wrong� network"
    assert client4.refusal(reply(request, NAK)) == "no reason given"


def test_times_left_out_are_half_and_seven_eighths() -> None:
    given = client4.grant(reply(client4.discover(US, 7), ACK), SERVER_HWADDR)
    assert (given.lifetime, given.renew_after, given.rebind_after) == (3600, 1800, 3150)
    assert (given.address, given.server, given.length, given.hwaddr) == (ADDRESS, SERVER, 24, SERVER_HWADDR)


def test_times_of_the_server_win() -> None:
    packet = reply(client4.discover(US, 7), ACK)
    packet.options |= {RENEWAL_TIME: (10).to_bytes(4, "big"), REBINDING_TIME: (20).to_bytes(4, "big")}
    given = client4.grant(packet, SERVER_HWADDR)
    assert (given.renew_after, given.rebind_after) == (10, 20)


def test_infinite_lease_is_never_renewed() -> None:
    packet = reply(client4.discover(US, 7), ACK, LEASE_TIME=b"\xff" * 4)
    assert client4.grant(packet, SERVER_HWADDR).renew_after == client4.INFINITE
    assert "for ever" in client4.describe(client4.grant(packet, SERVER_HWADDR))


def test_malformed_values_read_as_absent() -> None:
    packet = reply(client4.discover(US, 7), ACK, LEASE_TIME=b"\x01", SUBNET_MASK=b"\xff")
    packet.options[client4.ROUTERS] = b"\x01\x02\x03"
    given = client4.grant(packet, SERVER_HWADDR)
    assert (given.lifetime, given.length, given.routers) == (0, 32, ())


def test_description_names_what_was_given() -> None:
    packet = reply(client4.discover(US, 7), ACK)
    packet.options |= {
        client4.ROUTERS: SERVER.to_bytes(4, "big"),
        HOST_NAME: b"desk",
        client4.DOMAIN_NAME: b"example.org",
    }
    assert client4.describe(client4.grant(packet, SERVER_HWADDR)) == (
        "192.0.2.100/24 for 3600 s from 192.0.2.1, name desk, router 192.0.2.1, domain example.org"
    )


def test_every_request_says_which_answers_it_may_have() -> None:
    assert client4.ANSWERS[DISCOVER] == {OFFER}
    assert client4.ANSWERS[REQUEST] == {ACK, NAK}
    assert LEASE_TIME not in client4.release(US, 7, offered()).options
