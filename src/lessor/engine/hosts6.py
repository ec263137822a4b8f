"""Which reservations belong to a DHCPv6 client.

[hot] The twin of hosts.py: the identifiers of IDENTIFIERS6 are tried in the configured order. In a shared network a
client may have a reservation in each subnet, and a global one besides; which of them tells its name and options follows
from the subnet it gets something of.
"""

from collections.abc import Callable
from typing import Final

from lessor.engine.network import in_turn, lets_in
from lessor.engine.request6 import Request6
from lessor.engine.reservation import first_match
from lessor.engine.tables6 import Host6, Subnet6, Tables6


class Hosts6:
    """The reservations of one client: `here` in its network, the selected subnet first, `everywhere` a global one."""

    __slots__ = ("everywhere", "here")

    def __init__(self, here: tuple[tuple[Subnet6, Host6], ...] = (), everywhere: Host6 | None = None) -> None:
        self.here = here
        self.everywhere = everywhere


NO_HOSTS: Final = Hosts6()
"""The reservations of most clients."""


def find_hosts6(tables: Tables6, subnet: Subnet6, request: Request6, early: Host6 | None = None) -> Hosts6:
    """Return the reservations of a client in this subnet, in the others of its network that are open to it, and its
    global one, as the modes of the subnets allow; `early` is the global one where it was looked up before.
    """
    # common case first: no reservations here
    if len(subnet.siblings) == 1 and not subnet.hosts and not subnet.reservations_global and early is None:
        return NO_HOSTS
    everywhere = early
    if early is None and subnet.reservations_global and tables.global_hosts:
        everywhere = find_global_host6(tables, request)
    here = []
    for sibling in in_turn(subnet.siblings, subnet):
        if sibling.hosts and sibling.reservations_in_subnet and lets_in(sibling.guard, sibling.shared, request.classes):
            host = first_match(sibling.hosts, tables.identifiers, IDENTIFIERS6, request)
            if host is not None:
                here.append((sibling, host))
    return Hosts6(tuple(here), everywhere) if here or everywhere is not None else NO_HOSTS


def find_global_host6(tables: Tables6, request: Request6) -> Host6 | None:
    """Return the client's global reservation."""
    return first_match(tables.global_hosts, tables.identifiers, IDENTIFIERS6, request)


def host_at(hosts: Hosts6, subnet: Subnet6) -> Host6 | None:
    """Return the reservation that counts in this subnet: its own one before the global one."""
    # common case first
    if hosts is NO_HOSTS:
        return None
    for where, host in hosts.here:
        if where is subnet:
            return host
    return hosts.everywhere if subnet.reservations_global else None


def is_owned(hosts: Hosts6, host: Host6) -> bool:
    """Tell whether this reservation is one of the client's."""
    return host is hosts.everywhere or any(host is own for _, own in hosts.here)


def _hw_address(request: Request6) -> bytes:
    return request.hwaddr


def _duid(request: Request6) -> bytes:
    return request.duid


def _flex_id(request: Request6) -> bytes:
    return request.flex_id


IDENTIFIERS6: Final[dict[str, Callable[[Request6], bytes]]] = {
    "hw-address": _hw_address,
    "duid": _duid,
    "flex-id": _flex_id,
}
