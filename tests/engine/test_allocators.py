"""Tests of lessor.engine.pickers.allocators."""

from random import Random

import pytest

from lessor.engine.occupancy import LEASED
from lessor.engine.pickers.allocators import allocators

ALL = allocators(Random(7))


@pytest.mark.parametrize("name", ALL)
def test_gives_each_address_once(name: str) -> None:
    allocator = ALL[name]
    occupancy = allocator.make(600, frozenset((5, 599)))
    given = []
    while (position := allocator.pick(occupancy)) >= 0:
        occupancy.mark(position, LEASED)
        given.append(position)
    assert sorted(given) == sorted(set(range(600)) - {5, 599})


def test_only_the_random_one_has_no_order() -> None:
    drawn = {
        name: [allocator.pick(allocator.make(1 << 40, frozenset())) for _ in range(2)]
        for name, allocator in ALL.items()
    }
    assert {name for name, positions in drawn.items() if positions != [0, 0]} == {"random"}
