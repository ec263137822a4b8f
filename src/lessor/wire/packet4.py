"""The DHCPv4 message: fixed header, magic cookie, options (RFC 2131 section 2, RFC 2132).

[hot] decode4 reads every field once; encode4 writes any message, for clients and tests. The server builds its replies
from ready bytes (engine/reply4.py) with the same header layout.
"""

from struct import Struct
from typing import Final

from lessor.wire.errors import WireError
from lessor.wire.options import END, tlv, walk

# op htype hlen hops xid secs flags ciaddr yiaddr siaddr giaddr chaddr sname file
HEADER: Final = Struct("!BBBBIHHIIII16s64s128s")
COOKIE: Final = b"\x63\x82\x53\x63"
OPTIONS_AT: Final = 240
END_OPTION: Final = bytes((END,))

# RFC 951 and RFC 1542 section 2.1: relays and old clients may discard anything shorter than a BOOTP message.
SHORTEST: Final = 300
# No link carries more in one frame; beyond it only the decoder's time is at stake.
LONGEST: Final = 9216

BOOTREQUEST: Final = 1
BOOTREPLY: Final = 2
BROADCAST_FLAG: Final = 0x8000

ETHERNET: Final = 1

# Message types (RFC 2132 section 9.6).
DISCOVER: Final = 1
OFFER: Final = 2
REQUEST: Final = 3
DECLINE: Final = 4
ACK: Final = 5
NAK: Final = 6
RELEASE: Final = 7
INFORM: Final = 8

MESSAGE_NAMES: Final = {
    DISCOVER: "DHCPDISCOVER",
    OFFER: "DHCPOFFER",
    REQUEST: "DHCPREQUEST",
    DECLINE: "DHCPDECLINE",
    ACK: "DHCPACK",
    NAK: "DHCPNAK",
    RELEASE: "DHCPRELEASE",
    INFORM: "DHCPINFORM",
}

# Option codes the server itself reads or writes (RFC 2132 unless noted).
SUBNET_MASK: Final = 1
HOST_NAME: Final = 12
REQUESTED_ADDRESS: Final = 50
LEASE_TIME: Final = 51
OVERLOAD: Final = 52
MESSAGE_TYPE: Final = 53
SERVER_IDENTIFIER: Final = 54
PARAMETER_REQUEST_LIST: Final = 55
MESSAGE: Final = 56
MAX_MESSAGE_SIZE: Final = 57
RENEWAL_TIME: Final = 58
REBINDING_TIME: Final = 59
CLIENT_IDENTIFIER: Final = 61
CLIENT_FQDN: Final = 81  # RFC 4702
RELAY_AGENT_INFORMATION: Final = 82  # RFC 3046
SUBNET_SELECTION: Final = 118  # RFC 3011

# Sub-options of relay agent information.
LINK_SELECTION: Final = 5  # RFC 3527
SERVER_ID_OVERRIDE: Final = 11  # RFC 5107
RELAY_PORT: Final = 19  # RFC 8357

OVERLOADS_FILE: Final = 1
OVERLOADS_SNAME: Final = 2


class Packet4:
    """One message. Addresses are ints; `chaddr` has `hlen` octets, `options` raw values by code."""

    __slots__ = (
        "chaddr",
        "ciaddr",
        "file",
        "flags",
        "giaddr",
        "hlen",
        "hops",
        "htype",
        "op",
        "options",
        "secs",
        "siaddr",
        "sname",
        "xid",
        "yiaddr",
    )

    def __init__(
        self,
        op: int = BOOTREQUEST,
        htype: int = ETHERNET,
        hops: int = 0,
        xid: int = 0,
        secs: int = 0,
        flags: int = 0,
        ciaddr: int = 0,
        yiaddr: int = 0,
        siaddr: int = 0,
        giaddr: int = 0,
        chaddr: bytes = b"",
        sname: bytes = b"",
        file: bytes = b"",
        options: dict[int, bytes] | None = None,
    ) -> None:
        self.op = op
        self.htype = htype
        self.hlen = len(chaddr)
        self.hops = hops
        self.xid = xid
        self.secs = secs
        self.flags = flags
        self.ciaddr = ciaddr
        self.yiaddr = yiaddr
        self.siaddr = siaddr
        self.giaddr = giaddr
        self.chaddr = chaddr
        self.sname = sname
        self.file = file
        self.options = {} if options is None else options


def decode4(data: bytes) -> Packet4:
    """Return the message in these octets. Raise WireError when they are none.

    Options in `file` and `sname` are read when option 52 says so, after those of the options field (RFC 2131
    section 4.1); pieces of one option in several fields are joined in that order (RFC 3396 section 7).
    """
    if len(data) < OPTIONS_AT:
        raise WireError("shorter than a DHCP header", len(data))
    if len(data) > LONGEST:
        raise WireError("longer than any link carries", LONGEST)
    if data[236:OPTIONS_AT] != COOKIE:
        raise WireError("no DHCP magic cookie", 236)
    op, htype, hlen, hops, xid, secs, flags, ciaddr, yiaddr, siaddr, giaddr, chaddr, sname, file = HEADER.unpack_from(
        data
    )
    if hlen > len(chaddr):
        raise WireError("hardware address longer than 16 octets", 2)
    options: dict[int, bytes] = {}
    walk(data, OPTIONS_AT, len(data), options)
    packet = Packet4(
        op, htype, hops, xid, secs, flags, ciaddr, yiaddr, siaddr, giaddr, chaddr[:hlen], sname, file, options
    )
    if OVERLOAD in options:
        _read_overloaded(packet)
    return packet


def _read_overloaded(packet: Packet4) -> None:
    value = packet.options[OVERLOAD]
    overload = value[0] if len(value) == 1 and value[0] <= 3 else 0
    if overload & OVERLOADS_FILE:
        walk(packet.file, 0, len(packet.file), packet.options)
    if overload & OVERLOADS_SNAME:
        walk(packet.sname, 0, len(packet.sname), packet.options)


def encode4(packet: Packet4) -> bytes:
    """Return the message as octets, options in the order of the dict, padded to the length of a BOOTP message."""
    header = HEADER.pack(
        packet.op,
        packet.htype,
        packet.hlen,
        packet.hops,
        packet.xid,
        packet.secs,
        packet.flags,
        packet.ciaddr,
        packet.yiaddr,
        packet.siaddr,
        packet.giaddr,
        packet.chaddr,
        packet.sname,
        packet.file,
    )
    options = [tlv(code, value) for code, value in packet.options.items()]
    return b"".join((header, COOKIE, *options, END_OPTION)).ljust(SHORTEST, b"\0")
