"""The names of statistics: those of the reference, each once."""

import pytest

from lessor.service.counting.counters import COUNTERS4, COUNTERS6, Counters


def test_how_many_there_are() -> None:
    assert [len(names) for names in COUNTERS4[:4]] == [40, 13, 6, 0]
    assert [len(names) for names in COUNTERS6[:4]] == [47, 18, 6, 4]


@pytest.mark.parametrize("counters", [COUNTERS4, COUNTERS6])
def test_names(counters: Counters) -> None:
    for names in counters[:4]:
        assert len(set(names)) == len(names)
    added = {name for names in counters.states.values() for name in names}
    assert added <= set(counters.subnet)
    assert {*counters.cumulative, *counters.cumulative.values(), *counters.totals} <= set(counters.subnet)
