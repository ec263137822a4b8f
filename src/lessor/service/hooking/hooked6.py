"""The way of a DHCPv6 message when plug-ins are loaded: the steps of exchange6.py with hook points between them.

The twin of hooked4.py. Order and outcomes are Kea's (hooks/points.py). A message that waits at a point goes on in a
later turn of the loop, by the tables that are in force then, and with the plug-ins it began with.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from lessor.engine.classify import NO_CLASSES
from lessor.engine.decision6 import SILENT, Decision6
from lessor.engine.hosts6 import NO_HOSTS
from lessor.engine.locate6 import Client6, client_in, early_host
from lessor.engine.request6 import Request6, read6
from lessor.engine.select6 import select6
from lessor.engine.tables6 import Host6
from lessor.hooks.callouts import Calls, Waiting, call_now, run_callouts
from lessor.hooks.events6 import (
    Buffer6Receive,
    Buffer6Send,
    Host6Identifier,
    Lease6Expire,
    Lease6Recover,
    Leases6Committed,
    Pkt6Receive,
    Pkt6Send,
    Subnet6Select,
)
from lessor.hooks.leases import LeaseView6
from lessor.hooks.outcomes import CONTINUE, DROP, PARK, SKIP
from lessor.hooks.places import SubnetView6
from lessor.hooks.query import Query6
from lessor.hooks.response import Response6
from lessor.model.datagram6 import Received6, Reply6
from lessor.model.host import FLEX_ID
from lessor.model.lease import DECLINED, is_over
from lessor.model.lease6 import Lease6, key_of
from lessor.service.batch import Replies, Resuming, answer_all, dispatch
from lessor.service.exchange6 import DECIDE, Decide6, Exchange6
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.hooking.judges6 import JUDGING, Judges6
from lessor.service.hooking.parking import DURABLE, Loop, Parking, Turn, Way, ask, ask_on
from lessor.service.hooking.passed import Memory, Passed
from lessor.service.logs import messages_hooks
from lessor.service.logs.reasons6 import written
from lessor.wire.definition import Definitions
from lessor.wire.packet6 import ADVERTISE, Packet6, decode6

LATER: Final = (
    "subnet6_select",
    "host6_identifier",
    *JUDGING,
    "leases6_committed",
    "pkt6_send",
    "buffer6_send",
)
"""The points that come after pkt6_receive."""


class Hooked6:
    """Takes the messages of an exchange from hook point to hook point; `clock` returns unix seconds."""

    def __init__(
        self,
        exchange: Exchange6,
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
        self.parking: Parking[Received6, Reply6] = Parking(
            loop, self._go_on, witness, exchange.chronicle.not_durable, limit
        )
        self._clock = clock
        self._in_batches = False
        self._passed: Memory[Received6, Query6] = Memory()
        self._buffer = calls["buffer6_receive"]
        self._receive = calls["pkt6_receive"]
        self._later = any(calls[point] for point in LATER)
        self._judges = Judges6(calls, witness) if any(calls[point] for point in JUDGING) else None

    def answer(self, received: Received6, now: int, replies: Replies[Reply6]) -> None:
        """Take a message as far as it goes now."""
        passed = self._passed.take(received) if self._passed else None
        if passed is not None:
            self.parking.begin(received, self._again(received, passed, Turn(now, replies)))
            return
        if self._buffer:
            self.parking.begin(received, self._octets_came(received, Turn(now, replies)))
            return
        # common case first: what need not wait is no generator, which costs as much as a callout
        query = self._read(decode6(received.data), received)
        if query is None:
            return
        came = Pkt6Receive(query)
        waiting = run_callouts(self._receive, came, self.witness)
        if waiting is not None or came.status == PARK:
            self.parking.begin(received, self._wait(received, came, waiting, Turn(now, replies)))
        elif self._goes_on(received, came):
            if self._later or self._in_batches or self.exchange.knowledge is not None:
                self.parking.begin(received, self._serve(received, self._begun(query), Turn(now, replies)))
            else:
                self._conclude(query, now, replies)

    def batch_answered(self) -> None:
        """Wait for the leases of the messages of this turn to be durable."""
        self.parking.batch_answered(self.exchange.store)

    def go_on_through(self, resume: Resuming[Received6, Reply6]) -> None:
        """Let messages that have waited go on in batches of a database: their facts are fetched first."""
        self._in_batches = True
        self.parking.wake = lambda ready: resume(ready, self._clock(), self._resume)

    def _go_on(self, ready: Sequence[Received6]) -> None:
        """Take messages that have waited as far as they go now."""
        exchange = self.exchange
        replies = answer_all(ready, self._clock(), self._resume, exchange.chronicle)
        dispatch(replies, exchange.send, exchange.store, exchange.chronicle)
        self.batch_answered()

    def _resume(self, received: Received6, now: int, replies: Replies[Reply6]) -> None:
        self.parking.resume(received, Turn(now, replies))

    def _octets_came(self, received: Received6, turn: Turn[Reply6]) -> Way[Reply6]:
        """Take a message on its way from its octets on."""
        octets = Buffer6Receive(received)
        turn = yield from ask(self._buffer, octets, turn, self.witness, None)
        received.data = octets.data
        if octets.status == DROP:
            source, local = written(received.source), written(received.local)
            self.witness.drop(messages_hooks.DHCP6_HOOK_BUFFER_RCVD_DROP, source, local, received.interface.name)
            return
        packet = octets.packet if octets.status == SKIP else None
        query = self._read(packet or decode6(received.data), received)
        if query is not None:
            came = Pkt6Receive(query)
            yield from self._wait(received, came, run_callouts(self._receive, came, self.witness), turn)

    def _again(self, received: Received6, passed: Passed[Query6], turn: Turn[Reply6]) -> Way[Reply6]:
        """Go on with a message that was decided on in vain; it has passed the hook points until then."""
        passed.query.request.classes = passed.first_classes()
        if passed.anew:
            self.exchange.chronicle.received(passed.query.request)
        yield from self._serve(received, passed, turn)

    def _wait(self, received: Received6, came: Pkt6Receive, waiting: Waiting | None, turn: Turn[Reply6]) -> Way[Reply6]:
        """Go on with a message when the callouts at pkt6_receive are done."""
        began = turn
        if self._receive:
            turn = yield from ask_on(self._receive, came, waiting, turn, self.witness, came.query)
        if self._goes_on(received, came):
            yield from self._serve(received, self._begun(came.query, anew=turn is began), turn)

    def _begun(self, query: Query6, anew: bool = True) -> Passed[Query6]:
        return Passed(query, query.request.classes, anew)

    def _conclude(self, query: Query6, now: int, replies: Replies[Reply6]) -> None:
        """Answer a message that no more callouts are for."""
        tables, message = self.exchange.tables, query.request
        evident = len(message.classes)
        early, dropped = self._early_host(query)
        if dropped:
            client = Client6(None, NO_HOSTS, evident, dropped)
        else:
            client = client_in(tables, message, select6(tables, message), early, evident)
        self.exchange.conclude(message, client, now, replies)

    def _serve(self, received: Received6, passed: Passed[Query6], turn: Turn[Reply6]) -> Way[Reply6]:
        """Go on with a message from the search for its sender on."""
        exchange, bounds, query = self.exchange, self.calls["subnet6_select"], passed.query
        message, began = query.request, turn
        evident = len(message.classes)
        early, dropped = self._early_host(query, passed.identified)
        if dropped:
            exchange.chronicle.located(message, Client6(None, NO_HOSTS, evident, dropped))
            return
        subnet = select6(exchange.tables, message)
        if passed.subnet_id is not None:
            subnet = exchange.tables.subnets.get(passed.subnet_id)
            message.classes = {**message.classes, **dict.fromkeys(passed.added)}
        elif bounds:
            before = message.classes
            chosen = Subnet6Select(query, None if subnet is None else SubnetView6(subnet), self._subnets)
            turn = yield from ask(bounds, chosen, turn, self.witness, query)
            if chosen.status == DROP:
                self.witness.drop(messages_hooks.DHCP6_HOOK_SUBNET6_SELECT_DROP, query.label)
                return
            if chosen.status == SKIP:
                self.witness.note(messages_hooks.DHCP6_HOOK_SUBNET6_SELECT_SKIP, query.label)
                chosen.subnet = None
            subnet = None if chosen.subnet is None else exchange.tables.subnets.get(chosen.subnet.id)
            passed.choose(subnet, before, message.classes)
            self._assure_classes(message)
        if not exchange.tables.early_global_hosts and not passed.identified:
            self._identify(query)
        if self._in_batches or exchange.knowledge is not None:
            passed.anew, passed.identified = passed.anew and turn is began, True
            self._passed.keep(received, passed)
        client = client_in(exchange.tables, message, subnet, early, evident)
        exchange.chronicle.located(message, client)
        if not client.dropped:
            yield from self._answered(query, client, turn)

    def _answered(self, query: Query6, client: Client6, turn: Turn[Reply6]) -> Way[Reply6]:
        """Go on with a message whose sender is known."""
        exchange, message = self.exchange, query.request
        decision = exchange.decided(message, client, turn.now, self._decide(query))
        response = None
        if decision.kind != SILENT:
            response = Response6(exchange.reply(message, decision), self.definitions)
        durable = False
        # as in Kea, what was only advertised is not told of
        if self.calls["leases6_committed"] and decision.kind != ADVERTISE and (response or decision.changes):
            durable = bool(decision.changes or decision.reused)
            if durable:
                turn = yield DURABLE
            kept = Leases6Committed(query, response, *_committed(decision))
            turn = yield from ask(self.calls["leases6_committed"], kept, turn, self.witness, query)
            if kept.status == DROP:
                self.witness.drop(messages_hooks.DHCP6_HOOK_LEASES6_COMMITTED_DROP, query.label)
                return
        if response is not None and self._may_leave(query, response, decision):
            exchange.answered(message, decision, response.reply, turn.replies, durable)

    # Before the decision

    def _read(self, packet: Packet6, received: Received6) -> Query6 | None:
        """Return the message with its first classes; None when it is none for us. Raise WireError."""
        message = self.exchange.read(packet, received)
        if message is None:
            return None
        classifier = self.exchange.tables.classifier
        if classifier is not None:
            classifier.receive(message)
        return Query6(message, self.definitions)

    def _goes_on(self, received: Received6, came: Pkt6Receive) -> bool:
        """Tell whether a message is to be answered, as callouts have it; read it anew if they changed it."""
        query = came.query
        if came.status != CONTINUE:
            self.witness.drop(messages_hooks.DHCP6_HOOK_PACKET_RCVD_SKIP, query.label)
            return False
        if query.opened is not None and query.opened.changed:
            classes = query.request.classes
            query.request = read6(query.request.packet, received, self.exchange.tables.mac_sources)
            query.request.classes = classes
        return True

    def _early_host(self, query: Query6, identified: bool = False) -> tuple[Host6 | None, str]:
        tables = self.exchange.tables
        if tables.early_global_hosts and not identified:
            self._identify(query)
        if tables.classifier is None:
            return None, ""
        self._assure_classes(query.request)
        return early_host(tables, query.request, tables.classifier)

    def _assure_classes(self, message: Request6) -> None:
        """Give a message its first classes that has waited, and since then there are classes."""
        classifier = self.exchange.tables.classifier
        if classifier is not None and message.classes is NO_CLASSES:
            classifier.receive(message)

    def _identify(self, query: Query6) -> None:
        bounds = self.calls["host6_identifier"]
        if not bounds or FLEX_ID not in self.exchange.tables.identifiers:
            return
        known = Host6Identifier(query)
        call_now(bounds, known, self.witness)
        if known.status == CONTINUE:
            query.request.flex_id = known.id_value

    def _subnets(self) -> dict[int, SubnetView6]:
        return {id: SubnetView6(subnet) for id, subnet in self.exchange.tables.subnets.items()}

    def _decide(self, query: Query6) -> Decide6:
        decide = DECIDE[query.message_type]
        return decide if self._judges is None else partial(self._judges.judge, query, decide)

    # The answer

    def _may_leave(self, query: Query6, response: Response6, decision: Decision6) -> bool:
        if self.calls["pkt6_send"]:
            subnet = None if decision.subnet is None else SubnetView6(decision.subnet)
            complete = Pkt6Send(query, response, subnet)
            call_now(self.calls["pkt6_send"], complete, self.witness)
            if complete.status == DROP:
                self.witness.drop(messages_hooks.DHCP6_HOOK_PACKET_SEND_DROP, query.label)
                return False
            # a callout that says SKIP has set the octets itself
            response.data = response.data if complete.status == CONTINUE else response.reply.data
        if self.calls["buffer6_send"]:
            leaving = Buffer6Send(response)
            call_now(self.calls["buffer6_send"], leaving, self.witness)
            if leaving.status in (SKIP, DROP):
                self.witness.drop(messages_hooks.DHCP6_HOOK_BUFFER_SEND_SKIP, query.label)
                return False
        return True

    # Leases that are over

    def may_take_back(self, lease: Lease6, remove: bool) -> bool:
        """Ask callouts about a lease whose time is over; tell whether the server is to see to it now."""
        expired = Lease6Expire(LeaseView6(lease), remove)
        call_now(self.calls["lease6_expire"], expired, self.witness)
        if expired.status == SKIP:
            return False
        if lease.state != DECLINED:
            return True
        recovered = Lease6Recover(LeaseView6(lease))
        call_now(self.calls["lease6_recover"], recovered, self.witness)
        if recovered.status == SKIP:
            self.witness.note(messages_hooks.DHCPSRV_HOOK_LEASE6_RECOVER_SKIP, written(lease.address))
        return recovered.status != SKIP


def _committed(decision: Decision6) -> tuple[Sequence[LeaseView6], Sequence[LeaseView6]]:
    """Return the leases that were written, and those that are gone: given up, or lost for something else."""
    written = [LeaseView6(new) for _, new in decision.changes if new is not None and not is_over(new)]
    kept = {key_of(view.record) for view in written}
    gone = [LeaseView6(old) for old, _ in decision.changes if old is not None and key_of(old) not in kept]
    return written, gone
