"""What makes a Python process a daemon: the name and the pid file by which others find it, memory that stays."""

import fcntl
import gc
import os
from pathlib import Path
from typing import Final, NoReturn

from lessor.service.programs.places import PlaceError, Places

NAME_FILE: Final = Path("/proc/self/comm")
PID_FILE_MODE: Final = 0o644


class PidFileError(Exception):
    """The pid file cannot be had: another process holds it, or it cannot be written. The text says which."""


def name_process(name: str) -> None:
    """Set the name that `ps`, `pgrep` and `killall` know this process by."""
    try:
        NAME_FILE.write_text(name)
    except OSError:
        return  # no /proc here: the process works as well under the name of its interpreter


def hoard_memory() -> None:
    """Collect no garbage until `settle_memory`: a start makes millions of objects, and all of them stay."""
    gc.disable()


def settle_memory() -> None:
    """Take what is in memory now for long-lived: leases and tables are not walked again by each garbage collection."""
    if gc.isenabled():
        # what was set aside before may be garbage by now
        gc.unfreeze()
        gc.collect()
    gc.freeze()
    gc.enable()


def keep_memory() -> None:
    """Take what came since for long-lived, too, without a look at what was there before."""
    gc.freeze()


class PidFile:
    """The file that says which process serves, and keeps a second one from serving with the same configuration.

    The file stays locked as long as we live, so two processes that start at once cannot both win; a file left behind
    by a crash is taken over.
    """

    def __init__(self, path: Path, program: str) -> None:
        self.path = path
        self.program = program
        self._descriptor = -1

    def take(self, places: Places) -> None:
        """Write our pid. Raise PidFileError when another process serves or the file cannot be written."""
        try:
            places.make(self.path.parent)
            self._lock()
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)
        except PlaceError as error:
            raise PidFileError(str(error)) from error
        except OSError as error:
            raise PidFileError(f"cannot write PID file {self.path}: {error.strerror}") from error

    def remove(self) -> None:
        """Remove the file, if it is ours."""
        if self._descriptor < 0:
            return
        self.path.unlink(missing_ok=True)
        self._let_go()

    def _lock(self) -> None:
        while True:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PID_FILE_MODE)
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._refuse(self._holder())
            if not self._is_current():
                # its holder ended and removed the file between our open and our lock
                self._let_go()
                continue
            holder = self._holder()
            if holder and self._serves(holder):
                self._refuse(holder)
            return

    def _refuse(self, holder: int) -> NoReturn:
        self._let_go()
        raise PidFileError(f"PID: {holder} exists, PID file: {self.path}")

    def _holder(self) -> int:
        text = os.pread(self._descriptor, 32, 0).strip()
        return int(text) if text.isdigit() else 0

    def _serves(self, pid: int) -> bool:
        """Tell whether this process is one of our kind: Kea's own daemon does not lock its file."""
        try:
            return Path(f"/proc/{pid}/comm").read_text().strip() == self.program and pid != os.getpid()
        except OSError:
            return False

    def _is_current(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._descriptor), self.path.stat())
        except FileNotFoundError:
            return False

    def _let_go(self) -> None:
        os.close(self._descriptor)
        self._descriptor = -1
