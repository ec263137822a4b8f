"""Entries about DHCPv4 leases."""

from ipaddress import IPv4Address
from typing import Final

from lessor.hooks.api import LeaseView4, Query4
from lessor.plugins.legal_log.words import duration, listed, shown

# RFC 3046 section 2.0, RFC 3993: what a relay says of where the client is.
RELAY_FACTS: Final = ((1, "circuit-id"), (2, "remote-id"), (6, "subscriber-id"))


def given4(query: Query4, lease: LeaseView4) -> str:
    """Tell of a lease that a client has got."""
    verb = "renewed" if query.request.ciaddr else "assigned"
    lasts = duration(lease.valid_lifetime)
    return f"Address: {lease.address} has been {verb} for {lasts} to a device with {_device(query, lease)}"


def released4(query: Query4, lease: LeaseView4) -> str:
    """Tell of a lease that a client has given back."""
    return f"Address: {lease.address} has been released from a device with {_device(query, lease)}"


def declined4(query: Query4, lease: LeaseView4) -> str:
    """Tell of a lease that a client has declined."""
    return f"Address: {lease.address} has been declined by a device with {_device(query, lease)}"


def _device(query: Query4, lease: LeaseView4) -> str:
    hwaddr = query.hwaddr or lease.hwaddr
    client_id = query.client_id or lease.client_id
    told = f"hardware address: hwtype={query.request.packet.htype} {hwaddr}"
    if client_id:
        told += f", client-id: {shown(client_id)}"
    if query.request.giaddr:
        told += f" connected via relay at address: {IPv4Address(query.request.giaddr)}"
        facts = [
            f"{name}: {shown(query.request.relay_options[code])}"
            for code, name in RELAY_FACTS
            if code in query.request.relay_options
        ]
        if facts:
            told += f", identified by {listed(facts)}"
    context = lease.record.user_context
    return f"{told}, context: {context}" if context else told
