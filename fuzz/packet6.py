"""Feed damaged messages to decode6: `python fuzz/packet6.py SECONDS [SEED]`.

Octets are a message or none (WireError), and so is every value within; anything else is a defect, and stops the run
with the octets that caused it. What was taken is written and read once more: it must not change again.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from damage import damaged, run

from lessor.wire.errors import WireError
from lessor.wire.ia import (
    read_address,
    read_excluded,
    read_ia,
    read_ia_ta,
    read_prefix,
    read_status,
    write_address,
    write_excluded,
    write_ia,
    write_ia_ta,
    write_prefix,
    write_status,
)
from lessor.wire.options6 import Options, read_codes, read_enterprise, tlv6, walk6
from lessor.wire.packet6 import (
    CLIENTID,
    ELAPSED_TIME,
    IA_NA,
    IA_PD,
    IA_TA,
    IAADDR,
    IAPREFIX,
    INTERFACE_ID,
    LONGEST,
    MOST_RELAYS,
    ORO,
    PD_EXCLUDE,
    RELAY_FORW,
    RELAY_MSG,
    RELAY_SOURCE_PORT,
    REMOTE_ID,
    SOLICIT,
    STATUS_CODE,
    VENDOR_OPTS,
    Packet6,
    Relay6,
    decode6,
    encode6,
    reply_port,
    wrap_reply,
)

DUID: Final = bytes.fromhex("000300010200000000aa")
ADDRESS: Final = 0x20010DB8 << 96 | 1
ANSWER: Final = b"\x07\x00\x00\x01"

OPTIONS: Final = b"".join(
    (
        tlv6(CLIENTID, DUID),
        tlv6(ORO, bytes.fromhex("00170018005200c8")),
        tlv6(ELAPSED_TIME, b"\0\0"),
        write_ia(IA_NA, 1, 1000, 2000, write_address(ADDRESS, 3000, 4000, write_status(0, "fine"))),
        write_ia(IA_NA, 2, 0, 0, b""),
        write_ia(IA_PD, 1, 0, 0, write_prefix(ADDRESS, 60, 1, 2, write_excluded(ADDRESS, 64, 60))),
        write_ia_ta(3, write_address(ADDRESS, 0, 0)),
        tlv6(VENDOR_OPTS, b"\0\0\x11\x8b" + tlv6(36, b"device")),
    )
)

SEEDS: Final = (
    OPTIONS,
    encode6(Packet6(SOLICIT, 0x123456, walk6(OPTIONS))),
    encode6(
        Packet6(
            SOLICIT,
            1,
            walk6(OPTIONS),
            [
                Relay6(RELAY_FORW, 1, 0, ADDRESS, {INTERFACE_ID: [b"up"], RELAY_SOURCE_PORT: [b"\x04\xd2"]}),
                Relay6(RELAY_FORW, 0, ADDRESS, ADDRESS, {INTERFACE_ID: [b"eth0"], REMOTE_ID: [b"\0\0\0\x09remote"]}),
            ],
        )
    ),
)


def relayed(chance: random.Random) -> bytes:
    """Return a damaged message, at times within more relays, these whole or damaged too."""
    data = damaged(chance, SEEDS, LONGEST + 1)
    if chance.random() < 0.3:
        for _ in range(chance.randrange(1, MOST_RELAYS + 4)):
            data = bytes((RELAY_FORW, chance.randrange(256))) + chance.randbytes(32) + tlv6(RELAY_MSG, data)
        if chance.random() < 0.5:
            data = damaged(chance, (data,), LONGEST + 1)
    return data


def one(data: bytes) -> None:
    """Read a message and all that is in it. Raise whatever is not WireError."""
    try:
        packet = decode6(data)
    except WireError:
        return
    assert len(packet.relays) <= MOST_RELAYS
    written = encode6(packet)
    assert encode6(decode6(written)) == written
    answer = decode6(wrap_reply(packet, ANSWER))
    assert [each.peer_address for each in answer.relays] == [each.peer_address for each in packet.relays]
    assert reply_port(packet, 1547) in (546, 547, 1547)
    for options in (packet.options, *(relay.options for relay in packet.relays)):
        read_all(options)


def read_all(options: Options) -> None:
    """Read every value whose reader is known, and the options within."""
    for code, values in options.items():
        for value in values:
            with suppress(WireError):
                inner = READERS[code](value) if code in READERS else None
                read_all(getattr(inner, "options", {}))


READERS: Final[dict[int, Callable[[bytes], object]]] = {
    IA_NA: read_ia,
    IA_TA: read_ia_ta,
    IA_PD: read_ia,
    IAADDR: read_address,
    IAPREFIX: read_prefix,
    STATUS_CODE: read_status,
    PD_EXCLUDE: lambda data: read_excluded(data, ADDRESS, 60),
    ORO: read_codes,
    VENDOR_OPTS: read_enterprise,
    REMOTE_ID: read_enterprise,
}


if __name__ == "__main__":
    run(one, relayed)
