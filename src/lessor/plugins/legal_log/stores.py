"""Where the record is kept: files, or the system's log.

An entry is written at once, without waiting for the disk: a few microseconds. What cannot be written raises OSError,
and the next entry tries anew.
"""

import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import localtime, strftime
from typing import Final, Protocol

from lessor.plugins.legal_log.rotation import Rotation

MODE: Final = 0o640

DEVICE: Final = "/dev/log"
# RFC 5424 section 6.2.1
FACILITIES: Final = {
    **{
        name: code
        for code, name in enumerate(
            ("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp")
        )
    },
    **{f"local{i}": 16 + i for i in range(8)},
}
INFO: Final = 6

Clock = Callable[[], float]


class Store(Protocol):
    """Keeps entries."""

    def write(self, entry: str, address: str = "") -> None:
        """Keep an entry about an address; it may have several lines. Raise OSError."""
        ...

    def close(self) -> Awaitable[None] | None: ...


class Notified(Protocol):
    """Is told when files are opened and closed; `rotating` when one takes the place of another."""

    def opened(self, path: Path, rotating: bool) -> None: ...
    def closing(self, path: Path, rotating: bool) -> None: ...


class Stamp:
    """The time at the beginning of each line: as strftime has it, `%Q` for microseconds."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._precise = "%Q" in pattern
        self._second = -1
        self._text = ""

    def at(self, now: float) -> str:
        """Return the text for a time in unix seconds."""
        second = int(now)
        if self._precise:
            micros = f"{int((now - second) * 1_000_000):06d}"
            return strftime(self._pattern.replace("%Q", micros), localtime(second))
        if second != self._second:
            self._second = second
            self._text = strftime(self._pattern, localtime(second))
        return self._text


class FileStore:
    """Files that follow each other; each line begins with the time, `mark` puts a hyphen before lines that go on."""

    def __init__(
        self,
        directory: Path,
        base: str,
        rotation: Rotation,
        stamp: Stamp,
        mark: bool,
        notified: Notified,
        clock: Clock,
    ) -> None:
        self._directory = directory
        self._base = base
        self._rotation = rotation
        self._stamp = stamp
        self._between = " - " if mark else " "
        self._notified = notified
        self._clock = clock
        self._file = -1
        self._path = directory
        self._opened = 0

    def write(self, entry: str, address: str = "") -> None:
        """Append an entry, to a new file when it is time for one. Raise OSError."""
        now = self._clock()
        if self._file < 0:
            self._open(int(now), rotating=False)
        elif self._rotation.due(self._opened, int(now)):
            self._close(rotating=True)
            self._open(int(now), rotating=True)
        stamp = self._stamp.at(now)
        first, *others = entry.split("\n")
        lines = [f"{stamp} {first}\n", *(f"{stamp}{self._between}{line}\n" for line in others)]
        os.write(self._file, "".join(lines).encode(errors="backslashreplace"))

    def close(self) -> None:
        """Close the file; a further entry opens one."""
        if self._file >= 0:
            self._close(rotating=False)

    def _close(self, rotating: bool) -> None:
        self._notified.closing(self._path, rotating)
        os.close(self._file)
        self._file = -1

    def _open(self, now: int, rotating: bool) -> None:
        path = self._rotation.path(self._directory, self._base, now)
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, MODE)
        self._path, self._opened = path, now
        self._notified.opened(path, rotating)


class SyslogStore:
    """The system's log; `pattern` has `%m` for the entry, `%p` severity, `%c` logger, `%t` process, `%n` nothing."""

    def __init__(self, program: str, logger: str, facility: str, pattern: str, device: str = DEVICE) -> None:
        self._head = f"<{FACILITIES[facility] * 8 + INFO}>{program}[{os.getpid()}]: "
        fields = {"%-5p": "INFO ", "%p": "INFO", "%c": logger, "%t": str(os.getpid()), "%n": "", "\n": ""}
        for field, text in fields.items():
            pattern = pattern.replace(field, text)
        self._pattern = pattern
        self._device = device
        self._socket: socket.socket | None = None

    def write(self, entry: str, address: str = "") -> None:
        """Send an entry. Raise OSError."""
        if self._socket is None:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        data = (self._head + self._pattern.replace("%m", entry)).encode(errors="backslashreplace")
        # to the name each time: the system's log may have been started anew
        self._socket.sendto(data, self._device)

    def close(self) -> None:
        """Let go of the socket."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
