"""What happened to a DHCPv6 message, in counters and in the log.

[hot] The twin of chronicle4.py. Nothing is formatted unless a logger wants it: each line stands behind a comparison of
plain ints.
"""

from collections.abc import Iterable
from typing import Final

from lessor.engine.case6 import pools_of
from lessor.engine.classify import (
    ADDITIONAL_FAILED,
    ADDITIONAL_RESULT,
    FAILED,
    UNDEFINED,
    WITHOUT_TEST,
    Classes,
    Trouble,
)
from lessor.engine.decision6 import Decision6, IaAnswer, Remark6
from lessor.engine.locate6 import Client6
from lessor.engine.network import admits, lets_in
from lessor.engine.refusal import Unanswerable
from lessor.engine.request6 import MISFORMED, UNKNOWN, Request6
from lessor.engine.tables6 import Subnet6
from lessor.model.datagram6 import Received6, Reply6
from lessor.model.lease import DECLINED, INFINITE
from lessor.model.lease6 import PD, Lease6
from lessor.service.counting.counters import COUNTERS6
from lessor.service.counting.ledger import Ledger
from lessor.service.counting.statistics import Statistics
from lessor.service.leases.shortage import Where, Words, note_shortage
from lessor.service.logs import messages, messages6, messages_operation
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.service.logs.reasons6 import ARGUMENTS6, label, named, written
from lessor.service.logs.seldom import Seldom
from lessor.wire.errors import WireError
from lessor.wire.ia import NO_ADDRS_AVAIL, NO_PREFIX_AVAIL
from lessor.wire.packet6 import (
    ADDR_REG_INFORM,
    ADDR_REG_REPLY,
    ADVERTISE,
    DECLINE,
    INFORMATION_REQUEST,
    MESSAGE_NAMES,
    REBIND,
    RELEASE,
    RENEW,
    REPLY,
    REQUEST,
    SERVER_PORT,
    SOLICIT,
)

# Kea does not count CONFIRM.
RECEIVED: Final = {
    SOLICIT: "pkt6-solicit-received",
    REQUEST: "pkt6-request-received",
    RENEW: "pkt6-renew-received",
    REBIND: "pkt6-rebind-received",
    RELEASE: "pkt6-release-received",
    DECLINE: "pkt6-decline-received",
    INFORMATION_REQUEST: "pkt6-infrequest-received",
    ADDR_REG_INFORM: "pkt6-addr-reg-inform-received",
}

SENT: Final = {
    ADVERTISE: "pkt6-advertise-sent",
    REPLY: "pkt6-reply-sent",
    ADDR_REG_REPLY: "pkt6-addr-reg-reply-sent",
}

SHORTAGE: Final = Words(
    "v6-allocation-fail",
    messages6.ALLOC_ENGINE_V6_ALLOC_FAIL_NO_POOLS,
    messages6.ALLOC_ENGINE_V6_ALLOC_FAIL_SHARED_NETWORK,
    messages6.ALLOC_ENGINE_V6_ALLOC_FAIL_SUBNET,
)

REUSES: Final = ("v6-ia-na-lease-reuses", "v6-ia-pd-lease-reuses")

LACKS: Final = (NO_ADDRS_AVAIL, NO_PREFIX_AVAIL)
EXTENDED: Final = (RENEW, REBIND)


TROUBLES: Final = {
    FAILED: messages.DHCPSRV_EVAL_ERROR,
    ADDITIONAL_FAILED: messages6.DHCP6_ADDITIONAL_CLASS_EVAL_ERROR,
    ADDITIONAL_RESULT: messages6.DHCP6_ADDITIONAL_CLASS_EVAL_RESULT,
    WITHOUT_TEST: messages6.DHCP6_ADDITIONAL_CLASS_NO_TEST,
    UNDEFINED: messages6.DHCP6_ADDITIONAL_CLASS_UNDEFINED,
}
"""What is told of a class."""


class Chronicle6:
    """Counts and logs for one exchange."""

    def __init__(self, loggers: Loggers, statistics: Statistics) -> None:
        self.statistics = statistics
        self.ledger: Ledger[Lease6] = Ledger(statistics, COUNTERS6, _type)
        self.loggers = loggers
        self.seldom = Seldom(loggers)
        self.leases = loggers.get("leases")
        self.packets = loggers.get("packets")
        self.bad_packets = loggers.get("bad-packets")
        self.alloc_engine = loggers.get("alloc-engine")
        self.dhcp6 = loggers.get("dhcp6")
        # the request told of last, and its label: one message makes several lines
        self._told: Request6 | None = None
        self._its_label = ""

    def arrived(self, messages: int) -> None:
        """Note how many messages came, whatever they are."""
        self.statistics.counts["pkt6-received"] += messages

    def received(self, request: Request6) -> None:
        """Note a readable message."""
        name = RECEIVED.get(request.message_type)
        if name is not None:
            self.statistics.counts[name] += 1
        if self.packets.limit >= messages6.DHCP6_PACKET_RECEIVED.rank:
            self.packets.write(
                messages6.DHCP6_PACKET_RECEIVED,
                self._label(request),
                MESSAGE_NAMES[request.message_type],
                request.message_type,
                written(request.source),
                written(request.local),
                request.interface.name,
            )

    def unreadable(self, received: Received6, error: WireError) -> None:
        """Note octets that are no message for a server."""
        counts = self.statistics.counts
        counts["pkt6-parse-failed"] += 1
        counts["pkt6-receive-drop"] += 1
        if self.bad_packets.limit >= messages6.DHCP6_PACKET_DROP_PARSE_FAIL.rank:
            self.bad_packets.write(
                messages6.DHCP6_PACKET_DROP_PARSE_FAIL,
                _sender(received),
                written(received.source),
                written(received.local),
                received.interface.name,
                error,
                f"{len(received.data)} octets",
            )

    def unanswerable(self, received: Received6, error: Unanswerable) -> None:
        """Note a message that can be read, but is none for a server."""
        counts = self.statistics.counts
        counts["pkt6-rfc-violation"] += 1
        counts["pkt6-receive-drop"] += 1
        if error.reason_id == UNKNOWN:
            counts["pkt6-unknown-received"] += 1
        message = messages.BY_ID[error.reason_id]
        if self.bad_packets.limit >= message.rank:
            self.bad_packets.write(message, *_unanswerable(received, error))

    def for_another_server(self, request: Request6, server_id: bytes) -> None:
        """Note a message whose server identifier is not ours."""
        counts = self.statistics.counts
        counts["pkt6-not-for-us"] += 1
        counts["pkt6-receive-drop"] += 1
        if self.bad_packets.limit >= messages6.DHCP6_PACKET_DROP_SERVERID_MISMATCH.rank:
            self.bad_packets.write(
                messages6.DHCP6_PACKET_DROP_SERVERID_MISMATCH,
                self._label(request),
                request.server_id.hex(":"),
                server_id.hex(":"),
            )

    def not_stored(self, received: Received6, error: Exception) -> None:
        """Note a message that could not be served because the lease store takes no changes."""
        who = self._count_failure(received)
        # with a full disk it is the same for every client
        if self.seldom.is_due(messages6.ALLOC_ENGINE_V6_ALLOC_ERROR):
            self.loggers.write(messages6.ALLOC_ENGINE_V6_ALLOC_ERROR, who, error)

    def bug(self, received: Received6, error: Exception) -> None:
        """Note a message that met a defect of the server."""
        who = self._count_failure(received)
        self.loggers.write(messages6.DHCP6_PACKET_PROCESS_STD_EXCEPTION, who, f"{type(error).__name__}: {error}")

    def _count_failure(self, received: Received6) -> str:
        """Count a message that was not answered; return who sent it."""
        counts = self.statistics.counts
        counts["pkt6-processing-failed"] += 1
        counts["pkt6-receive-drop"] += 1
        return f"{_sender(received)} from {written(received.source)}"

    def not_durable(self, replies: int) -> None:
        """Note replies held back because their leases could not be written."""
        self.statistics.counts["pkt6-receive-drop"] += replies
        if self.seldom.is_due(messages.LESSOR_REPLIES_WITHHELD):
            self.dhcp6.write(messages.LESSOR_REPLIES_WITHHELD, replies)

    def without_result(self, request: Request6, troubles: Iterable[Trouble]) -> None:
        """Note classes whose tests could not be evaluated for a message, and what became of listed ones."""
        for kind, name, text in troubles:
            message = TROUBLES[kind]
            if self.loggers.get(message.logger).limit >= message.rank:
                self.loggers.write(message, *((self._label(request), name, text) if text else (name,)))

    def located(self, request: Request6, client: Client6) -> None:
        """Note who the client is and where: its classes, its subnet, or that a class keeps it from being answered."""
        # common case first: no class matters
        if request.classes and self.dhcp6.limit >= messages6.DHCP6_CLASSES_ASSIGNED.rank:
            self._classified(request, client)
        if client.dropped:
            self._dropped(request, messages.BY_ID[client.dropped])
        elif client.subnet is not None and self.packets.limit >= messages6.DHCP6_SUBNET_SELECTED.rank:
            self.packets.write(messages6.DHCP6_SUBNET_SELECTED, self._label(request), client.subnet.id)

    def _classified(self, request: Request6, client: Client6) -> None:
        names = tuple(request.classes)
        kind = MESSAGE_NAMES[request.message_type]
        evident = ", ".join(names[: client.evident])
        self.dhcp6.write(messages6.DHCP6_CLASSES_ASSIGNED, self._label(request), kind, evident)
        for name in names[: client.evident]:
            self.dhcp6.write(messages6.DHCP6_CLASS_ASSIGNED, self._label(request), name)
        if len(names) > client.evident:
            message = messages6.DHCP6_CLASSES_ASSIGNED_AFTER_SUBNET_SELECTION
            self.dhcp6.write(message, self._label(request), ", ".join(names))

    def _dropped(self, request: Request6, message: Message) -> None:
        self.statistics.counts["pkt6-receive-drop"] += 1
        if self.packets.limit >= message.rank:
            kind = MESSAGE_NAMES[request.message_type]
            self.packets.write(message, self._label(request), f"{kind} of classes {', '.join(request.classes)}")

    def decided(self, request: Request6, client: Client6, decision: Decision6) -> None:
        """Note what the client gets and why."""
        if decision.reason:
            self._refused(request, decision)
        for remark in decision.remarks:
            self._remarked(request, remark)
        if decision.kind != REPLY and decision.kind != ADVERTISE:
            return
        if decision.subnet is not client.subnet and client.subnet is not None and decision.subnet is not None:
            self._moved(request, client.subnet, decision.subnet)
        for answer in decision.ias:
            if answer.status in LACKS and decision.subnet is not None:
                self._exhausted(request, decision, answer, decision.subnet)
            for lease in answer.reused:
                self.statistics.count(lease.subnet_id, REUSES[lease.type == PD], 1)
            if answer.leases and self.leases.limit >= messages6.DHCP6_LEASE_ALLOC.rank:
                self._granted(request, decision, answer)

    def _moved(self, request: Request6, selected: Subnet6, subnet: Subnet6) -> None:
        message = messages6.DHCP6_SUBNET_DYNAMICALLY_CHANGED
        if self.packets.limit >= message.rank:
            self.packets.write(message, self._label(request), _prefix(selected), _prefix(subnet), subnet.network)

    def _refused(self, request: Request6, decision: Decision6) -> None:
        message = messages.BY_ID[decision.reason]
        logger = self.loggers.get(message.logger)
        if logger.limit >= message.rank:
            logger.write(message, self._label(request))

    def _remarked(self, request: Request6, remark: Remark6) -> None:
        message = messages.BY_ID[remark.reason]
        logger = self.loggers.get(message.logger)
        if logger.limit >= message.rank:
            logger.write(message, *ARGUMENTS6[remark.reason](request, remark))

    def _granted(self, request: Request6, decision: Decision6, answer: IaAnswer) -> None:
        who = self._label(request)
        delegated = answer.type == PD
        for lease in answer.leases:
            what = (written(lease.address), lease.prefix_length) if delegated else (written(lease.address),)
            lifetime = "infinity" if lease.valid_lifetime == INFINITE else lease.valid_lifetime
            if lease in answer.reused:
                message = messages6.DHCP6_PD_LEASE_REUSE if delegated else messages6.DHCP6_LEASE_REUSE
                rest = next(item[3] for item in answer.items if item[0] == lease.address)
                self.leases.write(message, who, *what, lease.iaid, "infinity" if rest == INFINITE else rest)
            elif decision.kind == ADVERTISE:
                message = messages6.DHCP6_PD_LEASE_ADVERT if delegated else messages6.DHCP6_LEASE_ADVERT
                self.leases.write(message, who, *what, lease.iaid)
            elif request.message_type in EXTENDED:
                message = messages6.DHCP6_PD_LEASE_RENEW if delegated else messages6.DHCP6_LEASE_RENEW
                self.leases.write(message, who, *what, lease.iaid)
            else:
                message = messages6.DHCP6_PD_LEASE_ALLOC if delegated else messages6.DHCP6_LEASE_ALLOC
                self.leases.write(message, who, *what, lease.iaid, lifetime)

    def _exhausted(self, request: Request6, decision: Decision6, answer: IaAnswer, subnet: Subnet6) -> None:
        classes = request.classes
        subnets = [one for one in subnet.siblings if lets_in(one.guard, one.shared, classes)]
        without = sum(not _has_open_pool(one, answer.type, classes) for one in subnets)
        where = Where(subnet.id, _prefix(subnet), subnet.network, len(subnets) - without, without)
        note_shortage(self.statistics, self.loggers, SHORTAGE, self._label(request), where)
        # every client of Kea is in some class, so that there these count the same
        self.statistics.count(subnet.id, "v6-allocation-fail-classes", 1)
        if classes and self.alloc_engine.limit >= messages6.ALLOC_ENGINE_V6_ALLOC_FAIL_CLASSES.rank:
            self.alloc_engine.write(
                messages6.ALLOC_ENGINE_V6_ALLOC_FAIL_CLASSES, self._label(request), ", ".join(classes)
            )
        self.loggers.write(_failure(decision, answer), self._label(request), answer.iaid)

    def changed(self, before: Lease6 | None, after: Lease6 | None) -> None:
        """Bring the counts of leases in line with a change."""
        self.ledger.changed(before, after)

    def reclaimed(self, lease: Lease6) -> None:
        """Note a lease taken back after its time."""
        self.ledger.reclaimed(lease)
        if lease.state == DECLINED:
            lifetime = lease.valid_lifetime
            self.loggers.write(messages_operation.ALLOC_ENGINE_V6_DECLINED_RECOVERED, written(lease.address), lifetime)
        if self.alloc_engine.limit >= messages6.ALLOC_ENGINE_V6_LEASE_RECLAIM.rank:
            self.alloc_engine.write(
                messages6.ALLOC_ENGINE_V6_LEASE_RECLAIM, named(lease.duid), written(lease.address), lease.prefix_length
            )

    def answered(self, request: Request6, decision: Decision6, reply: Reply6) -> None:
        """Note a reply that is ready to leave."""
        counts = self.statistics.counts
        counts["pkt6-sent"] += 1
        counts[SENT[decision.kind]] += 1
        if self.packets.limit >= messages6.DHCP6_PACKET_SEND.rank:
            self.packets.write(
                messages6.DHCP6_PACKET_SEND,
                self._label(request),
                MESSAGE_NAMES[decision.kind],
                decision.kind,
                "*" if request.multicast else written(request.local),
                SERVER_PORT,
                written(reply.destination),
                reply.port,
                reply.interface.name,
            )

    def _label(self, request: Request6) -> str:
        """Return who sent the message and in which transaction."""
        if request is not self._told:
            self._told = request
            self._its_label = label(request)
        return self._its_label


def _failure(decision: Decision6, answer: IaAnswer) -> Message:
    """Return the message that says that an identity association gets nothing."""
    if decision.kind == ADVERTISE:
        return messages6.DHCP6_PD_LEASE_ADVERT_FAIL if answer.type == PD else messages6.DHCP6_LEASE_ADVERT_FAIL
    return messages6.DHCP6_PD_LEASE_ALLOC_FAIL if answer.type == PD else messages6.DHCP6_LEASE_ALLOC_FAIL


def _prefix(subnet: Subnet6) -> str:
    return f"{written(subnet.first)}/{subnet.length}"


def _has_open_pool(subnet: Subnet6, type: int, classes: Classes) -> bool:
    return any(admits(pool.guard, classes) for pool in pools_of(subnet, type))


def _unanswerable(received: Received6, error: Unanswerable) -> tuple[object, ...]:
    """Return the parameters of the message about this refusal."""
    kind = received.data[0] if received.data else 0
    if error.reason_id == MISFORMED:
        return _sender(received), MESSAGE_NAMES.get(kind, kind), written(received.source), error.reason
    if error.reason_id == UNKNOWN:
        return _sender(received), kind, received.interface.name
    return _sender(received), error.reason


def _sender(received: Received6) -> str:
    """Return what can be said of who sent octets that were not read to the end."""
    return f"type={received.data[:1].hex()}, tid=0x{received.data[1:4].hex()}"


def _type(lease: Lease6) -> int:
    return lease.type
