"""The pools of a server with their ids, for a database that does not say which pool a lease belongs to."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from lessor.engine.tables import Tables
from lessor.engine.tables6 import Tables6
from lessor.model.lease6 import NA, PD
from lessor.store.poolids import NONE_KNOWN, PoolIds, Span

InForce = TypeVar("InForce")


class PoolsInForce(Generic[InForce]):
    """The ids of the pools of whatever tables are in force; may be asked from any thread."""

    __slots__ = ("_known", "_spans", "_tables")

    def __init__(self, tables: Callable[[], InForce], spans: Callable[[InForce], Iterator[Span]]) -> None:
        self._tables = tables
        self._spans = spans
        self._known: tuple[InForce | None, PoolIds] = (None, NONE_KNOWN)

    def __call__(self) -> PoolIds:
        """Return the ids of the pools of the tables in force."""
        tables = self._tables()
        # both at once, because another thread may be here too
        before, ids = self._known
        if before is not tables:
            ids = PoolIds(self._spans(tables))
            self._known = (tables, ids)
        return ids


def spans4(tables: Tables) -> Iterator[Span]:
    """Yield the pools of all subnets."""
    for id, subnet in tables.subnets.items():
        for pool in subnet.pools:
            yield Span(id, 0, pool.first, pool.last, pool.pool_id)


def spans6(tables: Tables6) -> Iterator[Span]:
    """Yield the pools of all subnets, those of addresses and those of prefixes."""
    for id, subnet in tables.subnets.items():
        for type, pools in ((NA, subnet.pools), (PD, subnet.prefix_pools)):
            for pool in pools:
                yield Span(id, type, pool.first, pool.last, pool.pool_id)
