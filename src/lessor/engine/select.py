"""Which subnet a client is in.

[hot] The order is Kea's: what relay or client say about the link, the relay's address, the interface, the client's
own address. A broadcast comes from the link itself, whatever address its sender believes to have. A subnet whose guard,
or whose network's guard, keeps the client out is passed over.
"""

from collections.abc import Iterable

from lessor.engine.classify import Classes
from lessor.engine.network import lets_in
from lessor.engine.request4 import Request4
from lessor.engine.tables import Subnet, Tables, subnet_at


def select(tables: Tables, request: Request4) -> Subnet | None:
    """Return the subnet this request belongs to, or None if we serve none."""
    classes = request.classes
    # RFC 3527, RFC 3011: the stated link counts, not where the packet came from.
    if request.link_address and not (tables.ignore_link_selection and request.relay_information):
        return _open_at(tables, request.link_address, classes)
    if request.giaddr:
        if request.giaddr in tables.by_relay:
            subnet = _first_open(tables.by_relay[request.giaddr], classes)
            if subnet is not None:
                return subnet
        return _open_at(tables, request.giaddr, classes)
    if request.interface.name in tables.by_interface:
        subnet = _first_open(tables.by_interface[request.interface.name], classes)
        if subnet is not None:
            return subnet
    if request.came_by_broadcast:
        return _subnet_of_link(tables, request)
    return _open_at(tables, request.ciaddr or request.source or request.local, classes)


def _subnet_of_link(tables: Tables, request: Request4) -> Subnet | None:
    subnet = _open_at(tables, request.local, request.classes)
    if subnet is not None:
        return subnet
    for address in request.interface.addresses:
        subnet = _open_at(tables, address, request.classes)
        if subnet is not None:
            return subnet
    return None


def _open_at(tables: Tables, address: int, classes: Classes) -> Subnet | None:
    subnet = subnet_at(tables, address)
    # common case first: open to everybody
    if subnet is None or (subnet.shared is None and not subnet.guard):
        return subnet
    return subnet if lets_in(subnet.guard, subnet.shared, classes) else None


def _first_open(candidates: Iterable[Subnet], classes: Classes) -> Subnet | None:
    for subnet in candidates:
        if lets_in(subnet.guard, subnet.shared, classes):
            return subnet
    return None
