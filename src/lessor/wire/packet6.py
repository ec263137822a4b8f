"""The DHCPv6 message: header, options, and the relay messages around it (RFC 8415 sections 8 and 9).

[hot] decode6 peels off the relays and reads the client's message; encode6 writes any message, for clients and tests.
The server builds its replies from ready bytes and puts the relays back around them with wrap_reply. What options mean
is read elsewhere: identity associations in wire/ia.py, the rest where it is used.
"""

from struct import Struct
from typing import Final

from lessor.wire.errors import WireError
from lessor.wire.options6 import HEAD, Options, join6, tlv6, walk6
from lessor.wire.options6 import LONGEST as LONGEST_OPTION

# msg-type and transaction-id in one number
HEADER: Final = Struct("!I")
HEADER_LENGTH: Final = 4
# msg-type hop-count link-address peer-address
RELAY_HEADER: Final = Struct("!BB16s16s")
RELAY_HEADER_LENGTH: Final = 34
# the same, and the head of the option that holds the message
RELAY_WHOLE: Final = Struct("!BB16s16sHH")

# No link carries more in one frame; beyond it only the decoder's time is at stake.
LONGEST: Final = 9216
# What relays of RFC 3315 may put around a message; RFC 8415 section 7.6 allows 8.
MOST_RELAYS: Final = 32

CLIENT_PORT: Final = 546
SERVER_PORT: Final = 547

# Message types (RFC 8415 section 7.3 unless noted).
SOLICIT: Final = 1
ADVERTISE: Final = 2
REQUEST: Final = 3
CONFIRM: Final = 4
RENEW: Final = 5
REBIND: Final = 6
REPLY: Final = 7
RELEASE: Final = 8
DECLINE: Final = 9
RECONFIGURE: Final = 10
INFORMATION_REQUEST: Final = 11
RELAY_FORW: Final = 12
RELAY_REPL: Final = 13
LEASEQUERY: Final = 14  # RFC 5007
LEASEQUERY_REPLY: Final = 15
LEASEQUERY_DONE: Final = 16  # RFC 5460
LEASEQUERY_DATA: Final = 17
DHCPV4_QUERY: Final = 20  # RFC 7341
DHCPV4_RESPONSE: Final = 21
ADDR_REG_INFORM: Final = 36  # RFC 9686
ADDR_REG_REPLY: Final = 37

MESSAGE_NAMES: Final = {
    SOLICIT: "SOLICIT",
    ADVERTISE: "ADVERTISE",
    REQUEST: "REQUEST",
    CONFIRM: "CONFIRM",
    RENEW: "RENEW",
    REBIND: "REBIND",
    REPLY: "REPLY",
    RELEASE: "RELEASE",
    DECLINE: "DECLINE",
    RECONFIGURE: "RECONFIGURE",
    INFORMATION_REQUEST: "INFORMATION_REQUEST",
    RELAY_FORW: "RELAY_FORWARD",
    RELAY_REPL: "RELAY_REPLY",
    LEASEQUERY: "LEASEQUERY",
    LEASEQUERY_REPLY: "LEASEQUERY_REPLY",
    LEASEQUERY_DONE: "LEASEQUERY_DONE",
    LEASEQUERY_DATA: "LEASEQUERY_DATA",
    DHCPV4_QUERY: "DHCPV4_QUERY",
    DHCPV4_RESPONSE: "DHCPV4_RESPONSE",
    ADDR_REG_INFORM: "ADDR_REG_INFORM",
    ADDR_REG_REPLY: "ADDR_REG_REPLY",
}

# Option codes the server itself reads or writes (RFC 8415 section 21 unless noted).
CLIENTID: Final = 1
SERVERID: Final = 2
IA_NA: Final = 3
IA_TA: Final = 4
IAADDR: Final = 5
ORO: Final = 6
PREFERENCE: Final = 7
ELAPSED_TIME: Final = 8
RELAY_MSG: Final = 9
UNICAST: Final = 12
STATUS_CODE: Final = 13
RAPID_COMMIT: Final = 14
USER_CLASS: Final = 15
VENDOR_CLASS: Final = 16
VENDOR_OPTS: Final = 17
INTERFACE_ID: Final = 18
IA_PD: Final = 25
IAPREFIX: Final = 26
INFORMATION_REFRESH_TIME: Final = 32
REMOTE_ID: Final = 37  # RFC 4649
SUBSCRIBER_ID: Final = 38  # RFC 4580
CLIENT_FQDN: Final = 39  # RFC 4704
RELAY_ID: Final = 53  # RFC 5460
RSOO: Final = 66  # RFC 6422
PD_EXCLUDE: Final = 67  # RFC 6603
CLIENT_LINKLAYER_ADDR: Final = 79  # RFC 6939
RELAY_SOURCE_PORT: Final = 135  # RFC 8357
ADDR_REG_ENABLE: Final = 148  # RFC 9686

# What a relay needs back: its interface (RFC 8415 section 21.18), the port of the relay before it (RFC 8357).
ECHOED_TO_RELAYS: Final = (INTERFACE_ID, RELAY_SOURCE_PORT)


class Relay6:
    """One relay's part of a message. Addresses are ints; `options` lack the relayed message itself."""

    __slots__ = ("hop_count", "link_address", "message_type", "options", "peer_address")

    def __init__(
        self, message_type: int, hop_count: int, link_address: int, peer_address: int, options: Options
    ) -> None:
        self.message_type = message_type
        self.hop_count = hop_count
        self.link_address = link_address
        self.peer_address = peer_address
        self.options = options


class Packet6:
    """One message of a client or server and the relays it came through.

    `relays[0]` is nearest to the server, `relays[-1]` nearest to the client: the order in which they are unpacked.
    """

    __slots__ = ("message_type", "options", "relays", "transaction_id")

    def __init__(
        self, message_type: int, transaction_id: int, options: Options | None = None, relays: list[Relay6] | None = None
    ) -> None:
        self.message_type = message_type
        self.transaction_id = transaction_id
        self.options = {} if options is None else options
        self.relays = [] if relays is None else relays


def decode6(data: bytes) -> Packet6:
    """Return the message in these octets. Raise WireError when they are none.

    Offsets in errors count from the start of the message that is broken, relayed or not.
    """
    if len(data) > LONGEST:
        raise WireError("longer than any link carries", LONGEST)
    relays: list[Relay6] = []
    while True:
        if len(data) < HEADER_LENGTH:
            raise WireError(f"shorter than a DHCPv6 header, within {len(relays)} relays", len(data))
        message_type = data[0]
        if message_type != RELAY_FORW and message_type != RELAY_REPL:
            return Packet6(message_type, HEADER.unpack_from(data)[0] & 0xFFFFFF, walk6(data, HEADER_LENGTH), relays)
        data = _unwrap(data, relays)


def _unwrap(data: bytes, relays: list[Relay6]) -> bytes:
    """Append the relay of this relay message and return the message it holds."""
    if len(data) < RELAY_HEADER_LENGTH:
        raise WireError(f"shorter than a relay header, within {len(relays)} relays", len(data))
    if len(relays) == MOST_RELAYS:
        raise WireError(f"more than {MOST_RELAYS} relays")
    message_type, hop_count, link_address, peer_address = RELAY_HEADER.unpack_from(data)
    if relays and relays[0].message_type != message_type:
        raise WireError("both forwarded and replied by relays")
    message, options = _relayed(data)
    relays.append(
        Relay6(
            message_type,
            hop_count,
            int.from_bytes(link_address, "big"),
            int.from_bytes(peer_address, "big"),
            options,
        )
    )
    return message


def _relayed(data: bytes) -> tuple[bytes, Options]:
    """Return the message within a relay message, and the relay's other options."""
    # common case first: nothing but the message
    if len(data) >= RELAY_WHOLE.size:
        code, length = HEAD.unpack_from(data, RELAY_HEADER_LENGTH)
        if code == RELAY_MSG and length == len(data) - RELAY_WHOLE.size:
            return data[RELAY_WHOLE.size :], {}
    options = walk6(data, RELAY_HEADER_LENGTH)
    messages = options.pop(RELAY_MSG, None)
    if messages is None or len(messages) != 1:
        raise WireError("not exactly one message in a relay message", RELAY_HEADER_LENGTH)
    return messages[0], options


def encode6(packet: Packet6) -> bytes:
    """Return the message as octets with its relays around it, options in the order of the dicts.

    Raise ValueError when an option is longer than an option can be.
    """
    data = HEADER.pack(packet.message_type << 24 | packet.transaction_id) + join6(packet.options)
    for relay in reversed(packet.relays):
        data = _wrap(relay.message_type, relay, join6(relay.options), data)
    return data


def wrap_reply(packet: Packet6, message: bytes) -> bytes:
    """Return the server's answer to a packet within a relay reply for each relay it came through.

    RFC 8415 section 19.3: hop-count, link-address and peer-address are copied, the interface-id comes back. Raise
    ValueError when a relay message cannot hold the answer.
    """
    for relay in reversed(packet.relays):
        options = b""
        # common case first: nothing to bring back
        if relay.options:
            options = b"".join(
                [tlv6(code, relay.options[code][0]) for code in ECHOED_TO_RELAYS if code in relay.options]
            )
        message = _wrap(RELAY_REPL, relay, options, message)
    return message


def _wrap(message_type: int, relay: Relay6, options: bytes, message: bytes) -> bytes:
    link_address, peer_address = relay.link_address.to_bytes(16, "big"), relay.peer_address.to_bytes(16, "big")
    # common case first: nothing but the message
    if not options and len(message) <= LONGEST_OPTION:
        length = len(message)
        head = RELAY_WHOLE.pack(message_type, relay.hop_count, link_address, peer_address, RELAY_MSG, length)
        return head + message
    header = RELAY_HEADER.pack(message_type, relay.hop_count, link_address, peer_address)
    return header + options + tlv6(RELAY_MSG, message)


def reply_port(packet: Packet6, source_port: int) -> int:
    """Return the port an answer goes to; `source_port` is where the packet came from.

    RFC 8415 section 7.2: clients listen on one port, servers and relays on the other; RFC 8357: a relay that sends the
    Relay Source Port option is answered at the port it used.
    """
    if not packet.relays:
        return CLIENT_PORT
    return source_port if RELAY_SOURCE_PORT in packet.relays[0].options else SERVER_PORT
