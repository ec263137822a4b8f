"""What an exchange tells of messages whose leases are not yet in the database: kept, then told, or forgotten.

A message may lose against another server, and is run again then. Of what did not happen nothing is to be counted and
no line to be written.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

Event: TypeAlias = tuple[Callable[..., None], tuple[object, ...]]
Kept: TypeAlias = dict[int, list[Event]]
"""What is to be told, by the numbers of messages."""


class Told:
    """[hot] Stands for a chronicle: whatever method of it is called, the call is kept under the number of a message.

    Outside of turns there is nothing to wait for: the chronicle is told at once.
    """

    def __init__(self, chronicle: object) -> None:
        self._chronicle = chronicle
        self._kept: Kept = {}
        self._current: list[Event] | None = None

    def turn(self, number: int) -> None:
        """Keep what follows under this number."""
        self._current = self._kept.setdefault(number, [])

    def take(self) -> Kept:
        """Return what was kept, and end the last turn."""
        kept, self._kept, self._current = self._kept, {}, None
        return kept

    def __getattr__(self, name: str) -> Any:
        # asked once for each name: what is found is kept as an attribute
        method = getattr(self._chronicle, name)
        if not callable(method):
            return method

        def keep(*arguments: object) -> None:
            if self._current is None:
                method(*arguments)
            else:
                self._current.append((method, arguments))

        setattr(self, name, keep)
        return keep


def tell(events: Iterable[Event]) -> None:
    """Let the chronicle have what was kept, in its order."""
    for method, arguments in events:
        method(*arguments)
