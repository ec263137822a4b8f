"""One batch of DHCPv6 messages from octets to octets: the way of a packet (docs/design/architecture.md).

[hot] The twin of exchange4.py. Each message is decoded, decided on and committed in turn, so that two messages of one
batch see each other's leases. Advertisements leave at once; replies that tell of leases wait until these are durable.
With plug-ins loaded the same steps are taken by hooked6.py, which stops at their hook points between them.
"""

from collections.abc import Callable
from typing import Final

from lessor.engine.adopt6 import adopt6, adopt_offers6, fill6, hand_over6
from lessor.engine.case6 import Case6, Offers6, offer_key, place_of
from lessor.engine.classify import REJECT
from lessor.engine.decide6 import (
    came_astray,
    confirm,
    elsewhere,
    inform,
    reject,
    renew,
    request,
    solicit,
    use_multicast,
)
from lessor.engine.decision6 import SILENT, Decision6, Remark6
from lessor.engine.giveback6 import decline, register, release
from lessor.engine.hosts6 import Hosts6
from lessor.engine.lenient import mend6
from lessor.engine.locate6 import Client6, locate6
from lessor.engine.occupancy import Place
from lessor.engine.reply6 import reply6
from lessor.engine.request6 import Request6, read6
from lessor.engine.story6 import Story6
from lessor.engine.tables6 import Subnet6, Tables6
from lessor.model.datagram6 import Received6, Reply6
from lessor.model.lease6 import PD, Lease6
from lessor.service.batch import ATTEMPTS, RECLAIM_AT_ONCE, Doubting, Replies, Runs, Steering, answer_all, dispatch
from lessor.service.chronicle6 import Chronicle6
from lessor.service.reclaim import Reclamation, given_back
from lessor.service.settle import settle
from lessor.service.sql.told import Told
from lessor.store.base import LeaseStore6
from lessor.wire.packet6 import (
    ADDR_REG_INFORM,
    ADVERTISE,
    CONFIRM,
    DECLINE,
    INFORMATION_REQUEST,
    REBIND,
    RELEASE,
    RENEW,
    REQUEST,
    SOLICIT,
    Packet6,
    decode6,
)

Decide6 = Callable[[Case6], Decision6]

DECIDE: Final[dict[int, Decide6]] = {
    SOLICIT: solicit,
    REQUEST: request,
    CONFIRM: confirm,
    RENEW: renew,
    REBIND: renew,
    RELEASE: release,
    DECLINE: decline,
    INFORMATION_REQUEST: inform,
    ADDR_REG_INFORM: register,
}

REJECTING: Final[dict[int, Decide6]] = {SOLICIT: reject, REQUEST: reject, RENEW: reject, REBIND: reject}
"""What becomes of clients of the class REJECT; what they give up is taken."""


class Exchange6:
    """Answers batches: `send` puts replies on the wire, `client_port` 0 means the usual ports.

    `story` is told what was considered for each client, `hooks` takes the messages from hook point to hook point; None
    where nobody asks. `runs` and `knowledge` are there where reservations are in databases (hostexchange.py).
    """

    def __init__(
        self,
        tables: Tables6,
        store: LeaseStore6,
        chronicle: Chronicle6 | Told,
        send: Callable[[list[Reply6]], None],
        client_port: int = 0,
    ) -> None:
        self.store = store
        self.reclamation = Reclamation(store, self._place, chronicle)
        self.chronicle: Chronicle6 | Told = chronicle
        self.send = send
        self.client_port = client_port
        self.offers = Offers6()
        self.story: Story6 | None = None
        self.hooks: Steering[Received6, Reply6] | None = None
        self.runs: Runs[Received6] | None = None
        self.knowledge: Doubting[Case6, Decision6] | None = None
        self.tables = tables
        adopt6(tables, store.leases())

    def prepare(self, tables: Tables6) -> frozenset[int]:
        """Do what can be done before tables are installed, in whatever thread; return which subnets are `fresh`."""
        return hand_over6(tables, self.tables)

    def install(self, tables: Tables6, fresh: frozenset[int] | None = None) -> None:
        """Serve by new tables from the next message on; leases and open offers stay."""
        if fresh is None:
            fresh = hand_over6(tables, self.tables)
        if fresh:
            fill6(tables, self.store.leases(), fresh)
        adopt_offers6(tables, self.offers)
        self.tables = tables

    def run(self, batch: list[Received6], now: int) -> None:
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
        self.offers.addresses.lapse(now)
        self.offers.prefixes.lapse(now)

    def reclaim(self, now: int, limit: int) -> int:
        """Take back up to `limit` leases whose time is over; return how many. Raise StoreError."""
        return self.reclamation.reclaim(now, limit)

    def answer(self, received: Received6, now: int, replies: Replies[Reply6]) -> None:
        """Answer one message. Raise WireError or StoreError when that cannot be done."""
        message = self.read(decode6(received.data), received)
        if message is None:
            return
        self.conclude(message, locate6(self.tables, message), now, replies)

    # The steps of a message

    def read(self, packet: Packet6, received: Received6) -> Request6 | None:
        """Return what the client wants; None when it wants it of another server. Raise WireError."""
        tables = self.tables
        if tables.lenient:
            mend6(packet.options)
        message = read6(packet, received, tables.mac_sources)
        self.chronicle.received(message)
        # RFC 8415 section 16: a message for another server is discarded.
        if message.server_id and message.server_id != tables.server_id:
            self._close_offers(message)
            self.chronicle.for_another_server(message, tables.server_id)
            return None
        return message

    def conclude(self, message: Request6, client: Client6, now: int, replies: Replies[Reply6]) -> None:
        """Answer a message whose sender is located."""
        self.chronicle.located(message, client)
        if client.dropped:
            return
        decision = self.decided(message, client, now, DECIDE[message.message_type])
        if decision.kind != SILENT:
            self.answered(message, decision, self.reply(message, decision), replies)

    def decided(self, message: Request6, client: Client6, now: int, decide: Decide6) -> Decision6:
        """Return what to do about the message of a located client, what follows from it stored."""
        tables = self.tables
        subnet = client.subnet or self._subnet_of_lease(message)
        if subnet is None:
            decision = elsewhere(tables, message)
        else:
            decision = self._decide(message, subnet, client.hosts, now, decide)
        if tables.classifier is not None and tables.classifier.troubles:
            self.chronicle.without_result(message, tables.classifier.take_troubles())
        self.chronicle.decided(message, client, decision)
        return decision

    def reply(self, message: Request6, decision: Decision6) -> Reply6:
        """Return the answer that a decision asks for."""
        return reply6(message, decision, self.tables, self.client_port)

    def answered(
        self, message: Request6, decision: Decision6, reply: Reply6, replies: Replies[Reply6], durable: bool = False
    ) -> None:
        """Let the answer leave: at once, or when the leases it tells of are durable, if they are not yet."""
        self.chronicle.answered(message, decision, reply)
        # a lease given again as it is may have been written a moment ago: its row comes first here too
        if not durable and (decision.changes or decision.reused):
            replies.held.append(reply)
        else:
            replies.at_once.append(reply)

    def _subnet_of_lease(self, message: Request6) -> Subnet6 | None:
        """Return the subnet of a lease that is given up, wherever the message came from."""
        if message.message_type not in (RELEASE, DECLINE):
            return None
        facts = self.store.facts(b"")
        for ia in message.ias:
            for wish in ia.wanted:
                lease = (facts.prefixes if ia.type == PD else facts.addresses).get(wish[0])
                if lease is not None and lease.subnet_id in self.tables.subnets:
                    return self.tables.subnets[lease.subnet_id]
        return None

    def _decide(self, message: Request6, subnet: Subnet6, hosts: Hosts6, now: int, decide: Decide6) -> Decision6:
        if REJECT in message.classes:
            decide = REJECTING.get(message.message_type, decide)
        if came_astray(message, subnet):
            decide = use_multicast
        contested = False
        classes = message.classes
        for attempt in range(ATTEMPTS):
            if classes:
                # a decision adds what follows from it, which must not count when it is taken back
                message.classes = classes.copy()
            facts = self.store.facts(message.duid)
            case = Case6(self.tables, message, subnet, hosts, facts, self.offers, now, contested, self.story)
            decision = decide(case)
            if self.knowledge is not None and self.knowledge.doubts(case, decision):
                return Decision6(SILENT)
            if decision.exhausted and not contested:
                # what was taken back may lie elsewhere
                contested = attempt > 0 or not self.reclaim(now, RECLAIM_AT_ONCE)
                continue
            if message.message_type == RELEASE and self.reclamation.affinity:
                decision.changes = given_back(decision.changes, now)
            if not decision.changes:
                if decision.reused:
                    self._close_offers(message)
                break
            if self.store.commit(decision.changes):
                # first what is leased, so that what was on offer need not become free in between
                settle(decision.changes, self.tables.subnets, self._place, self.chronicle)
                self._close_offers(message)
                break
        else:
            decision = Decision6(SILENT)
            decision.remarks.append(Remark6("ALLOC_ENGINE_V6_ALLOC_FAIL", 0, 0, 0))
        if decision.kind == ADVERTISE:
            self._note_offers(message, decision, now)
        return decision

    def _note_offers(self, message: Request6, decision: Decision6, now: int) -> None:
        for answer in decision.ias:
            for lease in answer.leases:
                key = offer_key(answer.type, answer.iaid, message.duid)
                self.offers.of(answer.type).add(lease.address, key, lease.subnet_id, now, self._place(lease))

    def _close_offers(self, message: Request6) -> None:
        for ia in message.ias:
            book = self.offers.of(ia.type)
            # common case first: nothing is on offer, as on a quiet network that renews
            if book.by_client:
                book.close(offer_key(ia.type, ia.iaid, message.duid))

    def _place(self, lease: Lease6) -> Place | None:
        return place_of(self.tables, lease.subnet_id, lease.type, lease.address)
