"""ICMP echo messages (RFC 792): made, and read from what a raw socket hears."""

import struct
from typing import Final, NamedTuple

ECHO_REPLY: Final = 0
UNREACHABLE: Final = 3
ECHO_REQUEST: Final = 8

# type, code, checksum, identifier, sequence
ECHO: Final = struct.Struct("!BBHHH")
IP_HEADER: Final = 20
ADDRESSES: Final = struct.Struct("!II")
SOURCE: Final = 12
PROTOCOL: Final = 9
ICMP: Final = 1

ONES: Final = 0xFFFF


class Heard(NamedTuple):
    """An answer to a request: `reply`, or that the destination cannot be reached. `address` is who was asked."""

    reply: bool
    address: int
    identifier: int
    sequence: int


def echo_request(identifier: int, sequence: int) -> bytes:
    """Return an echo request without data."""
    total = (ECHO_REQUEST << 8) + identifier + sequence
    return ECHO.pack(ECHO_REQUEST, 0, ONES - total % ONES, identifier, sequence)


def read_answer(packet: bytes) -> Heard | None:
    """Return what an IPv4 packet with ICMP answers; None for what is no answer to an echo request."""
    header = _header(packet, 0)
    if header is None:
        return None
    source, _, start = header
    kind, _, _, identifier, sequence = ECHO.unpack_from(packet, start)
    if kind == ECHO_REPLY:
        return Heard(True, source, identifier, sequence)
    if kind != UNREACHABLE:
        return None
    # what could not be delivered follows, from its own header on
    inner = _header(packet, start + ECHO.size)
    if inner is None:
        return None
    _, destination, start = inner
    kind, _, _, identifier, sequence = ECHO.unpack_from(packet, start)
    return Heard(False, destination, identifier, sequence) if kind == ECHO_REQUEST else None


def _header(packet: bytes, at: int) -> tuple[int, int, int] | None:
    """Return source, destination and where the ICMP message begins; None where there is no whole one."""
    if len(packet) < at + IP_HEADER or packet[at] >> 4 != 4 or packet[at + PROTOCOL] != ICMP:
        return None
    start = at + (packet[at] & 0x0F) * 4
    if start < at + IP_HEADER or len(packet) < start + ECHO.size:
        return None
    source, destination = ADDRESSES.unpack_from(packet, at + SOURCE)
    return source, destination, start
