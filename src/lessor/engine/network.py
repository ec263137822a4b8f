"""Shared networks: subnets on one link, and who may use them.

[hot] What client classes open or close is a `Guard`: the names of which a client must have one; an empty guard is open
to everybody.
"""

from collections.abc import Container
from typing import Final, Generic, TypeVar

Guard = tuple[str, ...]

OPEN: Final[Guard] = ()

Subnet = TypeVar("Subnet")


class Naming:
    """How clients are named: what is cleaned out of the names they send and what is put in its place, the domain that
    completes names, and how those begin that are made up.
    """

    __slots__ = ("generated_prefix", "hostname_pattern", "hostname_replacement", "qualifying_suffix")

    def __init__(
        self, hostname_pattern: str, hostname_replacement: str, qualifying_suffix: str, generated_prefix: str
    ) -> None:
        self.hostname_pattern = hostname_pattern
        self.hostname_replacement = hostname_replacement
        self.qualifying_suffix = qualifying_suffix
        self.generated_prefix = generated_prefix


class SharedNetwork(Generic[Subnet]):
    """Subnets on one link, in order. `additional` are the classes evaluated for its clients late.

    `latest` remembers, for subnets with the same guard, which of them gave the last address: the next client is served
    from there, not from the first one that is full since long. `latest_delegating` does so for prefixes.
    """

    __slots__ = ("additional", "guard", "latest", "latest_delegating", "name", "subnets")

    def __init__(
        self, name: str, subnets: tuple[Subnet, ...], guard: Guard = OPEN, additional: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.subnets = subnets
        self.guard = guard
        self.additional = additional
        self.latest: dict[Guard, Subnet] = {}
        self.latest_delegating: dict[Guard, Subnet] = {}


def admits(guard: Guard, classes: Container[str]) -> bool:
    """Tell whether a client of these classes may pass."""
    # common case first: no guard
    if not guard:
        return True
    return any(name in classes for name in guard)


def lets_in(guard: Guard, network: SharedNetwork[Subnet] | None, classes: Container[str]) -> bool:
    """Tell whether a client of these classes may use the subnet with this guard, in this shared network or in none."""
    # common case first: no guards
    if guard and not admits(guard, classes):
        return False
    return network is None or not network.guard or admits(network.guard, classes)


def in_turn(subnets: tuple[Subnet, ...], first: Subnet) -> tuple[Subnet, ...]:
    """Return the subnets of a network in the order of the search that begins with one of them and goes round."""
    # common case first: no shared network
    if len(subnets) == 1:
        return subnets
    at = subnets.index(first)
    return subnets[at:] + subnets[:at]
