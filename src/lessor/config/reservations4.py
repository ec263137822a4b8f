"""DHCPv4 reservations: what they promise, and that no two promise the same address."""

from typing import Final

from lessor.config.addresses import IPV4
from lessor.config.inherit4 import boot_file_name, next_server, server_hostname
from lessor.config.options import read_options
from lessor.config.reservations import (
    Owners,
    check_client,
    check_unique,
    purposeless,
    read_hostname,
    read_identifier,
)
from lessor.config.section import Section
from lessor.config.universe import OPTIONS4
from lessor.model.host import CIRCUIT_ID, CLIENT_ID, DUID, FLEX_ID, HW_ADDRESS, Host4
from lessor.wire.definition import Definitions

LONGEST_IDENTIFIER4: Final = {HW_ADDRESS: 20, DUID: 130, CIRCUIT_ID: 255, CLIENT_ID: 255, FLEX_ID: 255}
"""Octets; these are also the kinds of identifiers, in the order Kea names them."""

BOOT: Final = frozenset(("next-server", "server-hostname", "boot-file-name"))
USUAL: Final = frozenset((*LONGEST_IDENTIFIER4, "ip-address", "hostname"))
"""What most reservations have, and no more."""

PROMISES: Final = "ip-address, hostname, option-data, next-server, server-hostname, boot-file-name or client-classes"


def read_hosts4(
    section: Section, definitions: Definitions, subnet_id: int, bounds: tuple[int, int] | None, unique_addresses: bool
) -> tuple[Host4, ...]:
    """Return the reservations of a subnet, or the global ones: those have `subnet_id` 0 and no bounds."""
    clients: Owners = {}
    addresses: Owners = {}
    hosts = []
    for entry in section.sections("reservations"):
        host = _host(entry, definitions, subnet_id)
        if host is None:
            continue
        _check_address(entry, host, bounds)
        check_client(entry, clients, (host.identifier_type, host.identifier), IPV4.name)
        if host.address and unique_addresses:
            check_unique(entry, addresses, host.address, "ip-address", "address", IPV4.show)
        hosts.append(host)
    return tuple(hosts)


def _host(section: Section, definitions: Definitions, subnet_id: int) -> Host4 | None:
    who = read_identifier(section, LONGEST_IDENTIFIER4)
    if who is None:
        return None
    address = _address(section)
    hostname = read_hostname(section)
    # common case first: an address, a name
    if (address or hostname) and USUAL.issuperset(section.members):
        return Host4(who[0], who[1], subnet_id, address, hostname)
    boots = not BOOT.isdisjoint(section.members)
    host = Host4(
        identifier_type=who[0],
        identifier=who[1],
        subnet_id=subnet_id,
        address=address,
        hostname=hostname,
        next_server=(next_server(section, "next-server") or 0) if boots else 0,
        server_hostname=(server_hostname(section, "server-hostname") or "") if boots else "",
        boot_file_name=(boot_file_name(section, "boot-file-name") or "") if boots else "",
        options=read_options(section, definitions, OPTIONS4),
        client_classes=section.names("client-classes"),
        user_context=section.user_context(),
    )
    promised = (
        host.address,
        host.hostname,
        host.next_server,
        host.server_hostname,
        host.boot_file_name,
        host.options,
        host.client_classes,
    )
    if not any(promised):
        purposeless(section, who, PROMISES)
    return host


def _address(section: Section) -> int:
    text = section.text("ip-address")
    if not text and "ip-address" not in section.members:
        return 0
    try:
        address = IPV4.address(text)
    except ValueError as error:
        section.wrong(section.members["ip-address"], "ip-address", str(error), "write an address like 192.0.2.10")
        return 0
    if address in (0, IPV4.all_ones):
        wrong = f"must not make reservation for the '{IPV4.show(address)}' address"
        section.wrong(section.members["ip-address"], "ip-address", wrong, "leave the key out to reserve no address")
        return 0
    return address


def _check_address(section: Section, host: Host4, bounds: tuple[int, int] | None) -> None:
    if host.address and bounds is not None and not bounds[0] <= host.address <= bounds[1]:
        wrong = f"specified reservation '{IPV4.show(host.address)}' is not within the IPv4 subnet"
        right = f"the subnet goes from {IPV4.show(bounds[0])} to {IPV4.show(bounds[1])}"
        section.wrong(section.place("ip-address"), "ip-address", wrong, right)
