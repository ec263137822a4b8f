"""One run of kea-lfc: what it does, what it says, and what it leaves when it fails."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.service.leases.lfc import ROOT, CleanupFailed, Run
from lessor.service.logs.log import Loggers
from lessor.service.programs.priority import LOWEST, stand_back
from lessor.store.columns import HEADER, show
from lessor.store.columns6 import HEADER as HEADER6
from lessor.store.columns6 import show as show6
from lessor.store.compact import Files
from lessor.store.loading import COMPLETED, COPY, OUTPUT, PID, PREVIOUS, with_suffix
from tests.store.leases import numbered_lease
from tests.store.leases6 import numbered_lease6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "leases.csv"


@pytest.fixture
def loggers(tmp_path: Path) -> Iterator[Loggers]:
    made = Loggers(ROOT, tmp_path, {"KEA_LOGGER_DESTINATION": "log"})
    yield made
    made.close()


def a_run(path: Path, loggers: Loggers, family: int = 4) -> Run:
    files = Files(*(with_suffix(path, suffix) for suffix in (PREVIOUS, COPY, OUTPUT, COMPLETED)))
    return Run(family, files, with_suffix(path, PID), loggers)


def told(path: Path) -> list[str]:
    return [line.split("] ", 1)[1] for line in path.with_name("log").read_text().splitlines()]


def names(path: Path) -> list[str]:
    return sorted(name.removeprefix(path.name) for name in os.listdir(path.parent) if name != "log")


def test_it_merges_and_tells(path: Path, loggers: Loggers) -> None:
    copy = with_suffix(path, COPY)
    copy.write_text(f"{HEADER}\n{show(numbered_lease(1))}{show(numbered_lease(1))}bad\n")
    a_run(path, loggers).run()
    assert with_suffix(path, PREVIOUS).read_text() == f"{HEADER}\n{show(numbered_lease(1))}"
    assert names(path) == [".2"]
    start, processing, loading, bad, read, written, rotating, terminate = told(path)
    assert start.startswith("LFC_START ")
    assert processing == f"LFC_PROCESSING previous file: {path}.2, copy file: {copy}"
    assert loading == f"DHCPSRV_MEMFILE_LEASE_FILE_LOAD loading leases from file {copy}"
    assert bad.startswith("DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR row 4 ")
    assert read == "LFC_READ_STATS leases: 2, attempts: 3, errors: 1"
    assert written == "LFC_WRITE_STATS leases: 1, attempts: 1, errors: 0"
    assert rotating.startswith("LFC_ROTATING ")
    assert terminate.startswith("LFC_TERMINATE ")
    assert "[DhcpLFC/" in path.with_name("log").read_text().splitlines()[0]


def test_it_knows_dhcpv6(path: Path, loggers: Loggers) -> None:
    with_suffix(path, COPY).write_text(f"{HEADER6}\n{show6(numbered_lease6(1))}")
    a_run(path, loggers, 6).run()
    assert with_suffix(path, PREVIOUS).read_text() == f"{HEADER6}\n{show6(numbered_lease6(1))}"


def test_a_finished_file_only_needs_its_place(path: Path, loggers: Loggers) -> None:
    for suffix in (PREVIOUS, COPY, COMPLETED):
        with_suffix(path, suffix).write_text(suffix)
    a_run(path, loggers).run()
    assert with_suffix(path, PREVIOUS).read_text() == COMPLETED
    assert names(path) == [".2"]
    assert [text.split()[0] for text in told(path)] == ["LFC_START", "LFC_ROTATING", "LFC_TERMINATE"]


def test_another_one_at_work_is_left_alone(path: Path, loggers: Loggers) -> None:
    with_suffix(path, PID).write_text(f"{os.getppid()}\n")
    with_suffix(path, COPY).touch()
    with pytest.raises(CleanupFailed, match="is at work"):
        a_run(path, loggers).run()
    assert names(path) == [".1", ".pid"]
    assert told(path)[-1].startswith("LFC_RUNNING")


def test_no_pid_file_no_work(path: Path, loggers: Loggers) -> None:
    run = a_run(path, loggers)
    run.pid_file = Path("/nonexistent/x.pid")
    with pytest.raises(CleanupFailed, match="No such file"):
        run.run()
    assert told(path)[-1].startswith("LFC_FAIL_PID_CREATE the pid file cannot be written: ")


def test_a_file_that_is_none_is_told(path: Path, loggers: Loggers) -> None:
    with_suffix(path, COPY).write_text("x\n")
    with pytest.raises(CleanupFailed, match="not a lease file"):
        a_run(path, loggers).run()
    assert [text.split()[0] for text in told(path)[-2:]] == ["LFC_FAIL_PROCESS", "LFC_TERMINATE"]
    assert names(path) == [".1"]


def test_a_result_without_place_is_told(path: Path, loggers: Loggers) -> None:
    with_suffix(path, COMPLETED).touch()
    with_suffix(path, PREVIOUS).mkdir()
    with pytest.raises(CleanupFailed, match="directory"):
        a_run(path, loggers).run()
    assert [text.split()[0] for text in told(path)[-2:]] == ["LFC_FAIL_ROTATE", "LFC_TERMINATE"]
    assert names(path) == [".2", ".completed"]


def test_a_pid_file_that_cannot_be_removed_is_told(
    path: Path, loggers: Loggers, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self == with_suffix(path, PID):
            raise OSError(13, "Permission denied")
        unlink(self, missing_ok)

    with_suffix(path, COMPLETED).write_text("")
    monkeypatch.setattr(Path, "unlink", refuse)
    a_run(path, loggers).run()
    assert any(text.startswith("LFC_FAIL_PID_DEL the pid file cannot be removed: ") for text in told(path))


def test_it_stands_back() -> None:
    pid = os.fork()
    if not pid:
        stand_back()
        os._exit(os.getpriority(os.PRIO_PROCESS, 0))
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == LOWEST
