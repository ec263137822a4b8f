"""Memory of tables that are out of use comes back without a search for garbage.

Subnets know their shared network, and it knows them, so that they do not go by themselves; and a search for what is not
used any more walks all that is in memory, with the server at a stand. So tables are taken apart slice by slice: a while
after they went out of use, because a message may still be under way by them.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, Protocol, TypeVar

GRACE: Final = 30.0
"""Seconds from the change until tables are taken apart."""
MOST_WAITING: Final = 4
"""Tables that may wait for that; when one change follows another the oldest ones go sooner."""
SLICE: Final = 200
"""Subnets taken apart in one turn of the event loop."""


class Linked(Protocol):
    """A subnet of either family."""

    siblings: tuple[Any, ...]
    shared: Any


Subnet = TypeVar("Subnet", bound=Linked)


def take_apart(subnets: dict[int, Subnet]) -> Iterator[None]:
    """Empty a dict of subnets, which nobody uses any more, and cut what links them; yield after each slice."""
    while subnets:
        for _ in range(min(SLICE, len(subnets))):
            _, subnet = subnets.popitem()
            subnet.siblings, subnet.shared = (), None
        yield


class Retirement:
    """Lets tables wait and takes them apart; `later` calls a function after so many seconds."""

    def __init__(self, later: Callable[[float, Callable[[], None]], object]) -> None:
        self._later = later
        self._waiting: list[Iterator[None]] = []

    def add(self, steps: Iterator[None]) -> None:
        """Take something apart after a while, in these steps."""
        self._waiting.append(steps)
        self._later(GRACE, partial(self._begin, steps))
        if len(self._waiting) > MOST_WAITING:
            self._begin(self._waiting[0])

    def _begin(self, steps: Iterator[None]) -> None:
        # common case first: it did not have to go sooner
        if steps in self._waiting:
            self._waiting.remove(steps)
            self._go_on(steps)

    def _go_on(self, steps: Iterator[None]) -> None:
        for _ in steps:
            self._later(0.0, partial(self._go_on, steps))
            return
