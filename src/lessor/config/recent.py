"""A dict within a bound, for what is made on demand and clients have a say in what is demanded.

[hot] Who must be fast looks into `newer` first, which is one dict.
"""

from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Remembers at least the `most` values asked for last, at most twice as many."""

    __slots__ = ("most", "newer", "older")

    def __init__(self, most: int) -> None:
        self.most = most
        self.newer: dict[Key, Value] = {}
        self.older: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """Return the value remembered."""
        found = self.newer.get(key)
        if found is None:
            found = self.older.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: Key, value: Value) -> None:
        """Remember a value; when there are too many, forget those nobody asked for since the last time."""
        if len(self.newer) >= self.most:
            self.older = self.newer
            self.newer = {}
        self.newer[key] = value
