"""Reservations of both families: who they are for, under which name, and that each client has one in its scope.

There may be very many of them, so what is right is found to be right before anything is said.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from lessor.config.section import Section
from lessor.wire.octets import parse_octets

HOW_TO_IDENTIFY: Final = "write hexadecimal digits like 1a:1b:1c:1d:1e:1f, or text in single quotes"

# A name in a message has labels of at most 63 octets (RFC 1035 section 2.3.4).
LONGEST_LABEL: Final = 63
LONGEST_NAME: Final = 253
_ORDINARY_NAME: Final = re.compile(r"[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63})*\.?")

AUTO: Final = "auto"

Show = Callable[[int], str]
"""How an address is written."""

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
    kinds = longest.keys() & section.members
    if not kinds:
        right = f"add one of {', '.join(longest)}"
        wrong = "one of the supported identifiers must be specified for host reservation"
        section.wrong(section.node, "", wrong, right)
        return None
    kind, *others = sorted(kinds, key=list(longest).index) if len(kinds) > 1 else kinds
    if others:
        wrong = f"the '{kind}' and '{others[0]}' are mutually exclusive"
        section.wrong(section.members[others[0]], others[0], wrong, "a reservation has exactly one identifier")
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
    # usual case first
    if not name or (len(name) <= LONGEST_NAME and _ORDINARY_NAME.fullmatch(name)):
        return name
    if not name.isascii():
        wrong = f"'{name}' has characters no host name has"
        section.wrong(section.members["hostname"], "hostname", wrong, "write names in their xn-- form")
        return ""
    labels = name.removesuffix(".").split(".")
    if len(name) > LONGEST_NAME or not all(0 < len(label) <= LONGEST_LABEL for label in labels):
        right = f"labels have 1 to {LONGEST_LABEL} characters, a name at most {LONGEST_NAME}"
        section.warn(section.members["hostname"], "hostname", "is not a name that DNS can hold", right)
    return name


def purposeless(section: Section, who: tuple[str, bytes], keys: str) -> None:
    """Note that a reservation promises nothing; `keys` are those that would."""
    wrong = f"specified reservation for {show_identifier(*who)} must include at least one resource"
    section.wrong(section.node, "", wrong, f"add {keys}")


def check_client(section: Section, clients: Owners, who: tuple[str, bytes], family: str) -> None:
    """Note that the client has another reservation in this scope."""
    owner = clients.setdefault(who, section)
    if owner is not section:
        wrong = f"failed to add duplicate {family} host using identifier: {show_identifier(*who)}"
        section.wrong(section.members[who[0]], who[0], wrong, f"the first is {owner.path}, line {owner.node.line}")


def check_unique(section: Section, owners: Owners, address: int, key: str, what: str, show: Show) -> None:
    """Note that another reservation promises `what` (an address, or also a prefix) already."""
    owner = owners.setdefault((address,), section)
    if owner is not section:
        wrong = f"there is already a reservation for the {what} {show(address)}"
        right = f"it is {owner.path}, line {owner.node.line}; ip-reservations-unique false allows several"
        section.wrong(section.members[key], key, wrong, right)


def show_identifier(kind: str, identifier: bytes) -> str:
    """Return an identifier as messages give it."""
    return f"{kind}={identifier.hex(':')}"
