"""Leases of the file against the configured subnets: `lease-checks` of `sanity-checks`.

A lease fails when its address is not in the subnet whose id it carries, be it that the configuration changed, or that
the file comes from elsewhere. Delegated prefixes need not be in their subnet, so they pass.
"""

from collections.abc import Callable
from copy import copy
from functools import partial
from ipaddress import IPv4Address, IPv6Address
from typing import Final, Generic, Protocol, TypeVar

from lessor.engine.tables import Tables, subnet_at
from lessor.engine.tables6 import Tables6
from lessor.engine.tables6 import subnet_at as subnet_at6
from lessor.model.lease import Lease4
from lessor.model.lease6 import PD, Lease6
from lessor.service.logs import messages
from lessor.service.logs.log import Loggers
from lessor.store.loading import Check4, Check6

NONE: Final = "none"
REPAIRS: Final = ("fix", "fix-del")
DROPS: Final = ("fix-del", "del")


class Checked(Protocol):
    """A lease of either family."""

    address: int
    subnet_id: int


class Range(Protocol):
    """A subnet of either family."""

    id: int
    first: int
    last: int


Lease = TypeVar("Lease", bound=Checked)


class LeaseCheck(Generic[Lease]):
    """Looks at the leases that were read, as the mode says: none, warn, fix, fix-del or del.

    `by_id` and `by_address` find a subnet, `show` makes the text of an address; `passes` tells of leases that may be
    anywhere.
    """

    def __init__(
        self,
        by_id: Callable[[int], Range | None],
        by_address: Callable[[int], Range | None],
        show: Callable[[int], str],
        mode: str,
        loggers: Loggers,
        passes: Callable[[Lease], bool] = lambda lease: False,
    ) -> None:
        self.by_id = by_id
        self.by_address = by_address
        self.show = show
        self.mode = mode
        self.loggers = loggers
        self.passes = passes

    def __call__(self, held: dict[int, Lease]) -> None:
        """Give leases another subnet id, or drop them."""
        for key in () if self.mode == NONE else self._elsewhere(held):
            lease = held[key]
            if self.passes(lease):
                continue
            result = self._judged(lease)
            if result is None:
                del held[key]
            else:
                held[key] = result

    def _elsewhere(self, held: dict[int, Lease]) -> list[int]:
        """Return the keys of leases that are not in the subnet they name."""
        by_id = self.by_id
        found = []
        # a million leases go through this loop at a start
        for key, lease in held.items():
            subnet = by_id(lease.subnet_id)
            if subnet is None or not subnet.first <= lease.address <= subnet.last:
                found.append(key)
        return found

    def _judged(self, lease: Lease) -> Lease | None:
        """Return the lease, the lease with another subnet id, or None to drop it."""
        reason = "no subnet has this id" if self.by_id(lease.subnet_id) is None else "the address is not in the subnet"
        address = self.show(lease.address)
        right = self.by_address(lease.address)
        if self.mode in REPAIRS and right is not None:
            self.loggers.write(messages.DHCPSRV_LEASE_SANITY_FIXED, address, lease.subnet_id, right.id)
            return _moved(lease, right.id)
        if self.mode in DROPS:
            self.loggers.write(messages.DHCPSRV_LEASE_SANITY_FAIL_DISCARD, address, lease.subnet_id, reason)
            return None
        self.loggers.write(messages.DHCPSRV_LEASE_SANITY_FAIL, address, lease.subnet_id, reason)
        return lease


def _moved(lease: Lease, subnet_id: int) -> Lease:
    moved = copy(lease)
    moved.subnet_id = subnet_id
    return moved


def lease_check4(tables: Tables, mode: str, loggers: Loggers) -> Check4:
    """Return the check of DHCPv4 leases."""
    return LeaseCheck[Lease4](
        tables.subnets.get, partial(subnet_at, tables), lambda address: str(IPv4Address(address)), mode, loggers
    )


def lease_check6(tables: Tables6, mode: str, loggers: Loggers) -> Check6:
    """Return the check of DHCPv6 leases."""
    return LeaseCheck[Lease6](
        tables.subnets.get,
        partial(subnet_at6, tables),
        lambda address: str(IPv6Address(address)),
        mode,
        loggers,
        lambda lease: lease.type == PD,
    )
