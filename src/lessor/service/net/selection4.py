"""Which interfaces and IPv4 addresses a configuration means, given the interfaces there are: pure.

See selection.py for what holds whatever the family; an entry without an address means all of the interface.
"""

import ipaddress
from collections.abc import Container, Sequence
from functools import partial
from typing import Final

from lessor.model.interface import Interface
from lessor.model.network import InterfacesConfig
from lessor.service.net.selection import Selection, obstacle, select_entries

UDP: Final = "udp"


def select4(config: InterfacesConfig, interfaces: Sequence[Interface], listening: Container[int]) -> Selection:
    """Return what to listen on; `listening` holds the indexes of interfaces that are listened on already."""
    return select_entries(
        config,
        interfaces,
        partial(_select_all, interfaces, listening),
        partial(_select_one, config.socket_type, listening),
    )


def _select_all(interfaces: Sequence[Interface], listening: Container[int], selection: Selection) -> None:
    for interface in interfaces:
        if not interface.loopback and not _obstacle(interface, listening):
            selection.add(interface, interface.addresses)


def _select_one(
    socket_type: str, listening: Container[int], selection: Selection, entry: str, interface: Interface, address: str
) -> None:
    if interface.loopback and socket_type != UDP:
        selection.failures[entry] = f"raw sockets do not listen on the loopback interface {interface.name}"
    elif reason := _obstacle(interface, listening):
        selection.failures[entry] = reason
    elif not address:
        selection.add(interface, interface.addresses)
    elif (number := _number(address)) in interface.addresses:
        selection.add(interface, (number,))
    else:
        selection.failures[entry] = f"interface {interface.name} has no address {address}"


def _obstacle(interface: Interface, listening: Container[int]) -> str:
    if not interface.addresses:
        return f"interface {interface.name} has no IPv4 address"
    return obstacle(interface, listening)


def _number(address: str) -> int:
    """Return the address as a number; 0, which no interface has, for what is not an address."""
    try:
        return int(ipaddress.IPv4Address(address))
    except ValueError:
        return 0


def broadcasts(interface: Interface, addresses: Sequence[int]) -> dict[int, int]:
    """Return the broadcast addresses of the subnets of these addresses, each with the address it belongs to."""
    return {
        address | 0xFFFFFFFF >> length: address
        for address, length in zip(interface.addresses, interface.prefix_lengths, strict=True)
        if address in addresses and length <= 30
    }
