"""Which subnet a client is in.

[hot] The order is Kea's: what relay or client say about the link, the relay's address, the interface, the client's
own address. A broadcast comes from the link itself, whatever address its sender believes to have.
"""

from lessor.engine.request4 import Request4
from lessor.engine.tables import Subnet, Tables, subnet_at


def select(tables: Tables, request: Request4) -> Subnet | None:
    """Return the subnet this request belongs to, or None if we serve none."""
    # RFC 3527, RFC 3011: the stated link counts, not where the packet came from.
    if request.link_address and not (tables.ignore_link_selection and request.relay_information):
        return subnet_at(tables, request.link_address)
    if request.giaddr:
        if request.giaddr in tables.by_relay:
            return tables.by_relay[request.giaddr][0]
        return subnet_at(tables, request.giaddr)
    bound = tables.by_interface.get(request.interface.name)
    if bound is not None:
        return bound[0]
    if request.came_by_broadcast:
        return _subnet_of_link(tables, request)
    return subnet_at(tables, request.ciaddr or request.source or request.local)


def _subnet_of_link(tables: Tables, request: Request4) -> Subnet | None:
    subnet = subnet_at(tables, request.local)
    if subnet is not None:
        return subnet
    for address in request.interface.addresses:
        subnet = subnet_at(tables, address)
        if subnet is not None:
            return subnet
    return None
