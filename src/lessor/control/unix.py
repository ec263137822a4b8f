"""A UNIX socket that takes commands, as Kea's: one request, one answer, and the connection ends.

Who is too slow, sends too much or nonsense is told so and hung up on; more than a few at once are hung up on unheard.
"""

import asyncio
import fcntl
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lessor.control.answer import encode
from lessor.control.caller import Caller, Execute
from lessor.control.limits import Crowded, Limits, Room
from lessor.control.report import Report, untold
from lessor.control.request import Framer, RequestError, decode
from lessor.model.command import CommandError, refused
from lessor.model.control import UNIX

CHUNK: Final = 1 << 12
"""Octets looked at in one go: they take a millisecond, four at worst."""

LONGEST_ADDRESS: Final = 107
"""Octets of a file name that fit into the address of a UNIX socket."""

_CREDENTIALS: Final = struct.Struct("iII")


class UnixChannel:
    """Listens from `open` to `close`; `mode` is who may connect."""

    def __init__(self, path: Path, execute: Execute, mode: int, limits: Limits, report: Report = untold) -> None:
        self.path = path
        self.execute = execute
        self.report = report
        self.mode = mode
        self.room = Room(limits)
        self._server: asyncio.Server | None = None
        self._lock = -1
        self._clients: set[asyncio.Task[None]] = set()
        self._heard: set[asyncio.Task[None]] = set()
        """Clients whose request has come."""

    async def open(self) -> None:
        """Listen, in place of whoever left the socket behind. Raise OSError, also when another process listens."""
        self._lock = lock(self.path)
        try:
            listener = listen(self.path, self.mode)
            try:
                self._server = await asyncio.start_unix_server(self._accept, sock=listener, limit=CHUNK)
            except BaseException:
                listener.close()
                raise
        except BaseException:
            self._let_go()
            raise

    async def close(self) -> None:
        """Remove the socket, and hang up on who has not sent a request; others get their answers."""
        if self._server is None:
            return
        self._server.close()
        self._server = None
        self.path.unlink(missing_ok=True)
        self._let_go()
        for task in self._clients - self._heard:
            task.cancel()

    async def finish(self, patience: float) -> None:
        """Wait so many seconds for the last answers to be sent, and hang up."""
        if self._heard:
            await asyncio.wait(self._heard, timeout=patience)
        for task in self._heard:
            task.cancel()

    def _let_go(self) -> None:
        lock_of(self.path).unlink(missing_ok=True)
        os.close(self._lock)
        self._lock = -1

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None, "streams are served in tasks"
        if len(self._clients) >= self.room.limits.connections:
            writer.transport.abort()
            return
        self._clients.add(task)
        self.report("COMMAND_SOCKET_CONNECTION_OPENED", self.path)
        try:
            await self._serve(task, reader, writer)
        except (OSError, TimeoutError, asyncio.CancelledError):
            pass  # a client that goes away, or takes no answer, or a server that ends
        finally:
            writer.transport.abort()
            self._clients.discard(task)
            self._heard.discard(task)
            self.report("COMMAND_SOCKET_CONNECTION_CLOSED", self.path)

    async def _serve(
        self, task: asyncio.Task[None], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        limits = self.room.limits
        framer = Framer()
        try:
            if not await self._receive(framer, reader):
                return
            self._heard.add(task)
            answer = await self.execute(await decode(bytes(framer.kept)), caller_of(writer))
        except RequestError as error:
            answer = refused(CommandError(str(error)))
        except TimeoutError:
            self.report("COMMAND_SOCKET_CONNECTION_TIMEOUT", self.path)
            answer = refused(CommandError(_too_slow(len(framer.kept))))
        except Crowded:
            answer = refused(CommandError("the request is too large"))
        async with asyncio.timeout(limits.send):
            writer.write(await encode(answer))
            await writer.drain()
            writer.close()
            await writer.wait_closed()

    async def _receive(self, framer: Framer, reader: asyncio.StreamReader) -> bool:
        """Return whether a whole request came before the client hung up. Raise RequestError, TimeoutError, Crowded."""
        limits = self.room.limits
        received = 0
        try:
            async with asyncio.timeout(limits.receive):
                while octets := await reader.read(CHUNK):
                    self.room.hold(len(octets))
                    received += len(octets)
                    if received > limits.request:
                        raise Crowded
                    if framer.feed(octets):
                        return True
                    # what has come already would be read without anybody else having a turn
                    await asyncio.sleep(0)
            return False
        finally:
            self.room.free(received)


def _too_slow(kept: int) -> str:
    partial = f", discarded partial command of {kept} bytes" if kept else ""
    return f"Connection over control channel timed out{partial}"


def caller_of(writer: asyncio.StreamWriter) -> Caller:
    """Return who is at the other end of a UNIX socket."""
    raw = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, uid, _ = _CREDENTIALS.unpack(raw)
    return Caller(UNIX, uid=uid)


def lock_of(path: Path) -> Path:
    """Return the file that is locked as long as somebody listens on a socket of this name."""
    return path.with_name(f"{path.name}.lock")


def lock(path: Path) -> int:
    """Lock the socket's name for us; return the descriptor that holds the lock. Raise OSError."""
    file = lock_of(path)
    while True:
        descriptor = _opened(file)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), file.stat()):
                return descriptor
        except FileNotFoundError:
            pass  # its holder ended and removed the file between our open and our lock
        except OSError as error:
            os.close(descriptor)
            raise OSError(f"cannot lock socket lockfile, {file}, : {error.strerror}") from error
        os.close(descriptor)


def _opened(file: Path) -> int:
    try:
        return os.open(file, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise OSError(f"cannot create socket lockfile, {file}, : {error.strerror}") from error


def listen(path: Path, mode: int) -> socket.socket:
    """Return a listening UNIX socket of this name and mode. Raise OSError."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o777 & ~mode)
    try:
        with address_of(path) as address:
            listener.bind(address)
        listener.listen()
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    finally:
        os.umask(before)
    return listener


@contextmanager
def address_of(path: Path) -> Iterator[str]:
    """Provide an address for a socket of this name; a name that is too long is reached through its directory."""
    if len(os.fsencode(path)) <= LONGEST_ADDRESS:
        yield str(path)
        return
    directory = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)
