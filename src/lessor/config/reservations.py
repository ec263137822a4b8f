"""Reservations of both families: who they are for, under which name, and that each client has one in its scope."""

from collections.abc import Mapping
from typing import Final

from lessor.config.section import Section
from lessor.wire.octets import parse_octets

HOW_TO_IDENTIFY: Final = "write hexadecimal digits like 1a:1b:1c:1d:1e:1f, or text in single quotes"

# A name in a message has labels of at most 63 octets (RFC 1035 section 2.3.4).
LONGEST_LABEL: Final = 63
LONGEST_NAME: Final = 253

AUTO: Final = "auto"

Owners = dict[tuple[object, ...], Section]
"""Who has what must be unique: identifiers, addresses, prefixes."""


def read_host_identifiers(section: Section, known: tuple[str, ...], usual: tuple[str, ...]) -> tuple[str, ...]:
    """Return `host-reservation-identifiers`, in the order clients are looked for by them."""
    written = section.texts("host-reservation-identifiers")
    names = [name for _, _, name in written]
    for i, (node, key, name) in enumerate(written):
        if name in names[:i]:
            section.wrong(node, key, f"duplicate host identifier '{name}'", "name it once")
        elif name == AUTO and len(names) > 1:
            section.wrong(node, key, "auto means all identifiers", "let it stand alone, or name them")
    if names == [AUTO]:
        return known
    return tuple(names) or usual


def read_identifier(section: Section, longest: Mapping[str, int]) -> tuple[str, bytes] | None:
    """Return kind and octets of the one identifier a reservation must have; `longest` tells octets by kind."""
    kinds = [kind for kind in longest if kind in section.members]
    if not kinds:
        right = f"add one of {', '.join(longest)}"
        wrong = "one of the supported identifiers must be specified for host reservation"
        section.wrong(section.node, "", wrong, right)
        return None
    kind = kinds[0]
    if len(kinds) > 1:
        wrong = f"the '{kind}' and '{kinds[1]}' are mutually exclusive"
        section.wrong(section.members[kinds[1]], kinds[1], wrong, "a reservation has exactly one identifier")
    try:
        octets = parse_octets(section.text(kind))
    except ValueError as error:
        section.wrong(section.members[kind], kind, f"invalid host identifier value: {error}", HOW_TO_IDENTIFY)
        return None
    if not 0 < len(octets) <= longest[kind]:
        wrong = f"has {len(octets)} octets, not 1 to {longest[kind]}"
        section.wrong(section.members[kind], kind, wrong, HOW_TO_IDENTIFY)
        return None
    return kind, octets


def read_hostname(section: Section) -> str:
    """Return the name reserved, with a doubt about one that no name server can hold."""
    name = section.text("hostname")
    if not name.isascii():
        wrong = f"'{name}' has characters no host name has"
        section.wrong(section.members["hostname"], "hostname", wrong, "write names in their xn-- form")
        return ""
    labels = name.removesuffix(".").split(".")
    if name and (len(name) > LONGEST_NAME or not all(0 < len(label) <= LONGEST_LABEL for label in labels)):
        right = f"labels have 1 to {LONGEST_LABEL} characters, a name at most {LONGEST_NAME}"
        section.warn(section.members["hostname"], "hostname", "is not a name that DNS can hold", right)
    return name


def check_purpose(section: Section, who: str, promised: bool, keys: str) -> None:
    """Note a reservation that promises nothing; `keys` are those that would."""
    if not promised:
        wrong = f"specified reservation for {who} must include at least one resource"
        section.wrong(section.node, "", wrong, f"add {keys}")


def check_owner(section: Section, owners: Owners, what: tuple[object, ...], key: str, wrong: str, right: str) -> None:
    """Note that another reservation has this already; `right` may name it as {first}."""
    owner = owners.setdefault(what, section)
    if owner is not section:
        first = f"{owner.path}, line {owner.node.line}"
        section.wrong(section.members[key], key, wrong, right.format(first=first))


def show_identifier(kind: str, identifier: bytes) -> str:
    """Return an identifier as messages give it."""
    return f"{kind}={identifier.hex(':')}"
