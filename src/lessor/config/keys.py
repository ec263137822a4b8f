"""What a configuration key is: the kind of its value, its range, default and inheritance, and whether it does anything.

The tables themselves are data: keys4.py for `Dhcp4` and keys6.py for `Dhcp6`, with what both have in groups.py and
scopes.py. From them come the check of a configuration (check.py), its JSON schema (schema.py) and the reference pages
(docs/generate_keys.py). What needs more than one key or knows what a text
means (is this an address, does the pool lie in its subnet) is not here but in the reading of the checked tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

from lessor.config.syntax import Node, Scalar

Default: TypeAlias = Scalar | tuple[str, ...]
Scopes: TypeAlias = Mapping[str, "Scope"]

UINT16: Final = 0xFFFF
UINT32: Final = 0xFFFFFFFF


class Kind(StrEnum):
    """What a value may be; kinds are strict: "true" is no boolean, 1 no real."""

    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    STRING = "string"
    STRINGS = "list of strings"
    MAP = "map"
    MAPS = "list of maps"
    ANY_MAP = "any map"


INTEGER, REAL, BOOLEAN, STRING = Kind.INTEGER, Kind.REAL, Kind.BOOLEAN, Kind.STRING
STRINGS, MAP, MAPS, ANY_MAP = Kind.STRINGS, Kind.MAP, Kind.MAPS, Kind.ANY_MAP


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one scope. `text` says what it is for; ranges hold for numbers, `values` for (each of the) strings.

    `effect` False: lessor accepts the key and does nothing with it yet, unless the value is one that asks for nothing:
    the default, one of `quiet`, or empty.
    """

    kind: Kind
    text: str
    scope: str = ""
    """For maps and lists of maps: the scope of their members."""
    default: Default = None
    """What holds when neither this scope nor one it inherits from has the key."""
    unit: str = ""
    minimum: float = 0
    maximum: float = UINT32
    above_minimum: bool = False
    """The minimum itself is not allowed."""
    below_maximum: bool = False
    values: tuple[str, ...] = ()
    ignore_case: bool = False
    booleans: bool = False
    """For strings: true and false are values too, from the time when there were only two."""
    required: bool = False
    filled: bool = False
    """The list may not be empty."""
    inherits: tuple[str, ...] = ()
    """Scopes that give the value when it is not written, nearest first."""
    since: str = ""
    """The first release of Kea that has it, if not all have."""
    until: str = ""
    """The last stable release of Kea that has it, if not all have."""
    deprecated: bool = False
    own: bool = False
    """A key of lessor that Kea does not know."""
    effect: bool = False
    quiet: tuple[Scalar, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """The members of one sort of map. `name` is how messages call it."""

    name: str
    text: str
    keys: Mapping[str, Key]
    exclusive: tuple[tuple[str, str], ...] = ()
    """Pairs of keys that may not stand together."""
    switch: str = ""
    """The boolean without which the rest of the map asks for nothing."""
    others: bool = False
    """Keys not listed are allowed too: they are for plug-ins."""


def inherited(keys: Mapping[str, Key], *parents: str, since: Mapping[str, str] | None = None) -> dict[str, Key]:
    """Return the same keys for an inner scope, which takes the values of the nearest parent.

    `since` names releases of Kea that differ from the outer scope's.
    """
    return {
        name: replace(key, inherits=parents, since=(since or {}).get(name, key.since)) for name, key in keys.items()
    }


def asks_for_nothing(scopes: Scopes, key: Key, node: Node) -> bool:
    """Return whether a server that knows nothing of this key behaves as the value says."""
    value = node.value
    if isinstance(value, dict) and key.scope:
        return _map_asks_for_nothing(scopes, scopes[key.scope], value)
    empty = value is None or (isinstance(value, str | list | dict) and not value)
    return empty or value == key.default or value in key.quiet


def _map_asks_for_nothing(scopes: Scopes, scope: Scope, members: Mapping[str, Node]) -> bool:
    if scope.switch and (switch := members.get(scope.switch)) is not None and switch.value is False:
        return True
    return all(
        key.effect or asks_for_nothing(scopes, key, node)
        for name, node in members.items()
        if (key := scope.keys.get(name)) is not None
    )
