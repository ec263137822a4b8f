"""Fill the occupancy of new tables from the leases that exist and the offers that are open."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from lessor.engine.allocate import place_of
from lessor.engine.occupancy import Occupancy, mark_leased, mark_offered
from lessor.engine.offers import OfferBook
from lessor.engine.tables import Pool, Tables
from lessor.model.lease import Lease4, is_over

Key = TypeVar("Key")


class Occupied(Protocol):
    """A pool of either family."""

    occupancy: Occupancy


def adopt(tables: Tables, leases: Iterable[Lease4], previous: Tables | None = None) -> None:
    """Mark every leased address in the pools of `tables`.

    A pool that `previous` had with the same addresses and reservations takes over its occupancy as it is, so a reload
    that changes no pool does not walk the leases.
    """
    if previous is not None and take_over(_pools(tables), _pools(previous)):
        return
    for lease in leases:
        if not is_over(lease):
            mark_leased(place_of(tables, lease.subnet_id, lease.address))


def adopt_offers(tables: Tables, offers: OfferBook) -> None:
    """Mark the addresses on offer."""
    for offer in offers.by_address.values():
        offer.place = place_of(tables, offer.subnet_id, offer.address)
        mark_offered(offer.place)


def take_over(pools: Mapping[Key, Occupied], before: Mapping[Key, Occupied]) -> bool:
    """Move occupancies to the pools that did not change; tell whether these are all."""
    unchanged = 0
    for key, pool in pools.items():
        known = before.get(key)
        if known is not None and _alike(known.occupancy, pool.occupancy):
            pool.occupancy = known.occupancy
            unchanged += 1
    return unchanged == len(pools)


def _alike(known: Occupancy, fresh: Occupancy) -> bool:
    """Tell whether one can stand for the other: another allocator has another kind of occupancy."""
    return type(known) is type(fresh) and known.reserved == fresh.reserved


def _pools(tables: Tables) -> dict[tuple[int, int, int], Pool]:
    return {(subnet.id, pool.first, pool.last): pool for subnet in tables.subnets.values() for pool in subnet.pools}
