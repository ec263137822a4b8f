"""What to answer: one function per message type, from a case to a decision.

[hot] Decisions follow RFC 2131 section 4.3 in the reading of Kea: `reason` is the id of the log message that says why.
A decision changes nothing; its `changes` do, if the store still holds what they expect.
"""

from typing import Final

from lessor.engine import story
from lessor.engine.allocate import (
    Case4,
    Choice,
    belongs,
    consider,
    free_address,
    objection,
    own_lease,
    sibling_at,
)
from lessor.engine.autoconf import V6_ONLY_PREFERRED, auto_configure
from lessor.engine.extended4 import with_relay_information
from lessor.engine.hostname import Name
from lessor.engine.hosts import host_in, reserved_address
from lessor.engine.naming import client_name
from lessor.engine.reuse import reusable_for
from lessor.engine.tables import Plan, Pool, Subnet, pool_at
from lessor.engine.terms4 import plan_of, terms_of
from lessor.model.lease import ASSIGNED, DECLINED, Change4, Lease4, is_active, is_over
from lessor.wire.packet4 import ACK, NAK, OFFER, REQUEST

SILENT: Final = 0
UNKNOWN_ADDRESS: Final = "DHCP4_UNKNOWN_ADDRESS_REQUESTED"

REFUSALS: Final = {
    story.ELSEWHERE: UNKNOWN_ADDRESS,
    story.NO_POOL: UNKNOWN_ADDRESS,
    story.CLOSED: "ALLOC_ENGINE_V4_REQUEST_OUT_OF_POOL",
    story.PROMISED: "ALLOC_ENGINE_V4_REQUEST_ADDRESS_RESERVED",
    story.HELD: "ALLOC_ENGINE_V4_REQUEST_IN_USE",
    story.DECLINED: "ALLOC_ENGINE_V4_REQUEST_IN_USE",
}
"""What stands in the log for each objection to the address that a client requests."""

NO_CHANGES: Final[tuple[Change4, ...]] = ()


class Decision4:
    """The answer to one message.

    `kind` is the message type of the reply, or SILENT. `subnet`, `plan`, `address`, `lifetime` (seconds) and `name`
    fill an offer or acknowledgement, `tlvs` are sent besides; `pool` is where the address lies, None outside all pools.
    `changes` is what the store must take before the reply may leave. `reused` tells that the client's lease stands as
    it is. `conflict` is the lease of somebody else on the address that is reserved for the client. `exhausted` is set
    when only a lack of free addresses stood in the way.
    """

    __slots__ = (
        "address",
        "changes",
        "conflict",
        "exhausted",
        "kind",
        "lease",
        "lifetime",
        "name",
        "plan",
        "pool",
        "reason",
        "reused",
        "subnet",
        "tlvs",
    )

    def __init__(self, kind: int, reason: str = "") -> None:
        self.kind = kind
        self.reason = reason
        self.subnet: Subnet | None = None
        self.pool: Pool | None = None
        self.plan: Plan | None = None
        self.address = 0
        self.lifetime = 0
        self.name: Name | None = None
        self.tlvs = b""
        self.lease: Lease4 | None = None
        self.changes: tuple[Change4, ...] = NO_CHANGES
        self.reused = False
        self.conflict: Lease4 | None = None
        self.exhausted = False


def discover(case: Case4) -> Decision4:
    """Choose the address to offer (RFC 2131 section 4.3.1): reserved, current, offered before, wished for, new."""
    # RFC 8925 section 3.1: who asks for the option can do without an address
    if V6_ONLY_PREFERRED in case.request.asked:
        decision = _offer_without(case)
        if decision is not None:
            return decision
    own = own_lease(case)
    choice = _known_choice(case, own)
    if choice is None and case.request.wanted:
        choice = _wanted_choice(case, case.request.wanted)
    if choice is None:
        choice = free_address(case)
    decision = _nothing_to_offer(case) if choice is None else _offer(case, choice, own)
    if case.reserved and decision.address != case.reserved:
        decision.conflict = case.facts.holders.get(case.reserved)
    return decision


def _offer_without(case: Case4) -> Decision4 | None:
    """Offer no address to a client that can do without where that is preferred (RFC 8925 section 3.3)."""
    plan = plan_of(case, case.subnet, None)
    if V6_ONLY_PREFERRED not in plan.tlvs:
        return None
    decision = Decision4(OFFER)
    decision.subnet = case.subnet
    decision.plan = plan
    return decision


def _nothing_to_offer(case: Case4) -> Decision4:
    """Stay silent, or tell who would make up an address whether it may (RFC 2563)."""
    decision = _exhausted(case, SILENT, "DHCP4_PACKET_NAK_0003")
    plan = plan_of(case, case.subnet, None)
    tlvs = auto_configure(case.request, plan)
    if tlvs is not None:
        decision.kind = OFFER
        decision.plan = plan
        decision.tlvs = tlvs
    return decision


def _offer(case: Case4, choice: Choice, own: Lease4 | None) -> Decision4:
    decision = _grant(case, OFFER, choice[0], choice[1], own)
    if decision.plan is not None and decision.plan.offer_lifetime:
        _lease_offer(case, decision, own)
    return decision


def _known_choice(case: Case4, own: Lease4 | None) -> Choice | None:
    """Return what the client may count on: its reserved address, its current one, the one offered before."""
    choice = None
    # common case first: nothing is reserved
    if case.reserved:
        choice = _reserved_choice(case)
    if choice is None and own is not None:
        choice = consider(case, story.LEASE, own.address)
    if choice is None:
        offer = case.offers.of_client(case.request.key, case.now)
        if offer is not None:
            choice = consider(case, story.OFFER, offer.address)
    return choice


def _reserved_choice(case: Case4) -> Choice | None:
    for subnet in case.subnets:
        address = reserved_address(case.hosts, subnet)
        choice = consider(case, story.RESERVATION, address) if address else None
        if choice is not None:
            return choice
    return None


def _wanted_choice(case: Case4, wanted: int) -> Choice | None:
    taken = case.offers.taken(wanted, case.request.key, case.now)
    return consider(case, story.WISH, wanted, story.ON_OFFER if taken else "")


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
    message = case.request
    wanted = message.wanted or message.ciaddr
    # INIT-REBOOT: no server identifier, and the address in option 50.
    if message.wanted and not message.server_id:
        mistaken = _init_reboot_refusal(case, own, wanted)
        if mistaken is not None:
            return mistaken
    if wanted:
        subnet = sibling_at(case, wanted)
        reason = _refusal(case, subnet, wanted)
        if reason == UNKNOWN_ADDRESS:
            # Another server may know the address; as Kea, we do not speak for it.
            return Decision4(SILENT, reason)
        if reason:
            refusal = Decision4(NAK, reason)
            refusal.address = case.reserved
            return refusal
        assert subnet is not None  # _refusal covers addresses outside the network
        return _acknowledge(case, subnet, wanted, own)
    # A client that names no address is served all the same.
    choice = _known_choice(case, own) or free_address(case)
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


def _refusal(case: Case4, subnet: Subnet | None, address: int) -> str:
    """Say why the client may not have this address, of this subnet or of none; empty when it may."""
    reserved = case.reserved
    if reserved and reserved != address and consider(case, story.RESERVATION, reserved) is not None:
        return "ALLOC_ENGINE_V4_REQUEST_INVALID"
    objected = objection(case, subnet, address)
    if case.story is not None:
        consider(case, story.WISH, address, objected)
    return REFUSALS[objected] if objected else ""


def release(case: Case4) -> Decision4:
    """Give up the lease on ciaddr (RFC 2131 section 4.3.4); never answered."""
    lease = case.facts.holders.get(case.request.ciaddr)
    if lease is None or is_over(lease):
        return Decision4(SILENT, "DHCP4_RELEASE_FAIL_NO_LEASE")
    if not belongs(lease, case.request, case.subnet.match_client_id):
        return Decision4(SILENT, "DHCP4_RELEASE_FAIL_WRONG_CLIENT")
    decision = Decision4(SILENT, "DHCP4_RELEASE")
    decision.address = lease.address
    decision.subnet = case.tables.subnets.get(lease.subnet_id)
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
    decision.subnet = case.tables.subnets.get(lease.subnet_id)
    decision.lifetime = case.tables.decline_probation_period
    decision.changes = ((lease, declined(lease, decision.lifetime, case.now)),)
    return decision


def declined(lease: Lease4, probation: int, now: int) -> Lease4:
    """Return what becomes of a lease whose address is in use elsewhere, for `probation` seconds.

    It names nobody: its client is free to get another address.
    """
    return Lease4(lease.address, b"", b"", probation, now, lease.subnet_id, state=DECLINED, pool_id=lease.pool_id)


def inform(case: Case4) -> Decision4:
    """Tell a client with an address of its own the rest (RFC 2131 section 4.3.5); no lease."""
    if not (case.request.ciaddr or case.request.source):
        return Decision4(SILENT, "DHCP4_PACKET_DROP_0002")
    decision = Decision4(ACK)
    decision.subnet = case.subnet
    decision.plan = plan_of(case, case.subnet, pool_at(case.subnet, case.request.ciaddr))
    return decision


def reject(case: Case4) -> Decision4:
    """Refuse a client of the class REJECT an address: a DHCPDISCOVER gets no answer, a DHCPREQUEST is refused."""
    return Decision4(NAK if case.request.message_type == REQUEST else SILENT, "DHCP4_PACKET_NAK_0005")


def _exhausted(case: Case4, kind: int, reason: str) -> Decision4:
    decision = Decision4(kind, reason)
    decision.exhausted = True
    decision.subnet = case.subnet
    return decision


def _acknowledge(case: Case4, subnet: Subnet, address: int, own: Lease4 | None) -> Decision4:
    decision = _grant(case, ACK, subnet, address, own)
    assert decision.lease is not None  # _grant makes one
    if not decision.reused:
        decision.changes = _changes(case, decision.lease, own)
    return decision


def _grant(case: Case4, kind: int, subnet: Subnet, address: int, own: Lease4 | None) -> Decision4:
    """Return a decision that gives the address, with the lease it promises: a new one, or the one the client has."""
    decision = Decision4(kind)
    pool = pool_at(subnet, address)
    decision.subnet = subnet
    decision.pool = pool
    decision.address = address
    decision.plan, decision.lifetime = terms_of(case, subnet, pool)
    host = host_in(case.hosts, subnet) if case.hosts else None
    decision.name = client_name(case.request, host, subnet if pool is None else pool.naming or subnet, address)
    before = None
    if own is not None and own.address == address and is_active(own, case.now):
        before = own
    decision.lease = _lease(case, decision, subnet, pool, "" if before is None else before.user_context)
    if before is not None:
        rest = reusable_for(before, decision.lease, subnet, case.now)
        if rest:
            decision.reused = True
            decision.lease = before
            decision.lifetime = rest
    return decision


def _lease(case: Case4, decision: Decision4, subnet: Subnet, pool: Pool | None, context: str) -> Lease4:
    request = case.request
    if subnet.store_extended_info and request.relay_information:
        context = with_relay_information(context, request.relay_information)
    return Lease4(
        decision.address,
        request.hwaddr,
        request.client_id if subnet.match_client_id else b"",
        decision.lifetime,
        case.now,
        subnet.id,
        False,
        False,
        "" if decision.name is None else decision.name.stored,
        ASSIGNED,
        context,
        0 if pool is None else pool.pool_id,
    )


def _changes(case: Case4, lease: Lease4, own: Lease4 | None) -> tuple[Change4, ...]:
    """Return the changes that put this lease in place of what is there and of the client's other one."""
    before = case.facts.holders.get(lease.address)
    if own is None or own.address == lease.address:
        return ((before, lease),)
    return ((own, None), (before, lease))
