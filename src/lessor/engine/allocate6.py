"""Which addresses and prefixes a DHCPv6 client may have, and who stands in the way.

[hot] The twin of allocate.py: pure questions about one identity association; the order in which they are asked is the
story of assign6.py. An address is a prefix of 128 bits; addresses and prefixes are apart, each with pools, leases and
offers of its own.
"""

from collections.abc import Sequence

from lessor.engine.case6 import WHOLE, Case6, holders, is_open, offer_key, pools_of
from lessor.engine.hosts6 import NO_HOSTS
from lessor.engine.network import Guard, SharedNetwork, admits, in_turn
from lessor.engine.occupancy import LEASED, OFFERED
from lessor.engine.promise6 import is_promised, reserved_for_other
from lessor.engine.request6 import Ia
from lessor.engine.story import CLOSED, DECLINED, ELSEWHERE, HELD, NO_POOL, ON_OFFER, POOL, PROMISED, USED_UP
from lessor.engine.story6 import GRANTED_ALREADY, NOT_A_UNIT, Considered6, Story6
from lessor.engine.tables6 import Pool6, Subnet6, pool_at
from lessor.model import lease
from lessor.model.lease import is_active
from lessor.model.lease6 import PD, REGISTERED, Lease6

Choice = tuple[Subnet6, Pool6 | None, int, int]
"""What an identity association may get: subnet, pool (None for what is reserved outside), first address, prefix
length."""


def belongs(lease: Lease6, ia: Ia, duid: bytes) -> bool:
    """Tell whether the lease is one of this identity association; what a client registered itself is of none."""
    return lease.iaid == ia.iaid and lease.type == ia.type and lease.duid == duid and lease.state != REGISTERED


def own_leases(case: Case6, ia: Ia) -> list[Lease6]:
    """Return the leases the identity association holds, or held last, in the client's network."""
    # common case first: a new client
    if not case.facts.by_duid:
        return []
    duid = case.request.duid
    own = []
    for held in case.facts.by_duid:
        if belongs(held, ia, duid) and (held.subnet_id == case.subnet.id or _is_here(case.subnet, held.subnet_id)):
            own.append(held)
    return own


def _is_here(subnet: Subnet6, subnet_id: int) -> bool:
    return subnet_id in [sibling.id for sibling in subnet.siblings]


def held_by_other(case: Case6, ia: Ia, address: int) -> bool:
    """Tell whether another identity association, of this client or another one, has the address or prefix now."""
    lease = (case.facts.prefixes if ia.type == PD else case.facts.addresses).get(address)
    # common case first: nobody has it
    if lease is None or not is_active(lease, case.now):
        return False
    return not belongs(lease, ia, case.request.duid)


def is_spoken_for(case: Case6, ia: Ia, address: int) -> bool:
    """Tell whether somebody else has the address or prefix, or it is on offer to somebody else."""
    if (ia.type, address) in case.granted or held_by_other(case, ia, address):
        return True
    return case.offers.of(ia.type).taken(address, offer_key(ia.type, ia.iaid, case.request.duid), case.now)


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
    """Return this as a choice if the client may have it: reserved for it, or of a pool as it stands, open to it, and
    promised to nobody.
    """
    pool = pool_at(subnet.prefix_pools if type == PD else subnet.pools, address)
    if case.hosts is not NO_HOSTS and is_promised(case, type, address, length):
        return subnet, pool, address, length
    if pool is None or pool.delegated_length != length or (address - pool.first) % pool.step:
        return None
    if not is_open(case, subnet, pool) or reserved_for_other(case, subnet, type, address):
        return None
    return subnet, pool, address, length


def take(story: Story6, ia: Ia, origin: str, choice: Choice) -> None:
    """Note that this is what the identity association gets."""
    _, _, address, length = choice
    story.append(Considered6(ia.type, ia.iaid, origin, address, address, length, ""))


def pass_over(
    case: Case6, ia: Ia, origin: str, subnet: Subnet6 | None, address: int, length: int, objected: str = ""
) -> None:
    """Note for those who ask what speaks against this candidate: `objected`, else what choice_of goes by."""
    if case.story is not None:
        objected = objected or _objection(case, ia, subnet, address, length)
        case.story.append(Considered6(ia.type, ia.iaid, origin, address, address, length, objected))


def _objection(case: Case6, ia: Ia, subnet: Subnet6 | None, address: int, length: int) -> str:
    if (ia.type, address) in case.granted:
        return GRANTED_ALREADY
    if held_by_other(case, ia, address):
        return DECLINED if holders(case.facts, ia.type)[address].state == lease.DECLINED else HELD
    if is_spoken_for(case, ia, address):
        return ON_OFFER
    if subnet is None:
        return ELSEWHERE
    if reserved_for_other(case, subnet, ia.type, address):
        return PROMISED
    pool = pool_at(pools_of(subnet, ia.type), address)
    if pool is None:
        return NO_POOL
    return NOT_A_UNIT if is_open(case, subnet, pool) else CLOSED


def free_choice(case: Case6, ia: Ia) -> Choice | None:
    """Return a free address or prefix of the client's network; None when all are used up."""
    candidates = pools_for(case, ia)
    if case.story is not None:
        _note_closed(case, ia)
    for subnet, pool in candidates:
        address = _unheld(case, ia, pool)
        if address >= 0:
            if subnet.shared is not None:
                _latest(subnet.shared, ia.type)[subnet.guard] = subnet
            return subnet, pool, address, pool.delegated_length
        if case.story is not None:
            _note_pool(case.story, ia, pool, USED_UP)
    if case.contested:
        for subnet, pool in candidates:
            address = _contested(case, ia, pool)
            if address >= 0:
                return subnet, pool, address, pool.delegated_length
    return None


def _note_closed(case: Case6, ia: Ia) -> None:
    for subnet in case.subnet.siblings:
        for pool in pools_of(subnet, ia.type):
            if case.story is not None and not is_open(case, subnet, pool):
                _note_pool(case.story, ia, pool, CLOSED)


def _note_pool(story: Story6, ia: Ia, pool: Pool6, objected: str) -> None:
    story.append(Considered6(ia.type, ia.iaid, POOL, pool.first, pool.last, pool.delegated_length, objected))


def _latest(network: SharedNetwork[Subnet6], type: int) -> dict[Guard, Subnet6]:
    """Return where the network's last address, or its last prefix, came from, by the guard of the subnet."""
    return network.latest_delegating if type == PD else network.latest


def _in_turn(case: Case6, type: int) -> Sequence[Subnet6]:
    """Return the subnets of a shared network to search: first the one that gave clients like this one the last lease of
    this type.
    """
    first, network = case.subnet, case.subnet.shared
    if network is not None:
        first = _latest(network, type).get(first.guard, first)
    return [subnet for subnet in in_turn(case.subnet.siblings, first) if subnet in case.open]


def pools_for(case: Case6, ia: Ia) -> list[tuple[Subnet6, Pool6]]:
    """Return the client's pools in their order, for a prefix those first that fit the length it has in mind."""
    classes = case.request.classes
    found = []
    for subnet in case.open if len(case.subnet.siblings) == 1 else _in_turn(case, ia.type):
        for pool in subnet.prefix_pools if ia.type == PD else subnet.pools:
            if not pool.guard or admits(pool.guard, classes):
                found.append((subnet, pool))
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
    occupancy = pool.occupancy
    found = -1
    granted: list[int] = []
    position = pool.pick(occupancy)
    while position >= 0:
        address = pool.first + position * pool.step
        if held_by_other(case, ia, address):
            occupancy.mark(position, LEASED)
        elif (ia.type, address) in case.granted:
            # out of the allocator's sight for a moment, so that it comes to the others whatever its order is
            occupancy.offer(position)
            granted.append(position)
        else:
            found = address
            break
        position = pool.pick(occupancy)
    for position in granted:
        occupancy.withdraw(position)
    return found


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
