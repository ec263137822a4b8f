"""Which subnet a DHCPv6 client is in.

[hot] The order is Kea's: the interface-id of the relay nearest to the client, that relay's link-address, and for
clients on our own links the interface, then the client's address.
"""

from lessor.engine.request6 import Request6
from lessor.engine.tables6 import Subnet6, Tables6, subnet_at


def select6(tables: Tables6, request: Request6) -> Subnet6 | None:
    """Return the subnet this request belongs to, or None if we serve none."""
    if request.interface_id in tables.by_interface_id:
        return tables.by_interface_id[request.interface_id][0]
    if request.link_address:
        if request.link_address in tables.by_relay:
            return tables.by_relay[request.link_address][0]
        return subnet_at(tables, request.link_address)
    # RFC 6221: relays on layer two name no address, so the client is on the link its message came from.
    bound = tables.by_interface.get(request.interface.name)
    if bound is not None:
        return bound[0]
    return subnet_at(tables, request.source)
