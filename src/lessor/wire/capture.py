"""Recorded traffic: the frames of a capture file, as tcpdump (pcap) and Wireshark (pcapng) write it.

Everything in a file is hostile until read: lengths are bounded, and a file that breaks off ends with an error that says
after how many frames.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from struct import Struct, error
from typing import BinaryIO, Final, NamedTuple

from lessor.wire.errors import WireError

LONGEST_FRAME: Final = 262_144
"""Octets; tcpdump records no more of a frame."""
LONGEST_BLOCK: Final = 16 * 1024 * 1024

# pcap: the first four octets tell the order of octets and the unit of fractions of a second.
PCAP_MAGICS: Final = {
    b"\xa1\xb2\xc3\xd4": (">", 1_000_000),
    b"\xd4\xc3\xb2\xa1": ("<", 1_000_000),
    b"\xa1\xb2\x3c\x4d": (">", 1_000_000_000),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000_000_000),
}
PCAP_HEADER_REST: Final = 20
PCAP_RECORD_HEADER: Final = 16

# pcapng: blocks, each with its type and length before it and its length again behind it.
SECTION: Final = 0x0A0D0D0A
INTERFACE: Final = 1
SIMPLE_PACKET: Final = 3
ENHANCED_PACKET: Final = 6
BYTE_ORDERS: Final = {b"\x1a\x2b\x3c\x4d": ">", b"\x4d\x3c\x2b\x1a": "<"}
TIME_RESOLUTION: Final = 9
END_OF_OPTIONS: Final = 0
USUAL_UNITS: Final = 1_000_000


class Frame(NamedTuple):
    """One recorded frame: its number from 1, unix seconds, the link type of its interface, its octets."""

    number: int
    time: int
    link: int
    data: bytes


def read_capture(file: BinaryIO) -> Iterator[Frame]:
    """Yield the frames of a capture file in their order. Raise WireError where it is none or breaks off."""
    magic = file.read(4)
    if magic in PCAP_MAGICS:
        return _pcap(file, *PCAP_MAGICS[magic])
    if magic == SECTION.to_bytes(4, "big"):
        return _pcapng(file)
    raise WireError("neither a pcap nor a pcapng file")


def _pcap(file: BinaryIO, order: str, units: int) -> Iterator[Frame]:
    header = _exactly(file, PCAP_HEADER_REST, 0)
    link = Struct(f"{order}I").unpack_from(header, 16)[0] & 0x0FFFFFFF
    record = Struct(f"{order}IIII")
    number = 0
    while head := file.read(PCAP_RECORD_HEADER):
        if len(head) < PCAP_RECORD_HEADER:
            raise WireError(f"capture file breaks off after {number} frames")
        seconds, _, length, _ = record.unpack(head)
        if length > LONGEST_FRAME:
            raise WireError(f"frame {number + 1} is said to have {length} octets")
        number += 1
        yield Frame(number, seconds, link, _exactly(file, length, number - 1))


@dataclass(slots=True)
class _Section:
    """What holds until the next section header: the order of octets, and by interface link type and units of time."""

    order: str = "<"
    interfaces: list[tuple[int, int]] = field(default_factory=list)


def _pcapng(file: BinaryIO) -> Iterator[Frame]:
    section = _begin_section(file, 0)
    number = 0
    while head := file.read(4):
        kind = Struct(f"{section.order}I").unpack(head)[0] if len(head) == 4 else 0
        if kind == SECTION:
            section = _begin_section(file, number)
            continue
        body = _block(file, section.order, number)
        frame = _BLOCKS[kind](section, body) if kind in _BLOCKS else None
        if frame is not None:
            number += 1
            yield Frame(number, *frame)


def _begin_section(file: BinaryIO, frames: int) -> _Section:
    """Read the rest of a section header block."""
    length, magic = _exactly(file, 4, frames), _exactly(file, 4, frames)
    if magic not in BYTE_ORDERS:
        raise WireError(f"no order of octets in the section after {frames} frames")
    section = _Section(BYTE_ORDERS[magic])
    total = Struct(f"{section.order}I").unpack(length)[0]
    if not 28 <= total <= LONGEST_BLOCK:
        raise WireError(f"a section header of {total} octets after {frames} frames")
    _exactly(file, total - 12, frames)
    return section


def _block(file: BinaryIO, order: str, frames: int) -> bytes:
    """Return the body of a block whose type was read."""
    total = Struct(f"{order}I").unpack(_exactly(file, 4, frames))[0]
    if not 12 <= total <= LONGEST_BLOCK:
        raise WireError(f"a block of {total} octets after {frames} frames")
    return _exactly(file, total - 8, frames)[:-4]


def _interface(section: _Section, body: bytes) -> None:
    link = _unpack(f"{section.order}H", body, 0)[0]
    section.interfaces.append((link, _units(section.order, body, 8)))


def _units(order: str, body: bytes, at: int) -> int:
    """Return how many units of time a second has, from the options of an interface block."""
    while at + 4 <= len(body):
        code, length = _unpack(f"{order}HH", body, at)
        if code == END_OF_OPTIONS:
            break
        if code == TIME_RESOLUTION and length == 1 and at + 4 < len(body):
            exponent = body[at + 4] & 0x7F
            return 1 << min(exponent, 63) if body[at + 4] & 0x80 else 10 ** min(exponent, 18)
        at += 4 + (length + 3) // 4 * 4
    return USUAL_UNITS


def _enhanced(section: _Section, body: bytes) -> tuple[int, int, bytes]:
    interface, high, low, length, _ = _unpack(f"{section.order}IIIII", body, 0)
    link, units = _known(section, interface)
    return (high << 32 | low) // units, link, _data(body, 20, length)


def _simple(section: _Section, body: bytes) -> tuple[int, int, bytes]:
    length = _unpack(f"{section.order}I", body, 0)[0]
    return 0, _known(section, 0)[0], _data(body, 4, min(length, len(body) - 4))


_BLOCKS: Final[dict[int, Callable[[_Section, bytes], tuple[int, int, bytes] | None]]] = {
    INTERFACE: _interface,
    SIMPLE_PACKET: _simple,
    ENHANCED_PACKET: _enhanced,
}


def _known(section: _Section, interface: int) -> tuple[int, int]:
    if interface >= len(section.interfaces):
        raise WireError(f"a frame of interface {interface}, which the file does not describe")
    return section.interfaces[interface]


def _data(body: bytes, at: int, length: int) -> bytes:
    if length > min(LONGEST_FRAME, len(body) - at):
        raise WireError(f"a frame is said to have {length} octets")
    return body[at : at + length]


def _unpack(layout: str, body: bytes, at: int) -> tuple[int, ...]:
    try:
        return Struct(layout).unpack_from(body, at)
    except error:
        raise WireError("a block is cut short", at) from None


def _exactly(file: BinaryIO, length: int, frames: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise WireError(f"capture file breaks off after {frames} frames")
    return data
