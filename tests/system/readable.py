"""Recorded conversations as a page for readers."""

from collections.abc import Iterable, Iterator
from typing import Final

from tests.system.conversation import Exchange, Record

HEAD: Final = """# What Kea 2.2 answers

Made by `python -m tests.system.record` from conversations with Debian's kea-dhcp4-server 2.2.0 (the cases in
tests/system/cases, the configurations in configs.py there). The JSON files beside this page hold the same and are what
tests compare with.

- `>` what the client sent: message type, header fields, `(code) option`; the parameter request list
  1 3 6 15 28 51 54 58 59 12 42 is there unless another one is shown. Direct messages go from 0.0.0.0:68 to
  255.255.255.255 unless `from` says otherwise.
- `<` an answer: type, where to, `via` how it found the link-layer address (`client`: chaddr, `broadcast`,
  `as resolved`: by ARP), fields that are not zero, options, the order of their codes when it is unusual, its size.
- `+` a row that was appended to the lease file, without `expire`; `#` ids of lines that were logged.
- Addresses `.x1`, `.x2` are those that a server chooses from its pool, `.new` in an OFFER one nobody has had so far.

"""

SHOWN_APART: Final = {"type", "to", "link", "from", "options", "order", "length"}


def reply_line(reply: Record) -> str:
    """Return an answer as one line."""
    options = reply["options"]
    assert isinstance(options, dict)
    fields = [f"{name} {value}" for name, value in reply.items() if name not in SHOWN_APART]
    values = [f"({code}) {value}" for code, value in options.items()]
    order = reply["order"]
    assert isinstance(order, list)
    unusual = (
        [f"order {' '.join(map(str, order))}"] if order != sorted(order, key=lambda code: (code != 53, code)) else []
    )
    start = f"{reply['type']} from {reply['from']} to {reply['to']} via {reply['link']}"
    return ", ".join([start, *fields, *values, *unusual, f"{reply['length']} octets"])


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
