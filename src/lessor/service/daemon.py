"""A DHCP daemon, whatever its family: start, signals, reload, stop.

What differs by family comes as `Daemon`: its words for the events of a server's life, and the two steps from a file to
a server at work.
"""

import asyncio
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from lessor import KEA_VERSION, __version__
from lessor.config.errors import ConfigError
from lessor.service import messages
from lessor.service.command_socket import CommandSocket
from lessor.service.commands import Commands, encode
from lessor.service.log import LogError, Loggers
from lessor.service.message import Message
from lessor.service.notify import Notifier
from lessor.service.places import PlaceError, Places, find_places
from lessor.service.privileges import drop_privileges
from lessor.service.process import PidFile, PidFileError, settle_memory
from lessor.service.sampling import Sampler
from lessor.service.serverid import ServerIdError
from lessor.service.serving import Crippled, Surroundings
from lessor.service.setup import DaemonConfig, Setup, remark
from lessor.service.snapshot import Life, snapshot
from lessor.service.sockets import SocketsError
from lessor.service.statistics import Statistics
from lessor.store.base import StoreError

SUCCESS: Final = 0
FAILURE: Final = 1

ADVERSITIES: Final = (ConfigError, LogError, PlaceError, ServerIdError, StoreError, SocketsError, OSError)
"""What may keep a configuration from being put to use; anything else is a bug."""


Config = TypeVar("Config", bound=DaemonConfig)
Tables = TypeVar("Tables")
Ready = TypeVar("Ready", contravariant=True)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says; `client_port` 0 means the usual ports."""

    program: str
    file: str
    port: int
    client_port: int = 0
    debug: bool = False
    unrestricted: bool = False


@dataclass(frozen=True, slots=True)
class Events:
    """The messages about a daemon's life."""

    starting: Message
    start_info: Message
    checks_disabled: Message
    already_running: Message
    started: Message
    init_failed: Message
    config_refused: Message
    config_complete: Message
    reload: Message
    reload_done: Message
    reload_failed: Message
    shutdown_request: Message
    shutdown: Message
    server_failed: Message
    unexpected: Message


class AtWork(Protocol[Ready]):
    """A server that answers clients (serving.py)."""

    statistics: Statistics

    def change(self, setup: Ready) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Daemon(Generic[Config, Tables]):
    """The daemon of one family. `read` raises ConfigError, `serve` one of ADVERSITIES."""

    events: Events
    read: Callable[[str], Setup[Config, Tables]]
    serve: Callable[[Setup[Config, Tables], Surroundings], AtWork[Setup[Config, Tables]]]

    def run(self, options: Options) -> int:
        """Serve until a signal ends it; return the exit status."""
        if not options.unrestricted:
            drop_privileges()
        places = find_places()
        try:
            loggers = Loggers(options.program, places.logs)
            loggers.configure((), options.debug)
        except LogError as error:
            print(f"Failed to initialize server: {error}", file=sys.stderr)
            return FAILURE
        try:
            return asyncio.run(Process(self, options, places, loggers).run())
        finally:
            loggers.close()

    def check(self, file: str) -> list[str]:
        """Check a configuration file as a start would, and return what is to be said about it.

        Raise ConfigError. No sockets are opened and no leases loaded.
        """
        setup = self.read(file)
        remarks = [message.template % text for message, text in setup.remarks]
        return [*remarks, f"Syntax check OK: {file}: {setup.summary}"]


@dataclass(slots=True)
class Work(Generic[Config, Tables]):
    """A server at work, and what it serves by."""

    setup: Setup[Config, Tables]
    serving: AtWork[Setup[Config, Tables]]


class Process(Generic[Config, Tables]):
    """One server process."""

    def __init__(self, daemon: Daemon[Config, Tables], options: Options, places: Places, loggers: Loggers) -> None:
        self.daemon = daemon
        self.events = daemon.events
        self.options = options
        self.places = places
        self.loggers = loggers
        self.notifier = Notifier()
        self.life = Life(options.program, options.file, time.time())
        self._work: Work[Config, Tables] | None = None

    async def run(self) -> int:
        """Start, serve until told to stop, and stop; return the exit status."""
        loop = asyncio.get_running_loop()
        self.loggers.attach(loop)
        loop.set_exception_handler(self._unexpected)
        self._announce()
        pid_file = PidFile(self.places.pid_file(self.options.file, self.options.program), self.options.program)
        try:
            pid_file.take(self.places)
        except PidFileError as error:
            self.loggers.write(self.events.already_running, self.options.program, error)
            return FAILURE
        try:
            return await self._serve(loop)
        except Exception as error:
            self.loggers.write(self.events.server_failed, f"{type(error).__name__}: {error}")
            raise  # a bug: its traceback belongs on standard error
        finally:
            pid_file.remove()

    async def _serve(self, loop: asyncio.AbstractEventLoop) -> int:
        stopping: asyncio.Future[int] = loop.create_future()
        # from here on signals wait for their turn, also while the leases are loaded
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, stopping, SUCCESS)
        loop.add_signal_handler(signal.SIGHUP, self._reload, stopping)
        try:
            work = self._work = self._start(loop, stopping)
        except ADVERSITIES as error:
            self.loggers.write(self.events.init_failed, self._refusal(error))
            return FAILURE
        settle_memory()
        self.loggers.write(self.events.started, KEA_VERSION)
        self.life.accept(time.time())
        self.notifier.ready(work.setup.summary)
        watchdog = loop.create_task(self._stay_alive())
        commands = await self._listen(loop, work)
        status = await stopping
        self.notifier.stopping()
        watchdog.cancel()
        commands.close()
        work.serving.close()
        self.loggers.write(self.events.shutdown)
        return status

    def _announce(self) -> None:
        options = self.options
        self.loggers.write(self.events.starting, KEA_VERSION, f"lessor {__version__}")
        debug = "yes" if options.debug else "no"
        self.loggers.write(self.events.start_info, os.getpid(), options.port, options.client_port, debug)
        if options.unrestricted:
            self.loggers.write(self.events.checks_disabled)

    def _start(self, loop: asyncio.AbstractEventLoop, stopping: "asyncio.Future[int]") -> Work[Config, Tables]:
        options = self.options
        setup = self.daemon.read(options.file)
        self.loggers.configure(setup.config.loggers, options.debug)
        self._tell(setup)

        def fail() -> None:
            self._stop(stopping, FAILURE)

        around = Surroundings(self.places, self.loggers, loop, fail, options.port, options.client_port, options.debug)
        return Work(setup, self.daemon.serve(setup, around))

    async def _listen(self, loop: asyncio.AbstractEventLoop, work: Work[Config, Tables]) -> CommandSocket:
        """Answer commands from now on; a server that cannot is still a server."""
        sampler = Sampler(loop)

        def record() -> dict[str, object]:
            return snapshot(self.life, work.setup.config, work.serving.statistics, sampler.parts())

        commands = Commands(self.life, record)
        path = self.places.command_socket(self.options.file, self.options.program)
        opened = CommandSocket(path, lambda request: encode(commands.answer(request)))
        try:
            await opened.open()
        except OSError as error:
            self.loggers.write(messages.LESSOR_COMMANDS_UNAVAILABLE, path, error.strerror or error)
        return opened

    async def _stay_alive(self) -> None:
        while self.notifier.watchdog:
            self.notifier.alive()
            await asyncio.sleep(self.notifier.watchdog)

    def _tell(self, setup: Setup[Config, Tables]) -> None:
        remark(setup, self.loggers)
        self.loggers.write(self.events.config_complete, setup.summary)

    def _reload(self, stopping: "asyncio.Future[int]") -> None:
        work = self._work
        assert work is not None, "the loop hands signals on, and it does not run before the server is at work"
        self.notifier.reloading()
        self._change(work, stopping)
        refused = f"; the last reload was refused: {self.life.refusal}" if self.life.refusal else ""
        self.notifier.ready(f"{work.setup.summary}{refused}")

    def _change(self, work: Work[Config, Tables], stopping: "asyncio.Future[int]") -> None:
        file = self.options.file
        self.loggers.write(self.events.reload, file)
        try:
            setup = self.daemon.read(file)
            work.serving.change(setup)
        except Crippled as error:
            self.loggers.write(self.events.server_failed, error)
            self._stop(stopping, FAILURE)
        except ADVERSITIES as error:
            self.life.refuse(time.time(), self._refusal(error))
            self.loggers.write(self.events.reload_failed, file)
        else:
            work.setup = setup
            self.life.accept(time.time())
            self._tell(setup)
            settle_memory()
            self.loggers.write(self.events.reload_done, file)

    def _refusal(self, error: Exception) -> str:
        """Write to the log why a configuration is not put to use, one line a mistake; return the sum of it."""
        file = self.options.file
        reasons = error.problems if isinstance(error, ConfigError) else [error]
        for reason in reasons:
            self.loggers.write(self.events.config_refused, file, reason)
        more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
        return f"configuration error using file '{file}': {reasons[0]}{more}"

    def _stop(self, stopping: "asyncio.Future[int]", status: int) -> None:
        self.loggers.write(self.events.shutdown_request)
        if not stopping.done():
            stopping.set_result(status)

    def _unexpected(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """Say what went wrong in an event that no packet caused, and go on."""
        error = context.get("exception")
        text = f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else context.get("message")
        self.loggers.write(self.events.unexpected, text)
        if isinstance(error, BaseException):
            traceback.print_exception(error)
