"""A DHCPv6 reservation's own options laid over a plan (host before pool, subnet, network, global)."""

from lessor.engine.overlay import overlaid_tlvs
from lessor.engine.tables6 import Host6, Plan6


def overlay6(plan: Plan6, host: Host6) -> Plan6:
    """Return the plan this host is served by: the given one when the reservation has no options of its own."""
    if not host.tlvs and not host.hidden:
        return plan
    return Plan6(
        overlaid_tlvs(plan.tlvs, host.tlvs, host.hidden),
        tuple(sorted({*plan.unasked, *host.unasked})),
        plan.valid_min,
        plan.valid_default,
        plan.valid_max,
        plan.preferred_min,
        plan.preferred_default,
        plan.preferred_max,
        plan.renew,
        plan.rebind,
        plan.t1_percent,
        plan.t2_percent,
    )
