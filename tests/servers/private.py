"""A server program of the distribution for tests alone: its own directory, its own user, gone when the tests are."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE = 60.0
"""Seconds that a server may take to start or to stop on a busy machine."""


class PrivateDirectory:
    """A directory of an unprivileged user, on disk or (not `durable`) in memory; its UNIX sockets are for everybody."""

    def __init__(self, prefix: str, user: str, durable: bool) -> None:
        in_memory = not durable and os.access("/dev/shm", os.W_OK)
        self.path = Path(tempfile.mkdtemp(prefix=prefix, dir="/dev/shm" if in_memory else "/tmp"))
        self.path.chmod(0o755)
        self.user = user if os.geteuid() == 0 else ""
        if self.user:
            shutil.chown(self.path, self.user, pwd.getpwnam(self.user).pw_gid)

    def command(self, *words: str | Path, dies_with_us: bool = False) -> list[str]:
        """The words, run as this directory's user: no database server runs as root."""
        before = ["setpriv"]
        if self.user:
            before += [f"--reuid={self.user}", f"--regid={pwd.getpwnam(self.user).pw_gid}", "--clear-groups"]
        if dies_with_us:
            # tests that are killed leave no server behind
            before += ["--pdeathsig", "QUIT"]
        command = [str(word) for word in words]
        return [*before, *command] if len(before) > 1 else command

    def run(self, *words: str | Path, timeout: float = PATIENCE) -> None:
        """Run a program to its end, which must be a good one."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True, timeout=timeout, cwd=self.path)
        assert done.returncode == 0, done.stdout + done.stderr

    def adopt(self, *files: Path) -> list[Path]:
        """Copy files here, to be read by this directory's user alone, as servers want their keys to be."""
        adopted = [Path(shutil.copy(file, self.path)) for file in files]
        for file in adopted:
            file.chmod(0o600)
            if self.user:
                shutil.chown(file, self.user)
        return adopted

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


class PrivateServer:
    """One server process, and how to tell that it is there."""

    def __init__(self, directory: PrivateDirectory, command: list[str], answers: Callable[[], bool]) -> None:
        self.directory = directory
        self._command = command
        self._answers = answers
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = self.directory.path / "log"
        command = self.directory.command(*self._command, dies_with_us=True)
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=self.directory.path
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            ended = self._process.poll()
            assert ended is None, f"{self._command[0]} ended with {ended}: {log.read_text()}"
            assert time.monotonic() < deadline, f"{self._command[0]} does not answer: {log.read_text()}"
            time.sleep(0.02)

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, if it runs, and wait for its end."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(by)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self) -> None:
        """End it as a power loss would."""
        self.stop(signal.SIGKILL)

    @property
    def log(self) -> str:
        """What the server said."""
        return (self.directory.path / "log").read_text()


def free_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        assert isinstance(port, int)
        return port


def need(package: str, *programs: str | Path, user: str) -> None:
    """Skip the test where these programs, or the user they run as, are not installed."""
    missing = [str(program) for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"needs Debian's {package}: no {', '.join(missing)}")
    if os.geteuid() == 0:
        try:
            pwd.getpwnam(user)
        except KeyError:
            pytest.skip(f"needs Debian's {package}: no user {user}")
