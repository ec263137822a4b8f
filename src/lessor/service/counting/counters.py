"""Which statistics there are, by scope, under Kea's names; and what a lease of which kind adds to which of them."""

from typing import Final, NamedTuple

from lessor.model.lease import ASSIGNED, DECLINED
from lessor.model.lease6 import NA, PD, REGISTERED, TA

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

POOL4: Final = (
    "assigned-addresses",
    "cumulative-assigned-addresses",
    "declined-addresses",
    "reclaimed-declined-addresses",
    "reclaimed-leases",
    "total-addresses",
)

POOL6: Final = (
    "assigned-nas",
    "cumulative-assigned-nas",
    "declined-addresses",
    "reclaimed-declined-addresses",
    "reclaimed-leases",
    "total-nas",
)

PREFIX_POOL6: Final = (
    "assigned-pds",
    "cumulative-assigned-pds",
    "reclaimed-leases",
    "total-pds",
)

NOTHING: Final[tuple[str, ...]] = ()
"""What leases add that bind nothing any more."""


class Counters(NamedTuple):
    """The statistics of one family.

    `states` says for a (type, state) of leases what each adds 1 to; the type of an IPv4 lease is 0. `cumulative` has
    for some of these what counts every lease there ever was. `totals` are the sizes of pools of addresses and, if
    there are any, of prefixes.
    """

    server: tuple[str, ...]
    subnet: tuple[str, ...]
    pool: tuple[str, ...]
    prefix_pool: tuple[str, ...]
    states: dict[tuple[int, int], tuple[str, ...]]
    cumulative: dict[str, str]
    totals: tuple[str, ...]


COUNTERS4: Final = Counters(
    server=GLOBAL4,
    subnet=SUBNET4,
    pool=POOL4,
    prefix_pool=(),
    states={
        (0, ASSIGNED): ("assigned-addresses",),
        (0, DECLINED): ("assigned-addresses", "declined-addresses"),
    },
    cumulative={"assigned-addresses": "cumulative-assigned-addresses"},
    totals=("total-addresses",),
)

COUNTERS6: Final = Counters(
    server=GLOBAL6,
    subnet=SUBNET6,
    pool=POOL6,
    prefix_pool=PREFIX_POOL6,
    states={
        (NA, ASSIGNED): ("assigned-nas",),
        (NA, DECLINED): ("assigned-nas", "declined-addresses"),
        (NA, REGISTERED): ("registered",),
        (TA, ASSIGNED): ("assigned-nas",),
        (PD, ASSIGNED): ("assigned-pds",),
    },
    cumulative={
        "assigned-nas": "cumulative-assigned-nas",
        "assigned-pds": "cumulative-assigned-pds",
        "registered": "cumulative-registered",
    },
    totals=("total-nas", "total-pds"),
)
