"""The leases of a server in a SQL database, for commands (control/leases.py).

Questions go over a connection of their own, so that no client waits for a long list; changes go the way of the
exchange, one after the other with its batches.
"""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from lessor.model.command import CommandError
from lessor.model.keys import Keys
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.service.leases.leaseaccess import Corrections
from lessor.service.leases.leasedump import dump, dump_path
from lessor.service.settle import settle
from lessor.service.sql.sqlexchange import SqlExchange
from lessor.service.sql.sqlservers import SqlExchange4, SqlExchange6
from lessor.store.base import Kind, StoreError
from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.leasedatabase import LeaseDatabase
from lessor.store.notes import Change
from lessor.store.rows import Format
from lessor.store.sql import Rows

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)
Found = TypeVar("Found")

PAGE: Final = 1000
"""Leases that are fetched at once where all are wanted."""


class SqlAccess(Generic[AnyLease]):
    """What does not differ by family; `lease_file` returns the path beside which dumps are written."""

    def __init__(
        self,
        driver: SqlExchange[AnyLease, Any, Any, Any],
        lease_file: Callable[[], Path],
        format: Format[AnyLease],
    ) -> None:
        self.driver = driver
        self._lease_file = lease_file
        self._format = format
        self._questions: LeaseDatabase[AnyLease] = driver.database.another()
        driver.database.on_close.append(self._questions.close)

    # Looking

    async def by_hwaddr(self, hwaddr: bytes) -> list[AnyLease]:
        """Return the leases of a hardware address; none for the empty one."""
        return await self._search(hwaddr=hwaddr) if hwaddr else []

    async def by_hostname(self, hostname: str) -> list[AnyLease]:
        """Return the leases of a host name, in lower case as leases have it."""
        return await self._search(hostname=hostname)

    async def by_state(self, state: int, subnet_id: int | None = None) -> list[AnyLease]:
        """Return the leases in this state, those of one subnet or all."""
        if subnet_id is None:
            return await self._search(state=state)
        return await self._search(state=state, subnet_id=subnet_id)

    async def of_subnets(self, subnet_ids: Collection[int] | None = None) -> list[AnyLease]:
        """Return the leases of these subnets, or all there are."""
        if subnet_ids is None:
            return [lease async for page in self._pages() for lease in page]
        found = [lease for subnet_id in subnet_ids for lease in await self._search(subnet_id=subnet_id)]
        return sorted(found, key=_address)

    async def page(self, after: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` leases of addresses above this one (-1: from the first on)."""
        return await self._ask(lambda rows: rows.search({}, after, limit))

    async def count(self) -> int:
        """Return how many leases there are, those that are over included."""
        return await self._ask(lambda rows: rows.count())

    async def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind, those that are over left out."""
        return await self._ask(lambda rows: rows.tally())

    async def write(self, name: str) -> str:
        """Write all leases to a file of this name beside the lease file; return its path. Raise CommandError."""
        path = dump_path(name, self._lease_file())
        await dump(path, self._format.header, self._shown())
        return str(path)

    async def _at(self, address: int) -> list[AnyLease]:
        return await self._ask(lambda rows: rows.fetch(Keys((), (address,))))

    async def _search(self, **equal: int | str | bytes) -> list[AnyLease]:
        return await self._ask(lambda rows: rows.search(equal))

    async def _pages(self) -> AsyncIterator[list[AnyLease]]:
        leases = await self.page(-1, PAGE)
        while leases:
            yield leases
            leases = await self.page(leases[-1].address, PAGE)

    async def _shown(self) -> AsyncIterator[str]:
        async for leases in self._pages():
            yield "".join([self._format.show(lease) for lease in leases])

    async def _ask(self, question: Callable[[Rows[AnyLease]], Found]) -> Found:
        """Ask the database, connecting first where that is needed. Raise CommandError."""
        try:
            if not self._questions.connected:
                await self._questions.connect()
            return await self._questions.run(question)
        except StoreError as error:
            raise CommandError(str(error)) from None

    # Changing

    async def add(self, lease: AnyLease) -> bool:
        """Add a lease; return whether there was none on its address."""
        return await self._change(((None, lease),))

    async def update(self, before: AnyLease, after: AnyLease) -> bool:
        """Put a lease in the place of the one that was read; return False when that has changed since."""
        return await self._change(((before, after),))

    async def remove(self, lease: AnyLease) -> bool:
        """Remove the lease that was read; return False when it has changed since."""
        return await self._change(((lease, None),))

    async def wipe(self, subnet_ids: Collection[int]) -> int:
        """Remove all leases of these subnets; return how many."""
        wiped = 0
        leases = await self.of_subnets(subnet_ids)
        for begin in range(0, len(leases), PAGE):
            some = leases[begin : begin + PAGE]
            if await self._change([(lease, None) for lease in some]):
                wiped += len(some)
            else:
                # clients have changed some of them meanwhile
                wiped += sum([await self._change(((lease, None),)) for lease in some])
        return wiped

    async def _change(self, changes: Sequence[Change[AnyLease]]) -> bool:
        """Change leases, and everything that follows from it as after an exchange. Raise CommandError."""
        driver = self.driver
        try:
            if not await driver.change(changes):
                return False
        except StoreError as error:
            raise CommandError(str(error)) from None
        tables, place_of = driver.tables, driver.side.place_of
        for _, lease in changes:
            offer = None if lease is None else driver.offers_of(lease).by_address.get(lease.address)
            if lease is not None and offer is not None:
                driver.offers_of(lease).close(offer.key)
        settle(changes, tables.subnets, lambda lease: place_of(tables, lease), Corrections(driver.ledger))
        return True


class SqlAccess4(SqlAccess[Lease4]):
    """The leases of a DHCPv4 server."""

    def __init__(self, driver: SqlExchange4, lease_file: Callable[[], Path]) -> None:
        super().__init__(driver, lease_file, FORMAT4)

    async def get(self, address: int) -> Lease4 | None:
        """Return the lease on an address."""
        found = await self._at(address)
        return found[0] if found else None

    async def by_client_id(self, client_id: bytes) -> list[Lease4]:
        """Return the leases of a client identifier."""
        return await self._search(client_id=client_id) if client_id else []


class SqlAccess6(SqlAccess[Lease6]):
    """The leases of a DHCPv6 server."""

    def __init__(self, driver: SqlExchange6, lease_file: Callable[[], Path]) -> None:
        super().__init__(driver, lease_file, FORMAT6)

    async def get(self, type: int, address: int) -> Lease6 | None:
        """Return the lease of this type on an address, or on a prefix that begins with it."""
        return next((lease for lease in await self._at(address) if lease.type == type), None)

    async def by_duid(self, duid: bytes) -> list[Lease6]:
        """Return the leases of a DUID."""
        return await self._search(duid=duid) if duid else []


def _address(lease: Lease4 | Lease6) -> int:
    return lease.address
