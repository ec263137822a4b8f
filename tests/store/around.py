"""Lease stores for tests that want something to go another way: all else goes on to a store in memory.

They do not inherit from that store, because classes that are compiled have no heirs among those that are not.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from lessor.model.facts import Facts4
from lessor.model.facts6 import Facts6
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store.base import Kind, OrderedLeases
from lessor.store.memory import MemoryStore
from lessor.store.memory6 import MemoryStore6

Lease = TypeVar("Lease")


class Around(Generic[Lease]):
    """Hands everything on; override what shall be different."""

    def __init__(self, within: OrderedLeases[Lease]) -> None:
        self._within = within

    def commit(self, changes: Sequence[tuple[Lease | None, Lease | None]]) -> bool:
        return self._within.commit(changes)

    def when_durable(self, done: Callable[[bool], None]) -> None:
        self._within.when_durable(done)

    def leases(self) -> Iterator[Lease]:
        return self._within.leases()

    def arrange(self) -> bool:
        return self._within.arrange()

    def after(self, address: int, limit: int) -> list[Lease]:
        return self._within.after(address, limit)

    def expired(self, now: int, limit: int) -> list[Lease]:
        return self._within.expired(now, limit)

    def reclaimed(self, before: int, limit: int) -> list[Lease]:
        return self._within.reclaimed(before, limit)

    def tally(self) -> dict[Kind, int]:
        return self._within.tally()

    def __len__(self) -> int:
        return len(self._within)

    def close(self) -> None:
        self._within.close()


class Around4(Around[Lease4]):
    """A store around one of DHCPv4 leases in memory."""

    def __init__(self) -> None:
        store = MemoryStore()
        super().__init__(store)
        self.facts: Callable[[bytes, bytes], Facts4] = store.facts


class Around6(Around[Lease6]):
    """A store around one of DHCPv6 leases in memory."""

    def __init__(self) -> None:
        store = MemoryStore6()
        super().__init__(store)
        self.facts: Callable[[bytes], Facts6] = store.facts
