"""What a small DHCPv4 client says and understands: messages out, grants in (RFC 2131 section 4.4).

Pure functions over Packet4: no sockets, no clock, no randomness. service/labs/dialogue4.py carries the messages.
"""

import ipaddress
from dataclasses import dataclass
from typing import Final

from lessor.wire.errors import WireError
from lessor.wire.packet4 import (
    ACK,
    BOOTREPLY,
    BROADCAST_FLAG,
    CLIENT_IDENTIFIER,
    DECLINE,
    DISCOVER,
    HOST_NAME,
    LEASE_TIME,
    MESSAGE,
    MESSAGE_TYPE,
    NAK,
    OFFER,
    PARAMETER_REQUEST_LIST,
    REBINDING_TIME,
    RELEASE,
    RENEWAL_TIME,
    REQUEST,
    REQUESTED_ADDRESS,
    SERVER_IDENTIFIER,
    SUBNET_MASK,
    Packet4,
    decode4,
)

ROUTERS: Final = 3
DNS_SERVERS: Final = 6
DOMAIN_NAME: Final = 15

WANTED: Final = bytes((SUBNET_MASK, ROUTERS, DNS_SERVERS, HOST_NAME, DOMAIN_NAME, RENEWAL_TIME, REBINDING_TIME))
"""The options we ask for, in the order of our interest."""

INFINITE: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the client says it is; an empty `client_id` or `hostname` is not sent."""

    hwaddr: bytes
    client_id: bytes = b""
    hostname: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a server offered or granted: addresses as ints, times in seconds from the request.

    `hwaddr` is the link-layer address that the answer came from: the server's, or its relay's.
    """

    address: int
    server: int
    lifetime: int
    renew_after: int
    rebind_after: int
    length: int
    routers: tuple[int, ...]
    dns_servers: tuple[int, ...]
    domain: str
    hostname: str
    hwaddr: bytes


def discover(identity: Identity, xid: int, wanted: int = 0) -> Packet4:
    """Return the message that looks for servers, with the address we would like."""
    packet = _message(identity, xid, DISCOVER)
    if wanted:
        packet.options[REQUESTED_ADDRESS] = _octets(wanted)
    return packet


def select(identity: Identity, xid: int, offer: Grant) -> Packet4:
    """Return the request that takes up an offer (SELECTING)."""
    packet = _message(identity, xid, REQUEST)
    packet.options[REQUESTED_ADDRESS] = _octets(offer.address)
    packet.options[SERVER_IDENTIFIER] = _octets(offer.server)
    return packet


def reboot(identity: Identity, xid: int, address: int) -> Packet4:
    """Return the request that asks to keep an address remembered from before (INIT-REBOOT)."""
    packet = _message(identity, xid, REQUEST)
    packet.options[REQUESTED_ADDRESS] = _octets(address)
    return packet


def extend(identity: Identity, xid: int, address: int) -> Packet4:
    """Return the request for more time: RENEWING when sent to the server, REBINDING when sent to all."""
    packet = _message(identity, xid, REQUEST)
    packet.ciaddr = address
    packet.flags = 0  # the address works: the answer comes to it
    return packet


def release(identity: Identity, xid: int, grant: Grant) -> Packet4:
    """Return the message that gives the address back."""
    packet = _message(identity, xid, RELEASE)
    packet.ciaddr = grant.address
    packet.flags = 0
    packet.options[SERVER_IDENTIFIER] = _octets(grant.server)
    del packet.options[PARAMETER_REQUEST_LIST]  # RFC 2131 table 5: MUST NOT
    return packet


def decline(identity: Identity, xid: int, grant: Grant) -> Packet4:
    """Return the message that refuses a granted address, because somebody else uses it."""
    packet = _message(identity, xid, DECLINE)
    packet.options[REQUESTED_ADDRESS] = _octets(grant.address)
    packet.options[SERVER_IDENTIFIER] = _octets(grant.server)
    del packet.options[PARAMETER_REQUEST_LIST]
    return packet


def answer(payload: bytes, request: Packet4) -> Packet4 | None:
    """Return the message if it is a server's answer to our request, None if it is somebody else's or broken."""
    try:
        packet = decode4(payload)
    except WireError:
        return None
    if packet.op != BOOTREPLY or packet.xid != request.xid or packet.chaddr != request.chaddr:
        return None
    return packet if kind(packet) in ANSWERS[kind(request)] else None


def kind(packet: Packet4) -> int:
    """Return the message type, 0 when there is none."""
    value = packet.options.get(MESSAGE_TYPE, b"")
    return value[0] if len(value) == 1 else 0


def grant(packet: Packet4, hwaddr: bytes) -> Grant:
    """Return what an offer or acknowledgement gives; times the server left out as in RFC 2131 section 4.4.5."""
    lifetime = _number(packet, LEASE_TIME, 0)
    finite = lifetime != INFINITE
    return Grant(
        address=packet.yiaddr,
        server=_number(packet, SERVER_IDENTIFIER, 0),
        lifetime=lifetime,
        renew_after=_number(packet, RENEWAL_TIME, lifetime // 2 if finite else INFINITE),
        rebind_after=_number(packet, REBINDING_TIME, lifetime * 7 // 8 if finite else INFINITE),
        length=_number(packet, SUBNET_MASK, 0xFFFFFFFF).bit_count(),
        routers=_addresses(packet, ROUTERS),
        dns_servers=_addresses(packet, DNS_SERVERS),
        domain=_text(packet, DOMAIN_NAME),
        hostname=_text(packet, HOST_NAME),
        hwaddr=hwaddr,
    )


def refusal(packet: Packet4) -> str:
    """Return the server's words for a NAK."""
    return _text(packet, MESSAGE) or "no reason given"


def describe(grant: Grant) -> str:
    """Return the grant on one line."""
    lifetime = "for ever" if grant.lifetime == INFINITE else f"for {grant.lifetime} s"
    parts = [f"{_dotted(grant.address)}/{grant.length} {lifetime} from {_dotted(grant.server)}"]
    if grant.hostname:
        parts.append(f"name {grant.hostname}")
    if grant.routers:
        parts.append(f"router {', '.join(map(_dotted, grant.routers))}")
    if grant.dns_servers:
        parts.append(f"DNS {', '.join(map(_dotted, grant.dns_servers))}")
    if grant.domain:
        parts.append(f"domain {grant.domain}")
    return ", ".join(parts)


def _message(identity: Identity, xid: int, message: int) -> Packet4:
    # The broadcast flag: we listen on the raw link, and a server that answers to all needs no trick to reach us.
    packet = Packet4(xid=xid, flags=BROADCAST_FLAG, chaddr=identity.hwaddr, options={MESSAGE_TYPE: bytes((message,))})
    if identity.client_id:
        packet.options[CLIENT_IDENTIFIER] = identity.client_id
    if identity.hostname and message in {DISCOVER, REQUEST}:
        packet.options[HOST_NAME] = identity.hostname.encode()
    packet.options[PARAMETER_REQUEST_LIST] = WANTED
    return packet


def _octets(address: int) -> bytes:
    return address.to_bytes(4, "big")


def _number(packet: Packet4, code: int, default: int) -> int:
    value = packet.options.get(code, b"")
    return int.from_bytes(value, "big") if len(value) == 4 else default


def _addresses(packet: Packet4, code: int) -> tuple[int, ...]:
    value = packet.options.get(code, b"")
    return tuple(int.from_bytes(value[at : at + 4], "big") for at in range(0, len(value) - 3, 4))


def _text(packet: Packet4, code: int) -> str:
    text = packet.options.get(code, b"").rstrip(b"\0").decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "�" for character in text)


def _dotted(address: int) -> str:
    return str(ipaddress.IPv4Address(address))


ANSWERS: Final = {DISCOVER: {OFFER}, REQUEST: {ACK, NAK}, RELEASE: frozenset[int](), DECLINE: frozenset[int]()}
"""Which answers a message may have (RFC 2131 figure 5)."""
