"""Arguments of commands about reservations: whom they mean, where to look; what is wrong is told in Kea's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lessor.config.addresses import IPV4, IPV6
from lessor.config.spelling import IDENTIFIERS
from lessor.control.given import Given
from lessor.control.hosts import HostSource, HostSources
from lessor.model.command import Arguments, CommandError
from lessor.wire.octets import parse_octets

TARGET: Final = "operation-target"
SUBNET: Final = "subnet-id"

MEMORY: Final = "memory"
DATABASE: Final = "database"
ALL: Final = "all"
DEFAULT: Final = "default"

NAMES: Final = {
    "memory": MEMORY,
    "primary": MEMORY,
    "database": DATABASE,
    "alternate": DATABASE,
    "all": ALL,
    "default": DEFAULT,
}
"""Targets, under the names that Kea has had for them."""

FAMILIES: Final = {4: IPV4, 6: IPV6}


@dataclass(frozen=True, slots=True)
class Client:
    """By what a client is known."""

    kind: str
    identifier: bytes


def there(arguments: Arguments) -> None:
    """Raise CommandError when there are no arguments."""
    if not arguments:
        raise CommandError("Parameters missing or are not a map.")


def sources(arguments: Arguments, hosts: HostSources, usual: str) -> Sequence[HostSource]:
    """Return the sources that are meant, those of `usual` when none are named. Raise CommandError."""
    name = arguments.get(TARGET, DEFAULT)
    target = NAMES.get(name) if isinstance(name, str) else None
    if target is None:
        raise CommandError(
            f"The '{TARGET}' value ({name}) is not within expected set: (memory, database, all, default)"
        )
    target = usual if target == DEFAULT else target
    configured = [hosts.configured] if target in (MEMORY, ALL) else []
    return [*configured, *(hosts.databases if target in (DATABASE, ALL) else ())]


def optional_subnet(given: Given) -> int | None:
    """Return the id of the subnet, None when none is named. Raise CommandError."""
    return given.number(SUBNET) if SUBNET in given else None


def address(arguments: Arguments, family: int) -> int:
    """Return `ip-address`. Raise CommandError."""
    text = arguments["ip-address"]
    if not isinstance(text, str):
        raise CommandError("'ip-address' is not a string.")
    try:
        return FAMILIES[family].address(text)
    except ValueError:
        raise CommandError(f"Failed to parse IP address {text}") from None


def client(arguments: Arguments, otherwise: str = "") -> Client:
    """Return `identifier-type` and `identifier`; `otherwise` begins what is wrong. Raise CommandError."""
    kind = arguments.get("identifier-type")
    text = arguments.get("identifier")
    if not isinstance(kind, str):
        raise CommandError(f"{otherwise}'identifier-type' is either missing or not a string.")
    if not isinstance(text, str):
        raise CommandError(f"{otherwise}'identifier' is either missing or not a string.")
    if kind not in IDENTIFIERS:
        raise CommandError("Value of 'identifier-type' was not recognized.")
    try:
        identifier = parse_octets(text)
    except ValueError:
        raise CommandError("Unable to parse 'identifier' value.") from None
    if not identifier:
        raise CommandError("Unable to query for empty 'identifier'.")
    return Client(kind, identifier)


def whom(arguments: Arguments, family: int) -> Client | int:
    """Return whom the arguments mean: who has an address, or a client. Raise CommandError."""
    if "ip-address" in arguments:
        return address(arguments, family)
    return client(arguments, "No 'ip-address' provided and ")
