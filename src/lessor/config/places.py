"""Where a server listens, and where it keeps its leases.

Whether an interface exists is not asked here: it may come later.
"""

from collections.abc import Callable
from typing import Final

from lessor.config.addresses import IPV4, IPV6, Family
from lessor.config.section import Section
from lessor.config.syntax import Node
from lessor.model.network import InterfacesConfig, LeaseFile

ALL: Final = "*"

_FIRST_MULTICAST: Final = 0xFF << 120


def read_interfaces4(section: Section) -> InterfacesConfig:
    """Return `interfaces-config` of DHCPv4, where an entry is for all addresses of its interface or for one."""
    return _listening(section, _interfaces(section, IPV4.address, IPV4, _same_interface))


def read_interfaces6(section: Section) -> InterfacesConfig:
    """Return `interfaces-config` of DHCPv6, where an address adds unicast to what an interface hears anyway."""
    return _listening(section, _interfaces(section, _unicast6, IPV6, str.__eq__))


def _listening(section: Section, interfaces: tuple[str, ...]) -> InterfacesConfig:
    usual = InterfacesConfig()
    return InterfacesConfig(
        interfaces=interfaces,
        socket_type=section.text("dhcp-socket-type", usual.socket_type),
        outbound_interface=section.text("outbound-interface", usual.outbound_interface),
        re_detect=section.flag("re-detect", usual.re_detect),
        require_all=section.flag("service-sockets-require-all", usual.require_all),
        max_retries=section.number("service-sockets-max-retries", usual.max_retries),
        retry_wait_ms=section.number("service-sockets-retry-wait-time", usual.retry_wait_ms),
    )


def read_lease_file(section: Section) -> LeaseFile:
    """Return `lease-database`; a database type is carried along, whoever starts a server says what it cannot use."""
    usual = LeaseFile()
    return LeaseFile(
        type=section.text("type", usual.type),
        name=section.text("name"),
        persist=section.flag("persist", usual.persist),
        max_row_errors=section.number("max-row-errors", usual.max_row_errors),
        lfc_interval=section.number("lfc-interval", usual.lfc_interval),
        sync=section.text("sync", usual.sync),
        sync_interval_ms=section.number("sync-interval", usual.sync_interval_ms),
    )


def _interfaces(
    section: Section, address: Callable[[str], int], family: Family, same: Callable[[str, str], bool]
) -> tuple[str, ...]:
    entries: list[str] = []
    for node, key, text in section.texts("interfaces"):
        entry = _interface(section, node, key, text, address, family)
        if entry is None:
            continue
        if any(same(entry, other) for other in entries):
            section.wrong(node, key, f"interface '{entry}' has already been specified", "name it once")
        entries.append(entry)
    return tuple(entries)


def _same_interface(entry: str, other: str) -> bool:
    """An interface may stand once with each of its addresses, or once without."""
    name, slash, _ = entry.partition("/")
    other_name, other_slash, _ = other.partition("/")
    return entry == other or (name == other_name and not (slash and other_slash))


def _unicast6(text: str) -> int:
    address = IPV6.address(text)
    if address == 0 or address >= _FIRST_MULTICAST:
        raise ValueError(f"address '{text}' is not a valid IPv6 unicast address")
    return address


def _interface(
    section: Section, node: Node, key: str, text: str, address: Callable[[str], int], family: Family
) -> str | None:
    """Return an entry as `eth0`, `eth0/192.0.2.1` or `*`, None when it is none of these."""
    name, slash, written = (part.strip() for part in text.partition("/"))
    if not name:
        section.wrong(node, key, "empty interface name", "write a name like eth0, or * for all interfaces")
        return None
    if not slash:
        return name
    if name == ALL:
        wrong = "wildcard interface name '*' must not be used in conjunction with an address"
        section.wrong(node, key, wrong, "name the interface, or leave the address out")
        return None
    try:
        at = address(written)
    except ValueError as error:
        section.wrong(node, key, str(error), f"write it like eth0/{family.example}")
        return None
    return f"{name}/{family.show(at)}"
