"""Fill the occupancy of new DHCPv6 tables from the leases that exist and the offers that are open; as adopt.py."""

from collections.abc import Iterable

from lessor.engine.adopt import remember, take_over
from lessor.engine.case6 import Offers6, place_of
from lessor.engine.occupancy import Place, mark_leased, mark_offered
from lessor.engine.tables6 import Pool6, Tables6
from lessor.model.lease import expires_at, is_over
from lessor.model.lease6 import NA, PD, Lease6


def adopt6(tables: Tables6, leases: Iterable[Lease6], previous: Tables6 | None = None) -> None:
    """Mark every leased address and prefix in the pools of `tables`.

    A pool that `previous` had with the same addresses and reservations takes over its occupancy as it is, so a reload
    that changes no pool does not walk the leases.
    """
    if previous is not None and take_over(_pools(tables), _pools(previous)):
        return
    ended: list[tuple[int, Place]] = []
    for lease in leases:
        place = place_of(tables, lease.subnet_id, lease.type, lease.address)
        if not is_over(lease):
            mark_leased(place)
        elif place is not None:
            ended.append((expires_at(lease), place))
    remember(ended)


def adopt_offers6(tables: Tables6, offers: Offers6) -> None:
    """Mark the addresses and prefixes on offer."""
    for type in (NA, PD):
        for offer in offers.of(type).by_address.values():
            offer.place = place_of(tables, offer.subnet_id, type, offer.address)
            mark_offered(offer.place)


def _pools(tables: Tables6) -> dict[tuple[int, int, int, int], Pool6]:
    return {
        (subnet.id, pool.delegated_length, pool.first, pool.last): pool
        for subnet in tables.subnets.values()
        for pool in (*subnet.pools, *subnet.prefix_pools)
    }
