"""Programs run beside us: when they serve, what they say, that they end."""

import subprocess
import sys

import pytest

from lessor.service.programs.supervise import KEA_DHCP4, Server, ServerFailed, start, stop

STARTED = "2026-01-01 00:00:00.000 INFO  [kea-dhcp4.dhcp4/1.1] DHCP4_STARTED Kea DHCPv4 server version 3 started"
WARNING = "2026-01-01 00:00:00.000 WARN  [kea-dhcp4.alloc-engine/1.1] ALLOC_ENGINE_V4_ALLOC_FAIL nothing left"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def server(*lines: str, then: str = "import time; time.sleep(60)", before: str = "") -> Server:
    """A program that prints these lines."""
    code = f"{before}\nfor line in {lines!r}: print(line, flush=True)\n{then}"
    return Server(start([sys.executable, "-c", code]), KEA_DHCP4)


def test_server_serves_when_it_says_so() -> None:
    running = server(STARTED)
    try:
        running.wait_started()
        assert running.process.poll() is None
    finally:
        running.stop()


def test_server_that_ends_is_told_with_its_last_words() -> None:
    failing = server("Failed to initialize server: no pool", then="raise SystemExit(3)")
    with pytest.raises(ServerFailed, match=r"status 3:\nFailed to initialize server: no pool"):
        failing.wait_started()


def test_server_that_ends_in_silence_is_told_too() -> None:
    failing = server(then="")
    with pytest.raises(ServerFailed, match="it said nothing"):
        failing.wait_started()


def test_complaints_are_passed_on_once_and_news_are_not() -> None:
    running = server(WARNING, STARTED)
    try:
        running.wait_started()
        assert running.notices() == [WARNING]
        assert running.notices() == []
    finally:
        running.stop()


def test_deaf_program_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessor.service.programs.supervise.PATIENCE", 0.1)
    running = server(STARTED, before=DEAF)
    running.wait_started()
    running.stop()
    assert running.process.returncode == -9


def test_program_ends_when_whoever_started_it_is_killed() -> None:
    ours = "from lessor.service.programs.supervise import start; import sys, time\n"
    code = (
        ours + "print(start([sys.executable, '-c', 'import time; time.sleep(60)'], 2).pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as parent:
        assert parent.stdout is not None and parent.stderr is not None
        parent.stdout.readline()
        parent.kill()
        # the grandchild holds this pipe: its end is the pipe's end
        assert parent.stderr.read() == b""


def test_stopping_takes_those_that_have_ended() -> None:
    process = start([sys.executable, "-c", ""], subprocess.DEVNULL)
    process.wait()
    stop([process])
    assert process.returncode == 0
