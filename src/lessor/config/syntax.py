"""The text of a configuration file to a tree that remembers its places.

The dialect is Kea's: JSON with `#`, `//` and `/* */` comments, `<?include "file"?>`, trailing commas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None


@dataclass(slots=True)
class Node:
    """One value and where it stands: `value` is a scalar, a list of nodes, or a dict of key -> node.

    For a member of a map `key_line`, `key_column` tell where its key stands (else 0).
    """

    value: Scalar | list[Node] | dict[str, Node]
    file: str
    line: int
    column: int
    key_line: int = 0
    key_column: int = 0


def parse(text: str, file: str) -> Node:
    """Return the tree of a configuration text; `file` names it in errors. Raise ConfigError."""
    raise NotImplementedError


def plain(node: Node) -> object:
    """Return the value without places: dicts, lists and scalars as `json.loads` gives them."""
    raise NotImplementedError
