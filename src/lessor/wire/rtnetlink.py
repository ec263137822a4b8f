"""The part of Linux's rtnetlink that tells about links and their addresses: requests out, records in.

Numbers are in the byte order of the machine. Only the attributes we use are read; unknown ones are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct
from typing import Final

from lessor.wire.errors import WireError

HEADER: Final = Struct("=IHHII")
ATTRIBUTE: Final = Struct("=HH")
LINK: Final = Struct("=BxHiII")
ADDRESS: Final = Struct("=BBBBi")
NUMBER: Final = Struct("=I")
ERROR: Final = Struct("=i")

# Message types
NLMSG_ERROR: Final = 2
NLMSG_DONE: Final = 3
RTM_NEWLINK: Final = 16
RTM_GETLINK: Final = 18
RTM_NEWADDR: Final = 20
RTM_GETADDR: Final = 22

# Flags of requests and answers
NLM_F_REQUEST: Final = 0x1
NLM_F_DUMP_INTR: Final = 0x10
NLM_F_DUMP: Final = 0x300

# Multicast groups, as bits of the address a socket is bound to
GROUP_LINK: Final = 0x1
GROUP_IPV4_ADDRESS: Final = 0x10
GROUP_IPV6_ADDRESS: Final = 0x100

AF_UNSPEC: Final = 0
AF_INET: Final = 2
AF_INET6: Final = 10

IFLA_ADDRESS: Final = 1
IFLA_IFNAME: Final = 3
IFLA_MTU: Final = 4
IFLA_EXT_MASK: Final = 29
SKIP_STATISTICS: Final = 0x8

IFA_ADDRESS: Final = 1
IFA_LOCAL: Final = 2

IFA_F_OPTIMISTIC: Final = 0x04
IFA_F_DADFAILED: Final = 0x08
IFA_F_TENTATIVE: Final = 0x40

IFF_UP: Final = 0x1
IFF_LOOPBACK: Final = 0x8
IFF_RUNNING: Final = 0x40


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One interface; `flags` are the IFF_ bits."""

    index: int
    name: str
    hwaddr: bytes
    flags: int
    mtu: int


@dataclass(frozen=True, slots=True)
class AddressRecord:
    """One IPv4 address of the interface with this index."""

    index: int
    address: int
    prefix_length: int


@dataclass(frozen=True, slots=True)
class AddressRecord6:
    """One IPv6 address of the interface with this index.

    It is `tentative` while duplicates are looked for (RFC 4862 section 5.4) and nothing can be sent from it.
    """

    index: int
    address: int
    prefix_length: int
    tentative: bool


@dataclass(frozen=True, slots=True)
class EndRecord:
    """The end of a dump: `error` is an errno or 0; a torn dump mixes states of before and after a change."""

    error: int
    torn: bool


Record = LinkRecord | AddressRecord | AddressRecord6 | EndRecord


def encode_link_dump(sequence: int) -> bytes:
    """Return the request for all interfaces."""
    attribute = ATTRIBUTE.pack(ATTRIBUTE.size + NUMBER.size, IFLA_EXT_MASK) + NUMBER.pack(SKIP_STATISTICS)
    return _request(RTM_GETLINK, sequence, LINK.pack(0, 0, 0, 0, 0) + attribute)


def encode_address_dump(sequence: int) -> bytes:
    """Return the request for all addresses."""
    return _request(RTM_GETADDR, sequence, ADDRESS.pack(AF_UNSPEC, 0, 0, 0, 0))


def _request(kind: int, sequence: int, body: bytes) -> bytes:
    return HEADER.pack(HEADER.size + len(body), kind, NLM_F_REQUEST | NLM_F_DUMP, sequence, 0) + body


def decode(data: bytes) -> Iterator[tuple[int, Record]]:
    """Walk the messages of one datagram as (sequence number, record); kinds that are not ours are passed over.

    Raise WireError.
    """
    offset = 0
    torn = False
    while offset < len(data):
        if offset + HEADER.size > len(data):
            raise WireError("netlink header is cut short", offset)
        length, kind, flags, sequence, _ = HEADER.unpack_from(data, offset)
        if length < HEADER.size or offset + length > len(data):
            raise WireError("netlink message has a false length", offset)
        body = data[offset + HEADER.size : offset + length]
        torn = torn or bool(flags & NLM_F_DUMP_INTR)
        record = _record(kind, body, torn, offset)
        if record is not None:
            yield sequence, record
        offset += _aligned(length)


def _record(kind: int, body: bytes, torn: bool, offset: int) -> Record | None:
    if kind == RTM_NEWLINK:
        return _link(body, offset)
    if kind == RTM_NEWADDR:
        return _address(body, offset)
    if kind in (NLMSG_DONE, NLMSG_ERROR):
        _need(body, ERROR.size, offset)
        return EndRecord(-ERROR.unpack_from(body)[0], torn)
    return None


def _link(body: bytes, offset: int) -> LinkRecord:
    _need(body, LINK.size, offset)
    _, _, index, flags, _ = LINK.unpack_from(body)
    attributes = _attributes(body, LINK.size, offset)
    name = attributes.get(IFLA_IFNAME, b"").rstrip(b"\0").decode(errors="surrogateescape")
    return LinkRecord(index, name, attributes.get(IFLA_ADDRESS, b""), flags, _number(attributes.get(IFLA_MTU, b"")))


def _address(body: bytes, offset: int) -> AddressRecord | AddressRecord6 | None:
    _need(body, ADDRESS.size, offset)
    family, prefix_length, flags, _, index = ADDRESS.unpack_from(body)
    attributes = _attributes(body, ADDRESS.size, offset)
    # on point-to-point links IFA_ADDRESS is the other end
    address = attributes.get(IFA_LOCAL) or attributes.get(IFA_ADDRESS, b"")
    number = int.from_bytes(address, "big")
    if family == AF_INET and len(address) == 4:
        return AddressRecord(index, number, prefix_length)
    # an address that somebody else has stays on the interface, but is of no use
    if family == AF_INET6 and len(address) == 16 and not flags & IFA_F_DADFAILED:
        tentative = flags & (IFA_F_TENTATIVE | IFA_F_OPTIMISTIC) == IFA_F_TENTATIVE
        return AddressRecord6(index, number, prefix_length, tentative)
    return None


def _attributes(body: bytes, start: int, offset: int) -> dict[int, bytes]:
    found = {}
    while start + ATTRIBUTE.size <= len(body):
        length, kind = ATTRIBUTE.unpack_from(body, start)
        if length < ATTRIBUTE.size or start + length > len(body):
            raise WireError("netlink attribute has a false length", offset)
        found[kind] = body[start + ATTRIBUTE.size : start + length]
        start += _aligned(length)
    return found


def _number(value: bytes) -> int:
    return NUMBER.unpack(value)[0] if len(value) == NUMBER.size else 0


def _need(body: bytes, size: int, offset: int) -> None:
    if len(body) < size:
        raise WireError("netlink message is cut short", offset)


def _aligned(length: int) -> int:
    return (length + 3) & ~3
