"""The bench from its command line's side: what fails, what breaks off, what is made again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bench.results import Outcome, Recorder, read
from bench.schedule import Task

from bench import __main__ as main
from bench import report
from tests.bench.figures import RUN, measured, started


def task(server: str, work: Callable[[], Outcome]) -> Task:
    return Task("start-plain", server, 1, work)


def failing() -> Outcome:
    raise RuntimeError("no answer")


def test_one_that_fails_does_not_keep_the_others_from_being_measured(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, RUN)
    for one in (task("kea-st", failing), task("lessor", lambda: started(0.5))):
        main.attempt(one, "1/2", recorder)
    found = read(recorder.path)[1]
    assert found.failures == {("start-plain", "kea-st"): "RuntimeError: no answer"}
    assert found.scenarios() == {"start-plain": {"lessor"}}


def test_who_breaks_off_keeps_what_was_measured(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, RUN)

    def broken() -> Outcome:
        raise KeyboardInterrupt

    main.attempt(task("lessor", lambda: started(0.5)), "1/2", recorder)
    with pytest.raises(KeyboardInterrupt):
        main.attempt(task("kea-st", broken), "2/2", recorder)
    assert read(recorder.path)[1].scenarios() == {"start-plain": {"lessor"}}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somewhere else to write pages to, and to find runs in."""
    for module, name in ((report, "REPORT"), (report, "README"), (main, "REPORT")):
        monkeypatch.setattr(module, name, tmp_path / f"{name}.md")
    monkeypatch.setattr("bench.report.PICTURES", tmp_path)
    monkeypatch.setattr("bench.pictures.PICTURES", tmp_path)
    monkeypatch.setattr(main, "RESULTS", tmp_path / "results")
    (tmp_path / "README.md").write_text(f"{report.BEGIN}\n{report.END}\n")
    return tmp_path


def test_a_page_from_recorded_runs(places: Path) -> None:
    first, second = (Recorder(places / "results", RUN) for _ in range(2))
    first.add("v4-dora", "lessor", measured())
    first.add("v4-dora", "kea-st", measured())
    second.add("start-plain", "lessor", started(0.5))
    (places / "bench-databases.svg").write_text("of another run")
    main.report([first.path, second.path])
    page = (places / "REPORT.md").read_text()
    assert "- run 1: " in page and "- run 2: " in page
    assert "## v4-dora" in page and "## Starts" in page
    assert "| DHCPv4 new leases | lessor |" in (places / "README.md").read_text()
    assert {path.name for path in places.glob("*.svg")} >= {"bench-rate.svg", "bench-starts.svg"}
    assert not (places / "bench-databases.svg").exists()


def test_the_last_run_when_none_is_named(places: Path) -> None:
    for cpu in (40.0, 70.0):
        Recorder(places / "results", RUN).add("v4-dora", "lessor", measured(cpu=cpu))
    main.report([])
    assert "70.0" in (places / "REPORT.md").read_text()


def test_nothing_recorded(places: Path) -> None:
    with pytest.raises(SystemExit, match="nothing is recorded"):
        main.report([])
