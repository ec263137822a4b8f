"""On what terms a client gets an address: the plan of the place and the time it may stay.

[hot] Host before pool, subnet, network, classes and global: the tables know all but the host, which is laid over.
"""

from typing import Final

from lessor.engine.allocate import Case4
from lessor.engine.hosts import host_in
from lessor.engine.network import admits
from lessor.engine.overlay import overlay
from lessor.engine.recognise4 import classes_there
from lessor.engine.tables import Host, Plan, Pool, Subnet

OVERLAID_BOUND: Final = 64
"""Plans remembered for one reservation: classes, which clients choose, make new ones; a full memory starts over."""

ANY_OCCUPATION: Final = 1.0


def terms_of(case: Case4, subnet: Subnet, pool: Pool | None) -> tuple[Plan, int]:
    """Return what the client is told in this pool of a subnet, or in none, and the seconds it may stay.

    What it asks for counts within the limits, else the default. Where addresses are short
    (`adaptive-lease-time-threshold`) it is the minimum. Classes that only the place adds (`plan_of`) have no say in the
    time, as in Kea.
    """
    plan = subnet.plan if pool is None else pool.plan
    tables = case.tables
    if tables.classifier is not None:
        plan = tables.plan_for(plan, tables.classifier.key(case.request))
    asked = case.request.asked_lifetime
    # common case first: most clients leave it to us
    lifetime = min(max(asked, plan.lifetime_min), plan.lifetime_max) if asked else plan.lifetime_default
    if subnet.adaptive_threshold < ANY_OCCUPATION and _occupation(case, subnet) > subnet.adaptive_threshold:
        lifetime = plan.lifetime_min
    if case.hosts or (tables.classifier is not None and _adds_classes(subnet, pool)):
        plan = plan_of(case, subnet, pool)
    return plan, lifetime


def _adds_classes(subnet: Subnet, pool: Pool | None) -> bool:
    """Tell whether classes may be assigned to a client because it gets an address of this pool."""
    if subnet.additional or (pool is not None and pool.additional):
        return True
    return subnet.shared is not None and bool(subnet.shared.additional)


def plan_of(case: Case4, subnet: Subnet, pool: Pool | None) -> Plan:
    """Return what the client is told in this pool of a subnet, or in none; assign the classes that this place adds."""
    plan = subnet.plan if pool is None else pool.plan
    host = host_in(case.hosts, subnet) if case.hosts else None
    tables = case.tables
    if tables.classifier is not None:
        key = classes_there(case, tables.classifier, subnet, pool)
        plan = tables.plan_for(plan, key)
        if host is not None:
            host = tables.host_for(host, key)
    return plan if host is None else _overlaid(plan, host)


def _overlaid(plan: Plan, host: Host) -> Plan:
    overlaid = host.plans.get(plan)
    if overlaid is None:
        if len(host.plans) >= OVERLAID_BOUND:
            host.plans.clear()
        overlaid = host.plans[plan] = overlay(plan, host)
    return overlaid


def _occupation(case: Case4, subnet: Subnet) -> float:
    """Return which part of the addresses open to the client is leased, from 0 to 1."""
    size = leased = 0
    for pool in subnet.pools:
        if admits(pool.guard, case.request.classes):
            size += pool.occupancy.size
            leased += pool.occupancy.leased
    return leased / size if size else 0.0
