"""What happened to a DHCPv4 message, in counters and in the log.

[hot] The exchange tells its story here, so that its own text stays short. Nothing is formatted unless a logger wants
it: each line stands behind a comparison of plain ints.
"""

from collections.abc import Iterable
from typing import Final

from lessor.engine.allocate import open_subnets
from lessor.engine.classify import (
    ADDITIONAL_FAILED,
    ADDITIONAL_RESULT,
    FAILED,
    UNDEFINED,
    WITHOUT_TEST,
    Classes,
    Trouble,
)
from lessor.engine.decide4 import Decision4
from lessor.engine.network import admits
from lessor.engine.refusal import Unanswerable
from lessor.engine.request4 import Request4
from lessor.engine.tables import Subnet
from lessor.model.datagram import Received4, Reply4
from lessor.model.lease import DECLINED, INFINITE, Lease4
from lessor.service.counting.counters import COUNTERS4
from lessor.service.counting.ledger import Ledger
from lessor.service.counting.statistics import Statistics
from lessor.service.leases.shortage import Where, Words, note_shortage
from lessor.service.logs import messages, messages_operation
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.service.logs.reasons4 import ARGUMENTS, dotted, label, lease_label, sender_label
from lessor.service.logs.seldom import Seldom
from lessor.wire.errors import WireError
from lessor.wire.packet4 import ACK, DECLINE, DISCOVER, INFORM, MESSAGE_NAMES, NAK, OFFER, RELEASE, REQUEST

RECEIVED: Final = {
    DISCOVER: "pkt4-discover-received",
    REQUEST: "pkt4-request-received",
    DECLINE: "pkt4-decline-received",
    RELEASE: "pkt4-release-received",
    INFORM: "pkt4-inform-received",
}

SENT: Final = {OFFER: "pkt4-offer-sent", ACK: "pkt4-ack-sent", NAK: "pkt4-nak-sent"}

SHORTAGE: Final = Words(
    "v4-allocation-fail",
    messages.ALLOC_ENGINE_V4_ALLOC_FAIL_NO_POOLS,
    messages.ALLOC_ENGINE_V4_ALLOC_FAIL_SHARED_NETWORK,
    messages.ALLOC_ENGINE_V4_ALLOC_FAIL_SUBNET,
)


TROUBLES: Final = {
    FAILED: messages.DHCPSRV_EVAL_ERROR,
    ADDITIONAL_FAILED: messages.DHCP4_ADDITIONAL_CLASS_EVAL_ERROR,
    ADDITIONAL_RESULT: messages.DHCP4_ADDITIONAL_CLASS_EVAL_RESULT,
    WITHOUT_TEST: messages.DHCP4_ADDITIONAL_CLASS_NO_TEST,
    UNDEFINED: messages.DHCP4_ADDITIONAL_CLASS_UNDEFINED,
}
"""What is told of a class."""


class Chronicle4:
    """Counts and logs for one exchange."""

    def __init__(self, loggers: Loggers, statistics: Statistics) -> None:
        self.statistics = statistics
        self.counts = statistics.counts
        self.ledger: Ledger[Lease4] = Ledger(statistics, COUNTERS4, _no_type)
        self.loggers = loggers
        self.seldom = Seldom(loggers)
        self.leases = loggers.get("leases")
        self.packets = loggers.get("packets")
        self.bad_packets = loggers.get("bad-packets")
        self.alloc_engine = loggers.get("alloc-engine")
        self.dhcp4 = loggers.get("dhcp4")
        # the request told of last, and its label: one message makes several lines
        self._told: Request4 | None = None
        self._its_label = ""

    def arrived(self, messages: int) -> None:
        """Note how many messages came, whatever they are."""
        self.counts["pkt4-received"] += messages

    def received(self, request: Request4) -> None:
        """Note a readable message."""
        self.counts[RECEIVED[request.message_type]] += 1
        if self.packets.limit >= messages.DHCP4_PACKET_RECEIVED.rank:
            self.packets.write(
                messages.DHCP4_PACKET_RECEIVED,
                self._label(request),
                MESSAGE_NAMES[request.message_type],
                request.message_type,
                dotted(request.source),
                dotted(request.local),
                request.interface.name,
            )

    def unreadable(self, received: Received4, error: WireError) -> None:
        """Note octets that are no message for a server."""
        counts = self.counts
        counts["pkt4-parse-failed"] += 1
        counts["pkt4-receive-drop"] += 1
        if self.bad_packets.limit >= messages.DHCP4_PACKET_DROP_0001.rank:
            self.bad_packets.write(
                messages.DHCP4_PACKET_DROP_0001,
                _sender(received),
                dotted(received.source),
                dotted(received.local),
                received.interface.name,
                error,
                f"[{received.data[28:34].hex(':')}]",
            )

    def unanswerable(self, received: Received4, error: Unanswerable) -> None:
        """Note a message that can be read, but is none for a server."""
        counts = self.counts
        counts["pkt4-rfc-violation"] += 1
        counts["pkt4-receive-drop"] += 1
        message = messages.BY_ID[error.reason_id]
        if self.bad_packets.limit >= message.rank:
            self.bad_packets.write(message, _sender(received), error.reason)

    def for_another_server(self, request: Request4) -> None:
        """Note a message whose server identifier is not ours."""
        counts = self.counts
        counts["pkt4-not-for-us"] += 1
        counts["pkt4-receive-drop"] += 1
        if self.bad_packets.limit >= messages.DHCP4_PACKET_DROP_0003.rank:
            self.bad_packets.write(messages.DHCP4_PACKET_DROP_0003, self._label(request), request.interface.name)

    def not_stored(self, received: Received4, error: Exception) -> None:
        """Note a message that could not be served because the lease store takes no changes."""
        who = self._count_failure(received)
        # with a full disk it is the same for every client
        if self.seldom.is_due(messages.ALLOC_ENGINE_V4_ALLOC_ERROR):
            self.loggers.write(messages.ALLOC_ENGINE_V4_ALLOC_ERROR, who, error)

    def bug(self, received: Received4, error: Exception) -> None:
        """Note a message that met a defect of the server."""
        who = self._count_failure(received)
        self.loggers.write(messages.DHCP4_PACKET_PROCESS_STD_EXCEPTION, who, f"{type(error).__name__}: {error}")

    def _count_failure(self, received: Received4) -> str:
        """Count a message that was not answered; return who sent it."""
        counts = self.counts
        counts["pkt4-processing-failed"] += 1
        counts["pkt4-receive-drop"] += 1
        return f"{_sender(received)} from {dotted(received.source)}"

    def not_durable(self, replies: int) -> None:
        """Note acknowledgements held back because their leases could not be written."""
        self.counts["pkt4-receive-drop"] += replies
        if self.seldom.is_due(messages.LESSOR_REPLIES_WITHHELD):
            self.dhcp4.write(messages.LESSOR_REPLIES_WITHHELD, replies)

    def dropped(self, request: Request4, message: Message) -> None:
        """Note a message that its class keeps from being answered."""
        self.counts["pkt4-receive-drop"] += 1
        if self.packets.limit >= message.rank:
            kind = MESSAGE_NAMES[request.message_type]
            self.packets.write(message, sender_label(request), f"{kind} of classes {', '.join(request.classes)}")

    def without_result(self, request: Request4, troubles: Iterable[Trouble]) -> None:
        """Note classes whose tests could not be evaluated for a message, and what became of listed ones."""
        for kind, name, text in troubles:
            message = TROUBLES[kind]
            if self.loggers.get(message.logger).limit >= message.rank:
                self.loggers.write(message, *((self._label(request), name, text) if text else (name,)))

    def classified(self, request: Request4) -> None:
        """Note the classes of a message before its subnet is known."""
        if self.dhcp4.limit >= messages.DHCP4_CLASSES_ASSIGNED.rank:
            kind = MESSAGE_NAMES[request.message_type]
            self.dhcp4.write(messages.DHCP4_CLASSES_ASSIGNED, self._label(request), kind, ", ".join(request.classes))
            for name in request.classes:
                self.dhcp4.write(messages.DHCP4_CLASS_ASSIGNED, self._label(request), name)

    def recognised(self, request: Request4) -> None:
        """Note the classes of a message once the client's reservations are known."""
        if self.dhcp4.limit >= messages.DHCP4_CLASSES_ASSIGNED_AFTER_SUBNET_SELECTION.rank:
            self.dhcp4.write(
                messages.DHCP4_CLASSES_ASSIGNED_AFTER_SUBNET_SELECTION, self._label(request), ", ".join(request.classes)
            )

    def selected(self, request: Request4, subnet: Subnet | None) -> None:
        """Note in which subnet the client is."""
        if self.packets.limit < messages.DHCP4_SUBNET_SELECTED.rank:
            return
        if subnet is not None:
            self.packets.write(messages.DHCP4_SUBNET_SELECTED, self._label(request), subnet.id)
        elif self.packets.limit >= messages.DHCP4_SUBNET_SELECTION_FAILED.rank:
            self.packets.write(messages.DHCP4_SUBNET_SELECTION_FAILED, self._label(request))

    def moved(self, request: Request4, selected: Subnet, subnet: Subnet) -> None:
        """Note that the client is served in another subnet of its network."""
        if self.packets.limit >= messages.DHCP4_SUBNET_DYNAMICALLY_CHANGED.rank:
            self.packets.write(
                messages.DHCP4_SUBNET_DYNAMICALLY_CHANGED,
                self._label(request),
                _prefix(selected),
                _prefix(subnet),
                subnet.network,
            )

    def recalled(self, request: Request4) -> None:
        """Note that relay information comes from the client's lease."""
        if self.packets.limit >= messages.DHCP4_RECOVERED_STASHED_RELAY_AGENT_INFO.rank:
            self.packets.write(
                messages.DHCP4_RECOVERED_STASHED_RELAY_AGENT_INFO,
                self._label(request),
                dotted(request.ciaddr),
                f"0x{request.relay_information.hex()}",
            )

    def decided(self, request: Request4, decision: Decision4) -> None:
        """Note why the server answers as it does."""
        if request.wanted and not request.server_id and request.message_type == REQUEST:
            self.loggers.write(messages.DHCP4_INIT_REBOOT, self._label(request), dotted(request.wanted))
        if decision.conflict is not None:
            self._conflict(request, decision.conflict)
        if decision.exhausted and decision.subnet is not None:
            self._exhausted(request, decision.subnet)
        if decision.reason:
            self._refused(request, decision)
        elif decision.lease is not None:
            self._granted(request, decision, decision.lease)

    def _granted(self, request: Request4, decision: Decision4, lease: Lease4) -> None:
        if decision.kind == OFFER:
            if self.leases.limit >= messages.DHCP4_LEASE_OFFER.rank:
                self.leases.write(messages.DHCP4_LEASE_OFFER, self._label(request), dotted(lease.address))
        elif self.leases.limit >= messages.DHCP4_LEASE_ALLOC.rank:
            lifetime = _lifetime(lease.valid_lifetime)
            self.leases.write(messages.DHCP4_LEASE_ALLOC, self._label(request), dotted(lease.address), lifetime)
        if decision.reused:
            self.statistics.count(lease.subnet_id, "v4-lease-reuses", 1)
            if self.leases.limit >= messages.DHCP4_LEASE_REUSE.rank:
                rest = _lifetime(decision.lifetime)
                self.leases.write(messages.DHCP4_LEASE_REUSE, self._label(request), dotted(lease.address), rest)

    def _conflict(self, request: Request4, lease: Lease4) -> None:
        self.statistics.count(lease.subnet_id, "v4-reservation-conflicts", 1)
        message = messages.ALLOC_ENGINE_V4_DISCOVER_ADDRESS_CONFLICT
        if self.alloc_engine.limit >= message.rank:
            self.alloc_engine.write(message, self._label(request), dotted(lease.address), lease_label(lease))

    def _refused(self, request: Request4, decision: Decision4) -> None:
        message = messages.BY_ID[decision.reason]
        logger = self.loggers.get(message.logger)
        if logger.limit >= message.rank:
            logger.write(message, *ARGUMENTS[decision.reason](request, decision))

    def _exhausted(self, request: Request4, subnet: Subnet) -> None:
        subnets = open_subnets(subnet, request.classes)
        without = sum(not _has_open_pool(sibling, request.classes) for sibling in subnets)
        where = Where(subnet.id, _prefix(subnet), subnet.network, len(subnets) - without, without)
        note_shortage(self.statistics, self.loggers, SHORTAGE, self._label(request), where)
        # every client of Kea is in some class, so that there these count the same
        self.statistics.count(subnet.id, "v4-allocation-fail-classes", 1)
        message = messages.ALLOC_ENGINE_V4_ALLOC_FAIL_CLASSES
        if request.classes and self.alloc_engine.limit >= message.rank:
            self.alloc_engine.write(message, self._label(request), ", ".join(request.classes))

    def changed(self, before: Lease4 | None, after: Lease4 | None) -> None:
        """Bring the counts of leases in line with a change."""
        self.ledger.changed(before, after)

    def reclaimed(self, lease: Lease4) -> None:
        """Note a lease taken back after its time."""
        self.ledger.reclaimed(lease)
        if lease.state == DECLINED:
            self.loggers.write(
                messages_operation.ALLOC_ENGINE_V4_DECLINED_RECOVERED, dotted(lease.address), lease.valid_lifetime
            )
        if self.alloc_engine.limit >= messages.ALLOC_ENGINE_V4_LEASE_RECLAIM.rank:
            self.alloc_engine.write(
                messages.ALLOC_ENGINE_V4_LEASE_RECLAIM, f"[{lease.hwaddr.hex(':')}]", dotted(lease.address)
            )

    def answered(self, request: Request4, decision: Decision4, reply: Reply4) -> None:
        """Note a reply that is ready to leave."""
        counts = self.counts
        counts["pkt4-sent"] += 1
        counts[SENT[decision.kind]] += 1
        if self.packets.limit >= messages.DHCP4_PACKET_SEND.rank:
            self.packets.write(
                messages.DHCP4_PACKET_SEND,
                self._label(request),
                MESSAGE_NAMES[decision.kind],
                decision.kind,
                dotted(reply.local),
                67,
                dotted(reply.destination),
                reply.port,
                reply.interface.name,
            )

    def _label(self, request: Request4) -> str:
        """Return who sent the message and in which transaction."""
        if request is not self._told:
            self._told = request
            self._its_label = label(request)
        return self._its_label


def _no_type(lease: Lease4) -> int:
    return 0


def _lifetime(seconds: int) -> str | int:
    return "infinity" if seconds == INFINITE else seconds


def _has_open_pool(subnet: Subnet, classes: Classes) -> bool:
    return any(admits(pool.guard, classes) for pool in subnet.pools)


def _prefix(subnet: Subnet) -> str:
    return f"{dotted(subnet.first)}/{subnet.length}"


def _sender(received: Received4) -> str:
    """Return what can be said of who sent octets that were not read to the end."""
    return f"[hwtype={received.data[1:2].hex()} {received.data[28:34].hex(':')}], tid=0x{received.data[4:8].hex()}"
