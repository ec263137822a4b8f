"""DHCPv6 messages and their frames as a test writes and reads them.

A second opinion: nothing of lessor's own codecs is used here, and anything may be written, also what is forbidden.
Addresses are texts, options pairs of code and octets in the order they shall have on the wire.
"""

import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.system.packets import Envelope, Frame, checksum

NOWHERE: Final = "::"
SERVERS: Final = "ff02::1:2"
CLIENT_PORT: Final = 546
SERVER_PORT: Final = 547

TYPES: Final = {
    1: "SOLICIT", 2: "ADVERTISE", 3: "REQUEST", 4: "CONFIRM", 5: "RENEW", 6: "REBIND", 7: "REPLY", 8: "RELEASE",
    9: "DECLINE", 10: "RECONFIGURE", 11: "INFORMATION-REQUEST", 12: "RELAY-FORW", 13: "RELAY-REPL", 14: "LEASEQUERY",
    20: "DHCPV4-QUERY", 36: "ADDR-REG-INFORM", 37: "ADDR-REG-REPLY",
}  # fmt: skip
NUMBERS: Final = {name: number for number, name in TYPES.items()}
RELAY_FORW: Final = NUMBERS["RELAY-FORW"]
RELAY_REPL: Final = NUMBERS["RELAY-REPL"]

CLIENT_ID, SERVER_ID, IA_NA, IA_TA, IAADDR, ORO, PREFERENCE, ELAPSED, RELAY_MESSAGE = range(1, 10)
UNICAST: Final = 12
STATUS: Final = 13
RAPID_COMMIT: Final = 14
USER_CLASS: Final = 15
VENDOR_CLASS: Final = 16
VENDOR_OPTIONS: Final = 17
INTERFACE_ID: Final = 18
RECONFIGURE_ACCEPT: Final = 20
IA_PD: Final = 25
IAPREFIX: Final = 26
REMOTE_ID: Final = 37
SUBSCRIBER_ID: Final = 38
FQDN: Final = 39
RSOO: Final = 66
PD_EXCLUDE: Final = 67
LINK_LAYER_ADDRESS: Final = 79
RELAY_PORT: Final = 135

HOLDERS: Final = {IA_NA: 12, IA_TA: 4, IA_PD: 12, IAADDR: 24, IAPREFIX: 25}
"""Options that hold options, and where these begin."""

Option = tuple[int, bytes]
Options = Sequence[Option]


def ip(text: str) -> bytes:
    """Return the sixteen octets of an address."""
    return socket.inet_pton(socket.AF_INET6, text)


def shown(octets: bytes) -> str:
    """Return the text of an address."""
    return socket.inet_ntop(socket.AF_INET6, octets)


def number(value: int, length: int = 2) -> bytes:
    return value.to_bytes(length, "big")


def tlv(code: int, value: bytes) -> bytes:
    """Return one option as it goes out."""
    return struct.pack("!HH", code, len(value)) + value


def join(options: Options) -> bytes:
    """Return options as they go out."""
    return b"".join(tlv(*option) for option in options)


def ia_na(iaid: int, *options: Option, t1: int = 0, t2: int = 0) -> Option:
    """Return an identity association for addresses."""
    return IA_NA, struct.pack("!III", iaid, t1, t2) + join(options)


def ia_ta(iaid: int, *options: Option) -> Option:
    """Return an identity association for temporary addresses."""
    return IA_TA, struct.pack("!I", iaid) + join(options)


def ia_pd(iaid: int, *options: Option, t1: int = 0, t2: int = 0) -> Option:
    """Return an identity association for prefixes."""
    return IA_PD, struct.pack("!III", iaid, t1, t2) + join(options)


def address(text: str, preferred: int = 0, valid: int = 0, *options: Option) -> Option:
    """Return an address inside an identity association."""
    return IAADDR, ip(text) + struct.pack("!II", preferred, valid) + join(options)


def prefix(text: str, preferred: int = 0, valid: int = 0, *options: Option) -> Option:
    """Return a prefix, `address/length`, inside an identity association."""
    base, _, length = text.partition("/")
    return IAPREFIX, struct.pack("!IIB", preferred, valid, int(length)) + ip(base) + join(options)


def wanted(*codes: int) -> Option:
    """Return an option request."""
    return ORO, b"".join(number(code) for code in codes)


def name(flags: int, labels: str, whole: bool = True) -> Option:
    """Return a client FQDN option; a name that is not `whole` ends without the root label."""
    wire = b"".join(bytes((len(label),)) + label.encode() for label in labels.split(".") if label)
    return FQDN, bytes((flags,)) + wire + (b"\0" if whole and labels else b"")


def message(kind: int, xid: int, options: Options = ()) -> bytes:
    """Return a message of this type."""
    return struct.pack("!I", (kind << 24) | xid) + join(options)


def relayed(inner: bytes, link: str, peer: str, hops: int = 0, options: Options = ()) -> bytes:
    """Return a RELAY-FORW around a message, its `options` before the message."""
    return struct.pack("!BB", RELAY_FORW, hops) + ip(link) + ip(peer) + join(options) + tlv(RELAY_MESSAGE, inner)


@dataclass(frozen=True, slots=True)
class Relay:
    """One relay message around a message, without the message."""

    kind: int
    hops: int
    link: str
    peer: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Message:
    """A received message; `relays` are the messages around it, outermost first."""

    number: int
    xid: int
    options: list[Option]
    relays: list[Relay]
    length: int

    @property
    def kind(self) -> str:
        return TYPES.get(self.number, str(self.number))

    def first(self, code: int) -> bytes | None:
        """Return the value of the first option of this code."""
        return next((value for found, value in self.options if found == code), None)


def split(data: bytes) -> list[Option]:
    """Return the options that fill these octets. Raise ValueError when they do not."""
    options, at = [], 0
    while at < len(data):
        if at + 4 > len(data):
            raise ValueError(f"half an option at {at} of {data.hex()}")
        code, length = struct.unpack_from("!HH", data, at)
        value = data[at + 4 : at + 4 + length]
        if len(value) != length:
            raise ValueError(f"option {code} is cut off")
        options.append((code, value))
        at += 4 + length
    return options


def inner(code: int, value: bytes) -> list[Option]:
    """Return the options inside an option."""
    return split(value[HOLDERS[code] :])


def leases(options: Options) -> list[tuple[int, int, str]]:
    """Return (code of the identity association, IAID, address or prefix) of all leases, without those withdrawn."""
    found = []
    for code, value in options:
        if code in (IA_NA, IA_TA, IA_PD):
            iaid = int.from_bytes(value[:4], "big")
            found += [(code, iaid, lease) for kind, held in inner(code, value) if (lease := leased(kind, held))]
    return found


def leased(code: int, value: bytes) -> str:
    """Return the address or prefix in an option, nothing when it has lost its validity or is something else."""
    if code == IAADDR and value[20:24] != bytes(4):
        return shown(value[:16])
    if code == IAPREFIX and value[4:8] != bytes(4):
        return f"{shown(value[9:25])}/{value[8]}"
    return ""


def parse(data: bytes) -> Message:
    """Return the fields of a message. Raise ValueError when it is none."""
    relays: list[Relay] = []
    length = len(data)
    while data and data[0] in (RELAY_FORW, RELAY_REPL):
        if len(data) < 34:
            raise ValueError(f"half a relay message: {data.hex()}")
        options = split(data[34:])
        around = [option for option in options if option[0] != RELAY_MESSAGE]
        relays.append(Relay(data[0], data[1], shown(data[2:18]), shown(data[18:34]), around))
        inside = [value for code, value in options if code == RELAY_MESSAGE]
        if len(inside) != 1:
            raise ValueError(f"{len(inside)} messages in a relay message")
        data = inside[0]
    if len(data) < 4:
        raise ValueError(f"not a DHCPv6 message: {data.hex()}")
    return Message(data[0], int.from_bytes(data[1:4], "big"), split(data[4:]), relays, length)


def group_mac(group: str) -> bytes:
    """Return the Ethernet address of a multicast group."""
    return b"\x33\x33" + ip(group)[12:]


def frame(envelope: Envelope, payload: bytes) -> bytes:
    """Return the Ethernet frame that carries a UDP payload."""
    length = 8 + len(payload)
    ends = ip(envelope.source) + ip(envelope.destination)
    ports = struct.pack("!HHH", envelope.source_port, envelope.destination_port, length)
    total = checksum(ends + struct.pack("!II", length, 17) + ports + b"\0\0" + payload) or 0xFFFF
    header = struct.pack("!IHBB", 6 << 28, length, 17, 64) + ends
    udp = ports + struct.pack("!H", total) + payload
    return envelope.destination_mac + envelope.source_mac + b"\x86\xdd" + header + udp


def unframe(data: bytes) -> Frame | None:
    """Return the UDP datagram in an Ethernet frame, None for any other frame."""
    if len(data) < 62 or data[12:14] != b"\x86\xdd" or data[20] != 17:
        return None
    source_port, destination_port, length = struct.unpack("!HHH", data[54:60])
    ends = shown(data[22:38]), shown(data[38:54])
    return Frame(Envelope(data[6:12], data[:6], *ends, source_port, destination_port), data[62 : 54 + length])
