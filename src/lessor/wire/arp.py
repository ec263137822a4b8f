"""Address resolution on Ethernet: who has this IPv4 address (RFC 826)."""

from struct import Struct
from typing import Final

from lessor.wire.errors import WireError
from lessor.wire.frames import ETHERNET_BROADCAST, ETHERNET_HEADER

ETHERTYPE_ARP: Final = 0x0806

REQUEST: Final = 1
REPLY: Final = 2

# recipient sender ethertype, hardware and protocol type and length, operation, sender, target
FRAME: Final = Struct("!6s6sH HHBBH 6sI 6sI")
ETHERNET_AND_IPV4: Final = (1, 0x0800, 6, 4)

Arp = tuple[int, bytes, int, int]
"""Operation, sender's hardware address, sender's address, target address."""


def encode_question(sender: bytes, source: int, target: int) -> bytes:
    """Return the frame that asks everybody on the link who has `target`."""
    nobody = bytes(6)
    return FRAME.pack(
        ETHERNET_BROADCAST, sender, ETHERTYPE_ARP, *ETHERNET_AND_IPV4, REQUEST, sender, source, nobody, target
    )


def encode_answer(sender: bytes, source: int, recipient: bytes, target: int) -> bytes:
    """Return the frame that tells `recipient`, who is `target`, that `sender` has the address `source`."""
    return FRAME.pack(recipient, sender, ETHERTYPE_ARP, *ETHERNET_AND_IPV4, REPLY, sender, source, recipient, target)


def decode_arp(frame: bytes) -> Arp:
    """Return what a frame asks or tells; a short frame's padding is passed over. Raise WireError."""
    if len(frame) < FRAME.size:
        raise WireError("ARP frame is cut short", len(frame))
    _, _, ethertype, *kinds, operation, sender, source, _, target = FRAME.unpack_from(frame)
    if ethertype != ETHERTYPE_ARP:
        raise WireError("not an ARP frame", ETHERNET_HEADER - 2)
    if tuple(kinds) != ETHERNET_AND_IPV4:
        raise WireError("ARP for other kinds of addresses", ETHERNET_HEADER)
    return operation, sender, source, target
