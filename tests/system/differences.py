"""Where lessor answers differently from Kea 2.2 on purpose, and why.

A row names conversations (`group/case`, `*` for all), what the client sent there (a part of the description, with `$`
for its end, empty for all), the place in the exchange, and what we do instead. All other places must be the same.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from tests.system.conversation import Record

ANYTHING: Final = object()

NEWER: Final = {"INFO DHCP4_LEASE_ADVERT": "INFO DHCP4_LEASE_OFFER"}
"""Log lines that later versions of Kea write under another id."""
LATER_INFO: Final = {"INFO DHCP4_PACKET_RECEIVED", "INFO DHCP4_PACKET_SEND"}
"""Log lines that are debug lines in 2.2."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One wanted difference: `place` is `reply.field`, `reply.options.code`, `replies`, `lease file` or `log`."""

    case: str
    sent: str
    place: str
    why: str
    ours: object = ANYTHING

    def covers(self, case: str, sent: str, place: str, found: object) -> bool:
        """Tell whether this row allows us to do `found` there."""
        there = fnmatchcase(case, self.case) and self.sent in f"{sent.strip()}$" and fnmatchcase(place, self.place)
        return there and self.ours in (ANYTHING, found)


DIFFERENCES: Final = (
    Difference("*", "", "reply.order", "the order of options has no meaning, but for 53 first and 82 last"),
    Difference("*", "", "reply.length", "we may pad to the 300 octets that old BOOTP relays and clients want"),
    Difference(
        "*", "", "reply.link", "what goes to 255.255.255.255 is a broadcast on the link too (RFC 2131 section 4.1)",
        ours="broadcast",
    ),
    Difference(
        "*", "ciaddr", "reply.link", "a client with an address is asked for by ARP, like any other host",
        ours="as resolved",
    ),
    Difference("*/inform_without_ciaddr", "from 192.0.2.31", "reply.link", "the same for a source address", ours="as resolved"
    ),
    Difference("*/discover_hardware", "hlen 17", "*", "no hardware address has more than 16 octets"),
    Difference("*/discover_hardware", "hlen 0", "reply.link", "without hardware address there is nothing to send to"),
    Difference("*", "(82)", "reply.options.82", "relay information comes back byte for byte, Kea sorts and drops"),
    Difference("*/server_id_override", "", "reply.options.54", "the relay's choice of server id is used (RFC 5107)"),
    Difference("*", "RENEWING", "reply.to", "NAK is broadcast (RFC 2131 section 4.3.2)", ours="255.255.255.255:68"),
    Difference("*", "giaddr", "reply.flags", "a relay shall broadcast a NAK (RFC 2131 section 4.3.2)", ours=0x8000),
    Difference("udp/*", "", "*", "our UDP sockets hear broadcasts, so that clients on the link are served as well"),
    Difference("*/parameter_lists", "DISCOVER (55)$", "*", "an empty parameter request list asks for nothing, no more"),
)  # fmt: skip


def flatten(exchange: Record) -> dict[str, object]:
    """Return what an exchange shows by place, as rows of DIFFERENCES name them."""
    replies = exchange["replies"]
    assert isinstance(replies, list)
    log = exchange["log"]
    assert isinstance(log, list)
    shown: dict[str, object] = {
        "replies": [reply["type"] for reply in replies],
        "lease file": by_address(exchange["lease file"]),
        "log": [NEWER.get(line, line) for line in log if not line.startswith("DEBUG") and line not in LATER_INFO],
    }
    for reply in replies[:1]:
        shown |= {f"reply.{name}": value for name, value in reply.items() if name != "options"}
        shown |= {f"reply.options.{code}": value for code, value in reply["options"].items()}
    return shown


WHOLE: Final = ("replies", "lease file", "log")


def by_address(rows: object) -> list[str]:
    """Return lease rows by address: only the order of rows for one address has a meaning."""
    assert isinstance(rows, list)
    return sorted(rows, key=lambda row: str(row).partition(",")[0])


def unwanted(case: str, kea: Record, ours: Record) -> list[str]:
    """Return a line for each place of an exchange where we differ from Kea and no row says why."""
    sent = str(kea["sent"])
    theirs, own = flatten(kea), flatten(ours)
    if theirs["replies"] != own["replies"]:
        # the fields of an answer that is missing on one side would only hide that
        theirs, own = ({place: shown[place] for place in WHOLE} for shown in (theirs, own))
    lines = [f"sent {sent!r}, by us {ours['sent']!r}"] if kea["sent"] != ours["sent"] else []
    for place in sorted(theirs.keys() | own.keys()):
        expected, found = theirs.get(place), own.get(place)
        if expected != found and not any(row.covers(case, sent, place, found) for row in DIFFERENCES):
            lines.append(f"{sent}: {place}: Kea {expected}, ours {found}")
    return lines


def used(row: Difference, case: str, kea: Record, ours: Record) -> bool:
    """Tell whether this row allows something in this exchange."""
    theirs, own = flatten(kea), flatten(ours)
    return any(
        row.covers(case, str(kea["sent"]), place, own.get(place)) and theirs.get(place) != own.get(place)
        for place in theirs.keys() | own.keys()
    )
