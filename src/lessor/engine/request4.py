"""A DHCPv4 message read once into what the server uses.

[hot] The rest of the engine reads fields, not packets. `read4` also refuses what RFC 2131 table 5 forbids, so that
later steps need not look again.
"""

from typing import Final

from lessor.engine.classify import NO_CLASSES
from lessor.engine.refusal import Unanswerable
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
    MESSAGE_NAMES,
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
USUAL_ROOM: Final = USUAL_MESSAGE_SIZE - HEADERS_SIZE

# RFC 2132 section 9.14 leaves the length open; one option holds this much.
LONGEST_CLIENT_ID: Final = 255

FOR_SERVERS: Final = frozenset((DISCOVER, REQUEST, DECLINE, RELEASE, INFORM))
WITHOUT_SERVER: Final = frozenset((DISCOVER, INFORM))
"""Messages that may not name a server (RFC 2131 table 5)."""

VENDOR_CLASS_IDENTIFIER: Final = 60

NO_OPTIONS: Final[dict[int, bytes]] = {}


class Request4:
    """One client message and where it came from.

    `key` names the client: its identifier if it sent one, else its hardware address. `wanted` is option 50,
    `asked_lifetime` option 51, `room` the octets a reply's UDP payload may have; 0 or b"" where the client said
    nothing. `link_address` is where relay or client say the client is (option 82.5 or 118). `wants_broadcast` is the
    client's flag, `came_by_broadcast` how its message came, `sender` who put it on our link if that is known. `flex_id`
    is for a plug-in to set. `stashed` relay information is that of an earlier message.
    """

    __slots__ = (
        "asked",
        "asked_lifetime",
        "came_by_broadcast",
        "ciaddr",
        "classes",
        "client_id",
        "flex_id",
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
        "sender",
        "server_id",
        "server_override",
        "source",
        "source_port",
        "stashed",
        "wanted",
        "wants_broadcast",
    )

    def __init__(self, packet: Packet4, received: Received4) -> None:
        options = packet.options
        self.packet = packet
        self.options = options
        self.classes = NO_CLASSES
        self.interface = received.interface
        self.local = received.local
        self.source = received.source
        self.source_port = received.source_port
        self.sender = received.sender
        self.hwaddr = packet.chaddr
        self.ciaddr = packet.ciaddr
        self.giaddr = packet.giaddr
        self.came_by_broadcast = received.broadcast
        self.wants_broadcast = packet.flags & BROADCAST_FLAG != 0
        self.client_id = options.get(CLIENT_IDENTIFIER, b"")
        self.flex_id = b""
        self.key = self.client_id or self.hwaddr
        self.asked = options.get(PARAMETER_REQUEST_LIST, b"")
        self.message_type = _octet(options, MESSAGE_TYPE)
        # common case first: most messages have few of these
        self.wanted = _number(options, REQUESTED_ADDRESS, 4) if REQUESTED_ADDRESS in options else 0
        self.server_id = _number(options, SERVER_IDENTIFIER, 4) if SERVER_IDENTIFIER in options else 0
        self.asked_lifetime = _number(options, LEASE_TIME, 4) if LEASE_TIME in options else 0
        self.room = _room(options) if MAX_MESSAGE_SIZE in options else USUAL_ROOM
        self.link_address = 0
        self.server_override = 0
        self.relay_port = False
        self.stashed = False
        self.relay_options = NO_OPTIONS
        self.relay_information = options.get(RELAY_AGENT_INFORMATION, b"")
        if self.relay_information:
            self._read_relay_information()
        if SUBNET_SELECTION in options and not self.link_address:
            self.link_address = _number(options, SUBNET_SELECTION, 4)

    @property
    def vendor_class(self) -> bytes:
        """Return what the client says of its make (option 60)."""
        return self.options.get(VENDOR_CLASS_IDENTIFIER, b"")

    def recall(self, relay_information: bytes) -> None:
        """Take what a relay said of the client before as if it said so now; it does not go back to anybody."""
        self.stashed = True
        self.options[RELAY_AGENT_INFORMATION] = relay_information
        self.relay_information = relay_information
        link_address = self.link_address
        self._read_relay_information()
        self.link_address = self.link_address or link_address

    def _read_relay_information(self) -> None:
        try:
            suboptions = walk_suboptions(self.relay_information)
        except WireError:
            # RFC 3046 section 2.2: it goes back to the relay as it came, whether we understand it or not.
            return
        self.relay_options = suboptions
        self.link_address = int.from_bytes(_exactly(suboptions, LINK_SELECTION, 4), "big")
        self.server_override = int.from_bytes(_exactly(suboptions, SERVER_ID_OVERRIDE, 4), "big")
        self.relay_port = RELAY_PORT in suboptions


def read4(packet: Packet4, received: Received4) -> Request4:
    """Return the request in this message.

    Raise Unanswerable when it is none for a server, WireError when an option the server needs cannot be read.
    """
    if packet.op != BOOTREQUEST:
        raise Unanswerable("DHCP4_PACKET_DROP_0004", "not a request from a client")
    if MESSAGE_TYPE not in packet.options:
        raise Unanswerable("DHCP4_PACKET_DROP_0004", "no message type: BOOTP is not served")
    request = Request4(packet, received)
    kind = request.message_type
    if kind not in FOR_SERVERS:
        raise _misdirected(kind)
    # RFC 2132 section 9.14: a client identifier has a type and at least one octet.
    if CLIENT_IDENTIFIER in packet.options and not 2 <= len(request.client_id) <= LONGEST_CLIENT_ID:
        raise Unanswerable("DHCP4_PACKET_DROP_0007", "client identifier too short or too long")
    if not request.key:
        raise Unanswerable("DHCP4_PACKET_DROP_0007", "neither a hardware address nor a client identifier")
    if kind == DECLINE and not request.wanted:
        raise Unanswerable("DHCP4_PACKET_DROP_0007", "DHCPDECLINE of no address")
    return request


def _misdirected(kind: int) -> Unanswerable:
    if kind not in MESSAGE_NAMES:
        return Unanswerable("DHCP4_PACKET_DROP_0005", f"unknown message type {kind}")
    return Unanswerable("DHCP4_PACKET_DROP_0006", f"message type {kind} is not for a server")


def _octet(options: dict[int, bytes], code: int) -> int:
    value = options[code]
    if len(value) != 1:
        raise WireError(f"option {code} is not one octet long")
    return value[0]


def _number(options: dict[int, bytes], code: int, length: int) -> int:
    value = options[code]
    if len(value) != length:
        raise WireError(f"option {code} is not {length} octets long")
    return int.from_bytes(value, "big")


def _room(options: dict[int, bytes]) -> int:
    return max(_number(options, MAX_MESSAGE_SIZE, 2), USUAL_MESSAGE_SIZE) - HEADERS_SIZE


def _exactly(options: dict[int, bytes], code: int, length: int) -> bytes:
    """Return the value if it has this length, else nothing: a relay's odd sub-option is passed over."""
    value = options.get(code, b"")
    return value if len(value) == length else b""
