"""What an exchange tells of messages whose leases are not yet in the database: kept, then told, or forgotten.

A message may lose against another server, and is run again then. Of what did not happen nothing is to be counted and
no line to be written.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

Event: TypeAlias = tuple[Callable[..., None], tuple[object, ...]]


class Told:
    """[hot] Stands for a chronicle: whatever method of it is called, the call is kept under the number of a message."""

    def __init__(self, chronicle: object) -> None:
        self._chronicle = chronicle
        self._events: dict[int, list[Event]] = {}
        self._current: list[Event] = []

    def turn(self, number: int) -> None:
        """Keep what follows under this number."""
        self._current = self._events.setdefault(number, [])

    def numbers(self) -> list[int]:
        """Return the numbers under which something is kept."""
        return list(self._events)

    def tell(self, number: int) -> None:
        """Let the chronicle have what is kept under a number, in its order."""
        for method, arguments in self._events.pop(number, ()):
            method(*arguments)

    def forget(self, number: int) -> None:
        """Forget what is kept under a number."""
        self._events.pop(number, None)

    def clear(self) -> None:
        """Forget everything."""
        self._events.clear()

    def __getattr__(self, name: str) -> Any:
        # asked once for each name: what is found is kept as an attribute
        method = getattr(self._chronicle, name)
        if not callable(method):
            return method

        def keep(*arguments: object) -> None:
            self._current.append((method, arguments))

        setattr(self, name, keep)
        return keep
