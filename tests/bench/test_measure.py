"""The search for the highest rate, with servers made up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench.load import Result
from bench.measure import CLOSE_ENOUGH, FAR, NEAR, search

from tests.bench.figures import result


class Server:
    """A server that answers so many a second and loses the rest; `tried` is what it was asked for."""

    def __init__(self, capacity: float) -> None:
        self.capacity = capacity
        self.tried: list[float] = []

    def step(self, rate: float) -> Result:
        self.tried.append(rate)
        done = min(rate, self.capacity)
        return replace(result(done, loss=1 - done / rate), cpu_share=0.9)


@pytest.mark.parametrize("capacity", [1_200.0, 9_000.0, 14_000.0])
def test_it_is_found_from_far(capacity: float) -> None:
    best = search(Server(capacity).step, 10_000, 12)
    assert capacity / CLOSE_ENOUGH <= best.rate <= capacity


@pytest.mark.parametrize("before", [8_500.0, 9_000.0, 9_500.0])
def test_what_is_known_is_found_again_in_a_few_steps(before: float) -> None:
    server = Server(9_000)
    best = search(server.step, before, 12, NEAR)
    assert best.rate >= 9_000 / CLOSE_ENOUGH
    assert len(server.tried) <= 4


def test_the_generator_may_be_at_its_end_first() -> None:
    at_its_end = replace(result(50_000), late_generator=True)
    assert search(lambda rate: at_its_end, 60_000, 12, FAR) is at_its_end


def test_a_server_that_sustains_nothing_is_told_apart() -> None:
    assert not search(lambda rate: result(0, loss=1.0), 1000, 3).passed
