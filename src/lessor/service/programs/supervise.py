"""A server run beside us, for those who look on: start it, know when it serves, hear what it complains of.

It is the same program that an operator starts, `kea-dhcp4 -c FILE`. It ends when we end, also when we are killed.
"""

import shutil
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from typing import IO, Final, NamedTuple

from lessor.service.logs.messages import DHCP4_STARTED
from lessor.service.logs.messages6 import DHCP6_STARTED


class ServerProgram(NamedTuple):
    """A program of ours: its name, its module, and the message that says that it serves."""

    name: str
    module: str
    started: str


KEA_DHCP4: Final = ServerProgram("kea-dhcp4", "lessor.cli.kea_dhcp4", DHCP4_STARTED.id)
KEA_DHCP6: Final = ServerProgram("kea-dhcp6", "lessor.cli.kea_dhcp6", DHCP6_STARTED.id)

START_TIME: Final = 10.0
"""Seconds until a server that neither ended nor said that it started is taken to serve: its log may go elsewhere."""
PATIENCE: Final = 5.0
"""Seconds a program gets to end after SIGTERM."""

WORTH_SAYING: Final = (" WARN ", " ERROR", " FATAL")
LAST_WORDS: Final = 20
MOST_NOTICES: Final = 1000


class ServerFailed(Exception):
    """The server ended by itself; the text is the last it said."""


def server_command(program: ServerProgram, file: str) -> list[str]:
    """Return the command line of a server with this configuration file."""
    return [sys.executable, "-m", program.module, "-c", file]


def ending_with_us(argv: Sequence[str]) -> list[str]:
    """Return the command line that gets SIGTERM when the process that starts it ends, where the system can do that."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *argv] if setpriv else list(argv)


def start(
    argv: Sequence[str], output: IO[bytes] | int = subprocess.PIPE, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a program that ends with us. Ctrl-C does not reach it: we end what we started, in our order."""
    return subprocess.Popen(
        ending_with_us(argv),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env=environment,
    )


def stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End programs: ask all at once, then insist."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Server:
    """A server process whose output we read; `process` must have a pipe as its output."""

    def __init__(self, process: subprocess.Popen[bytes], program: ServerProgram) -> None:
        self.program = program
        self.process = process
        self._notices: deque[str] = deque(maxlen=MOST_NOTICES)
        self._last: deque[str] = deque(maxlen=LAST_WORDS)
        self._started = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_started(self) -> None:
        """Return when the server serves. Raise ServerFailed."""
        self._started.wait(START_TIME)
        self.check()

    def check(self) -> None:
        """Raise ServerFailed when the server has ended."""
        if self.process.poll() is not None:
            self._reader.join()
            words = "\n".join(self._last) or "it said nothing"
            raise ServerFailed(f"{self.program.name} ended with status {self.process.returncode}:\n{words}")

    def notices(self) -> list[str]:
        """Return the warnings and errors since the last call, as the server wrote them."""
        return [self._notices.popleft() for _ in range(len(self._notices))]

    def stop(self) -> None:
        """End the server and wait until it has."""
        stop([self.process])
        self._reader.join()

    def _read(self) -> None:
        assert self.process.stdout is not None, "the process was started with a pipe"
        with self.process.stdout as output:
            for line in output:
                self._hear(line.decode("utf-8", "replace").rstrip())
        self.process.wait()  # the pipe's end comes a moment before the program's
        self._started.set()

    def _hear(self, line: str) -> None:
        self._last.append(line)
        if self.program.started in line:
            self._started.set()
        elif any(mark in line for mark in WORTH_SAYING):
            self._notices.append(line)
