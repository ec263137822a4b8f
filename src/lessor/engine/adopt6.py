"""Fill the occupancy of new DHCPv6 tables from the leases that exist and the offers that are open; as adopt.py."""

from collections import defaultdict
from collections.abc import Iterable

from lessor.engine.adopt import occupy, remember, take_over
from lessor.engine.case6 import Offers6, place_of
from lessor.engine.occupancy import Place, mark_offered
from lessor.engine.tables6 import Pool6, Tables6
from lessor.model.lease import ASSIGNED, expires_at, is_over
from lessor.model.lease6 import NA, PD, Lease6


def adopt6(tables: Tables6, leases: Iterable[Lease6], previous: Tables6 | None = None) -> None:
    """Mark every leased address and prefix in the pools of `tables`.

    A pool that `previous` had with the same addresses and reservations takes over its occupancy as it is, so a reload
    that changes no pool does not walk the leases.
    """
    fill6(tables, leases, frozenset(tables.subnets) if previous is None else hand_over6(tables, previous))


def fill6(tables: Tables6, leases: Iterable[Lease6], fresh: frozenset[int]) -> None:
    """Mark every leased address and prefix in the pools of the `fresh` subnets."""
    if not fresh:
        return
    # common case first: at a start all are
    if len(fresh) < len(tables.subnets):
        leases = [lease for lease in leases if lease.subnet_id in fresh]
    ended: list[tuple[int, Place]] = []
    taken: defaultdict[int, list[int]] = defaultdict(list)
    delegated: defaultdict[int, list[int]] = defaultdict(list)
    for lease in leases:
        # common case first, for a million of them
        if lease.state == ASSIGNED or not is_over(lease):
            (delegated if lease.type == PD else taken)[lease.subnet_id].append(lease.address)
        elif (place := place_of(tables, lease.subnet_id, lease.type, lease.address)) is not None:
            ended.append((expires_at(lease), place))
    for subnet in [tables.subnets[id] for id in fresh]:
        for found, pools in ((taken, subnet.pools), (delegated, subnet.prefix_pools)):
            addresses = found.pop(subnet.id, [])
            addresses.sort()
            for pool in pools:
                occupy(pool, addresses, pool.step)
    remember(ended)


def hand_over6(tables: Tables6, previous: Tables6) -> frozenset[int]:
    """Give the pools that did not change their occupancy, as hand_over in adopt.py."""
    return frozenset([key[0] for key in take_over(_pools(tables), _pools(previous))])


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
