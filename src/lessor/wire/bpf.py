"""Classic BPF programs as data: which packets the kernel shall hand to a socket.

A program is a list of instructions (code, jump if true, jump if false, operand); jumps count the instructions to pass
over. `assemble` packs it the way setsockopt(SO_ATTACH_FILTER) wants it.
"""

from collections.abc import Iterable
from struct import Struct
from typing import Final

Instruction = tuple[int, int, int, int]

INSTRUCTION: Final = Struct("=HBBI")

LOAD_WORD: Final = 0x20
LOAD_HALF: Final = 0x28
LOAD_OCTET: Final = 0x30
LOAD_HALF_AFTER_X: Final = 0x48
LOAD_HEADER_LENGTH_INTO_X: Final = 0xB1
JUMP_EQUAL: Final = 0x15
JUMP_GREATER: Final = 0x25
JUMP_ANY_BIT: Final = 0x45
RETURN: Final = 0x06

# Offsets into an Ethernet frame; the first one is where Linux shows who the frame is for.
FRAME_IS_FOR: Final = 0xFFFFF004
IP_FIRST: Final = 14
IP_FRAGMENT: Final = 20
IP_PROTOCOL: Final = 23
IP_DESTINATION: Final = 30
UDP_PORT_AFTER_IP: Final = 16
"""Destination port, for an IPv4 header of no length; X holds the length."""

MULTICAST: Final = 2
"""Frames are for: this host 0, everyone 1, a group 2, another host 3, the link (outgoing) 4, looped back 5."""
UDP: Final = 17
FRAGMENT: Final = 0x3FFF

REFUSE: Final[Instruction] = (RETURN, 0, 0, 0)
ACCEPT: Final[Instruction] = (RETURN, 0, 0, 0x40000)
"""The operand bounds the octets handed over: more than any packet has."""

NOTHING: Final[list[Instruction]] = [REFUSE]

MOST_ADDRESSES: Final = 256
"""The kernel keeps programs of about 20,000 octets; with more addresses than this all are let through."""


def datagrams(port: int, destinations: Iterable[int]) -> list[Instruction]:
    """Return the program for Ethernet frames with a whole IPv4 UDP datagram to this port at one of these addresses.

    Our own frames are refused, also those that come back; so are VLAN frames that no interface of ours takes, which
    the kernel marks as for another host. The socket must be bound to IPv4.
    """
    addresses = sorted(set(destinations))
    return [
        (LOAD_OCTET, 0, 0, FRAME_IS_FOR),
        (JUMP_GREATER, 0, 1, MULTICAST),
        REFUSE,
        (LOAD_OCTET, 0, 0, IP_PROTOCOL),
        (JUMP_EQUAL, 1, 0, UDP),
        REFUSE,
        (LOAD_HALF, 0, 0, IP_FRAGMENT),
        (JUMP_ANY_BIT, 0, 1, FRAGMENT),
        REFUSE,
        (LOAD_HEADER_LENGTH_INTO_X, 0, 0, IP_FIRST),
        (LOAD_HALF_AFTER_X, 0, 0, UDP_PORT_AFTER_IP),
        (JUMP_EQUAL, 1, 0, port),
        REFUSE,
        (LOAD_WORD, 0, 0, IP_DESTINATION),
        *(_one_of(addresses) if len(addresses) <= MOST_ADDRESSES else [ACCEPT]),
    ]


def _one_of(values: list[int]) -> list[Instruction]:
    # each value with an ACCEPT of its own, because a jump reaches 255 instructions only
    program: list[Instruction] = []
    for value in values:
        program += [(JUMP_EQUAL, 0, 1, value), ACCEPT]
    return [*program, REFUSE]


def assemble(program: list[Instruction]) -> bytes:
    """Return the program in the kernel's layout."""
    return b"".join(INSTRUCTION.pack(*instruction) for instruction in program)
