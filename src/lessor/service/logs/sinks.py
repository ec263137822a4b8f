"""Where log lines go: a terminal or pipe, a file that is rotated, the system's log.

Lines gather in a sink until `flush`, which the owner calls at the end of a turn of the event loop; so a batch of
packets costs one write. A sink that cannot write says so once on standard error, drops lines, and tries again with
the next ones: logging never stops a server.
"""

import os
import socket
import time
from pathlib import Path
from typing import Final

from lessor.service.logs.message import DEBUG, ERROR, FATAL, INFO, WARN

MOST_WAITING: Final = 500
"""Lines that wait at most."""

SMALLEST_ROTATED: Final = 204800
"""A `maxsize` below this many octets turns rotation off, as in Kea."""

FILE_MODE: Final = 0o640
DIRECTORY_MODE: Final = 0o750
STDERR: Final = 2

SYSLOG_SOCKET: Final = "/dev/log"
FACILITIES: Final = {
    "kern": 0,
    "user": 1,
    "mail": 2,
    "daemon": 3,
    "auth": 4,
    "syslog": 5,
    "lpr": 6,
    "news": 7,
    "uucp": 8,
    "cron": 9,
    "authpriv": 10,
    "ftp": 11,
    **{f"local{number}": 16 + number for number in range(8)},
}
DEFAULT_FACILITY: Final = "local0"

# RFC 3164 section 4.1.1
SYSLOG_SEVERITIES: Final = {FATAL: 2, ERROR: 3, WARN: 4, INFO: 6, DEBUG: 7}


class SinkError(Exception):
    """The destination cannot be opened; the text names it."""


class Sink:
    """Lines on their way to one place. Subclasses say how to write them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting: list[str] = []
        self.failing = False

    def put(self, line: str, severity: int) -> None:
        """Take a line; it is written with the next `flush`, or now when much is waiting."""
        self.waiting.append(line)
        if len(self.waiting) > MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        if not self.waiting:
            return
        lines, self.waiting = self.waiting, []
        try:
            self.write(lines)
        except OSError as error:
            self.complain(error)
        else:
            self.failing = False

    def write(self, lines: list[str]) -> None:
        """Write these lines. Raise OSError."""
        raise NotImplementedError

    def close(self) -> None:
        """Write what is waiting and let go of the place."""
        self.flush()

    def complain(self, error: OSError) -> None:
        """Say once that lines are lost."""
        if self.failing:
            return
        self.failing = True
        _say(f"log lines to {self.name} are lost: {error.strerror or error}")


class StreamSink(Sink):
    """Standard output or standard error, or any open descriptor."""

    def __init__(self, name: str, descriptor: int) -> None:
        super().__init__(name)
        self.descriptor = descriptor

    def write(self, lines: list[str]) -> None:
        _write_all(self.descriptor, "".join(lines).encode())


class FileSink(Sink):
    """A file, appended to. At `maxsize` octets it becomes `<name>.1`, older ones count up to `<name>.<maxver>`."""

    def __init__(self, path: Path, maxsize: int, maxver: int) -> None:
        """Open the file. Raise SinkError."""
        super().__init__(str(path))
        self.path = path
        self.maxsize = maxsize if maxsize >= SMALLEST_ROTATED else 0
        self.maxver = max(maxver, 1)
        try:
            self._open()
        except OSError as error:
            raise SinkError(f"cannot open log file {path}: {error.strerror}") from error

    def write(self, lines: list[str]) -> None:
        data = "".join(lines).encode()
        if self.maxsize and self.written and self.written + len(data) > self.maxsize:
            self._rotate_if_possible()
        _write_all(self.descriptor, data)
        self.written += len(data)

    def close(self) -> None:
        super().close()
        os.close(self.descriptor)

    def _open(self) -> None:
        self.descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
        self.written = os.fstat(self.descriptor).st_size

    def _rotate_if_possible(self) -> None:
        try:
            self._rotate()
        except OSError as error:
            # a file that is too long is better than lines that are lost; tried again after as much text
            self.written = 0
            _say(f"log file {self.name} cannot be rotated: {error.strerror or error}")

    def _rotate(self) -> None:
        for number in range(self.maxver - 1, 0, -1):
            older = self._numbered(number)
            if older.exists():
                older.rename(self._numbered(number + 1))
        self.path.rename(self._numbered(1))
        before = self.descriptor
        self._open()
        os.close(before)

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")


class SyslogSink(Sink):
    """The system's log: one RFC 3164 datagram a line. The socket is found again when the log daemon restarts."""

    def __init__(self, facility: str, program: str, address: str = SYSLOG_SOCKET) -> None:
        """Raise SinkError for a facility that does not exist."""
        super().__init__(f"syslog:{facility}")
        if facility.lower() not in FACILITIES:
            raise SinkError(f"syslog facility {facility} does not exist; it is one of {', '.join(FACILITIES)}")
        self.facility = FACILITIES[facility.lower()]
        self.tag = f"{program}[{os.getpid()}]"
        self.address = address
        self.socket: socket.socket | None = None

    def put(self, line: str, severity: int) -> None:
        priority = self.facility * 8 + SYSLOG_SEVERITIES[severity]
        moment = time.strftime("%b %e %H:%M:%S")
        super().put(f"<{priority}>{moment} {self.tag}: {line.rstrip()}", severity)

    def write(self, lines: list[str]) -> None:
        for line in lines:
            data = line.encode()
            try:
                self._connected().send(data)
            except BlockingIOError:
                raise  # the log daemon does not read: waiting for it would stop the server
            except OSError:
                self._disconnect()
                self._connected().send(data)

    def close(self) -> None:
        super().close()
        self._disconnect()

    def _connected(self) -> socket.socket:
        if self.socket is None:
            opened = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            opened.setblocking(False)
            try:
                opened.connect(self.address)
            except OSError:
                opened.close()
                raise
            self.socket = opened
        return self.socket

    def _disconnect(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def open_sink(output: str, maxsize: int, maxver: int, program: str, directory: Path) -> Sink:
    """Open what `output` of a logger names: stdout, stderr, syslog, syslog:<facility>, or a file.

    A file named without a directory lies in `directory`, which is made when missing. Raise SinkError.
    """
    if output == "stdout":
        return StreamSink(output, 1)
    if output == "stderr":
        return StreamSink(output, STDERR)
    kind, _, facility = output.partition(":")
    if kind == "syslog":
        return SyslogSink(facility or DEFAULT_FACILITY, program)
    path = Path(output)
    if path.name != output:
        return FileSink(path, maxsize, maxver)
    try:
        directory.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
    except OSError as error:
        raise SinkError(f"cannot make log directory {directory}: {error.strerror}") from error
    return FileSink(directory / path, maxsize, maxver)


def _say(text: str) -> None:
    try:
        os.write(STDERR, f"{text}\n".encode())
    except OSError:
        return  # standard error itself is gone: nobody is left to tell


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
