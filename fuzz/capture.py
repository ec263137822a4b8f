"""Feed octets to what reads capture files and shows messages: `python fuzz/capture.py SECONDS [SEED]`.

A file gives frames or WireError, a frame a message, nothing or WireError, and every message that can be decoded can be
shown; anything else is a defect, and stops the run with the octets that caused it.
"""

from contextlib import suppress
from io import BytesIO
from struct import pack
from typing import Final

from damage import damaged, run

from lessor.wire.capture import read_capture
from lessor.wire.catalog4 import STANDARD4
from lessor.wire.catalog6 import STANDARD6
from lessor.wire.dissect import Datagram, dissect
from lessor.wire.errors import WireError
from lessor.wire.frames import encode_frame4
from lessor.wire.packet4 import Packet4, decode4, encode4
from lessor.wire.packet6 import decode6
from lessor.wire.portrait import portrait4, portrait6

MESSAGE: Final = encode4(
    Packet4(xid=1, chaddr=b"\2\0\0\0\0\1", options={53: b"\1", 82: b"\1\1x", 125: b"\0\0\x11\x8b\2\1\0"})
)
FRAME: Final = encode_frame4(b"\xff" * 6, b"\2\0\0\0\0\1", 0, 68, 0xFFFFFFFF, 67, MESSAGE)
SIX: Final = (
    bytes(12) + b"\x86\xdd" + pack("!IHBB32s", 6 << 28, 28, 17, 64, bytes(32)) + pack("!HHHH", 546, 547, 28, 0)
) + bytes.fromhex("01000001 0003000c 00000001 0000000000000000".replace(" ", ""))

LONGEST: Final = 1500

SEEDS: Final = (
    pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1) + pack("<IIII", 1, 2, len(FRAME), len(FRAME)) + FRAME,
    bytes.fromhex("0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000")
    + bytes.fromhex("010000001400000001000000ffff000014000000")
    + pack("<IIIIIII", 6, 32 + len(SIX) + -len(SIX) % 4, 0, 0, 0, len(SIX), len(SIX))
    + SIX
    + bytes(-len(SIX) % 4)
    + pack("<I", 32 + len(SIX) + -len(SIX) % 4),
)


def one(data: bytes) -> None:
    """Read `data` as a capture file and show what is in it. Raise whatever is not WireError."""
    with suppress(WireError):
        for frame in read_capture(BytesIO(data)):
            with suppress(WireError):
                found = dissect(frame.link, frame.data)
                if found is not None:
                    show(found)


def show(found: Datagram) -> None:
    """Show one message of a capture. Raise WireError when it is none."""
    if found.version == 4:
        shown = portrait4(decode4(found.data), STANDARD4)
    else:
        shown = portrait6(decode6(found.data), STANDARD6)
    assert all(detail.text.isprintable() for detail in shown), shown


if __name__ == "__main__":
    run(one, lambda chance: damaged(chance, SEEDS, LONGEST))
