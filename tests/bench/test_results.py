"""Results as lines of JSON, and back."""

from __future__ import annotations

from pathlib import Path

from bench.results import ALL, Recorder, Results, joined, read

from tests.bench.figures import RUN, measured, results, started, stressed


def test_what_is_recorded_can_be_read_again(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, RUN)
    recorder.add("v4-dora", "lessor", measured(busy=40))
    recorder.add("v4-dora", "lessor", measured(cpu=60))
    recorder.add("start-plain", "lessor", started(0.4))
    recorder.add("sql-mysql", "kea-st", stressed(100))
    recorder.add("v4-info", "kea-st", "DidNotStart: no")
    run, found = read(recorder.path)
    assert run == RUN
    assert found == recorder.results
    assert [one.busy is None for one in found.runs["v4-dora", "lessor"]] == [False, True]


def test_a_line_that_was_cut_off_costs_only_itself(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, RUN)
    recorder.add("v4-dora", "lessor", measured())
    recorder.add("v4-dora", "kea-st", measured())
    recorder.path.write_text(recorder.path.read_text()[:-20])
    assert read(recorder.path)[1].scenarios() == {"v4-dora": {"lessor"}}


def test_two_recorders_do_not_share_a_file(tmp_path: Path) -> None:
    assert Recorder(tmp_path, RUN).path != Recorder(tmp_path, RUN).path


def test_a_scenario_comes_from_the_run_with_most_servers() -> None:
    first = results(lessor=measured(cpu=1), kea_st=measured())
    second = results(lessor=measured(cpu=2))
    second.add("start-plain", "lessor", started(1))
    whole = joined([first, second])
    assert [one.fixed.cpu_us for one in whole.runs["v4-dora", "lessor"]] == [1]
    assert whole.origins == {"v4-dora": 1, "start-plain": 2}


def test_a_run_with_something_to_compare_counts_more_than_one_with_many_servers() -> None:
    compared = results(lessor=measured(cpu=1), kea_st=measured())
    many = results(lessor=measured(cpu=2), lessor_compiled=measured(), lessor_unsynced=measured())
    assert [one.fixed.cpu_us for one in joined([compared, many]).runs["v4-dora", "lessor"]] == [1]


def test_the_later_of_equal_runs_counts() -> None:
    whole = joined([results(lessor=measured(cpu=1)), results(lessor=measured(cpu=2))])
    assert [one.fixed.cpu_us for one in whole.runs["v4-dora", "lessor"]] == [2]


def test_what_failed_in_one_run_and_not_in_another_did_not_fail() -> None:
    failed = Results()
    failed.add("v4-dora", "lessor", "DidNotStart: no")
    failed.add("v4-dora", ALL, "there was no time left")
    failed.add("v4-info", "lessor", "DidNotStart: no")
    whole = joined([failed, results(lessor=measured())])
    assert whole.failures == {("v4-info", "lessor"): "DidNotStart: no"}
