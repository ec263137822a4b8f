"""Every hook point: where it stands, what a callout is given there, and what it may say.

The names are Kea's. A callout of a point gets one argument, the event of its row; `outcomes` are what it may answer
besides CONTINUE, with what follows from it. Where `waits` is true a callout may be `async`, or park the message: the
message goes on when it is done. `docs/reference/hook-points.md` is generated from this table.

Points that belong to what this server does not have are not here: databases of configuration, DHCPv4 over DHCPv6.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lessor.hooks import events, events4, events6
from lessor.hooks.event import Event
from lessor.hooks.outcomes import DROP, PARK, SKIP, Outcome
from lessor.model.command import BOTH

V4: Final = frozenset({4})
V6: Final = frozenset({6})


@dataclass(frozen=True, slots=True)
class Point:
    """One hook point. `event` is what a callout is called with, `families` of servers have it."""

    name: str
    event: type[Event]
    families: frozenset[int]
    about: str
    outcomes: Mapping[Outcome, str]
    waits: bool = False


DROPPED: Final = "the message is dropped"
ANSWER_DROPPED: Final = "the answer is dropped"
UNANSWERED: Final = "the leases stay, no answer leaves"
HELD_BACK: Final = "the answer waits"
KEPT: Final = "the lease is kept as it is"
REFUSED: Final = "the configuration is refused, for the reason in `error`"
READ: Final = "the server does not read the octets: the callout has set `packet`"
WITHOUT: Final = "no subnet is selected; the message goes on without one"
UNUSED: Final = "the identifier is not used"
NOT_GIVEN: Final = "this lease is not given"
UNCHANGED: Final = "the lease is not written; the client is told what it has"
AS_RELEASED: Final = "the lease is kept, the client is told that it was released"
BY_CALLOUT: Final = "the server does nothing more about this lease: the callout has seen to it"
NOT_NOW: Final = "the address stays declined for now"

ROWS: Final = (
    Point("dhcp4_srv_configured", events.SrvConfigured, V4, "before a configuration is put to use", {DROP: REFUSED}),
    Point(
        "buffer4_receive", events4.Buffer4Receive, V4, "before octets are read", {SKIP: READ, DROP: DROPPED}, waits=True
    ),
    Point(
        "pkt4_receive",
        events4.Pkt4Receive,
        V4,
        "when a message has been read and has its first classes",
        {SKIP: DROPPED, DROP: DROPPED, PARK: "the message waits"},
        waits=True,
    ),
    Point(
        "subnet4_select",
        events4.Subnet4Select,
        V4,
        "when a subnet has been selected, or none was found",
        {SKIP: WITHOUT, DROP: DROPPED, PARK: "the message waits"},
        waits=True,
    ),
    Point(
        "host4_identifier",
        events4.Host4Identifier,
        V4,
        "before reservations are looked up, where `host-reservation-identifiers` has `flex-id`",
        {SKIP: UNUSED, DROP: UNUSED},
    ),
    Point(
        "lease4_select",
        events4.Lease4Select,
        V4,
        "when an address has been chosen, before it is given or offered",
        {SKIP: NOT_GIVEN},
    ),
    Point("lease4_renew", events4.Lease4Renew, V4, "before a lease is given again", {SKIP: UNCHANGED}),
    Point("lease4_release", events4.Lease4Release, V4, "before a lease is released", {SKIP: KEPT, DROP: KEPT}),
    Point("lease4_decline", events4.Lease4Decline, V4, "before a lease is declined", {SKIP: KEPT, DROP: KEPT}),
    Point(
        "leases4_committed",
        events4.Leases4Committed,
        V4,
        "when the leases of a message are kept, before its answer leaves; not for a DISCOVER",
        {DROP: UNANSWERED, PARK: HELD_BACK},
        waits=True,
    ),
    Point(
        "lease4_offer",
        events4.Lease4Offer,
        V4,
        "before an offer of an address leaves",
        {DROP: ANSWER_DROPPED, PARK: HELD_BACK},
        waits=True,
    ),
    Point(
        "lease4_server_decline",
        events4.Lease4ServerDecline,
        V4,
        "when an address was declined because a callout of lease4_offer found it in use",
        {},
    ),
    Point(
        "pkt4_send",
        events4.Pkt4Send,
        V4,
        "when an answer is complete",
        {SKIP: "the octets of the answer leave as they are, whatever was changed", DROP: ANSWER_DROPPED},
    ),
    Point(
        "buffer4_send",
        events4.Buffer4Send,
        V4,
        "before an answer leaves",
        {SKIP: ANSWER_DROPPED, DROP: ANSWER_DROPPED},
    ),
    Point(
        "lease4_expire", events4.Lease4Expire, V4, "before a lease whose time is over is taken back", {SKIP: BY_CALLOUT}
    ),
    Point("lease4_recover", events4.Lease4Recover, V4, "before a declined address is free again", {SKIP: NOT_NOW}),
    Point("dhcp6_srv_configured", events.SrvConfigured, V6, "before a configuration is put to use", {DROP: REFUSED}),
    Point(
        "buffer6_receive", events6.Buffer6Receive, V6, "before octets are read", {SKIP: READ, DROP: DROPPED}, waits=True
    ),
    Point(
        "pkt6_receive",
        events6.Pkt6Receive,
        V6,
        "when a message has been read and has its first classes",
        {SKIP: DROPPED, DROP: DROPPED, PARK: "the message waits"},
        waits=True,
    ),
    Point(
        "subnet6_select",
        events6.Subnet6Select,
        V6,
        "when a subnet has been selected, or none was found",
        {SKIP: WITHOUT, DROP: DROPPED, PARK: "the message waits"},
        waits=True,
    ),
    Point(
        "host6_identifier",
        events6.Host6Identifier,
        V6,
        "before reservations are looked up, where `host-reservation-identifiers` has `flex-id`",
        {SKIP: UNUSED, DROP: UNUSED},
    ),
    Point(
        "lease6_select",
        events6.Lease6Select,
        V6,
        "when an address or prefix has been chosen, before it is given or advertised",
        {SKIP: "this lease is not given; others of the message are"},
    ),
    Point("lease6_renew", events6.Lease6Renew, V6, "before a lease is given again by RENEW", {SKIP: UNCHANGED}),
    Point("lease6_rebind", events6.Lease6Rebind, V6, "before a lease is given again by REBIND", {SKIP: UNCHANGED}),
    Point(
        "lease6_decline",
        events6.Lease6Decline,
        V6,
        "before a lease is declined",
        {
            SKIP: "the lease is kept, the client is told that it was declined",
            DROP: "the lease is kept, no answer leaves",
        },
    ),
    Point(
        "lease6_release",
        events6.Lease6Release,
        V6,
        "before a lease is released",
        {SKIP: AS_RELEASED, DROP: AS_RELEASED},
    ),
    Point(
        "addr6_register",
        events6.Addr6Register,
        V6,
        "before an address that a client chose itself is registered",
        {SKIP: "the registration is answered, but not written", DROP: DROPPED},
    ),
    Point(
        "leases6_committed",
        events6.Leases6Committed,
        V6,
        "when the leases of a message are kept, before its answer leaves; not for a SOLICIT that is advertised to",
        {DROP: UNANSWERED, PARK: HELD_BACK},
        waits=True,
    ),
    Point(
        "pkt6_send",
        events6.Pkt6Send,
        V6,
        "when an answer is complete",
        {SKIP: "the octets of the answer leave as they are, whatever was changed", DROP: ANSWER_DROPPED},
    ),
    Point(
        "buffer6_send",
        events6.Buffer6Send,
        V6,
        "before an answer leaves",
        {SKIP: ANSWER_DROPPED, DROP: ANSWER_DROPPED},
    ),
    Point(
        "lease6_expire", events6.Lease6Expire, V6, "before a lease whose time is over is taken back", {SKIP: BY_CALLOUT}
    ),
    Point("lease6_recover", events6.Lease6Recover, V6, "before a declined address is free again", {SKIP: NOT_NOW}),
    Point("command_processed", events.CommandProcessed, BOTH, "when a command has been carried out", {}, waits=True),
)

POINTS: Final[Mapping[str, Point]] = {row.name: row for row in ROWS}
"""All hook points by name."""
