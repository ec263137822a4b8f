"""Which subnet a DHCPv6 client is in.

[hot] The order is Kea's: the interface-id of the relay nearest to the client, that relay's link-address, and for
clients on our own links the interface, then the client's address. Subnets that client classes close to the client are
passed over at each step.
"""

from collections.abc import Sequence

from lessor.engine.network import lets_in
from lessor.engine.request6 import Request6
from lessor.engine.tables6 import Subnet6, Tables6, subnet_at


def select6(tables: Tables6, request: Request6) -> Subnet6 | None:
    """Return the subnet this request belongs to, or None if we serve none to it."""
    found = None
    if tables.by_interface_id and request.interface_id in tables.by_interface_id:
        found = _first_open(tables.by_interface_id[request.interface_id], request)
    if found is not None:
        return found
    if request.link_address:
        if request.link_address in tables.by_relay:
            found = _first_open(tables.by_relay[request.link_address], request)
        return found or _open_at(tables, request.link_address, request)
    # RFC 6221: relays on layer two name no address, so the client is on the link its message came from.
    bound = tables.by_interface.get(request.interface.name)
    if bound is not None:
        found = _first_open(bound, request)
    return found or _open_at(tables, request.source, request)


def _first_open(candidates: Sequence[Subnet6], request: Request6) -> Subnet6 | None:
    for subnet in candidates:
        if lets_in(subnet.guard, subnet.shared, request.classes):
            return subnet
    return None


def _open_at(tables: Tables6, address: int, request: Request6) -> Subnet6 | None:
    subnet = subnet_at(tables, address)
    # common case first: no guards
    if subnet is not None and not subnet.guard and subnet.shared is None:
        return subnet
    return subnet if subnet is not None and lets_in(subnet.guard, subnet.shared, request.classes) else None
