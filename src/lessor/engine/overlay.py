"""A reservation's own options and header fields laid over a plan (host before pool, subnet, network, global)."""

from typing import Final

from lessor.engine.tables import EMPTY_FILE, EMPTY_SNAME, Host, Plan
from lessor.wire.enterprises import Enterprises, write_enterprises4

VENDOR_OPTIONS: Final = 125


def overlay(plan: Plan, host: Host) -> Plan:
    """Return the plan this host is served by: the given one when the reservation says nothing of its own."""
    fields_set = host.next_server or host.server_hostname != EMPTY_SNAME or host.boot_file_name != EMPTY_FILE
    if not host.tlvs and not host.hidden and not host.vendors and not fields_set:
        return plan
    tlvs = overlaid_tlvs(plan.tlvs, host.tlvs, host.hidden)
    enterprises = host.enterprises or plan.enterprises
    vendors = plan.vendors
    if host.vendors or host.enterprises:
        vendors = _laid_over(vendors, host.vendors)
        if VENDOR_OPTIONS in tlvs:
            tlvs[VENDOR_OPTIONS] = write_enterprises4(VENDOR_OPTIONS, enterprises, vendors)
    return Plan(
        tlvs,
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
        enterprises,
        vendors,
    )


def overlaid_tlvs(below: dict[int, bytes], own: dict[int, bytes] | None, hidden: tuple[int, ...]) -> dict[int, bytes]:
    """Return options with others laid over them and without the hidden ones."""
    tlvs = below | (own or {})
    for code in hidden:
        tlvs.pop(code, None)
    return tlvs


def _laid_over(below: Enterprises, own: Enterprises) -> Enterprises:
    """Return the options of enterprises with others laid over them."""
    return {number: {**below.get(number, {}), **own.get(number, {})} for number in {**below, **own}}
