"""Commands about network interfaces: which there are, and where the server listens."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Final, Protocol

from lessor.model.command import WRITE, Answer, Argument, Arguments, Command, CommandError, succeeded
from lessor.model.interface import Interface
from lessor.model.json import Json

IFF_BROADCAST: Final = 0x2
IFF_MULTICAST: Final = 0x1000
"""Bits of an interface's flags (linux/if.h)."""


@dataclass(frozen=True, slots=True)
class Link:
    """An interface with what only commands ask for: its ARP type, its flags, and whether the server listens there."""

    interface: Interface
    type: int
    flags: int
    in_use: bool


class Server(Protocol):
    """What these commands ask of a server."""

    family: int

    def links(self) -> Sequence[Link]:
        """Return all interfaces. Raise OSError."""
        ...

    def look_again(self) -> None:
        """Listen where the configuration says, on the interfaces that there are now."""
        ...

    def tree(self) -> dict[str, Json]: ...
    async def configure(self, tree: dict[str, Json]) -> None: ...


def _interface_list(server: Server, arguments: Arguments) -> Answer:
    links = server.links()
    return succeeded(f"{len(links)} interfaces detected.", {"interfaces": [_shown(link) for link in links]})


def _interface_redetect(server: Server, arguments: Arguments) -> Answer:
    server.look_again()
    return _interface_list(server, arguments)


def _shown(link: Link) -> Json:
    interface = link.interface
    return {
        "name": interface.name,
        "index": interface.index,
        "mac": interface.hwaddr.hex(":"),
        "type": link.type,
        "addresses": [
            *[str(IPv4Address(address)) for address in interface.addresses],
            *[str(IPv6Address(address)) for address in (*interface.addresses6, *interface.tentative6)],
        ],
        "flag-loopback": interface.loopback,
        "flag-up": interface.up,
        "flag-running": interface.running,
        "flag-multicast": bool(link.flags & IFF_MULTICAST),
        "flag-broadcast": bool(link.flags & IFF_BROADCAST),
        "in-use": link.in_use,
    }


async def _interface_add(server: Server, arguments: Arguments) -> Answer:
    wanted = arguments.get("interfaces")
    if "interfaces" not in arguments:
        raise CommandError("Missing mandatory 'interfaces' parameter.")
    if not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
        raise CommandError("'interfaces' parameter expected to be a list of strings.")
    tree = server.tree()
    section = tree[f"Dhcp{server.family}"]
    assert isinstance(section, dict), "the configuration in force is one"
    listening = section.setdefault("interfaces-config", {})
    assert isinstance(listening, dict), "the configuration in force is one"
    names = listening.setdefault("interfaces", [])
    assert isinstance(names, list), "the configuration in force is one"
    listening["interfaces"] = [*names, *(name for name in wanted if name not in names)]
    await server.configure(tree)
    return succeeded("Operation succeeded.")


INTERFACES: Final = (
    "`interfaces`: name, index, hardware address, addresses and flags of each; `in-use` where the server listens"
)

COMMANDS: Final[tuple[Command[Server], ...]] = (
    Command(
        "interface-add",
        "Listen on more interfaces, or on more addresses of one, besides those of the configuration.",
        _interface_add,
        WRITE,
        (Argument("interfaces", "list", "names such as `eth0` or `eth0/192.0.2.1`", required=True),),
        since="3.1.9",
    ),
    Command("interface-list", "Show the network interfaces.", _interface_list, answer=INTERFACES, since="3.1.9"),
    Command(
        "interface-redetect",
        "Look for network interfaces again, listen where the configuration says, and show them.",
        _interface_redetect,
        WRITE,
        answer=INTERFACES,
        since="3.1.9",
    ),
)
