"""Time the DHCPv6 exchange alone: octets in, octets out and rows of leases, no sockets and no disk.

    python bench/micro_exchange6.py [profile | steps]

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
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.flows.conversation6 import LINK, OWN, SERVER_DUID, Server6, na, number, subnet6

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

if TYPE_CHECKING:
    from _typeshed import TraceFunction

ROUNDS = 40
CLIENTS = 512
LINES = 45
COUNTED = 33
TOLD = 12
POOL = "2001:db8:1::1:0:0-2001:db8:1::1:ffff:ffff"
FIRST = number("2001:db8:1::1:0:0")
RELAY = number("2001:db8:1::2")


class Discarded:
    """Takes the rows of leases, as the journal does, and writes none."""

    def __init__(self) -> None:
        self.rows = 0

    def admit(self) -> None: ...

    def append(self, rows: list[str]) -> None:
        self.rows += len(rows)

    def when_durable(self, done: Callable[[bool], None]) -> None:
        done(True)


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


class Steps:
    """Counts calls of Python functions and instructions of the interpreter by function."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.instructions: Counter[str] = Counter()

    def trace(self, frame: FrameType, event: str, arg: object) -> "TraceFunction":
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        name = f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_name}"
        self.calls[name] += event == "call"
        self.instructions[name] += event == "opcode"
        return self.trace


def count_steps() -> None:
    """Print what the interpreter does for one message of each kind, when such messages have come before."""
    server = Server6(subnet6(pools=POOL), store=MemfileStore6(MemoryStore6(), Discarded()))  # type: ignore[arg-type]
    for kind in (SOLICIT, REQUEST, RENEW):
        messages = [message(kind, i, None if kind == SOLICIT else FIRST + i) for i in range(COUNTED)]
        steps, now = Steps(), server.now + (kind == RENEW)
        server.exchange.run(messages[:1], now)
        sys.settrace(steps.trace)
        for each in messages[1:]:
            server.exchange.run([each], now)
        sys.settrace(None)
        number = COUNTED - 1
        instructions, calls = steps.instructions.total() / number, steps.calls.total() / number
        print(f"{MESSAGE_NAMES[kind]}: {instructions:.0f} instructions in {calls:.0f} calls")
        for name, count in steps.instructions.most_common(TOLD):
            print(f"{count / number:8.1f} {steps.calls[name] / number:5.1f}  {name}")


def main() -> None:
    gc.disable()
    if sys.argv[1:] == ["steps"]:
        count_steps()
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
