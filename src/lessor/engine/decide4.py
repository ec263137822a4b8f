"""What to answer: one function per message type, from a case to a decision.

[hot] Decisions follow RFC 2131 section 4.3 in the reading of Kea: `reason` is the id of the log message that says why.
A decision changes nothing; its `changes` do, if the store still holds what they expect.
"""

from typing import Final

from lessor.engine.allocate import (
    Case4,
    belongs,
    free_address,
    held_by_other,
    open_to,
    own_lease,
    reserved_for_other,
    sibling_at,
)
from lessor.engine.hostname import Name
from lessor.engine.hosts import reserved_address
from lessor.engine.naming import client_name
from lessor.engine.overlay import overlay
from lessor.engine.tables import Plan, Subnet, pool_at
from lessor.model.lease import ASSIGNED, DECLINED, Change4, Lease4, is_active
from lessor.wire.packet4 import ACK, NAK, OFFER

SILENT: Final = 0
UNKNOWN_ADDRESS: Final = "DHCP4_UNKNOWN_ADDRESS_REQUESTED"

NO_CHANGES: Final[tuple[Change4, ...]] = ()


class Decision4:
    """The answer to one message.

    `kind` is the message type of the reply, or SILENT. `subnet`, `plan`, `address`, `lifetime` (seconds) and `name`
    fill an offer or acknowledgement; `changes` is what the store must take before the reply may leave. `exhausted` is
    set when only a lack of free addresses stood in the way.
    """

    __slots__ = ("address", "changes", "exhausted", "kind", "lease", "lifetime", "name", "plan", "reason", "subnet")

    def __init__(self, kind: int, reason: str = "") -> None:
        self.kind = kind
        self.reason = reason
        self.subnet: Subnet | None = None
        self.plan: Plan | None = None
        self.address = 0
        self.lifetime = 0
        self.name: Name | None = None
        self.lease: Lease4 | None = None
        self.changes: tuple[Change4, ...] = NO_CHANGES
        self.exhausted = False


def discover(case: Case4) -> Decision4:
    """Choose the address to offer (RFC 2131 section 4.3.1): reserved, current, offered before, wished for, new."""
    own = own_lease(case)
    choice = (
        _reserved_choice(case)
        or _own_choice(case, own)
        or _offered_choice(case)
        or _wanted_choice(case)
        or free_address(case)
    )
    if choice is None:
        return _exhausted(case, SILENT, "DHCP4_PACKET_NAK_0003")
    subnet, address = choice
    decision = _grant(case, OFFER, subnet, address)
    if decision.plan is not None and decision.plan.offer_lifetime:
        _lease_offer(case, decision, own)
    return decision


def _reserved_choice(case: Case4) -> tuple[Subnet, int] | None:
    address = reserved_address(case.subnet, case.host)
    if address and not held_by_other(case, address):
        return case.subnet, address
    return None


def _own_choice(case: Case4, own: Lease4 | None) -> tuple[Subnet, int] | None:
    if own is None or held_by_other(case, own.address):
        return None
    return _open_choice(case, own.address)


def _offered_choice(case: Case4) -> tuple[Subnet, int] | None:
    offer = case.offers.of_client(case.request.key, case.now)
    if offer is None or held_by_other(case, offer.address):
        return None
    return _open_choice(case, offer.address)


def _wanted_choice(case: Case4) -> tuple[Subnet, int] | None:
    wanted = case.request.wanted
    if not wanted or held_by_other(case, wanted) or case.offers.taken(wanted, case.request.key, case.now):
        return None
    return _open_choice(case, wanted)


def _open_choice(case: Case4, address: int) -> tuple[Subnet, int] | None:
    subnet = sibling_at(case, address)
    if subnet is None or not open_to(case, subnet, address):
        return None
    return subnet, address


def _lease_offer(case: Case4, decision: Decision4, own: Lease4 | None) -> None:
    """Write a short lease for an offer (`offer-lifetime`), unless the client holds the address already."""
    if own is not None and own.address == decision.address and is_active(own, case.now):
        return
    lease = decision.lease
    assert lease is not None  # an offer always carries the lease it promises
    lease.valid_lifetime = decision.plan.offer_lifetime if decision.plan is not None else 0
    decision.changes = _changes(case, lease, own)


def request(case: Case4) -> Decision4:
    """Acknowledge, refuse or ignore a REQUEST (RFC 2131 section 4.3.2)."""
    own = own_lease(case)
    wanted = case.request.wanted or case.request.ciaddr
    # INIT-REBOOT: no server identifier, and the address in option 50.
    if case.request.wanted and not case.request.server_id:
        mistaken = _init_reboot_refusal(case, own, wanted)
        if mistaken is not None:
            return mistaken
    if wanted:
        reason = _refusal(case, wanted)
        if reason == UNKNOWN_ADDRESS:
            # Another server may know the address; as Kea, we do not speak for it.
            return Decision4(SILENT, reason)
        if reason:
            refusal = Decision4(NAK, reason)
            refusal.address = reserved_address(case.subnet, case.host)
            return refusal
        subnet = sibling_at(case, wanted)
        assert subnet is not None  # _refusal covers addresses outside the network
        return _acknowledge(case, subnet, wanted, own)
    # A client that names no address is served all the same.
    choice = _reserved_choice(case) or _own_choice(case, own) or _offered_choice(case) or free_address(case)
    if choice is None:
        return _exhausted(case, NAK, "DHCP4_PACKET_NAK_0004")
    return _acknowledge(case, choice[0], choice[1], own)


def _init_reboot_refusal(case: Case4, own: Lease4 | None, wanted: int) -> Decision4 | None:
    """Judge a rebooting client's memory of its address; None when it is right.

    RFC 2131 section 4.3.2: a server that does not know the client stays silent, unless it is authoritative; a client
    on the wrong network or with a wrong address is told so.
    """
    if own is None and not case.subnet.authoritative:
        return Decision4(SILENT, "DHCP4_NO_LEASE_INIT_REBOOT")
    if own is None or own.address != wanted:
        return Decision4(NAK, "DHCP4_PACKET_NAK_0002")
    return None


def _refusal(case: Case4, address: int) -> str:
    """Say why the client may not have this address; empty when it may."""
    reserved = reserved_address(case.subnet, case.host)
    if reserved and reserved != address and not held_by_other(case, reserved):
        return "ALLOC_ENGINE_V4_REQUEST_INVALID"
    subnet = sibling_at(case, address)
    if subnet is None:
        return UNKNOWN_ADDRESS
    if reserved != address and reserved_for_other(case, subnet, address):
        return "ALLOC_ENGINE_V4_REQUEST_ADDRESS_RESERVED"
    if not open_to(case, subnet, address):
        return UNKNOWN_ADDRESS
    return "ALLOC_ENGINE_V4_REQUEST_IN_USE" if held_by_other(case, address) else ""


def release(case: Case4) -> Decision4:
    """Give up the lease on ciaddr (RFC 2131 section 4.3.4); never answered."""
    lease = case.facts.holders.get(case.request.ciaddr)
    if lease is None:
        return Decision4(SILENT, "DHCP4_RELEASE_FAIL_NO_LEASE")
    if not belongs(lease, case.request, case.subnet.match_client_id):
        return Decision4(SILENT, "DHCP4_RELEASE_FAIL_WRONG_CLIENT")
    decision = Decision4(SILENT, "DHCP4_RELEASE")
    decision.address = lease.address
    decision.subnet = sibling_at(case, lease.address)
    decision.changes = ((lease, None),)
    return decision


def decline(case: Case4) -> Decision4:
    """Set aside an address that the client found in use (RFC 2131 section 4.3.3); never answered."""
    address = case.request.wanted
    lease = case.facts.holders.get(address)
    if lease is None:
        return Decision4(SILENT, "DHCP4_DECLINE_LEASE_NOT_FOUND")
    if not belongs(lease, case.request, case.subnet.match_client_id):
        refusal = Decision4(SILENT, "DHCP4_DECLINE_LEASE_MISMATCH")
        refusal.lease = lease
        return refusal
    decision = Decision4(SILENT, "DHCP4_DECLINE_LEASE")
    decision.address = address
    decision.subnet = sibling_at(case, address)
    decision.lifetime = case.tables.decline_probation_period
    # A declined lease names nobody: its client is free to get another address.
    declined = Lease4(
        address, b"", b"", decision.lifetime, case.now, lease.subnet_id, state=DECLINED, pool_id=lease.pool_id
    )
    decision.changes = ((lease, declined),)
    return decision


def inform(case: Case4) -> Decision4:
    """Tell a client with an address of its own the rest (RFC 2131 section 4.3.5); no lease."""
    if not (case.request.ciaddr or case.request.source):
        return Decision4(SILENT, "DHCP4_PACKET_DROP_0002")
    decision = Decision4(ACK)
    decision.subnet = case.subnet
    pool = pool_at(case.subnet, case.request.ciaddr)
    decision.plan = _plan(case, case.subnet.plan if pool is None else pool.plan)
    return decision


def _exhausted(case: Case4, kind: int, reason: str) -> Decision4:
    decision = Decision4(kind, reason)
    decision.exhausted = True
    decision.subnet = case.subnet
    return decision


def _acknowledge(case: Case4, subnet: Subnet, address: int, own: Lease4 | None) -> Decision4:
    decision = _grant(case, ACK, subnet, address)
    assert decision.lease is not None  # _grant makes one
    decision.changes = _changes(case, decision.lease, own)
    return decision


def _grant(case: Case4, kind: int, subnet: Subnet, address: int) -> Decision4:
    """Return a decision that gives the address, with the lease it promises."""
    decision = Decision4(kind)
    pool = pool_at(subnet, address)
    plan = _plan(case, subnet.plan if pool is None else pool.plan)
    decision.subnet = subnet
    decision.plan = plan
    decision.address = address
    decision.lifetime = _lifetime(plan, case.request.asked_lifetime)
    name = client_name(case.request, case.host, subnet, address)
    decision.name = name
    decision.lease = Lease4(
        address,
        case.request.hwaddr,
        case.request.client_id if subnet.match_client_id else b"",
        decision.lifetime,
        case.now,
        subnet.id,
        False,
        False,
        name.stored,
        ASSIGNED,
        "",
        0 if pool is None else pool.pool_id,
    )
    return decision


def _changes(case: Case4, lease: Lease4, own: Lease4 | None) -> tuple[Change4, ...]:
    """Return the changes that put this lease in place of what is there and of the client's other one."""
    before = case.facts.holders.get(lease.address)
    if own is None or own.address == lease.address:
        return ((before, lease),)
    return ((own, None), (before, lease))


def _lifetime(plan: Plan, asked: int) -> int:
    """Return the seconds to grant: what the client asks for within the limits, else the default."""
    if not asked:
        return plan.lifetime_default
    return min(max(asked, plan.lifetime_min), plan.lifetime_max)


def _plan(case: Case4, plan: Plan) -> Plan:
    """Return the plan with the client's own reservation laid over it."""
    host = case.host
    if host is None:
        return plan
    if plan not in host.plans:
        host.plans[plan] = overlay(plan, host)
    return host.plans[plan]
