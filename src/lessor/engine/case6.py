"""What a decision about one DHCPv6 message stands on: the client, what is known of it, what is on offer.

[hot] Addresses and prefixes are apart, each with pools, leases and offers of its own: what follows from the type of a
lease is asked here.
"""

from collections.abc import Mapping
from struct import Struct
from typing import Final

from lessor.engine.hosts6 import Hosts6
from lessor.engine.network import admits, lets_in
from lessor.engine.occupancy import Place
from lessor.engine.offers import OfferBook
from lessor.engine.request6 import Request6
from lessor.engine.story6 import Story6
from lessor.engine.tables6 import Pool6, Subnet6, Tables6
from lessor.model.facts6 import Facts6
from lessor.model.lease6 import PD, Lease6

WHOLE: Final = 128
"""The length of an address, as a prefix."""

OFFER_KEY: Final = Struct("!BI")


class Offers6:
    """What is on offer: addresses and prefixes are two books, because their numbers may be the same."""

    __slots__ = ("addresses", "prefixes")

    def __init__(self) -> None:
        self.addresses = OfferBook()
        self.prefixes = OfferBook()

    def of(self, type: int) -> OfferBook:
        """Return the book for this type of lease."""
        return self.prefixes if type == PD else self.addresses


class Case6:
    """All that a decision about one message stands on.

    `subnet` is where the client is: the selected one, in a shared network then that of which it gets something. `open`
    are the subnets of the network that let it in, `hosts` its reservations. `granted` is what other identity
    associations of the same message get already, as (type, address). `contested` allows to offer what is on offer to
    somebody else already, when all else is used up. `story` is told what was tried, for those who ask; usually None.
    """

    __slots__ = (
        "contested",
        "facts",
        "granted",
        "hosts",
        "now",
        "offers",
        "open",
        "request",
        "story",
        "subnet",
        "tables",
    )

    def __init__(
        self,
        tables: Tables6,
        request: Request6,
        subnet: Subnet6,
        hosts: Hosts6,
        facts: Facts6,
        offers: Offers6,
        now: int,
        contested: bool = False,
        story: Story6 | None = None,
    ) -> None:
        self.tables = tables
        self.request = request
        self.subnet = subnet
        self.hosts = hosts
        self.facts = facts
        self.offers = offers
        self.now = now
        self.contested = contested
        self.story = story
        self.granted: set[tuple[int, int]] = set()
        self.open = subnet.siblings if tables.classifier is None else _open(subnet, request)


def _open(subnet: Subnet6, request: Request6) -> tuple[Subnet6, ...]:
    return tuple([one for one in subnet.siblings if lets_in(one.guard, one.shared, request.classes)])


def offer_key(type: int, iaid: int, duid: bytes) -> bytes:
    """Return what names an identity association among all of all clients."""
    return OFFER_KEY.pack(type, iaid) + duid


def holders(facts: Facts6, type: int) -> Mapping[int, Lease6]:
    """Return the leases on prefixes, or those on addresses."""
    return facts.prefixes if type == PD else facts.addresses


def pools_of(subnet: Subnet6, type: int) -> tuple[Pool6, ...]:
    """Return the subnet's prefix pools, or its address pools."""
    return subnet.prefix_pools if type == PD else subnet.pools


def place_of(tables: Tables6, subnet_id: int, type: int, address: int) -> Place | None:
    """Return where the address or prefix is noted; None when it is in no pool of the subnet."""
    subnet = tables.subnets.get(subnet_id)
    if subnet is None:
        return None
    for pool in subnet.prefix_pools if type == PD else subnet.pools:
        if pool.first <= address <= pool.last:
            return pool.occupancy, (address - pool.first) // pool.step
    return None


def open_at(case: Case6, address: int) -> Subnet6 | None:
    """Return the subnet open to the client that holds the address."""
    for subnet in case.open:
        if subnet.first <= address <= subnet.last:
            return subnet
    return None


def is_open(case: Case6, subnet: Subnet6, pool: Pool6) -> bool:
    """Tell whether the client may have something of this pool."""
    # common case first: no guards
    if subnet not in case.open:
        return False
    return not pool.guard or admits(pool.guard, case.request.classes)


def has_pools(case: Case6, subnet: Subnet6, type: int) -> bool:
    """Tell whether the subnet has pools of this type for the client."""
    return any(is_open(case, subnet, pool) for pool in pools_of(subnet, type))
