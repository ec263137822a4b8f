"""What a script is told at the hook points of a DHCPv6 server; the twin of points4.py."""

from collections.abc import Callable
from ipaddress import IPv6Address
from typing import Final

from lessor.hooks.api import (
    Addr6Register,
    Event,
    Lease6Decline,
    Lease6Expire,
    Lease6Rebind,
    Lease6Recover,
    Lease6Release,
    Lease6Renew,
    Leases6Committed,
    LeaseView6,
    Query6,
)
from lessor.model.lease6 import NA, PD, TA
from lessor.plugins.run_script.texts import Variables, of_lease6, of_leases6, truth
from lessor.wire.packet6 import IA_NA, IA_PD, IA_TA

# RFC 8415 section 7.2
PORT: Final = "547"

CODES: Final = {NA: IA_NA, TA: IA_TA, PD: IA_PD}


def of_query(query: Query6) -> Variables:
    """Return what the client's message says, and how it came."""
    request = query.request
    # what a client on our link is known by is not in its datagram: only a relay tells it
    return {
        "QUERY6_TYPE": query.name,
        "QUERY6_TXID": str(query.transaction_id),
        "QUERY6_LOCAL_ADDR": str(IPv6Address(request.local)),
        "QUERY6_LOCAL_PORT": PORT,
        "QUERY6_REMOTE_ADDR": str(query.source),
        "QUERY6_REMOTE_PORT": str(request.source_port),
        "QUERY6_IFACE_INDEX": str(request.interface.index),
        "QUERY6_IFACE_NAME": query.interface,
        "QUERY6_REMOTE_HWADDR": "",
        "QUERY6_REMOTE_HWADDR_TYPE": "",
        "QUERY6_PROTO": "UDP",
        "QUERY6_CLIENT_ID": str(query.duid),
    }


def of_ia(query: Query6, lease: LeaseView6) -> Variables:
    """Return the identity association of the message that a lease is for; T1 and T2 are the client's."""
    for ia in query.request.ias:
        if (ia.type, ia.iaid) == (lease.record.type, lease.iaid):
            return {
                "PKT6_IA_IAID": str(ia.iaid),
                "PKT6_IA_IA_TYPE": str(CODES[ia.type]),
                "PKT6_IA_IA_T1": str(ia.t1),
                "PKT6_IA_IA_T2": str(ia.t2),
            }
    return {}


def at_renew(event: Event) -> Variables:
    """Tell of a lease that is given again."""
    assert isinstance(event, Lease6Renew | Lease6Rebind)
    return of_query(event.query) | of_lease6("LEASE6", event.lease) | of_ia(event.query, event.lease)


def at_expire(event: Event) -> Variables:
    """Tell of a lease whose time is over."""
    assert isinstance(event, Lease6Expire)
    return of_lease6("LEASE6", event.lease) | {"REMOVE_LEASE": truth(event.remove_lease)}


def at_recover(event: Event) -> Variables:
    """Tell of a declined address that is free again."""
    assert isinstance(event, Lease6Recover)
    return of_lease6("LEASE6", event.lease)


def at_committed(event: Event) -> Variables:
    """Tell of leases that are kept, and of those that are gone."""
    assert isinstance(event, Leases6Committed)
    deleted = of_leases6("DELETED_LEASES6", event.deleted_leases)
    return of_query(event.query) | of_leases6("LEASES6", event.leases) | deleted


def at_return(event: Event) -> Variables:
    """Tell of a lease that a client gives back or declines."""
    assert isinstance(event, Lease6Release | Lease6Decline)
    return of_query(event.query) | of_lease6("LEASE6", event.lease)


def at_register(event: Event) -> Variables:
    """Tell of an address that a client chose itself."""
    assert isinstance(event, Addr6Register)
    old = {} if event.old_lease is None else of_lease6("OLD_LEASE6", event.old_lease)
    return of_query(event.query) | of_lease6("LEASE6", event.new_lease) | old


POINTS6: Final[dict[str, Callable[[Event], Variables]]] = {
    "lease6_renew": at_renew,
    "lease6_rebind": at_renew,
    "lease6_expire": at_expire,
    "lease6_recover": at_recover,
    "leases6_committed": at_committed,
    "lease6_release": at_return,
    "lease6_decline": at_return,
    "addr6_register": at_register,
}
"""The hook points at which a script is run."""
