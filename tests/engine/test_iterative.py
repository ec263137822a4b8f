"""Tests of lessor.engine.pickers.iterative."""

from lessor.engine.occupancy import LEASED
from lessor.engine.pickers.iterative import pick
from tests.flows.conversation import number, plan, pool


def test_goes_on_after_the_last_and_round_at_the_end() -> None:
    addresses = pool("192.0.2.10-192.0.2.12", plan())
    assert [pick(addresses) - number("192.0.2.0") for _ in range(4)] == [10, 11, 12, 10]


def test_passes_over_what_is_taken() -> None:
    addresses = pool("192.0.2.10-192.0.2.12", plan())
    addresses.occupancy.mark(0, LEASED)
    addresses.occupancy.mark(2, LEASED)
    assert pick(addresses) == pick(addresses) == number("192.0.2.11")
    addresses.occupancy.mark(1, LEASED)
    assert pick(addresses) == -1
