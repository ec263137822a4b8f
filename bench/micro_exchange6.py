"""Time the DHCPv6 exchange alone: octets in, octets out and rows of leases, no sockets and no disk.

    python bench/micro_exchange6.py [profile | steps [functions told]]

The twin of micro_exchange.py. Clients come through a relay, as those of dhcpload6.c do. Prints microseconds for an
exchange of new clients (SOLICIT, ADVERTISE, REQUEST, REPLY) and for a renewal, the least of several rounds, in batches
and message by message. Run it before and after a change, by turns, and compare; single figures mean little. `steps`
counts what the interpreter does for each message, which is the same on a busy machine, and where it does it.
"""

import cProfile
import gc
import pstats
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.flows.conversation6 import LINK, OWN, SERVER_DUID, Server6, na, number, subnet6

from bench.micro_steps import TOLD, Discarded, count_steps
from lessor.model.datagram6 import Received6
from lessor.store.memfile import MemfileStore6
from lessor.store.memory6 import MemoryStore6
from lessor.wire.packet6 import (
    CLIENTID,
    ELAPSED_TIME,
    IA_NA,
    MESSAGE_NAMES,
    ORO,
    RELAY_FORW,
    RENEW,
    REQUEST,
    SERVER_PORT,
    SERVERID,
    SOLICIT,
    Packet6,
    Relay6,
    encode6,
)

ROUNDS = 40
CLIENTS = 512
LINES = 45
COUNTED = 33
POOL = "2001:db8:1::1:0:0-2001:db8:1::1:ffff:ffff"
FIRST = number("2001:db8:1::1:0:0")
RELAY = number("2001:db8:1::2")


def message(kind: int, client: int, address: int | None) -> Received6:
    """What a client says, as its relay sends it on; `address` is what it names."""
    hwaddr = b"\x02\x0c" + client.to_bytes(4, "big")
    packet = Packet6(kind, client & 0xFFFFFF, {CLIENTID: [b"\0\3\0\1" + hwaddr]})
    if kind != SOLICIT:
        packet.options[SERVERID] = [SERVER_DUID]
    packet.options[ELAPSED_TIME] = [bytes(2)]
    packet.options[ORO] = [b"\0\x17\0\x18"]
    wanted = na(1) if address is None else na(1, _text(address))
    packet.options[IA_NA] = [wanted[1]]
    peer = 0xFE80 << 112 | int.from_bytes(hwaddr, "big")
    packet.relays = [Relay6(RELAY_FORW, 0, RELAY, peer, {})]
    return Received6(encode6(packet), LINK, OWN, RELAY, SERVER_PORT, False)


def _text(address: int) -> str:
    return ":".join(f"{address >> shift & 0xFFFF:x}" for shift in range(112, -1, -16))


def round_of(
    server: Server6, kind: int, first: int, batch: int, addresses: int | None, profiler: cProfile.Profile | None
) -> float:
    """Have CLIENTS clients send a message; return microseconds of processor time for each."""
    sent = [message(kind, first + i, None if addresses is None else addresses + i) for i in range(CLIENTS)]
    batches = [sent[at : at + batch] for at in range(0, CLIENTS, batch)]
    run, now = server.exchange.run, server.now
    if profiler is not None:
        profiler.enable()
    begin = time.process_time()
    for each in batches:
        run(each, now)
    spent = time.process_time() - begin
    if profiler is not None:
        profiler.disable()
    assert len(server.sent) == CLIENTS
    server.sent.clear()
    return spent / CLIENTS * 1e6


def measure(batch: int, profiler: cProfile.Profile | None = None) -> tuple[float, float]:
    """Return what a new client costs, and a renewal."""
    server = Server6(subnet6(pools=POOL), store=MemfileStore6(MemoryStore6(), Discarded()))  # type: ignore[arg-type]
    news, renewals = [], []
    for i in range(ROUNDS):
        first, address = i * CLIENTS, FIRST + i * CLIENTS
        solicited = round_of(server, SOLICIT, first, batch, None, profiler)
        news.append(solicited + round_of(server, REQUEST, first, batch, address, profiler))
        server.now += 1
        renewals.append(round_of(server, RENEW, first, batch, address, profiler))
    assert len(server.leases()) == ROUNDS * CLIENTS
    return min(news), min(renewals)


def show_steps(told: int) -> None:
    """Print what the interpreter does for one message of each kind, when such messages have come before."""
    server = Server6(subnet6(pools=POOL), store=MemfileStore6(MemoryStore6(), Discarded()))  # type: ignore[arg-type]
    for kind in (SOLICIT, REQUEST, RENEW):
        messages = [message(kind, i, None if kind == SOLICIT else FIRST + i) for i in range(COUNTED)]
        count_steps(MESSAGE_NAMES[kind], server.exchange.run, messages, server.now + (kind == RENEW), told)


def main() -> None:
    gc.disable()
    if sys.argv[1:2] == ["steps"]:
        show_steps(int(sys.argv[2]) if len(sys.argv) > 2 else TOLD)
        return
    if sys.argv[1:] == ["profile"]:
        profiler = cProfile.Profile()
        measure(16, profiler)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(LINES)
        return
    for batch in (16, 1):
        new, renewal = measure(batch)
        print(f"batches of {batch:2}: {new:6.1f} us a new lease, {renewal:6.1f} us a renewal")


if __name__ == "__main__":
    main()
