"""Fill the occupancy of new tables from the leases that exist and the offers that are open."""

from collections.abc import Iterable

from lessor.engine.allocate import mark_leased, mark_offered
from lessor.engine.offers import OfferBook
from lessor.engine.tables import Pool, Tables
from lessor.model.lease import Lease4


def adopt(tables: Tables, leases: Iterable[Lease4], previous: Tables | None = None) -> None:
    """Mark every leased address in the pools of `tables`.

    A pool that `previous` had with the same addresses and reservations takes over its occupancy as it is, so a reload
    that changes no pool does not walk the leases.
    """
    if previous is not None and not _take_over(tables, previous):
        return
    for lease in leases:
        subnet = tables.subnets.get(lease.subnet_id)
        if subnet is not None:
            mark_leased(subnet, lease.address)


def adopt_offers(tables: Tables, offers: OfferBook) -> None:
    """Mark the addresses on offer."""
    for offer in offers.by_address.values():
        subnet = tables.subnets.get(offer.subnet_id)
        if subnet is not None:
            mark_offered(subnet, offer.address)


def _take_over(tables: Tables, previous: Tables) -> list[Pool]:
    """Move occupancies to the pools that did not change; return the pools that did."""
    changed = []
    for subnet in tables.subnets.values():
        before = previous.subnets.get(subnet.id)
        known = {} if before is None else {(pool.first, pool.last): pool.occupancy for pool in before.pools}
        for pool in subnet.pools:
            occupancy = known.get((pool.first, pool.last))
            if occupancy is None or occupancy.reserved != pool.occupancy.reserved:
                changed.append(pool)
            else:
                pool.occupancy = occupancy
    return changed
