"""A reservation's own options and header fields laid over a plan (host before pool, subnet, network, global)."""

from lessor.engine.tables import EMPTY_FILE, EMPTY_SNAME, Host, Plan


def overlay(plan: Plan, host: Host) -> Plan:
    """Return the plan this host is served by: the given one when the reservation says nothing of its own."""
    fields_set = host.next_server or host.server_hostname != EMPTY_SNAME or host.boot_file_name != EMPTY_FILE
    if not host.tlvs and not host.hidden and not fields_set:
        return plan
    return Plan(
        overlaid_tlvs(plan.tlvs, host.tlvs, host.hidden),
        tuple(sorted({*plan.unasked, *host.unasked})),
        plan.lifetime_min,
        plan.lifetime_default,
        plan.lifetime_max,
        plan.renew,
        plan.rebind,
        plan.t1_percent,
        plan.t2_percent,
        plan.offer_lifetime,
        host.next_server or plan.next_server,
        plan.server_hostname if host.server_hostname == EMPTY_SNAME else host.server_hostname,
        plan.boot_file_name if host.boot_file_name == EMPTY_FILE else host.boot_file_name,
    )


def overlaid_tlvs(below: dict[int, bytes], own: dict[int, bytes] | None, hidden: tuple[int, ...]) -> dict[int, bytes]:
    """Return options with others laid over them and without the hidden ones."""
    tlvs = below | (own or {})
    for code in hidden:
        tlvs.pop(code, None)
    return tlvs
