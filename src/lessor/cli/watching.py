"""Stand by while servers serve, and show their leases: what `lessor lab` and `lessor serve` have in common."""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Final, NoReturn

import click

from lessor.cli.leaseview import View
from lessor.service.labs.follow import Watch
from lessor.service.programs.supervise import Server

PAUSE: Final = 0.2
"""Seconds between two looks at the lease file."""

FAILURE: Final = 1


def watch(servers: Sequence[Server], files: Sequence[Watch], view: View, enough: Callable[[], bool]) -> None:
    """Show leases and complaints until `enough` or a signal. Raise ServerFailed when a server ends by itself."""
    while not enough():
        for server in servers:
            server.check()
            for notice in server.notices():
                view.say(notice)
        now = time.time()
        view.show([event for file in files for event in file.events(int(now))], now)
        time.sleep(PAUSE)


def until_stopped() -> bool:
    """Tell that it is never enough."""
    return False


def clean_up_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the program in the same order as Ctrl-C does, so that it leaves nothing behind."""
    ours = os.getpid()

    def interrupt(number: int, frame: FrameType | None) -> NoReturn:
        if os.getpid() != ours:
            # pyroute2 forks to enter a namespace, and ends the child by SIGTERM: cleaning up is not the child's
            os._exit(0)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def fail(program: str, reason: str) -> NoReturn:
    """End with a reason on standard error."""
    click.echo(f"{program}: {reason}", err=True)
    sys.exit(FAILURE)
