"""Who cleans up: the living process that a pid file names, and nobody else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.store.pidfile import Busy, process_of, take


@pytest.fixture
def pid_file(tmp_path: Path) -> Path:
    return tmp_path / "leases.csv.pid"


@pytest.fixture
def other() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def test_a_living_process_is_named(pid_file: Path, other: subprocess.Popen[bytes]) -> None:
    pid_file.write_text(f"{other.pid}\n")
    assert process_of(pid_file) == other.pid


@pytest.mark.parametrize("text", ["", "0\n", "-1\n", "4194305\n", "nonsense\n", "\udcff"])
def test_nobody_is_named(pid_file: Path, text: str) -> None:
    pid_file.write_text(text, errors="surrogateescape")
    assert process_of(pid_file) == 0


def test_there_may_be_no_file(pid_file: Path) -> None:
    assert process_of(pid_file) == 0


def test_a_process_that_got_the_number_later_is_another_one(pid_file: Path, other: subprocess.Popen[bytes]) -> None:
    pid_file.write_text(f"{other.pid}\n")
    os.utime(pid_file, (1_700_000_000, 1_700_000_000))
    assert process_of(pid_file) == 0


def test_a_process_that_nobody_has_asked_for_its_end_is_none(pid_file: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    pid_file.write_text(f"{process.pid}\n")
    assert process.stdout is not None
    process.stdout.read()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert process_of(pid_file) == 0
    process.stdout.close()
    process.wait()


def test_the_file_is_taken_over_from_a_dead_process(pid_file: Path) -> None:
    pid_file.write_text("4194305\n")
    take(pid_file)
    assert pid_file.read_text() == f"{os.getpid()}\n"
    take(pid_file)
    assert os.listdir(pid_file.parent) == [pid_file.name]


def test_the_file_is_not_taken_from_a_living_one(pid_file: Path, other: subprocess.Popen[bytes]) -> None:
    pid_file.write_text(f"{other.pid}\n")
    with pytest.raises(Busy, match=f"process {other.pid} is at work"):
        take(pid_file)
    assert pid_file.read_text() == f"{other.pid}\n"


def test_two_that_begin_at_once_do_not_both_win(pid_file: Path) -> None:
    script = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    command = [sys.executable, "-c", script, f"{pid_file}.lock"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(Busy, match="about to begin"):
            take(pid_file)
        process.kill()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        take(tmp_path / "missing" / "leases.csv.pid")
