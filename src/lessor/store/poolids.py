"""Which pool a lease belongs to, where a database does not say: the tables of Kea 2.2 know nothing of pools."""

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter
from typing import Final, NamedTuple


class Span(NamedTuple):
    """The addresses of a pool, or the prefixes of one by their addresses, from the first to the last."""

    subnet_id: int
    type: int
    first: int
    last: int
    pool_id: int


class PoolIds:
    """The pools of a server that have another id than 0; `spans` are theirs."""

    __slots__ = ("_of_subnets", "spans")

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = tuple(sorted([span for span in spans if span.pool_id], key=attrgetter("first")))
        self._of_subnets: dict[tuple[int, int], list[Span]] = {}
        for span in self.spans:
            self._of_subnets.setdefault((span.subnet_id, span.type), []).append(span)

    def of(self, subnet_id: int, type: int, address: int) -> int:
        """Return the id of the pool that an address, or a prefix, is in; 0 when it is in none."""
        spans = self._of_subnets.get((subnet_id, type), ())
        place = bisect_right(spans, address, key=attrgetter("first")) - 1
        return spans[place].pool_id if place >= 0 and address <= spans[place].last else 0


NONE_KNOWN: Final = PoolIds(())


def none_known() -> PoolIds:
    """Return no pools."""
    return NONE_KNOWN
