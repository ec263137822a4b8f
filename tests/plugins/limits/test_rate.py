"""How often something may happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.plugins.limits.rate import GRAINS, Rate, read_rate


def test_one_per_second() -> None:
    rate = Rate(1, 1)
    assert [rate.take(now) for now in (0.0, 0.5, 0.999, 1.0, 1.5, 2.0)] == [True, False, False, True, False, True]


def test_none_at_all() -> None:
    assert not Rate(0, 1).take(5.0)


def test_refused_ones_do_not_count() -> None:
    rate = Rate(2, 60)
    assert [rate.take(now) for now in (0.0, 1.0, 30.0, 59.0, 60.0)] == [True, True, False, False, True]


@given(st.integers(1, 20), st.lists(st.floats(0, 3, allow_nan=False), max_size=200))
def test_never_more_than_the_limit_within_any_span(most: int, steps: list[float]) -> None:
    rate = Rate(most, 10)
    now, taken = 0.0, list[float]()
    for step in steps:
        now += step / 10
        if rate.take(now):
            taken.append(now)
    for first in taken:
        assert sum(first <= other < first + 10 for other in taken) <= most


def test_memory_is_bounded() -> None:
    rate = Rate(4_000_000_000, 60)
    for i in range(20_000):
        rate.take(i / 100)
    assert len(rate._grains) <= GRAINS + 1


@pytest.mark.parametrize(
    ("text", "most", "span"),
    [
        ("1 packet per second", 1, 1),
        ("4 packets per minute", 4, 60),
        ("16 packets per hour", 16, 3600),
        ("0 packets per month", 0, 30 * 86400),
        ("4294967295 packets per year", 4294967295, 365 * 86400),
    ],
)
def test_texts(text: str, most: int, span: int) -> None:
    rate = read_rate(text)
    assert (rate.most, rate.span) == (most, span)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "packet per second",
        "-1 packets per day",
        "1 packets per decade",
        "1 per day",
        "4294967296 packets per day",
    ],
)
def test_no_texts(text: str) -> None:
    with pytest.raises(ValueError, match="no rate"):
        read_rate(text)
