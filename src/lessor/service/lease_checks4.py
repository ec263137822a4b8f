"""Leases of the file against the configured subnets: `lease-checks` of `sanity-checks`.

A lease fails when its address is not in the subnet whose id it carries, be it that the configuration changed, or that
the file comes from elsewhere.
"""

import ipaddress
from typing import Final

from lessor.engine.tables import Tables, subnet_at
from lessor.model.lease import Lease4
from lessor.service import messages
from lessor.service.log import Loggers

NONE: Final = "none"
REPAIRS: Final = ("fix", "fix-del")
DROPS: Final = ("fix-del", "del")


class LeaseCheck4:
    """Looks at one lease after the other, as the mode says: none, warn, fix, fix-del or del."""

    def __init__(self, tables: Tables, mode: str, loggers: Loggers) -> None:
        self.tables = tables
        self.mode = mode
        self.loggers = loggers

    def __call__(self, lease: Lease4) -> Lease4 | None:
        """Return the lease, the lease with another subnet id, or None to drop it."""
        subnet = self.tables.subnets.get(lease.subnet_id)
        if (subnet is not None and subnet.first <= lease.address <= subnet.last) or self.mode == NONE:
            return lease
        reason = "no subnet has this id" if subnet is None else "the address is not in the subnet"
        address = str(ipaddress.IPv4Address(lease.address))
        right = subnet_at(self.tables, lease.address)
        if self.mode in REPAIRS and right is not None:
            self.loggers.write(messages.DHCPSRV_LEASE_SANITY_FIXED, address, lease.subnet_id, right.id)
            return _moved(lease, right.id)
        if self.mode in DROPS:
            self.loggers.write(messages.DHCPSRV_LEASE_SANITY_FAIL_DISCARD, address, lease.subnet_id, reason)
            return None
        self.loggers.write(messages.DHCPSRV_LEASE_SANITY_FAIL, address, lease.subnet_id, reason)
        return lease


def _moved(lease: Lease4, subnet_id: int) -> Lease4:
    return Lease4(
        lease.address,
        lease.hwaddr,
        lease.client_id,
        lease.valid_lifetime,
        lease.cltt,
        subnet_id,
        lease.fqdn_fwd,
        lease.fqdn_rev,
        lease.hostname,
        lease.state,
        lease.user_context,
        lease.pool_id,
    )
