"""One batch of DHCPv4 messages from octets to octets: the way of a packet (docs/design/architecture.md).

[hot] Each message is decoded, decided on and committed in turn, so that two messages of one batch see each other's
leases. Offers and refusals leave at once; acknowledgements wait until their leases are durable.
"""

from collections.abc import Callable
from typing import Final

from lessor.engine.adopt import adopt, adopt_offers
from lessor.engine.allocate import Case4, place_of
from lessor.engine.decide4 import SILENT, Decision4, decline, discover, inform, release, request
from lessor.engine.occupancy import Place
from lessor.engine.offers import OfferBook
from lessor.engine.refusal import Unanswerable
from lessor.engine.reply4 import reply4
from lessor.engine.request4 import Request4, forbidden_server_id, read4
from lessor.engine.select import select
from lessor.engine.tables import Subnet, Tables
from lessor.model.datagram import Received4, Reply4
from lessor.model.lease import Lease4
from lessor.service.batch import ATTEMPTS, RECLAIM_AT_ONCE, Replies, answer_all, dispatch
from lessor.service.chronicle4 import Chronicle4
from lessor.service.reclaim import reclaim
from lessor.service.settle import settle
from lessor.store.base import LeaseStore4
from lessor.wire.packet4 import ACK, DECLINE, DISCOVER, INFORM, NAK, OFFER, RELEASE, REQUEST, decode4

DECIDE: Final[dict[int, Callable[[Case4], Decision4]]] = {
    DISCOVER: discover,
    REQUEST: request,
    DECLINE: decline,
    RELEASE: release,
    INFORM: inform,
}


class Exchange4:
    """Answers batches: `send` puts replies on the wire, `client_port` 0 means the usual ports."""

    def __init__(
        self,
        tables: Tables,
        store: LeaseStore4,
        chronicle: Chronicle4,
        send: Callable[[list[Reply4]], None],
        client_port: int = 0,
    ) -> None:
        self.store = store
        self.chronicle = chronicle
        self.send = send
        self.client_port = client_port
        self.offers = OfferBook()
        self.tables = tables
        adopt(tables, store.leases())

    def install(self, tables: Tables) -> None:
        """Serve by new tables from the next message on; leases and open offers stay."""
        adopt(tables, self.store.leases(), self.tables)
        adopt_offers(tables, self.offers)
        self.tables = tables

    def run(self, batch: list[Received4], now: int) -> None:
        """Answer a batch of messages; `now` is unix seconds."""
        self.offers.lapse(now)
        self.chronicle.arrived(len(batch))
        replies = answer_all(batch, now, self._answer, self.chronicle)
        dispatch(replies, self.send, self.store, self.chronicle)

    def reclaim(self, now: int, limit: int) -> int:
        """Take back up to `limit` leases whose time is over; return how many. Raise StoreError."""
        return reclaim(self.store, self._place, self.chronicle, now, limit)

    def _answer(self, received: Received4, now: int, replies: Replies[Reply4]) -> None:
        tables = self.tables
        message = read4(decode4(received.data), received)
        self.chronicle.received(message)
        if not self._for_us(message):
            self.offers.close(message.key)
            self.chronicle.for_another_server(message)
            return
        if forbidden_server_id(message):
            raise Unanswerable("DHCP4_PACKET_DROP_0007", "server identifier where none may be")
        subnet = select(tables, message) or self._subnet_of_lease(message)
        decision = self._without_subnet(message) if subnet is None else self._decide(message, subnet, now)
        self.chronicle.decided(message, decision)
        if decision.kind == SILENT:
            return
        reply = reply4(message, decision, tables.echo_client_id, self.client_port)
        self.chronicle.answered(message, decision, reply)
        (replies.held if decision.kind == ACK or decision.changes else replies.at_once).append(reply)

    def _for_us(self, message: Request4) -> bool:
        """Tell whether the client means this server (RFC 2131 section 4.3.2, RFC 5107 section 4)."""
        server_id = message.server_id
        if not server_id or server_id == message.local or self.tables.ignore_server_identifier:
            return True
        return (
            server_id == message.server_override
            or server_id in message.interface.addresses
            or server_id in self.tables.server_ids
        )

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
            decision.plan = self.tables.plan
            return decision
        return Decision4(NAK if message.message_type == REQUEST else SILENT, "DHCP4_PACKET_NAK_0001")

    def _decide(self, message: Request4, subnet: Subnet, now: int) -> Decision4:
        decide = DECIDE[message.message_type]
        contested = False
        for attempt in range(ATTEMPTS):
            facts = self.store.facts(message.client_id, message.hwaddr)
            case = Case4(self.tables, message, subnet, facts, self.offers, now, contested)
            decision = decide(case)
            if decision.exhausted and not contested:
                # what was taken back may lie elsewhere
                contested = attempt > 0 or not self.reclaim(now, RECLAIM_AT_ONCE)
                continue
            if not decision.changes:
                break
            if self.store.commit(decision.changes):
                self.offers.close(message.key)
                settle(decision.changes, self.tables.subnets, self._place, self.chronicle)
                break
        else:
            return Decision4(SILENT, "ALLOC_ENGINE_V4_ALLOC_FAIL")
        if decision.kind == OFFER:
            self._note_offer(message, decision, now)
        return decision

    def _note_offer(self, message: Request4, decision: Decision4, now: int) -> None:
        subnet = decision.subnet
        if subnet is not None and not decision.changes:
            place = place_of(self.tables, subnet.id, decision.address)
            self.offers.add(decision.address, message.key, subnet.id, now, place)

    def _place(self, lease: Lease4) -> Place | None:
        return place_of(self.tables, lease.subnet_id, lease.address)
