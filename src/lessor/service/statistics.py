"""Counters of a DHCPv4 server, under Kea's names.

Hot code adds to `counts` and to the dict of a subnet directly; every name exists from the start, so that
`counts[name] += 1` never fails and a statistic shows as 0 before it first counts.
"""

from collections.abc import Mapping
from typing import Final

from lessor.model.lease import ASSIGNED, DECLINED

GLOBAL4: Final = (
    "assigned-addresses",
    "cumulative-assigned-addresses",
    "declined-addresses",
    "pkt4-ack-received",
    "pkt4-ack-sent",
    "pkt4-admin-filtered",
    "pkt4-decline-received",
    "pkt4-discover-received",
    "pkt4-duplicate",
    "pkt4-inform-received",
    "pkt4-lease-query-received",
    "pkt4-lease-query-response-active-sent",
    "pkt4-lease-query-response-unassigned-sent",
    "pkt4-lease-query-response-unknown-sent",
    "pkt4-limit-exceeded",
    "pkt4-nak-received",
    "pkt4-nak-sent",
    "pkt4-not-for-us",
    "pkt4-offer-received",
    "pkt4-offer-sent",
    "pkt4-parse-failed",
    "pkt4-processing-failed",
    "pkt4-queue-full",
    "pkt4-receive-drop",
    "pkt4-received",
    "pkt4-release-received",
    "pkt4-request-received",
    "pkt4-rfc-violation",
    "pkt4-sent",
    "pkt4-service-disabled",
    "pkt4-unknown-received",
    "reclaimed-declined-addresses",
    "reclaimed-leases",
    "v4-allocation-fail",
    "v4-allocation-fail-classes",
    "v4-allocation-fail-no-pools",
    "v4-allocation-fail-shared-network",
    "v4-allocation-fail-subnet",
    "v4-lease-reuses",
    "v4-reservation-conflicts",
)

SUBNET4: Final = (
    "assigned-addresses",
    "cumulative-assigned-addresses",
    "declined-addresses",
    "reclaimed-declined-addresses",
    "reclaimed-leases",
    "total-addresses",
    "v4-allocation-fail",
    "v4-allocation-fail-classes",
    "v4-allocation-fail-no-pools",
    "v4-allocation-fail-shared-network",
    "v4-allocation-fail-subnet",
    "v4-lease-reuses",
    "v4-reservation-conflicts",
)


class Statistics:
    """The counters of one server: `counts` for all of it, `subnets` by subnet id."""

    __slots__ = ("counts", "subnets")

    def __init__(self) -> None:
        self.counts: dict[str, int] = dict.fromkeys(GLOBAL4, 0)
        self.subnets: dict[int, dict[str, int]] = {}

    def recount(self, totals: Mapping[int, int], leases: Mapping[tuple[int, int], int]) -> None:
        """Keep counters for exactly these subnets: those known already go on counting, new ones start at 0.

        `totals` are the addresses in the pools of each subnet id, `leases` the number of leases for each
        (subnet id, state): they set what is not an event that happened, but a state of things.
        """
        before = dict(self.subnets)
        self.subnets.clear()
        for id, total in totals.items():
            counts = before.get(id) or dict.fromkeys(SUBNET4, 0)
            counts["total-addresses"] = total
            counts["declined-addresses"] = leases.get((id, DECLINED), 0)
            counts["assigned-addresses"] = leases.get((id, ASSIGNED), 0) + counts["declined-addresses"]
            self.subnets[id] = counts
        for name in ("declined-addresses", "assigned-addresses"):
            self.counts[name] = sum(counts[name] for counts in self.subnets.values())

    def values(self) -> dict[str, int]:
        """Return all counters by their full names, `subnet[<id>].<name>` for those of a subnet."""
        found = dict(self.counts)
        for id, counts in self.subnets.items():
            found.update((f"subnet[{id}].{name}", count) for name, count in counts.items())
        return found
