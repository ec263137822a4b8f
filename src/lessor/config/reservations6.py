"""DHCPv6 reservations: addresses and prefixes they promise, and that no two promise the same."""

from typing import Final, TypeVar

from lessor.config.addresses import IPV6, Prefix
from lessor.config.delegation import check_excluded
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
from lessor.config.syntax import Node
from lessor.config.universe import OPTIONS6
from lessor.model.host import DUID, FLEX_ID, HW_ADDRESS
from lessor.model.network6 import Host6
from lessor.wire.definition import Definitions

LONGEST_IDENTIFIER6: Final = {HW_ADDRESS: 20, DUID: 130, FLEX_ID: 255}
"""Octets; these are also the kinds of identifiers, in the order Kea names them."""

PROMISES: Final = "ip-addresses, prefixes, hostname, option-data or client-classes"
HOW_TO_WRITE_A_PREFIX: Final = "write it like 2001:db8:8::/56"

FIRST_MULTICAST: Final = 0xFF << 120

_Resource = TypeVar("_Resource", int, Prefix)


def read_hosts6(
    section: Section, definitions: Definitions, subnet_id: int, bounds: tuple[int, int] | None, unique_addresses: bool
) -> tuple[Host6, ...]:
    """Return the reservations of a subnet, or the global ones: those have `subnet_id` 0 and no bounds."""
    clients: Owners = {}
    resources: Owners = {}
    hosts = []
    for entry in section.sections("reservations"):
        host = _host(entry, definitions, subnet_id)
        if host is None:
            continue
        _check_addresses(entry, host, bounds)
        check_client(entry, clients, (host.identifier_type, host.identifier), IPV6.name)
        if unique_addresses:
            _check_unique(entry, host, resources)
        hosts.append(host)
    return tuple(hosts)


def _host(section: Section, definitions: Definitions, subnet_id: int) -> Host6 | None:
    who = read_identifier(section, LONGEST_IDENTIFIER6)
    if who is None:
        return None
    prefixes, excluded = _prefixes(section)
    host = Host6(
        identifier_type=who[0],
        identifier=who[1],
        subnet_id=subnet_id,
        addresses=_addresses(section),
        prefixes=prefixes,
        excluded=excluded,
        hostname=read_hostname(section),
        options=read_options(section, definitions, OPTIONS6),
        client_classes=section.names("client-classes"),
        user_context=section.user_context(),
    )
    promised = host.addresses, host.prefixes, host.hostname, host.options, host.client_classes
    if not any(promised):
        purposeless(section, who, PROMISES)
    return host


def _addresses(section: Section) -> tuple[int, ...]:
    addresses: list[int] = []
    for node, key, text in section.texts("ip-addresses"):
        try:
            address = IPV6.address(text)
        except ValueError as error:
            section.wrong(node, key, str(error), f"write an address like {IPV6.example}")
            continue
        if address == 0 or address >= FIRST_MULTICAST:
            section.wrong(node, key, f"invalid prefix '{text}' for new IPv6 reservation", "give a unicast address")
            continue
        _append(section, node, key, addresses, address, text)
    return tuple(addresses)


def _prefixes(section: Section) -> tuple[tuple[Prefix, ...], tuple[Prefix | None, ...]]:
    """Return the prefixes, and for each the one excluded from it, in the order they are written."""
    prefixes: list[Prefix] = []
    excluded: list[Prefix | None] = []
    written = section.texts("excluded-prefixes")
    for i, (node, key, text) in enumerate(section.texts("prefixes")):
        prefix = _prefix(section, node, key, text)
        if prefix is None or not _append(section, node, key, prefixes, prefix, text):
            continue
        excluded.append(_excluded(section, *written[i], prefix) if i < len(written) else None)
    for node, key, _ in written[len(section.nodes("prefixes")) :]:
        wrong = "there is no prefix to exclude it from"
        section.wrong(node, key, wrong, "excluded-prefixes stand in the order of prefixes")
    return tuple(prefixes), tuple(excluded)


def _prefix(section: Section, node: Node, key: str, text: str) -> Prefix | None:
    try:
        prefix = IPV6.prefix(text)
    except ValueError as error:
        section.wrong(node, key, str(error), HOW_TO_WRITE_A_PREFIX)
        return None
    if prefix[0] >= FIRST_MULTICAST:
        section.wrong(node, key, f"invalid prefix '{text}' for new IPv6 reservation", HOW_TO_WRITE_A_PREFIX)
        return None
    return prefix


def _excluded(section: Section, node: Node, key: str, text: str, prefix: Prefix) -> Prefix | None:
    """Return the prefix excluded from another; nothing or a length of 0 excludes none."""
    if not text:
        return None
    try:
        excluded = IPV6.prefix(text)
        if excluded[1]:
            check_excluded(excluded, prefix)
    except ValueError as error:
        section.wrong(node, key, str(error), "give a longer prefix inside of it")
        return None
    return excluded if excluded[1] else None


def _append(section: Section, node: Node, key: str, found: list[_Resource], one: _Resource, text: str) -> bool:
    if one in found:
        wrong = f"failed on attempt to add a duplicated host reservation for {text}"
        section.wrong(node, key, wrong, "name it once")
        return False
    found.append(one)
    return True


def _check_addresses(section: Section, host: Host6, bounds: tuple[int, int] | None) -> None:
    for address in host.addresses:
        if bounds is not None and not bounds[0] <= address <= bounds[1]:
            wrong = f"specified reservation '{IPV6.show(address)}' is not within the IPv6 subnet"
            right = f"the subnet goes from {IPV6.show(bounds[0])} to {IPV6.show(bounds[1])}"
            section.wrong(section.place("ip-addresses"), "ip-addresses", wrong, right)


def _check_unique(section: Section, host: Host6, resources: Owners) -> None:
    # as in Kea an address and a prefix that begins with it are the same promise
    promised = [("ip-addresses", address) for address in host.addresses]
    promised += [("prefixes", address) for address, _ in host.prefixes]
    for key, address in promised:
        check_unique(section, resources, address, key, "address or prefix", IPV6.show)
