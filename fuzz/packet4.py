"""Feed damaged messages to decode4: `python fuzz/packet4.py SECONDS [SEED]`.

Octets are a message or none (WireError); anything else is a defect, and stops the run with the octets that caused it.
What was taken is written and read once more: it must not change again.
"""

from contextlib import suppress
from typing import Final

from damage import damaged, run

from lessor.wire.errors import WireError
from lessor.wire.options import tlv, walk_suboptions
from lessor.wire.packet4 import (
    CLIENT_IDENTIFIER,
    LONGEST,
    MESSAGE_TYPE,
    OVERLOAD,
    PARAMETER_REQUEST_LIST,
    RELAY_AGENT_INFORMATION,
    REQUEST,
    Packet4,
    decode4,
    encode4,
)

MAC: Final = bytes.fromhex("0200000000aa")

SEEDS: Final = tuple(
    encode4(packet)
    for packet in (
        Packet4(chaddr=MAC, options={MESSAGE_TYPE: b"\x01", CLIENT_IDENTIFIER: b"\x01" + MAC}),
        Packet4(
            chaddr=MAC,
            giaddr=0x0A000001,
            options={
                MESSAGE_TYPE: bytes((REQUEST,)),
                PARAMETER_REQUEST_LIST: bytes(range(1, 60)),
                RELAY_AGENT_INFORMATION: tlv(1, b"eth0") + tlv(5, bytes(4)) + tlv(11, bytes(4)),
            },
        ),
        Packet4(
            chaddr=MAC,
            options={MESSAGE_TYPE: b"\x01", OVERLOAD: b"\x03", 119: bytes(300)},
            sname=tlv(12, b"name") + b"\xff",
            file=tlv(119, bytes(50)) + tlv(12, b"more"),
        ),
    )
)


def one(data: bytes) -> None:
    """Read a message and what is in it. Raise whatever is not WireError."""
    try:
        packet = decode4(data)
    except WireError:
        return
    assert len(packet.chaddr) == packet.hlen <= 16
    # sname and file were read if they hold options; once more would double them
    packet.options.pop(OVERLOAD, None)
    again = decode4(encode4(packet))
    assert again.options == packet.options
    assert encode4(again) == encode4(packet)
    with suppress(WireError):
        walk_suboptions(packet.options.get(RELAY_AGENT_INFORMATION, b""))


if __name__ == "__main__":
    run(one, lambda chance: damaged(chance, SEEDS, LONGEST + 1))
