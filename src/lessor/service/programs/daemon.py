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
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from lessor import KEA_VERSION, __version__
from lessor.control.caller import Execute
from lessor.control.limits import Limits
from lessor.control.unix import UnixChannel
from lessor.service.api.channels import Channels
from lessor.service.api.control import Commands, Grip
from lessor.service.api.reconfiguration import Readers, Reconfiguration
from lessor.service.counting.sampling import Sampler
from lessor.service.counting.snapshot import Life
from lessor.service.logs import messages
from lessor.service.logs.log import LogError, Loggers
from lessor.service.programs.lifecycle import ADVERSITIES, AtWork, Events, refusals
from lessor.service.programs.notify import Notifier
from lessor.service.programs.places import Places, find_places
from lessor.service.programs.privileges import drop_privileges
from lessor.service.programs.process import PidFile, PidFileError, settle_memory
from lessor.service.serving import Crippled, Surroundings
from lessor.service.setup import DaemonConfig, Setup, remark

SUCCESS: Final = 0
FAILURE: Final = 1

PRIVATE_MODE: Final = 0o600
"""Who may use the socket that `lessor` asks a server on: its own user, and root."""

Config = TypeVar("Config", bound=DaemonConfig)
Tables = TypeVar("Tables")
Active = TypeVar("Active", bound=AtWork[Any])


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
class Daemon(Generic[Config, Tables, Active]):
    """The daemon of one family. `serve` raises one of ADVERSITIES."""

    events: Events
    readers: Readers[Config, Tables]
    serve: Callable[[Setup[Config, Tables], Surroundings], Active]
    command: Callable[[Reconfiguration[Config, Tables, Active], Grip], Commands]

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
        setup = self.readers.read(file)
        remarks = [message.template % text for message, text in setup.remarks]
        return [*remarks, f"Syntax check OK: {file}: {setup.summary}"]


@dataclass(frozen=True, slots=True)
class Work(Generic[Config, Tables, Active]):
    """A server at work, and the sockets on which it takes commands."""

    inner: Reconfiguration[Config, Tables, Active]
    channels: Channels
    private: UnixChannel
    sampler: Sampler

    async def close(self) -> None:
        """Take no more commands, and serve no more."""
        await self.channels.close()
        await self.private.close()
        self.sampler.end()
        await self.inner.serving.plugins.close()
        self.inner.serving.close()


class Process(Generic[Config, Tables, Active]):
    """One server process."""

    def __init__(
        self, daemon: Daemon[Config, Tables, Active], options: Options, places: Places, loggers: Loggers
    ) -> None:
        self.daemon = daemon
        self.events = daemon.events
        self.options = options
        self.places = places
        self.loggers = loggers
        self.notifier = Notifier()
        self.life = Life(options.program, options.file, time.time())
        self._work: Work[Config, Tables, Active] | None = None
        self._reload: asyncio.Task[None] | None = None

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
        loop.add_signal_handler(signal.SIGHUP, self._hang_up)
        try:
            work = self._work = await self._start(loop, stopping)
        except ADVERSITIES as error:
            refusal = refusals(self.loggers, self.events, self.options.file, error)
            self.loggers.write(self.events.init_failed, refusal)
            return FAILURE
        settle_memory()
        self.loggers.write(self.events.started, KEA_VERSION)
        self.life.accept(time.time())
        self.notifier.ready(work.inner.setup.summary)
        watchdog = loop.create_task(self._stay_alive())
        status = await stopping
        self.notifier.stopping()
        watchdog.cancel()
        await work.close()
        self.loggers.write(self.events.shutdown)
        return status

    def _announce(self) -> None:
        options = self.options
        self.loggers.write(self.events.starting, KEA_VERSION, f"lessor {__version__}")
        debug = "yes" if options.debug else "no"
        self.loggers.write(self.events.start_info, os.getpid(), options.port, options.client_port, debug)
        if options.unrestricted:
            self.loggers.write(self.events.checks_disabled)

    async def _start(
        self, loop: asyncio.AbstractEventLoop, stopping: "asyncio.Future[int]"
    ) -> Work[Config, Tables, Active]:
        """Serve clients and take commands from now on. Raise one of ADVERSITIES."""
        options = self.options
        setup = self.daemon.readers.read(options.file)
        self.loggers.configure(setup.config.loggers, options.debug)
        remark(setup, self.loggers)
        self.loggers.write(self.events.config_complete, setup.summary)

        def stop(status: int = FAILURE) -> None:
            self._stop(stopping, status)

        around = Surroundings(
            self.places,
            self.loggers,
            loop,
            stop,
            options.port,
            options.client_port,
            options.debug,
            options.unrestricted,
        )
        serving = self.daemon.serve(setup, around)
        inner = Reconfiguration(setup, serving, self.daemon.readers, self.events, self.life, self.loggers, stop)
        sampler = Sampler(loop)
        commands = self.daemon.command(inner, Grip(self.places, stop, options.unrestricted, sampler.parts))
        channels = inner.channels = Channels(commands.public, self.loggers, loop, self.places)
        try:
            await channels.open(setup.config.control_sockets)
            return Work(inner, channels, await self._listen(commands.private), sampler)
        except BaseException:
            serving.close()
            raise

    async def _listen(self, execute: Execute) -> UnixChannel:
        """Let `lessor` on this machine ask; a server that cannot be asked is still a server."""
        path = self.places.command_socket(self.options.file, self.options.program)
        opened = UnixChannel(path, execute, PRIVATE_MODE, Limits())
        try:
            await opened.open()
        except OSError as error:
            self.loggers.write(messages.LESSOR_COMMANDS_UNAVAILABLE, path, error.strerror or error)
        return opened

    async def _stay_alive(self) -> None:
        while self.notifier.watchdog:
            self.notifier.alive()
            await asyncio.sleep(self.notifier.watchdog)

    def _hang_up(self) -> None:
        if self._reload is None or self._reload.done():
            self._reload = asyncio.get_running_loop().create_task(self._read_again())

    async def _read_again(self) -> None:
        work = self._work
        assert work is not None, "the loop hands signals on, and it does not run before the server is at work"
        self.notifier.reloading()
        with suppress(*ADVERSITIES, Crippled):  # told in the log
            await work.inner.reload()
        refused = f"; the last reload was refused: {self.life.refusal}" if self.life.refusal else ""
        self.notifier.ready(f"{work.inner.setup.summary}{refused}")

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
