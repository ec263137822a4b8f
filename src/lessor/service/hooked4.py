"""The way of a DHCPv4 message when plug-ins are loaded: the steps of exchange4.py with hook points between them.

Order and outcomes are Kea's (hooks/points.py). A message that waits at a point goes on in a later turn of the loop, by
the tables that are in force then, and with the plug-ins it began with.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from lessor.engine.allocate import Case4, belongs
from lessor.engine.classify import NO_CLASSES
from lessor.engine.decide4 import NO_CHANGES, SILENT, Decision4
from lessor.engine.hosts import find_hosts, host_in
from lessor.engine.request4 import Request4, read4
from lessor.engine.tables import Subnet
from lessor.hooks.callouts import Bound, Calls, call_now
from lessor.hooks.events4 import (
    Buffer4Receive,
    Buffer4Send,
    Host4Identifier,
    Lease4Decline,
    Lease4Expire,
    Lease4Offer,
    Lease4Recover,
    Lease4Release,
    Lease4Renew,
    Lease4Select,
    Lease4ServerDecline,
    Leases4Committed,
    Pkt4Receive,
    Pkt4Send,
    Subnet4Select,
)
from lessor.hooks.leases import LeaseView4
from lessor.hooks.outcomes import CONTINUE, DROP, SKIP
from lessor.hooks.places import HostView4, SubnetView4
from lessor.hooks.query import Query4
from lessor.hooks.response import Response4
from lessor.model.datagram import Received4, Reply4
from lessor.model.host import FLEX_ID
from lessor.model.lease import DECLINED, Lease4, is_over
from lessor.service import messages_hooks
from lessor.service.batch import Replies, answer_all, dispatch
from lessor.service.exchange4 import DECIDE, Decide4, Exchange4
from lessor.service.hookwitness import HookWitness
from lessor.service.parking import DURABLE, Loop, Parking, Turn, Way, ask
from lessor.service.reasons4 import dotted
from lessor.wire.definition import Definitions
from lessor.wire.packet4 import ACK, DECLINE, DISCOVER, NAK, OFFER, RELEASE, Packet4, decode4

JUDGING: Final = ("lease4_select", "lease4_renew", "lease4_release", "lease4_decline")
"""The points at which callouts may change what was decided."""

NOT_GIVEN: Final = {OFFER: (SILENT, "DHCP4_PACKET_NAK_0003"), ACK: (NAK, "DHCP4_PACKET_NAK_0004")}
"""What becomes of an answer whose lease a plug-in does not want to be given."""


class Hooked4:
    """Takes the messages of an exchange from hook point to hook point; `clock` returns unix seconds."""

    def __init__(
        self,
        exchange: Exchange4,
        calls: Calls,
        definitions: Definitions,
        witness: HookWitness,
        loop: Loop,
        clock: Callable[[], int],
        limit: int = 256,
    ) -> None:
        self.exchange = exchange
        self.calls = calls
        self.definitions = definitions
        self.witness = witness
        self.parking: Parking[Received4, Reply4] = Parking(
            loop, self._go_on, witness, exchange.chronicle.not_durable, limit
        )
        self._clock = clock
        self._judges = any(calls[point] for point in JUDGING)

    def answer(self, received: Received4, now: int, replies: Replies[Reply4]) -> None:
        """Take a message as far as it goes now."""
        self.parking.begin(received, self._way(received, Turn(now, replies)))

    def batch_answered(self) -> None:
        """Wait for the leases of the messages of this turn to be durable."""
        self.parking.batch_answered(self.exchange.store)

    def _go_on(self, ready: Sequence[Received4]) -> None:
        """Take messages that have waited as far as they go now."""
        exchange = self.exchange
        replies = answer_all(ready, self._clock(), self._resume, exchange.chronicle)
        dispatch(replies, exchange.send, exchange.store, exchange.chronicle)
        self.batch_answered()

    def _resume(self, received: Received4, now: int, replies: Replies[Reply4]) -> None:
        self.parking.resume(received, Turn(now, replies))

    def _way(self, received: Received4, turn: Turn[Reply4]) -> Way[Reply4]:
        exchange, calls, witness = self.exchange, self.calls, self.witness
        packet = None
        if calls["buffer4_receive"]:
            octets = Buffer4Receive(received)
            turn = yield from ask(calls["buffer4_receive"], octets, turn, witness, None)
            if octets.status == DROP:
                witness.drop(
                    messages_hooks.DHCP4_HOOK_BUFFER_RCVD_DROP,
                    dotted(received.source),
                    dotted(received.local),
                    received.interface.name,
                )
                return
            packet = self._unpacked(octets)
        message = exchange.read(packet or decode4(received.data), received, turn.now)
        if message is None:
            return
        classifier = exchange.tables.classifier
        if classifier is not None:
            classifier.receive(message)
        query = Query4(message, self.definitions)
        if calls["pkt4_receive"]:
            came = Pkt4Receive(query)
            turn = yield from ask(calls["pkt4_receive"], came, turn, witness, query)
            if came.status != CONTINUE:
                witness.drop(messages_hooks.DHCP4_HOOK_PACKET_RCVD_SKIP, query.label)
                return
            if query.changed:
                message = self._read_again(query, received)
        if self._ended_by_class(query):
            return
        yield from self._serve(query, turn)

    def _serve(self, query: Query4, turn: Turn[Reply4]) -> Way[Reply4]:
        """Go on with a message from the choice of its subnet on."""
        exchange, bounds = self.exchange, self.calls["subnet4_select"]
        message = query.request
        subnet = exchange.selected(message)
        if bounds:
            chosen = Subnet4Select(query, None if subnet is None else SubnetView4(subnet), self._subnets)
            turn = yield from ask(bounds, chosen, turn, self.witness, query)
            if chosen.status == DROP:
                self.witness.drop(messages_hooks.DHCP4_HOOK_SUBNET4_SELECT_DROP, query.label)
                return
            subnet = self._chosen(chosen)
        if not exchange.tables.early_global_hosts:
            self._identify(query)
        decision = exchange.decided(message, subnet, turn.now, self._decide(query))
        if decision is None:
            return
        reply = None if decision.kind == SILENT else exchange.reply(message, decision)
        response = None if reply is None else Response4(reply, self.definitions)
        if self.calls["leases4_committed"] and message.message_type != DISCOVER and (response or decision.changes):
            yield from self._commit(query, decision, response, turn)
        elif self.calls["lease4_offer"] and decision.kind == OFFER and decision.lease and response:
            yield from self._offer(query, decision, decision.lease, response, turn)
        elif response is not None:
            self._send(query, decision, response, turn)

    def _commit(
        self, query: Query4, decision: Decision4, response: Response4 | None, turn: Turn[Reply4]
    ) -> Way[Reply4]:
        """Tell of leases when they are durable, and send the answer."""
        durable = bool(decision.changes or decision.reused)
        if durable:
            turn = yield DURABLE
        kept = Leases4Committed(query, response, *_committed(decision))
        turn = yield from ask(self.calls["leases4_committed"], kept, turn, self.witness, query)
        if kept.status == DROP:
            self.witness.drop(messages_hooks.DHCP4_HOOK_LEASES4_COMMITTED_DROP, query.label)
        elif response is not None:
            self._send(query, decision, response, turn, durable)

    def _offer(
        self, query: Query4, decision: Decision4, lease: Lease4, response: Response4, turn: Turn[Reply4]
    ) -> Way[Reply4]:
        """Send an offer unless the address turns out to be in use."""
        offered = self._offered(query, decision, lease, response)
        turn = yield from ask(self.calls["lease4_offer"], offered, turn, self.witness, query)
        if offered.offer_address_in_use:
            self._decline(query, lease, turn.now)
        elif offered.status == DROP:
            self.witness.drop(messages_hooks.DHCP4_HOOK_LEASE4_OFFER_DROP, query.label)
        else:
            self._send(query, decision, response, turn)

    # Before the decision

    def _unpacked(self, octets: Buffer4Receive) -> Packet4 | None:
        """Return the message that a callout has read itself; None when the octets are to be read."""
        octets.received.data = octets.data
        return octets.packet if octets.status == SKIP else None

    def _read_again(self, query: Query4, received: Received4) -> Request4:
        """Read the message with the options that callouts gave it; its classes stay."""
        classes = query.request.classes
        message = query.request = read4(query.request.packet, received)
        message.classes = classes
        return message

    def _ended_by_class(self, query: Query4) -> bool:
        tables = self.exchange.tables
        classifier = tables.classifier
        if tables.early_global_hosts:
            self._identify(query)
        if classifier is None:
            return False
        if query.request.classes is NO_CLASSES:
            # it has waited, and since then there are classes
            classifier.receive(query.request)
        return self.exchange.dropped_early(query.request, classifier)

    def _identify(self, query: Query4) -> None:
        bounds = self.calls["host4_identifier"]
        if not bounds or FLEX_ID not in self.exchange.tables.identifiers:
            return
        known = Host4Identifier(query)
        call_now(bounds, known, self.witness)
        if known.status == CONTINUE:
            query.request.flex_id = known.id_value

    def _subnets(self) -> dict[int, SubnetView4]:
        return {id: SubnetView4(subnet) for id, subnet in self.exchange.tables.subnets.items()}

    def _chosen(self, chosen: Subnet4Select) -> Subnet | None:
        """Return the subnet that callouts leave selected, as it is in the tables in force now."""
        if chosen.status == SKIP:
            self.witness.note(messages_hooks.DHCP4_HOOK_SUBNET4_SELECT_SKIP, chosen.query.label)
            return None
        return None if chosen.subnet is None else self.exchange.tables.subnets.get(chosen.subnet.id)

    # The decision

    def _decide(self, query: Query4) -> Decide4:
        decide = DECIDE[query.message_type]
        return partial(self._judged, query, decide) if self._judges else decide

    def _judged(self, query: Query4, decide: Decide4, case: Case4) -> Decision4:
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
            if self._said(self.calls["lease4_renew"], renewed, decision, lease) == SKIP:
                self.witness.note(messages_hooks.DHCPSRV_HOOK_LEASE4_RENEW_SKIP)
                decision.lease = before
                decision.lifetime = before.valid_lifetime
                decision.changes = NO_CHANGES
            return decision
        selected = Lease4Select(query, subnet, decision.kind == OFFER, LeaseView4(lease, writable=True))
        if self._said(self.calls["lease4_select"], selected, decision, lease) == SKIP:
            self.witness.note(messages_hooks.DHCPSRV_HOOK_LEASE4_SELECT_SKIP)
            return Decision4(*NOT_GIVEN[decision.kind])
        return decision

    def _said(
        self, bounds: tuple[Bound, ...], event: Lease4Select | Lease4Renew, decision: Decision4, lease: Lease4
    ) -> int:
        """Call the callouts about a lease to give; tell the client the lifetime that they leave it."""
        if not bounds:
            return CONTINUE
        lifetime = lease.valid_lifetime
        call_now(bounds, event, self.witness)
        if lease.valid_lifetime != lifetime:
            decision.lifetime = lease.valid_lifetime
        return event.status

    def _given_up(self, query: Query4, decision: Decision4) -> Decision4:
        lease = decision.changes[0][0]
        assert lease is not None  # what is given up was there
        event: Lease4Release | Lease4Decline
        if query.message_type == RELEASE:
            bounds, event = self.calls["lease4_release"], Lease4Release(query, LeaseView4(lease))
        else:
            bounds, event = self.calls["lease4_decline"], Lease4Decline(query, LeaseView4(lease))
        call_now(bounds, event, self.witness)
        if event.status == CONTINUE:
            return decision
        if query.message_type == RELEASE:
            self.witness.note(messages_hooks.DHCP4_HOOK_LEASE4_RELEASE_SKIP, query.label)
        else:
            self.witness.note(messages_hooks.DHCP4_HOOK_DECLINE_SKIP, query.label, dotted(lease.address))
        return Decision4(SILENT)

    # The answer

    def _offered(self, query: Query4, decision: Decision4, lease: Lease4, response: Response4) -> Lease4Offer:
        assert decision.subnet is not None  # where there is a lease there is a subnet
        old = next((before for before, _ in decision.changes if before is not None), None)
        host = host_in(find_hosts(self.exchange.tables, (decision.subnet,), query.request), decision.subnet)
        return Lease4Offer(
            query,
            response,
            (LeaseView4(lease),),
            lease.valid_lifetime if decision.changes else 0,
            None if old is None else LeaseView4(old),
            None if host is None else HostView4(host),
        )

    def _decline(self, query: Query4, lease: Lease4, now: int) -> None:
        """Keep an offered address from everybody: a plug-in found it in use."""
        self.exchange.offers.close(query.request.key)
        left = self.exchange.set_aside(lease, now)
        if left is None:
            self.witness.note(
                messages_hooks.DHCP4_SERVER_INITIATED_DECLINE_RESOURCE_BUSY, query.label, dotted(lease.address)
            )
            return
        self.witness.note(
            messages_hooks.DHCP4_SERVER_INITIATED_DECLINE, query.label, dotted(left.address), left.valid_lifetime
        )
        call_now(self.calls["lease4_server_decline"], Lease4ServerDecline(query, LeaseView4(left)), self.witness)

    def _send(
        self, query: Query4, decision: Decision4, response: Response4, turn: Turn[Reply4], durable: bool = False
    ) -> None:
        """Let the answer leave if nobody objects."""
        if self._may_leave(query, response, decision.subnet):
            self.exchange.answered(query.request, decision, response.reply, turn.replies, durable)

    def _may_leave(self, query: Query4, response: Response4, subnet: Subnet | None) -> bool:
        if self.calls["pkt4_send"]:
            complete = Pkt4Send(query, response, None if subnet is None else SubnetView4(subnet))
            call_now(self.calls["pkt4_send"], complete, self.witness)
            if complete.status == DROP:
                self.witness.drop(messages_hooks.DHCP4_HOOK_PACKET_SEND_DROP, query.label)
                return False
            # a callout that says SKIP has set the octets itself
            response.data = response.data if complete.status == CONTINUE else response.reply.data
        if self.calls["buffer4_send"]:
            leaving = Buffer4Send(response)
            call_now(self.calls["buffer4_send"], leaving, self.witness)
            if leaving.status in (SKIP, DROP):
                self.witness.drop(messages_hooks.DHCP4_HOOK_BUFFER_SEND_SKIP, query.label)
                return False
        return True

    # Leases that are over

    def may_take_back(self, lease: Lease4, remove: bool) -> bool:
        """Ask callouts about a lease whose time is over; tell whether the server is to see to it now."""
        expired = Lease4Expire(LeaseView4(lease), remove)
        call_now(self.calls["lease4_expire"], expired, self.witness)
        if expired.status == SKIP:
            return False
        if lease.state != DECLINED:
            return True
        recovered = Lease4Recover(LeaseView4(lease))
        call_now(self.calls["lease4_recover"], recovered, self.witness)
        if recovered.status == SKIP:
            self.witness.note(messages_hooks.DHCPSRV_HOOK_LEASE4_RECOVER_SKIP, dotted(lease.address))
        return recovered.status != SKIP


def _committed(decision: Decision4) -> tuple[Sequence[LeaseView4], Sequence[LeaseView4]]:
    """Return the leases that were written, and those that are gone: given up, or left for another address."""
    written = [LeaseView4(new) for _, new in decision.changes if new is not None and not is_over(new)]
    kept = {view.record.address for view in written}
    gone = [LeaseView4(old) for old, _ in decision.changes if old is not None and old.address not in kept]
    return written, gone
