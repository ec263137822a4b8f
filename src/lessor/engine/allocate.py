"""Which addresses a client may have, and who stands in the way.

[hot] Pure questions about one address or one client; the order in which they are asked is the story of decide4.
"""

from collections.abc import Sequence

from lessor.engine.hosts import find_host
from lessor.engine.occupancy import LEASED, OFFERED, Place
from lessor.engine.offers import OfferBook
from lessor.engine.pickers.iterative import pick
from lessor.engine.request4 import Request4
from lessor.engine.tables import Host, Pool, Subnet, Tables, pool_at
from lessor.model.facts import Facts4
from lessor.model.lease import Lease4, is_active


class Case4:
    """All that a decision about one message stands on.

    `subnet` is where the client is (of a shared network: the subnet that holds its reservation, else the selected
    one), `host` its reservation. `contested` allows to offer what is on offer to somebody else already: when all else
    is used up, a flood of unfinished conversations must not lock the others out.
    """

    __slots__ = ("contested", "facts", "host", "now", "offers", "request", "subnet", "tables")

    def __init__(
        self,
        tables: Tables,
        request: Request4,
        subnet: Subnet,
        facts: Facts4,
        offers: OfferBook,
        now: int,
        contested: bool = False,
    ) -> None:
        self.tables = tables
        self.request = request
        self.subnet = subnet
        self.host: Host | None = None
        self.facts = facts
        self.offers = offers
        self.now = now
        self.contested = contested
        for sibling in subnet.siblings:
            host = find_host(tables, sibling, request)
            if host is not None:
                self.host = host
                self.subnet = sibling
                break


def belongs(lease: Lease4, request: Request4, match_client_id: bool) -> bool:
    """Tell whether the lease is this client's: by client identifier, or by hardware address if one side has none.

    RFC 2131 section 4.2: an identifier, once used, is the client's name.
    """
    client_id = request.client_id if match_client_id else b""
    if client_id and lease.client_id:
        return client_id == lease.client_id
    return lease.hwaddr != b"" and lease.hwaddr == request.hwaddr


def own_lease(case: Case4) -> Lease4 | None:
    """Return the lease the client holds, or held last, in its subnet or a sibling of it."""
    request = case.request
    facts = case.facts
    for subnet in case.subnet.siblings:
        if subnet.match_client_id:
            lease = _in_subnet(facts.by_client_id, subnet)
            if lease is not None:
                return lease
    for subnet in case.subnet.siblings:
        lease = _in_subnet(facts.by_hwaddr, subnet)
        if lease is not None and belongs(lease, request, subnet.match_client_id):
            return lease
    return None


def _in_subnet(leases: Sequence[Lease4], subnet: Subnet) -> Lease4 | None:
    for lease in leases:
        if lease.subnet_id == subnet.id:
            return lease
    return None


def held_by_other(case: Case4, address: int) -> bool:
    """Tell whether somebody else has the address now; a declined address is nobody's and everybody's."""
    lease = case.facts.holders.get(address)
    if lease is None or not is_active(lease, case.now):
        return False
    return not belongs(lease, case.request, case.subnet.match_client_id)


def sibling_at(case: Case4, address: int) -> Subnet | None:
    """Return the subnet of the client's network that holds the address."""
    for subnet in case.subnet.siblings:
        if subnet.first <= address <= subnet.last:
            return subnet
    return None


def reserved_for_other(case: Case4, subnet: Subnet, address: int) -> bool:
    """Tell whether the administrator promised the address to another client."""
    return address in subnet.reserved and (case.host is None or case.host.address != address)


def open_to(case: Case4, subnet: Subnet, address: int) -> bool:
    """Tell whether the client may have this address: its own reservation, or in a pool and promised to nobody."""
    if case.host is not None and case.host.address == address:
        return True
    return pool_at(subnet, address) is not None and not reserved_for_other(case, subnet, address)


def free_address(case: Case4) -> tuple[Subnet, int] | None:
    """Return a free address, of the client's subnet before the others of its network; None when all are used up."""
    for subnet in _nearest_first(case.subnet):
        for pool in subnet.pools:
            address = _unheld(case, pool)
            if address >= 0:
                return subnet, address
    return _contested_address(case) if case.contested else None


def _nearest_first(subnet: Subnet) -> Sequence[Subnet]:
    # common case first: no shared network
    if len(subnet.siblings) == 1:
        return subnet.siblings
    return [subnet, *(sibling for sibling in subnet.siblings if sibling is not subnet)]


def _unheld(case: Case4, pool: Pool) -> int:
    """Return an address that the allocator believes free and nobody holds; -1 for none.

    The allocator errs only where other servers write to the same database; what it learns here it keeps.
    """
    position = pick(pool.occupancy)
    while position >= 0 and held_by_other(case, pool.first + position):
        pool.occupancy.mark(position, LEASED)
        position = pick(pool.occupancy)
    return pool.first + position if position >= 0 else -1


def _contested_address(case: Case4) -> tuple[Subnet, int] | None:
    """Return an address that is only on offer: the next in the allocator's order, so one of the oldest."""
    for subnet in _nearest_first(case.subnet):
        for pool in subnet.pools:
            position = pool.occupancy.find_marked(OFFERED, pool.occupancy.cursor)
            if position >= 0:
                return subnet, pool.first + position
    return None


def place_of(tables: Tables, subnet_id: int, address: int) -> Place | None:
    """Return where the address is noted; None when it is in no pool of the subnet."""
    subnet = tables.subnets.get(subnet_id)
    pool = None if subnet is None else pool_at(subnet, address)
    return None if pool is None else (pool.occupancy, address - pool.first)
