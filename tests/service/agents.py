"""Control agents as processes of their own, for tests."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lessor.cli.kea_ctrl_agent import NAME
from tests.control.sockets import PATIENCE, free_port, post

OURS: Final = (sys.executable, "-m", "lessor.cli.kea_ctrl_agent")


class Process:
    """One agent with its files in a directory."""

    def __init__(self, directory: Path) -> None:
        self.file = directory / "agent.conf"
        self.log = directory / "log"
        self.pid_file = directory / f"agent.{NAME}.pid"
        self.port = free_port()
        self.started: list[subprocess.Popen[bytes]] = []

    def configure(self, **members: object) -> None:
        section = {"http-port": self.port, **{name.replace("_", "-"): value for name, value in members.items()}}
        self.file.write_text(json.dumps({"Control-agent": section}))

    def start(self, *flags: str, program: Sequence[str] = OURS) -> subprocess.Popen[bytes]:
        places = ("KEA_PIDFILE_DIR", "KEA_LOG_FILE_DIR", "KEA_CONTROL_SOCKET_DIR")
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [*program, "-c", str(self.file), *flags],
                stdout=log,
                stderr=log,
                env={**os.environ, **{name: str(self.file.parent) for name in places}, "KEA_LOCKFILE_DIR": "none"},
            )
        self.started.append(process)
        return process

    def wait(self, text: str, times: int = 1) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.log.read_text().count(text) < times:
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.01)

    def status(self) -> int:
        return asyncio.run(post(self.port, '{"command": "status-get"}')).status

    def kill(self) -> None:
        """Make sure that nothing of it is left."""
        for process in self.started:
            process.kill()
            process.wait()
