"""The UNIX socket on which a server answers commands: one request, one answer, and the connection ends.

The end of a request is the end of its JSON value, as in Kea's control channel. Only the server's own user, and root,
may connect. Who sends too much or is too slow is hung up on; more than a few at once have to come again.
"""

import asyncio
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

LONGEST_REQUEST: Final = 65536
MOST_CONNECTIONS: Final = 16
PATIENCE: Final = 10.0
"""Seconds a client has for its request."""

SOCKET_MODE: Final = 0o600
LONGEST_ADDRESS: Final = 107
"""Octets of a file name that fit into the address of a UNIX socket."""


class CommandSocket:
    """Listens from `open` to `close`. `answer` takes a request as it came from JSON and returns what is to be sent."""

    def __init__(self, path: Path, answer: Callable[[object], bytes]) -> None:
        self.path = path
        self.answer = answer
        self.open_connections: set[Connection] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen, in place of whoever left the socket behind. Raise OSError."""
        listener = listen(self.path)
        try:
            self._server = await asyncio.get_running_loop().create_unix_server(lambda: Connection(self), sock=listener)
        except BaseException:
            listener.close()
            raise

    def close(self) -> None:
        """Hang up and remove the socket."""
        if self._server is None:
            return
        self._server.close()
        self._server = None
        self.path.unlink(missing_ok=True)
        for connection in list(self.open_connections):
            connection.hang_up()


class Connection(asyncio.Protocol):
    """One client."""

    def __init__(self, owner: CommandSocket) -> None:
        self.owner = owner
        self.received = b""
        self.transport: asyncio.Transport | None = None
        self.deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Give the client some time, if there is room for one more."""
        assert isinstance(transport, asyncio.Transport), "the transport of a stream"
        self.transport = transport
        if len(self.owner.open_connections) >= MOST_CONNECTIONS:
            transport.abort()
            return
        self.owner.open_connections.add(self)
        self.deadline = asyncio.get_running_loop().call_later(PATIENCE, self.hang_up)

    def data_received(self, data: bytes) -> None:
        """Answer, if the request is complete."""
        self.received += data
        try:
            request = json.JSONDecoder().raw_decode(self.received.decode().lstrip())[0]
        except (ValueError, RecursionError):
            if len(self.received) > LONGEST_REQUEST:
                self.hang_up()
            return
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(self.owner.answer(request))
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Make room."""
        self.owner.open_connections.discard(self)
        if self.deadline is not None:
            self.deadline.cancel()

    def hang_up(self) -> None:
        """End the connection at once."""
        if self.transport is not None:
            self.transport.abort()


def listen(path: Path) -> socket.socket:
    """Return a listening UNIX socket of this name that only its owner may use. Raise OSError."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o777 & ~SOCKET_MODE)
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


def ask(path: Path, command: str, patience: float = 2.0) -> dict[str, object]:
    """Send a command to the server that listens there and return its answer. Raise OSError or ValueError."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience)
        with address_of(path) as address:
            connection.connect(address)
        connection.sendall(json.dumps({"command": command}).encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    record = json.loads(answer)
    if not isinstance(record, dict):
        raise ValueError(f"{path}: the answer is no map")
    return record


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
