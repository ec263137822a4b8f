"""Tests of lessor.engine.pickers.queue."""

from hypothesis import given
from hypothesis import strategies as st

from lessor.engine.occupancy import FREE, LEASED, Occupancy
from lessor.engine.pickers.queue import QueueOccupancy, pick

STEPS = ("lease", "release", "offer", "withdraw", "pick")


class Naive:
    """A list of what is free, that for longest first."""

    def __init__(self, size: int, reserved: frozenset[int]) -> None:
        self.plain = Occupancy(size, reserved)
        self.queue = [position for position in range(size) if position not in reserved]

    def follow(self, position: int) -> None:
        """Note what became of a position."""
        if self.plain.state(position) != FREE:
            self.queue = [other for other in self.queue if other != position]
        elif position not in self.queue:
            self.queue.append(position)

    def pick(self) -> int:
        if not self.queue:
            return -1
        self.queue.append(self.queue.pop(0))
        return self.queue[-1]


def step(occupancy: Occupancy, position: int, what: str) -> None:
    if what == "lease":
        occupancy.mark(position, LEASED)
    elif what == "release":
        occupancy.release(position)
    elif what == "offer":
        occupancy.offer(position)
    elif what == "withdraw":
        occupancy.withdraw(position)


@given(data=st.data(), size=st.integers(1, 8))
def test_agrees_with_a_list(data: st.DataObject, size: int) -> None:
    positions = st.integers(0, size - 1)
    reserved = data.draw(st.frozensets(positions))
    occupancy, naive = QueueOccupancy(size, reserved), Naive(size, reserved)
    for position, what in data.draw(st.lists(st.tuples(positions, st.sampled_from(STEPS)), max_size=40)):
        if what == "pick":
            assert pick(occupancy) == naive.pick()
        step(occupancy, position, what)
        step(naive.plain, position, what)
        naive.follow(position)
    assert [pick(occupancy) for _ in naive.queue] == naive.queue


def test_what_nobody_had_comes_first() -> None:
    occupancy = QueueOccupancy(4)
    for position in (0, 1):
        occupancy.mark(position, LEASED)
    for position in (1, 0):
        occupancy.release(position)
    assert [pick(occupancy) for _ in range(6)] == [2, 3, 1, 0, 2, 3]


def test_what_was_in_use_before_the_start_has_its_place_behind() -> None:
    occupancy = QueueOccupancy(4)
    occupancy.mark(3, LEASED)
    for position in (2, 0):
        occupancy.recall(position)
    occupancy.release(3)
    occupancy.recall(3)
    assert [pick(occupancy) for _ in range(4)] == [1, 2, 0, 3]


def test_a_full_pool_has_nothing() -> None:
    occupancy = QueueOccupancy(2, frozenset((1,)))
    occupancy.mark(0, LEASED)
    assert pick(occupancy) == -1


def test_memory_is_for_what_was_used() -> None:
    occupancy = QueueOccupancy(1 << 64)
    for _ in range(100):
        occupancy.mark(pick(occupancy), LEASED)
    for position in range(100):
        occupancy.release(position)
    assert len(occupancy.freed) == 100
    assert len(occupancy.used.chunks) == 1
    assert pick(occupancy) == 100
