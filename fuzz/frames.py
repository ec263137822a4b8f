"""Feed octets to what reads frames and netlink messages: `python fuzz/frames.py SECONDS [SEED]`.

A packet is decoded or refused with WireError; anything else is a defect, and stops the run with the octets that caused
it. What was decoded is encoded and decoded again, and must come out the same.
"""

from contextlib import suppress
from typing import Final

from damage import damaged, run

from lessor.wire.errors import WireError
from lessor.wire.frames import ETHERNET_HEADER, decode_udp4, encode_frame4
from lessor.wire.rtnetlink import decode

LONGEST: Final = 400

SEEDS: Final = (
    encode_frame4(b"\xff" * 6, bytes(6), 0, 68, 0xFFFFFFFF, 67, bytes(30)),
    encode_frame4(b"\xff" * 6, bytes(6), 0xC0000201, 67, 0xC000020A, 68, b"odd"),
    bytes(14) + bytes.fromhex("46000022000000004011000000000000ffffffff94040000004400430000000001020304"),
    bytes.fromhex("14000000030002000100000001000000 00000000"),
    bytes.fromhex(
        "30000000100002000100000001000000 00000100020000004300010000000000 080003006c6f0000 0800040000000100"
    ),
    bytes.fromhex("20000000140002000100000001000000 0218000002000000 08000200c0000201"),
)


def one(data: bytes) -> None:
    """Decode `data` in every way. Raise whatever is not WireError."""
    for start in (0, ETHERNET_HEADER):
        with suppress(WireError):
            source, source_port, destination, port, payload = decode_udp4(data, start)
            again = encode_frame4(bytes(6), bytes(6), source, source_port, destination, port, payload)
            assert decode_udp4(again, ETHERNET_HEADER) == (source, source_port, destination, port, payload)
    with suppress(WireError):
        list(decode(data))


if __name__ == "__main__":
    run(one, lambda chance: damaged(chance, SEEDS, LONGEST))
