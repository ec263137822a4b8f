"""The way of a DHCPv4 message when plug-ins are loaded: the steps of exchange4.py with hook points between them.

Order and outcomes are Kea's (hooks/points.py). A message that waits at a point goes on in a later turn of the loop, by
the tables that are in force then, and with the plug-ins it began with.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from lessor.engine.classify import NO_CLASSES
from lessor.engine.decide4 import SILENT, Decision4
from lessor.engine.hosts import find_hosts, host_in
from lessor.engine.request4 import read4
from lessor.engine.tables import Subnet
from lessor.hooks.callouts import Calls, Waiting, call_now, run_callouts
from lessor.hooks.events4 import (
    Buffer4Receive,
    Buffer4Send,
    Host4Identifier,
    Lease4Expire,
    Lease4Offer,
    Lease4Recover,
    Lease4ServerDecline,
    Leases4Committed,
    Pkt4Receive,
    Pkt4Send,
    Subnet4Select,
)
from lessor.hooks.leases import LeaseView4
from lessor.hooks.outcomes import CONTINUE, DROP, PARK, SKIP
from lessor.hooks.places import HostView4, SubnetView4
from lessor.hooks.query import Query4
from lessor.hooks.response import Response4
from lessor.model.datagram import Received4, Reply4
from lessor.model.host import FLEX_ID
from lessor.model.lease import DECLINED, Lease4, is_over
from lessor.service.batch import Replies, Resuming, answer_all, dispatch
from lessor.service.exchange4 import DECIDE, Decide4, Exchange4
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.hooking.judges4 import JUDGING, Judges4
from lessor.service.hooking.parking import DURABLE, Loop, Parking, Turn, Way, ask, ask_on
from lessor.service.hooking.passed import Memory, Passed
from lessor.service.logs import messages_hooks
from lessor.service.logs.reasons4 import dotted
from lessor.wire.definition import Definitions
from lessor.wire.packet4 import DISCOVER, OFFER, Packet4, decode4

LATER: Final = (
    "subnet4_select",
    "host4_identifier",
    *JUDGING,
    "leases4_committed",
    "lease4_offer",
    "pkt4_send",
    "buffer4_send",
)
"""The points that come after pkt4_receive."""


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
        self._in_batches = False
        self._passed: Memory[Received4, Query4] = Memory()
        self._buffer = calls["buffer4_receive"]
        self._receive = calls["pkt4_receive"]
        self._later = any(calls[point] for point in LATER)
        self._judges = Judges4(calls, witness) if any(calls[point] for point in JUDGING) else None

    def answer(self, received: Received4, now: int, replies: Replies[Reply4]) -> None:
        """Take a message as far as it goes now."""
        passed = self._passed.take(received) if self._passed else None
        if passed is not None:
            self.parking.begin(received, self._again(received, passed, Turn(now, replies)))
            return
        if self._buffer:
            self.parking.begin(received, self._octets_came(received, Turn(now, replies)))
            return
        # common case first: what need not wait is no generator, which costs as much as a callout
        query = self._read(decode4(received.data), received, now)
        if query is None:
            return
        came = Pkt4Receive(query)
        waiting = run_callouts(self._receive, came, self.witness)
        if waiting is not None or came.status == PARK:
            self.parking.begin(received, self._wait(received, came, waiting, Turn(now, replies)))
        elif self._goes_on(received, came):
            if self._later or self._in_batches or self.exchange.knowledge is not None:
                self.parking.begin(received, self._serve(received, self._begun(query), Turn(now, replies)))
            elif not self._ends_early(query):
                self.exchange.conclude(query.request, now, replies)

    def batch_answered(self) -> None:
        """Wait for the leases of the messages of this turn to be durable."""
        self.parking.batch_answered(self.exchange.store)

    def go_on_through(self, resume: Resuming[Received4, Reply4]) -> None:
        """Let messages that have waited go on in batches of a database: their facts are fetched first."""
        self._in_batches = True
        self.parking.wake = lambda ready: resume(ready, self._clock(), self._resume)

    def _go_on(self, ready: Sequence[Received4]) -> None:
        """Take messages that have waited as far as they go now."""
        exchange = self.exchange
        replies = answer_all(ready, self._clock(), self._resume, exchange.chronicle)
        dispatch(replies, exchange.send, exchange.store, exchange.chronicle)
        self.batch_answered()

    def _resume(self, received: Received4, now: int, replies: Replies[Reply4]) -> None:
        self.parking.resume(received, Turn(now, replies))

    def _octets_came(self, received: Received4, turn: Turn[Reply4]) -> Way[Reply4]:
        """Take a message on its way from its octets on."""
        octets = Buffer4Receive(received)
        turn = yield from ask(self._buffer, octets, turn, self.witness, None)
        received.data = octets.data
        if octets.status == DROP:
            source, local = dotted(received.source), dotted(received.local)
            self.witness.drop(messages_hooks.DHCP4_HOOK_BUFFER_RCVD_DROP, source, local, received.interface.name)
            return
        packet = octets.packet if octets.status == SKIP else None
        query = self._read(packet or decode4(received.data), received, turn.now, octets.classes)
        if query is not None:
            came = Pkt4Receive(query)
            yield from self._wait(received, came, run_callouts(self._receive, came, self.witness), turn)

    def _again(self, received: Received4, passed: Passed[Query4], turn: Turn[Reply4]) -> Way[Reply4]:
        """Go on with a message that was decided on in vain; it has passed the hook points until then."""
        passed.query.request.classes = passed.first_classes()
        if passed.anew:
            self.exchange.chronicle.received(passed.query.request)
        yield from self._serve(received, passed, turn)

    def _wait(self, received: Received4, came: Pkt4Receive, waiting: Waiting | None, turn: Turn[Reply4]) -> Way[Reply4]:
        """Go on with a message when the callouts at pkt4_receive are done."""
        began = turn
        if self._receive:
            turn = yield from ask_on(self._receive, came, waiting, turn, self.witness, came.query)
        if self._goes_on(received, came):
            yield from self._serve(received, self._begun(came.query, anew=turn is began), turn)

    def _begun(self, query: Query4, anew: bool = True) -> Passed[Query4]:
        return Passed(query, query.request.classes, anew)

    def _serve(self, received: Received4, passed: Passed[Query4], turn: Turn[Reply4]) -> Way[Reply4]:
        """Go on with a message from the choice of its subnet on."""
        exchange, bounds, query = self.exchange, self.calls["subnet4_select"], passed.query
        message, began = query.request, turn
        if self._ends_early(query, passed.identified):
            return
        subnet = exchange.selected(message)
        if passed.subnet_id is not None:
            subnet = exchange.tables.subnets.get(passed.subnet_id)
            message.classes = {**message.classes, **dict.fromkeys(passed.added)}
        elif bounds:
            before = message.classes
            chosen = Subnet4Select(query, None if subnet is None else SubnetView4(subnet), self._subnets)
            turn = yield from ask(bounds, chosen, turn, self.witness, query)
            if chosen.status == DROP:
                self.witness.drop(messages_hooks.DHCP4_HOOK_SUBNET4_SELECT_DROP, query.label)
                return
            subnet = self._chosen(chosen)
            passed.choose(subnet, before, message.classes)
        if not exchange.tables.early_global_hosts and not passed.identified:
            self._identify(query)
        if self._in_batches or exchange.knowledge is not None:
            passed.anew, passed.identified = passed.anew and turn is began, True
            self._passed.keep(received, passed)
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

    def _read(self, packet: Packet4, received: Received4, now: int, classes: tuple[str, ...] = ()) -> Query4 | None:
        """Return the message with its first classes; None when it is none for us. Raise WireError."""
        message = self.exchange.read(packet, received, now)
        if message is None:
            return None
        if classes:
            message.classes = dict.fromkeys(classes)
        classifier = self.exchange.tables.classifier
        if classifier is not None:
            classifier.receive(message, message.classes)
        return Query4(message, self.definitions)

    def _goes_on(self, received: Received4, came: Pkt4Receive) -> bool:
        """Tell whether a message is to be answered, as callouts and its classes have it; read it anew if changed."""
        query, tables = came.query, self.exchange.tables
        if came.status != CONTINUE:
            self.witness.drop(messages_hooks.DHCP4_HOOK_PACKET_RCVD_SKIP, query.label)
            return False
        if query.opened is not None and query.opened.changed:
            classes = query.request.classes
            query.request = read4(query.request.packet, received)
            query.request.classes = classes
        classifier = tables.classifier
        if classifier is not None and query.request.classes is NO_CLASSES:
            # it has waited, and since then there are classes
            classifier.receive(query.request)
        return True

    def _ends_early(self, query: Query4, identified: bool = False) -> bool:
        """Tell whether a class of the message ends it before anything is looked up."""
        tables = self.exchange.tables
        if tables.early_global_hosts and not identified:
            self._identify(query)
        classifier = tables.classifier
        return classifier is not None and self.exchange.dropped_early(query.request, classifier)

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
        return decide if self._judges is None else partial(self._judges.judge, query, decide)

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
