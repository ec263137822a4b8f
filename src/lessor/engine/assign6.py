"""What one identity association gets: its addresses or prefixes, their lifetimes, and the leases that promise them.

[hot] The same for SOLICIT, REQUEST, RENEW and REBIND (RFC 8415 sections 18.3.1 to 18.3.5), in the reading of Kea: what
is reserved for the client, else all that it holds and may keep, else one address or prefix that it wishes for, was
offered or held before, or a new one.
"""

from typing import Final

from lessor.engine.allocate6 import (
    Case6,
    Choice,
    choice_of,
    free_choice,
    held_by_other,
    holders,
    is_spoken_for,
    offer_key,
    own_leases,
    owner,
    pools_for,
    pools_of,
    reservations,
    reserved_for_other,
    sibling_at,
    whole_unit,
)
from lessor.engine.decision6 import Decision6, IaAnswer, Remark6
from lessor.engine.extended6 import relay_info
from lessor.engine.naming6 import client_name6
from lessor.engine.overlay6 import beside6, overlay6
from lessor.engine.request6 import Ia
from lessor.engine.reservation import identifier_of
from lessor.engine.tables6 import UNSET, Plan6, Subnet6, pool_at
from lessor.model.lease import ASSIGNED, INFINITE, is_active
from lessor.model.lease6 import NA, PD, Change6, Lease6
from lessor.wire.ia import NO_ADDRS_AVAIL, NO_PREFIX_AVAIL

NOTHING_LEFT: Final = "nothing is free"

REVOKED: Final = ("ALLOC_ENGINE_V6_REVOKED_ADDR_LEASE", "ALLOC_ENGINE_V6_REVOKED_PREFIX_LEASE")
RESERVED_GRANTED: Final = ("ALLOC_ENGINE_V6_HR_ADDR_GRANTED", "ALLOC_ENGINE_V6_HR_PREFIX_GRANTED")


def assign(case: Case6, ia: Ia, decision: Decision6) -> tuple[IaAnswer, list[Lease6], list[Change6]]:
    """Return the answer to an identity association, the leases it loses, and the changes that make the answer true.

    What the association gets is added to what the case has granted; subnet and name of the decision are filled in.
    """
    own = own_leases(case, ia)
    choices = _choices(case, ia, own, decision)
    answer = IaAnswer(ia.type, ia.iaid)
    for choice in choices:
        case.granted.add((ia.type, choice[2]))
        _grant(case, ia, answer, decision, choice)
    if answer.plan is not None:
        _set_times(answer, answer.plan)
    else:
        _refuse(case, answer, decision)
    lost = [lease for lease in own if is_active(lease, case.now) and (ia.type, lease.address) not in case.granted]
    return answer, lost, _changes(case, answer, lost)


def plan_for(case: Case6, decision: Decision6) -> Plan6:
    """Return what else the client is told: by its reservation, by the pools it gets something of, by the subnet.

    Of several addresses the first counts, of several prefixes too, so that there is no more to remember than pairs of
    pools.
    """
    subnet = decision.subnet or case.subnet
    addresses, prefixes = _first(decision, NA), _first(decision, PD)
    plan = subnet.plan if addresses is None or addresses.plan is None else addresses.plan
    delegating = None if prefixes is None or prefixes.leases[0].subnet_id != subnet.id else prefixes.plan
    if delegating is not None and delegating is not plan:
        plan = beside6(plan, delegating, subnet.plan)
    host = case.host
    if host is None:
        return plan
    if plan not in host.plans:
        host.plans[plan] = overlay6(plan, host)
    return host.plans[plan]


def _first(decision: Decision6, type: int) -> IaAnswer | None:
    for answer in decision.ias:
        if answer.type == type and answer.leases:
            return answer
    return None


def _choices(case: Case6, ia: Ia, own: list[Lease6], decision: Decision6) -> list[Choice]:
    reserved = None if case.host is None else _reserved_choice(case, ia, own)
    if reserved is not None:
        _remark_reserved(case, ia, reserved, own, decision)
        return [reserved]
    kept = [_kept_choice(case, ia, lease, decision) for lease in own if is_active(lease, case.now)]
    choices = [choice for choice in kept if choice is not None]
    if choices:
        return choices
    choice = (
        _wanted_choice(case, ia, decision)
        or _offered_choice(case, ia)
        or _former_choice(case, ia, own)
        or free_choice(case, ia)
    )
    return [] if choice is None else [choice]


def _reserved_choice(case: Case6, ia: Ia, own: list[Lease6]) -> Choice | None:
    """Return what the administrator promised the client and no other part of its message gets: what it has already
    before the rest. While somebody else still has it, the client must make do with something else.
    """
    found = [
        (address, length)
        for address, length in reservations(case, ia.type)
        if (ia.type, address) not in case.granted and not held_by_other(case, ia, address)
    ]
    if not found:
        return None
    held = [lease.address for lease in own if is_active(lease, case.now)]
    address, length = ([one for one in found if one[0] in held] or found)[0]
    return choice_of(case, case.subnet, ia.type, address, length)


def _kept_choice(case: Case6, ia: Ia, lease: Lease6, decision: Decision6) -> Choice | None:
    """Return the client's lease if it may keep it: configuration may have changed since it got it."""
    subnet = case.tables.subnets[lease.subnet_id]
    if (ia.type, lease.address) in case.granted:
        return None
    choice = choice_of(case, subnet, ia.type, lease.address, lease.prefix_length)
    if choice is not None:
        return choice
    host = owner(subnet, ia.type, lease.address)
    if host is not None and host is not case.host:
        promised = identifier_of(subnet.hosts, host)
        reason = REVOKED[ia.type == PD]
        decision.remarks.append(Remark6(reason, ia.iaid, lease.address, lease.prefix_length, lease, promised))
    return None


def _offered_choice(case: Case6, ia: Ia) -> Choice | None:
    offer = case.offers.of(ia.type).of_client(offer_key(ia.type, ia.iaid, case.request.duid), case.now)
    if offer is None or (ia.type, offer.address) in case.granted or held_by_other(case, ia, offer.address):
        return None
    subnet = case.tables.subnets.get(offer.subnet_id)
    if subnet is None or subnet not in case.subnet.siblings:
        return None
    pool = pool_at(pools_of(subnet, ia.type), offer.address)
    if pool is None:
        return None
    if ia.type == PD and ia.wanted and pools_for(case, ia)[0][1].delegated_length != pool.delegated_length:
        # the client changed its mind about the length
        return None
    return choice_of(case, subnet, ia.type, offer.address, pool.delegated_length)


def _former_choice(case: Case6, ia: Ia, own: list[Lease6]) -> Choice | None:
    """Return what the client held last, if nobody took it meanwhile."""
    for lease in own:
        if not is_spoken_for(case, ia, lease.address):
            subnet = case.tables.subnets[lease.subnet_id]
            choice = choice_of(case, subnet, ia.type, lease.address, lease.prefix_length)
            if choice is not None:
                return choice
    return None


def _wanted_choice(case: Case6, ia: Ia, decision: Decision6) -> Choice | None:
    for wish in ia.wanted:
        subnet = sibling_at(case, ia.type, wish[0]) if wish[0] else None
        if subnet is None:
            continue
        address, length = whole_unit(subnet, ia.type, wish[0], wish[1])
        if is_spoken_for(case, ia, address):
            continue
        choice = choice_of(case, subnet, ia.type, address, length)
        if choice is not None:
            return choice
        if reserved_for_other(case, subnet, ia.type, address):
            decision.remarks.append(Remark6("ALLOC_ENGINE_V6_HINT_RESERVED", ia.iaid, address, length))
    return None


def _remark_reserved(case: Case6, ia: Ia, choice: Choice, own: list[Lease6], decision: Decision6) -> None:
    """Note that the client gets what is reserved for it, unless it has it already."""
    _, _, address, length = choice
    if not any(lease.address == address and is_active(lease, case.now) for lease in own):
        decision.remarks.append(Remark6(RESERVED_GRANTED[ia.type == PD], ia.iaid, address, length))


def _grant(case: Case6, ia: Ia, answer: IaAnswer, decision: Decision6, choice: Choice) -> None:
    """Add one address or prefix to the answer, with the lease that promises it."""
    request = case.request
    subnet, pool, address, length = choice
    plan = subnet.plan if pool is None else pool.plan
    preferred, valid = _lifetimes(plan, ia, address)
    exclude = b"" if pool is None else pool.exclude
    if ia.type == PD and case.host is not None and address in case.host.prefixes:
        exclude = case.host.prefixes[address][1]
    answer.items.append((address, length, preferred, valid, exclude))
    if decision.name is None:
        decision.name = client_name6(request, case.host, subnet, 0 if ia.type == PD else address)
    if decision.subnet is None:
        decision.subnet = subnet
    if answer.plan is None:
        answer.plan = plan
    answer.leases.append(
        Lease6(
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
            decision.name.stored,
            ASSIGNED,
            _context(case, ia, subnet, address),
            0 if pool is None else pool.pool_id,
        )
    )


def _context(case: Case6, ia: Ia, subnet: Subnet6, address: int) -> str:
    """Return the user context of the lease: what is known of the relays, else what it was so far."""
    context = relay_info(case.request.packet) if subnet.store_extended_info else ""
    before = holders(case.facts, ia.type).get(address)
    if context or before is None or before.duid != case.request.duid:
        return context
    return before.user_context


def _lifetimes(plan: Plan6, ia: Ia, address: int) -> tuple[int, int]:
    """Return preferred and valid lifetime in seconds: what the client wishes within the limits, else the defaults.

    RFC 8415 section 21.6: a client throws away what is preferred for longer than it is valid.
    """
    valid, preferred = plan.valid_default, plan.preferred_default
    if ia.wanted:
        wish = ia.wanted[0]
        for wanted in ia.wanted:
            if wanted[0] == address:
                wish = wanted
                break
        if wish[3]:
            valid = min(max(wish[3], plan.valid_min), plan.valid_max)
        if wish[2]:
            preferred = min(max(wish[2], plan.preferred_min), plan.preferred_max)
    return min(preferred, valid), valid


def _set_times(answer: IaAnswer, plan: Plan6) -> None:
    """Set T1 and T2, from the shortest preferred lifetime if they are calculated.

    RFC 8415 section 21.4: an infinite lifetime makes both infinite, zero leaves them to the client.
    """
    shortest = min([item[2] for item in answer.items])
    t1 = _time(plan.renew, plan.t1_percent, shortest)
    answer.t2 = _time(plan.rebind, plan.t2_percent, shortest)
    if t1 < answer.t2 or t1 == answer.t2 == INFINITE:
        answer.t1 = t1


def _time(configured: int, percent: float, shortest: int) -> int:
    if configured != UNSET:
        return configured
    return INFINITE if shortest == INFINITE and percent else round(percent * shortest)


def _refuse(case: Case6, answer: IaAnswer, decision: Decision6) -> None:
    """Answer that nothing is left; it is a lack only where there is something to give at all."""
    answer.status = NO_PREFIX_AVAIL if answer.type == PD else NO_ADDRS_AVAIL
    answer.status_text = NOTHING_LEFT
    for subnet in case.subnet.siblings:
        if pools_of(subnet, answer.type):
            decision.exhausted = True


def _changes(case: Case6, answer: IaAnswer, lost: list[Lease6]) -> list[Change6]:
    """Return the changes that put the promised leases in place of what is there and of the lost ones."""
    changes: list[Change6] = [(lease, None) for lease in lost]
    held = holders(case.facts, answer.type)
    changes += [(held.get(lease.address), lease) for lease in answer.leases]
    return changes
