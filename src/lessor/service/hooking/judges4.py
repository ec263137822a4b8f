"""What plug-ins have to say about a DHCPv4 decision before it is stored. The twin of judges6.py."""

from typing import Final

from lessor.engine.allocate import Case4, belongs
from lessor.engine.decide4 import NO_CHANGES, SILENT, Decision4
from lessor.hooks.callouts import Bound, Calls, call_now
from lessor.hooks.events4 import Lease4Decline, Lease4Release, Lease4Renew, Lease4Select
from lessor.hooks.leases import LeaseView4
from lessor.hooks.outcomes import CONTINUE, SKIP
from lessor.hooks.places import SubnetView4
from lessor.hooks.query import Query4
from lessor.model.lease import Lease4
from lessor.service.exchange4 import Decide4
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.logs import messages_hooks
from lessor.service.logs.reasons4 import dotted
from lessor.wire.packet4 import ACK, DECLINE, NAK, OFFER, RELEASE

JUDGING: Final = ("lease4_select", "lease4_renew", "lease4_release", "lease4_decline")
"""The points at which callouts may change what was decided."""

NOT_GIVEN: Final = {OFFER: (SILENT, "DHCP4_PACKET_NAK_0003"), ACK: (NAK, "DHCP4_PACKET_NAK_0004")}
"""What becomes of an answer whose lease a plug-in does not want to be given."""


class Judges4:
    """The callouts that may object."""

    def __init__(self, calls: Calls, witness: HookWitness) -> None:
        self._calls = calls
        self._witness = witness

    def judge(self, query: Query4, decide: Decide4, case: Case4) -> Decision4:
        """Decide, and let callouts have their say before anything is stored."""
        decision = decide(case)
        if decision.lease is not None and decision.kind in (OFFER, ACK):
            return self._given(query, case, decision, decision.lease)
        if decision.changes and query.message_type in (RELEASE, DECLINE):
            return self._given_up(query, decision)
        return decision

    def _given(self, query: Query4, case: Case4, decision: Decision4, lease: Lease4) -> Decision4:
        assert decision.subnet is not None  # where there is a lease there is a subnet
        subnet = SubnetView4(decision.subnet)
        before = case.facts.holders.get(lease.address)
        if before is not None and belongs(before, case.request, decision.subnet.match_client_id):
            renewed = Lease4Renew(query, subnet, LeaseView4(lease, writable=lease is not before))
            if self._said(self._calls["lease4_renew"], renewed, decision, lease) == SKIP:
                self._witness.note(messages_hooks.DHCPSRV_HOOK_LEASE4_RENEW_SKIP)
                decision.lease = before
                decision.lifetime = before.valid_lifetime
                decision.changes = NO_CHANGES
            return decision
        selected = Lease4Select(query, subnet, decision.kind == OFFER, LeaseView4(lease, writable=True))
        if self._said(self._calls["lease4_select"], selected, decision, lease) == SKIP:
            self._witness.note(messages_hooks.DHCPSRV_HOOK_LEASE4_SELECT_SKIP)
            return Decision4(*NOT_GIVEN[decision.kind])
        return decision

    def _said(
        self, bounds: tuple[Bound, ...], event: Lease4Select | Lease4Renew, decision: Decision4, lease: Lease4
    ) -> int:
        """Call the callouts about a lease to give; tell the client the lifetime that they leave it."""
        if not bounds:
            return CONTINUE
        lifetime = lease.valid_lifetime
        call_now(bounds, event, self._witness)
        if lease.valid_lifetime != lifetime:
            decision.lifetime = lease.valid_lifetime
        return event.status

    def _given_up(self, query: Query4, decision: Decision4) -> Decision4:
        lease = decision.changes[0][0]
        assert lease is not None  # what is given up was there
        event: Lease4Release | Lease4Decline
        if query.message_type == RELEASE:
            bounds, event = self._calls["lease4_release"], Lease4Release(query, LeaseView4(lease))
        else:
            bounds, event = self._calls["lease4_decline"], Lease4Decline(query, LeaseView4(lease))
        call_now(bounds, event, self._witness)
        if event.status == CONTINUE:
            return decision
        if query.message_type == RELEASE:
            self._witness.note(messages_hooks.DHCP4_HOOK_LEASE4_RELEASE_SKIP, query.label)
        else:
            self._witness.note(messages_hooks.DHCP4_HOOK_DECLINE_SKIP, query.label, dotted(lease.address))
        return Decision4(SILENT)
