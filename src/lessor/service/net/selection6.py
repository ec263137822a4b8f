"""Which interfaces and IPv6 addresses a configuration means, given the interfaces there are: pure.

See selection.py for what holds whatever the family. An interface is served by multicast and at its link-local
addresses; an entry with an address adds that one, for who is to turn to the server by unicast. The loopback interface
has no multicast and is served only where an address of it is named.
"""

import ipaddress
from collections.abc import Container, Sequence
from functools import partial

from lessor.engine.request6 import is_link_local
from lessor.model.interface import Interface
from lessor.model.network import InterfacesConfig
from lessor.service.net.selection import Selection, obstacle, select_entries


def select6(config: InterfacesConfig, interfaces: Sequence[Interface], listening: Container[int]) -> Selection:
    """Return what to listen on; `listening` holds the indexes of interfaces that are listened on already."""
    return select_entries(
        config, interfaces, partial(_select_all, interfaces, listening), partial(_select_one, listening)
    )


def link_locals(addresses: Sequence[int]) -> tuple[int, ...]:
    """Return those of the addresses that hold on their link only."""
    return tuple(address for address in addresses if is_link_local(address))


def _select_all(interfaces: Sequence[Interface], listening: Container[int], selection: Selection) -> None:
    for interface in interfaces:
        if not interface.loopback and not obstacle(interface, listening):
            local = link_locals(interface.addresses6)
            if local:
                selection.add(interface, local)
            elif link_locals(interface.tentative6):
                selection.pending[interface.name] = _not_yet(interface)


def _select_one(
    listening: Container[int], selection: Selection, entry: str, interface: Interface, address: str
) -> None:
    if reason := obstacle(interface, listening):
        selection.failures[entry] = reason
        return
    if not interface.loopback or not address:
        _select_link(selection, entry, interface)
    if address:
        _select_address(selection, entry, interface, address)


def _select_link(selection: Selection, entry: str, interface: Interface) -> None:
    local = link_locals(interface.addresses6)
    if local:
        selection.add(interface, local)
    elif link_locals(interface.tentative6):
        selection.pending[entry] = _not_yet(interface)
    else:
        selection.failures[entry] = f"interface {interface.name} has no link-local address"


def _select_address(selection: Selection, entry: str, interface: Interface, address: str) -> None:
    number = _number(address)
    if number in interface.addresses6:
        selection.add(interface, (number,))
    elif number in interface.tentative6:
        selection.pending[entry] = _not_yet(interface)
    else:
        selection.failures[entry] = f"interface {interface.name} has no address {address}"


def _not_yet(interface: Interface) -> str:
    return f"interface {interface.name} still looks for duplicates of its addresses"


def _number(address: str) -> int:
    """Return the address as a number; 0, which no interface has, for what is not an address."""
    try:
        return int(ipaddress.IPv6Address(address))
    except ValueError:
        return 0
