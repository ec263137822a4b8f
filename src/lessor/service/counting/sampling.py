"""What takes a server's processor time: looked at some times a second, and only while somebody wants to know.

A timer that counts processor time interrupts the program; where it was then is credited to a step of the way of a
packet. So the code on that way has no part in being measured, and costs nothing more when nobody looks.
"""

import asyncio
import signal
from collections import Counter
from types import FrameType
from typing import Final

INTERVAL: Final = 0.005
"""Seconds of processor time between two looks."""

ATTENTION: Final = 10.0
"""Seconds after the last question until looking ends."""

PACKAGE: Final = "lessor."
ELSEWHERE: Final = "the event loop"

STEPS: Final = (
    ("wire", "read and write messages"),
    ("engine.request", "read and write messages"),
    ("engine.reply", "write replies"),
    ("engine.classify", "classify"),
    ("engine.expression", "classify"),
    ("engine.select", "find the subnet"),
    ("engine.hosts", "find reservations"),
    ("engine.pickers", "find an address"),
    ("engine.occupancy", "find an address"),
    ("engine.allocate", "find an address"),
    ("engine", "decide"),
    ("store", "keep leases"),
    ("config", "read the configuration"),
    ("service.chronicle", "count and log"),
    ("service.counting", "count and log"),
    ("service.logs", "count and log"),
    ("service.net", "receive and send"),
    ("service.reclaim", "take back expired leases"),
    ("service.exchange", "lead through the exchange"),
    ("service.batch", "lead through the exchange"),
    ("service.programs.daemon", ELSEWHERE),
    ("service", "other service"),
    ("cli", ELSEWHERE),
)
"""Beginnings of module names below the package, and the step that is done there; the first that fits counts.

The event loop runs inside the daemon's module and the program's.
"""


class Sampler:
    """Looks while `parts` is asked for from time to time."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._ending: asyncio.TimerHandle | None = None
        self._modules: Counter[str] = Counter()

    def parts(self) -> dict[str, float]:
        """Return the part of each step in the processor time since the last call; go on looking for a while."""
        if self._ending is None:
            self._begin()
        else:
            self._ending.cancel()
        self._ending = self._loop.call_later(ATTENTION, self.end)
        modules, self._modules = self._modules, Counter()
        steps: Counter[str] = Counter()
        for module, looks in modules.items():
            steps[step_of(module)] += looks
        return {step: looks / modules.total() for step, looks in steps.most_common()}

    def end(self) -> None:
        """Stop looking."""
        if self._ending is None:
            return
        self._ending.cancel()
        self._ending = None
        signal.setitimer(signal.ITIMER_PROF, 0)
        # one may be on its way, and would end the process
        signal.signal(signal.SIGPROF, signal.SIG_IGN)

    def _begin(self) -> None:
        self._modules.clear()
        signal.signal(signal.SIGPROF, self._look)
        # system calls go on as if nothing had happened
        signal.siginterrupt(signal.SIGPROF, False)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)

    def _look(self, number: int, frame: FrameType | None) -> None:
        """Note the innermost module of ours."""
        while frame is not None:
            module = frame.f_globals.get("__name__", "")
            if module.startswith(PACKAGE):
                self._modules[module] += 1
                return
            frame = frame.f_back
        self._modules[""] += 1


def step_of(module: str) -> str:
    """Return the step that is done in a module."""
    name = module.removeprefix(PACKAGE)
    return next((step for beginning, step in STEPS if name.startswith(beginning)), ELSEWHERE)
