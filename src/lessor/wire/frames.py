"""Ethernet frames that carry UDP over IPv4, and their checksums.

[hot] A checksum is the octets as one big number modulo 65535: 65536 is 1 there, so all 16-bit words, and an address
taken as one number, just add up (RFC 1071). This is several times faster than adding words one by one.
"""

from struct import Struct
from typing import Final

from lessor.wire.errors import WireError

ETHERNET_HEADER: Final = 14
"""Octets of an Ethernet header."""
ETHERNET_BROADCAST: Final = b"\xff" * 6
ETHERTYPE_IPV4: Final = 0x0800

UDP: Final = 17
IP_HEADER: Final = 20
UDP_HEADER: Final = 8
VERSION_4_NO_OPTIONS: Final = 0x45
DONT_FRAGMENT: Final = 0x4000
FRAGMENT: Final = 0x3FFF
"""More fragments follow, or the offset is not zero."""
LOW_DELAY: Final = 0x10
TTL: Final = 64
ONES: Final = 0xFFFF

FRAME: Final = Struct("!6s6sH BBHHHBBHII HHHH")
IP_AND_UDP: Final = Struct("!BxHxxHxBxxII HHHH")
UDP_ONLY: Final = Struct("!HHHH")

# The header words that are the same in all frames of ours.
FIXED_SUM: Final = (VERSION_4_NO_OPTIONS << 8 | LOW_DELAY) + DONT_FRAGMENT + (TTL << 8 | UDP)

Datagram4 = tuple[int, int, int, int, bytes]
"""Source address and port, destination address and port, payload."""


def encode_frame4(
    recipient: bytes, sender: bytes, source: int, source_port: int, destination: int, destination_port: int, data: bytes
) -> bytes:
    """Return an Ethernet frame with one datagram, from hardware address `sender` to `recipient`.

    The datagram may not be fragmented on its way: who listens for DHCP on a raw socket does not put fragments together.
    """
    segment = UDP_HEADER + len(data)
    length = IP_HEADER + segment
    payload = int.from_bytes(data, "big")
    if segment & 1:
        payload <<= 8
    header_sum = FIXED_SUM + length + source + destination
    segment_sum = source + destination + UDP + segment + source_port + destination_port + segment + payload
    header = FRAME.pack(
        recipient,
        sender,
        ETHERTYPE_IPV4,
        VERSION_4_NO_OPTIONS,
        LOW_DELAY,
        length,
        0,  # RFC 6864 section 4.1: the identification of what is never fragmented means nothing
        DONT_FRAGMENT,
        TTL,
        UDP,
        -header_sum % ONES,
        source,
        destination,
        source_port,
        destination_port,
        segment,
        # RFC 768: 0 would say that there is no checksum, 65535 is the same number
        ONES - segment_sum % ONES,
    )
    return header + data


def decode_udp4(packet: bytes, start: int = 0) -> Datagram4:
    """Return the datagram in the IPv4 packet that begins at `start`; what follows the packet is padding of the link.

    A packet of this machine itself may hold the sum of the pseudo header instead of a checksum, because that is left to
    a network card it never meets: such datagrams are accepted, as they come from the kernel's own memory.
    Raise WireError for fragments, other protocols, false lengths and checksums (RFC 1122 sections 3.2.1.2, 4.1.3.4).
    """
    if len(packet) < start + IP_HEADER + UDP_HEADER:
        raise WireError("packet is cut short", len(packet))
    first, total, fragment, protocol, source, destination, source_port, destination_port, segment, checksum = (
        IP_AND_UDP.unpack_from(packet, start)
    )
    udp = start + IP_HEADER
    if first != VERSION_4_NO_OPTIONS:
        udp = _after_options(packet, start, first)
        source_port, destination_port, segment, checksum = UDP_ONLY.unpack_from(packet, udp)
    end = udp + segment
    if protocol != UDP or fragment & FRAGMENT:
        raise WireError("packet is not a whole UDP datagram", start)
    if segment < UDP_HEADER or end > start + total or start + total > len(packet):
        raise WireError("length of packet or datagram is false", udp)
    if int.from_bytes(packet[start:udp], "big") % ONES:
        raise WireError("header checksum is false", start)
    if checksum:
        pseudo = source + destination + UDP + segment
        # common case on virtual links first: not computed at all
        if (pseudo - checksum) % ONES and _sum(packet[udp:end], pseudo):
            raise WireError("UDP checksum is false", udp)
    return source, source_port, destination, destination_port, packet[udp + UDP_HEADER : end]


def _after_options(packet: bytes, start: int, first: int) -> int:
    length = (first & 0x0F) * 4
    if first >> 4 != 4 or length < IP_HEADER:
        raise WireError("not an IPv4 header", start)
    if len(packet) < start + length + UDP_HEADER:
        raise WireError("packet is cut short", len(packet))
    return start + length


def _sum(octets: bytes, initial: int) -> int:
    """Return the sum of 16-bit words; an odd octet at the end counts as the upper half of a word."""
    value = int.from_bytes(octets, "big")
    if len(octets) & 1:
        value <<= 8
    return (value + initial) % ONES
