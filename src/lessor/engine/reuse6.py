"""Giving a DHCPv6 lease again as it is instead of writing a new one (`cache-threshold`, `cache-max-age`).

[hot] The twin of reuse.py: a client that renews early is told the rest of its time and nothing is written.
"""

from lessor.engine.tables6 import Subnet6
from lessor.model.lease import ASSIGNED, INFINITE
from lessor.model.lease6 import Lease6


def is_reusable6(before: Lease6, lease: Lease6, subnet: Subnet6, now: int) -> bool:
    """Tell whether the lease that the client has can stand for the new one.

    `before` has not ended. Shorter times are a change: the administrator wants the address back sooner.
    """
    if before.valid_lifetime == INFINITE:
        return lease.valid_lifetime == INFINITE and _same(before, lease)
    # common case first: not configured
    threshold = subnet.cache_threshold
    if threshold <= 0.0:
        return False
    age = now - before.cltt
    if age < 0 or age > int(before.valid_lifetime * threshold):
        return False
    if subnet.cache_max_age and age > subnet.cache_max_age:
        return False
    return before.valid_lifetime <= lease.valid_lifetime and _same(before, lease)


def rest_of6(lease: Lease6, now: int) -> tuple[int, int]:
    """Return what is left of the preferred and the valid lifetime, in seconds."""
    age = now - lease.cltt
    preferred, valid = lease.preferred_lifetime, lease.valid_lifetime
    return (
        preferred if preferred == INFINITE else max(preferred - age, 0),
        valid if valid == INFINITE else valid - age,
    )


def _same(before: Lease6, lease: Lease6) -> bool:
    """Tell whether two leases of one association on one address or prefix say the same but for their times."""
    return (
        before.state == ASSIGNED
        and before.prefix_length == lease.prefix_length
        and before.preferred_lifetime <= lease.preferred_lifetime
        and before.hwaddr == lease.hwaddr
        and before.subnet_id == lease.subnet_id
        and before.pool_id == lease.pool_id
        and before.hostname == lease.hostname
        and before.fqdn_fwd == lease.fqdn_fwd
        and before.fqdn_rev == lease.fqdn_rev
        and before.user_context == lease.user_context
    )
