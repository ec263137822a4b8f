"""Running a script beside the serving: at most SLOTS at a time, what more there is waits, up to WAITING.

Nobody waits for a script. One that hangs keeps its slot until it ends; one that runs when the plug-in is unloaded runs
on to its end.
"""

from collections import deque
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from lessor.hooks.api import Server
from lessor.plugins.programs import start
from lessor.plugins.run_script import messages

SLOTS: Final = 16
WAITING: Final = 1024
SELDOM: Final = 60
"""Seconds between two complaints about a script that is too slow."""

DROPPED: Final = "run-script-dropped"


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
        try:
            start(self._script, [point], variables, partial(self._ended, point))
        except (OSError, ValueError) as error:
            # ValueError: a client may have put an octet 0 in its host name
            self._server.log.write(messages.LESSOR_RUN_SCRIPT_FAILED, self._script, point, error)
        else:
            self._running += 1

    def _ended(self, point: str, status: int) -> None:
        self._running -= 1
        self._server.log.write(messages.LESSOR_RUN_SCRIPT_ENDED, point, status)
        while self._waiting and self._running < self._slots:
            self._begin(*self._waiting.popleft())
