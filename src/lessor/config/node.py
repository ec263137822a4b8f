"""A value of a configuration and where it stands.

A large configuration has a million values, and hardly one is ever asked for its place. So a node remembers only the
text it is from and its number in it; line and column are counted when somebody asks.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import Final, NamedTuple, Protocol, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Place: TypeAlias = tuple[int, int]
"""Line and column, both from 1, columns in characters; (0, 0) is no place."""

NOWHERE: Final[Place] = (0, 0)
NO_KEY: Final = -1


class Places(Protocol):
    """Where the values of one file stand, by their numbers."""

    @property
    def file(self) -> str: ...
    def of_value(self, number: int) -> Place: ...
    def of_key(self, number: int) -> Place: ...


class Node:
    """One value and where it stands: `value` is a scalar, a list of nodes, or a dict of key -> node.

    For a member of a map `key_line`, `key_column` tell where its key stands (else 0).
    """

    __slots__ = ("number", "places", "value")

    def __init__(self, value: Scalar | list[Node] | dict[str, Node], places: Places, number: int = 0) -> None:
        self.value = value
        self.places = places
        self.number = number

    @property
    def file(self) -> str:
        """Return the name of the file it is in."""
        return self.places.file

    @property
    def line(self) -> int:
        """Return the line it begins in."""
        return self.places.of_value(self.number)[0]

    @property
    def column(self) -> int:
        """Return the column it begins at."""
        return self.places.of_value(self.number)[1]

    @property
    def key_line(self) -> int:
        """Return the line its key begins in."""
        return self.places.of_key(self.number)[0]

    @property
    def key_column(self) -> int:
        """Return the column its key begins at."""
        return self.places.of_key(self.number)[1]


class Spot(NamedTuple):
    """The place of a single value that is known beforehand."""

    file: str
    value: Place = NOWHERE
    key: Place = NOWHERE

    def of_value(self, number: int) -> Place:
        """Return the one place, whatever the number."""
        return self.value

    def of_key(self, number: int) -> Place:
        """Return the one place of a key."""
        return self.key


class Source:
    """One text, how far its reader has come (`end`), and the places of the values found in it so far."""

    __slots__ = ("_keys", "_starts", "_values", "end", "file", "text")

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.end = 0
        self._values = array("q")
        self._keys = array("q")
        self._starts: list[int] = []

    def enter(self, value: int, key: int = NO_KEY) -> int:
        """Return the number of the value that begins at this offset, its key at that one."""
        self._values.append(value)
        self._keys.append(key)
        return len(self._values) - 1

    def place(self, offset: int) -> Place:
        """Return line and column of an offset."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def of_value(self, number: int) -> Place:
        """Return where the value with this number begins."""
        return self.place(self._values[number])

    def of_key(self, number: int) -> Place:
        """Return where the key of that value begins."""
        key = self._keys[number]
        return NOWHERE if key == NO_KEY else self.place(key)
