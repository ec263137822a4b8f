"""Recorded DHCPv6 conversations as a page for readers."""

from collections.abc import Iterable, Iterator
from typing import Final

from tests.system.conversation import Exchange, Record
from tests.system.wire6 import SERVER_LOCAL

HEAD: Final = """# What Kea 2.2 answers to DHCPv6 clients

Made by `python -m tests.system.record6` from conversations with Debian's kea-dhcp6-server 2.2.0 (the cases in
tests/system/cases6, the configurations in configs.py there). The JSON files beside this page hold the same and are what
tests compare with.

- `>` what the client sent: message type, `(code) option`, in brackets the options inside it. Client id (DUID-LL),
  server id where the type wants one, and the option request 23 24 are there unless it says otherwise. Direct messages
  go from the client's link-local address to ff02::1:2, relayed ones from the last relay's address to the server's.
- `<` an answer: type, where from and to unless it is link-local from port 547 to port 546, the relay messages around it
  (outermost first), options, the order of their codes when it is unusual, its size. `3 iaid 1/5 ADDRESS` is an address
  in an IA_NA, `25 iaid 1/13` a status in an IA_PD.
- `+` a row that was appended to the lease file, without `expire`; `#` ids of lines that were logged.
- Addresses `::x1`, `::x2` and prefixes `:p1::` are those that a server chooses, `new1` in an ADVERTISE one nobody has
  had so far.

"""

SHOWN_APART: Final = {"type", "to", "from", "options", "order", "length"}


def reply_line(reply: Record) -> str:
    """Return an answer as one line."""
    options = reply["options"]
    assert isinstance(options, dict)
    fields = [f"{name} {value}" for name, value in reply.items() if name not in SHOWN_APART]
    values = [f"({place}) {value}".strip() for place, value in options.items() if not place.endswith(" text")]
    order = reply["order"]
    assert isinstance(order, list)
    unusual = [f"order {' '.join(map(str, order))}"] if order != sorted(order) else []
    ways = [f"{way} {reply[way]}" for way in ("from", "to") if not usual(way, str(reply[way]))]
    start = " ".join([str(reply["type"]), *ways])
    return ", ".join([start, *fields, *values, *unusual, f"{reply['length']} octets"])


def usual(way: str, place: str) -> bool:
    """Tell whether an answer goes from the server's link-local address, or to a client's."""
    return place == f"{SERVER_LOCAL} port 547" if way == "from" else place.startswith("fe80:") and "port 546" in place


def exchange_lines(exchange: Exchange, ids: list[str]) -> Iterator[str]:
    yield f"    > {exchange.sent}"
    for reply in exchange.replies:
        yield f"    < {reply_line(reply)}"
    if not exchange.replies:
        yield "    < no answer"
    for row in exchange.rows:
        yield f"    + {row}"
    if ids:
        yield f"    # {', '.join(ids)}"


def page(group: str, conversations: Iterable[tuple[str, str, Iterable[tuple[Exchange, list[str]]]]]) -> str:
    """Return the chapter of one group: (name, about, exchanges with their log ids) for each conversation."""
    lines = [f"## {group}", ""]
    for name, about, exchanges in conversations:
        lines += [f"### {name}", "", about, ""]
        for exchange, ids in exchanges:
            lines += exchange_lines(exchange, ids)
        lines.append("")
    return "\n".join(lines) + "\n"
