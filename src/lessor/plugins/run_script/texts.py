"""How values stand in the environment of a script; names and forms are those of Kea's scripts."""

from collections.abc import Sequence
from typing import Final

from lessor.hooks.api import LeaseView4, LeaseView6
from lessor.model.lease import ASSIGNED, DECLINED, RECLAIMED, RELEASED
from lessor.model.lease6 import REGISTERED

STATES: Final = {
    ASSIGNED: "default",
    DECLINED: "declined",
    RECLAIMED: "expired-reclaimed",
    RELEASED: "released",
    REGISTERED: "registered",
}

ETHERNET: Final = "1"

Variables = dict[str, str]


def truth(value: bool) -> str:
    """Return true or false."""
    return "true" if value else "false"


def octets(value: bytes) -> str:
    """Return octets as capital hexadecimal digits, nothing for none."""
    return f"0x{value.hex().upper()}" if value else ""


def of_lease(prefix: str, view: LeaseView4 | LeaseView6) -> Variables:
    """Return what leases of both families have; `prefix` begins every name."""
    return {
        f"{prefix}_ADDRESS": str(view.address),
        f"{prefix}_CLTT": str(view.cltt),
        f"{prefix}_HOSTNAME": view.hostname,
        f"{prefix}_HWADDR": str(view.hwaddr),
        f"{prefix}_STATE": STATES.get(view.record.state, str(view.record.state)),
        f"{prefix}_SUBNET_ID": str(view.subnet_id),
        f"{prefix}_VALID_LIFETIME": str(view.valid_lifetime),
    }


def of_lease4(prefix: str, view: LeaseView4) -> Variables:
    """Return what a DHCPv4 lease says."""
    return of_lease(prefix, view) | {f"{prefix}_HWADDR_TYPE": ETHERNET, f"{prefix}_CLIENT_ID": str(view.client_id)}


def of_lease6(prefix: str, view: LeaseView6) -> Variables:
    """Return what a DHCPv6 lease says."""
    return of_lease(prefix, view) | {
        f"{prefix}_HWADDR_TYPE": ETHERNET if view.hwaddr else "",
        f"{prefix}_DUID": str(view.duid),
        f"{prefix}_IAID": str(view.iaid),
        f"{prefix}_PREFERRED_LIFETIME": str(view.preferred_lifetime),
        f"{prefix}_PREFIX_LEN": str(view.record.prefix_length),
        f"{prefix}_TYPE": view.type,
    }


def of_leases4(prefix: str, views: Sequence[LeaseView4]) -> Variables:
    """Return several DHCPv4 leases, and how many there are."""
    found = {f"{prefix}_SIZE": str(len(views))}
    for i, view in enumerate(views):
        found |= of_lease4(f"{prefix}_AT{i}", view)
    return found


def of_leases6(prefix: str, views: Sequence[LeaseView6]) -> Variables:
    """Return several DHCPv6 leases, and how many there are."""
    found = {f"{prefix}_SIZE": str(len(views))}
    for i, view in enumerate(views):
        found |= of_lease6(f"{prefix}_AT{i}", view)
    return found
