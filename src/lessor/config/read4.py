"""From a tree that passed config/check.py to the checked and inherited DHCPv4 configuration.

Each part of a configuration has its reader: subnets4, reservations4, options, places, loggers; inheritance is
inherit4's business.
"""

from typing import Final

from lessor.config.classes4 import read_classes4
from lessor.config.control import read_control_sockets
from lessor.config.daemon import read_daemon, read_daemon_loggers
from lessor.config.database import read_host_databases, read_lease_database
from lessor.config.errors import Problem
from lessor.config.guards import check_guards
from lessor.config.hooks import read_hooks
from lessor.config.inherit import inherit, moved
from lessor.config.inherit4 import INHERITED4, parameters4
from lessor.config.operation import read_expired_leases, read_packet_queue, read_sample_limits
from lessor.config.optiondata import own_layouts, read_definitions
from lessor.config.options import read_options
from lessor.config.places import read_interfaces4, read_lease_file
from lessor.config.reservations import read_host_identifiers
from lessor.config.reservations4 import LONGEST_IDENTIFIER4, read_hosts4
from lessor.config.sanity import read_lease_checks
from lessor.config.section import Section
from lessor.config.subnets4 import Reader4, Rules
from lessor.config.syntax import Node
from lessor.config.universe import OPTIONS4
from lessor.model.network import Config4

USUAL_IDENTIFIERS: Final = ("hw-address", "duid", "circuit-id", "client-id")


def read4(root: Node, warnings: list[Problem] | None = None) -> Config4:
    """Return the configuration of a whole file. Raise ConfigError with all mistakes.

    What works but is hardly meant is appended to `warnings`.
    """
    return read_daemon(root, "Dhcp4", _daemon, warnings)


def _daemon(file: Section, section: Section) -> Config4:
    usual = Config4()
    definitions = read_definitions(section.nodes("option-def"), "option-def", section.problems, OPTIONS4)
    settings = inherit(INHERITED4, moved(section.section("dhcp-ddns")), section)
    parameters = parameters4(settings)
    compatibility = section.section("compatibility")
    rules = Rules(
        unique_addresses=section.flag("ip-reservations-unique", True),
        exclude_first_last_24=compatibility.flag("exclude-first-last-24", False),
    )
    subnets = Reader4(definitions, settings, parameters, rules)
    subnets.read(section)
    classification = read_classes4(section, definitions)
    config = Config4(
        interfaces=read_interfaces4(section.section("interfaces-config")),
        lease_file=read_lease_file(section.section("lease-database")),
        lease_database=read_lease_database(section.section("lease-database")),
        host_databases=read_host_databases(section),
        unique_reservations=rules.unique_addresses,
        subnets=tuple(subnets.subnets),
        networks=tuple(subnets.networks.values()),
        option_layouts=own_layouts(definitions, OPTIONS4),
        options=read_options(section, definitions, OPTIONS4),
        classes=classification.classes,
        hosts=read_hosts4(section, definitions, 0, None, rules.unique_addresses),
        parameters=parameters,
        host_identifiers=read_host_identifiers(section, tuple(LONGEST_IDENTIFIER4), USUAL_IDENTIFIERS),
        echo_client_id=section.flag("echo-client-id", usual.echo_client_id),
        decline_probation_period=section.number("decline-probation-period", usual.decline_probation_period),
        lease_checks=read_lease_checks(section, usual.lease_checks),
        ignore_server_identifier=compatibility.flag("ignore-dhcp-server-identifier", False),
        ignore_link_selection=compatibility.flag("ignore-rai-link-selection", False),
        exclude_first_last_24=rules.exclude_first_last_24,
        early_global_reservations=section.flag("early-global-reservations-lookup", False),
        lenient_option_parsing=compatibility.flag("lenient-option-parsing", False),
        expired_leases=read_expired_leases(section.section("expired-leases-processing")),
        queue=read_packet_queue(section.section("dhcp-queue-control"), "kea-ring4"),
        hooks=read_hooks(section),
        parked_packet_limit=section.number("parked-packet-limit", usual.parked_packet_limit),
        samples=read_sample_limits(section),
        stash_agent_options=section.flag("stash-agent-options", False),
        control_sockets=read_control_sockets(section, "kea-dhcpv4-server"),
        loggers=read_daemon_loggers(file, section),
        server_tag=section.text("server-tag"),
        user_context=section.user_context(),
    )
    check_guards(section, classification, config)
    return config
