"""The leases of a server in memory, for commands (control/leases.py): walked and changed in slices.

Between two slices the event loop answers clients; what is found is what was there when its slice came.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

from lessor.engine import allocate, case6
from lessor.engine.occupancy import Place
from lessor.engine.offers import OfferBook
from lessor.model.command import CommandError
from lessor.model.lease import Lease4
from lessor.model.lease6 import PD, Lease6
from lessor.service.counting.ledger import Ledger
from lessor.service.exchange4 import Exchange4
from lessor.service.exchange6 import Exchange6
from lessor.service.leases.leasedump import dump, dump_path
from lessor.service.settle import settle
from lessor.store.base import Kind, OrderedLeases, StoreError
from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.index import MOST_FACTS
from lessor.store.memfile import MemfileStore, MemfileStore6
from lessor.store.memory import MemoryStore
from lessor.store.memory6 import MemoryStore6
from lessor.store.rows import Format

LOOKED_AT: Final = 512
"""Leases of one slice that are only looked at: well below a millisecond."""

CHANGED: Final = 64
"""Leases of one slice that are removed: about a millisecond."""

Lease = TypeVar("Lease", bound=Lease4 | Lease6)


@dataclass(frozen=True, slots=True)
class AtWork(Generic[Lease]):
    """The parts of a server that serves by its configuration of now: another one has others."""

    store: OrderedLeases[Lease]
    ledger: Ledger[Lease]
    subnets: Container[int]
    place_of: Callable[[Lease], Place | None]
    offers_of: Callable[[Lease], OfferBook]


class Corrections(Generic[Lease]):
    """Counts changes that are no client's doing."""

    def __init__(self, ledger: Ledger[Lease]) -> None:
        self._ledger = ledger

    def changed(self, before: Lease | None, after: Lease | None) -> None:
        """Bring the counts of leases in line with a change."""
        self._ledger.corrected(before, after)


class LeaseAccess(Generic[Lease]):
    """What does not differ by family; `lease_file` returns the path of the file that the leases rest in."""

    def __init__(self, at_work: Callable[[], AtWork[Lease]], lease_file: Callable[[], Path], format: Format[Lease]):
        self._at_work = at_work
        self._lease_file = lease_file
        self._format = format

    # Looking

    async def by_hostname(self, hostname: str) -> list[Lease]:
        """Return the leases of a host name, in lower case as leases have it."""
        return await self._all(lambda lease: lease.hostname == hostname)

    async def by_state(self, state: int, subnet_id: int | None = None) -> list[Lease]:
        """Return the leases in this state, those of one subnet or all."""
        return await self._all(
            lambda lease: lease.state == state and (subnet_id is None or lease.subnet_id == subnet_id)
        )

    async def of_subnets(self, subnet_ids: Collection[int] | None = None) -> list[Lease]:
        """Return the leases of these subnets, or all there are."""
        if subnet_ids is None:
            return await self._all(lambda lease: True)
        wanted = frozenset(subnet_ids)
        return await self._all(lambda lease: lease.subnet_id in wanted)

    async def page(self, after: int, limit: int) -> list[Lease]:
        """Return up to `limit` leases of addresses above this one (-1: from the first on)."""
        store = await self._arranged()
        found: list[Lease] = []
        while limit > len(found):
            some = store.after(after, min(limit - len(found), LOOKED_AT))
            if not some:
                break
            found += some
            after = some[-1].address
            await asyncio.sleep(0)
        return found

    async def count(self) -> int:
        """Return how many leases there are, those that are over included."""
        return len(self._at_work().store)

    async def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind."""
        kinds: Counter[Kind] = Counter()
        async for leases in self._slices(LOOKED_AT):
            kinds.update([self._kind(lease) for lease in leases])
        return kinds

    async def write(self, name: str) -> str:
        """Write all leases to a file of this name beside the lease file; return its path. Raise CommandError."""
        path = dump_path(name, self._lease_file())
        await dump(path, self._format.header, self._rows())
        return str(path)

    # Changing

    async def add(self, lease: Lease) -> bool:
        """Add a lease; return whether there was none on its address."""
        return await self._change(((None, lease),))

    async def update(self, before: Lease, after: Lease) -> bool:
        """Put a lease in the place of the one that was read; return False when that has changed since."""
        return await self._change(((before, after),))

    async def remove(self, lease: Lease) -> bool:
        """Remove the lease that was read; return False when it has changed since."""
        return await self._change(((lease, None),))

    async def wipe(self, subnet_ids: Collection[int]) -> int:
        """Remove all leases of these subnets; return how many."""
        wanted = frozenset(subnet_ids)
        wiped = 0
        async for leases in self._slices(CHANGED):
            changes = [(lease, None) for lease in leases if lease.subnet_id in wanted]
            if changes and self._commit(changes):
                wiped += len(changes)
        if wiped:
            await self._durable()
        return wiped

    # Slices

    async def _arranged(self) -> OrderedLeases[Lease]:
        store = self._at_work().store
        while store.arrange():
            await asyncio.sleep(0)
        return store

    async def _slices(self, size: int) -> AsyncIterator[list[Lease]]:
        """Yield all leases, about `size` at a time."""
        store = await self._arranged()
        leases = store.after(-1, size)
        while leases:
            yield leases
            await asyncio.sleep(0)
            leases = store.after(leases[-1].address, size)

    async def _all(self, wanted: Callable[[Lease], bool]) -> list[Lease]:
        found: list[Lease] = []
        async for leases in self._slices(LOOKED_AT):
            found += [lease for lease in leases if wanted(lease)]
        return found

    async def _rows(self) -> AsyncIterator[str]:
        show = self._format.show
        async for leases in self._slices(CHANGED):
            yield "".join([show(lease) for lease in leases])

    async def _known_by(self, leases: Sequence[Lease], wanted: Callable[[Lease], bool]) -> list[Lease]:
        """Return what an index told, by address; it does not tell more than a client may have."""
        return sorted(leases, key=_address) if len(leases) < MOST_FACTS else await self._all(wanted)

    def _kind(self, lease: Lease) -> Kind:
        return lease.subnet_id, lease.pool_id, lease.type if isinstance(lease, Lease6) else 0, lease.state

    # Commits

    async def _change(self, changes: Sequence[tuple[Lease | None, Lease | None]]) -> bool:
        if not self._commit(changes):
            return False
        await self._durable()
        return True

    def _commit(self, changes: Sequence[tuple[Lease | None, Lease | None]]) -> bool:
        """Change leases, and everything that follows from it as after an exchange. Raise CommandError."""
        at_work = self._at_work()
        try:
            if not at_work.store.commit(changes):
                return False
        except StoreError as error:
            raise CommandError(str(error)) from None
        for _, lease in changes:
            if lease is not None:
                _withdraw(at_work.offers_of(lease), lease.address)
        settle(changes, at_work.subnets, at_work.place_of, Corrections(at_work.ledger))
        return True

    async def _durable(self) -> None:
        """Wait until everything committed so far is on disk. Raise CommandError when it cannot be written."""
        written: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        # whoever waits may have gone away
        self._at_work().store.when_durable(lambda durable: None if written.done() else written.set_result(durable))
        if not await written:
            raise CommandError("the change could not be written to the lease file")


class LeaseAccess4(LeaseAccess[Lease4]):
    """The leases of a DHCPv4 server (control/leases.py): `store` and `exchange` return those at work now."""

    def __init__(
        self,
        store: Callable[[], MemfileStore | MemoryStore],
        exchange: Callable[[], Exchange4],
        lease_file: Callable[[], Path],
    ) -> None:
        def at_work() -> AtWork[Lease4]:
            now = exchange()
            tables, offers = now.tables, now.offers
            return AtWork(
                store(),
                now.chronicle.ledger,
                tables.subnets,
                lambda lease: allocate.place_of(tables, lease.subnet_id, lease.address),
                lambda lease: offers,
            )

        super().__init__(at_work, lease_file, FORMAT4)
        self._memory = store

    async def get(self, address: int) -> Lease4 | None:
        """Return the lease on an address."""
        return self._memory().facts(b"", b"").holders.get(address)

    async def by_client_id(self, client_id: bytes) -> list[Lease4]:
        """Return the leases of a client identifier."""
        found = self._memory().facts(client_id, b"").by_client_id
        return await self._known_by(found, lambda lease: lease.client_id == client_id)

    async def by_hwaddr(self, hwaddr: bytes) -> list[Lease4]:
        """Return the leases of a hardware address; none for the empty one."""
        found = self._memory().facts(b"", hwaddr).by_hwaddr
        return await self._known_by(found, lambda lease: lease.hwaddr == hwaddr)


class LeaseAccess6(LeaseAccess[Lease6]):
    """The leases of a DHCPv6 server (control/leases.py): `store` and `exchange` return those at work now."""

    def __init__(
        self,
        store: Callable[[], MemfileStore6 | MemoryStore6],
        exchange: Callable[[], Exchange6],
        lease_file: Callable[[], Path],
    ) -> None:
        def at_work() -> AtWork[Lease6]:
            now = exchange()
            tables, offers = now.tables, now.offers
            return AtWork(
                store(),
                now.chronicle.ledger,
                tables.subnets,
                lambda lease: case6.place_of(tables, lease.subnet_id, lease.type, lease.address),
                lambda lease: offers.of(lease.type),
            )

        super().__init__(at_work, lease_file, FORMAT6)
        self._memory = store

    async def get(self, type: int, address: int) -> Lease6 | None:
        """Return the lease of this type on an address, or on a prefix that begins with it."""
        facts = self._memory().facts(b"")
        lease = (facts.prefixes if type == PD else facts.addresses).get(address)
        return lease if lease is not None and lease.type == type else None

    async def by_duid(self, duid: bytes) -> list[Lease6]:
        """Return the leases of a DUID."""
        return await self._known_by(self._memory().facts(duid).by_duid, lambda lease: lease.duid == duid)

    async def by_hwaddr(self, hwaddr: bytes) -> list[Lease6]:
        """Return the leases of a hardware address; none for the empty one."""
        return await self._all(lambda lease: lease.hwaddr == hwaddr) if hwaddr else []


def _address(lease: Lease4 | Lease6) -> int:
    return lease.address


def _withdraw(offers: OfferBook, address: int) -> None:
    """Take back an offer of what is leased now, to whomever it was made."""
    offer = offers.by_address.get(address)
    if offer is not None:
        offers.close(offer.key)
