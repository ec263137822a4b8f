"""What plug-ins have to say about a DHCPv6 decision before it is stored: lease by lease.

What they keep from happening is taken out of the decision: out of its changes, and where the client must know, out of
the answer.
"""

from ipaddress import IPv6Address
from typing import Final

from lessor.engine.assign6 import NOTHING_LEFT, set_times
from lessor.engine.case6 import Case6, holders
from lessor.engine.decision6 import SILENT, Decision6, IaAnswer
from lessor.hooks.callouts import Calls, call_now
from lessor.hooks.events6 import (
    Addr6Register,
    Lease6Decline,
    Lease6Rebind,
    Lease6Release,
    Lease6Renew,
    Lease6Select,
)
from lessor.hooks.leases import LeaseView6
from lessor.hooks.outcomes import CONTINUE, DROP, SKIP
from lessor.hooks.places import SubnetView6
from lessor.hooks.query import Query6
from lessor.model.lease6 import PD, Lease6
from lessor.service.exchange6 import Decide6
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.logs import messages_hooks
from lessor.service.logs.reasons6 import written
from lessor.wire.ia import NO_ADDRS_AVAIL, NO_PREFIX_AVAIL
from lessor.wire.packet6 import ADDR_REG_INFORM, ADVERTISE, DECLINE, REBIND, RELEASE, RENEW

JUDGING: Final = (
    "lease6_select",
    "lease6_renew",
    "lease6_rebind",
    "lease6_release",
    "lease6_decline",
    "addr6_register",
)
"""The points at which callouts may change what was decided."""

AGAIN: Final = {RENEW: ("lease6_renew", Lease6Renew), REBIND: ("lease6_rebind", Lease6Rebind)}
"""Where callouts are asked about a lease that its client has already."""


class Judges6:
    """The callouts that may object."""

    def __init__(self, calls: Calls, witness: HookWitness) -> None:
        self._calls = calls
        self._witness = witness

    def judge(self, query: Query6, decide: Decide6, case: Case6) -> Decision6:
        """Decide, and let callouts have their say."""
        decision = decide(case)
        if query.message_type == RELEASE:
            self._release(query, decision)
        elif query.message_type == DECLINE:
            return self._decline(query, decision)
        elif query.message_type == ADDR_REG_INFORM:
            return self._register(query, decision)
        else:
            for answer in decision.ias:
                for lease in tuple(answer.leases):
                    self._give(query, case, decision, answer, lease)
        return decision

    def _give(self, query: Query6, case: Case6, decision: Decision6, answer: IaAnswer, lease: Lease6) -> None:
        before = holders(case.facts, answer.type).get(lease.address)
        if before is not None and before.duid == query.request.duid:
            if query.message_type in AGAIN:
                self._give_again(query, decision, answer, lease, before)
            return
        subnet = SubnetView6(case.tables.subnets[lease.subnet_id])
        view = LeaseView6(lease, writable=True)
        call_now(
            self._calls["lease6_select"],
            event := Lease6Select(query, subnet, decision.kind == ADVERTISE, view),
            self._witness,
        )
        if event.status == SKIP:
            self._witness.note(messages_hooks.DHCPSRV_HOOK_LEASE6_SELECT_SKIP)
            _withhold(decision, answer, lease)
        else:
            _tell(answer, lease, lease)

    def _give_again(self, query: Query6, decision: Decision6, answer: IaAnswer, lease: Lease6, before: Lease6) -> None:
        point, kind = AGAIN[query.message_type]
        event = kind(query, LeaseView6(lease, writable=lease is not before))
        call_now(self._calls[point], event, self._witness)
        if event.status == SKIP:
            self._witness.note(messages_hooks.DHCPSRV_HOOK_LEASE6_EXTEND_SKIP, point)
            decision.changes = tuple([change for change in decision.changes if change[1] is not lease])
            _tell(answer, lease, before)
        elif lease is not before:
            _tell(answer, lease, lease)

    def _release(self, query: Query6, decision: Decision6) -> None:
        kept = []
        for old, _ in decision.changes:
            assert old is not None  # what is released was there
            event = Lease6Release(query, LeaseView6(old))
            call_now(self._calls["lease6_release"], event, self._witness)
            if event.status != CONTINUE:
                kept.append(old)
                if old.type == PD:
                    self._witness.note(messages_hooks.DHCP6_HOOK_LEASE6_RELEASE_PD_SKIP, query.label)
                else:
                    self._witness.note(messages_hooks.DHCP6_HOOK_LEASE6_RELEASE_NA_SKIP, query.label)
        _leave(decision, kept)

    def _decline(self, query: Query6, decision: Decision6) -> Decision6:
        kept = []
        for old, _ in decision.changes:
            assert old is not None  # what is declined was there
            event = Lease6Decline(query, LeaseView6(old))
            call_now(self._calls["lease6_decline"], event, self._witness)
            where = query.label, query.interface, written(old.address)
            if event.status == DROP:
                self._witness.note(messages_hooks.DHCP6_HOOK_DECLINE_DROP, *where)
                return Decision6(SILENT)
            if event.status == SKIP:
                self._witness.note(messages_hooks.DHCP6_HOOK_DECLINE_SKIP, *where)
                kept.append(old)
        _leave(decision, kept)
        return decision

    def _register(self, query: Query6, decision: Decision6) -> Decision6:
        for old, new in decision.changes:
            assert new is not None  # a registration
            view = None if old is None else LeaseView6(old)
            event = Addr6Register(query, IPv6Address(new.address), view, LeaseView6(new))
            call_now(self._calls["addr6_register"], event, self._witness)
            if event.status == DROP:
                self._witness.note(messages_hooks.DHCP6_HOOK_ADDR6_REGISTER_DROP, query.label, written(new.address))
                return Decision6(SILENT)
            if event.status == SKIP:
                before = "nothing" if old is None else repr(view)
                self._witness.note(
                    messages_hooks.DHCP6_HOOK_ADDR6_REGISTER_SKIP, query.label, before, written(new.address)
                )
                decision.changes = ()
        return decision


def _withhold(decision: Decision6, answer: IaAnswer, lease: Lease6) -> None:
    """Take a lease out of the answer, and out of what is stored."""
    decision.changes = tuple([change for change in decision.changes if change[1] is not lease])
    answer.leases = [other for other in answer.leases if other is not lease]
    answer.items = [item for item in answer.items if item[0] != lease.address]
    if not answer.leases:
        answer.t1 = answer.t2 = 0
        answer.status = NO_PREFIX_AVAIL if answer.type == PD else NO_ADDRS_AVAIL
        answer.status_text = NOTHING_LEFT


def _tell(answer: IaAnswer, lease: Lease6, times: Lease6) -> None:
    """Tell the client the lifetimes of `times` for what is leased."""
    preferred, valid = times.preferred_lifetime, times.valid_lifetime
    told = next(item for item in answer.items if item[0] == lease.address)
    # common case first: nobody has changed them
    if told[2:4] == (preferred, valid):
        return
    answer.items = [(item[0], item[1], preferred, valid, item[4]) if item is told else item for item in answer.items]
    if answer.plan is not None:
        set_times(answer, answer.plan)


def _leave(decision: Decision6, kept: list[Lease6]) -> None:
    """Leave leases as they are."""
    decision.changes = tuple([change for change in decision.changes if not any(change[0] is old for old in kept)])
