"""Taking back leases whose time is over, so that their addresses can be given to others."""

from lessor.engine.allocate import release_leased
from lessor.engine.tables import Tables
from lessor.model.lease import RECLAIMED, Lease4
from lessor.service.chronicle4 import Chronicle4
from lessor.store.base import LeaseStore4


def reclaim(store: LeaseStore4, tables: Tables, chronicle: Chronicle4, now: int, limit: int) -> int:
    """Mark up to `limit` expired leases as reclaimed, oldest first; return how many.

    The row stays, so that its client gets the same address again if it comes back before somebody else does.
    """
    reclaimed = 0
    for lease in store.expired(now, limit):
        if not store.commit(((lease, _reclaimed(lease)),)):
            continue
        reclaimed += 1
        subnet = tables.subnets.get(lease.subnet_id)
        if subnet is not None:
            release_leased(subnet, lease.address)
        chronicle.reclaimed(lease)
    return reclaimed


def _reclaimed(lease: Lease4) -> Lease4:
    """Return the lease as Kea leaves it after reclamation: no name, no DNS entries, state changed."""
    return Lease4(
        lease.address,
        lease.hwaddr,
        lease.client_id,
        lease.valid_lifetime,
        lease.cltt,
        lease.subnet_id,
        state=RECLAIMED,
        user_context=lease.user_context,
        pool_id=lease.pool_id,
    )
