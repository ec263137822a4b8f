"""The command that tries out which subnet a DHCPv4 client would be in."""

from collections.abc import Sequence
from ipaddress import IPv4Address
from typing import Final, Protocol

from lessor.control.families import selection
from lessor.control.families.selection import FIELDS, address4, classes_of, known, no_subnet, told
from lessor.engine.request4 import Request4
from lessor.engine.select import select
from lessor.engine.tables import Tables
from lessor.model.command import Answer, Arguments, Command
from lessor.model.datagram import Received4
from lessor.model.interface import Interface
from lessor.wire.packet4 import (
    DISCOVER,
    LINK_SELECTION,
    MESSAGE_TYPE,
    RELAY_AGENT_INFORMATION,
    SUBNET_SELECTION,
    Packet4,
)

EVERYBODY: Final = 0xFFFFFFFF
CLIENT_PORT: Final = 68

ARGUMENTS: Final = tuple(argument for name, argument in FIELDS.items() if name != "interface-id")


class Server(Protocol):
    """What this command asks of a server."""

    @property
    def tables(self) -> Tables: ...
    def interfaces(self) -> Sequence[Interface]:
        """Return all interfaces. Raise OSError."""
        ...


def _subnet4_select_test(server: Server, arguments: Arguments) -> Answer:
    known(arguments, ARGUMENTS)
    subnet = select(server.tables, _request(arguments, server.interfaces()))
    if subnet is None:
        raise no_subnet()
    network = "" if subnet.shared is None else subnet.shared.name
    return told(f"{IPv4Address(subnet.first)}/{subnet.length}", subnet.id, network)


def _request(arguments: Arguments, interfaces: Sequence[Interface]) -> Request4:
    """Return a message that comes as the arguments say."""
    options = {MESSAGE_TYPE: bytes([DISCOVER])}
    if "link" in arguments:
        link = address4(arguments, "link").to_bytes(4)
        options[RELAY_AGENT_INFORMATION] = bytes([LINK_SELECTION, len(link)]) + link
    if "subnet" in arguments:
        options[SUBNET_SELECTION] = address4(arguments, "subnet").to_bytes(4)
    packet = Packet4(ciaddr=address4(arguments, "address"), giaddr=address4(arguments, "relay"), options=options)
    source, local = address4(arguments, "remote"), address4(arguments, "local")
    # who has an address of its own turns to ours
    broadcast = local == EVERYBODY or not (local or source or packet.ciaddr)
    own = 0 if local == EVERYBODY else local
    request = Request4(packet, Received4(b"", selection.at(arguments, interfaces), own, source, CLIENT_PORT, broadcast))
    request.classes = classes_of(arguments)
    return request


COMMANDS: Final[tuple[Command[Server], ...]] = (
    Command(
        "subnet4-select-test",
        "Tell which subnet a client would be in whose message came like this.",
        _subnet4_select_test,
        arguments=ARGUMENTS,
        since="2.7.0",
        families=frozenset({4}),
    ),
)
