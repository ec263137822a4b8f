"""Typed reading of one map of a configuration tree; mistakes are collected, never raised.

The kinds of values are the business of config/check.py: here a value of a wrong kind is said to be one and reads as its
default, so that reading can go on and find the other mistakes.
"""

from __future__ import annotations

from typing import Final, TypeVar

from lessor.config.errors import Problem
from lessor.config.syntax import Node, plain

_NOTHING: Final[dict[str, Node]] = {}
_Kind = TypeVar("_Kind", str, int, bool)


class Section:
    """One map, its key path (empty for the whole daemon), and the lists its mistakes and doubts are added to."""

    __slots__ = ("members", "node", "path", "problems", "warnings")

    def __init__(self, node: Node, path: str, problems: list[Problem], warnings: list[Problem]) -> None:
        self.node = node
        self.path = path
        self.problems = problems
        self.warnings = warnings
        if isinstance(node.value, dict):
            self.members = node.value
        else:
            self.members = _NOTHING
            self.wrong(node, "", "must be a map", "write { ... }")

    def key(self, key: str) -> str:
        """Return the path of a member; `key` may be a path itself."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def wrong(self, node: Node, key: str, wrong: str, right: str = "") -> None:
        """Note a mistake at `node`, which is the member `key` of this map."""
        self.problems.append(Problem(node.file, node.line, node.column, self.key(key), wrong, right))

    def warn(self, node: Node, key: str, wrong: str, right: str = "") -> None:
        """Note what works but is hardly meant."""
        self.warnings.append(Problem(node.file, node.line, node.column, self.key(key), wrong, right))

    def missing(self, key: str, right: str) -> None:
        """Note that a key this map must have is not there."""
        self.wrong(self.node, "", f"missing parameter '{key}'", right)

    def place(self, key: str) -> Node:
        """Return where a member stands; the map itself when it has no such member."""
        return self.members.get(key, self.node)

    def text(self, key: str, default: str = "") -> str:
        """Return a string."""
        node = self.members.get(key)
        # usual cases first, for files with very many reservations
        if node is None:
            return default
        if isinstance(node.value, str):
            return node.value
        return self._scalar(key, default, str, "a string")

    def number(self, key: str, default: int) -> int:
        """Return an integer."""
        return self._scalar(key, default, int, "an integer")

    def flag(self, key: str, default: bool) -> bool:
        """Return a boolean."""
        return self._scalar(key, default, bool, "true or false")

    def real(self, key: str, default: float) -> float:
        """Return a number with decimals."""
        node = self.members.get(key)
        if node is None:
            return default
        if not isinstance(node.value, float):
            self.wrong(node, key, "must be a number with decimals")
            return default
        return node.value

    def section(self, key: str) -> Section:
        """Return the map below a key; an empty one when there is none."""
        node = self.members.get(key)
        if node is None:
            node = Node({}, self.node.places, self.node.number)
        return Section(node, self.key(key), self.problems, self.warnings)

    def nodes(self, key: str) -> list[Node]:
        """Return the members of a list."""
        node = self.members.get(key)
        if node is None:
            return []
        if not isinstance(node.value, list):
            self.wrong(node, key, "must be a list", "write [ ... ]")
            return []
        return node.value

    def sections(self, key: str) -> list[Section]:
        """Return the maps of a list."""
        path = self.key(key)
        return [Section(node, f"{path}[{i}]", self.problems, self.warnings) for i, node in enumerate(self.nodes(key))]

    def texts(self, key: str) -> list[tuple[Node, str, str]]:
        """Return the strings of a list: (place, path below this map, string)."""
        found = []
        for i, node in enumerate(self.nodes(key)):
            if isinstance(node.value, str):
                found.append((node, f"{key}[{i}]", node.value))
            else:
                self.wrong(node, f"{key}[{i}]", "must be a string")
        return found

    def names(self, *keys: str) -> tuple[str, ...]:
        """Return the strings under these keys, of which each may hold one string or a list of them."""
        names: list[str] = []
        for key in keys:
            node = self.members.get(key)
            if node is None:
                continue
            if isinstance(node.value, str):
                names += [node.value] if node.value else []
            else:
                names += [text for _, _, text in self.texts(key)]
        return tuple(names)

    def user_context(self) -> dict[str, object]:
        """Return the user context; a comment is kept in it."""
        if "user-context" not in self.members and "comment" not in self.members:
            return {}
        node = self.members.get("user-context")
        written = plain(node) if node is not None else {}
        if not isinstance(written, dict):
            self.wrong(self.place("user-context"), "user-context", "must be a map")
            written = {}
        context: dict[str, object] = {**written}
        if "comment" in self.members:
            context["comment"] = self.text("comment")
        return context

    def _scalar(self, key: str, default: _Kind, kind: type[_Kind], words: str) -> _Kind:
        node = self.members.get(key)
        if node is None:
            return default
        value = node.value
        # a bool is an int to Python, not to a configuration
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        self.wrong(node, key, f"must be {words}")
        return default
