"""From a recorded frame to the DHCP message in it: link header, IP, UDP.

Frames come from capture files, so checksums are the business of who recorded them; fragments are passed over.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from lessor.wire.errors import WireError
from lessor.wire.frames import ETHERTYPE_IPV4, FRAGMENT, UDP, UDP_HEADER

ETHERTYPE_IPV6: Final = 0x86DD
VLAN_TAGS: Final = (0x8100, 0x88A8, 0x9100)

PORTS4: Final = frozenset((67, 68))
PORTS6: Final = frozenset((546, 547))

# Link types of capture files (tcpdump.org, LINKTYPE_ values).
NULL: Final = 0
ETHERNET: Final = 1
RAW_IP: Final = 101
LINUX_COOKED: Final = 113
RAW_IPV4: Final = 228
RAW_IPV6: Final = 229
LINUX_COOKED2: Final = 276

IPV6_HEADER: Final = 40
# Headers between IPv6 and what it carries whose second octet is their length (RFC 8200 section 4).
PASSED_OVER: Final = frozenset((0, 43, 60, 135))


class Datagram(NamedTuple):
    """A DHCP message and its way: `version` of IP, addresses as ints, link-layer addresses as far as they are known."""

    version: int
    source: int
    source_port: int
    destination: int
    destination_port: int
    data: bytes
    sender: bytes = b""
    recipient: bytes = b""


def dissect(link: int, frame: bytes) -> Datagram | None:
    """Return the DHCP message in a frame of this link type, None for other traffic. Raise WireError for broken ones."""
    strip = _LINKS.get(link)
    if strip is None:
        raise WireError(f"frames of link type {link} are not understood")
    ethertype, at, sender, recipient = strip(frame)
    if ethertype == ETHERTYPE_IPV4:
        found = _ipv4(frame, at)
    elif ethertype == ETHERTYPE_IPV6:
        found = _ipv6(frame, at)
    else:
        return None
    if found is None:
        return None
    return found._replace(sender=sender, recipient=recipient)


_Stripped = tuple[int, int, bytes, bytes]
"""Ethertype, where the packet begins, sender, recipient."""


def _ethernet(frame: bytes) -> _Stripped:
    at = 12
    while (ethertype := _number(frame, at, 2)) in VLAN_TAGS:
        at += 4
    return ethertype, at + 2, frame[6:12], frame[:6]


def _linux_cooked(frame: bytes) -> _Stripped:
    length = min(_number(frame, 4, 2), 8)
    return _number(frame, 14, 2), 16, frame[6 : 6 + length], b""


def _linux_cooked2(frame: bytes) -> _Stripped:
    length = min(frame[11] if len(frame) > 11 else 0, 8)
    return _number(frame, 0, 2), 20, frame[12 : 12 + length], b""


def _raw(frame: bytes) -> _Stripped:
    return _by_version(frame, 0), 0, b"", b""


def _null(frame: bytes) -> _Stripped:
    return _by_version(frame, 4), 4, b"", b""


def _by_version(frame: bytes, at: int) -> int:
    return {4: ETHERTYPE_IPV4, 6: ETHERTYPE_IPV6}.get(_number(frame, at, 1) >> 4, 0)


_LINKS: Final[dict[int, Callable[[bytes], _Stripped]]] = {
    NULL: _null,
    ETHERNET: _ethernet,
    RAW_IP: _raw,
    RAW_IPV4: _raw,
    RAW_IPV6: _raw,
    LINUX_COOKED: _linux_cooked,
    LINUX_COOKED2: _linux_cooked2,
}


def _ipv4(frame: bytes, at: int) -> Datagram | None:
    header = (_number(frame, at, 1) & 0x0F) * 4
    fragment = _number(frame, at + 6, 2) & FRAGMENT
    if header < 20 or _number(frame, at + 9, 1) != UDP or fragment:
        return None
    source, destination = _number(frame, at + 12, 4), _number(frame, at + 16, 4)
    return _udp(frame, at + header, 4, source, destination, PORTS4)


def _ipv6(frame: bytes, at: int) -> Datagram | None:
    source, destination = _number(frame, at + 8, 16), _number(frame, at + 24, 16)
    following = _number(frame, at + 6, 1)
    at += IPV6_HEADER
    while following in PASSED_OVER:
        following, at = _number(frame, at, 1), at + (_number(frame, at + 1, 1) + 1) * 8
    if following != UDP:
        return None
    return _udp(frame, at, 6, source, destination, PORTS6)


def _udp(frame: bytes, at: int, version: int, source: int, destination: int, ports: frozenset[int]) -> Datagram | None:
    source_port, destination_port = _number(frame, at, 2), _number(frame, at + 2, 2)
    if source_port not in ports and destination_port not in ports:
        return None
    end = at + _number(frame, at + 4, 2)
    if end < at + UDP_HEADER or end > len(frame):
        raise WireError("frame was not recorded whole", len(frame))
    return Datagram(version, source, source_port, destination, destination_port, frame[at + UDP_HEADER : end])


def _number(frame: bytes, at: int, length: int) -> int:
    if at + length > len(frame):
        raise WireError("frame is cut short", len(frame))
    return int.from_bytes(frame[at : at + length], "big")
