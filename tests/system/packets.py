"""DHCPv4 messages and their frames as a test writes and reads them.

A second opinion: nothing of lessor's own codecs is used here, and anything may be written, also what is forbidden.
Addresses are texts, options pairs of code and octets in the order they shall have on the wire.
"""

import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

COOKIE = bytes((99, 130, 83, 99))
BROADCAST_MAC = b"\xff" * 6
NOWHERE = "0.0.0.0"
EVERYONE = "255.255.255.255"

TYPES = {1: "DISCOVER", 2: "OFFER", 3: "REQUEST", 4: "DECLINE", 5: "ACK", 6: "NAK", 7: "RELEASE", 8: "INFORM"}
NUMBERS = {name: number for number, name in TYPES.items()}

Options = Sequence[tuple[int, bytes]]


def ip(text: str) -> bytes:
    """Return the four octets of an address."""
    return socket.inet_aton(text)


def tlv(code: int, value: bytes) -> bytes:
    """Return one option, or one sub-option, as it goes out."""
    return bytes((code, len(value))) + value


class Header(TypedDict, total=False):
    """Fields of a message's header; absent ones are those of an ordinary client."""

    op: int
    htype: int
    hlen: int
    hops: int
    secs: int
    flags: int
    ciaddr: str
    yiaddr: str
    siaddr: str
    giaddr: str
    sname: bytes
    file: bytes
    cookie: bytes
    tail: bytes


def message(kind: int | None, mac: bytes, xid: int, options: Options = (), **header: Unpack[Header]) -> bytes:
    """Return a message of this type (None: no option 53) from the hardware address `mac`."""
    start = struct.pack(
        "!BBBBIHH",
        header.get("op", 1),
        header.get("htype", 1),
        header.get("hlen", len(mac)),
        header.get("hops", 0),
        xid,
        header.get("secs", 0),
        header.get("flags", 0),
    )
    addresses = (header.get("ciaddr"), header.get("yiaddr"), header.get("siaddr"), header.get("giaddr"))
    parts = [
        start,
        *(ip(address or NOWHERE) for address in addresses),
        mac[:16].ljust(16, b"\0"),
        header.get("sname", b"").ljust(64, b"\0"),
        header.get("file", b"").ljust(128, b"\0"),
        header.get("cookie", COOKIE),
        b"" if kind is None else tlv(53, bytes((kind,))),
        *(tlv(*option) for option in options),
        header.get("tail", b"\xff"),
    ]
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Message:
    """A received message; `options` joins repeated ones, `order` keeps the codes as they came."""

    op: int
    htype: int
    hlen: int
    hops: int
    xid: int
    secs: int
    flags: int
    ciaddr: str
    yiaddr: str
    siaddr: str
    giaddr: str
    chaddr: bytes
    sname: bytes
    file: bytes
    options: dict[int, bytes]
    order: list[int]
    length: int

    @property
    def kind(self) -> str:
        number = self.options.get(53, b"\0")[0]
        return TYPES.get(number, str(number))


def parse(data: bytes) -> Message:
    """Return the fields of a message from a server. Raise ValueError when it is none."""
    if len(data) < 240 or data[236:240] != COOKIE:
        raise ValueError(f"not a DHCP message: {data[:16].hex()}... of {len(data)} octets")
    op, htype, hlen, hops, xid, secs, flags = struct.unpack("!BBBBIHH", data[:12])
    addresses = [socket.inet_ntoa(data[at : at + 4]) for at in range(12, 28, 4)]
    options: dict[int, bytes] = {}
    order: list[int] = []
    at = 240
    while at < len(data) and data[at] != 255:
        if data[at] == 0:
            at += 1
            continue
        code, length = data[at], data[at + 1]
        value = data[at + 2 : at + 2 + length]
        if len(value) != length:
            raise ValueError(f"option {code} is cut off")
        options[code] = options.get(code, b"") + value
        order.append(code)
        at += 2 + length
    ciaddr, yiaddr, siaddr, giaddr = addresses
    return Message(
        op, htype, hlen, hops, xid, secs, flags, ciaddr, yiaddr, siaddr, giaddr,
        data[28:44], data[44:108].rstrip(b"\0"), data[108:236].rstrip(b"\0"), options, order, len(data),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Envelope:
    """How a UDP payload travels: link-layer and IP addresses, ports."""

    source_mac: bytes = b"\x02\0\0\0\0\x02"
    destination_mac: bytes = BROADCAST_MAC
    source: str = NOWHERE
    destination: str = EVERYONE
    source_port: int = 68
    destination_port: int = 67


@dataclass(frozen=True, slots=True)
class Frame:
    """A UDP datagram taken from the link."""

    envelope: Envelope
    payload: bytes = field(repr=False)


def checksum(data: bytes) -> int:
    """Return the Internet checksum (RFC 1071)."""
    if len(data) % 2:
        data += b"\0"
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def frame(envelope: Envelope, payload: bytes) -> bytes:
    """Return the Ethernet frame that carries a UDP payload."""
    length = 8 + len(payload)
    ports = struct.pack("!HHH", envelope.source_port, envelope.destination_port, length)
    pseudo = ip(envelope.source) + ip(envelope.destination) + struct.pack("!BBH", 0, 17, length)
    udp = ports + struct.pack("!H", checksum(pseudo + ports + b"\0\0" + payload) or 0xFFFF) + payload
    start = struct.pack("!BBHHHBB", 0x45, 0, 20 + length, 0, 0, 64, 17)
    ends = ip(envelope.source) + ip(envelope.destination)
    header = start + struct.pack("!H", checksum(start + b"\0\0" + ends)) + ends
    return envelope.destination_mac + envelope.source_mac + b"\x08\0" + header + udp


def unframe(data: bytes) -> Frame | None:
    """Return the UDP datagram in an Ethernet frame, None for any other frame."""
    if len(data) < 42 or data[12:14] != b"\x08\0" or data[23] != 17:
        return None
    at = 14 + (data[14] & 15) * 4
    source_port, destination_port, length = struct.unpack("!HHH", data[at : at + 6])
    envelope = Envelope(
        data[6:12],
        data[:6],
        socket.inet_ntoa(data[26:30]),
        socket.inet_ntoa(data[30:34]),
        source_port,
        destination_port,
    )
    return Frame(envelope, data[at + 8 : at + length])
