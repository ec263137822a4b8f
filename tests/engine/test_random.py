"""Tests of lessor.engine.pickers.random."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.engine.occupancy import FREE, LEASED, Occupancy, mark_offered
from lessor.engine.pickers.random import RandomOccupancy, pick

STEPS = ("lease", "release", "offer", "withdraw")


def pool(size: int, *reserved: int, seed: int = 1) -> RandomOccupancy:
    return RandomOccupancy(size, frozenset(reserved), Random(seed))


def step(occupancy: Occupancy, position: int, what: str) -> None:
    if what == "lease":
        occupancy.mark(position, LEASED)
    elif what == "release":
        occupancy.release(position)
    elif what == "offer":
        mark_offered((occupancy, position))
    else:
        occupancy.withdraw(position)


def slots(occupancy: RandomOccupancy) -> list[int]:
    """What would be drawn, slot by slot."""
    return [occupancy.strangers.get(slot, slot) for slot in range(occupancy.size - occupancy.taken)]


@given(data=st.data(), size=st.integers(1, 12))
def test_the_slots_are_the_free_positions(data: st.DataObject, size: int) -> None:
    positions = st.integers(0, size - 1)
    occupancy = pool(size, *data.draw(st.sets(positions)))
    for position, what in data.draw(st.lists(st.tuples(positions, st.sampled_from(STEPS)), max_size=40)):
        step(occupancy, position, what)
        free = [position for position in range(size) if occupancy.state(position) == FREE]
        assert sorted(slots(occupancy)) == free
        assert occupancy.slots == {found: slot for slot, found in occupancy.strangers.items()}
        assert all(slot < len(free) <= found for slot, found in occupancy.strangers.items())
        assert pick(occupancy) in (free or [-1])


def test_a_full_pool_has_nothing() -> None:
    occupancy = pool(2, 1)
    occupancy.mark(0, LEASED)
    assert pick(occupancy) == -1
    occupancy.release(0)
    assert pick(occupancy) == 0


@pytest.mark.parametrize("taken", [range(0), range(4), range(1, 8, 2), (0, 7)])
def test_all_that_is_free_is_as_likely(taken: range | tuple[int, ...]) -> None:
    occupancy = pool(8)
    for position in taken:
        occupancy.mark(position, LEASED)
    drawn = Counter(pick(occupancy) for _ in range(8000))
    free = set(range(8)) - set(taken)
    assert set(drawn) == free
    usual = 8000 / len(free)
    assert all(0.8 * usual < count < 1.2 * usual for count in drawn.values())


def test_the_same_seed_draws_the_same() -> None:
    one, same, other = pool(1 << 64, seed=5), pool(1 << 64, seed=5), pool(1 << 64, seed=6)
    drawn = [pick(one) for _ in range(3)]
    assert [pick(same) for _ in range(3)] == drawn
    assert [pick(other) for _ in range(3)] != drawn


def test_a_pool_beyond_counting_costs_memory_for_what_is_taken() -> None:
    occupancy = pool(1 << 64)
    drawn = [pick(occupancy) for _ in range(100)]
    assert max(drawn) > 1 << 60
    for position in drawn:
        occupancy.mark(position, LEASED)
    assert len(occupancy.strangers) <= 100
    assert pick(occupancy) not in drawn
    for position in drawn:
        occupancy.release(position)
    assert not occupancy.strangers
    assert not occupancy.chunks


def test_who_takes_what_is_on_offer_looks_anywhere() -> None:
    occupancy = pool(1000)
    for position in range(1000):
        occupancy.offer(position)
    cursors = set()
    for _ in range(5):
        assert pick(occupancy) == -1
        cursors.add(occupancy.cursor)
    assert len(cursors) > 1
