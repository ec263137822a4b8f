"""How a server goes about its work: expired leases, waiting messages, samples of statistics; for both families."""

from typing import Final

from lessor.config.section import Section
from lessor.model.operation import ExpiredLeases, PacketQueue, SampleLimits

LARGEST_QUEUE: Final = 65536
"""Messages: more would wait for longer than any client does."""


def read_expired_leases(section: Section) -> ExpiredLeases:
    """Return `expired-leases-processing`."""
    usual = ExpiredLeases()
    return ExpiredLeases(
        reclaim_wait=section.number("reclaim-timer-wait-time", usual.reclaim_wait),
        flush_wait=section.number("flush-reclaimed-timer-wait-time", usual.flush_wait),
        hold=section.number("hold-reclaimed-time", usual.hold),
        most_leases=section.number("max-reclaim-leases", usual.most_leases),
        most_ms=section.number("max-reclaim-time", usual.most_ms),
        unwarned_rounds=section.number("unwarned-reclaim-cycles", usual.unwarned_rounds),
    )


def read_packet_queue(section: Section, kind: str) -> PacketQueue | None:
    """Return `dhcp-queue-control`, None for no queue; `kind` is the one kind of queue there is."""
    usual = PacketQueue(kind)
    queue = PacketQueue(section.text("queue-type", usual.kind), section.number("capacity", usual.capacity))
    if not section.flag("enable-queue", False):
        return None
    if queue.kind != kind:
        wrong = f"there is no queue type '{queue.kind}'"
        section.wrong(section.place("queue-type"), "queue-type", wrong, f"write {kind}")
    if not 1 <= queue.capacity <= LARGEST_QUEUE:
        wrong = f"a queue cannot hold {queue.capacity} messages"
        section.wrong(section.place("capacity"), "capacity", wrong, f"give a number of 1 to {LARGEST_QUEUE}")
    return queue


def read_sample_limits(section: Section) -> SampleLimits:
    """Return the limits of samples, which stand among the keys of the server itself."""
    usual = SampleLimits()
    return SampleLimits(
        count=section.number("statistic-default-sample-count", usual.count),
        seconds=section.number("statistic-default-sample-age", usual.seconds),
    )
