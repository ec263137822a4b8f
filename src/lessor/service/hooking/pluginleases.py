"""Leases as plug-ins look them up (hooks/server.py), wherever they are: in memory, or in a database.

A database is asked over a connection of its own, by somebody else than the thread of the event loop.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address
from typing import Any, Final, Generic, TypeVar

from lessor.control.leases import Leases4, Leases6
from lessor.hooks.leases import LeaseView4, LeaseView6
from lessor.model.command import CommandError
from lessor.model.lease6 import NA, PD
from lessor.service.sql.sqlexchange import SqlExchange

PAGE: Final = 256
"""Leases of one slice of a walk."""

Access = TypeVar("Access")
Found = TypeVar("Found")


class Whereabouts(Generic[Access]):
    """The leases of what is at work now; another configuration may have them elsewhere."""

    def __init__(
        self,
        exchange: Callable[[], object],
        in_memory: Access,
        in_database: Callable[[SqlExchange[Any, Any, Any, Any]], Access],
    ) -> None:
        self._exchange = exchange
        self._in_memory = in_memory
        self._open = in_database
        self._driver: object = None
        self._opened: Access | None = None

    @property
    def in_database(self) -> bool:
        """Whether that is a database."""
        return isinstance(self._exchange(), SqlExchange)

    def __call__(self) -> Access:
        """Return the leases at work."""
        driver = self._exchange()
        if not isinstance(driver, SqlExchange):
            return self._in_memory
        if self._opened is None or self._driver is not driver:
            self._driver, self._opened = driver, self._open(driver)
        return self._opened


async def _answer(question: Awaitable[Found]) -> Found:
    """Return what was asked for. Raise LookupError when the database cannot be asked."""
    try:
        return await question
    except CommandError as error:
        raise LookupError(str(error)) from error


class PluginLeases4:
    """Look-ups of DHCPv4 leases."""

    def __init__(self, leases: Whereabouts[Leases4]) -> None:
        self._at_work = leases

    @property
    def shared(self) -> bool:
        """Whether they are in a database, where other servers may write too."""
        return self._at_work.in_database

    async def at(self, address: IPv4Address | IPv6Address | str, prefix: bool = False) -> LeaseView4 | None:
        """Return the lease on an address; there are no prefixes."""
        lease = await _answer(self._at_work().get(int(IPv4Address(str(address)))))
        return None if lease is None or prefix else LeaseView4(lease)

    async def of(self, hwaddr: bytes = b"", client_id: bytes = b"", duid: bytes = b"") -> list[LeaseView4]:
        """Return the leases under a hardware address, and those under a client identifier."""
        leases = self._at_work()
        found = [*await _answer(leases.by_hwaddr(hwaddr))] if hwaddr else []
        if client_id:
            known = {lease.address for lease in found}
            found += [lease for lease in await _answer(leases.by_client_id(client_id)) if lease.address not in known]
        return [LeaseView4(lease) for lease in found]

    async def all(self) -> AsyncIterator[LeaseView4]:
        """Walk all leases, in slices between which packets are served."""
        leases = self._at_work()
        page = await _answer(leases.page(-1, PAGE))
        while page:
            for lease in page:
                yield LeaseView4(lease)
            page = await _answer(leases.page(page[-1].address, PAGE))


class PluginLeases6:
    """Look-ups of DHCPv6 leases."""

    def __init__(self, leases: Whereabouts[Leases6]) -> None:
        self._at_work = leases

    @property
    def shared(self) -> bool:
        """Whether they are in a database, where other servers may write too."""
        return self._at_work.in_database

    async def at(self, address: IPv4Address | IPv6Address | str, prefix: bool = False) -> LeaseView6 | None:
        """Return the lease on an address, or on the delegated prefix that begins with it."""
        lease = await _answer(self._at_work().get(PD if prefix else NA, int(IPv6Address(str(address)))))
        return None if lease is None else LeaseView6(lease)

    async def of(self, hwaddr: bytes = b"", client_id: bytes = b"", duid: bytes = b"") -> list[LeaseView6]:
        """Return the leases of a DUID, or of a hardware address."""
        leases = self._at_work()
        found = await _answer(leases.by_duid(duid) if duid else leases.by_hwaddr(hwaddr))
        return [LeaseView6(lease) for lease in found]

    async def all(self) -> AsyncIterator[LeaseView6]:
        """Walk all leases, in slices between which packets are served."""
        leases = self._at_work()
        page = await _answer(leases.page(-1, PAGE))
        while page:
            for lease in page:
                yield LeaseView6(lease)
            page = await _answer(leases.page(page[-1].address, PAGE))
