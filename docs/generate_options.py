"""Write docs/reference/options4.md from the catalogue of options: `python docs/generate_options.py`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lessor.wire.catalog4 import AGENT_OPTIONS, CABLELABS, DHCP4, REDEFINABLE4, ROWS4
from lessor.wire.definition import OptionDefinition
from lessor.wire.values import KINDS
from lessor.wire.vendors import DOCSIS3, SPACE_NAMES, VENDORS4

PAGE: Final = Path(__file__).parent / "reference" / "options4.md"

INTRODUCTION: Final = """\
# DHCPv4 options

The options and sub-options lessor knows by name, for `option-data`. Others can be defined with `option-def`, or given
by code with `"csv-format": false`.

* **Type**: how `data` is written and sent, see [below](#types). *array* means that the value may be given several
  times, for a record that its last field may.
* **Sent unasked**: the option goes out even when the client's parameter request list does not name it.
* **Set by**: *server* and *relay* mark options that are filled in during the exchange. `option-data` for them is
  accepted, but rarely useful.

This page is generated from `src/lessor/wire/catalog4.py` and `src/lessor/wire/vendors.py` by
`docs/generate_options.py`.
"""

SPACES: Final = {
    DHCP4: ("Standard options", "configuration", "server"),
    AGENT_OPTIONS: ("Sub-options of relays, inside option 82", "configuration", "relay"),
    CABLELABS: ("CableLabs client configuration, inside option 122", "configuration", "server"),
    DOCSIS3: ("CableLabs DOCSIS 3.0, inside option 125", "configuration", "server"),
}
"""Title, who sets configurable options, who sets the others."""

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
    "tuple": ("text, sent after an octet that holds its length", "some text"),
    "fqdn": ("a domain name, sent as labels", "www.example.org"),
}
"""Explanation and example of each kind."""

COMPOSED: Final = """\
| `record` | the fields listed, one after the other | `true, 192.0.2.1` |

Values are separated by commas. A comma within a value is written `\\\\,` in JSON. For an option that is no array only
the first value counts, for a record only as many as it has fields.

With `"csv-format": false` `data` holds the octets themselves: `"c0000201"`, `"0xc0000201"`, `"c0:00:02:01"`,
`"c0 00 02 01"`, or text in single quotes: `"'some text'"`. They must fit the type.

Two options have a notation of their own (type `internal`); both may also be given as octets:

| Option | Notation |
|---|---|
| `classless-static-route` | `192.0.2.0/24 - 198.51.100.1, 0.0.0.0/0 - 198.51.100.2` |
| `v4-dnr` | `1, resolver.example., 192.0.2.1 192.0.2.2, alpn=dot\\\\,doq port=853 \\| 2, other.example.` |
"""


def page() -> str:
    """Return the text of the page."""
    return "".join([INTRODUCTION, *types(), *(line for space in SPACES for line in section(space)), redefinable()])


def types() -> Iterator[str]:
    """Yield the part of the page about kinds of values."""
    yield "\n## Types\n\n| Type | Value | Example |\n|---|---|---|\n"
    for kind in KINDS:
        text, example = TYPES[kind]
        yield f"| `{kind}` | {text} | {f'`{example}`' if example else ''} |\n"
    yield COMPOSED


def section(space: str) -> Iterator[str]:
    """Yield the part of the page about one space, codes in order."""
    aliases = [f"`{alias}`" for alias, name in SPACE_NAMES.items() if name == space]
    known = f", also known as {', '.join(aliases)}" if aliases else ""
    yield f"\n## {SPACES[space][0]}\n\nSpace `{space}`{known}.\n\n"
    yield "| Code | Name | Type | Sent unasked | Set by |\n|---|---|---|---|---|\n"
    for row in sorted((*ROWS4, *VENDORS4), key=lambda row: row.code):
        if row.space == space:
            setter = SPACES[space][1 if row.configurable else 2]
            yield f"| {row.code} | `{row.name}` | {layout(row)} | {'yes' if row.unasked else ''} | {setter} |\n"


def layout(row: OptionDefinition) -> str:
    """Return the type of an option in words."""
    words = f"{row.type} ({', '.join(row.fields)})" if row.fields else row.type
    inside = f", contains space `{row.encapsulates}`" if row.encapsulates else ""
    return f"{words}{', array' if row.array else ''}{inside}"


def redefinable() -> str:
    """Return the part of the page about standard options that `option-def` may define otherwise."""
    codes = ", ".join(str(code) for code in sorted(REDEFINABLE4))
    return f"""
## Standard codes open to `option-def`

A standard option cannot be defined anew, except 43, which means what each vendor wants it to mean, and those that early
versions of Kea left to the administrator:
{codes}.
"""


if __name__ == "__main__":
    PAGE.write_text(page())
