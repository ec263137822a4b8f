"""Time the exchange alone: octets in, octets out, leases in memory, no sockets.

Prints microseconds per four-way exchange (DISCOVER, OFFER, REQUEST, ACK). Run it before and after a change on one
machine and compare; single figures mean little.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.flows.conversation import LINK, SERVER, Client, Server, octets, subnet

from lessor.wire.packet4 import DISCOVER, REQUEST, encode4

BATCH = 16
ROUNDS = 1000


def main() -> None:
    """Run ROUNDS batches of BATCH new clients each."""
    from lessor.model.datagram import Received4

    server = Server(subnet("10.0.0.0/8", "10.16.0.0-10.31.255.255"))
    discovers, requests = [], []
    for i in range(BATCH * ROUNDS):
        client = Client(server, f"02:00:{i >> 24 & 255:02x}:{i >> 16 & 255:02x}:{i >> 8 & 255:02x}:{i & 255:02x}")
        address = (0x0A100000 + i).to_bytes(4, "big")
        chosen = {54: octets("192.0.2.1"), 50: address}
        discovers.append(Received4(encode4(client.message(DISCOVER, giaddr="10.0.0.1")), LINK, SERVER, 1, 67))
        requests.append(Received4(encode4(client.message(REQUEST, chosen, giaddr="10.0.0.1")), LINK, SERVER, 1, 67))
    start = time.process_time()
    for at in range(0, len(discovers), BATCH):
        server.exchange.run(discovers[at : at + BATCH], server.now)
        server.exchange.run(requests[at : at + BATCH], server.now)
    spent = time.process_time() - start
    assert len(server.leases()) == BATCH * ROUNDS
    print(f"{spent / (BATCH * ROUNDS) * 1e6:.1f} us per exchange")


if __name__ == "__main__":
    main()
