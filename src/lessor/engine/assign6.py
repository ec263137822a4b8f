"""What one identity association gets: its addresses or prefixes, their lifetimes, and the leases that promise them.

[hot] The same for SOLICIT, REQUEST, RENEW and REBIND (RFC 8415 sections 18.3.1 to 18.3.5), in the reading of Kea: what
is reserved for the client, else all that it holds and may keep, else one address or prefix that it wishes for, was
offered or held before, or a new one.
"""

from collections.abc import Callable
from typing import Final

from lessor.engine.allocate6 import (
    Choice,
    belongs,
    choice_of,
    free_choice,
    held_by_other,
    is_spoken_for,
    own_leases,
    pass_over,
    pools_for,
    sibling_at,
    take,
    whole_unit,
)
from lessor.engine.case6 import Case6, has_pools, holders, offer_key, pools_of
from lessor.engine.decision6 import Decision6, IaAnswer, Remark6
from lessor.engine.extended6 import relay_info
from lessor.engine.hostname import NAMELESS, Name
from lessor.engine.hosts6 import NO_HOSTS, host_at
from lessor.engine.naming6 import client_name6
from lessor.engine.promise6 import exclusion, owners, reservations, reserved_for_other
from lessor.engine.request6 import Ia
from lessor.engine.reservation import identifier_of
from lessor.engine.reuse6 import is_reusable6, rest_of6
from lessor.engine.story import LEASE, OFFER, POOL, RESERVATION, WISH
from lessor.engine.story6 import OTHER_LENGTH
from lessor.engine.tables6 import UNSET, Plan6, Pool6, Subnet6, pool_at
from lessor.engine.terms6 import lifetimes6, plan_of_classes
from lessor.model.lease import ASSIGNED, INFINITE, is_active
from lessor.model.lease6 import PD, Change6, Lease6
from lessor.wire.ia import NO_ADDRS_AVAIL, NO_PREFIX_AVAIL
from lessor.wire.packet6 import ADVERTISE

NOTHING_LEFT: Final = "nothing is free"

REVOKED: Final = ("ALLOC_ENGINE_V6_REVOKED_ADDR_LEASE", "ALLOC_ENGINE_V6_REVOKED_PREFIX_LEASE")
REVOKED_SHARED: Final = ("ALLOC_ENGINE_V6_REVOKED_SHARED_ADDR_LEASE", "ALLOC_ENGINE_V6_REVOKED_SHARED_PREFIX_LEASE")
RESERVED_GRANTED: Final = ("ALLOC_ENGINE_V6_HR_ADDR_GRANTED", "ALLOC_ENGINE_V6_HR_PREFIX_GRANTED")


def assign(case: Case6, ia: Ia, decision: Decision6) -> tuple[IaAnswer, list[Lease6]]:
    """Return the answer to an identity association, and the leases it loses.

    What the association gets is added to what the case has granted; subnet and name of the decision are filled in.
    """
    own = own_leases(case, ia)
    answer = IaAnswer(ia.type, ia.iaid)
    for choice in _choices(case, ia, own, decision):
        case.granted.add((ia.type, choice[2]))
        _grant(case, ia, answer, decision, choice)
    if answer.plan is not None:
        set_times(answer, answer.plan)
    else:
        _refuse(case, answer, decision)
    # common case first: nothing is lost
    if not own or (len(own) == 1 and (ia.type, own[0].address) in case.granted):
        return answer, []
    return answer, [
        lease for lease in own if (ia.type, lease.address) not in case.granted and is_active(lease, case.now)
    ]


def _choices(case: Case6, ia: Ia, own: list[Lease6], decision: Decision6) -> list[Choice]:
    reserved = None if case.hosts is NO_HOSTS else _reserved_choice(case, ia, own)
    if reserved is not None:
        _remark_reserved(case, ia, reserved, own, decision)
        return _taken(case, ia, RESERVATION, [reserved])
    if own:
        choices = []
        for lease in own:
            kept = _kept_choice(case, ia, lease, decision) if is_active(lease, case.now) else None
            if kept is not None:
                choices.append(kept)
        if choices:
            return _taken(case, ia, LEASE, choices)
    for origin, choose in CHOICES:
        choice = choose(case, ia, own, decision)
        if choice is not None:
            return _taken(case, ia, origin, [choice])
    return []


def _taken(case: Case6, ia: Ia, origin: str, choices: list[Choice]) -> list[Choice]:
    if case.story is not None:
        for choice in choices:
            take(case.story, ia, origin, choice)
    return choices


def _reserved_choice(case: Case6, ia: Ia, own: list[Lease6]) -> Choice | None:
    """Return what the administrator promised the client and no other part of its message gets: what it has already
    before the rest. While somebody else still has it, the client must make do with something else.
    """
    found = []
    for subnet, address, length in reservations(case, ia.type):
        if (ia.type, address) in case.granted or held_by_other(case, ia, address):
            pass_over(case, ia, RESERVATION, subnet, address, length)
        else:
            found.append((subnet, address, length))
    if not found:
        return None
    held = [lease.address for lease in own if is_active(lease, case.now)]
    subnet, address, length = ([one for one in found if one[1] in held] or found)[0]
    return subnet, pool_at(pools_of(subnet, ia.type), address), address, length


def _kept_choice(case: Case6, ia: Ia, lease: Lease6, decision: Decision6) -> Choice | None:
    """Return the client's lease if it may keep it: configuration may have changed since it got it."""
    subnet = case.tables.subnets[lease.subnet_id]
    if (ia.type, lease.address) in case.granted:
        return None
    choice = choice_of(case, subnet, ia.type, lease.address, lease.prefix_length)
    if choice is not None:
        return choice
    pass_over(case, ia, LEASE, subnet, lease.address, lease.prefix_length)
    if reserved_for_other(case, subnet, ia.type, lease.address):
        _remark_revoked(ia, subnet, lease, decision)
    return None


def _remark_revoked(ia: Ia, subnet: Subnet6, lease: Lease6, decision: Decision6) -> None:
    """Note that the client loses what is promised to others: by what the one is known, or how many they are."""
    promised = owners(subnet, ia.type, lease.address)
    reasons = REVOKED if len(promised) == 1 else REVOKED_SHARED
    text = identifier_of(subnet.hosts, promised[0]) if len(promised) == 1 else str(len(promised))
    decision.remarks.append(Remark6(reasons[ia.type == PD], ia.iaid, lease.address, lease.prefix_length, lease, text))


def _wanted_choice(case: Case6, ia: Ia, own: list[Lease6], decision: Decision6) -> Choice | None:
    for wish in ia.wanted:
        if not wish[0]:
            continue
        subnet = sibling_at(case, ia.type, wish[0])
        if subnet is None:
            pass_over(case, ia, WISH, None, wish[0], wish[1])
            continue
        address, length = whole_unit(subnet, ia.type, wish[0], wish[1])
        if not is_spoken_for(case, ia, address):
            choice = choice_of(case, subnet, ia.type, address, length)
            if choice is not None:
                return choice
            if reserved_for_other(case, subnet, ia.type, address):
                decision.remarks.append(Remark6("ALLOC_ENGINE_V6_HINT_RESERVED", ia.iaid, address, length))
        pass_over(case, ia, WISH, subnet, address, length)
    return None


def _offered_choice(case: Case6, ia: Ia, own: list[Lease6], decision: Decision6) -> Choice | None:
    offer = case.offers.of(ia.type).of_client(offer_key(ia.type, ia.iaid, case.request.duid), case.now)
    if offer is None or (ia.type, offer.address) in case.granted or held_by_other(case, ia, offer.address):
        return None
    subnet = case.tables.subnets.get(offer.subnet_id)
    if subnet is None or subnet not in case.open:
        return None
    pool = pool_at(pools_of(subnet, ia.type), offer.address)
    if pool is None:
        return None
    if ia.type == PD and ia.wanted:
        fitting = pools_for(case, ia)
        if fitting and fitting[0][1].delegated_length != pool.delegated_length:
            pass_over(case, ia, OFFER, subnet, offer.address, pool.delegated_length, OTHER_LENGTH)
            return None
    choice = choice_of(case, subnet, ia.type, offer.address, pool.delegated_length)
    if choice is None:
        pass_over(case, ia, OFFER, subnet, offer.address, pool.delegated_length)
    return choice


def _former_choice(case: Case6, ia: Ia, own: list[Lease6], decision: Decision6) -> Choice | None:
    """Return what the client held last, if nobody took it meanwhile."""
    for lease in own:
        subnet = case.tables.subnets[lease.subnet_id]
        if not is_spoken_for(case, ia, lease.address):
            choice = choice_of(case, subnet, ia.type, lease.address, lease.prefix_length)
            if choice is not None:
                return choice
        pass_over(case, ia, LEASE, subnet, lease.address, lease.prefix_length)
    return None


def _new_choice(case: Case6, ia: Ia, own: list[Lease6], decision: Decision6) -> Choice | None:
    return free_choice(case, ia)


CHOICES: Final[tuple[tuple[str, Callable[[Case6, Ia, list[Lease6], Decision6], Choice | None]], ...]] = (
    (WISH, _wanted_choice),
    (OFFER, _offered_choice),
    (LEASE, _former_choice),
    (POOL, _new_choice),
)
"""What an association without a lease may get, by preference."""


def _remark_reserved(case: Case6, ia: Ia, choice: Choice, own: list[Lease6], decision: Decision6) -> None:
    """Note that the client gets what is reserved for it, unless it has it already."""
    _, _, address, length = choice
    if not any(lease.address == address and is_active(lease, case.now) for lease in own):
        decision.remarks.append(Remark6(RESERVED_GRANTED[ia.type == PD], ia.iaid, address, length))


def _grant(case: Case6, ia: Ia, answer: IaAnswer, decision: Decision6, choice: Choice) -> None:
    """Add one address or prefix to the answer, with the lease that promises it: a new one, or the one there is."""
    subnet, pool, address, length = choice
    if decision.subnet is None:
        decision.subnet = case.subnet = subnet
    if decision.name is None:
        decision.name = _name(case, subnet, pool, 0 if ia.type == PD else address)
    plan = subnet.plan if pool is None else pool.plan
    if answer.plan is None:
        answer.plan = plan
    if case.tables.classifier is not None:
        plan = plan_of_classes(case, plan)
    preferred, valid = lifetimes6(case, ia, subnet, plan, address)
    before = (case.facts.prefixes if ia.type == PD else case.facts.addresses).get(address)
    lease = _lease(case, ia, choice, decision.name, before, preferred, valid)
    if before is not None and decision.kind != ADVERTISE and _is_reusable(case, ia, before, lease, subnet):
        preferred, valid = rest_of6(before, case.now)
        lease = before
        answer.reused = (*answer.reused, before)
        decision.reused = True
    exclude = exclusion(case, pool, address) if ia.type == PD else b""
    answer.items.append((address, length, preferred, valid, exclude))
    answer.leases.append(lease)


def _name(case: Case6, subnet: Subnet6, pool: Pool6 | None, address: int) -> Name:
    # common case first: it does not send a name, and has no reservation
    if case.hosts is NO_HOSTS and case.request.fqdn is None:
        return NAMELESS
    naming = subnet if pool is None else pool.naming or subnet
    return client_name6(case.request, host_at(case.hosts, subnet), naming, address)


def _is_reusable(case: Case6, ia: Ia, before: Lease6, lease: Lease6, subnet: Subnet6) -> bool:
    # common case first: not configured
    if subnet.cache_threshold <= 0.0 and before.valid_lifetime != INFINITE:
        return False
    if not is_active(before, case.now) or not belongs(before, ia, case.request.duid):
        return False
    return is_reusable6(before, lease, subnet, case.now)


def _lease(
    case: Case6, ia: Ia, choice: Choice, name: Name, before: Lease6 | None, preferred: int, valid: int
) -> Lease6:
    request = case.request
    subnet, pool, address, length = choice
    return Lease6(
        ia.type,
        address,
        length,
        request.duid,
        ia.iaid,
        preferred,
        valid,
        case.now,
        subnet.id,
        request.hwaddr,
        request.hwtype,
        request.hwaddr_source,
        False,
        False,
        name.stored,
        ASSIGNED,
        _context(case, subnet, before),
        0 if pool is None else pool.pool_id,
    )


def _context(case: Case6, subnet: Subnet6, before: Lease6 | None) -> str:
    """Return the user context of the lease: what is known of the relays, else what it was so far."""
    # common case first: a new lease, and nothing to know
    if before is None and not subnet.store_extended_info:
        return ""
    context = relay_info(case.request.packet) if subnet.store_extended_info else ""
    if context or before is None or before.duid != case.request.duid:
        return context
    return before.user_context


def set_times(answer: IaAnswer, plan: Plan6) -> None:
    """Set T1 and T2, from the shortest preferred lifetime if they are calculated.

    RFC 8415 section 21.4: an infinite lifetime makes both infinite, zero leaves them to the client.
    """
    # common case first: times that are configured
    if plan.renew != UNSET and plan.rebind != UNSET:
        answer.t2 = plan.rebind
        if plan.renew < plan.rebind or plan.renew == plan.rebind == INFINITE:
            answer.t1 = plan.renew
        return
    shortest = min([item[2] for item in answer.items])
    t1 = _time(plan.renew, plan.t1_percent, shortest)
    answer.t2 = _time(plan.rebind, plan.t2_percent, shortest)
    if t1 < answer.t2 or t1 == answer.t2 == INFINITE:
        answer.t1 = t1


def _time(configured: int, percent: float, shortest: int) -> int:
    if configured != UNSET:
        return configured
    # halves go up, as in Kea
    return INFINITE if shortest == INFINITE and percent else int(percent * shortest + 0.5)


def _refuse(case: Case6, answer: IaAnswer, decision: Decision6) -> None:
    """Answer that nothing is left; it is a lack only where there is something to give at all."""
    answer.status = NO_PREFIX_AVAIL if answer.type == PD else NO_ADDRS_AVAIL
    answer.status_text = NOTHING_LEFT
    for subnet in case.open:
        if has_pools(case, subnet, answer.type):
            decision.exhausted = True


def changes_of(case: Case6, answer: IaAnswer, lost: list[Lease6]) -> list[Change6]:
    """Return the changes that put the promised leases in place of what is there and of the lost ones."""
    held = holders(case.facts, answer.type)
    # common case first: one lease
    if not lost and not answer.reused and len(answer.leases) == 1:
        lease = answer.leases[0]
        return [(held.get(lease.address), lease)]
    changes: list[Change6] = [(lease, None) for lease in lost]
    changes += [(held.get(lease.address), lease) for lease in answer.leases if lease not in answer.reused]
    return changes
