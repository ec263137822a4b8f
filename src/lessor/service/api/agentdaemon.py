"""The process of a control agent: start, signals, reload, stop."""

import asyncio
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lessor import KEA_VERSION, __version__
from lessor.config.errors import ConfigError
from lessor.config.load import load_agent
from lessor.model.command import CommandError
from lessor.service.api.agent import ADVERSITIES, Agent, Around, summary
from lessor.service.counting.snapshot import Life
from lessor.service.logs import messages_agent as messages
from lessor.service.logs.log import LogError, Loggers
from lessor.service.programs.notify import Notifier
from lessor.service.programs.places import Places, find_places
from lessor.service.programs.privileges import drop_privileges
from lessor.service.programs.process import PidFile, PidFileError

NAME: Final = "Control-agent"
SUCCESS: Final = 0
FAILURE: Final = 1


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says; `report` is what the agent tells of how it is made."""

    program: str
    file: str
    report: str
    debug: bool = False
    unrestricted: bool = False


def run(options: Options) -> int:
    """Take commands until a signal or a command ends it; return the exit status."""
    if not options.unrestricted:
        drop_privileges()
    places = find_places()
    try:
        loggers = Loggers(options.program, places.logs)
        loggers.configure((), options.debug)
    except LogError as error:
        print(f"Service failed: {error}", file=sys.stderr)
        return FAILURE
    try:
        return asyncio.run(Process(options, places, loggers).run())
    finally:
        loggers.close()


def check(file: str) -> list[str]:
    """Check a configuration file, and return what is to be said about it. Raise ConfigError."""
    loaded = load_agent(file)
    remarks = [str(remark) for remark in (*loaded.warnings, *loaded.unsupported)]
    return [*remarks, f"Syntax check OK: {file}: {summary(loaded.config)}"]


class Process:
    """One process."""

    def __init__(self, options: Options, places: Places, loggers: Loggers) -> None:
        self.options = options
        self.places = places
        self.loggers = loggers
        self.notifier = Notifier()
        self._reload: asyncio.Task[None] | None = None

    async def run(self) -> int:
        """Start, work until told to stop, and stop; return the exit status."""
        loop = asyncio.get_running_loop()
        self.loggers.attach(loop)
        loop.set_exception_handler(self._unexpected)
        pid = os.getpid()
        self.loggers.write(messages.DCTL_STARTING, NAME, pid, KEA_VERSION, f"lessor {__version__}")
        pid_file = PidFile(self.places.pid_file(self.options.file, self.options.program), self.options.program)
        try:
            pid_file.take(self.places)
        except PidFileError as error:
            self.loggers.write(messages.DCTL_ALREADY_RUNNING, NAME, error)
            return FAILURE
        try:
            status = await self._work(loop)
        finally:
            pid_file.remove()
        self.loggers.write(messages.DCTL_SHUTDOWN, NAME, pid, KEA_VERSION)
        return status

    async def _work(self, loop: asyncio.AbstractEventLoop) -> int:
        stopping: asyncio.Future[int] = loop.create_future()

        def stop(status: int) -> None:
            if not stopping.done():
                stopping.set_result(status)

        around = Around(self.places, self.loggers, self.options.debug, stop, lambda: self.options.report)
        agent = Agent(Life(self.options.program, self.options.file, time.time()), around)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, int(number), stop)
        loop.add_signal_handler(signal.SIGHUP, self._hang_up, agent)
        try:
            await agent.start()
        except ADVERSITIES as error:
            reason = self._refusal(error)
            self.loggers.write(messages.DCTL_CONFIG_FILE_LOAD_FAIL, NAME, reason)
            print(f"Service failed: Could Not load configuration file: {reason}", file=sys.stderr)
            return FAILURE
        self.loggers.write(messages.CTRL_AGENT_STARTED, KEA_VERSION)
        self.notifier.ready(agent.summary)
        watchdog = loop.create_task(self._stay_alive())
        status = await stopping
        self.notifier.stopping()
        watchdog.cancel()
        await agent.channels.close()
        return status

    def _stop(self, number: int, stop: Callable[[int], None]) -> None:
        self.loggers.write(messages.DCTL_SHUTDOWN_SIGNAL_RECVD, number)
        stop(SUCCESS)

    def _hang_up(self, agent: Agent) -> None:
        if self._reload is None or self._reload.done():
            self._reload = asyncio.get_running_loop().create_task(self._read_again(agent))

    async def _read_again(self, agent: Agent) -> None:
        file = self.options.file
        self.loggers.write(messages.DCTL_CFG_FILE_RELOAD_SIGNAL_RECVD, int(signal.SIGHUP), file)
        self.notifier.reloading()
        try:
            await agent.reload()
        except (ConfigError, CommandError) as error:
            self.loggers.write(messages.DCTL_CFG_FILE_RELOAD_ERROR, self._refusal(error))
        self.notifier.ready(agent.summary)

    def _refusal(self, error: Exception) -> str:
        """Write to the log what is wrong, one line a mistake; return the first."""
        reasons = error.problems if isinstance(error, ConfigError) else [error]
        for reason in reasons:
            self.loggers.write(messages.CTRL_AGENT_CONFIG_FAIL, reason)
        return str(reasons[0])

    async def _stay_alive(self) -> None:
        while self.notifier.watchdog:
            self.notifier.alive()
            await asyncio.sleep(self.notifier.watchdog)

    def _unexpected(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """Say what went wrong in an event that nobody waits for, and go on."""
        error = context.get("exception")
        text = f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else context.get("message")
        self.loggers.write(messages.CTRL_AGENT_FAILED, text)
        if isinstance(error, BaseException):
            traceback.print_exception(error)
