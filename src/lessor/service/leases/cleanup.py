"""When a server has its lease file cleaned up, and the process that does it (store/compact.py says how).

A clean-up is due

- every `lfc-interval` seconds;
- as soon as the file has grown to many times its leases (GROWN, WORTHWHILE): a busy server's file stays bounded;
- at the start, when an earlier one was interrupted, or when files have the columns of another release.

The event loop only looks at a few numbers and starts things: the journal's writer moves the file away, and a thread
starts the process and waits for its end. The process ends when the server does; the next start finds what it left.
"""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import IO, Final, Protocol

from lessor.service.logs import messages_lfc
from lessor.service.logs.log import Loggers
from lessor.service.programs.supervise import ending_with_us
from lessor.store.loading import COMPLETED, COPY, OUTPUT, PID, PREVIOUS, with_suffix
from lessor.store.pidfile import process_of

LOOK: Final = 10.0
"""Seconds between two looks at the size of the file."""

GROWN: Final = 8
"""A file with more rows than this for each lease is due for a clean-up."""

ROW: Final = 128
"""Octets of a usual row."""

WORTHWHILE: Final = 64 << 20
"""Octets below which a file can wait for its time however few leases there are."""

EXECUTABLE: Final = "KEA_LFC_EXECUTABLE"
"""Environment variable: a program to use in the place of our own."""

LAST_WORDS: Final = 3
LONGEST_LINE: Final = 1000


class Timer(Protocol):
    """What an event loop gives for a call that it will make."""

    def cancel(self) -> None: ...


class Loop(Protocol):
    """What is needed of an event loop; asyncio's has it."""

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Timer: ...

    def call_soon_threadsafe(self, callback: Callable[[], None], /) -> object: ...


class Leases(Protocol):
    """What is needed of a lease store (store/memfile.py)."""

    @property
    def file_size(self) -> int: ...

    @property
    def file_has_rows(self) -> bool: ...

    def move_on(self, copy: Path, done: Callable[[str], None]) -> None: ...

    def __len__(self) -> int: ...


def command_line(path: Path, family: int, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command that cleans up this lease file of family 4 or 6."""
    program = environment.get(EXECUTABLE)
    # -P: what lies about in the working directory is none of our modules
    ours = [sys.executable, "-P", "-m", "lessor.cli.kea_lfc"]
    suffixes = {"-x": PREVIOUS, "-i": COPY, "-o": OUTPUT, "-f": COMPLETED, "-p": PID}
    files = [word for flag, suffix in suffixes.items() for word in (flag, str(with_suffix(path, suffix)))]
    return [*([program] if program else ours), f"-{family}", *files, "-c", "ignored-path"]


class Cleanups:
    """Has the lease file at `path` cleaned up from now on until `close`; `interval` in seconds, 0 for never.

    `outdated`: files have columns of another release, and are to be written anew whatever the interval.
    """

    def __init__(
        self,
        leases: Leases,
        path: Path,
        interval: int,
        command: list[str],
        loop: Loop,
        loggers: Loggers,
        outdated: bool = False,
    ) -> None:
        self._leases = leases
        self._path = path
        self._interval = interval
        self._command = command
        self._loop = loop
        self._loggers = loggers
        self._running = False
        self._failed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._timers: dict[Callable[[], None], Timer] = {}
        self._begin(interval)
        if outdated or (interval and self._left_over()):
            self._plan(0, self.start)

    def repeat(self, interval: int) -> None:
        """Clean up at another interval from now on; a clean-up at work goes on."""
        for what in (self._tick, self._look):
            if what in self._timers:
                self._timers.pop(what).cancel()
        self._begin(interval)

    def start(self) -> None:
        """Start a clean-up, unless one is at work."""
        if self._running or process_of(with_suffix(self._path, PID)):
            self._loggers.write(messages_lfc.DHCPSRV_MEMFILE_LFC_RUNNING)
            return
        self._loggers.write(messages_lfc.DHCPSRV_MEMFILE_LFC_START)
        self._running = True
        if self._left_over():
            # an interrupted one is finished first; the current file has to wait for the next
            self._execute()
        else:
            self._leases.move_on(with_suffix(self._path, COPY), self._moved)

    def close(self) -> None:
        """End a clean-up at work, without waiting for it: the next start goes on with it."""
        self._closed = True
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        if self._process is not None:
            self._process.terminate()

    def _begin(self, interval: int) -> None:
        self._interval = interval
        if interval:
            self._loggers.write(messages_lfc.DHCPSRV_MEMFILE_LFC_SETUP, interval)
            self._plan(interval, self._tick)
            self._plan(LOOK, self._look)

    def _plan(self, delay: float, what: Callable[[], None]) -> None:
        self._timers[what] = self._loop.call_later(delay, what)

    def _tick(self) -> None:
        self._plan(self._interval, self._tick)
        # nothing written since the last one: nothing to clean up
        if self._leases.file_has_rows or self._left_over() or not with_suffix(self._path, PREVIOUS).exists():
            self.start()

    def _look(self) -> None:
        self._plan(LOOK, self._look)
        size = self._leases.file_size
        # one that failed is not tried every few seconds
        if size > WORTHWHILE and size > GROWN * ROW * len(self._leases) and not self._running and not self._failed:
            self.start()

    def _left_over(self) -> bool:
        return any(with_suffix(self._path, suffix).exists() for suffix in (COPY, COMPLETED))

    def _moved(self, error: str) -> None:
        if self._closed:
            return
        if error:
            copy = with_suffix(self._path, COPY)
            self._running, self._failed = False, True
            self._loggers.write(messages_lfc.DHCPSRV_MEMFILE_LFC_LEASE_FILE_RENAME_FAIL, self._path, copy, error)
            return
        self._execute()

    def _execute(self) -> None:
        self._loggers.write(messages_lfc.DHCPSRV_MEMFILE_LFC_EXECUTE, shlex.join(self._command))
        Thread(target=self._run, name="lease-cleanup", daemon=True).start()

    # --- in a thread of its own --------------------------------------------------------------------------------------

    def _run(self) -> None:
        started, before = time.monotonic(), self._size()
        try:
            process = _execute(self._command)
        except OSError:
            self._tell(self._not_executed)
            return
        self._process = process
        if self._closed:
            process.terminate()
        assert process.stderr is not None, "it was asked for"
        words = _last_words(process.stderr)
        status = process.wait()
        milliseconds = round((time.monotonic() - started) * 1000)
        self._tell(lambda: self._ended(status, words, before, milliseconds))

    def _tell(self, what: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(what)
        except RuntimeError:
            return  # the loop has ended, and nobody wants to know any more

    def _size(self) -> int:
        sizes = []
        for suffix in (PREVIOUS, COPY, COMPLETED):
            try:
                sizes.append(with_suffix(self._path, suffix).stat().st_size)
            except OSError:
                continue
        return sum(sizes)

    # --- in the event loop's thread ----------------------------------------------------------------------------------

    def _not_executed(self) -> None:
        self._running, self._failed = False, True
        if not self._closed:
            self._loggers.write(messages_lfc.DHCPSRV_MEMFILE_LFC_SPAWN_FAIL)

    def _ended(self, status: int, words: str, before: int, milliseconds: int) -> None:
        self._process = None
        # Kea's own program ends with 0 also when it failed: the files tell
        self._running, self._failed = False, self._left_over() or status != 0
        if self._closed:
            return
        if self._failed:
            reason = words or (f"killed by signal {-status}" if status < 0 else f"it ended with status {status}")
            self._loggers.write(messages_lfc.LESSOR_LEASE_CLEANUP_FAILED, reason)
        else:
            self._loggers.write(messages_lfc.LESSOR_LEASE_CLEANUP_DONE, before, self._size(), milliseconds)


def _execute(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a program that ends with the thread that calls this. Raise OSError."""
    if shutil.which(command[0]) is None:
        raise FileNotFoundError(command[0])
    return subprocess.Popen(
        ending_with_us(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _last_words(output: IO[bytes]) -> str:
    """Read a program's output to its end; return the last lines of it as one."""
    lines: deque[str] = deque(maxlen=LAST_WORDS)
    with output:
        while line := output.readline(LONGEST_LINE):
            lines.append(line.decode("utf-8", "replace").strip())
    return "; ".join(filter(None, lines))
