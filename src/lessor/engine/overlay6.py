"""Plans laid over each other: a DHCPv6 reservation's own options before those of pools, subnet, network and server."""

from typing import Final

from lessor.engine.overlay import overlaid_tlvs
from lessor.engine.tables6 import Host6, Plan6, Vendors6
from lessor.engine.vendors6 import VENDOR_OPTIONS
from lessor.wire.enterprises import ENTERPRISE_OCTETS
from lessor.wire.options6 import tlv6

BESIDE_BOUND: Final = 256
"""Plans remembered beside one: pools are few, but classes, which clients choose, make new plans of them."""


def overlay6(plan: Plan6, host: Host6) -> Plan6:
    """Return the plan this host is served by: the given one when the reservation has no options of its own."""
    if not host.tlvs and not host.hidden and not host.vendors:
        return plan
    tlvs = overlaid_tlvs(plan.tlvs, host.tlvs, host.hidden)
    vendors = _overlaid_vendors(plan.vendors, host.vendors)
    enterprises = host.enterprises or plan.enterprises
    if VENDOR_OPTIONS in tlvs and enterprises and (host.vendors or host.enterprises):
        tlvs[VENDOR_OPTIONS] = b"".join([_enterprise(value, vendors) for value in enterprises])
    unasked = tuple(sorted({*plan.unasked, *host.unasked}))
    return _with_options(plan, tlvs, unasked, vendors, enterprises)


def _enterprise(value: bytes, vendors: Vendors6) -> bytes:
    """Return option 17 with this value; a number alone is followed by what belongs to the enterprise."""
    if len(value) == ENTERPRISE_OCTETS:
        value += b"".join(vendors.get(int.from_bytes(value, "big"), ({}, frozenset()))[0].values())
    return tlv6(VENDOR_OPTIONS, value)


def beside6(plan: Plan6, other: Plan6, base: Plan6) -> Plan6:
    """Return the plan for a client that gets something of two pools, the first of which counts more.

    `base` is the plan of their subnet: what the first pool says as the subnet does, the second may say differently.
    """
    found = plan.beside.get(other)
    if found is None:
        tlvs = dict(plan.tlvs)
        for code, octets in other.tlvs.items():
            if plan.tlvs.get(code) == base.tlvs.get(code):
                tlvs[code] = octets
        unasked = tuple(sorted({*plan.unasked, *other.unasked} & tlvs.keys()))
        found = _with_options(plan, tlvs, unasked, _overlaid_vendors(other.vendors, plan.vendors), plan.enterprises)
        if len(plan.beside) >= BESIDE_BOUND:
            plan.beside.clear()
        plan.beside[other] = found
    return found


def _overlaid_vendors(below: Vendors6, own: Vendors6) -> Vendors6:
    """Return vendor options with others laid over them."""
    # common case first
    if not own:
        return below
    vendors = dict(below)
    for enterprise, (tlvs, unasked) in own.items():
        lower, lower_unasked = below.get(enterprise, ({}, frozenset()))
        vendors[enterprise] = dict(sorted((lower | tlvs).items())), lower_unasked | unasked
    return vendors


def _with_options(
    plan: Plan6, tlvs: dict[int, bytes], unasked: tuple[int, ...], vendors: Vendors6, enterprises: tuple[bytes, ...]
) -> Plan6:
    return Plan6(
        tlvs,
        unasked,
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
        vendors,
        enterprises,
    )
