"""Tests of lessor.service.counting.samples."""

from lessor.model.operation import SampleLimits
from lessor.service.counting.samples import MOST, Samples


def taken(limits: SampleLimits, values: int) -> Samples:
    """Samples of n: 0, 1, 2 ... at 0, 1, 2 ... seconds."""
    samples = Samples(limits)
    for value in range(values):
        samples.take("n", value, value)
    return samples


def test_the_newest_comes_first_and_the_oldest_go() -> None:
    assert taken(SampleLimits(3), 5).look("n", 4, 9) == [(4, 4), (3, 3), (2, 2)]


def test_a_value_that_stays_is_one_sample() -> None:
    samples = taken(SampleLimits(3), 1)
    samples.take("n", 0, 5)
    assert samples.look("n", 0, 6) == [(0, 0)]


def test_a_limit_of_age() -> None:
    samples = taken(SampleLimits(0, 2), 5)
    assert samples.look("n", 4, 4) == [(4, 4), (3, 3), (2, 2)]
    assert samples.look("n", 4, 100) == [(4, 4)], "the value itself has no age"


def test_no_limit_is_a_limit_all_the_same() -> None:
    assert len(taken(SampleLimits(0, 0), MOST + 10).look("n", MOST + 9, 0)) == MOST


def test_limits_for_one_and_for_all() -> None:
    samples = taken(SampleLimits(3), 5)
    samples.limit("n", SampleLimits(2))
    assert len(samples.look("n", 4, 9)) == 2
    samples.limit_all(SampleLimits(1))
    assert len(samples.look("n", 4, 9)) == 1


def test_forgetting() -> None:
    samples = taken(SampleLimits(3), 5)
    samples.forget("n")
    samples.forget("unknown")
    assert samples.look("n", 7, 9) == [(7, 9)]
