"""What the commands that try out the choice of a subnet have in common: the check of arguments, and the answer."""

from collections.abc import Callable, Iterable
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final

from lessor.engine.classify import ALL, Classes
from lessor.model.command import EMPTY, Answer, Argument, Arguments, CommandError, succeeded
from lessor.model.interface import Interface

FIELDS: Final = {
    "interface": Argument("interface", "string", "the interface at which the message comes"),
    "interface-id": Argument("interface-id", "string", "the interface-id of the relay, as text or as 0x..."),
    "address": Argument("address", "string", "the client's address (ciaddr)"),
    "relay": Argument("relay", "string", "the relay's address (giaddr)"),
    "local": Argument("local", "string", "the address the message is sent to"),
    "remote": Argument("remote", "string", "the address the message comes from"),
    "link": Argument("link", "string", "the link, as the relay says"),
    "subnet": Argument("subnet", "string", "the subnet, as the client says (option 118)"),
    "classes": Argument("classes", "list", "names of classes the client is in"),
}


def known(arguments: Arguments, fields: Iterable[Argument]) -> None:
    """Raise CommandError for an argument that is none of these, or of another type."""
    kinds = {field.name: field.kind for field in fields}
    if not arguments:
        raise CommandError("empty arguments")
    for name, value in arguments.items():
        if name not in kinds:
            raise CommandError(f"unknown entry '{name}'")
        if kinds[name] == "string" and not isinstance(value, str):
            raise CommandError(f"bad '{name}' entry: expected string")
    classes = arguments.get("classes", [])
    if not isinstance(classes, list) or not all(isinstance(name, str) for name in classes):
        raise CommandError("bad 'classes' entry: expected a list of strings")


def classes_of(arguments: Arguments) -> Classes:
    """Return the classes that are named; every client is in ALL."""
    given = arguments.get("classes", [])
    assert isinstance(given, list), "checked"
    return dict.fromkeys([ALL, *map(str, given)])


def address4(arguments: Arguments, name: str) -> int:
    """Return an IPv4 address, 0 without one. Raise CommandError."""
    return _address(arguments, name, IPv4Address, "IPv4")


def address6(arguments: Arguments, name: str) -> int:
    """Return an IPv6 address, 0 without one. Raise CommandError."""
    return _address(arguments, name, IPv6Address, "IPv6")


def _address(
    arguments: Arguments, name: str, kind: Callable[[str], IPv4Address] | Callable[[str], IPv6Address], title: str
) -> int:
    text = arguments.get(name)
    if text is None:
        return 0
    try:
        return int(kind(str(text)))
    except AddressValueError:
        raise CommandError(f"bad '{name}' entry: not an {title} address") from None


def interface_id(arguments: Arguments) -> bytes:
    """Return the octets of an interface-id, b"" without one. Raise CommandError."""
    text = str(arguments.get("interface-id", ""))
    if not text.startswith("0x"):
        return text.encode(errors="surrogateescape")
    try:
        return bytes.fromhex(text[2:])
    except ValueError:
        raise CommandError("bad 'interface-id' entry: not hexadecimal") from None


def at(arguments: Arguments, interfaces: Iterable[Interface]) -> Interface:
    """Return the interface that is named; one that the machine does not have has no addresses."""
    name = str(arguments.get("interface", ""))
    return next((found for found in interfaces if found.name == name), Interface(name, 0))


def told(subnet: str, number: int, network: str) -> Answer:
    """Return the answer that names a subnet, first one of a shared network if there is one."""
    which = f"subnet '{subnet}' id {number}"
    return succeeded(f"selected shared network '{network}' starting with {which}" if network else f"selected {which}")


def no_subnet() -> CommandError:
    """Return the answer to who is in none of our subnets."""
    return CommandError("no selected subnet", EMPTY)
