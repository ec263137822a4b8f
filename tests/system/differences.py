"""Where lessor answers differently from Kea 2.2 on purpose, and why.

A row names a conversation (`*` for all), what the client sent there (a part of the description, empty for all), the
place in the exchange, and what we do instead. All other places must be the same.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from tests.system.conversation import Record


@dataclass(frozen=True, slots=True)
class Difference:
    """One wanted difference: `place` is `reply.field`, `reply.options.code`, `replies`, `lease file` or `log`."""

    case: str
    sent: str
    place: str
    why: str

    def covers(self, case: str, sent: str, place: str) -> bool:
        """Tell whether this row allows a difference there."""
        return fnmatchcase(case, self.case) and self.sent in sent and fnmatchcase(place, self.place)


DIFFERENCES: Final = (
    Difference(
        "*", "", "reply.order", "the order of options has no meaning but for 53 first and 82 last, checked apart"
    ),
    Difference("*", "", "reply.length", "we may pad to the 300 octets that old BOOTP relays and clients want"),
)


def flatten(exchange: Record) -> dict[str, object]:
    """Return what an exchange shows by place, as rows of DIFFERENCES name them."""
    replies = exchange["replies"]
    assert isinstance(replies, list)
    log = exchange["log"]
    assert isinstance(log, list)
    shown: dict[str, object] = {
        "replies": [reply["type"] for reply in replies],
        "lease file": exchange["lease file"],
        "log": [line for line in log if not line.startswith("DEBUG")],
    }
    for reply in replies[:1]:
        shown |= {f"reply.{name}": value for name, value in reply.items() if name != "options"}
        shown |= {f"reply.options.{code}": value for code, value in reply["options"].items()}
    return shown


def unwanted(case: str, kea: Record, ours: Record) -> list[str]:
    """Return a line for each place of an exchange where we differ from Kea and no row says why."""
    sent = str(kea["sent"])
    theirs, own = flatten(kea), flatten(ours)
    lines = [f"sent {sent!r}, by us {ours['sent']!r}"] if kea["sent"] != ours["sent"] else []
    for place in sorted(theirs.keys() | own.keys()):
        expected, found = theirs.get(place), own.get(place)
        if expected != found and not any(row.covers(case, sent, place) for row in DIFFERENCES):
            lines.append(f"{sent}: {place}: Kea {expected}, ours {found}")
    return lines
