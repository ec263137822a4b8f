import os
from pathlib import Path

import pytest

from lessor.service.programs.places import find_places
from lessor.service.programs.running import find_servers, running

OURS = Path("/proc/self/comm").read_text().strip()


def test_a_pid_file_of_a_living_program(tmp_path: Path) -> None:
    path = tmp_path / "x.pid"
    path.write_text(f"{os.getpid()}\n")
    assert running(path, OURS) == os.getpid()


@pytest.mark.parametrize("text", ["", "x", "-1", "0", "٣", "999999999", "1" * 30])
def test_a_pid_file_of_nobody(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.pid"
    path.write_text(text)
    assert running(path, OURS) == 0
    assert running(tmp_path / "missing.pid", OURS) == 0


def test_a_number_that_another_program_has_by_now(tmp_path: Path) -> None:
    path = tmp_path / "x.pid"
    path.write_text(str(os.getpid()))
    assert running(path, "kea-dhcp4") == 0


def test_what_was_left_behind_is_no_server(tmp_path: Path) -> None:
    environment = {"KEA_PIDFILE_DIR": str(tmp_path)}
    (tmp_path / "a.kea-dhcp4.pid").write_text(str(os.getpid()))
    (tmp_path / "b.kea-dhcp6.pid").write_text("")
    assert find_servers(find_places(environment), environment) == []
