"""Which reservation belongs to a client.

[hot] The identifiers a client can be known by are tried in the configured order; each is a row of IDENTIFIERS.
"""

from collections.abc import Callable
from typing import Final

from lessor.engine.request4 import Request4
from lessor.engine.reservation import first_match
from lessor.engine.tables import Host, Subnet, Tables

CIRCUIT_ID: Final = 1  # sub-option of relay agent information, RFC 3046
RFC4361_TYPE: Final = 255
RFC4361_DUID_AT: Final = 5  # after the type octet and the IAID


def find_host(tables: Tables, subnet: Subnet, request: Request4) -> Host | None:
    """Return the client's reservation: one of the subnet before a global one, as the subnet's modes allow."""
    if subnet.reservations_in_subnet and subnet.hosts:
        host = first_match(subnet.hosts, tables.identifiers, IDENTIFIERS, request)
        if host is not None:
            return host
    if subnet.reservations_global and tables.global_hosts:
        return first_match(tables.global_hosts, tables.identifiers, IDENTIFIERS, request)
    return None


def reserved_address(subnet: Subnet, host: Host | None) -> int:
    """Return the address promised to the client in this subnet, or 0; a global reservation may lie outside."""
    if host is not None and subnet.first <= host.address <= subnet.last:
        return host.address
    return 0


def _hw_address(request: Request4) -> bytes:
    return request.hwaddr


def _client_id(request: Request4) -> bytes:
    return request.client_id


def _duid(request: Request4) -> bytes:
    # RFC 4361 section 6.1: such a client identifier carries an IAID and a DUID.
    if request.client_id and request.client_id[0] == RFC4361_TYPE:
        return request.client_id[RFC4361_DUID_AT:]
    return b""


def _circuit_id(request: Request4) -> bytes:
    return request.relay_options.get(CIRCUIT_ID, b"")


IDENTIFIERS: Final[dict[str, Callable[[Request4], bytes]]] = {
    "hw-address": _hw_address,
    "duid": _duid,
    "circuit-id": _circuit_id,
    "client-id": _client_id,
}
