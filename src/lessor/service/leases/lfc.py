"""One run of kea-lfc: take the pid file, merge the files, put the result into place, and tell the log."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from lessor.service.leases.storage import LoggingWatcher
from lessor.service.logs import messages_lfc
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.store.base import StoreError
from lessor.store.compact import Cleanup, Files
from lessor.store.lastrows import KIND4, KIND6
from lessor.store.pidfile import Busy, take

ROOT: Final = "DhcpLFC"
"""Name of the root logger."""


class CleanupFailed(Exception):
    """The clean-up could not be done; the text, which the log has as well, says why."""


class Run:
    """One clean-up, with everything about it told in the log."""

    def __init__(self, family: int, files: Files, pid_file: Path, loggers: Loggers) -> None:
        self.files = files
        self.pid_file = pid_file
        self.log = loggers.get("")
        watcher = LoggingWatcher(loggers)
        self.cleanup = Cleanup(files, KIND4, watcher) if family == 4 else Cleanup(files, KIND6, watcher)

    def run(self) -> None:
        """Do it. Raise CleanupFailed."""
        self.log.write(messages_lfc.LFC_START)
        try:
            take(self.pid_file)
        except Busy as error:
            self.log.write(messages_lfc.LFC_RUNNING)
            raise CleanupFailed(str(error)) from error
        except OSError as error:
            raise self._failed(messages_lfc.LFC_FAIL_PID_CREATE, error) from error
        try:
            self._merge()
            self._rotate()
        finally:
            self._remove_pid_file()
            self.log.write(messages_lfc.LFC_TERMINATE)

    def _merge(self) -> None:
        steps = self.cleanup.merging()
        if not steps:
            return
        self.log.write(messages_lfc.LFC_PROCESSING, self.files.previous, self.files.copy)
        self._do(steps, messages_lfc.LFC_FAIL_PROCESS)
        tally = self.cleanup.tally
        self.log.write(messages_lfc.LFC_READ_STATS, tally.leases, tally.rows, tally.errors)
        self.log.write(messages_lfc.LFC_WRITE_STATS, self.cleanup.leases, self.cleanup.leases, 0)

    def _rotate(self) -> None:
        self.log.write(messages_lfc.LFC_ROTATING)
        self._do(self.cleanup.rotating(), messages_lfc.LFC_FAIL_ROTATE)

    def _do(self, steps: Iterable[Callable[[], None]], failure: Message) -> None:
        try:
            for step in steps:
                step()
        except (StoreError, OSError) as error:
            raise self._failed(failure, error) from error

    def _failed(self, message: Message, error: Exception) -> CleanupFailed:
        self.log.write(message, error)
        return CleanupFailed(str(error))

    def _remove_pid_file(self) -> None:
        try:
            self.pid_file.unlink(missing_ok=True)
        except OSError as error:
            self.log.write(messages_lfc.LFC_FAIL_PID_DEL, error)
