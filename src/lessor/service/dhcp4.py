"""The DHCPv4 daemon: start, signals, reload, stop."""

import asyncio
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from typing import Final

from lessor import KEA_VERSION, __version__
from lessor.config.errors import ConfigError
from lessor.service import messages
from lessor.service.log import LogError, Loggers
from lessor.service.places import PlaceError, Places, find_places
from lessor.service.process import PidFile, PidFileError, settle_memory
from lessor.service.serving4 import Crippled, Serving4
from lessor.service.setup4 import Setup4, read_setup4, remark, summary
from lessor.service.sockets import SocketsError
from lessor.store.base import StoreError

SUCCESS: Final = 0
FAILURE: Final = 1

ADVERSITIES: Final = (ConfigError, LogError, PlaceError, StoreError, SocketsError, OSError)
"""What may keep a configuration from being put to use; anything else is a bug."""


@dataclass(frozen=True, slots=True)
class Dhcp4Options:
    """What the command line says; `client_port` 0 means the usual ports."""

    program: str
    file: str
    port: int = 67
    client_port: int = 0
    debug: bool = False
    unrestricted: bool = False


def run4(options: Dhcp4Options) -> int:
    """Serve until a signal ends it; return the exit status."""
    places = find_places()
    try:
        loggers = Loggers(options.program, places.logs)
        loggers.configure((), options.debug)
    except LogError as error:
        print(f"Failed to initialize server: {error}", file=sys.stderr)
        return FAILURE
    try:
        return asyncio.run(Dhcp4Server(options, places, loggers).run())
    finally:
        loggers.close()


def check4(file: str) -> list[str]:
    """Check a configuration file as a start would, and return what is to be said about it.

    Raise ConfigError. No sockets are opened and no leases loaded.
    """
    setup = read_setup4(file)
    remarks = [message.template % text for message, text in setup.remarks]
    return [*remarks, f"Syntax check OK: {file}: {summary(setup.config)}"]


class Dhcp4Server:
    """One DHCPv4 server process."""

    def __init__(self, options: Dhcp4Options, places: Places, loggers: Loggers) -> None:
        self.options = options
        self.places = places
        self.loggers = loggers

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
            self.loggers.write(messages.DHCP4_ALREADY_RUNNING, self.options.program, error)
            return FAILURE
        try:
            return await self._serve(loop)
        except Exception as error:
            self.loggers.write(messages.DHCP4_SERVER_FAILED, f"{type(error).__name__}: {error}")
            raise  # a bug: its traceback belongs on standard error
        finally:
            pid_file.remove()

    async def _serve(self, loop: asyncio.AbstractEventLoop) -> int:
        stopping: asyncio.Future[int] = loop.create_future()
        # from here on signals wait for their turn, also while the leases are loaded
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, stopping, SUCCESS)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        try:
            serving = self._start(loop, stopping)
        except ADVERSITIES as error:
            self.loggers.write(messages.DHCP4_INIT_FAIL, self._refusal(error))
            return FAILURE
        loop.add_signal_handler(signal.SIGHUP, self._reload, serving, stopping)
        settle_memory()
        self.loggers.write(messages.DHCP4_STARTED, KEA_VERSION)
        status = await stopping
        serving.close()
        self.loggers.write(messages.DHCP4_SHUTDOWN)
        return status

    def _announce(self) -> None:
        options = self.options
        self.loggers.write(messages.DHCP4_STARTING, KEA_VERSION, f"lessor {__version__}")
        debug = "yes" if options.debug else "no"
        self.loggers.write(messages.DHCP4_START_INFO, os.getpid(), options.port, options.client_port, debug)
        if options.unrestricted:
            self.loggers.write(messages.DHCP4_SECURITY_CHECKS_DISABLED)

    def _start(self, loop: asyncio.AbstractEventLoop, stopping: "asyncio.Future[int]") -> Serving4:
        options = self.options
        setup = read_setup4(options.file)
        self.loggers.configure(setup.config.loggers, options.debug)
        self._tell(setup)

        def fail() -> None:
            self._stop(stopping, FAILURE)

        return Serving4(setup, self.places, self.loggers, loop, fail, options.port, options.client_port, options.debug)

    def _tell(self, setup: Setup4) -> None:
        remark(setup, self.loggers)
        self.loggers.write(messages.DHCP4_CONFIG_COMPLETE, summary(setup.config))

    def _reload(self, serving: Serving4, stopping: "asyncio.Future[int]") -> None:
        file = self.options.file
        self.loggers.write(messages.DHCP4_DYNAMIC_RECONFIGURATION, file)
        try:
            setup = read_setup4(file)
            serving.change(setup)
        except Crippled as error:
            self.loggers.write(messages.DHCP4_SERVER_FAILED, error)
            self._stop(stopping, FAILURE)
        except ADVERSITIES as error:
            self._refusal(error)
            self.loggers.write(messages.DHCP4_DYNAMIC_RECONFIGURATION_FAIL, file)
        else:
            self._tell(setup)
            settle_memory()
            self.loggers.write(messages.DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS, file)

    def _refusal(self, error: Exception) -> str:
        """Write to the log why a configuration is not put to use, one line a mistake; return the sum of it."""
        file = self.options.file
        reasons = error.problems if isinstance(error, ConfigError) else [error]
        for reason in reasons:
            self.loggers.write(messages.DHCP4_CONFIG_LOAD_FAIL, file, reason)
        more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
        return f"configuration error using file '{file}': {reasons[0]}{more}"

    def _stop(self, stopping: "asyncio.Future[int]", status: int) -> None:
        self.loggers.write(messages.DHCP4_SHUTDOWN_REQUEST)
        if not stopping.done():
            stopping.set_result(status)

    def _unexpected(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """Say what went wrong in an event that no packet caused, and go on."""
        error = context.get("exception")
        text = f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else context.get("message")
        self.loggers.write(messages.DHCP4_PACKET_PROCESS_STD_EXCEPTION_MAIN, text)
        if isinstance(error, BaseException):
            traceback.print_exception(error)
