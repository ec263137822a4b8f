"""Where lessor answers differently from Kea 2.2 on purpose, and why.

A row names conversations (`group/case`, `*` for all), what the client sent there (a part of the description, with `$`
for its end, empty for all), the place in the exchange, and what we do instead. All other places must be the same.
"""

from collections.abc import Callable, Sequence
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
    # how replies look and travel
    Difference("*", "", "reply.order", "the order of options has no meaning, but for 53 first and 82 last"),
    Difference("*", "", "reply.length", "we may pad to the 300 octets that old BOOTP relays and clients want"),
    Difference(
        "*", "", "reply.link", "what goes to 255.255.255.255 is a broadcast on the link too (RFC 2131 section 4.1)",
        ours="broadcast",
    ),
    Difference("*/discover_hardware", "hlen 0", "reply.link", "without hardware address there is nothing to send to"),
    Difference("*", "giaddr", "reply.flags", "a relay shall broadcast a NAK (RFC 2131 section 4.3.2)", ours=0x8000),
    Difference("udp/*", "", "*", "our UDP sockets hear broadcasts, so that clients on the link are served as well"),
    # relays
    Difference("*", "(82)", "reply.options.82", "relay information comes back byte for byte, Kea sorts and drops"),
    Difference("*/server_id_override", "", "reply.options.54", "the relay's choice of server id is used (RFC 5107)"),
    # what fits into a reply
    Difference(
        "options/everything", "", "reply.options.23*", "a reply keeps to what the client can take (option 57, else 576)"
    ),
    Difference("options/parameter_lists", "", "reply.options.23*", "the same for a list of everything"),
    Difference("*/information", "78 78 78", "reply.options.15", "the same beside 244 octets of relay information"),
    Difference("options/everything", "", "reply.options.125", "vendor options of the configuration are sent whole"),
    # messages that Kea does not understand, or drops for what others accept
    Difference("*/parameter_lists", "DISCOVER (55)$", "*", "an empty parameter request list asks for nothing, no more"),
    Difference("*/odd_ids", "(61) 00 78 78", "*", "a client id of 255 octets is one"),
    Difference("*/odd_option_values", "(6) 01 02 03", "*", "what a client says of its DNS servers is not our business"),
    Difference("*/odd_option_values", "(119)", "*", "the same for its domain search list"),
    Difference("*/vendor_classes", "(108)", "*", "an empty option 108 is not for us"),
    Difference("*/overloaded", "(52)", "*", "options in file and sname are read (RFC 2131 section 4.1)"),
    Difference("*/repeated_options", "", "*", "options that come in parts are joined (RFC 3396)"),
    # messages that Kea takes although they are broken
    Difference("*/discover_hardware", "hlen 17", "*", "no hardware address has more than 16 octets"),
    Difference("*/message_types", "long option 53", "*", "a message type is one octet"),
    Difference("*/broken_messages", "op ", "*", "only requests are answered: others come from servers"),
    # contents
    Difference("*", "INFORM", "reply.options.1", "the subnet mask for who asks for it (RFC 2131 section 4.3.5)"),
    Difference("*/unknown_relay", "INFORM", "reply.options.*", "a client of an unknown network gets global options"),
    Difference("*/unknown_relay", "INIT-REBOOT", "log", "each INIT-REBOOT is logged"),
    Difference("times/*", "giaddr 10.1.0.1", "reply.options.5[89]", "a lease that never ends is never renewed"),
    Difference("one address/exhausted", "DISCOVER", "log", "one line says that there is no address"),
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


def unwanted(
    case: str,
    kea: Record,
    ours: Record,
    rows: Sequence[Difference] = DIFFERENCES,
    show: Callable[[Record], dict[str, object]] = flatten,
) -> list[str]:
    """Return a line for each place of an exchange where we differ from Kea and no row says why."""
    sent = str(kea["sent"])
    theirs, own = show(kea), show(ours)
    if theirs["replies"] != own["replies"]:
        # the fields of an answer that is missing on one side would only hide that
        theirs, own = ({place: shown[place] for place in WHOLE} for shown in (theirs, own))
    lines = [f"sent {sent!r}, by us {ours['sent']!r}"] if kea["sent"] != ours["sent"] else []
    for place in sorted(theirs.keys() | own.keys()):
        expected, found = theirs.get(place), own.get(place)
        if expected != found and not any(row.covers(case, sent, place, found) for row in rows):
            lines.append(f"{sent}: {place}: Kea {expected}, ours {found}")
    return lines


def used(
    row: Difference,
    case: str,
    kea: Record,
    ours: Record,
    show: Callable[[Record], dict[str, object]] = flatten,
) -> bool:
    """Tell whether this row allows something in this exchange."""
    theirs, own = show(kea), show(ours)
    return any(
        row.covers(case, str(kea["sent"]), place, own.get(place)) and theirs.get(place) != own.get(place)
        for place in theirs.keys() | own.keys()
    )
