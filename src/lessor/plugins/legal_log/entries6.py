"""Entries about DHCPv6 leases; the twin of entries4.py."""

from typing import Final

from lessor.hooks.api import LeaseView6, Query6, Relay6View
from lessor.plugins.legal_log.words import duration, listed, shown
from lessor.wire.packet6 import REBIND, RENEW

# RFC 4649, RFC 4580, RFC 8415 section 21.18: what a relay says of where the client is.
RELAY_FACTS: Final = ((37, "remote-id"), (38, "subscriber-id"), (18, "interface-id"))

AGAIN: Final = (RENEW, REBIND)


def given6(query: Query6, lease: LeaseView6) -> str:
    """Tell of a lease that a client has got."""
    verb = "renewed" if query.message_type in AGAIN else "assigned"
    lasts = duration(lease.valid_lifetime)
    return f"{_item(lease)} has been {verb} for {lasts} to a device with {_device(query, lease)}"


def released6(query: Query6, lease: LeaseView6) -> str:
    """Tell of a lease that a client has given back."""
    return f"{_item(lease)} has been released from a device with {_device(query, lease)}"


def declined6(query: Query6, lease: LeaseView6) -> str:
    """Tell of a lease that a client has declined."""
    return f"{_item(lease)} has been declined by a device with {_device(query, lease)}"


def _item(lease: LeaseView6) -> str:
    return f"Prefix:{lease.prefix}" if lease.is_prefix else f"Address:{lease.address}"


def _device(query: Query6, lease: LeaseView6) -> str:
    told = f"DUID: {lease.duid}"
    if lease.hwaddr:
        told += f" and hardware address: hwtype={lease.record.hwtype or 1} {lease.hwaddr}"
    for relay in query.relays:
        told += _relay(relay)
    context = lease.record.user_context
    return f"{told}, context: {context}" if context else told


def _relay(relay: Relay6View) -> str:
    told = (
        f" connected via relay at address: {relay.peer_address} for client on link address: {relay.link_address}, "
        f"hop count: {relay.record.hop_count}"
    )
    options = relay.options
    facts = [f"{name}: {shown(options[code])}" for code, name in RELAY_FACTS if code in options]
    return f"{told}, identified by {listed(facts)}" if facts else told
