"""Targets from results."""

from __future__ import annotations

import pytest
from bench.reasons import REASONS
from bench.results import Results
from bench.targets import TARGETS, Figure, Target, target_lines

from tests.bench.figures import measured, results, started, stressed


def target(what: str) -> Target:
    (found,) = [one for one in TARGETS if one.what.startswith(what)]
    return found


def figure(what: str, found: Results) -> Figure:
    measured = target(what).measure(found)
    assert measured is not None
    return measured


CPU = "CPU per exchange at 1000/s, plain, to Kea's: v4-dora"
RATE = "highest rate of one plain process, to Kea's: v4-dora"


@pytest.mark.parametrize(("st", "mt"), [(50.0, 80.0), (80.0, 50.0)])
def test_the_better_of_keas_settings_counts(st: float, mt: float) -> None:
    found = results(
        lessor=measured(cpu=60), kea_st=measured(cpu=st, rate=1e5 / st), kea_mt=measured(cpu=mt, rate=1e5 / mt)
    )
    assert figure(CPU, found).value == pytest.approx(60 / 50)
    assert figure(RATE, found).value == pytest.approx(20_000 / 2000)


def test_each_figure_has_a_better_setting_of_its_own() -> None:
    found = results(lessor=measured(), kea_st=measured(cpu=50, rate=10_000), kea_mt=measured(cpu=99, rate=40_000))
    assert figure(CPU, found).value == pytest.approx(1.0)
    assert figure(RATE, found).value == pytest.approx(0.5)


def test_medians_of_rounds() -> None:
    found = results(kea_st=measured(cpu=10))
    for cpu in (9.0, 30.0, 8.0):
        found.add("v4-dora", "lessor", measured(cpu=cpu))
    assert figure(CPU, found).value == pytest.approx(0.9)


def test_what_is_not_measured_has_no_figure() -> None:
    for found in (Results(), results(lessor=measured()), results(kea_st=measured())):
        assert target(CPU).measure(found) is None


def test_a_rate_that_a_server_cannot_do_says_nothing_of_its_processor_time() -> None:
    assert target(CPU).measure(results(lessor=measured(), kea_st=measured(cpu=1e6, loss=0.8))) is None


def test_beside_it_without_syncs_and_at_the_second_rate() -> None:
    found = results(lessor=measured(60, busy=30), lessor_unsynced=measured(45), kea_st=measured(50, busy=40))
    assert figure(CPU, found).beside == "at 3000/s 0.75, at the highest rates 1.20, unsynced 0.90"


def test_two_cores_may_be_had_by_either_build() -> None:
    found = results(lessor=measured(rate=9000), lessor_compiled=measured(rate=21_000), kea_st=measured(rate=10_000))
    two = figure("highest rate on two cores, to Kea's: v4-dora", found)
    assert two.value == pytest.approx(2.1)
    assert two.beside == "lessor-compiled, took 0.10 of a core, the generator 0.70"


def test_the_simple_case_is_measured_by() -> None:
    found = results(lessor=measured(rate=10_000))
    found.add("v4-classes200", "lessor", measured(rate=8_000))
    one = figure("highest rate, to that of v4-dora: v4-classes200", found)
    assert one.value == pytest.approx(0.8)
    assert target("highest rate, to that of v4-dora: v4-classes200").verdict(one) == "**missed** by 6%"


def test_starts() -> None:
    found = Results()
    for server, seconds in (("lessor", 2.0), ("kea-st", 8.0), ("kea-mt", 6.5)):
        found.add("start-leases1m", server, started(seconds))
        found.add("start-subnets10k", server, started(seconds / 4))
    million = figure("start with 1,000,000 leases", found)
    assert million.value == pytest.approx(3.25)
    assert million.shown == "3.2 (2.00 to 6.50 s)"
    subnets = figure("start with 10,001 subnets", found)
    assert target("start with 10,001 subnets").reached(subnets)


def test_databases() -> None:
    found = Results()
    for server, rate in (("lessor", 2000.0), ("kea-st", 100.0), ("kea-mt", 500.0)):
        found.add("sql-mysql", server, stressed(rate))
    assert figure("new leases in a database, times Kea's: sql-mysql", found).value == pytest.approx(4.0)


def test_the_section_counts_and_tells_why() -> None:
    lines = target_lines(results(lessor=measured(cpu=75), kea_st=measured(cpu=50, p99=600)))
    text = "\n".join(lines)
    assert "3 of 5 are reached" in text
    assert f"| {CPU} | at most 1 | 1.50 (75.0 to 50.0 µs) | **missed** by 50% |" in text
    assert REASONS["cpu-plain"] in text
    assert REASONS["p99"] not in text
    assert "Not measured: CPU per exchange at 1000/s, plain, to Kea's: v4-renew" in text


def test_there_is_no_section_without_results() -> None:
    assert target_lines(Results()) == []


def test_every_target_has_a_reason_for_the_day_it_is_missed() -> None:
    assert {one.key for one in TARGETS} == set(REASONS)
