"""A tree against the table of keys: every mistake at once, and the keys that do nothing yet.

Knows kinds, ranges, allowed values, keys that must or must not stand in a map. What values mean is read afterwards
(read4.py, read6.py), from a tree that passed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from lessor.config.errors import Problem
from lessor.config.keys import Key, Kind, Scope, Scopes, asks_for_nothing
from lessor.config.keys4 import SCOPES4
from lessor.config.keys6 import SCOPES6
from lessor.config.keysagent import SCOPES_AGENT
from lessor.config.syntax import Node
from lessor.config.tokens import DAEMONS, key_path, short

NO_EFFECT: Final = "has no effect yet"


@dataclass(slots=True)
class Checked:
    """`problems` are in the order of the file; `no_effect` names each key that does nothing yet once a scope."""

    problems: list[Problem] = field(default_factory=list)
    no_effect: list[Problem] = field(default_factory=list)


def check4(root: Node) -> Checked:
    """Check a whole DHCPv4 configuration, `{"Dhcp4": {...}}`. Never raises."""
    return _check(SCOPES4, SCOPES6, root)


def check6(root: Node) -> Checked:
    """Check a whole DHCPv6 configuration, `{"Dhcp6": {...}}`. Never raises."""
    return _check(SCOPES6, SCOPES4, root)


def check_agent(root: Node) -> Checked:
    """Check a whole configuration of a control agent, `{"Control-agent": {...}}`. Never raises."""
    return _check(SCOPES_AGENT, {}, root)


def _check(scopes: Scopes, other_family: Scopes, root: Node) -> Checked:
    walk = _Walk(scopes, other_family)
    walk.map(scopes["toplevel"], root)
    return Checked(sorted(walk.problems, key=_place), walk.no_effect)


class _Walk:
    """One way through a tree; `trail` holds the keys and list positions down to the current value."""

    def __init__(self, scopes: Scopes, other_family: Scopes) -> None:
        self.scopes = scopes
        self.other_family = other_family
        self.problems: list[Problem] = []
        self.no_effect: list[Problem] = []
        self.trail: list[str | int] = []
        self.told: set[tuple[str, str]] = set()
        self.silent = 0
        self.required = {scope.name: _required(scope) for scope in scopes.values()}

    def wrong(self, node: Node, wrong: str, right: str) -> None:
        self.problems.append(Problem(node.file, node.line, node.column, key_path(self.trail), wrong, right))

    def map(self, scope: Scope, node: Node) -> None:
        """Check a map and all below it."""
        members = node.value
        if not isinstance(members, dict):
            self.wrong(node, f"got {found(node)} where a map is due", "write {...}")
            return
        for name, member in members.items():
            key = scope.keys.get(name)
            self.trail.append(name)
            if key is not None:
                self.member(scope, name, key, member)
            elif not scope.others:
                self.unknown(scope, name, member)
            self.trail.pop()
        self.together(scope, node, members)

    def member(self, scope: Scope, name: str, key: Key, node: Node) -> None:
        # below a key without effect there is nothing more to say about effects
        idle = not key.effect
        if idle and not self.silent and (scope.name, name) not in self.told:
            self.tell(scope, name, key, node)
        self.silent += idle
        _CHECKS[key.kind](self, key, node)
        self.silent -= idle

    def tell(self, scope: Scope, name: str, key: Key, node: Node) -> None:
        if not asks_for_nothing(self.scopes, key, node):
            self.told.add((scope.name, name))
            key_name = name if scope.name in DAEMONS else f"{scope.name}.{name}"
            self.no_effect.append(Problem(node.file, node.key_line, node.key_column, key_name, NO_EFFECT))

    def unknown(self, scope: Scope, name: str, node: Node) -> None:
        place = (node.file, node.key_line, node.key_column)
        wrong = f'got unexpected keyword "{short(name)}" in {scope.name} map'
        self.problems.append(Problem(*place, key_path(self.trail), wrong, self.meant(scope, name)))

    def meant(self, scope: Scope, name: str) -> str:
        """Return what somebody who wrote this key was perhaps after."""
        written = {_plain(key): key for key in scope.keys}
        alike = get_close_matches(_plain(name), written, n=1, cutoff=0.75)
        if alike:
            return f'did you mean "{written[alike[0]]}"?'
        elsewhere = [other.name for other in self.scopes.values() if name in other.keys]
        if 0 < len(elsewhere) <= 4:  # a key of many scopes says nothing about where this one belongs
            return f"it belongs in {' or '.join(elsewhere)}"
        if not elsewhere and any(name in other.keys for other in self.other_family.values()):
            return "it is a key of the other family"
        return "remove it"

    def together(self, scope: Scope, node: Node, members: Mapping[str, Node]) -> None:
        """Check which keys a map has, as a whole."""
        for name in self.required[scope.name]:
            if name not in members:
                self.trail.append(name)
                right = f"add it: {scope.keys[name].text}"
                self.wrong(node, f"missing parameter '{name}' in {scope.name} map", right)
                self.trail.pop()
        for one, other in scope.exclusive:
            if one in members and other in members:
                later = max(members[one], members[other], key=lambda member: (member.key_line, member.key_column))
                name = other if later is members[other] else one
                place = (later.file, later.key_line, later.key_column)
                wrong = f"{one} and {other} cannot stand together in {scope.name} map"
                self.problems.append(Problem(*place, key_path([*self.trail, name]), wrong, "keep one of the two"))

    def members(self, scope: Scope, key: Key, node: Node) -> None:
        """Check a list of maps."""
        if isinstance(node.value, list):
            for position, member in enumerate(node.value):
                self.trail.append(position)
                self.map(scope, member)
                self.trail.pop()
        else:
            self.wrong(node, f"got {found(node)} where a list of maps is due", "write [ {...}, ... ]")

    def strings(self, key: Key, node: Node) -> None:
        if not isinstance(node.value, list):
            self.wrong(node, f"got {found(node)} where a list of strings is due", 'write [ "...", ... ]')
            return
        if key.filled and not node.value:
            self.wrong(node, "got an empty list", f"give {_choice(key.values)}" if key.values else "give one at least")
        for position, member in enumerate(node.value):
            self.trail.append(position)
            _string(self, key, member)
            self.trail.pop()


def _integer(walk: _Walk, key: Key, node: Node) -> None:
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool):
        if not key.minimum <= value <= key.maximum:
            walk.wrong(node, f"{value} is out of range", _span(key))
        return
    right = f"write {value}" if isinstance(value, str) and value.lstrip("-").isdecimal() else _span(key)
    walk.wrong(node, f"got {found(node)} where an integer is due", right)


def _real(walk: _Walk, key: Key, node: Node) -> None:
    value = node.value
    if not isinstance(value, float):
        right = f"write {value}.0" if isinstance(value, int) and not isinstance(value, bool) else _span(key)
        walk.wrong(node, f"got {found(node)} where a real number is due", right)
    elif (
        not key.minimum <= value <= key.maximum
        or (key.above_minimum and value == key.minimum)
        or (key.below_maximum and value == key.maximum)
    ):
        walk.wrong(node, f"{value} is out of range", _span(key))


def _boolean(walk: _Walk, key: Key, node: Node) -> None:
    if not isinstance(node.value, bool):
        text = node.value.lower() if isinstance(node.value, str) else ""
        right = f"write {text} without quotes" if text in ("true", "false") else "write true or false"
        walk.wrong(node, f"got {found(node)} where a boolean is due", right)


def _string(walk: _Walk, key: Key, node: Node) -> None:
    value = node.value
    if key.booleans and isinstance(value, bool):
        return
    if not isinstance(value, str):
        right = f'write "{value}"' if isinstance(value, int | float) and not isinstance(value, bool) else 'write "..."'
        walk.wrong(node, f"got {found(node)} where a string is due", right)
    elif key.values and value not in key.values and not (key.ignore_case and value.upper() in key.values):
        walk.wrong(node, f"{found(node)} is not a value it can have", f"give {_choice(key.values)}")


def _map(walk: _Walk, key: Key, node: Node) -> None:
    walk.map(walk.scopes[key.scope], node)


def _maps(walk: _Walk, key: Key, node: Node) -> None:
    walk.members(walk.scopes[key.scope], key, node)


def _any_map(walk: _Walk, key: Key, node: Node) -> None:
    if not isinstance(node.value, dict):
        walk.wrong(node, f"got {found(node)} where a map is due", "write {...}")


_CHECKS: Final[dict[Kind, Callable[[_Walk, Key, Node], None]]] = {
    Kind.INTEGER: _integer,
    Kind.REAL: _real,
    Kind.BOOLEAN: _boolean,
    Kind.STRING: _string,
    Kind.STRINGS: _Walk.strings,
    Kind.MAP: _map,
    Kind.MAPS: _maps,
    Kind.ANY_MAP: _any_map,
}


def found(node: Node) -> str:
    """Return a value in words."""
    value = node.value
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f'the string "{short(value)}"'
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return f"the {'integer' if isinstance(value, int) else 'real number'} {value}"


def _required(scope: Scope) -> tuple[str, ...]:
    return tuple(name for name, key in scope.keys.items() if key.required)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def _span(key: Key) -> str:
    above = "more than " if key.above_minimum else ""
    below = "less than " if key.below_maximum else ""
    unit = f" {key.unit}" if key.unit else ""
    return f"give {above}{key.minimum} to {below}{key.maximum}{unit}"


def _choice(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.file, problem.line, problem.column
