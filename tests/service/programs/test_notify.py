import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.service.programs.notify import Notifier


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Listen as a service manager; the name of its socket is short because it is relative."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind("notify")
        listener.settimeout(10)
        yield listener


def heard(manager: socket.socket) -> dict[str, str]:
    return dict(line.split("=", 1) for line in manager.recv(4096).decode().split("\n"))


def test_ready_stopping_and_status(manager: socket.socket) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": "notify"})
    notifier.ready("serving")
    assert heard(manager) == {"READY": "1", "STATUS": "serving"}
    notifier.status("two\nlines")
    assert heard(manager) == {"STATUS": "two lines"}
    notifier.stopping()
    assert heard(manager) == {"STOPPING": "1", "STATUS": "stopping"}
    notifier.alive()
    assert heard(manager) == {"WATCHDOG": "1"}


def test_reloading_tells_when(manager: socket.socket) -> None:
    before = time.monotonic_ns() // 1000
    Notifier({"NOTIFY_SOCKET": "notify"}).reloading()
    said = heard(manager)
    assert said["RELOADING"] == "1"
    assert before <= int(said["MONOTONIC_USEC"]) <= time.monotonic_ns() // 1000


def test_a_socket_in_the_abstract_name_space() -> None:
    name = f"lessor-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"\0{name}")
        listener.settimeout(10)
        Notifier({"NOTIFY_SOCKET": f"@{name}"}).alive()
        assert heard(listener) == {"WATCHDOG": "1"}


def test_without_a_manager_nothing_happens(tmp_path: Path) -> None:
    for environment in ({}, {"NOTIFY_SOCKET": str(tmp_path / "nobody")}, {"NOTIFY_SOCKET": "x" * 200}):
        Notifier(environment).ready("serving")


def test_a_busy_manager_is_not_waited_for(manager: socket.socket) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": "notify"})
    for _ in range(2000):
        notifier.alive()
    assert heard(manager) == {"WATCHDOG": "1"}


@pytest.mark.parametrize(
    ("time_out", "pid", "seconds"),
    [
        ("30000000", "", 10.0),
        pytest.param("30000000", str(os.getpid()), 10.0, id="ours"),
        ("30000000", "1", 0.0),
        ("", "", 0.0),
        ("x", "", 0.0),
    ],
)
def test_the_watchdog(time_out: str, pid: str, seconds: float) -> None:
    environment = {"NOTIFY_SOCKET": "notify", "WATCHDOG_USEC": time_out, "WATCHDOG_PID": pid}
    assert Notifier(environment).watchdog == seconds
