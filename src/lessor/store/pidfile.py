"""The file that names the process cleaning up a lease file: whether it still does, and taking and removing it.

The file may be left over: its process was killed, or the machine was switched off and some other process has the number
now. That one began later than the file was written, and is not taken for it.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from lessor.store.rowfile import open_locked

LOCK: Final = ".lock"
"""Suffix of the file that is locked while the pid file is looked at and written."""

SLACK: Final = 2.0
"""Seconds by which the system's account of when a process began may be wrong."""


class Busy(Exception):
    """Another process is at work; the text names it."""


def process_of(pid_file: Path) -> int:
    """Return the living process that a pid file names, or 0."""
    try:
        pid = int(pid_file.read_text("ascii"))
        written = pid_file.stat().st_mtime
    except (OSError, ValueError):
        return 0
    # 0 stands there for a moment before the process is started
    return pid if pid > 0 and _lives_since(pid, written) else 0


def take(pid_file: Path) -> None:
    """Write our own number into the file. Raise Busy when it names another living process; OSError."""
    lock = pid_file.with_name(pid_file.name + LOCK)
    try:
        descriptor = open_locked(lock)
    except BlockingIOError:
        raise Busy("another process is about to begin") from None
    try:
        other = process_of(pid_file)
        if other not in (0, os.getpid()):
            raise Busy(f"process {other} is at work")
        pid_file.write_text(f"{os.getpid()}\n", "ascii")
    finally:
        with suppress(OSError):
            lock.unlink()
        os.close(descriptor)


def _lives_since(pid: int, moment: float) -> bool:
    """Tell whether a process lives that began at `moment` or before."""
    try:
        # the name in parentheses may hold anything; state is the first field after it, the beginning the twentieth
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return False
    ended = fields[0] in (b"Z", b"X")
    return not ended and _booted() + int(fields[19]) / os.sysconf("SC_CLK_TCK") <= moment + SLACK


def _booted() -> float:
    """Return the unix time at which the system's clock of processes began."""
    for line in Path("/proc/stat").read_bytes().splitlines():
        if line.startswith(b"btime "):
            return int(line.split()[1])
    return 0.0
