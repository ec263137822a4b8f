"""Counters of a server, under Kea's names.

Hot code adds to `counts` and to the dict of a subnet directly; every name exists from the start, so that
`counts[name] += 1` never fails and a statistic shows as 0 before it first counts.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from lessor.model.lease import ASSIGNED, DECLINED
from lessor.model.lease6 import PD, REGISTERED, Lease6

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


GLOBAL6: Final = (
    "assigned-nas",
    "assigned-pds",
    "cumulative-assigned-nas",
    "cumulative-assigned-pds",
    "cumulative-registered",
    "declined-addresses",
    "pkt6-addr-reg-inform-received",
    "pkt6-addr-reg-reply-received",
    "pkt6-addr-reg-reply-sent",
    "pkt6-admin-filtered",
    "pkt6-advertise-received",
    "pkt6-advertise-sent",
    "pkt6-decline-received",
    "pkt6-dhcpv4-query-received",
    "pkt6-dhcpv4-response-received",
    "pkt6-dhcpv4-response-sent",
    "pkt6-duplicate",
    "pkt6-infrequest-received",
    "pkt6-lease-query-received",
    "pkt6-lease-query-reply-sent",
    "pkt6-limit-exceeded",
    "pkt6-not-for-us",
    "pkt6-parse-failed",
    "pkt6-processing-failed",
    "pkt6-queue-full",
    "pkt6-rebind-received",
    "pkt6-receive-drop",
    "pkt6-received",
    "pkt6-release-received",
    "pkt6-renew-received",
    "pkt6-reply-received",
    "pkt6-reply-sent",
    "pkt6-request-received",
    "pkt6-rfc-violation",
    "pkt6-sent",
    "pkt6-service-disabled",
    "pkt6-solicit-received",
    "pkt6-unknown-received",
    "reclaimed-declined-addresses",
    "reclaimed-leases",
    "v6-allocation-fail",
    "v6-allocation-fail-classes",
    "v6-allocation-fail-no-pools",
    "v6-allocation-fail-shared-network",
    "v6-allocation-fail-subnet",
    "v6-ia-na-lease-reuses",
    "v6-ia-pd-lease-reuses",
)

SUBNET6: Final = (
    "assigned-nas",
    "assigned-pds",
    "cumulative-assigned-nas",
    "cumulative-assigned-pds",
    "cumulative-registered",
    "declined-addresses",
    "reclaimed-declined-addresses",
    "reclaimed-leases",
    "registered",
    "total-nas",
    "total-pds",
    "v6-allocation-fail",
    "v6-allocation-fail-classes",
    "v6-allocation-fail-no-pools",
    "v6-allocation-fail-shared-network",
    "v6-allocation-fail-subnet",
    "v6-ia-na-lease-reuses",
    "v6-ia-pd-lease-reuses",
)


SUMS: Final = ("assigned-addresses", "assigned-nas", "assigned-pds", "declined-addresses")
"""What the server has of a thing is what its subnets have of it."""


class Statistics:
    """The counters of one server: `counts` for all of it, `subnets` by subnet id; the names are the family's."""

    __slots__ = ("_of_subnet", "counts", "subnets")

    def __init__(self, of_server: tuple[str, ...] = GLOBAL4, of_subnet: tuple[str, ...] = SUBNET4) -> None:
        self._of_subnet = of_subnet
        self.counts: dict[str, int] = dict.fromkeys(of_server, 0)
        self.subnets: dict[int, dict[str, int]] = {}

    def count(self, subnet_id: int, name: str, step: int) -> None:
        """Add to a counter of the server and, if it has one of the name, of the subnet."""
        if name in self.counts:
            self.counts[name] += step
        counts = self.subnets.get(subnet_id)
        if counts is not None:
            counts[name] += step

    def recount(self, states: Mapping[int, Mapping[str, int]]) -> None:
        """Keep counters for exactly these subnets: those known already go on counting, new ones start at 0.

        `states` holds by subnet id what is not an event that happened, but a state of things (`states4`, `states6`).
        """
        before = dict(self.subnets)
        self.subnets.clear()
        for id, state in states.items():
            self.subnets[id] = before.get(id) or dict.fromkeys(self._of_subnet, 0)
            self.subnets[id].update(state)
        for name in SUMS:
            if name in self.counts:
                self.counts[name] = sum(counts[name] for counts in self.subnets.values())

    def values(self) -> dict[str, int]:
        """Return all counters by their full names, `subnet[<id>].<name>` for those of a subnet."""
        found = dict(self.counts)
        for id, counts in self.subnets.items():
            found.update((f"subnet[{id}].{name}", count) for name, count in counts.items())
        return found


def states4(totals: Mapping[int, int], leases: Mapping[tuple[int, int], int]) -> dict[int, dict[str, int]]:
    """Return the state of DHCPv4 subnets from the addresses in their pools and the leases per (subnet id, state)."""
    states = {}
    for id, total in totals.items():
        declined = leases.get((id, DECLINED), 0)
        states[id] = {
            "total-addresses": total,
            "declined-addresses": declined,
            "assigned-addresses": leases.get((id, ASSIGNED), 0) + declined,
        }
    return states


def states6(totals: Mapping[int, tuple[int, int]], leases: Iterable[Lease6]) -> dict[int, dict[str, int]]:
    """Return the state of DHCPv6 subnets from the numbers of addresses and prefixes in their pools, and all leases."""
    states = {
        id: {
            "total-nas": nas,
            "total-pds": pds,
            "assigned-nas": 0,
            "assigned-pds": 0,
            "declined-addresses": 0,
            "registered": 0,
        }
        for id, (nas, pds) in totals.items()
    }
    for lease in leases:
        if lease.subnet_id in states:
            for name in states_of(lease):
                states[lease.subnet_id][name] += 1
    return states


def states_of(lease: Lease6) -> tuple[str, ...]:
    """Return the counters of things that are, to which this lease adds one."""
    if lease.state == REGISTERED:
        return ("registered",)
    if lease.state == DECLINED:
        return ("assigned-nas", "declined-addresses")
    if lease.state != ASSIGNED:
        return ()
    return ("assigned-pds",) if lease.type == PD else ("assigned-nas",)
