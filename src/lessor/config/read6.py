"""From a tree that passed config/check.py to the checked and inherited DHCPv6 configuration.

Each part of a configuration has its reader: subnets6, reservations6, options, places, serverid, loggers; inheritance is
inherit6's business.
"""

from typing import Final

from lessor.config.classes6 import read_classes6
from lessor.config.control import read_control_sockets
from lessor.config.daemon import read_daemon, read_daemon_loggers
from lessor.config.database import read_host_databases, read_lease_database
from lessor.config.errors import Problem
from lessor.config.guards import check_guards
from lessor.config.hooks import read_hooks
from lessor.config.inherit import inherit, moved
from lessor.config.inherit6 import INHERITED6, parameters6
from lessor.config.operation import read_expired_leases, read_packet_queue, read_sample_limits
from lessor.config.optiondata import own_layouts, read_definitions
from lessor.config.options import read_options
from lessor.config.places import read_interfaces6, read_lease_file
from lessor.config.reservations import read_host_identifiers
from lessor.config.reservations6 import LONGEST_IDENTIFIER6, read_hosts6
from lessor.config.sanity import read_lease_checks
from lessor.config.section import Section
from lessor.config.serverid import read_server_id
from lessor.config.subnets6 import Reader6
from lessor.config.syntax import Node
from lessor.config.universe import OPTIONS6
from lessor.model.network6 import Config6
from lessor.wire.catalog6 import RELAY_SUPPLIED_CODES
from lessor.wire.definition import Definitions

MAC_SOURCE_NAMES: Final = {
    "rfc6939": "client-link-addr-option",
    "rfc4649": "remote-id",
    "rfc4580": "subscriber-id",
}
"""Other names of `mac-sources`, after the documents that define these options."""

USUAL_IDENTIFIERS: Final = ("hw-address", "duid")


def read6(root: Node, warnings: list[Problem] | None = None) -> Config6:
    """Return the configuration of a whole file. Raise ConfigError with all mistakes.

    What works but is hardly meant is appended to `warnings`.
    """
    return read_daemon(root, "Dhcp6", _daemon, warnings)


def _daemon(file: Section, section: Section) -> Config6:
    usual = Config6()
    definitions = read_definitions(section.nodes("option-def"), "option-def", section.problems, OPTIONS6)
    settings = inherit(INHERITED6, moved(section.section("dhcp-ddns")), section)
    parameters = parameters6(settings)
    unique_addresses = section.flag("ip-reservations-unique", True)
    subnets = Reader6(definitions, settings, parameters, unique_addresses)
    subnets.read(section)
    hosts = read_hosts6(section, definitions, 0, None, unique_addresses)
    heeding = [subnet for subnet in subnets.subnets if subnet.parameters.reservations_global]
    subnets.check_prefixes(section, hosts, heeding)
    classification = read_classes6(section, definitions)
    config = Config6(
        interfaces=read_interfaces6(section.section("interfaces-config")),
        lease_file=read_lease_file(section.section("lease-database")),
        lease_database=read_lease_database(section.section("lease-database")),
        host_databases=read_host_databases(section),
        unique_reservations=unique_addresses,
        server_id=read_server_id(section.section("server-id")),
        subnets=tuple(subnets.subnets),
        networks=tuple(subnets.networks.values()),
        option_layouts=own_layouts(definitions, OPTIONS6),
        options=read_options(section, definitions, OPTIONS6),
        classes=classification.classes,
        hosts=hosts,
        parameters=parameters,
        host_identifiers=read_host_identifiers(section, tuple(LONGEST_IDENTIFIER6), USUAL_IDENTIFIERS),
        mac_sources=_mac_sources(section) or usual.mac_sources,
        relay_supplied_options=_relay_supplied_options(section, definitions),
        decline_probation_period=section.number("decline-probation-period", usual.decline_probation_period),
        lease_checks=read_lease_checks(section, usual.lease_checks),
        allow_address_registration=section.flag("allow-address-registration", usual.allow_address_registration),
        early_global_reservations=section.flag("early-global-reservations-lookup", False),
        lenient_option_parsing=section.section("compatibility").flag("lenient-option-parsing", False),
        expired_leases=read_expired_leases(section.section("expired-leases-processing")),
        queue=read_packet_queue(section.section("dhcp-queue-control"), "kea-ring6"),
        hooks=read_hooks(section),
        parked_packet_limit=section.number("parked-packet-limit", usual.parked_packet_limit),
        samples=read_sample_limits(section),
        control_sockets=read_control_sockets(section, "kea-dhcpv6-server"),
        loggers=read_daemon_loggers(file, section),
        server_tag=section.text("server-tag"),
        user_context=section.user_context(),
    )
    check_guards(section, classification, config)
    return config


def _mac_sources(section: Section) -> tuple[str, ...]:
    """Return the methods of finding a hardware address, each under its first name."""
    names: list[str] = []
    for node, key, text in section.texts("mac-sources"):
        name = MAC_SOURCE_NAMES.get(text, text)
        if name in names:
            section.wrong(node, key, f"The mac-sources value '{name}' was specified twice", "name it once")
        names.append(name)
    return tuple(names)


def _relay_supplied_options(section: Section, definitions: Definitions) -> tuple[int, ...]:
    """Return the codes of options a relay may supply: as in Kea those listed by code or name join the standard ones."""
    codes = set(RELAY_SUPPLIED_CODES)
    for node, key, text in section.texts("relay-supplied-options"):
        if text.isascii() and text.isdecimal():
            code = int(text) if len(text) <= len(str(OPTIONS6.last_code)) else 0
        else:
            definition = definitions.by_name(OPTIONS6.space, text)
            code = definition.code if definition is not None else 0
        if 1 <= code <= OPTIONS6.last_code:
            codes.add(code)
        else:
            wrong = f"there is no option '{text}'"
            section.wrong(node, key, wrong, f"give the name of an option, or a code of 1 to {OPTIONS6.last_code}")
    return tuple(sorted(codes))
