"""What to answer to clients that give something up or bring something of their own: RELEASE, DECLINE, ADDR-REG-INFORM.

[hot] Side by side with decide6.py; configured options do not belong into these replies.
"""

from typing import Final

from lessor.engine.allocate6 import sibling_at
from lessor.engine.case6 import WHOLE, Case6, holders
from lessor.engine.decision6 import SILENT, Decision6, IaAnswer, Remark6
from lessor.engine.naming6 import client_name6
from lessor.engine.request6 import Ia, Wish
from lessor.model.lease import DECLINED, is_active, is_over
from lessor.model.lease6 import NA, PD, REGISTERED, TA, Change6, Lease6
from lessor.wire.ia import NO_BINDING, SUCCESS, read_address
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import ADDR_REG_REPLY, IAADDR, ORO, REPLY

NOBODY: Final = b"\x00"
"""The DUID of declined leases, in Kea's lease files too: every lease has one."""

RELEASED_NA: Final = {
    "": "DHCP6_RELEASE_NA",
    "lease": "DHCP6_RELEASE_NA_FAIL_NOT_ASSIGNED",
    "duid": "DHCP6_RELEASE_NA_FAIL_WRONG_DUID",
    "iaid": "DHCP6_RELEASE_NA_FAIL_WRONG_IAID",
}
RELEASED_PD: Final = {
    "": "DHCP6_RELEASE_PD",
    "lease": "DHCP6_RELEASE_PD_FAIL_NOT_ASSIGNED",
    "duid": "DHCP6_RELEASE_PD_FAIL_WRONG_DUID",
    "iaid": "DHCP6_RELEASE_PD_FAIL_WRONG_IAID",
}
DECLINED_NA: Final = {
    "": "DHCP6_DECLINE_LEASE",
    "lease": "DHCP6_DECLINE_FAIL_NO_LEASE",
    "duid": "DHCP6_DECLINE_FAIL_DUID_MISMATCH",
    "iaid": "DHCP6_DECLINE_FAIL_IAID_MISMATCH",
}


def release(case: Case6) -> Decision6:
    """Give up what the client names (RFC 8415 section 18.3.7).

    Each identity association is told whether anything of it was known; the message as a whole, whether all was.
    """
    decision = Decision6(REPLY)
    changes: list[Change6] = []
    for ia in case.request.ias:
        if ia.type == TA:
            continue
        given_up = _taken(case, ia, RELEASED_PD if ia.type == PD else RELEASED_NA, decision)
        changes += [(lease, None) for lease in given_up]
        decision.ias.append(_told(ia, bool(given_up), "released"))
    unknown = any(answer.status == NO_BINDING for answer in decision.ias)
    decision.status = NO_BINDING if unknown else SUCCESS
    decision.status_text = "not all of this was yours" if unknown else "released"
    decision.changes = tuple(changes)
    return decision


def decline(case: Case6) -> Decision6:
    """Set aside addresses that the client found in use (RFC 8415 section 18.3.8); prefixes cannot be declined."""
    decision = Decision6(REPLY)
    changes: list[Change6] = []
    for ia in case.request.ias:
        if ia.type != NA:
            continue
        refused = _taken(case, ia, DECLINED_NA, decision)
        changes += [(lease, _set_aside(case, lease)) for lease in refused]
        decision.ias.append(_told(ia, 0 < len(refused) == len(ia.wanted), "set aside"))
    decision.changes = tuple(changes)
    return decision


def _taken(case: Case6, ia: Ia, reasons: dict[str, str], decision: Decision6) -> list[Lease6]:
    """Return the leases of this identity association among what the client names; tell about each."""
    found: list[Lease6] = []
    for wish in ia.wanted:
        address, length, _, _ = wish
        lease = holders(case.facts, ia.type).get(address)
        reason = reasons[_mismatch(case, ia, wish, lease)]
        text = str(case.tables.decline_probation_period) if reason == "DHCP6_DECLINE_LEASE" else ""
        if reason == reasons[""] and lease is not None and (ia.type, address) not in case.granted:
            # named twice, it is taken once
            case.granted.add((ia.type, address))
            found.append(lease)
        decision.remarks.append(Remark6(reason, ia.iaid, address, length, lease, text))
    return found


def _mismatch(case: Case6, ia: Ia, wish: Wish, lease: Lease6 | None) -> str:
    """Say what does not fit; empty when the lease is the client's."""
    if lease is None or is_over(lease) or lease.prefix_length != wish[1]:
        return "lease"
    if lease.duid != case.request.duid or lease.state == REGISTERED:
        return "duid"
    return "iaid" if lease.iaid != ia.iaid else ""


def _told(ia: Ia, done: bool, text: str) -> IaAnswer:
    if done:
        return IaAnswer(ia.type, ia.iaid, SUCCESS, text)
    return IaAnswer(ia.type, ia.iaid, NO_BINDING, "no such lease" if ia.wanted else "nothing was named")


def _set_aside(case: Case6, lease: Lease6) -> Lease6:
    """Return the lease that keeps the address from everybody; it names nobody, so its client gets another one."""
    probation = case.tables.decline_probation_period
    return Lease6(
        NA, lease.address, WHOLE, NOBODY, lease.iaid, 0, probation, case.now, lease.subnet_id, state=DECLINED,
        pool_id=lease.pool_id,
    )  # fmt: skip


def register(case: Case6) -> Decision6:
    """Write down an address that a client chose itself (RFC 9686 section 4.2.1)."""
    values = case.request.options.get(IAADDR, [])
    if len(values) != 1:
        return _unregistered(0, "not exactly one address")
    if ORO in case.request.options:
        # RFC 9686 section 4.2: a registration carries no option request
        return _unregistered(read_address(values[0]).address, "it asks for options")
    address, valid, preferred = _registered(values[0])
    if not case.tables.allow_address_registration:
        return Decision6(SILENT, "DHCP6_ADDR6_REGISTER_DISABLED_DROP")
    reason = _objection(case, address)
    if reason:
        return _unregistered(address, reason)
    before = case.facts.addresses.get(address)
    decision = Decision6(ADDR_REG_REPLY)
    # "... the address being registered, copied from the ADDR-REG-INFORM"
    decision.echoed = tlv6(IAADDR, values[0])
    subnet = sibling_at(case, NA, address) or case.subnet
    decision.subnet = subnet
    request = case.request
    if before is not None and before.state == REGISTERED and before.duid != request.duid:
        decision.remarks.append(Remark6("DHCP6_ADDR_REG_INFORM_CLIENT_CHANGE", 0, address, WHOLE, before))
    name = client_name6(request, None, subnet, address)
    lease = Lease6(
        NA, address, WHOLE, request.duid, 0, min(preferred, valid), valid, case.now, subnet.id,
        request.hwaddr, request.hwtype, request.hwaddr_source, hostname=name.stored, state=REGISTERED,
    )  # fmt: skip
    decision.changes = ((before, lease),)
    return decision


def _registered(value: bytes) -> tuple[int, int, int]:
    resource = read_address(value)
    return resource.address, resource.valid, resource.preferred


def _objection(case: Case6, address: int) -> str:
    """Say why the address is not to be registered; empty when it may be.

    RFC 9686 section 4.2.1: it must be of the client's link, and come from the address itself, so that nobody registers
    for others.
    """
    request = case.request
    source = request.packet.relays[-1].peer_address if request.relayed else request.source
    if source != address:
        return "it does not come from the address it registers"
    if sibling_at(case, NA, address) is None:
        return "the address does not belong to the link"
    lease = case.facts.addresses.get(address)
    if lease is not None and lease.state != REGISTERED and is_active(lease, case.now):
        return "the address is leased"
    return ""


def _unregistered(address: int, why: str) -> Decision6:
    decision = Decision6(SILENT)
    decision.remarks.append(Remark6("DHCP6_ADDR_REG_INFORM_FAIL", 0, address, WHOLE, None, why))
    return decision
