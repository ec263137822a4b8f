"""Connections to one TCP address, let in one by one: no more at once than there is room for.

They count from their first packet on, before any TLS: whoever says nothing takes some of this room and nothing else.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable
from typing import Final

from lessor.control.report import Report

PAUSE: Final = 0.1
"""Seconds until we look again when connections cannot be taken: the process has no descriptors left."""

BACKLOG: Final = 128


class Entrance:
    """Listens from `open` to `close`.

    `protocol` makes what serves a connection; it notes itself in `inside` as long as that lasts. `most` is how many
    there may be at once, `patience` the seconds that a TLS handshake may take.
    """

    def __init__(
        self,
        address: tuple[str, int],
        protocol: Callable[[], asyncio.Protocol],
        context: ssl.SSLContext | None,
        report: Report,
        most: int,
        patience: float,
    ) -> None:
        self.address = address
        self.protocol = protocol
        self.context = context
        self.report = report
        self.most = most
        self.patience = patience
        self.inside: set[asyncio.Protocol] = set()
        self._greeting: set[asyncio.Task[None]] = set()
        self._listener: socket.socket | None = None
        self._accepting: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Listen. Raise OSError."""
        self._listener = listen(self.address)
        self._accepting = asyncio.get_running_loop().create_task(self._accept(self._listener))

    def close(self) -> None:
        """Let nobody in any more."""
        if self._listener is None or self._accepting is None:
            return
        self._accepting.cancel()
        # the loop may not look at a descriptor that somebody else has by then
        asyncio.get_running_loop().remove_reader(self._listener)
        self._listener.close()
        self._listener = None
        for task in self._greeting:
            task.cancel()

    async def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, peer = await loop.sock_accept(listener)
            except OSError as error:
                self.report("COMMAND_SOCKET_ACCEPT_FAIL", self.address[1], error.strerror)
                await asyncio.sleep(PAUSE)
                continue
            if len(self.inside) + len(self._greeting) >= self.most:
                connection.close()
                continue
            task = loop.create_task(self._greet(loop, connection, peer[0]))
            self._greeting.add(task)
            task.add_done_callback(self._greeting.discard)

    async def _greet(self, loop: asyncio.AbstractEventLoop, connection: socket.socket, peer: str) -> None:
        """Hand a connection over, through TLS if there is any."""
        patience = self.patience if self.context is not None else None
        try:
            await loop.connect_accepted_socket(
                self.protocol, connection, ssl=self.context, ssl_handshake_timeout=patience
            )
        except OSError as error:
            self.report("HTTP_CONNECTION_HANDSHAKE_FAILED", peer, error)
            connection.close()
        except asyncio.CancelledError:
            connection.close()


def listen(address: tuple[str, int]) -> socket.socket:
    """Return a socket that listens on this address and port. Raise OSError."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    return listener
