"""Write options4.md and options6.md of docs/reference from the catalogues: `python docs/generate_options.py`."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lessor.wire.catalog4 import AGENT_OPTIONS, CABLELABS, DHCP4, REDEFINABLE4, ROWS4
from lessor.wire.catalog6 import (
    DHCP6,
    LW4O6,
    MAP_E,
    MAP_T,
    NTP_SERVER,
    REDEFINABLE6,
    ROWS6,
    S46_BIND,
    S46_RULE,
)
from lessor.wire.definition import OptionDefinition
from lessor.wire.values import KINDS
from lessor.wire.vendors import DOCSIS3, ISC, SPACE_NAMES4, SPACE_NAMES6, VENDORS4, VENDORS6

REFERENCE: Final = Path(__file__).parent / "reference"

UNASKED: Final = """\
* **Sent unasked**: the option goes out even when the client's parameter request list does not name it.
"""

NOTATIONS4: Final = """\
Two options have a notation of their own (type `internal`); both may also be given as octets:

| Option | Notation |
|---|---|
| `classless-static-route` | `192.0.2.0/24 - 198.51.100.1, 0.0.0.0/0 - 198.51.100.2` |
| `v4-dnr` | `1, resolver.example., 192.0.2.1 192.0.2.2, alpn=dot\\\\,doq port=853 \\| 2, other.example.` |
"""

NOTATIONS6: Final = """\
One option has a notation of its own (type `internal`); it may also be given as octets. It holds one resolver: give the
option once for each.

| Option | Notation |
|---|---|
| `v6-dnr` | `1, resolver.example., 2001:db8::1 2001:db8::2, alpn=dot\\\\,doq port=853` |
"""

ANEW4: Final = """\
A standard option cannot be defined anew, except 43, which means what each vendor wants it to mean, and those that early
versions of Kea left to the administrator:
"""

ANEW6: Final = """\
A standard option cannot be defined anew, except those that early versions of Kea left to the administrator:
"""


@dataclass(frozen=True)
class Space:
    """The heading of one space, and who sets the options that are not for the administrator."""

    title: str
    filled_in_by: str = "server"


@dataclass(frozen=True)
class Page:
    """What differs between the pages of the two families."""

    protocol: str
    catalogue: str
    rows: tuple[OptionDefinition, ...]
    spaces: Mapping[str, Space]
    space_names: Mapping[str, str]
    unasked: str
    """Explanation of a column that DHCPv6 does not need."""
    tuple_length: str
    notations: str
    anew: str
    redefinable: Set[int]


PAGES: Final = {
    "options4.md": Page(
        "DHCPv4",
        "catalog4",
        (*ROWS4, *VENDORS4),
        {
            DHCP4: Space("Standard options"),
            AGENT_OPTIONS: Space("Sub-options of relays, inside option 82", "relay"),
            CABLELABS: Space("CableLabs client configuration, inside option 122"),
            DOCSIS3: Space("CableLabs DOCSIS 3.0, inside option 125"),
        },
        SPACE_NAMES4,
        UNASKED,
        "an octet that holds",
        NOTATIONS4,
        ANEW4,
        REDEFINABLE4,
    ),
    "options6.md": Page(
        "DHCPv6",
        "catalog6",
        (*ROWS6, *VENDORS6),
        {
            DHCP6: Space("Standard options"),
            NTP_SERVER: Space("Time servers, inside option 56"),
            MAP_E: Space("MAP-E, inside option 94"),
            MAP_T: Space("MAP-T, inside option 95"),
            LW4O6: Space("Lightweight 4over6, inside option 96"),
            S46_RULE: Space("Mapping rules, inside option 89"),
            S46_BIND: Space("Bindings of IPv4 addresses, inside option 92"),
            DOCSIS3: Space("CableLabs DOCSIS 3.0, inside option 17"),
            ISC: Space("DHCPv4 over DHCPv6 between servers, inside option 17"),
        },
        SPACE_NAMES6,
        "",
        "two octets that hold",
        NOTATIONS6,
        ANEW6,
        REDEFINABLE6,
    ),
}

TYPES: Final = {
    "empty": ("no value", ""),
    "binary": ("hexadecimal digits, blanks between them allowed", "1A BB AD"),
    "boolean": ("`true`, `1`, `false` or `0`, one octet", "true"),
    "int8": ("a number, decimal or after `0x`, one octet", "-1"),
    "int16": ("the same, two octets", "-300"),
    "int32": ("the same, four octets", "-25200"),
    "uint8": ("a number without sign, one octet", "0x10"),
    "uint16": ("the same, two octets", "1500"),
    "uint32": ("the same, four octets", "86400"),
    "ipv4-address": ("an IPv4 address", "192.0.2.1"),
    "ipv6-address": ("an IPv6 address", "2001:db8::1"),
    "ipv6-prefix": ("an IPv6 prefix; its length, then the octets that length needs", "2001:db8::/32"),
    "psid": ("a port set identifier and its length in bits", "3/4"),
    "string": ("text, sent as UTF-8 without a closing zero", "boot/image"),
    "tuple": ("text, sent after {tuple_length} its length", "some text"),
    "fqdn": ("a domain name, sent as labels", "www.example.org"),
}
"""Explanation and example of each kind."""


def text_of(page: Page) -> str:
    """Return the text of a page."""
    tables = "".join(line for space in page.spaces for line in section(page, space))
    return introduction(page) + "".join(types(page)) + tables + redefinable(page)


def introduction(page: Page) -> str:
    """Return the beginning of a page."""
    return f"""\
# {page.protocol} options

The options and sub-options lessor knows by name, for `option-data`. Others can be defined with `option-def`, or given
by code with `"csv-format": false`.

* **Type**: how `data` is written and sent, see [below](#types). *array* means that the value may be given several
  times, for a record that its last field may.
{page.unasked}\
* **Set by**: *server* and *relay* mark options that are filled in during the exchange. `option-data` for them is
  accepted, but rarely useful.

This page is generated from `src/lessor/wire/{page.catalogue}.py` and `src/lessor/wire/vendors.py` by
`docs/generate_options.py`.
"""


def types(page: Page) -> Iterator[str]:
    """Yield the part of a page about kinds of values."""
    yield "\n## Types\n\n| Type | Value | Example |\n|---|---|---|\n"
    for kind in KINDS:
        text, example = TYPES[kind]
        words = text.format(tuple_length=page.tuple_length)
        yield f"| `{kind}` | {words} | {f'`{example}`' if example else ''} |\n"
    yield f"""\
| `record` | the fields listed, one after the other | `true, 192.0.2.1` |

Values are separated by commas. A comma within a value is written `\\\\,` in JSON. For an option that is no array only
the first value counts, for a record only as many as it has fields.

With `"csv-format": false` `data` holds the octets themselves: `"c0000201"`, `"0xc0000201"`, `"c0:00:02:01"`,
`"c0 00 02 01"`, or text in single quotes: `"'some text'"`. They must fit the type.

{page.notations}"""


def section(page: Page, space: str) -> Iterator[str]:
    """Yield the part of a page about one space, codes in order."""
    aliases = [f"`{alias}`" for alias, name in page.space_names.items() if name == space]
    known = f", also known as {', '.join(aliases)}" if aliases else ""
    yield f"\n## {page.spaces[space].title}\n\nSpace `{space}`{known}.\n\n"
    yield table_row("Code", "Name", "Type", *(["Sent unasked"] if page.unasked else []), "Set by")
    yield f"|{'---|' * (5 if page.unasked else 4)}\n"
    for row in sorted(page.rows, key=lambda row: row.code):
        if row.space == space:
            unasked = ["yes" if row.unasked else ""] if page.unasked else []
            setter = "configuration" if row.configurable else page.spaces[space].filled_in_by
            yield table_row(str(row.code), f"`{row.name}`", layout(row), *unasked, setter)


def table_row(*cells: str) -> str:
    """Return one line of a table."""
    return f"| {' | '.join(cells)} |\n"


def layout(row: OptionDefinition) -> str:
    """Return the type of an option in words."""
    words = f"{row.type} ({', '.join(row.fields)})" if row.fields else row.type
    inside = f", contains space `{row.encapsulates}`" if row.encapsulates else ""
    return f"{words}{', array' if row.array else ''}{inside}"


def redefinable(page: Page) -> str:
    """Return the part of a page about standard options that `option-def` may define otherwise."""
    codes = ", ".join(str(code) for code in sorted(page.redefinable))
    return f"\n## Standard codes open to `option-def`\n\n{page.anew}{codes}.\n"


if __name__ == "__main__":
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(text_of(page))
