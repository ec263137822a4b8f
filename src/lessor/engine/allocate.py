"""Which addresses a client may have, and who stands in the way.

[hot] Pure questions about one address or one client; the order in which they are asked is the story of decide4.
"""

from collections.abc import Sequence

from lessor.engine import story
from lessor.engine.classify import Classes
from lessor.engine.hosts import find_hosts, reserved_address
from lessor.engine.network import admits, in_turn
from lessor.engine.occupancy import LEASED, OFFERED, Place
from lessor.engine.offers import OfferBook
from lessor.engine.request4 import Request4
from lessor.engine.story import Considered, Story
from lessor.engine.tables import Pool, Subnet, Tables, pool_at
from lessor.model.facts import Facts4
from lessor.model.lease import DECLINED, Lease4, is_active

Choice = tuple[Subnet, int]
"""An address to give, and its subnet."""


class Case4:
    """All that a decision about one message stands on.

    `selected` is the subnet the message came from, `subnets` those of its network that are open to the client, from
    that one on, `hosts` the client's reservations in them. `reserved` is the first address promised to it, or 0, and
    `subnet` where that lies, else the selected one. `contested` allows to offer what is on offer to somebody else
    already: when all else is used up, a flood of unfinished conversations must not lock the others out. `story`
    collects what was considered; None when nobody asks.
    """

    __slots__ = (
        "contested",
        "facts",
        "hosts",
        "now",
        "offers",
        "request",
        "reserved",
        "selected",
        "story",
        "subnet",
        "subnets",
        "tables",
    )

    def __init__(
        self,
        tables: Tables,
        request: Request4,
        selected: Subnet,
        facts: Facts4,
        offers: OfferBook,
        now: int,
        contested: bool = False,
        story: Story | None = None,
    ) -> None:
        self.tables = tables
        self.request = request
        self.selected = selected
        self.facts = facts
        self.offers = offers
        self.now = now
        self.contested = contested
        self.story = story
        # common case first: no shared network
        self.subnets = selected.siblings
        if len(self.subnets) > 1:
            self.subnets = open_subnets(selected, request.classes)
        self.hosts = find_hosts(tables, self.subnets, request)
        self.subnet = selected
        self.reserved = 0
        if self.hosts:
            self.look_for_reserved()

    def look_for_reserved(self) -> None:
        """Find the address promised to the client, and where it lies."""
        for subnet in self.subnets:
            address = reserved_address(self.hosts, subnet)
            if address:
                self.subnet = subnet
                self.reserved = address
                return


def open_subnets(selected: Subnet, classes: Classes) -> tuple[Subnet, ...]:
    """Return the subnets of the network that are open to a client of these classes, from the selected one on."""
    return tuple([subnet for subnet in in_turn(selected.siblings, selected) if admits(subnet.guard, classes)])


def belongs(lease: Lease4, request: Request4, match_client_id: bool) -> bool:
    """Tell whether the lease is this client's: by client identifier, or by hardware address if one side has none.

    RFC 2131 section 4.2: an identifier, once used, is the client's name.
    """
    client_id = request.client_id if match_client_id else b""
    if client_id and lease.client_id:
        return client_id == lease.client_id
    return lease.hwaddr != b"" and lease.hwaddr == request.hwaddr


def own_lease(case: Case4) -> Lease4 | None:
    """Return the lease the client holds, or held last, in a subnet open to it."""
    facts = case.facts
    # common case first: a new client, or one without an identifier
    if facts.by_client_id:
        for subnet in case.subnets:
            if subnet.match_client_id:
                lease = _in_subnet(facts.by_client_id, subnet)
                if lease is not None:
                    return lease
    if facts.by_hwaddr:
        for subnet in case.subnets:
            lease = _in_subnet(facts.by_hwaddr, subnet)
            if lease is not None and belongs(lease, case.request, subnet.match_client_id):
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
    """Return the subnet open to the client that holds the address."""
    for subnet in case.subnets:
        if subnet.first <= address <= subnet.last:
            return subnet
    return None


def objection(case: Case4, subnet: Subnet | None, address: int) -> str:
    """Say why the client may not have the address now, in the words of story.py; empty when it may.

    `subnet` is the one open to the client that holds it (`sibling_at`).
    """
    if subnet is None:
        return _objection_outside(case, address)
    # common case first: nothing is reserved
    if not case.hosts or address != reserved_address(case.hosts, subnet):
        if address in subnet.reserved:
            return story.PROMISED
        pool = pool_at(subnet, address)
        if pool is None:
            return story.NO_POOL
        if pool.guard and not admits(pool.guard, case.request.classes):
            return story.CLOSED
    if held_by_other(case, address):
        return story.DECLINED if case.facts.holders[address].state == DECLINED else story.HELD
    return ""


def _objection_outside(case: Case4, address: int) -> str:
    """Tell an address of a subnet that is closed to the client from one that nobody here knows."""
    closed = any(pool_at(subnet, address) is not None for subnet in case.selected.siblings)
    return story.CLOSED if closed else story.ELSEWHERE


def consider(case: Case4, origin: str, address: int, objected: str = "") -> Choice | None:
    """Return the address if nothing speaks against giving it to the client now, neither `objected` nor the facts."""
    subnet = sibling_at(case, address)
    objected = objected or objection(case, subnet, address)
    if case.story is not None:
        case.story.append(Considered(origin, address, address, objected))
    return None if objected or subnet is None else (subnet, address)


def free_address(case: Case4) -> Choice | None:
    """Return a free address, of the subnet that gave the last one before the others; None when all are used up."""
    classes = case.request.classes
    for subnet in _in_order(case):
        for pool in subnet.pools:
            if pool.guard and not admits(pool.guard, classes):
                _note_pool(case, pool, story.CLOSED)
                continue
            address = _unheld(case, pool)
            if address >= 0:
                if subnet.shared is not None:
                    subnet.shared.latest[subnet.guard] = subnet
                return subnet, address
            _note_pool(case, pool, story.USED_UP)
    return _contested_address(case) if case.contested else None


def _in_order(case: Case4) -> Sequence[Subnet]:
    """Return the subnets in the order in which their pools are searched.

    Of subnets with the same guard, the one that gave the last address comes first: the others may be full since long.
    """
    subnet = case.subnet
    # common case first: no shared network
    if len(case.subnets) <= 1:
        return case.subnets
    if subnet.shared is not None:
        subnet = subnet.shared.latest.get(subnet.guard, subnet)
    return in_turn(case.subnets, subnet) if subnet in case.subnets else case.subnets


def _unheld(case: Case4, pool: Pool) -> int:
    """Return an address that the allocator believes free and nobody holds; -1 for none.

    The allocator errs only where other servers write to the same database; what it learns here it keeps.
    """
    position = pool.pick(pool.occupancy)
    while position >= 0 and held_by_other(case, pool.first + position):
        _note_address(case, pool.first + position, story.HELD)
        pool.occupancy.mark(position, LEASED)
        position = pool.pick(pool.occupancy)
    if position < 0:
        return -1
    if case.story is not None:
        _note_address(case, pool.first + position, "")
    return pool.first + position


def _contested_address(case: Case4) -> Choice | None:
    """Return an address that is only on offer: the next in the allocator's order, so one of the oldest."""
    for subnet in _in_order(case):
        for pool in subnet.pools:
            if admits(pool.guard, case.request.classes):
                position = pool.occupancy.find_marked(OFFERED, pool.occupancy.cursor)
                if position >= 0:
                    _note_address(case, pool.first + position, "")
                    return subnet, pool.first + position
    return None


def _note_pool(case: Case4, pool: Pool, objected: str) -> None:
    if case.story is not None:
        case.story.append(Considered(story.POOL, pool.first, pool.last, objected))


def _note_address(case: Case4, address: int, objected: str) -> None:
    if case.story is not None:
        case.story.append(Considered(story.POOL, address, address, objected))


def place_of(tables: Tables, subnet_id: int, address: int) -> Place | None:
    """Return where the address is noted; None when it is in no pool of the subnet."""
    subnet = tables.subnets.get(subnet_id)
    if subnet is not None:
        for pool in subnet.pools:
            if pool.first <= address <= pool.last:
                return pool.occupancy, address - pool.first
    return None
