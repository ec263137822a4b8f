"""Leases of a database as a rehearsal has them: copied into memory when they are first asked for, and never written.

What is in memory counts from then on, so that what a rehearsal gives to one client it does not give to the next.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import methodcaller
from typing import Final, Generic, TypeVar

from lessor.model.facts import Facts4
from lessor.model.facts6 import Facts6
from lessor.model.keys import Keys
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.service.sql.refresh import Pool, correct
from lessor.service.why.asked import Asked
from lessor.store.base import Kind, LeaseStore
from lessor.store.memory import MemoryStore
from lessor.store.memory6 import MemoryStore6
from lessor.store.sql import Rows

OVERDUE: Final = 128
"""Leases whose time is over that are fetched when a client finds nothing free."""

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)


class LeaseCopy(Generic[AnyLease]):
    """What copies of both families have in common: a store (store/base.py) that asks before it answers.

    `of_client` are the leases that the database has of the client that was last asked about.
    """

    def __init__(self, asked: Asked[Rows[AnyLease]], memory: LeaseStore[AnyLease]) -> None:
        self.asked = asked
        self.of_client: list[AnyLease] = []
        self._memory = memory
        self._addresses: set[int] = set()
        self._identifiers: set[bytes] = set()
        self._stocked: set[int] = set()
        self._expired_known = False

    def take_stock(self, pools: Mapping[int, Iterable[Pool]]) -> None:
        """Note which addresses of these pools, by subnet, are taken, unless that was done before."""
        for subnet_id in pools.keys() - self._stocked:
            nothing: set[int] = set()
            correct(pools[subnet_id], self.asked.ask(methodcaller("occupied", subnet_id), nothing))
        self._stocked |= pools.keys()

    def learn(self, addresses: Iterable[int]) -> None:
        """Have what is leased at these addresses in memory."""
        new = set(addresses) - self._addresses
        if new:
            self._keep(self._fetch(Keys((), new)), new)

    def _learn_client(self, *identifiers: bytes) -> None:
        new = {identifier for identifier in identifiers if identifier and identifier not in self._identifiers}
        if not new:
            return
        self._identifiers |= new
        found = self._fetch(Keys(tuple([{identifier} & new for identifier in identifiers])))
        self.of_client = list({lease.address: lease for lease in found}.values())
        self._keep(self.of_client, ())

    def _fetch(self, keys: Keys) -> list[AnyLease]:
        nothing: list[AnyLease] = []
        return self.asked.ask(methodcaller("fetch", keys), nothing)

    def _keep(self, leases: Iterable[AnyLease], looked_at: Iterable[int]) -> None:
        for lease in sorted(leases, key=_age):
            # what is known already may have been changed here since
            if lease.address not in self._addresses:
                self._addresses.add(lease.address)
                self._memory.commit([(None, lease)])
        self._addresses.update(looked_at)

    # What an exchange asks

    def commit(self, changes: Sequence[tuple[AnyLease | None, AnyLease | None]]) -> bool:
        """Apply all changes in memory, or none: False when something else is known of one of them."""
        self.learn([lease.address for change in changes for lease in change if lease is not None])
        return self._memory.commit(changes)

    def when_durable(self, done: Callable[[bool], None]) -> None:
        """Call `done(True)`: nothing is ever written."""
        done(True)

    def leases(self) -> Iterator[AnyLease]:
        """Walk what is in memory."""
        return self._memory.leases()

    def expired(self, now: int, limit: int) -> list[AnyLease]:
        """Return leases whose time was over at `now`, oldest first: some of those there are."""
        if not self._expired_known:
            self._expired_known = True
            nothing: list[AnyLease] = []
            self._keep(self.asked.ask(methodcaller("expired", now, OVERDUE), nothing), ())
        return self._memory.expired(now, limit)

    def reclaimed(self, before: int, limit: int) -> list[AnyLease]:
        """Return reclaimed leases of those in memory."""
        return self._memory.reclaimed(before, limit)

    def tally(self) -> dict[Kind, int]:
        """Return how many leases of each kind are in memory."""
        return self._memory.tally()

    def __len__(self) -> int:
        return len(self._memory)

    def close(self) -> None:
        """Let go of the connection."""
        self.asked.close()


class LeaseCopy4(LeaseCopy[Lease4]):
    """Leases of a DHCPv4 server."""

    def __init__(self, asked: Asked[Rows[Lease4]]) -> None:
        self._store = MemoryStore()
        super().__init__(asked, self._store)

    def facts(self, client_id: bytes, hwaddr: bytes) -> Facts4:
        """Return what is known about a client, and about whatever address is looked at."""
        self._learn_client(client_id, hwaddr)
        facts = self._store.facts(client_id, hwaddr)
        facts.holders = _Holders(self, facts.holders)
        return facts


class LeaseCopy6(LeaseCopy[Lease6]):
    """Leases of a DHCPv6 server."""

    def __init__(self, asked: Asked[Rows[Lease6]]) -> None:
        self._store = MemoryStore6()
        super().__init__(asked, self._store)

    def facts(self, duid: bytes) -> Facts6:
        """Return what is known about a client, and about whatever address or prefix is looked at."""
        self._learn_client(duid)
        facts = self._store.facts(duid)
        facts.addresses, facts.prefixes = _Holders(self, facts.addresses), _Holders(self, facts.prefixes)
        return facts


class _Holders(Mapping[int, AnyLease]):
    """Leases by address, asked for when they are looked at."""

    def __init__(self, copy: LeaseCopy[AnyLease], held: Mapping[int, AnyLease]) -> None:
        self._copy = copy
        self._held = held

    def __getitem__(self, key: int) -> AnyLease:
        self._copy.learn((key,))
        return self._held[key]

    def __iter__(self) -> Iterator[int]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


def _age(lease: Lease4 | Lease6) -> tuple[int, int]:
    return lease.cltt, lease.address
