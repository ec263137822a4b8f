"""The sockets on which a daemon takes commands: several, of several kinds, as its configuration says."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from lessor.control.caller import Execute
from lessor.control.limits import Limits
from lessor.control.unix import UnixChannel
from lessor.model.control import UNIX, ControlSocket
from lessor.service.log import Loggers
from lessor.service.places import Places

SOCKET_MODE: Final = 0o770


class ChannelError(OSError):
    """A socket for commands cannot be opened; the text says which, and why."""


class Channel(Protocol):
    """One socket."""

    async def open(self) -> None:
        """Listen. Raise OSError."""
        ...

    async def close(self) -> None:
        """Listen no more, and hang up."""
        ...


class Channels:
    """The open sockets of one daemon."""

    def __init__(self, execute: Execute, loggers: Loggers, loop: asyncio.AbstractEventLoop, places: Places) -> None:
        self.execute = execute
        self.loggers = loggers
        self.loop = loop
        self.places = places
        self._open: dict[ControlSocket, Channel] = {}

    async def open(self, config: tuple[ControlSocket, ...]) -> None:
        """Listen on these sockets. Raise ChannelError when one cannot be opened; none is open then."""
        await self.reconfigure(config)

    async def reconfigure(self, config: tuple[ControlSocket, ...]) -> None:
        """Listen on these sockets from now on; what is open and stays as it is goes on.

        Raise ChannelError when one cannot be opened; then the sockets so far are open.
        """
        before = dict(self._open)
        opened: list[ControlSocket] = []
        try:
            for entry in config:
                if entry not in self._open:
                    self._open[entry] = await self._opened(entry)
                    opened.append(entry)
        except ChannelError:
            for entry in opened:
                await self._open.pop(entry).close()
            raise
        for entry in before.keys() - set(config):
            await self._open.pop(entry).close()

    async def close(self) -> None:
        """Close all sockets."""
        await self.reconfigure(())

    async def _opened(self, entry: ControlSocket) -> Channel:
        channel = _KINDS[entry.type](self, entry)
        try:
            await channel.open()
        except OSError as error:
            raise ChannelError(f"{entry.name}: {error.strerror or error}") from error
        return channel

    def _unix(self, entry: ControlSocket) -> Channel:
        return UnixChannel(Path(entry.name), self.execute, SOCKET_MODE, Limits())


_KINDS: Final[dict[str, Callable[[Channels, ControlSocket], Channel]]] = {UNIX: Channels._unix}
