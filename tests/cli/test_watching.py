"""Standing by a server, and ending in order."""

import subprocess
import sys
from pathlib import Path

import pytest

from lessor.cli.leaseview import Lines
from lessor.cli.watching import watch
from lessor.model.lease import Lease4
from lessor.service.labs.follow import LeaseWatch4
from lessor.service.programs.supervise import KEA_DHCP4, Server, ServerFailed, start
from lessor.store.columns import HEADER, show

# What a library does that forks while we clean up on signals: its child is ended by SIGTERM.
FORKING = """
import os, signal, time
from lessor.cli.watching import clean_up_on_signals
clean_up_on_signals()
ready, is_ready = os.pipe()
try:
    child = os.fork()
    if child == 0:
        os.write(is_ready, b".")
        while True:
            time.sleep(0.05)
    os.read(ready, 1)
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(20)
except KeyboardInterrupt:
    print("cleaned up", flush=True)
"""


def test_events_and_complaints_are_shown_until_it_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "leases.csv"
    file.write_text(HEADER + "\n" + show(Lease4(0xC0000264, b"\0\0\x5e\0\x53\1", b"", 600, 1_700_000_000, 1)))
    complaining = "print('x WARN  y', flush=True); import time; time.sleep(60)"
    server = Server(start([sys.executable, "-c", complaining]), KEA_DHCP4)
    shown = ""

    def enough() -> bool:
        nonlocal shown
        shown += capsys.readouterr().out
        return "192.0.2.100" in shown and "WARN" in shown

    leases = LeaseWatch4(file)
    try:
        watch([server], [leases], Lines({}), enough)
    finally:
        server.stop()
        leases.close()
    assert shown.count("192.0.2.100") == 1


def test_server_that_ends_by_itself_ends_the_watch() -> None:
    server = Server(start([sys.executable, "-c", "print('out of luck'); raise SystemExit(1)"]), KEA_DHCP4)
    with pytest.raises(ServerFailed, match="out of luck"):
        watch([server], [], Lines({}), lambda: False)


def test_only_the_program_itself_cleans_up_when_signals_come() -> None:
    done = subprocess.run([sys.executable, "-c", FORKING], capture_output=True, text=True, timeout=30)
    assert (done.stdout, done.returncode) == ("cleaned up\n", 0)
