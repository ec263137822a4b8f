"""Running a script beside the serving: at most SLOTS at a time, what more there is waits, up to WAITING.

Nobody waits for a script. One that hangs keeps its slot until it ends; one that runs when the plug-in is unloaded runs
on to its end.
"""

import asyncio
import os
import signal
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lessor.hooks.api import Server
from lessor.plugins.run_script import messages

SLOTS: Final = 16
WAITING: Final = 1024
SELDOM: Final = 60
"""Seconds between two complaints about a script that is too slow."""

DROPPED: Final = "run-script-dropped"

WITHOUT_INPUT: Final = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
# Python ignores these; a program expects them as the system has them.
USUAL_SIGNALS: Final = (signal.SIGPIPE, signal.SIGXFSZ)


class Runner:
    """Runs one script, in the order of what happened as far as they begin; they may overtake each other."""

    def __init__(self, script: Path, server: Server, slots: int = SLOTS, waiting: int = WAITING) -> None:
        self._script = script
        self._server = server
        self._slots = slots
        self._most = waiting
        self._waiting: deque[tuple[str, Mapping[str, str]]] = deque()
        self._running = 0
        self._complained = 0

    def run(self, point: str, variables: Mapping[str, str]) -> None:
        """Have the script run with the name of a hook point and these variables as its whole environment."""
        if self._running < self._slots:
            self._begin(point, variables)
        elif len(self._waiting) < self._most:
            self._waiting.append((point, variables))
        else:
            self._leave_out(point)

    def close(self) -> None:
        """Forget what waits."""
        self._waiting.clear()

    def _leave_out(self, point: str) -> None:
        self._server.statistics.count(DROPPED)
        now = self._server.now()
        if not self._complained <= now < self._complained + SELDOM:
            self._complained = now
            self._server.log.write(messages.LESSOR_RUN_SCRIPT_OVERLOAD, point, len(self._waiting))

    def _begin(self, point: str, variables: Mapping[str, str]) -> None:
        path = str(self._script)
        try:
            pid = os.posix_spawn(
                path, [path, point], variables, file_actions=WITHOUT_INPUT, setsigdef=USUAL_SIGNALS, setsigmask=()
            )
        except (OSError, ValueError) as error:
            # ValueError: a variable holds an octet 0, which a client may have put in its host name
            self._server.log.write(messages.LESSOR_RUN_SCRIPT_FAILED, path, point, error)
            return
        self._running += 1
        descriptor = os.pidfd_open(pid)
        asyncio.get_running_loop().add_reader(descriptor, self._ended, pid, descriptor, point)

    def _ended(self, pid: int, descriptor: int, point: str) -> None:
        asyncio.get_running_loop().remove_reader(descriptor)
        os.close(descriptor)
        _, status = os.waitpid(pid, 0)
        self._running -= 1
        self._server.log.write(messages.LESSOR_RUN_SCRIPT_ENDED, point, os.waitstatus_to_exitcode(status))
        while self._waiting and self._running < self._slots:
            self._begin(*self._waiting.popleft())
