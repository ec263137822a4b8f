"""What a script is told at the hook points of a DHCPv4 server."""

from collections.abc import Callable
from ipaddress import IPv4Address
from typing import Final

from lessor.hooks.api import (
    Event,
    Lease4Decline,
    Lease4Expire,
    Lease4Recover,
    Lease4Release,
    Lease4Renew,
    Leases4Committed,
    Query4,
    SubnetView4,
)
from lessor.plugins.run_script.texts import ETHERNET, Variables, octets, of_lease4, of_leases4, truth
from lessor.wire.packet4 import RELAY_AGENT_INFORMATION

# RFC 3046 section 2.0, RFC 2131: where servers listen, and what a message to all of a link is sent to.
PORT: Final = "67"
EVERYBODY: Final = "255.255.255.255"

RELAY_FACTS: Final = (1, 2)
"""The sub-options of option 82 that a script is told: circuit and remote id."""


def of_query(query: Query4) -> Variables:
    """Return what the client's message says, and how it came."""
    request, packet = query.request, query.request.packet
    raw = bool(request.sender)
    return {
        "QUERY4_TYPE": query.name,
        "QUERY4_TXID": str(packet.xid),
        "QUERY4_LOCAL_ADDR": EVERYBODY if request.came_by_broadcast else str(query.local),
        "QUERY4_LOCAL_PORT": PORT,
        "QUERY4_REMOTE_ADDR": str(query.source),
        "QUERY4_REMOTE_PORT": str(request.source_port),
        "QUERY4_IFACE_INDEX": str(request.interface.index),
        "QUERY4_IFACE_NAME": query.interface,
        "QUERY4_HOPS": str(packet.hops),
        "QUERY4_SECS": str(packet.secs),
        "QUERY4_FLAGS": str(packet.flags),
        "QUERY4_CIADDR": str(query.ciaddr),
        "QUERY4_SIADDR": str(IPv4Address(packet.siaddr)),
        "QUERY4_YIADDR": str(IPv4Address(packet.yiaddr)),
        "QUERY4_GIADDR": str(query.giaddr),
        "QUERY4_RELAYED": truth(request.giaddr != 0),
        "QUERY4_HWADDR": str(query.hwaddr),
        "QUERY4_HWADDR_TYPE": str(packet.htype),
        # frames have addresses, what comes through an ordinary socket has none
        "QUERY4_LOCAL_HWADDR": request.interface.hwaddr.hex(":") if raw else "",
        "QUERY4_LOCAL_HWADDR_TYPE": ETHERNET if raw else "",
        "QUERY4_REMOTE_HWADDR": request.sender.hex(":"),
        "QUERY4_REMOTE_HWADDR_TYPE": ETHERNET if raw else "",
        **of_relay(query),
    }


def of_relay(query: Query4) -> Variables:
    """Return what the relay says of the client, nothing where it says nothing."""
    if RELAY_AGENT_INFORMATION not in query.options:
        return {}
    found = {"QUERY4_OPTION_82": octets(query.options[RELAY_AGENT_INFORMATION])}
    for code in RELAY_FACTS:
        if code in query.request.relay_options:
            found[f"QUERY4_OPTION_82_SUB_OPTION_{code}"] = octets(query.request.relay_options[code])
    return found


def of_subnet(subnet: SubnetView4) -> Variables:
    """Return what the client's subnet is."""
    return {
        "SUBNET4_ID": str(subnet.id),
        "SUBNET4_NAME": str(subnet.prefix),
        "SUBNET4_PREFIX": str(subnet.prefix.network_address),
        "SUBNET4_PREFIX_LEN": str(subnet.prefix.prefixlen),
    }


def at_renew(event: Event) -> Variables:
    """Tell of a lease that is given again."""
    assert isinstance(event, Lease4Renew)
    client = {
        "PKT4_CLIENT_ID": str(event.clientid),
        "PKT4_HWADDR": str(event.hwaddr),
        "PKT4_HWADDR_TYPE": str(event.query.request.packet.htype),
    }
    return of_query(event.query) | of_subnet(event.subnet) | client | of_lease4("LEASE4", event.lease)


def at_expire(event: Event) -> Variables:
    """Tell of a lease whose time is over."""
    assert isinstance(event, Lease4Expire)
    return of_lease4("LEASE4", event.lease) | {"REMOVE_LEASE": truth(event.remove_lease)}


def at_recover(event: Event) -> Variables:
    """Tell of a declined address that is free again."""
    assert isinstance(event, Lease4Recover)
    return of_lease4("LEASE4", event.lease)


def at_committed(event: Event) -> Variables:
    """Tell of leases that are kept, and of those that are gone."""
    assert isinstance(event, Leases4Committed)
    deleted = of_leases4("DELETED_LEASES4", event.deleted_leases)
    return of_query(event.query) | of_leases4("LEASES4", event.leases) | deleted


def at_return(event: Event) -> Variables:
    """Tell of a lease that a client gives back or declines."""
    assert isinstance(event, Lease4Release | Lease4Decline)
    return of_query(event.query) | of_lease4("LEASE4", event.lease)


POINTS4: Final[dict[str, Callable[[Event], Variables]]] = {
    "lease4_renew": at_renew,
    "lease4_expire": at_expire,
    "lease4_recover": at_recover,
    "leases4_committed": at_committed,
    "lease4_release": at_return,
    "lease4_decline": at_return,
}
"""The hook points at which a script is run."""
