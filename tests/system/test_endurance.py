"""Floods of nonsense and of strangers: the server answers afterwards, and its memory does not grow."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.system import packets
from tests.system.cases.configs import PLAIN
from tests.system.network import network
from tests.system.packets import Envelope, ip, tlv
from tests.system.programs import OURS, Server
from tests.system.wire import SERVER, SERVER_MAC, Wire, build

pytestmark = [pytest.mark.system, pytest.mark.slow]

MESSAGES: Final = 20_000
AT_ONCE: Final = 100
"""Messages before the server must prove that it still answers."""
WARM_UP: Final = 4_000
GROWTH_KB: Final = 6_000
"""What caches and allocator may take after the warm-up; one octet kept for each message would be hard to see, a packet
for each would be ten times as much."""

Make = Callable[[random.Random, int], bytes]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Server, Wire]]:
    """A server with the plain configuration and a wire to it."""
    with network() as net:
        build(net)
        server = Server(OURS, net.namespace("server"), tmp_path)
        quiet = [{"name": "kea-dhcp4", "severity": "ERROR", "output_options": [{"output": "stdout"}]}]
        server.configure({**PLAIN, "loggers": quiet})
        server.process = server.launch()
        wire = Wire(net)
        wire.wait_for_service()
        yield server, wire
        wire.close()
        server.end()


def resident_kb(server: Server) -> int:
    for line in Path(f"/proc/{server.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError("the server is gone")


SEEDS: Final = (
    packets.message(1, b"\x02\xaa\0\0\1\0", 1, [(55, bytes(range(1, 60))), (61, b"\1abcdef"), (12, b"name")]),
    packets.message(3, b"\x02\xaa\0\0\1\1", 2, [(54, ip(SERVER)), (50, ip("192.0.2.150")), (55, b"\1\3\6")]),
    packets.message(3, b"\x02\xaa\0\0\1\2", 3, [(82, tlv(1, b"port") + tlv(5, ip("10.2.0.0")))], giaddr="10.1.0.1"),
    packets.message(3, b"\x02\xaa\0\0\1\3", 4, [(81, b"\5\0\0\4host\7example\0")], ciaddr="192.0.2.160"),
    packets.message(4, b"\x02\xaa\0\0\1\4", 5, [(54, ip(SERVER)), (50, ip("192.0.2.150"))]),
    packets.message(7, b"\x02\xaa\0\0\1\5", 6, [(54, ip(SERVER))], ciaddr="192.0.2.150"),
    packets.message(
        8, b"\x02\xaa\0\0\1\6", 7, [(60, b"PXEClient"), (125, b"\0\0\x11\x8b\4\1\2ab")], ciaddr="192.0.2.3"
    ),
    packets.message(1, b"\x02\xaa\0\0\1\7", 8, [(52, b"\3")], file=tlv(12, b"infile"), sname=tlv(50, ip("192.0.2.9"))),
)


def mutated(chance: random.Random, number: int) -> bytes:
    """Return a good message with some octets changed, inserted, removed, repeated, or its end cut off."""
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 8)):
        # mostly among the options, where the structure is
        at = chance.randrange(len(data)) if chance.random() < 0.3 else chance.randrange(240, max(241, len(data)))
        change = chance.randrange(5)
        if change == 0:
            data[at:at] = chance.randbytes(chance.randint(1, 40))
        elif change == 1:
            del data[at : at + chance.randint(1, 40)]
        elif change == 2:
            del data[chance.randrange(200, len(data) + 1) :]
        elif change == 3:
            data += data[240:]
        elif at < len(data):
            data[at] = chance.randrange(256)
        if len(data) < 241:
            data += bytes(241 - len(data))
    return bytes(data[:1400])


def stranger(chance: random.Random, number: int) -> bytes:
    """Return the DISCOVER of a client never seen before, with a parameter request list of its own."""
    mac = b"\x02\xbb" + number.to_bytes(4, "big")
    return packets.message(
        1, mac, number, [(55, chance.randbytes(20)), (61, chance.randbytes(30)), (12, b"h%d" % number)]
    )


def relayed_stranger(chance: random.Random, number: int) -> bytes:
    """Return the same from behind a relay, with relay information of its own."""
    mac = b"\x02\xbc" + number.to_bytes(4, "big")
    options = [(55, b"\1\3\6"), (82, tlv(1, chance.randbytes(16)))]
    return packets.message(1, mac, number, options, giaddr="10.1.0.1")


@pytest.mark.parametrize("make", [mutated, stranger, relayed_stranger])
def test_flood_leaves_no_trace(make: Make, served: tuple[Server, Wire]) -> None:
    server, wire = served
    chance = random.Random(20)
    envelopes = (
        Envelope(),
        Envelope(destination_mac=SERVER_MAC, source="10.1.0.1", destination=SERVER, source_port=67),
    )
    settled = 0
    for number in range(0, MESSAGES, AT_ONCE):
        for one in range(number, number + AT_ONCE - 1):
            wire.send(make(chance, one), chance.choice(envelopes))
        wire.exchange(make(chance, number + AT_ONCE))
        if number == WARM_UP:
            settled = resident_kb(server)
    assert resident_kb(server) - settled < GROWTH_KB
    assert server.stop() == 0
