"""Fill the occupancy of new tables from the leases that exist and the offers that are open."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, Protocol, TypeVar

from lessor.engine.allocate import place_of
from lessor.engine.occupancy import Occupancy, Place, mark_offered
from lessor.engine.offers import OfferBook
from lessor.engine.pickers.queue import QueueOccupancy
from lessor.engine.tables import Pool, Tables
from lessor.model.lease import ASSIGNED, Lease4, expires_at, is_over

PIECE: Final = 4096
"""Addresses whose positions in a pool are noted at a time."""

Key = TypeVar("Key")


class Occupied(Protocol):
    """A pool of either family."""

    first: int
    last: int
    occupancy: Occupancy


def adopt(tables: Tables, leases: Iterable[Lease4], previous: Tables | None = None) -> None:
    """Mark every leased address in the pools of `tables`.

    A pool that `previous` had with the same addresses and reservations takes over its occupancy as it is, so a reload
    that changes no pool does not walk the leases.
    """
    fill(tables, leases, frozenset(tables.subnets) if previous is None else hand_over(tables, previous))


def fill(tables: Tables, leases: Iterable[Lease4], fresh: frozenset[int]) -> None:
    """Mark every leased address in the pools of the `fresh` subnets."""
    if not fresh:
        return
    # common case first: at a start all are
    if len(fresh) < len(tables.subnets):
        leases = [lease for lease in leases if lease.subnet_id in fresh]
    ended: list[tuple[int, Place]] = []
    taken: defaultdict[int, list[int]] = defaultdict(list)
    for lease in leases:
        # common case first, for a million of them
        if lease.state == ASSIGNED or not is_over(lease):
            taken[lease.subnet_id].append(lease.address)
        elif (place := place_of(tables, lease.subnet_id, lease.address)) is not None:
            ended.append((expires_at(lease), place))
    for subnet in [tables.subnets[id] for id in fresh]:
        addresses = taken.pop(subnet.id, [])
        addresses.sort()
        for pool in subnet.pools:
            occupy(pool, addresses)
    remember(ended)


def hand_over(tables: Tables, previous: Tables) -> frozenset[int]:
    """Give the pools that did not change their occupancy; return the ids of subnets that have others.

    Both tables have it then, so this may be done while `previous` are in force, and again.
    """
    return frozenset([key[0] for key in take_over(_pools(tables), _pools(previous))])


def adopt_offers(tables: Tables, offers: OfferBook) -> None:
    """Mark the addresses on offer."""
    for offer in offers.by_address.values():
        offer.place = place_of(tables, offer.subnet_id, offer.address)
        mark_offered(offer.place)


def occupy(pool: Occupied, addresses: list[int], step: int = 1) -> None:
    """Mark as leased what these addresses, which ascend, say of a pool that has something every `step` addresses."""
    first = pool.first
    begin, end = bisect_left(addresses, first), bisect_right(addresses, pool.last)
    # in pieces, because a million numbers are as many objects
    for i in range(begin, end, PIECE):
        pool.occupancy.lease_all([(address - first) // step for address in addresses[i : min(i + PIECE, end)]])


def remember(ended: Iterable[tuple[int, Place]]) -> None:
    """Tell the pools which give first what has been free for longest, since when that is; order is by time."""
    queued = [(time, place) for time, place in ended if isinstance(place[0], QueueOccupancy)]
    for _, (occupancy, position) in sorted(queued, key=_time):
        assert isinstance(occupancy, QueueOccupancy)
        occupancy.recall(position)


def take_over(pools: Mapping[Key, Occupied], before: Mapping[Key, Occupied]) -> list[Key]:
    """Move occupancies to the pools that did not change; return the keys of the others."""
    fresh: list[Key] = []
    for key, pool in pools.items():
        known = before.get(key)
        if known is not None and _alike(known.occupancy, pool.occupancy):
            pool.occupancy = known.occupancy
        else:
            fresh.append(key)
    return fresh


def _time(ended: tuple[int, Place]) -> int:
    return ended[0]


def _alike(known: Occupancy, fresh: Occupancy) -> bool:
    """Tell whether one can stand for the other: another allocator has another kind of occupancy."""
    return type(known) is type(fresh) and known.reserved == fresh.reserved


def _pools(tables: Tables) -> dict[tuple[int, int, int], Pool]:
    return {(subnet.id, pool.first, pool.last): pool for subnet in tables.subnets.values() for pool in subnet.pools}
