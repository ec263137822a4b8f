"""The sockets on which a daemon takes commands: several, of several kinds, as its configuration says."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from lessor.control.caller import Execute
from lessor.control.limits import Limits
from lessor.control.unix import UnixChannel
from lessor.model.control import HTTP, HTTPS, UNIX, ControlSocket
from lessor.service.logs import messages_channels as messages
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.service.programs.places import Places

SOCKET_MODE: Final = 0o770

LAST_WORDS: Final = 1.0
"""Seconds for the last answers of a daemon that ends."""

OTHERS_WRITE: Final = 0o002

LOOPBACK: Final = ("127.", "::1")

BY_ID: Final = {message.id: message for message in vars(messages).values() if isinstance(message, Message)}


class ChannelError(OSError):
    """A socket for commands cannot be opened; the text says which, and why."""


class Channel(Protocol):
    """One socket."""

    async def open(self) -> None:
        """Listen. Raise OSError."""
        ...

    async def close(self) -> None:
        """Listen no more, and hang up on who has not sent a request; others get their answers."""
        ...

    async def finish(self, patience: float) -> None:
        """Wait so many seconds for the last answers to be sent, and hang up."""
        ...


Place: TypeAlias = tuple[str, int]
"""What only one socket can have: an address and its port, or a file name and 0."""

Seal: TypeAlias = tuple[tuple[int, int, int], ...]
"""Which files a socket was opened with: as soon as one of them is another one, so is the socket."""


class Channels:
    """The open sockets of one daemon.

    A change is made place by place: what stays as it is goes on, with its connections. Files with certificates and
    passwords are read again when they have changed.
    """

    def __init__(
        self,
        execute: Execute,
        loggers: Loggers,
        loop: asyncio.AbstractEventLoop,
        places: Places,
        limits: Limits | None = None,
    ) -> None:
        self.execute = execute
        self.loggers = loggers
        self.loop = loop
        self.places = places
        self.limits = limits or Limits()
        self._sockets: dict[Place, ControlSocket] = {}
        self._channels: dict[Place, Channel] = {}
        self._seals: dict[Place, Seal] = {}

    async def open(self, config: tuple[ControlSocket, ...]) -> None:
        """Listen on these sockets. Raise ChannelError when one cannot be opened; none is open then."""
        await self.reconfigure(config)

    async def reconfigure(self, config: tuple[ControlSocket, ...]) -> None:
        """Listen on these sockets from now on. Raise ChannelError when one cannot be opened.

        Then the sockets so far are open again, as far as that is possible.
        """
        before = self._sockets
        wanted = {self._place(socket): socket for socket in config}
        seals = {place: sealed(socket) for place, socket in wanted.items()}
        changed = [
            place for place in wanted if before.get(place) != wanted[place] or self._seals[place] != seals[place]
        ]
        # made first: what can be wrong about a socket shows while nothing is closed yet
        channels = {place: self._made(place, wanted[place]) for place in changed}
        try:
            for place, channel in channels.items():
                await self._close(place)
                await self._open(place, wanted[place], channel)
                self._seals[place] = seals[place]
        except ChannelError as error:
            lost = await self._restore(before)
            raise ChannelError("; ".join([str(error), *lost])) from error
        for place in [*self._channels]:
            if place not in wanted:
                await self._close(place)

    async def close(self) -> None:
        """Close all sockets, once the answers to requests that have come are sent."""
        channels = [*self._channels.values()]
        for place in [*self._channels]:
            await self._close(place)
        await asyncio.gather(*(channel.finish(LAST_WORDS) for channel in channels))

    async def _restore(self, before: dict[Place, ControlSocket]) -> list[str]:
        """Open what was open before; return what cannot be."""
        for place in [*self._channels]:
            if self._sockets[place] != before.get(place):
                await self._close(place)
        lost: list[str] = []
        for place, socket in before.items():
            if place not in self._channels:
                try:
                    await self._open(place, socket, self._made(place, socket))
                except ChannelError as error:
                    lost.append(f"no longer open: {error}")
        return lost

    async def _open(self, place: Place, socket: ControlSocket, channel: Channel) -> None:
        try:
            await channel.open()
        except OSError as error:
            raise ChannelError(f"{_shown(place)}: {error.strerror or error}") from error
        self._sockets = {**self._sockets, place: socket}
        self._channels[place] = channel
        self._tell(place, socket)

    async def _close(self, place: Place) -> None:
        channel = self._channels.pop(place, None)
        if channel is None:
            return
        socket = self._sockets[place]
        self._sockets = {other: kept for other, kept in self._sockets.items() if other != place}
        await channel.close()
        if socket.type != UNIX:
            self._report("HTTP_COMMAND_MGR_SERVICE_STOPPING", socket.type, _shown(place))

    def _tell(self, place: Place, socket: ControlSocket) -> None:
        if socket.type == UNIX:
            directory = self.places.control_socket(socket.name).parent
            if directory.stat().st_mode & OTHERS_WRITE:
                self._report("COMMAND_UNIX_SOCKET_PERMISSIONS_SECURITY_WARNING", directory)
            self._report("COMMAND_ACCEPTOR_START", place[0])
            return
        certified = socket.tls is not None and socket.tls.cert_required
        if socket.authentication is None and not certified and not socket.address.startswith(LOOPBACK):
            self._report("COMMAND_HTTP_SOCKET_SECURITY_WARNING", _shown(place))
        self._report("HTTP_COMMAND_MGR_SERVICE_STARTED", socket.type, *place)

    def _place(self, socket: ControlSocket) -> Place:
        if socket.type == UNIX:
            return str(self.places.control_socket(socket.name)), 0
        return socket.address, socket.port

    def _made(self, place: Place, socket: ControlSocket) -> Channel:
        try:
            return _KINDS[socket.type](self, socket)
        except OSError as error:
            raise ChannelError(f"{_shown(place)}: {error.strerror or error}") from error

    def _unix(self, socket: ControlSocket) -> Channel:
        path = self.places.control_socket(socket.name)
        return UnixChannel(path, self.execute, SOCKET_MODE, self.limits, self._report)

    def _http(self, socket: ControlSocket) -> Channel:
        # needs aiohttp, which only those have who want it; the configuration was refused without
        from lessor.control.http import HttpChannel

        return HttpChannel(socket, self.execute, self._report, self.limits)

    def _report(self, event: str, *args: object) -> None:
        self.loggers.write(BY_ID[event], *args)


def sealed(socket: ControlSocket) -> Seal:
    """Return what tells the files of a socket from other ones of the same names."""
    states = [Path(name).stat() for name in socket.files() if Path(name).exists()]
    return tuple((state.st_ino, state.st_size, state.st_mtime_ns) for state in states)


def _shown(place: Place) -> str:
    name, port = place
    return f"{name}, port {port}" if port else name


_KINDS: Final[dict[str, Callable[[Channels, ControlSocket], Channel]]] = {
    UNIX: Channels._unix,
    HTTP: Channels._http,
    HTTPS: Channels._http,
}
