"""What the administrator promised to a DHCPv6 client, and what to others.

[hot] Reservations of a subnet, global ones, and those that count only outside of the pools
(`reservations-out-of-pool`).
"""

from lessor.engine.case6 import WHOLE, Case6, open_at, pools_of
from lessor.engine.hosts6 import NO_HOSTS, is_owned
from lessor.engine.tables6 import Host6, Pool6, Subnet6, pool_at
from lessor.model.lease6 import PD


def reservations(case: Case6, type: int) -> list[tuple[Subnet6, int, int]]:
    """Return what is promised to the client, in its order: subnet, first address, prefix length.

    A global reservation comes first, as in Kea. It may name addresses of other links; delegated prefixes need not be of
    the link.
    """
    hosts = case.hosts
    # common case first
    if hosts is NO_HOSTS:
        return []
    found = []
    if hosts.everywhere is not None and case.subnet.reservations_global:
        for address, length in _promised(hosts.everywhere, type):
            subnet = case.subnet if type == PD else open_at(case, address)
            if subnet is not None:
                found.append((subnet, address, length))
    for subnet, host in hosts.here:
        for address, length in _promised(host, type):
            is_near = type == PD or subnet.first <= address <= subnet.last
            if is_near and not _is_dynamic(subnet, type, address):
                found.append((subnet, address, length))
    return found


def is_promised(case: Case6, type: int, address: int, length: int) -> bool:
    """Tell whether the address or prefix is promised to the client."""
    return (address, length) in [one[1:] for one in reservations(case, type)]


def _promised(host: Host6, type: int) -> list[tuple[int, int]]:
    if type == PD:
        return [(prefix, value[0]) for prefix, value in host.prefixes.items()]
    return [(address, WHOLE) for address in host.addresses]


def _is_dynamic(subnet: Subnet6, type: int, address: int) -> bool:
    """Tell whether reservations do not count here: with `reservations-out-of-pool` none does inside the pools."""
    return subnet.reservations_out_of_pool and pool_at(pools_of(subnet, type), address) is not None


def exclusion(case: Case6, pool: Pool6 | None, prefix: int) -> bytes:
    """Return the ready prefix-exclude option of a delegated prefix: the reservation's own before that of its pool."""
    hosts = case.hosts
    if hosts is not NO_HOSTS:
        for host in (hosts.everywhere, *[own for _, own in hosts.here]):
            if host is not None and prefix in host.prefixes:
                return host.prefixes[prefix][1]
    return b"" if pool is None else pool.exclude


def owner(subnet: Subnet6, type: int, address: int) -> Host6 | None:
    """Return to whom the administrator promised the address or prefix; one of them where they are several."""
    host = (subnet.reserved_prefixes if type == PD else subnet.reserved_addresses).get(address)
    # common case first
    return None if host is None or _is_dynamic(subnet, type, address) else host


def reserved_for_other(case: Case6, subnet: Subnet6, type: int, address: int) -> bool:
    """Tell whether the administrator promised to others what is not promised to this client."""
    # common case first: nothing is promised here
    if not (subnet.reserved_prefixes if type == PD else subnet.reserved_addresses):
        return False
    host = owner(subnet, type, address)
    return host is not None and not is_owned(case.hosts, host)


def owners(subnet: Subnet6, type: int, address: int) -> list[Host6]:
    """Return all to whom the administrator promised the address or prefix. Walks all reservations of the subnet."""
    one = owner(subnet, type, address)
    found = [] if one is None else [one]
    for host in subnet.hosts.values():
        if host is not one and address in (host.prefixes if type == PD else host.addresses):
            found.append(host)
    return found
