"""Give an interface of this machine the address that it was granted, and take it away again."""

import contextlib
import socket

from pyroute2 import IPRoute
from pyroute2.netlink.exceptions import NetlinkError

from lessor.model.interface import Interface
from lessor.service.labs.client4 import INFINITE, Grant


class AddressingError(Exception):
    """The kernel does not take the address; the text says why."""


def configure(interface: Interface, grant: Grant) -> None:
    """Set address and default route for the lease's time, or give them new time. Raise AddressingError."""
    times = {} if grant.lifetime == INFINITE else {"valid": grant.lifetime, "preferred": grant.lifetime}
    try:
        with IPRoute() as route:
            route.addr("replace", index=interface.index, address=_text(grant.address), prefixlen=grant.length, **times)
            if grant.routers:
                route.route("replace", dst="default", gateway=_text(grant.routers[0]), oif=interface.index)
    except NetlinkError as error:
        raise AddressingError(f"{interface.name} does not take {_text(grant.address)}: {error}") from error


def withdraw(interface: Interface, grant: Grant) -> None:
    """Remove the address, and with it what was routed by it; one that is gone already is fine."""
    with IPRoute() as route, contextlib.suppress(NetlinkError):
        route.addr("del", index=interface.index, address=_text(grant.address), prefixlen=grant.length)


def switch_on(interface: Interface) -> None:
    """Set the interface up. Raise AddressingError."""
    try:
        with IPRoute() as route:
            route.link("set", index=interface.index, state="up")
    except NetlinkError as error:
        raise AddressingError(f"{interface.name} cannot be switched on: {error}") from error


def _text(address: int) -> str:
    return socket.inet_ntoa(address.to_bytes(4, "big"))
