"""Which interfaces and addresses a configuration means, given the interfaces there are: pure.

An interface is chosen when it is up, running and has the address; once it is listened on, it stays chosen while it
exists and keeps its address, so a cable pulled and put back is no event.
"""

import ipaddress
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Final

from lessor.model.interface import Interface
from lessor.model.network import InterfacesConfig

EVERYTHING: Final = "*"
UDP: Final = "udp"


@dataclass(slots=True)
class Selection:
    """What to listen on, by interface index, and for each entry that cannot be listened on the reason."""

    interfaces: dict[int, Interface] = field(default_factory=dict)
    addresses: dict[int, tuple[int, ...]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def add(self, interface: Interface, addresses: tuple[int, ...]) -> None:
        """Choose addresses of an interface; the one chosen first stays its first."""
        chosen = self.addresses.get(interface.index, ())
        self.interfaces[interface.index] = interface
        self.addresses[interface.index] = tuple(dict.fromkeys((*chosen, *addresses)))


def select(config: InterfacesConfig, interfaces: Sequence[Interface], listening: Container[int]) -> Selection:
    """Return what to listen on; `listening` holds the indexes of interfaces that are listened on already."""
    selection = Selection()
    by_name = {interface.name: interface for interface in interfaces}
    # what is named comes first: an address of an entry is then the interface's first one
    for entry in sorted(config.interfaces, key=EVERYTHING.__eq__):
        if entry == EVERYTHING:
            _select_all(selection, interfaces, listening)
        else:
            name, _, address = entry.partition("/")
            _select_one(selection, entry, by_name.get(name), address, config.socket_type, listening)
    return selection


def _select_all(selection: Selection, interfaces: Sequence[Interface], listening: Container[int]) -> None:
    for interface in interfaces:
        if not interface.loopback and not _obstacle(interface, listening):
            selection.add(interface, interface.addresses)


def _select_one(
    selection: Selection,
    entry: str,
    interface: Interface | None,
    address: str,
    socket_type: str,
    listening: Container[int],
) -> None:
    if interface is None:
        selection.failures[entry] = f"there is no interface {entry.partition('/')[0]}"
    elif interface.loopback and socket_type != UDP:
        selection.failures[entry] = f"raw sockets do not listen on the loopback interface {interface.name}"
    elif obstacle := _obstacle(interface, listening):
        selection.failures[entry] = obstacle
    elif not address:
        selection.add(interface, interface.addresses)
    elif (number := _number(address)) in interface.addresses:
        selection.add(interface, (number,))
    else:
        selection.failures[entry] = f"interface {interface.name} has no address {address}"


def _obstacle(interface: Interface, listening: Container[int]) -> str:
    """Return why nothing can be received on the interface, empty when it can."""
    if not interface.addresses:
        return f"interface {interface.name} has no IPv4 address"
    if interface.index in listening:
        return ""
    if not interface.up:
        return f"interface {interface.name} is down"
    if not interface.running:
        return f"interface {interface.name} is not running"
    return ""


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
