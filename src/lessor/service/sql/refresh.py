"""Which addresses are free, as far as a server that shares its database can know, and when it looks again.

What others give back nobody tells it; so a subnet that looks full, or in which it lost against somebody, is read again,
seldom enough that reading does not become the work.
"""

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from random import randrange
from typing import Final, Protocol

from lessor.engine.occupancy import CHUNK, LEASED, Occupancy, release_leased

PAUSE: Final = 1.0
"""Seconds between two looks at a subnet."""

SHARE: Final = 20
"""A look that took long is followed by a pause of so many times that."""


class Pool(Protocol):
    """A pool of either family."""

    first: int
    last: int
    occupancy: Occupancy


class Refresh:
    """When each subnet was read, and which are to be read again."""

    __slots__ = ("_clock", "_next", "_suspected")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next: dict[int, float] = {}
        self._suspected: set[int] = set()

    def suspect(self, subnet_id: int) -> None:
        """Note that the picture of this subnet was wrong."""
        self._suspected.add(subnet_id)

    def suspect_full(self, subnets: Mapping[int, Iterable[Pool]]) -> None:
        """Note all subnets with a pool that looks full."""
        for subnet_id, pools in subnets.items():
            if any(pool.occupancy.taken >= pool.occupancy.size for pool in pools):
                self._suspected.add(subnet_id)

    def due(self) -> list[int]:
        """Return the subnets that are to be read now."""
        if not self._suspected:
            return []
        now = self._clock()
        return [subnet_id for subnet_id in self._suspected if self._next.get(subnet_id, now) <= now]

    def done(self, subnets: Iterable[int], seconds: float) -> None:
        """Note that these subnets were read, which took so many seconds."""
        then = self._clock() + max(PAUSE, SHARE * seconds)
        for subnet_id in subnets:
            self._next[subnet_id] = then
            self._suspected.discard(subnet_id)


def correct(pools: Iterable[Pool], taken: set[int]) -> None:
    """Bring pools in line with the addresses that are taken."""
    addresses = sorted(taken)
    for pool in pools:
        step = getattr(pool, "step", 1)
        within = addresses[bisect_left(addresses, pool.first) : bisect_right(addresses, pool.last)]
        held = {(address - pool.first) // step for address in within}
        marked = set(_leased(pool.occupancy))
        for position in marked - held:
            release_leased((pool.occupancy, position))
        for position in held - marked:
            pool.occupancy.mark(position, LEASED)


def scatter(pools: Iterable[Pool]) -> None:
    """Begin anywhere in each pool: servers that began at the same place would be in each other's way all the time."""
    for pool in pools:
        if type(pool.occupancy) is Occupancy and not pool.occupancy.cursor:
            pool.occupancy.cursor = randrange(pool.occupancy.size)


def _leased(occupancy: Occupancy) -> Iterable[int]:
    for number, chunk in occupancy.chunks.items():
        if LEASED in chunk:
            yield from [number * CHUNK + place for place, state in enumerate(chunk) if state == LEASED]
