"""A message nobody sent: what a client would say, made from a few words or taken from recorded traffic.

For those who ask what a server would do (service/why/rehearsal4.py and rehearsal6.py). Nothing here reads a clock or
sends anything.
"""

from dataclasses import dataclass, field
from typing import Final

from lessor.model.datagram import Received4
from lessor.model.datagram6 import Received6
from lessor.model.interface import Interface
from lessor.wire import packet4, packet6
from lessor.wire.dissect import Datagram
from lessor.wire.ia import write_address, write_ia
from lessor.wire.identity import pack_duid_ll
from lessor.wire.options import tlv
from lessor.wire.options6 import HEAD_LENGTH
from lessor.wire.packet4 import BROADCAST_FLAG, Packet4, encode4
from lessor.wire.packet6 import Packet6, Relay6, encode6

SERVER_PORT4: Final = 67
CLIENT_PORT4: Final = 68
BROADCAST: Final = 0xFFFFFFFF
MULTICAST: Final = 0xFF << 120

ETHERNET: Final = 1
LINK_LOCAL: Final = 0xFE80 << 112
UNIVERSAL: Final = 0x02

# Sub-options of relay agent information (RFC 3046).
CIRCUIT_ID: Final = 1
REMOTE_ID: Final = 2

USUAL_REQUEST4: Final = bytes((1, 3, 6, 12, 15, 26, 28, 42, 119, 121))
"""Mask, routers, DNS servers, names, MTU, broadcast address, NTP servers, search list, routes: what most hosts ask."""

USUAL_REQUEST6: Final = (23, 24, 31, 39, 56)
"""DNS servers, search list, SNTP servers, name, NTP servers."""


@dataclass(frozen=True, slots=True)
class Question4:
    """What a DHCPv4 client says; addresses are ints, 0 and b"" say nothing. `options` count more than the rest."""

    hwaddr: bytes
    message_type: int = packet4.DISCOVER
    client_id: bytes = b""
    hostname: str = ""
    wanted: int = 0
    ciaddr: int = 0
    relay: int = 0
    circuit_id: bytes = b""
    remote_id: bytes = b""
    options: dict[int, bytes] = field(default_factory=dict)


def ask4(question: Question4, interface: Interface) -> Received4:
    """Return the message as it would come in on an interface: from its relay, from its address, or by broadcast."""
    local = interface.addresses[0] if interface.addresses else 0
    source = question.relay or question.ciaddr
    # relays speak from the port of servers
    port = SERVER_PORT4 if question.relay else CLIENT_PORT4
    return Received4(encode4(_packet4(question)), interface, local, source, port, not source)


def _packet4(question: Question4) -> Packet4:
    relay_information = tlv(CIRCUIT_ID, question.circuit_id) if question.circuit_id else b""
    relay_information += tlv(REMOTE_ID, question.remote_id) if question.remote_id else b""
    said = {
        packet4.CLIENT_IDENTIFIER: question.client_id,
        packet4.HOST_NAME: question.hostname.encode(),
        packet4.REQUESTED_ADDRESS: question.wanted.to_bytes(4, "big") if question.wanted else b"",
        packet4.PARAMETER_REQUEST_LIST: USUAL_REQUEST4,
        packet4.RELAY_AGENT_INFORMATION: relay_information,
    }
    options = {packet4.MESSAGE_TYPE: bytes((question.message_type,))}
    options |= {code: value for code, value in said.items() if value}
    return Packet4(
        flags=0 if question.ciaddr else BROADCAST_FLAG,
        ciaddr=question.ciaddr,
        giaddr=question.relay,
        chaddr=question.hwaddr,
        options=options | question.options,
    )


@dataclass(frozen=True, slots=True)
class Question6:
    """What a DHCPv6 client says. Without `duid` it has one made of its hardware address; `relay` is the link-address of
    its relay, `prefix` asks for a delegated prefix beside the address; `wanted` are addresses it would like.
    """

    hwaddr: bytes
    message_type: int = packet6.SOLICIT
    duid: bytes = b""
    server_id: bytes = b""
    address: bool = True
    prefix: bool = False
    wanted: tuple[int, ...] = ()
    relay: int = 0
    interface_id: bytes = b""
    options: dict[int, bytes] = field(default_factory=dict)


def ask6(question: Question6, interface: Interface) -> Received6:
    """Return the message as it would come in on an interface: from its relay, or by multicast from the link."""
    client = LINK_LOCAL | _interface_identifier(question.hwaddr)
    packet = _packet6(question)
    if question.relay or question.interface_id:
        options = {packet6.INTERFACE_ID: [question.interface_id]} if question.interface_id else {}
        packet.relays.append(Relay6(packet6.RELAY_FORW, 0, question.relay, client, options))
        source, port = question.relay or client, packet6.SERVER_PORT
    else:
        source, port = client, packet6.CLIENT_PORT
    local = interface.addresses6[0] if interface.addresses6 else 0
    return Received6(encode6(packet), interface, local, source, port)


def _packet6(question: Question6) -> Packet6:
    wishes = b"".join(write_address(address, 0, 0) for address in question.wanted)
    said = {
        packet6.CLIENTID: question.duid or pack_duid_ll(ETHERNET, question.hwaddr),
        packet6.SERVERID: question.server_id,
        packet6.ELAPSED_TIME: bytes(2),
        packet6.ORO: b"".join(code.to_bytes(2, "big") for code in USUAL_REQUEST6),
        packet6.IA_NA: write_ia(packet6.IA_NA, 1, 0, 0, wishes)[HEAD_LENGTH:] if question.address else b"",
        packet6.IA_PD: write_ia(packet6.IA_PD, 1, 0, 0, b"")[HEAD_LENGTH:] if question.prefix else b"",
    }
    options = {code: [value] for code, value in said.items() if value}
    return Packet6(question.message_type, 1, options | {code: [value] for code, value in question.options.items()})


def _interface_identifier(hwaddr: bytes) -> int:
    """Return the modified EUI-64 of an Ethernet address (RFC 4291 appendix A)."""
    octets = hwaddr.ljust(6, b"\0")[:6]
    return int.from_bytes(bytes((octets[0] ^ UNIVERSAL,)) + octets[1:3] + b"\xff\xfe" + octets[3:], "big")


def recorded4(datagram: Datagram, interface: Interface) -> Received4:
    """Return a recorded DHCPv4 message as it came in on an interface."""
    broadcast = datagram.destination == BROADCAST
    local = interface.addresses[0] if broadcast and interface.addresses else datagram.destination
    return Received4(datagram.data, interface, local, datagram.source, datagram.source_port, broadcast, datagram.sender)


def recorded6(datagram: Datagram, interface: Interface) -> Received6:
    """Return a recorded DHCPv6 message as it came in on an interface."""
    multicast = datagram.destination >= MULTICAST
    return Received6(datagram.data, interface, datagram.destination, datagram.source, datagram.source_port, multicast)
