"""Which reservation belongs to a DHCPv6 client.

[hot] The twin of hosts.py: the identifiers of IDENTIFIERS6 are tried in the configured order.
"""

from collections.abc import Callable
from typing import Final

from lessor.engine.request6 import Request6
from lessor.engine.reservation import first_match
from lessor.engine.tables6 import Host6, Subnet6, Tables6


def find_host6(tables: Tables6, subnet: Subnet6, request: Request6) -> Host6 | None:
    """Return the client's reservation: one of the subnet before a global one, as the subnet's modes allow."""
    if subnet.reservations_in_subnet and subnet.hosts:
        host = first_match(subnet.hosts, tables.identifiers, IDENTIFIERS6, request)
        if host is not None:
            return host
    if subnet.reservations_global and tables.global_hosts:
        return first_match(tables.global_hosts, tables.identifiers, IDENTIFIERS6, request)
    return None


def _hw_address(request: Request6) -> bytes:
    return request.hwaddr


def _duid(request: Request6) -> bytes:
    return request.duid


IDENTIFIERS6: Final[dict[str, Callable[[Request6], bytes]]] = {
    "hw-address": _hw_address,
    "duid": _duid,
}
