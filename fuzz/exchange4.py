"""Let damaged and sound clients talk to a whole DHCPv4 exchange: `python fuzz/exchange4.py SECONDS [SEED]`.

Nothing a client sends may reach the place where bugs are caught. At every pause one address has one lease, and the
occupancy of the pools, the open offers and the counters tell the same story as the store.
"""

import sys
from pathlib import Path
from random import Random
from typing import Final

from damage import damaged, run

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.flows.conversation import (
    LINK,
    SERVER,
    Client,
    Server,
    guarded,
    hwaddr_ends,
    network,
    number,
    octets,
    plan,
    reservation,
    rule,
    subnet,
)

from lessor.engine.classify import Classifier
from lessor.engine.occupancy import LEASED, OFFERED
from lessor.model.datagram import Received4
from lessor.model.lease import is_over
from lessor.wire.options import tlv
from lessor.wire.packet4 import LONGEST, encode4

KINDS: Final = (1, 3, 4, 7, 8)
ADDRESSES: Final = (
    "192.0.2.10",
    "192.0.2.13",
    "192.0.2.20",
    "192.0.2.77",
    "10.1.0.12",
    "10.2.0.11",
    "10.2.0.22",
    "203.0.113.9",
)
RELAYS: Final = ("", "", "", "10.1.0.1", "10.2.0.1", "203.0.113.1")
SERVERS: Final = ("192.0.2.1", "192.0.2.1", "192.0.2.2")
PAUSES: Final = (0, 0, 0, 1, 40, 900)
LOOKS: Final = 500
A: Final = "02:00:00:00:00:03"
B: Final = "02:00:00:00:00:04"
C: Final = "02:00:00:00:00:05"
CLASSES: Final = (
    rule("DROP", hwaddr_ends(0x17)),
    rule("odd", hwaddr_ends(0x07, 0x09, 0x0B)),
    rule("late", lambda request: "odd" in request.classes, additional=True),
)
NOBODY: Final = Server()
"""A server nobody hears: clients of the vocabulary want one."""


def build() -> Server:
    """Return a server with a subnet of its own, and a shared network of two subnets with pools for some only.

    There are reservations in all places, some of one client and some of one address, short leases for offers, leases
    that are given again, relays that are remembered, and classes that end, open and add something.
    """
    near = subnet(
        hosts=reservation(A, address="192.0.2.13", hostname="printer") | reservation(B, address="192.0.2.13"),
        cache_threshold=0.25,
        store_extended_info=True,
        additional=("late",),
    )
    far = subnet("10.1.0.0/24", "10.1.0.10-10.1.0.14", id=2, its_plan=plan(offer_lifetime=60), authoritative=True)
    floor = subnet(
        "10.2.0.0/24",
        "10.2.0.10-10.2.0.12,10.2.0.20-10.2.0.24",
        id=3,
        hosts=reservation(A, address="10.2.0.11", classes=("odd",)) | reservation(C, hostname="scanner"),
        adaptive_threshold=0.5,
        guard=("odd", "KNOWN"),
        reservations_global=True,
    )
    guarded(floor.pools[1], "late", "UNKNOWN")
    floor.pools[0].additional = ("late",)
    return Server(
        near,
        *network(far, floor, additional=("late",)),
        classifier=Classifier(CLASSES, frozenset(("odd", "late"))),
        global_hosts=reservation(C, address="10.1.0.13", classes=("odd",)),
        early_global_hosts=True,
        stash_agent_options=True,
    )


def sound(chance: Random) -> bytes:
    """Return a message a client might send."""
    client = Client(NOBODY, f"02:00:00:00:00:{chance.randrange(24):02x}", chance.choice(RELAYS))
    options: dict[int, bytes] = {}
    if chance.random() < 0.6:
        options[50] = octets(chance.choice(ADDRESSES))
    if chance.random() < 0.5:
        options[54] = octets(chance.choice(SERVERS))
    if chance.random() < 0.3:
        options[61] = b"\x01" + chance.randbytes(chance.randrange(1, 4))
    if chance.random() < 0.2:
        options[12] = chance.randbytes(chance.randrange(12))
    if chance.random() < 0.2:
        options[81] = chance.randbytes(1) + bytes(2) + b"\x04host" + chance.choice((b"", b"\0"))
    if chance.random() < 0.2:
        options[82] = tlv(chance.choice((1, 5, 11)), octets(chance.choice(ADDRESSES)))
    packet = client.message(chance.choice(KINDS), options)
    if chance.random() < 0.3:
        packet.ciaddr = number(chance.choice(ADDRESSES))
    return encode4(packet)


def message(chance: Random) -> bytes:
    """Return a message, one in five of them damaged, and behind it how it came and how long the next one takes."""
    data = sound(chance)
    if chance.random() < 0.2:
        data = damaged(chance, (data,), LONGEST)
    return data + bytes((chance.random() < 0.7, chance.randrange(len(PAUSES))))


class Target:
    """The server under fire."""

    def __init__(self) -> None:
        self.server = build()
        self.heard = 0

    def one(self, data: bytes) -> None:
        """Hear one message; look at everything now and then."""
        server = self.server
        server.hear(Received4(data[:-2], LINK, SERVER, 0, 68, bool(data[-2])))
        assert not server.count("pkt4-processing-failed"), "a bug was caught"
        server.now += PAUSES[data[-1]]
        self.heard += 1
        if self.heard % LOOKS == 0:
            server.exchange.reclaim(server.now, 5)
            self.compare()

    def compare(self) -> None:
        """Demand that occupancy, offers and counters say what the store says."""
        server = self.server
        server.hear()
        holders = server.store.facts(b"", b"").holders
        offered = server.exchange.offers.by_address
        for known in server.tables.subnets.values():
            for pool in known.pools:
                for position in range(pool.occupancy.size):
                    lease = holders.get(pool.first + position)
                    state = pool.occupancy.state(position)
                    assert (state == LEASED) == (lease is not None and not is_over(lease)), (state, lease)
                    assert state != OFFERED or pool.first + position in offered
        bound = sum(not is_over(lease) for lease in server.store.leases())
        assert server.count("assigned-addresses") == bound


if __name__ == "__main__":
    run(Target().one, message)
