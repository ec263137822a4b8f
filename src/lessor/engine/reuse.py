"""Giving a lease again as it is instead of writing a new one (`cache-threshold`, `cache-max-age`).

[hot] A client that renews early is told the rest of its time and nothing is written: a flood of renewals costs no
disk. Only when the lease would be the same but for its time.
"""

from lessor.engine.tables import Subnet
from lessor.model.lease import ASSIGNED, INFINITE, Lease4


def reusable_for(before: Lease4, lease: Lease4, subnet: Subnet, now: int) -> int:
    """Return the seconds that are left of a lease which can stand for the new one; 0 when it cannot.

    `before` is the client's own lease on the address and has not ended. A shorter time is a change: the administrator
    wants the address back sooner.
    """
    held = before.valid_lifetime
    if held == INFINITE:
        return INFINITE if lease.valid_lifetime == INFINITE and _same(before, lease) else 0
    # common case first: not configured
    threshold = subnet.cache_threshold
    if threshold <= 0.0:
        return 0
    age = now - before.cltt
    if not 0 <= age < held or age > int(held * threshold):
        return 0
    if subnet.cache_max_age and age > subnet.cache_max_age:
        return 0
    return held - age if held <= lease.valid_lifetime and _same(before, lease) else 0


def _same(before: Lease4, lease: Lease4) -> bool:
    """Tell whether two leases on one address say the same but for their times."""
    return (
        before.state == ASSIGNED
        and before.hwaddr == lease.hwaddr
        and before.client_id == lease.client_id
        and before.subnet_id == lease.subnet_id
        and before.pool_id == lease.pool_id
        and before.hostname == lease.hostname
        and before.fqdn_fwd == lease.fqdn_fwd
        and before.fqdn_rev == lease.fqdn_rev
        and before.user_context == lease.user_context
    )
