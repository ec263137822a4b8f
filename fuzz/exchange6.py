"""Let damaged and sound clients talk to a whole DHCPv6 exchange: `python fuzz/exchange6.py SECONDS [SEED]`.

Nothing a client sends may reach the place where bugs are caught. At every pause one address and one prefix has one
lease, and the occupancy of the pools and the open offers tell the same story as the store.
"""

import sys
from pathlib import Path
from random import Random
from typing import Final

from damage import damaged, run

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.flows.conversation6 import LINK, Client6, Server6, duid, na, network6, pd, reservation6, subnet6, ta

from lessor.engine.classify import Classifier, Rule
from lessor.engine.occupancy import LEASED, OFFERED
from lessor.engine.request6 import Request6
from lessor.model.datagram6 import Received6
from lessor.model.lease import is_over
from lessor.model.lease6 import NA, PD
from lessor.wire.packet6 import LONGEST

KINDS: Final = (1, 3, 4, 5, 6, 8, 9, 11)
ADDRESSES: Final = (
    "2001:db8:1::100", "2001:db8:1::105", "2001:db8:1::112", "2001:db8:2::10", "2001:db8:2::18", "2001:db8:3::1",
    "2001:db8:4::2", "::",
)  # fmt: skip
PREFIXES: Final = ("2001:db8:8000::/56", "2001:db8:8000:500::/56", "2001:db8:9000:10::/60", "::/0", "::/60", "::/128")
LINKS: Final = ("", "", "2001:db8:1::9", "2001:db8:2::9", "2001:db8:3::9", "2001:db8:4::9", "2001:db8:77::9")
LIFETIMES: Final = (0, 5, 3000, 4000, 2**32 - 1)
VOICE: Final = (16, b"\0\0\x12\x34\0\x05voice")
OTHERS: Final = (VOICE, (14, b""), (39, b"\x01\x04host"), (39, b"\x05\x04host\0"), (6, b"\x00\x17\x00\x18"))
PAUSES: Final = (0, 0, 0, 1, 40, 900)
LOOKS: Final = 500


def build() -> Server6:
    """Return a server with a shared network of three subnets, reservations, guards and classes, and a subnet without
    pools.
    """
    hosts = reservation6(duid(3), "2001:db8:1::105", "2001:db8:8000:500::/56")
    hosts |= reservation6(duid(4), "2001:db8:1::105", classes=("vip",))
    one = subnet6(hosts=hosts, rapid_commit=True, store_extended_info=True, adaptive_threshold=0.5)
    there = reservation6(duid(3), "2001:db8:2::10") | reservation6(duid(5), "2001:db8:2::11", classes=("late",))
    pools = "2001:db8:2::10-2001:db8:2::17,2001:db8:2::18-2001:db8:2::1f"
    two = subnet6("2001:db8:2::/64", pools, "2001:db8:9000::/52>60", id=2, hosts=there, cache_threshold=0.5)
    two.pools[0].guard = ("voice", "KNOWN")
    two.pools[1].additional = ("late",)
    four = subnet6("2001:db8:4::/64", "2001:db8:4::1-2001:db8:4::4", "2001:db8:a000::/54>56", id=4, guard=("voice",))
    settings = {"global_hosts": reservation6(duid(6), "2001:db8:1::50", classes=("DROP",)), "early_global_hosts": True}
    floor = network6(one, two, four, additional=("late",))
    return Server6(*floor, subnet6("2001:db8:3::/64", "", "", id=3), classifier=classifier(), **settings)  # type: ignore[arg-type]


def classifier() -> Classifier[Request6]:
    """Return a class that vendors say, one for the known, and one that is evaluated late."""
    return Classifier(
        (
            Rule("voice", lambda request: request.vendor_class == b"voice"),
            Rule("greeted", lambda request: "KNOWN" in request.classes, after_host=True),
            Rule("late", lambda request: len(request.asked) > 2, additional=True),
        ),
        frozenset(("voice", "greeted", "late")),
    )


def association(chance: Random) -> tuple[int, bytes]:
    """Return an identity association with up to two wishes."""
    kind = chance.choice((na, pd))
    names = ADDRESSES if kind is na else PREFIXES
    wishes = [
        (chance.choice(names), chance.choice(LIFETIMES), chance.choice(LIFETIMES)) for _ in range(chance.randrange(3))
    ]
    return kind(chance.randrange(3), *wishes)


def sound(chance: Random) -> bytes:
    """Return a message a client might send, straight or by a relay."""
    client = Client6(NOBODY, chance.randrange(24), link=chance.choice(LINKS))
    options = [association(chance) for _ in range(chance.randrange(4))]
    if chance.random() < 0.1:
        options.append(ta(1, chance.choice(ADDRESSES)))
    if chance.random() < 0.6:
        options.append(chance.choice(OTHERS))
    packet = client.message(chance.choice(KINDS), *options)
    return client.received(packet, True).data


def message(chance: Random) -> bytes:
    """Return a message, one in five of them damaged, and behind it how it came and how long the next one takes."""
    data = sound(chance)
    if chance.random() < 0.2:
        data = damaged(chance, (data,), LONGEST)
    return data + bytes((chance.random() < 0.8, chance.randrange(len(PAUSES))))


class Target:
    """The server under fire."""

    def __init__(self) -> None:
        self.server = build()
        self.heard = 0

    def one(self, data: bytes) -> None:
        """Hear one message; look at everything now and then."""
        server = self.server
        server.hear(Received6(data[:-2], LINK, 0xFF02 << 112 | 0x10002, 0xFE80 << 112 | 9, 546, bool(data[-2])))
        assert not server.count("pkt6-processing-failed"), "a bug was caught"
        server.now += PAUSES[data[-1]]
        self.heard += 1
        if self.heard % LOOKS == 0:
            server.exchange.reclaim(server.now, 5)
            self.compare()

    def compare(self) -> None:
        """Demand that occupancy and offers say what the store says."""
        server = self.server
        server.hear()
        facts = server.store.facts(b"")
        for known in server.tables.subnets.values():
            for type, pools, holders in ((NA, known.pools, facts.addresses), (PD, known.prefix_pools, facts.prefixes)):
                offered = server.exchange.offers.of(type).by_address
                for pool in pools:
                    for position in range(pool.occupancy.size):
                        address = pool.first + position * pool.step
                        lease = holders.get(address)
                        state = pool.occupancy.state(position)
                        assert (state == LEASED) == (lease is not None and not is_over(lease)), (state, lease)
                        assert state != OFFERED or address in offered


NOBODY: Final = build()
"""A server nobody hears: clients of the vocabulary want one."""

if __name__ == "__main__":
    run(Target().one, message)
