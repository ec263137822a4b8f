"""Time the DHCPv4 exchange alone: octets in, octets out and rows of leases, no sockets and no disk.

    python bench/micro_exchange.py [profile | steps [functions told]]

Clients come through a relay and ask for what dhcpload.c asks for. Prints microseconds for an exchange of new clients
(DISCOVER, OFFER, REQUEST, ACK) and for a renewal, the least of several rounds, in batches and message by message. Run
it before and after a change, by turns, and compare; single figures mean little. `steps` counts what the interpreter
does for each message, which is the same on a busy machine, and where it does it.
"""

import cProfile
import gc
import pstats
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.flows.conversation import LINK, SERVER, Server, octets, subnet

from bench.micro_steps import TOLD, Discarded, count_steps
from lessor.model.datagram import Received4
from lessor.store.memfile import MemfileStore
from lessor.store.memory import MemoryStore
from lessor.wire.packet4 import (
    DISCOVER,
    MESSAGE_NAMES,
    MESSAGE_TYPE,
    PARAMETER_REQUEST_LIST,
    REQUEST,
    REQUESTED_ADDRESS,
    SERVER_IDENTIFIER,
    Packet4,
    encode4,
)

ROUNDS = 40
CLIENTS = 512
LINES = 45
COUNTED = 33
FIRST = 0x0A100000
RELAY = 0x0A000002
RELAY_PORT = 67
ASKED = bytes((1, 3, 6, 15, 51, 54, 58, 59))


def message(kind: int, client: int, address: int = 0, renews: bool = False) -> Received4:
    """What a client says, as its relay sends it on; `address` is what it names."""
    options = {MESSAGE_TYPE: bytes((kind,)), PARAMETER_REQUEST_LIST: ASKED}
    if address and not renews:
        options |= {SERVER_IDENTIFIER: octets("192.0.2.1"), REQUESTED_ADDRESS: address.to_bytes(4, "big")}
    packet = Packet4(
        hops=1,
        xid=client & 0xFFFFFFFF,
        ciaddr=address if renews else 0,
        giaddr=RELAY,
        chaddr=b"\x02\x0c" + client.to_bytes(4, "big"),
        options=options,
    )
    return Received4(encode4(packet), LINK, SERVER, RELAY, RELAY_PORT, False)


def make_server() -> Server:
    store = MemfileStore(MemoryStore(), Discarded())  # type: ignore[arg-type]  # it does what is asked of the journal
    return Server(subnet("10.0.0.0/8", "10.16.0.0-10.31.255.255"), store=store)


def round_of(server: Server, sent: list[Received4], batch: int, profiler: cProfile.Profile | None) -> float:
    """Have all these messages answered; return microseconds of processor time for each."""
    batches = [sent[at : at + batch] for at in range(0, len(sent), batch)]
    run, now = server.exchange.run, server.now
    if profiler is not None:
        profiler.enable()
    begin = time.process_time()
    for each in batches:
        run(each, now)
    spent = time.process_time() - begin
    if profiler is not None:
        profiler.disable()
    assert len(server.sent) == len(sent)
    server.sent.clear()
    return spent / len(sent) * 1e6


def measure(batch: int, profiler: cProfile.Profile | None = None) -> tuple[float, float]:
    """Return what a new client costs, and a renewal."""
    server = make_server()
    news, renewals = [], []
    for i in range(ROUNDS):
        numbers = range(i * CLIENTS, (i + 1) * CLIENTS)
        new = round_of(server, [message(DISCOVER, number) for number in numbers], batch, profiler)
        new += round_of(server, [message(REQUEST, number, FIRST + number) for number in numbers], batch, profiler)
        news.append(new)
        server.now += 1
        again = [message(REQUEST, number, FIRST + number, renews=True) for number in numbers]
        renewals.append(round_of(server, again, batch, profiler))
    assert len(server.leases()) == ROUNDS * CLIENTS
    return min(news), min(renewals)


def show_steps(told: int) -> None:
    """Print what the interpreter does for one message of each kind."""
    server = make_server()
    for kind, renews in ((DISCOVER, False), (REQUEST, False), (REQUEST, True)):
        name = "renewal" if renews else MESSAGE_NAMES[kind]
        messages = [message(kind, i, 0 if kind == DISCOVER else FIRST + i, renews) for i in range(COUNTED)]
        count_steps(name, server.exchange.run, messages, server.now + renews, told)


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
