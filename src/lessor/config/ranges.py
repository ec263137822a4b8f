"""Who serves which addresses when subnets lie inside each other.

Of the subnets around an address the one with the smallest id serves it, as in Kea.
"""

from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import pairwise
from typing import Protocol, TypeVar


class Spanning(Protocol):
    """A subnet of either family."""

    id: int
    first: int
    last: int


Subnet = TypeVar("Subnet", bound=Spanning)


def disjoint(subnets: Iterable[Subnet]) -> list[tuple[int, int, Subnet]]:
    """Return the address ranges of these subnets (first, last, whose), ascending and not overlapping."""
    ordered = sorted(subnets, key=lambda subnet: subnet.first)
    pieces = [(subnet.first, subnet.last, subnet) for subnet in ordered]
    if all(before[1] < after[0] for before, after in pairwise(pieces)):
        return pieces
    return _cut(ordered)


def _cut(ordered: list[Subnet]) -> list[tuple[int, int, Subnet]]:
    """Walk over all addresses where a subnet begins or ends, with those in mind that reach over it."""
    pieces: list[tuple[int, int, Subnet]] = []
    reaching: list[tuple[int, Subnet]] = []  # a heap by id; ids are unique
    waiting = ordered[::-1]
    edges = sorted({subnet.first for subnet in ordered} | {subnet.last + 1 for subnet in ordered})
    for edge, following in pairwise(edges):
        while waiting and waiting[-1].first <= edge:
            subnet = waiting.pop()
            heappush(reaching, (subnet.id, subnet))
        while reaching and reaching[0][1].last < edge:
            heappop(reaching)
        if reaching:
            _append(pieces, edge, following - 1, reaching[0][1])
    return pieces


def _append(pieces: list[tuple[int, int, Subnet]], first: int, last: int, subnet: Subnet) -> None:
    if pieces and pieces[-1][2] is subnet and pieces[-1][1] + 1 == first:
        first = pieces.pop()[0]
    pieces.append((first, last, subnet))
