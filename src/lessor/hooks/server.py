"""What a plug-in may ask of the server it runs in: small interfaces, so that a test can stand in for them.

A plug-in runs in the server's event loop, between two packets. A callout that needs more than a fraction of a
millisecond is `async` and awaits, or gives the work to `Server.start`; files and databases belong in a thread
(`asyncio.to_thread`).
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Protocol, TypeVar

from lessor.hooks.leases import LeaseView4, LeaseView6
from lessor.model.json import Json
from lessor.model.message import Message
from lessor.wire.definition import Definitions

View = TypeVar("View")


class Log(Protocol):
    """The server's log. Lines of a plug-in without messages of its own carry its name."""

    def debug(self, text: str) -> None: ...
    def info(self, text: str) -> None: ...
    def warn(self, text: str) -> None: ...
    def error(self, text: str) -> None: ...

    def wants(self, message: Message) -> bool:
        """Tell whether a line of this kind would be written: look first where arguments are costly."""
        ...

    def write(self, message: Message, *arguments: object) -> None:
        """Write a line of a kind that the plug-in defines, under the message's own logger."""
        ...


class Statistics(Protocol):
    """The server's statistics, which `statistic-get` shows."""

    def count(self, name: str, step: int = 1, subnet_id: int | None = None) -> None:
        """Add to a statistic of the server, or of one subnet; the first time makes it."""
        ...

    def value(self, name: str) -> int:
        """Return a statistic by its full name, 0 where there is none."""
        ...


class Leases(Protocol[View]):
    """Look-ups of leases; they see what is kept at this moment, in whatever store.

    While a look-up waits for a database, packets are served. All raise LookupError when a database cannot be asked.
    """

    @property
    def shared(self) -> bool:
        """Whether they are in a database, where other servers may write too."""
        ...

    async def at(self, address: IPv4Address | IPv6Address | str, prefix: bool = False) -> View | None:
        """Return the lease on an address, or on the delegated prefix that begins with it."""
        ...

    async def of(self, hwaddr: bytes = b"", client_id: bytes = b"", duid: bytes = b"") -> list[View]:
        """Return the leases of a client: DHCPv4 by hardware address or client identifier, DHCPv6 by DUID."""
        ...

    def all(self) -> AsyncIterator[View]:
        """Walk all leases, in slices between which packets are served."""
        ...


class Server(Protocol):
    """The server a plug-in runs in."""

    @property
    def family(self) -> int:
        """4 or 6."""
        ...

    @property
    def program(self) -> str:
        """`kea-dhcp4` or `kea-dhcp6`."""
        ...

    @property
    def log(self) -> Log: ...

    @property
    def statistics(self) -> Statistics: ...

    @property
    def leases4(self) -> Leases[LeaseView4]:
        """The leases of a DHCPv4 server. Raise LookupError in another one."""
        ...

    @property
    def leases6(self) -> Leases[LeaseView6]:
        """The leases of a DHCPv6 server. Raise LookupError in another one."""
        ...

    @property
    def definitions(self) -> Definitions:
        """How options are laid out, those of `option-def` included."""
        ...

    @property
    def unrestricted(self) -> bool:
        """Whether the server was started with -X: paths outside the usual directories are allowed."""
        ...

    def now(self) -> int:
        """Return the time, unix seconds."""
        ...

    def config(self) -> dict[str, Json]:
        """Return a copy of the configuration this plug-in was loaded with: `{"Dhcp4": {...}}`."""
        ...

    def directory(self, variable: str, usual: str) -> Path:
        """Return a directory of the installation: what the environment variable says, else `usual` below the prefix."""
        ...

    def start(self, work: Coroutine[object, object, object], name: str = "") -> "asyncio.Task[None]":
        """Run something beside the serving; it is cancelled when the plug-in is unloaded, and its errors are logged.

        In `setup` it begins when the configuration is in force.
        """
        ...

    def give_up(self) -> None:
        """End the server: what it may not be without is gone. Say why in the log before."""
        ...
