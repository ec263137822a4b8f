"""Who serves which addresses when subnets lie inside each other.

Of the subnets around an address the one with the smallest id serves it, as in Kea.
"""

from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import pairwise

from lessor.engine.tables import Subnet

Piece = tuple[int, int, Subnet]
"""First and last address, and who serves them."""


def disjoint(subnets: Iterable[Subnet]) -> list[Piece]:
    """Return the address ranges of these subnets, ascending and not overlapping."""
    ordered = sorted(subnets, key=lambda subnet: subnet.first)
    pieces = [(subnet.first, subnet.last, subnet) for subnet in ordered]
    if all(before[1] < after[0] for before, after in pairwise(pieces)):
        return pieces
    return _cut(ordered)


def _cut(ordered: list[Subnet]) -> list[Piece]:
    """Walk over all addresses where a subnet begins or ends, with those in mind that reach over it."""
    pieces: list[Piece] = []
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


def _append(pieces: list[Piece], first: int, last: int, subnet: Subnet) -> None:
    if pieces and pieces[-1][2] is subnet and pieces[-1][1] + 1 == first:
        first = pieces.pop()[0]
    pieces.append((first, last, subnet))
