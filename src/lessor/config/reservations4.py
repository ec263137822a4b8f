"""Reservations: who they are for, what they promise, and that no two contradict each other."""

from typing import Final

from lessor.config.addresses import ALL_ONES, address4, show4
from lessor.config.inherit import boot_file_name, next_server, server_hostname
from lessor.config.options4 import read_options
from lessor.config.section import Section
from lessor.model.host import CIRCUIT_ID, CLIENT_ID, DUID, FLEX_ID, HW_ADDRESS, Host4
from lessor.wire.definition import Definitions
from lessor.wire.octets import parse_octets

LONGEST_IDENTIFIER: Final = {HW_ADDRESS: 20, DUID: 130, CIRCUIT_ID: 255, CLIENT_ID: 255, FLEX_ID: 255}
"""Octets; these are also the kinds of identifiers, in the order Kea names them."""

HOW_TO_IDENTIFY: Final = "write hexadecimal digits like 1a:1b:1c:1d:1e:1f, or text in single quotes"

# A name in a message has labels of at most 63 octets (RFC 1035 section 2.3.4).
LONGEST_LABEL: Final = 63
LONGEST_NAME: Final = 253


def read_hosts(
    section: Section, definitions: Definitions, subnet_id: int, bounds: tuple[int, int] | None, unique_addresses: bool
) -> tuple[Host4, ...]:
    """Return the reservations of a subnet, or the global ones: those have `subnet_id` 0 and no bounds."""
    owners: dict[tuple[str, bytes], Section] = {}
    addresses: dict[int, Section] = {}
    hosts = []
    for entry in section.sections("reservations"):
        host = _host(entry, definitions, subnet_id)
        if host is None:
            continue
        _check_address(entry, host, bounds)
        _check_unique(entry, host, owners, addresses if unique_addresses else {})
        hosts.append(host)
    return tuple(hosts)


def _host(section: Section, definitions: Definitions, subnet_id: int) -> Host4 | None:
    who = _identifier(section)
    if who is None:
        return None
    host = Host4(
        identifier_type=who[0],
        identifier=who[1],
        subnet_id=subnet_id,
        address=_address(section),
        hostname=_hostname(section),
        next_server=next_server(section, "next-server") or 0,
        server_hostname=server_hostname(section, "server-hostname") or "",
        boot_file_name=boot_file_name(section, "boot-file-name") or "",
        options=read_options(section, definitions),
        client_classes=section.names("client-classes"),
        user_context=section.user_context(),
    )
    _check_purpose(section, host)
    return host


def _identifier(section: Section) -> tuple[str, bytes] | None:
    """Return kind and octets of the one identifier a reservation must have."""
    kinds = [kind for kind in LONGEST_IDENTIFIER if kind in section.members]
    if not kinds:
        right = f"add one of {', '.join(LONGEST_IDENTIFIER)}"
        section.wrong(
            section.node, "", "one of the supported identifiers must be specified for host reservation", right
        )
        return None
    kind = kinds[0]
    if len(kinds) > 1:
        wrong = f"the '{kind}' and '{kinds[1]}' are mutually exclusive"
        section.wrong(section.members[kinds[1]], kinds[1], wrong, "a reservation has exactly one identifier")
    try:
        octets = parse_octets(section.text(kind))
    except ValueError as error:
        section.wrong(section.members[kind], kind, f"invalid host identifier value: {error}", HOW_TO_IDENTIFY)
        return None
    if not 0 < len(octets) <= LONGEST_IDENTIFIER[kind]:
        wrong = f"has {len(octets)} octets, not 1 to {LONGEST_IDENTIFIER[kind]}"
        section.wrong(section.members[kind], kind, wrong, HOW_TO_IDENTIFY)
        return None
    return kind, octets


def _address(section: Section) -> int:
    if "ip-address" not in section.members:
        return 0
    try:
        address = address4(section.text("ip-address"))
    except ValueError as error:
        section.wrong(section.members["ip-address"], "ip-address", str(error), "write an address like 192.0.2.10")
        return 0
    if address in (0, ALL_ONES):
        wrong = f"must not make reservation for the '{show4(address)}' address"
        section.wrong(section.members["ip-address"], "ip-address", wrong, "leave the key out to reserve no address")
        return 0
    return address


def _hostname(section: Section) -> str:
    name = section.text("hostname")
    if not name.isascii():
        wrong = f"'{name}' has characters no host name has"
        section.wrong(section.members["hostname"], "hostname", wrong, "write names in their xn-- form")
        return ""
    labels = name.removesuffix(".").split(".")
    if name and (len(name) > LONGEST_NAME or not all(0 < len(label) <= LONGEST_LABEL for label in labels)):
        right = f"labels have 1 to {LONGEST_LABEL} characters, a name at most {LONGEST_NAME}"
        section.warn(section.members["hostname"], "hostname", "is not a name that DNS can hold", right)
    return name


def _check_purpose(section: Section, host: Host4) -> None:
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
        wrong = f"specified reservation for {host.identifier_type} {host.identifier.hex(':')} must include at least "
        right = "add ip-address, hostname, option-data, next-server, server-hostname, boot-file-name or client-classes"
        section.wrong(section.node, "", f"{wrong}one resource", right)


def _check_address(section: Section, host: Host4, bounds: tuple[int, int] | None) -> None:
    if host.address and bounds is not None and not bounds[0] <= host.address <= bounds[1]:
        wrong = f"specified reservation '{show4(host.address)}' is not within the IPv4 subnet"
        right = f"the subnet goes from {show4(bounds[0])} to {show4(bounds[1])}"
        section.wrong(section.place("ip-address"), "ip-address", wrong, right)


def _check_unique(
    section: Section, host: Host4, owners: dict[tuple[str, bytes], Section], addresses: dict[int, Section]
) -> None:
    kind = host.identifier_type
    owner = owners.setdefault((kind, host.identifier), section)
    if owner is not section:
        wrong = f"failed to add duplicate IPv4 host using identifier: {kind}={host.identifier.hex(':')}"
        section.wrong(section.members[kind], kind, wrong, f"the first is {owner.path}, line {owner.node.line}")
    holder = addresses.setdefault(host.address, section) if host.address else section
    if holder is not section:
        wrong = f"there is already a reservation for the address {show4(host.address)}"
        right = f"it is {holder.path}, line {holder.node.line}; ip-reservations-unique false allows several"
        section.wrong(section.members["ip-address"], "ip-address", wrong, right)
