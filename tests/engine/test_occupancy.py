"""Tests of lessor.engine.occupancy."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.engine.occupancy import (
    CHUNK,
    FREE,
    LEASED,
    OFFERED,
    RESERVED,
    Occupancy,
    mark_leased,
    mark_offered,
    release_leased,
)
from lessor.engine.pickers.allocators import allocators


def test_finds_in_order_and_goes_round() -> None:
    occupancy = Occupancy(4)
    occupancy.mark(0, LEASED)
    occupancy.mark(2, OFFERED)
    assert [occupancy.find_free(start) for start in range(4)] == [1, 1, 3, 3]
    occupancy.mark(3, LEASED)
    assert occupancy.find_free(2) == 1


def test_nothing_free() -> None:
    occupancy = Occupancy(2)
    occupancy.mark(0, LEASED)
    occupancy.mark(1, LEASED)
    assert occupancy.find_free(0) == -1


def test_finds_what_is_on_offer() -> None:
    occupancy = Occupancy(3 * CHUNK)
    assert occupancy.find_marked(OFFERED, 5) == -1
    occupancy.mark(2 * CHUNK + 7, OFFERED)
    assert occupancy.find_marked(OFFERED, 5) == 2 * CHUNK + 7
    assert occupancy.find_marked(OFFERED, 2 * CHUNK + 8) == 2 * CHUNK + 7


def test_searches_of_a_pool_beyond_counting_end() -> None:
    occupancy = Occupancy(1 << 64, frozenset((5, 1 << 63)))
    assert occupancy.find_marked(OFFERED, 0) == -1
    occupancy.mark((1 << 63) + 1, OFFERED)
    for start in (0, 1 << 63, (1 << 64) - 1):
        assert occupancy.find_marked(OFFERED, start) == (1 << 63) + 1
    assert occupancy.find_free(5) == 6
    assert occupancy.find_free(1 << 63) == (1 << 63) + 2
    assert occupancy.find_free((1 << 64) - 1) == (1 << 64) - 1
    assert len(occupancy.chunks) == 2


def test_reserved_addresses_are_never_free() -> None:
    occupancy = Occupancy(3, frozenset((1,)))
    assert occupancy.state(1) == RESERVED
    occupancy.mark(1, LEASED)
    occupancy.release(1)
    assert occupancy.state(1) == RESERVED
    assert occupancy.find_free(1) == 2


def test_counts_leases() -> None:
    occupancy = Occupancy(10, frozenset((1,)))
    for position in (0, 0, 1, 2):
        occupancy.mark(position, LEASED)
    assert (occupancy.leased, occupancy.taken) == (3, 3)
    occupancy.release(0)
    occupancy.release(1)
    assert (occupancy.leased, occupancy.taken) == (1, 2)


def test_a_huge_pool_costs_memory_only_where_it_is_used() -> None:
    occupancy = Occupancy(1 << 24)
    occupancy.mark(5_000_000, LEASED)
    assert len(occupancy.chunks) == 1
    assert occupancy.find_free(5_000_000) == 5_000_001


def test_memory_comes_back() -> None:
    occupancy = Occupancy(1 << 64)
    for position in (0, 7 << 32, (1 << 64) - 1):
        occupancy.mark(position, OFFERED)
        occupancy.mark(position, FREE)
    assert not occupancy.chunks
    assert occupancy.find_free((1 << 64) - 1) == (1 << 64) - 1


def test_marks_in_a_pool_without_end() -> None:
    occupancy = Occupancy(1 << 64)
    for position in (5, 7 << 32, 7 << 40):
        occupancy.mark(position, OFFERED)
    assert [occupancy.find_marked(OFFERED, start) for start in (0, 5, 6, 7 << 40, (7 << 40) + 1)] == [
        5,
        5,
        7 << 32,
        7 << 40,
        5,
    ]
    assert occupancy.find_marked(LEASED, 0) == -1


def test_the_last_chunk_ends_with_the_pool() -> None:
    occupancy = Occupancy(CHUNK + 3)
    for position in range(CHUNK, CHUNK + 3):
        occupancy.mark(position, LEASED)
    assert occupancy.find_free(CHUNK) == 0


@pytest.mark.parametrize("size", [1, 7, CHUNK - 1, CHUNK, CHUNK + 1])
@given(data=st.data())
def test_agrees_with_a_plain_list(size: int, data: st.DataObject) -> None:
    occupancy = Occupancy(size)
    model = [FREE] * size
    steps = st.tuples(st.integers(0, size - 1), st.sampled_from((FREE, LEASED, OFFERED)))
    for position, state in data.draw(st.lists(steps, max_size=30)):
        occupancy.mark(position, state)
        model[position] = state
    start = data.draw(st.integers(0, size - 1))
    round_trip = [*range(start, size), *range(start)]
    assert occupancy.find_free(start) == next((i for i in round_trip if model[i] == FREE), -1)
    assert occupancy.find_marked(OFFERED, start) == next((i for i in round_trip if model[i] == OFFERED), -1)
    assert occupancy.taken == size - model.count(FREE)
    assert occupancy.find_marked(OFFERED, start) == next((i for i in round_trip if model[i] == OFFERED), -1)


@pytest.mark.parametrize("name", ["iterative", "random", "flq"])
@given(data=st.data())
def test_many_at_once_are_one_after_the_other(name: str, data: st.DataObject) -> None:
    size = data.draw(st.sampled_from((1, 7, CHUNK, 3 * CHUNK + 5)))
    positions = st.integers(0, size - 1)
    reserved = data.draw(st.frozensets(positions, max_size=5))
    before = data.draw(st.lists(st.tuples(positions, st.sampled_from((FREE, LEASED, OFFERED))), max_size=10))
    leased = sorted(data.draw(st.lists(positions, max_size=40)))
    together, singly = (allocators(Random(1))[name].make(size, reserved) for _ in range(2))
    for occupancy in (together, singly):
        for position, state in before:
            occupancy.mark(position, state)
    together.lease_all(leased)
    for position in leased:
        singly.mark(position, LEASED)
    assert known_of(together) == known_of(singly)


def known_of(occupancy: Occupancy) -> list[object]:
    """Return all that an occupancy knows, but for what it draws with."""
    names = [name for kind in type(occupancy).__mro__ for name in getattr(kind, "__slots__", ()) if name != "random"]
    values = [getattr(occupancy, name) for name in names]
    return [known_of(value) if isinstance(value, Occupancy) else value for value in values]


@pytest.mark.parametrize(("before", "after"), [(LEASED, LEASED), (RESERVED, RESERVED), (FREE, OFFERED)])
def test_an_offer_hides_nothing_stronger(before: int, after: int) -> None:
    occupancy = Occupancy(3)
    occupancy.mark(2, before)
    mark_offered((occupancy, 2))
    assert occupancy.state(2) == after
    occupancy.withdraw(2)
    assert occupancy.state(2) == before


def test_what_lies_in_no_pool_has_no_place() -> None:
    for note in (mark_leased, release_leased, mark_offered):
        note(None)


def test_a_lease_and_its_end() -> None:
    occupancy = Occupancy(3)
    mark_leased((occupancy, 1))
    assert occupancy.state(1) == LEASED
    release_leased((occupancy, 1))
    assert occupancy.state(1) == FREE
