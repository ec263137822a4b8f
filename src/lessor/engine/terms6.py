"""On what terms a DHCPv6 client gets something: the plans of the places it comes from, and for how long.

[hot] The twin of terms4.py. Host before pool, subnet, network, classes and global: the tables know all but the host,
which is laid over. Lifetimes follow from the classes a client has before anything is given to it, options also from
those that follow from the gift.
"""

from typing import Final

from lessor.engine.case6 import Case6, is_open, pools_of
from lessor.engine.classify import Classifier
from lessor.engine.decision6 import Decision6
from lessor.engine.hosts6 import NO_HOSTS, host_at
from lessor.engine.overlay6 import beside6, overlay6
from lessor.engine.request6 import Ia, Request6
from lessor.engine.tables6 import Host6, Plan6, Subnet6, pool_at
from lessor.model.lease6 import PD

OVERLAID_BOUND: Final = 64
"""Plans remembered for one reservation: classes, which clients choose, make new ones; a full memory starts over."""

ANY_OCCUPATION: Final = 1.0


def plan_of_classes(case: Case6, plan: Plan6) -> Plan6:
    """Return what a client of these classes is told where all are told this plan."""
    classifier = case.tables.classifier
    # common case first: no class matters
    if classifier is None:
        return plan
    return case.tables.plan_for(plan, classifier.key(case.request))


def plan_for(case: Case6, decision: Decision6) -> Plan6:
    """Return what else the client is told: by its reservation, by the pools it gets something of, by the subnet.

    Of several addresses the first counts, of several prefixes too, so that there is no more to remember than pairs of
    pools. What the client gets may bring it into further classes.
    """
    classifier = case.tables.classifier
    if classifier is None and case.hosts is NO_HOSTS and len(decision.ias) == 1:
        # common case first: one address, and nobody in particular
        answer = decision.ias[0]
        if answer.plan is not None and answer.leases and answer.type != PD:
            return answer.plan
    subnet = decision.subnet or case.subnet
    host = None if case.hosts is NO_HOSTS else host_at(case.hosts, subnet)
    if classifier is not None:
        _classes_there(case, decision, classifier, subnet, host)
    addresses = prefixes = None
    for answer in reversed(decision.ias):
        if answer.leases:
            if answer.type == PD:
                prefixes = answer
            else:
                addresses = answer
    plan = subnet.plan if addresses is None or addresses.plan is None else addresses.plan
    delegating = None if prefixes is None or prefixes.leases[0].subnet_id != subnet.id else prefixes.plan
    base = subnet.plan
    if classifier is not None:
        key = classifier.key(case.request)
        plan, base = case.tables.plan_for(plan, key), case.tables.plan_for(base, key)
        delegating = None if delegating is None else case.tables.plan_for(delegating, key)
        host = None if host is None else case.tables.host_for(host, key)
    if delegating is not None and delegating is not plan:
        plan = beside6(plan, delegating, base)
    return plan if host is None else _overlaid(plan, host)


def _overlaid(plan: Plan6, host: Host6) -> Plan6:
    overlaid = host.plans.get(plan)
    if overlaid is None:
        if len(host.plans) >= OVERLAID_BOUND:
            host.plans.clear()
        overlaid = host.plans[plan] = overlay6(plan, host)
    return overlaid


def _classes_there(
    case: Case6, decision: Decision6, classifier: Classifier[Request6], subnet: Subnet6, host: Host6 | None
) -> None:
    """Assign what follows from getting something here: from the reservation, the pools, the subnet, the network."""
    request = case.request
    if host is not None:
        for name in host.classes:
            request.classes.setdefault(name)
    for answer in decision.ias:
        for lease in answer.leases:
            pool = pool_at(pools_of(case.tables.subnets[lease.subnet_id], answer.type), lease.address)
            if pool is not None and pool.additional:
                classifier.add(request, pool.additional)
    if subnet.additional:
        classifier.add(request, subnet.additional)
    if subnet.shared is not None and subnet.shared.additional:
        classifier.add(request, subnet.shared.additional)


def lifetimes6(case: Case6, ia: Ia, subnet: Subnet6, plan: Plan6, address: int) -> tuple[int, int]:
    """Return preferred and valid lifetime in seconds: what the client wishes within the limits, else the defaults.

    Where things are short (`adaptive-lease-time-threshold`) both are the minima. RFC 8415 section 21.6: a client throws
    away what is preferred for longer than it is valid.
    """
    if subnet.adaptive_threshold < ANY_OCCUPATION and _occupation(case, subnet, ia.type) > subnet.adaptive_threshold:
        return min(plan.preferred_min, plan.valid_min), plan.valid_min
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


def _occupation(case: Case6, subnet: Subnet6, type: int) -> float:
    """Return which part of what the subnet has for this client is leased, from 0 to 1."""
    size = leased = 0
    for pool in pools_of(subnet, type):
        if is_open(case, subnet, pool):
            size += pool.occupancy.size
            leased += pool.occupancy.leased
    return leased / size if size else 0.0
