"""Tests of lessor.engine.pickers.iterative."""

from lessor.engine.occupancy import LEASED, Occupancy
from lessor.engine.pickers.iterative import pick


def test_goes_on_after_the_last_and_round_at_the_end() -> None:
    occupancy = Occupancy(3)
    assert [pick(occupancy) for _ in range(4)] == [0, 1, 2, 0]


def test_passes_over_what_is_taken() -> None:
    occupancy = Occupancy(3)
    occupancy.mark(0, LEASED)
    occupancy.mark(2, LEASED)
    assert pick(occupancy) == pick(occupancy) == 1
    occupancy.mark(1, LEASED)
    assert pick(occupancy) == -1
