"""Which addresses and prefixes a DHCPv6 client may have, and who stands in the way.

[hot] The twin of allocate.py: pure questions about one identity association; the order in which they are asked is the
story of assign6.py. An address is a prefix of 128 bits; addresses and prefixes are apart, each with pools, leases and
offers of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from lessor.engine.hosts6 import find_host6
from lessor.engine.occupancy import LEASED, OFFERED, Place
from lessor.engine.offers import OfferBook
from lessor.engine.pickers.iterative import pick
from lessor.engine.request6 import Ia, Request6
from lessor.engine.tables6 import Host6, Pool6, Subnet6, Tables6, pool_at
from lessor.model.facts6 import Facts6
from lessor.model.lease import is_active
from lessor.model.lease6 import PD, REGISTERED, Lease6

WHOLE: Final = 128

Choice = tuple[Subnet6, Pool6 | None, int, int]
"""What an identity association may get: subnet, pool (None for what is reserved outside), first address, prefix
length."""


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

    `subnet` is where the client is (of a shared network: the subnet that holds its reservation, else the selected
    one), `host` its reservation. `granted` is what other identity associations of the same message get already, as
    (type, address). `contested` allows to offer what is on offer to somebody else already, when all else is used up.
    """

    __slots__ = ("contested", "facts", "granted", "host", "now", "offers", "request", "subnet", "tables")

    def __init__(
        self,
        tables: Tables6,
        request: Request6,
        subnet: Subnet6,
        facts: Facts6,
        offers: Offers6,
        now: int,
        contested: bool = False,
    ) -> None:
        self.tables = tables
        self.request = request
        self.subnet = subnet
        self.host: Host6 | None = None
        self.facts = facts
        self.offers = offers
        self.now = now
        self.contested = contested
        self.granted: set[tuple[int, int]] = set()
        for sibling in subnet.siblings:
            host = find_host6(tables, sibling, request)
            if host is not None:
                self.host = host
                self.subnet = sibling
                break


def offer_key(type: int, iaid: int, duid: bytes) -> bytes:
    """Return what names an identity association among all of all clients."""
    return bytes((type,)) + iaid.to_bytes(4, "big") + duid


def holders(facts: Facts6, type: int) -> Mapping[int, Lease6]:
    """Return the leases on prefixes, or those on addresses."""
    return facts.prefixes if type == PD else facts.addresses


def pools_of(subnet: Subnet6, type: int) -> tuple[Pool6, ...]:
    """Return the subnet's prefix pools, or its address pools."""
    return subnet.prefix_pools if type == PD else subnet.pools


def place_of(tables: Tables6, subnet_id: int, type: int, address: int) -> Place | None:
    """Return where the address or prefix is noted; None when it is in no pool of the subnet."""
    subnet = tables.subnets.get(subnet_id)
    pool = None if subnet is None else pool_at(pools_of(subnet, type), address)
    return None if pool is None else (pool.occupancy, (address - pool.first) // pool.step)


def belongs(lease: Lease6, ia: Ia, duid: bytes) -> bool:
    """Tell whether the lease is one of this identity association; what a client registered itself is of none."""
    return lease.iaid == ia.iaid and lease.type == ia.type and lease.duid == duid and lease.state != REGISTERED


def own_leases(case: Case6, ia: Ia) -> list[Lease6]:
    """Return the leases the identity association holds, or held last, in the client's network."""
    # common case first: a new client
    if not case.facts.by_duid:
        return []
    duid = case.request.duid
    return [
        lease for lease in case.facts.by_duid if belongs(lease, ia, duid) and _is_here(case.subnet, lease.subnet_id)
    ]


def _is_here(subnet: Subnet6, subnet_id: int) -> bool:
    # common case first
    return subnet.id == subnet_id or subnet_id in [sibling.id for sibling in subnet.siblings]


def held_by_other(case: Case6, ia: Ia, address: int) -> bool:
    """Tell whether another identity association, of this client or another one, has the address or prefix now."""
    lease = holders(case.facts, ia.type).get(address)
    if lease is None or not is_active(lease, case.now):
        return False
    return not belongs(lease, ia, case.request.duid)


def is_spoken_for(case: Case6, ia: Ia, address: int) -> bool:
    """Tell whether somebody else has the address or prefix, or it is on offer to somebody else."""
    if (ia.type, address) in case.granted or held_by_other(case, ia, address):
        return True
    return case.offers.of(ia.type).taken(address, offer_key(ia.type, ia.iaid, case.request.duid), case.now)


def reservations(case: Case6, type: int) -> list[tuple[int, int]]:
    """Return the addresses or prefixes promised to the client where it is, with their lengths, in their order.

    A global reservation may name addresses of other links; delegated prefixes need not be of the link.
    """
    host = case.host
    if host is None:
        return []
    if type == PD:
        return [(prefix, value[0]) for prefix, value in host.prefixes.items()]
    return [(address, WHOLE) for address in host.addresses if case.subnet.first <= address <= case.subnet.last]


def owner(subnet: Subnet6, type: int, address: int) -> Host6 | None:
    """Return to whom the administrator promised the address or prefix."""
    return (subnet.reserved_prefixes if type == PD else subnet.reserved_addresses).get(address)


def reserved_for_other(case: Case6, subnet: Subnet6, type: int, address: int) -> bool:
    """Tell whether the administrator promised the address or prefix to another client."""
    host = owner(subnet, type, address)
    return host is not None and host is not case.host


def sibling_at(case: Case6, type: int, address: int) -> Subnet6 | None:
    """Return the subnet of the client's network that holds the address, or delegates the prefix."""
    for subnet in case.subnet.siblings:
        if type == PD:
            if pool_at(subnet.prefix_pools, address) is not None:
                return subnet
        elif subnet.first <= address <= subnet.last:
            return subnet
    return None


def whole_unit(subnet: Subnet6, type: int, address: int, length: int) -> tuple[int, int]:
    """Return what can be had where a wish points to: for a prefix the delegated one of the pool that holds it.

    As in Kea, the length a client has in mind does not move its wish elsewhere.
    """
    pool = pool_at(subnet.prefix_pools, address) if type == PD else None
    if pool is None or address in subnet.reserved_prefixes:
        return address, length
    return address - (address - pool.first) % pool.step, pool.delegated_length


def choice_of(case: Case6, subnet: Subnet6, type: int, address: int, length: int) -> Choice | None:
    """Return this as a choice if the client may have it: reserved for it, or of a pool as it stands and promised to
    nobody.
    """
    pool = pool_at(pools_of(subnet, type), address)
    if case.host is not None and (address, length) in reservations(case, type):
        return subnet, pool, address, length
    if pool is None or pool.delegated_length != length or (address - pool.first) % pool.step:
        return None
    return None if reserved_for_other(case, subnet, type, address) else (subnet, pool, address, length)


def free_choice(case: Case6, ia: Ia) -> Choice | None:
    """Return a free address or prefix of the client's network; None when all are used up."""
    candidates = pools_for(case, ia)
    for subnet, pool in candidates:
        address = _unheld(case, ia, pool)
        if address >= 0:
            return subnet, pool, address, pool.delegated_length
    if case.contested:
        for subnet, pool in candidates:
            address = _contested(case, ia, pool)
            if address >= 0:
                return subnet, pool, address, pool.delegated_length
    return None


def _nearest_first(subnet: Subnet6) -> Sequence[Subnet6]:
    # common case first: no shared network
    if len(subnet.siblings) == 1:
        return subnet.siblings
    return [subnet, *(sibling for sibling in subnet.siblings if sibling is not subnet)]


def pools_for(case: Case6, ia: Ia) -> list[tuple[Subnet6, Pool6]]:
    """Return the pools in their order, for a prefix those first that fit the length a client has in mind."""
    found = [(subnet, pool) for subnet in _nearest_first(case.subnet) for pool in pools_of(subnet, ia.type)]
    wanted = ia.wanted[0][1] if ia.wanted else 0
    # "::/0" is no wish (RFC 8415 section 18.2.1 leaves both fields to the client)
    if ia.type != PD or not wanted or len(found) < 2:
        return found
    order = sorted([(_misfit(found[i][1].delegated_length, wanted), i) for i in range(len(found))])
    return [found[i] for _, i in order]


def _misfit(length: int, wanted: int) -> int:
    """Return how badly a prefix of some length meets a wish.

    RFC 8168 section 3.2: what is wanted, else more than that, the less the better, else the most there is.
    """
    return wanted - length if length <= wanted else WHOLE + length - wanted


def _unheld(case: Case6, ia: Ia, pool: Pool6) -> int:
    """Return what the allocator believes free, nobody holds and no other part of this message gets; -1 for none.

    The allocator errs only where other servers write to the same database; what it learns here it keeps.
    """
    left = len(case.granted)
    position = pick(pool.occupancy)
    while position >= 0:
        address = pool.first + position * pool.step
        if held_by_other(case, ia, address):
            pool.occupancy.mark(position, LEASED)
        elif (ia.type, address) not in case.granted:
            return address
        elif left:
            left -= 1
        else:
            return -1
        position = pick(pool.occupancy)
    return -1


def _contested(case: Case6, ia: Ia, pool: Pool6) -> int:
    """Return what is only on offer: the next in the allocator's order, so one of the oldest; -1 for none."""
    position = pool.occupancy.cursor
    for _ in range(len(case.granted) + 1):
        position = pool.occupancy.find_marked(OFFERED, position)
        if position < 0:
            return -1
        address = pool.first + position * pool.step
        if (ia.type, address) not in case.granted and not held_by_other(case, ia, address):
            return address
        position = (position + 1) % pool.occupancy.size
    return -1
