"""One batch of DHCPv4 messages from octets to octets: the way of a packet (docs/design/architecture.md).

[hot] Each message is decoded, decided on and committed in turn, so that two messages of one batch see each other's
leases. Offers and refusals leave at once; acknowledgements wait until their leases are durable. With plug-ins loaded
the same steps are taken by hooked4.py, which stops at their hook points between them.
"""

from collections.abc import Callable
from typing import Final

from lessor.engine.adopt import adopt, adopt_offers, fill, hand_over
from lessor.engine.allocate import Case4, belongs, place_of
from lessor.engine.classify import DROP, REJECT, Classifier
from lessor.engine.decide4 import SILENT, Decision4, decline, declined, discover, inform, reject, release, request
from lessor.engine.extended4 import relay_information
from lessor.engine.lenient import mend4
from lessor.engine.occupancy import Place
from lessor.engine.offers import OfferBook
from lessor.engine.recognise4 import recognise, recognise_early
from lessor.engine.refusal import Unanswerable
from lessor.engine.reply4 import reply4
from lessor.engine.request4 import WITHOUT_SERVER, Request4, read4
from lessor.engine.select import select
from lessor.engine.story import Story
from lessor.engine.tables import Subnet, Tables
from lessor.model.datagram import Received4, Reply4
from lessor.model.lease import Lease4, is_active
from lessor.service.batch import ATTEMPTS, RECLAIM_AT_ONCE, Doubting, Replies, Runs, Steering, answer_all, dispatch
from lessor.service.chronicle4 import Chronicle4
from lessor.service.logs import messages
from lessor.service.reclaim import Reclamation, given_back
from lessor.service.settle import settle
from lessor.service.sql.told import Told
from lessor.store.base import LeaseStore4
from lessor.wire.packet4 import ACK, DECLINE, DISCOVER, INFORM, NAK, OFFER, RELEASE, REQUEST, Packet4, decode4

Decide4 = Callable[[Case4], Decision4]

DECIDE: Final[dict[int, Decide4]] = {
    DISCOVER: discover,
    REQUEST: request,
    DECLINE: decline,
    RELEASE: release,
    INFORM: inform,
}

REJECTING: Final[dict[int, Decide4]] = {DISCOVER: reject, REQUEST: reject}
"""What becomes of clients of the class REJECT; what they give up is taken."""


class Exchange4:
    """Answers batches: `send` puts replies on the wire, `client_port` 0 means the usual ports.

    `story` is told what was considered for each client, `hooks` takes the messages from hook point to hook point; None
    where nobody asks. `runs` and `knowledge` are there where reservations are in databases (hostexchange.py).
    """

    def __init__(
        self,
        tables: Tables,
        store: LeaseStore4,
        chronicle: Chronicle4 | Told,
        send: Callable[[list[Reply4]], None],
        client_port: int = 0,
    ) -> None:
        self.store = store
        self.reclamation = Reclamation(store, self._place, chronicle)
        self.chronicle: Chronicle4 | Told = chronicle
        self.send = send
        self.client_port = client_port
        self.offers = OfferBook()
        self.story: Story | None = None
        self.hooks: Steering[Received4, Reply4] | None = None
        self.runs: Runs[Received4] | None = None
        self.knowledge: Doubting[Case4, Decision4] | None = None
        self.tables = tables
        adopt(tables, store.leases())

    def prepare(self, tables: Tables) -> frozenset[int]:
        """Do what can be done before tables are installed, in whatever thread; return which subnets are `fresh`."""
        return hand_over(tables, self.tables)

    def install(self, tables: Tables, fresh: frozenset[int] | None = None) -> None:
        """Serve by new tables from the next message on; leases and open offers stay."""
        if fresh is None:
            fresh = hand_over(tables, self.tables)
        if fresh:
            fill(tables, self.store.leases(), fresh)
        adopt_offers(tables, self.offers)
        self.tables = tables

    def run(self, batch: list[Received4], now: int) -> None:
        """Answer a batch of messages; `now` is unix seconds."""
        if self.runs is not None:
            self.runs.run(batch, now)
            return
        self.lapse(now)
        self.chronicle.arrived(len(batch))
        hooks = self.hooks
        replies = answer_all(batch, now, self.answer if hooks is None else hooks.answer, self.chronicle)
        dispatch(replies, self.send, self.store, self.chronicle)
        if hooks is not None:
            hooks.batch_answered()

    def lapse(self, now: int) -> None:
        """Forget the offers whose time is over."""
        self.offers.lapse(now)

    def reclaim(self, now: int, limit: int) -> int:
        """Take back up to `limit` leases whose time is over; return how many. Raise StoreError."""
        return self.reclamation.reclaim(now, limit)

    def answer(self, received: Received4, now: int, replies: Replies[Reply4]) -> None:
        """Answer one message. Raise WireError or StoreError when that cannot be done."""
        message = self.read(decode4(received.data), received, now)
        if message is None:
            return
        classifier = self.tables.classifier
        if classifier is not None:
            classifier.receive(message)
            if self.dropped_early(message, classifier):
                return
        self.conclude(message, now, replies)

    # The steps of a message

    def read(self, packet: Packet4, received: Received4, now: int) -> Request4 | None:
        """Return what the client wants; None when it wants it of another server. Raise WireError."""
        tables = self.tables
        if tables.lenient:
            mend4(packet.options)
        message = read4(packet, received)
        self.chronicle.received(message)
        if message.server_id:
            if not self._for_us(message):
                self.offers.close(message.key)
                self.chronicle.for_another_server(message)
                return None
            if message.message_type in WITHOUT_SERVER:
                raise Unanswerable("DHCP4_PACKET_DROP_0007", "server identifier where none may be")
        if tables.stash_agent_options:
            self._recall(message, now)
        return message

    def dropped_early(self, message: Request4, classifier: Classifier[Request4]) -> bool:
        """Assign what a global reservation says if that is looked up early; tell whether a class ends the message."""
        reason = messages.DHCP4_PACKET_DROP_0010
        if DROP not in message.classes and self.tables.early_global_hosts:
            recognise_early(self.tables, classifier, message)
            reason = messages.DHCP4_PACKET_DROP_0014
        if DROP in message.classes:
            self.chronicle.dropped(message, reason)
            self.chronicle.without_result(message, classifier.take_troubles())
            return True
        self.chronicle.classified(message)
        return False

    def conclude(self, message: Request4, now: int, replies: Replies[Reply4]) -> None:
        """Answer a message that has its first classes."""
        decision = self.decided(message, self.selected(message), now, DECIDE[message.message_type])
        if decision is not None and decision.kind != SILENT:
            self.answered(message, decision, self.reply(message, decision), replies)

    def selected(self, message: Request4) -> Subnet | None:
        """Return the subnet of the client, or that of the lease it gives up; None where nothing is served to it."""
        subnet = select(self.tables, message)
        if subnet is None:
            subnet = self._subnet_of_lease(message)
        self.chronicle.selected(message, subnet)
        return subnet

    def decided(self, message: Request4, subnet: Subnet | None, now: int, decide: Decide4) -> Decision4 | None:
        """Return what to do about the message, what follows from it stored; None when a class ends the message."""
        decision = self._without_subnet(message) if subnet is None else self._decide(message, subnet, now, decide)
        classifier = self.tables.classifier
        if classifier is not None and classifier.troubles:
            self.chronicle.without_result(message, classifier.take_troubles())
        if decision is not None:
            self.chronicle.decided(message, decision)
        return decision

    def reply(self, message: Request4, decision: Decision4) -> Reply4:
        """Return the answer that a decision asks for."""
        return reply4(message, decision, self.tables.echo_client_id, self.client_port)

    def answered(
        self, message: Request4, decision: Decision4, reply: Reply4, replies: Replies[Reply4], durable: bool = False
    ) -> None:
        """Let the answer leave: at once, or when the leases it tells of are durable, if they are not yet."""
        self.chronicle.answered(message, decision, reply)
        if not durable and (decision.kind == ACK or decision.changes):
            replies.held.append(reply)
        else:
            replies.at_once.append(reply)

    def set_aside(self, lease: Lease4, now: int) -> Lease4 | None:
        """Decline the address of a lease on offer, because it is in use by somebody unknown; return the declined lease.

        None when somebody else holds it by now. Raise StoreError.
        """
        before = self.store.facts(b"", b"").holders.get(lease.address)
        if before is not None and is_active(before, now) and before != lease:
            return None
        left = declined(lease, self.tables.decline_probation_period, now)
        if not self.store.commit(((before, left),)):
            return None
        settle(((before, left),), self.tables.subnets, self._place, self.chronicle)
        return left

    def _for_us(self, message: Request4) -> bool:
        """Tell whether the server identifier means this server (RFC 2131 section 4.3.2, RFC 5107 section 4)."""
        server_id = message.server_id
        return (
            server_id == message.local
            or self.tables.ignore_server_identifier
            or server_id == message.server_override
            or server_id in message.interface.addresses
            or server_id in self.tables.server_ids
        )

    def _recall(self, message: Request4, now: int) -> None:
        """Let a client that renews without its relay be known by what the relay said of it (`stash-agent-options`)."""
        if message.message_type != REQUEST or not message.ciaddr or message.giaddr or message.relay_information:
            return
        lease = self.store.facts(b"", b"").holders.get(message.ciaddr)
        if lease is None or not is_active(lease, now):
            return
        subnet = self.tables.subnets.get(lease.subnet_id)
        if subnet is None or not belongs(lease, message, subnet.match_client_id):
            return
        information = relay_information(lease.user_context)
        if information:
            message.recall(information)
            self.chronicle.recalled(message)

    def _subnet_of_lease(self, message: Request4) -> Subnet | None:
        """Return the subnet of the lease that is given up, wherever the message came from."""
        address = {RELEASE: message.ciaddr, DECLINE: message.wanted}.get(message.message_type, 0)
        lease = self.store.facts(b"", b"").holders.get(address) if address else None
        return None if lease is None else self.tables.subnets.get(lease.subnet_id)

    def _without_subnet(self, message: Request4) -> Decision4:
        """Answer a client on a link we do not serve.

        A broadcast is for other servers; who turned to us, or was sent to us by a relay, is told what is global
        (INFORM) or that its address is wrong (REQUEST).
        """
        if message.came_by_broadcast and not message.giaddr:
            return Decision4(SILENT, "DHCP4_PACKET_DROP_0002")
        if message.message_type == INFORM:
            decision = Decision4(ACK)
            tables = self.tables
            classifier = tables.classifier
            decision.plan = tables.plan if classifier is None else tables.plan_for(tables.plan, classifier.key(message))
            return decision
        return Decision4(NAK if message.message_type == REQUEST else SILENT, "DHCP4_PACKET_NAK_0001")

    def _decide(self, message: Request4, subnet: Subnet, now: int, decide: Decide4) -> Decision4 | None:
        """Return what to do about a message of a client in this subnet; None when its class ends it."""
        facts = self.store.facts(message.client_id, message.hwaddr)
        case = Case4(self.tables, message, subnet, facts, self.offers, now, False, self.story)
        classifier = self.tables.classifier
        if classifier is not None:
            recognise(case, classifier)
            if DROP in message.classes:
                self.chronicle.dropped(message, messages.DHCP4_PACKET_DROP_0013)
                return None
            self.chronicle.recognised(message)
            if REJECT in message.classes:
                decide = REJECTING.get(message.message_type, decide)
        decision = self._settled(case, decide)
        chosen = decision.subnet
        if chosen is None or not decision.address:
            return decision
        if decision.kind == OFFER and not decision.changes:
            pool = decision.pool
            place = None if pool is None else (pool.occupancy, decision.address - pool.first)
            self.offers.add(decision.address, message.key, chosen.id, now, place)
        if chosen is not subnet:
            self.chronicle.moved(message, subnet, chosen)
        return decision

    def _settled(self, case: Case4, decide: Decide4) -> Decision4:
        """Decide until the store takes the changes: somebody else may be faster."""
        message = case.request
        classes = message.classes
        for attempt in range(ATTEMPTS):
            if attempt:
                case.facts = self.store.facts(message.client_id, message.hwaddr)
            # what a pool has added does not count for the next one
            message.classes = classes
            decision = decide(case)
            if self.knowledge is not None and self.knowledge.doubts(case, decision):
                return Decision4(SILENT)
            if decision.exhausted and not case.contested:
                # what was taken back may lie elsewhere
                case.contested = attempt > 0 or not self.reclaim(case.now, RECLAIM_AT_ONCE)
                continue
            if message.message_type == RELEASE and self.reclamation.affinity:
                decision.changes = given_back(decision.changes, case.now)
            changes = decision.changes
            if not changes:
                if decision.reused:
                    self.offers.close(message.key)
                return decision
            if self.store.commit(changes):
                # first what is leased, so that what was on offer need not become free in between
                settle(changes, self.tables.subnets, self._place, self.chronicle)
                if self.offers.by_client:
                    self.offers.close(message.key)
                return decision
        return Decision4(SILENT, "ALLOC_ENGINE_V4_ALLOC_FAIL")

    def _place(self, lease: Lease4) -> Place | None:
        return place_of(self.tables, lease.subnet_id, lease.address)
