"""Which reservations belong to a client.

[hot] The identifiers a client can be known by are tried in the configured order; each is a row of IDENTIFIERS. In a
shared network a client may have a reservation in each subnet, besides a global one.
"""

from collections.abc import Callable, Iterable
from typing import Final

from lessor.engine.request4 import Request4
from lessor.engine.reservation import first_match
from lessor.engine.tables import Host, Subnet, Tables, pool_at

CIRCUIT_ID: Final = 1  # sub-option of relay agent information, RFC 3046
RFC4361_TYPE: Final = 255
RFC4361_DUID_AT: Final = 5  # after the type octet and the IAID

Hosts = dict[int, Host]
"""The reservations of one client by subnet id."""

EVERYWHERE: Final = 0
"""Stands for the id of a subnet where a reservation is global."""

NO_HOSTS: Final[Hosts] = {}
"""Stands for the reservations of every client that has none; never changed."""


def find_hosts(tables: Tables, subnets: Iterable[Subnet], request: Request4) -> Hosts:
    """Return the client's reservations in these subnets, and its global one where it counts."""
    hosts = NO_HOSTS
    everywhere = tables.early_global_hosts
    for subnet in subnets:
        everywhere = everywhere or subnet.reservations_global
        if subnet.hosts and subnet.reservations_in_subnet:
            host = first_match(subnet.hosts, tables.identifiers, IDENTIFIERS, request)
            if host is not None:
                hosts = hosts | {subnet.id: host}
    if everywhere:
        host = global_host(tables, request)
        if host is not None:
            hosts = hosts | {EVERYWHERE: host}
    return hosts


def global_host(tables: Tables, request: Request4) -> Host | None:
    """Return the client's global reservation."""
    if not tables.global_hosts:
        return None
    return first_match(tables.global_hosts, tables.identifiers, IDENTIFIERS, request)


def host_in(hosts: Hosts, subnet: Subnet) -> Host | None:
    """Return the reservation that counts in this subnet: its own before a global one, as its modes allow."""
    host = hosts.get(subnet.id)
    return hosts.get(EVERYWHERE) if host is None and subnet.reservations_global else host


def reserved_address(hosts: Hosts, subnet: Subnet) -> int:
    """Return the address promised to the client in this subnet, or 0.

    A global reservation may lie outside; it fills in for one of the subnet that names no address.
    """
    # common case first: no reservation
    if not hosts:
        return 0
    own = hosts.get(subnet.id)
    if own is not None and _counts(subnet, own.address):
        return own.address
    everywhere = hosts.get(EVERYWHERE) if subnet.reservations_global else None
    return everywhere.address if everywhere is not None and _counts(subnet, everywhere.address) else 0


def _counts(subnet: Subnet, address: int) -> bool:
    """Tell whether the address can be promised here: with `reservations-out-of-pool` none of the pools can."""
    if not subnet.first <= address <= subnet.last:
        return False
    return not subnet.reservations_out_of_pool or pool_at(subnet, address) is None


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


def _flex_id(request: Request4) -> bytes:
    return request.flex_id


IDENTIFIERS: Final[dict[str, Callable[[Request4], bytes]]] = {
    "hw-address": _hw_address,
    "duid": _duid,
    "circuit-id": _circuit_id,
    "client-id": _client_id,
    "flex-id": _flex_id,
}
