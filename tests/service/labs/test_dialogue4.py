"""The small client's conversations, on a link without sockets."""

from collections.abc import Callable

import pytest

from lessor.service.labs.client4 import Identity, kind
from lessor.service.labs.dialogue4 import SERVER_PORT, Dialogue4, NoAnswer, Refused
from lessor.service.net.rawlink import CLIENT_PORT
from lessor.wire.arp import REPLY, decode_arp, encode_question
from lessor.wire.frames import ETHERNET_BROADCAST, ETHERNET_HEADER, decode_udp4, encode_frame4
from lessor.wire.packet4 import (
    ACK,
    BOOTREPLY,
    DISCOVER,
    LEASE_TIME,
    MESSAGE,
    MESSAGE_TYPE,
    NAK,
    OFFER,
    RELEASE,
    REQUEST,
    SERVER_IDENTIFIER,
    Packet4,
    decode4,
    encode4,
)
from tests.service.links import FakeLink

US, THEM = (bytes.fromhex(f"00005e00530{number}") for number in (1, 2))
SERVER, OURS = 0xC0000201, 0xC0000264
SOON = 0.05
LONG = 60.0

Reaction = Callable[[Packet4], list[tuple[int, bytes]]]
"""What a server says to a message: type, and octets of option 56."""


def server(react: Reaction) -> Callable[[bytes], list[bytes]]:
    """A server on the link that answers as told."""

    def answer(frame: bytes) -> list[bytes]:
        try:
            request = decode4(decode_udp4(frame, ETHERNET_HEADER)[4])
        except ValueError:
            return []
        return [reply(request, message, text) for message, text in react(request)]

    return answer


def reply(request: Packet4, message: int, text: bytes = b"") -> bytes:
    options = {
        MESSAGE_TYPE: bytes((message,)),
        SERVER_IDENTIFIER: SERVER.to_bytes(4, "big"),
        LEASE_TIME: (600).to_bytes(4, "big"),
        MESSAGE: text,
    }
    packet = Packet4(op=BOOTREPLY, xid=request.xid, yiaddr=OURS, chaddr=request.chaddr, options=options)
    return encode_frame4(US, THEM, SERVER, SERVER_PORT, OURS, CLIENT_PORT, encode4(packet))


def usual(request: Packet4) -> list[tuple[int, bytes]]:
    return {DISCOVER: [(OFFER, b"")], REQUEST: [(ACK, b"")]}.get(kind(request), [])


def dialogue(react: Reaction) -> tuple[Dialogue4, FakeLink]:
    link = FakeLink(US, server(react))
    return Dialogue4(link, Identity(US)), link


def sent(link: FakeLink) -> list[int]:
    """The types of the DHCP messages that went out."""
    frames = [frame for frame in link.sent if frame[12:14] == b"\x08\x00"]
    return [kind(decode4(decode_udp4(frame, ETHERNET_HEADER)[4])) for frame in frames]


def test_lease_takes_four_messages() -> None:
    client, link = dialogue(usual)
    grant = client.acquire(LONG)
    assert (grant.address, grant.server, grant.lifetime, grant.hwaddr) == (OURS, SERVER, 600, THEM)
    assert sent(link) == [DISCOVER, REQUEST]
    assert all(frame.startswith(ETHERNET_BROADCAST + US) for frame in link.sent)


def test_remembered_address_takes_two() -> None:
    client, link = dialogue(usual)
    assert client.resume(OURS, LONG).address == OURS
    assert sent(link) == [REQUEST]


def test_silence_is_asked_again_and_then_said() -> None:
    client, link = dialogue(lambda request: [])
    with pytest.raises(NoAnswer):
        client.acquire(SOON)
    assert set(sent(link)) == {DISCOVER} and len(link.sent) > 1


def test_nak_is_said_with_its_reason() -> None:
    client, _ = dialogue(lambda request: [(OFFER, b"")] if kind(request) == DISCOVER else [(NAK, b"wrong network")])
    with pytest.raises(Refused, match="wrong network"):
        client.acquire(LONG)


def test_renewal_goes_to_the_server_alone_and_rebinding_to_all() -> None:
    client, link = dialogue(usual)
    grant = client.acquire(LONG)
    client.renew(grant, LONG)
    client.rebind(grant, LONG)
    renewal, rebinding = link.sent[-2:]
    assert renewal[:6] == THEM
    assert decode_udp4(renewal, ETHERNET_HEADER)[:4] == (OURS, CLIENT_PORT, SERVER, SERVER_PORT)
    assert rebinding[:6] == ETHERNET_BROADCAST
    assert decode_udp4(rebinding, ETHERNET_HEADER)[2] == 0xFFFFFFFF
    assert decode4(decode_udp4(rebinding, ETHERNET_HEADER)[4]).ciaddr == OURS


def test_release_is_sent_once_and_waits_for_nothing() -> None:
    client, link = dialogue(usual)
    client.release(client.acquire(LONG))
    assert sent(link) == [DISCOVER, REQUEST, RELEASE]


def test_arp_is_answered_for_the_address_we_hold_only() -> None:
    client, link = dialogue(usual)
    questions = [encode_question(THEM, SERVER, OURS), encode_question(THEM, SERVER, OURS + 1), b"\0" * 60]
    grant = client.acquire(LONG)
    link.bring(questions)
    client.rest(LONG)
    assert [decode_arp(frame) for frame in link.sent[2:]] == [(REPLY, US, OURS, SERVER)]
    client.release(grant)
    link.bring(questions)
    client.rest(LONG)
    assert len(link.sent) == 4
    assert sent(link) == [DISCOVER, REQUEST, RELEASE], "after the release nobody is answered"


def test_offers_are_gathered_and_none_is_taken() -> None:
    client, link = dialogue(lambda request: [(OFFER, b"")] * 2)
    assert {offer.server for offer in client.offers(SOON)} == {SERVER}
    assert set(sent(link)) == {DISCOVER}
