"""A DHCPv4 message read once into what the server uses.

[hot] The rest of the engine reads fields, not packets. `read4` also refuses what RFC 2131 table 5 forbids, so that
later steps need not look again.
"""

from typing import Final

from lessor.model.datagram import Received4
from lessor.wire.errors import WireError
from lessor.wire.options import walk_suboptions
from lessor.wire.packet4 import (
    BOOTREQUEST,
    BROADCAST_FLAG,
    CLIENT_IDENTIFIER,
    DECLINE,
    DISCOVER,
    INFORM,
    LEASE_TIME,
    LINK_SELECTION,
    MAX_MESSAGE_SIZE,
    MESSAGE_TYPE,
    PARAMETER_REQUEST_LIST,
    RELAY_AGENT_INFORMATION,
    RELAY_PORT,
    RELEASE,
    REQUEST,
    REQUESTED_ADDRESS,
    SERVER_ID_OVERRIDE,
    SERVER_IDENTIFIER,
    SUBNET_SELECTION,
    Packet4,
)

# RFC 2131 section 2: every client must take 576 octets; RFC 2132 section 9.10: nobody may ask for less.
USUAL_MESSAGE_SIZE: Final = 576
# IP and UDP headers count against that size.
HEADERS_SIZE: Final = 28

NO_OPTIONS: Final[dict[int, bytes]] = {}


class Request4:
    """One client message and where it came from.

    `key` names the client: its identifier if it sent one, else its hardware address. `wanted` is option 50,
    `asked_lifetime` option 51, `room` the octets a reply's UDP payload may have; 0 or b"" where the client said
    nothing. `link_address` is where relay or client say the client is (option 82.5 or 118).
    """

    __slots__ = (
        "asked",
        "asked_lifetime",
        "broadcast",
        "ciaddr",
        "client_id",
        "giaddr",
        "hwaddr",
        "interface",
        "key",
        "link_address",
        "local",
        "message_type",
        "options",
        "packet",
        "relay_information",
        "relay_options",
        "relay_port",
        "room",
        "server_id",
        "server_override",
        "source",
        "source_port",
        "wanted",
    )

    def __init__(self, packet: Packet4, received: Received4) -> None:
        options = packet.options
        self.packet = packet
        self.options = options
        self.interface = received.interface
        self.local = received.local
        self.source = received.source
        self.source_port = received.source_port
        self.hwaddr = packet.chaddr
        self.ciaddr = packet.ciaddr
        self.giaddr = packet.giaddr
        self.broadcast = packet.flags & BROADCAST_FLAG != 0
        self.client_id = options.get(CLIENT_IDENTIFIER, b"")
        self.key = self.client_id or self.hwaddr
        self.asked = options.get(PARAMETER_REQUEST_LIST, b"")
        self.message_type = _octet(options, MESSAGE_TYPE)
        self.wanted = _address(options, REQUESTED_ADDRESS)
        self.server_id = _address(options, SERVER_IDENTIFIER)
        self.asked_lifetime = _number(options, LEASE_TIME, 4)
        self.room = max(_number(options, MAX_MESSAGE_SIZE, 2), USUAL_MESSAGE_SIZE) - HEADERS_SIZE
        self.link_address = 0
        self.server_override = 0
        self.relay_port = False
        self.relay_options = NO_OPTIONS
        self.relay_information = options.get(RELAY_AGENT_INFORMATION, b"")
        if self.relay_information:
            self._read_relay_information()
        if not self.link_address and SUBNET_SELECTION in options:
            self.link_address = _address(options, SUBNET_SELECTION)

    def _read_relay_information(self) -> None:
        suboptions = walk_suboptions(self.relay_information)
        self.relay_options = suboptions
        self.link_address = _address(suboptions, LINK_SELECTION)
        self.server_override = _address(suboptions, SERVER_ID_OVERRIDE)
        self.relay_port = RELAY_PORT in suboptions


def read4(packet: Packet4, received: Received4) -> Request4:
    """Return the request in this message. Raise WireError when its fields contradict RFC 2131."""
    if packet.op != BOOTREQUEST:
        raise WireError("not a request from a client")
    if MESSAGE_TYPE not in packet.options:
        raise WireError("no message type: BOOTP is not served")
    request = Request4(packet, received)
    if not request.key:
        raise WireError("neither a hardware address nor a client identifier")
    # RFC 2132 section 9.14: a client identifier has a type and at least one octet.
    if len(request.client_id) == 1:
        raise WireError("client identifier of one octet")
    complaint = _contradiction(request)
    if complaint:
        raise WireError(complaint)
    return request


def _contradiction(request: Request4) -> str:
    """Say what RFC 2131 table 5 forbids in this message; empty when nothing."""
    kind = request.message_type
    if kind == DISCOVER or kind == INFORM:
        return "server identifier where none may be" if request.server_id else ""
    if kind == REQUEST or kind == RELEASE:
        return ""
    if kind == DECLINE:
        if not request.server_id:
            return "no server identifier"
        return "" if request.wanted else "no requested address"
    return f"message type {kind} is not for a server"


def _octet(options: dict[int, bytes], code: int) -> int:
    value = options[code]
    if len(value) != 1:
        raise WireError(f"option {code} is not one octet long")
    return value[0]


def _number(options: dict[int, bytes], code: int, length: int) -> int:
    value = options.get(code)
    if value is None:
        return 0
    if len(value) != length:
        raise WireError(f"option {code} is not {length} octets long")
    return int.from_bytes(value, "big")


def _address(options: dict[int, bytes], code: int) -> int:
    return _number(options, code, 4)
