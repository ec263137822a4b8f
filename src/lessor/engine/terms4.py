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


def lifetime_of(case: Case4, subnet: Subnet, pool: Pool | None) -> int:
    """Return the seconds to grant: what the client asks for within the limits, else the default.

    Where addresses are short (`adaptive-lease-time-threshold`) it is the minimum. Classes that only the place adds
    (`plan_of`) have no say in it, as in Kea.
    """
    plan = subnet.plan if pool is None else pool.plan
    tables = case.tables
    if tables.classifier is not None:
        plan = tables.plan_for(plan, tables.classifier.key(case.request))
    if subnet.adaptive_threshold < ANY_OCCUPATION and _occupation(case, subnet) > subnet.adaptive_threshold:
        return plan.lifetime_min
    asked = case.request.asked_lifetime
    if not asked:
        return plan.lifetime_default
    return min(max(asked, plan.lifetime_min), plan.lifetime_max)


def _occupation(case: Case4, subnet: Subnet) -> float:
    """Return which part of the addresses open to the client is leased, from 0 to 1."""
    size = leased = 0
    for pool in subnet.pools:
        if admits(pool.guard, case.request.classes):
            size += pool.occupancy.size
            leased += pool.occupancy.leased
    return leased / size if size else 0.0
