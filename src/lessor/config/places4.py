"""Where a DHCPv4 server listens, and where it keeps its leases.

Whether an interface exists is not asked here: it may come later.
"""

from typing import Final

from lessor.config.addresses import address4
from lessor.config.section import Section
from lessor.config.syntax import Node
from lessor.model.network import InterfacesConfig, LeaseFile

ALL: Final = "*"


def read_interfaces(section: Section) -> InterfacesConfig:
    """Return `interfaces-config`."""
    usual = InterfacesConfig()
    return InterfacesConfig(
        interfaces=_interfaces(section),
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


def _interfaces(section: Section) -> tuple[str, ...]:
    entries: list[str] = []
    for node, key, text in section.texts("interfaces"):
        entry = _interface(section, node, key, text)
        if entry is None:
            continue
        if any(_same_interface(entry, other) for other in entries):
            section.wrong(node, key, f"interface '{entry}' has already been specified", "name it once")
        entries.append(entry)
    return tuple(entries)


def _same_interface(entry: str, other: str) -> bool:
    """An interface may stand once with each of its addresses, or once without."""
    name, slash, _ = entry.partition("/")
    other_name, other_slash, _ = other.partition("/")
    return entry == other or (name == other_name and not (slash and other_slash))


def _interface(section: Section, node: Node, key: str, text: str) -> str | None:
    """Return an entry as `eth0`, `eth0/192.0.2.1` or `*`, None when it is none of these."""
    name, slash, address = (part.strip() for part in text.partition("/"))
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
        address4(address)
    except ValueError as error:
        section.wrong(node, key, str(error), "write it like eth0/192.0.2.1")
        return None
    return f"{name}/{address}"
