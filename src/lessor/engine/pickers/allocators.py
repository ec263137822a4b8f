"""The allocators by the names they have in a configuration: how each notes what is free, and how it picks."""

from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from typing import Final, NamedTuple

from lessor.engine.occupancy import Occupancy
from lessor.engine.pickers import iterative, queue, random


class Allocator(NamedTuple):
    """`make` returns the occupancy of a pool of a size with reserved positions, `pick` takes from such a one."""

    make: Callable[[int, frozenset[int]], Occupancy]
    pick: Callable[[Occupancy], int]


ITERATIVE: Final = Allocator(Occupancy, iterative.pick)


def allocators(randomness: Random) -> Mapping[str, Allocator]:
    """Return all allocators by name; `randomness` is what the random one draws with."""
    queued = Allocator(queue.QueueOccupancy, queue.pick)
    return {
        "iterative": ITERATIVE,
        "random": Allocator(partial(random.RandomOccupancy, random=randomness), random.pick),
        "flq": queued,
        # shared among servers on one database, which this server is not: its queue is its own
        "shared-flq": queued,
    }
