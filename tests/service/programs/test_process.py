import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from lessor.service.programs.places import Places, find_places
from lessor.service.programs.process import PidFile, PidFileError, hoard_memory, name_process, settle_memory

NAME = "lessor-test"

HOLD = """
import sys
from lessor.service.programs.places import find_places
from lessor.service.programs.process import PidFile, name_process
places = find_places(dict(KEA_PIDFILE_DIR=sys.argv[1]))
name_process("lessor-test")
PidFile(places.pid_file("x.conf", "lessor-test"), "lessor-test").take(places)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({"KEA_PIDFILE_DIR": str(tmp_path / "var" / "run" / "kea")}, str(tmp_path))


@pytest.fixture
def pid_file(places: Places) -> PidFile:
    return PidFile(places.pid_file("x.conf", NAME), NAME)


def run(code: str, *arguments: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_the_file_holds_our_pid_while_we_serve(pid_file: PidFile, places: Places) -> None:
    pid_file.take(places)
    assert pid_file.path.read_text() == f"{os.getpid()}\n"
    pid_file.remove()
    assert not pid_file.path.exists()


def test_a_second_start_is_refused_and_names_the_first(pid_file: PidFile, places: Places) -> None:
    places.make(places.pids)
    holder = run(HOLD, str(places.pids))
    try:
        with pytest.raises(PidFileError, match=f"PID: {holder.pid} exists, PID file: {pid_file.path}"):
            pid_file.take(places)
        pid_file.remove()
        assert pid_file.path.read_text() == f"{holder.pid}\n", "the refused one must leave the file alone"
    finally:
        end(holder)


def test_the_file_of_a_killed_server_is_taken_over(pid_file: PidFile, places: Places) -> None:
    places.make(places.pids)
    end(run(HOLD, str(places.pids)))
    assert pid_file.path.exists()
    pid_file.take(places)
    assert pid_file.path.read_text() == f"{os.getpid()}\n"
    pid_file.remove()


def test_a_server_that_does_not_lock_is_respected(pid_file: PidFile, places: Places) -> None:
    places.make(places.pids)
    other = run('open("/proc/self/comm", "w").write("lessor-test"); print("held", flush=True); input()')
    pid_file.path.write_text(f"{other.pid}\n")
    try:
        with pytest.raises(PidFileError, match=f"PID: {other.pid} exists"):
            pid_file.take(places)
    finally:
        end(other)


@pytest.mark.parametrize(
    "content", ["1\n", "999999999\n", "", "nonsense\n", pytest.param(f"{os.getpid()}\n", id="ours"), "-1"]
)
def test_what_is_no_server_of_ours_does_not_count(pid_file: PidFile, places: Places, content: str) -> None:
    places.make(places.pids)
    pid_file.path.write_text(content)
    pid_file.take(places)
    assert pid_file.path.read_text() == f"{os.getpid()}\n"
    pid_file.remove()


def test_places_that_cannot_be_written_are_named(tmp_path: Path, places: Places) -> None:
    with pytest.raises(PidFileError, match="directory /nonexistent does not exist"):
        PidFile(Path("/nonexistent/x.pid"), NAME).take(places)
    (tmp_path / "x.pid").mkdir()
    with pytest.raises(PidFileError, match=f"cannot write PID file {tmp_path}/x.pid: Is a directory"):
        PidFile(tmp_path / "x.pid", NAME).take(places)


def test_the_process_gets_its_name() -> None:
    code = (
        "from lessor.service.programs.process import name_process\n"
        'name_process("kea-dhcp4"); print("held", flush=True); input()'
    )
    process = run(code)
    try:
        assert Path(f"/proc/{process.pid}/comm").read_text() == "kea-dhcp4\n"
    finally:
        end(process)


def test_naming_never_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessor.service.programs.process.NAME_FILE", Path("/nonexistent/comm"))
    name_process("kea-dhcp4")


def test_settled_memory_is_not_walked_but_freed_when_it_became_garbage() -> None:
    class Node:
        def __init__(self) -> None:
            self.me = self

    try:
        kept = Node()
        gone = weakref.ref(kept)
        settle_memory()
        assert gc.get_freeze_count() > 0
        del kept
        gc.collect()
        assert gone() is not None
        settle_memory()
        assert gone() is None
    finally:
        gc.unfreeze()


def test_nothing_is_collected_before_memory_is_settled() -> None:
    try:
        hoard_memory()
        assert not gc.isenabled()
        settle_memory()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.enable()
        gc.unfreeze()
