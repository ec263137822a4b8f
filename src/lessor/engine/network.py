"""Shared networks: subnets on one link, and who may use them.

[hot] What client classes open or close is a `Guard`: the names of which a client must have one; an empty guard is open
to everybody.
"""

from collections.abc import Container
from typing import Final, Generic, TypeVar

Guard = tuple[str, ...]

OPEN: Final[Guard] = ()

Subnet = TypeVar("Subnet")


class SharedNetwork(Generic[Subnet]):
    """Subnets on one link, in order. `additional` are the classes evaluated for its clients late.

    `latest` remembers, for subnets with the same guard, which of them gave the last address: the next client is served
    from there, not from the first one that is full since long.
    """

    __slots__ = ("additional", "guard", "latest", "name", "subnets")

    def __init__(
        self, name: str, subnets: tuple[Subnet, ...], guard: Guard = OPEN, additional: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.subnets = subnets
        self.guard = guard
        self.additional = additional
        self.latest: dict[Guard, Subnet] = {}


def admits(guard: Guard, classes: Container[str]) -> bool:
    """Tell whether a client of these classes may pass."""
    # common case first: no guard
    if not guard:
        return True
    return any(name in classes for name in guard)
