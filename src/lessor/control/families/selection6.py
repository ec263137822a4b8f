"""The command that tries out which subnet a DHCPv6 client would be in."""

from collections.abc import Sequence
from ipaddress import IPv6Address
from typing import Final, Protocol

from lessor.control.families import selection
from lessor.control.families.selection import FIELDS, address6, classes_of, interface_id, known, no_subnet, told
from lessor.engine.request6 import Request6
from lessor.engine.select6 import select6
from lessor.engine.tables6 import Tables6
from lessor.model.command import Answer, Arguments, Command
from lessor.model.datagram6 import Received6
from lessor.model.interface import Interface
from lessor.wire.options6 import Options
from lessor.wire.packet6 import INTERFACE_ID, RELAY_FORW, SOLICIT, Packet6, Relay6

CLIENT_PORT: Final = 546

ARGUMENTS: Final = tuple(FIELDS[name] for name in ("interface", "interface-id", "remote", "link", "classes"))


class Server(Protocol):
    """What this command asks of a server."""

    @property
    def tables(self) -> Tables6: ...
    def interfaces(self) -> Sequence[Interface]:
        """Return all interfaces. Raise OSError."""
        ...


def _subnet6_select_test(server: Server, arguments: Arguments) -> Answer:
    known(arguments, ARGUMENTS)
    subnet = select6(server.tables, _request(arguments, server.interfaces()))
    if subnet is None:
        raise no_subnet()
    network = "" if subnet.shared is None else subnet.shared.name
    return told(f"{IPv6Address(subnet.first)}/{subnet.length}", subnet.id, network)


def _request(arguments: Arguments, interfaces: Sequence[Interface]) -> Request6:
    """Return a message that comes as the arguments say."""
    relays = []
    if "link" in arguments or "interface-id" in arguments:
        options: Options = {INTERFACE_ID: [interface_id(arguments)]} if "interface-id" in arguments else {}
        relays.append(Relay6(RELAY_FORW, 0, address6(arguments, "link"), 0, options))
    received = Received6(b"", selection.at(arguments, interfaces), 0, address6(arguments, "remote"), CLIENT_PORT)
    request = Request6(Packet6(SOLICIT, 0, relays=relays), received, ())
    request.classes = classes_of(arguments)
    return request


COMMANDS: Final[tuple[Command[Server], ...]] = (
    Command(
        "subnet6-select-test",
        "Tell which subnet a client would be in whose message came like this.",
        _subnet6_select_test,
        arguments=ARGUMENTS,
        since="2.7.0",
        families=frozenset({6}),
    ),
)
