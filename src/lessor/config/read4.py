"""From a tree that passed config/check.py to the checked and inherited DHCPv4 configuration.

All mistakes are found in one go. Each part of a configuration has its reader: subnets4, reservations4, options4,
places4, loggers; inheritance is inherit.py's business.
"""

from typing import Final

from lessor.config.errors import ConfigError, Problem
from lessor.config.inherit import inherit, moved, parameters4
from lessor.config.loggers import read_loggers
from lessor.config.optiondata import read_definitions
from lessor.config.options4 import read_options
from lessor.config.places4 import read_interfaces, read_lease_file
from lessor.config.reservations4 import LONGEST_IDENTIFIER, read_hosts
from lessor.config.section import Section
from lessor.config.subnets4 import Reader, Rules
from lessor.config.syntax import Node
from lessor.model.network import Config4, LoggerConfig

DAEMON: Final = "Dhcp4"
OLD_LOGGING: Final = "Logging"
AUTO: Final = "auto"


def read4(root: Node, warnings: list[Problem] | None = None) -> Config4:
    """Return the configuration of a whole file. Raise ConfigError with all mistakes.

    What works but is hardly meant is appended to `warnings`.
    """
    problems: list[Problem] = []
    doubts: list[Problem] = []
    file = Section(root, "", problems, doubts)
    if DAEMON not in file.members:
        file.missing(DAEMON, f'a configuration is {{ "{DAEMON}": {{ ... }} }}')
        raise ConfigError(problems)
    config = _daemon(file, Section(file.members[DAEMON], "", problems, doubts))
    if problems:
        # one mistake seen from several scopes that inherit it is one mistake
        raise ConfigError(sorted(set(problems)))
    if warnings is not None:
        warnings += sorted(set(doubts))
    return config


def _daemon(file: Section, section: Section) -> Config4:
    definitions = read_definitions(section.nodes("option-def"), "option-def", section.problems)
    settings = inherit(moved(section.section("dhcp-ddns")), section)
    parameters = parameters4(settings)
    compatibility = section.section("compatibility")
    rules = Rules(
        unique_addresses=section.flag("ip-reservations-unique", True),
        exclude_first_last_24=compatibility.flag("exclude-first-last-24", False),
    )
    subnets = Reader(definitions, settings, parameters, rules)
    subnets.read(section)
    sanity = section.section("sanity-checks")
    return Config4(
        interfaces=read_interfaces(section.section("interfaces-config")),
        lease_file=read_lease_file(section.section("lease-database")),
        subnets=tuple(subnets.subnets),
        networks=tuple(subnets.networks.values()),
        options=read_options(section, definitions),
        hosts=read_hosts(section, definitions, 0, None, rules.unique_addresses),
        parameters=parameters,
        host_identifiers=_host_identifiers(section),
        echo_client_id=section.flag("echo-client-id", True),
        decline_probation_period=section.number("decline-probation-period", 86400),
        lease_checks=sanity.text("lease-checks", "warn"),
        ignore_server_identifier=compatibility.flag("ignore-dhcp-server-identifier", False),
        ignore_link_selection=compatibility.flag("ignore-rai-link-selection", False),
        exclude_first_last_24=rules.exclude_first_last_24,
        lenient_option_parsing=compatibility.flag("lenient-option-parsing", False),
        loggers=_loggers(file, section),
        server_tag=section.text("server-tag"),
        user_context=section.user_context(),
    )


def _host_identifiers(section: Section) -> tuple[str, ...]:
    known = tuple(LONGEST_IDENTIFIER)
    written = section.texts("host-reservation-identifiers")
    names = [name for _, _, name in written]
    for i, (node, key, name) in enumerate(written):
        if name in names[:i]:
            section.wrong(node, key, f"duplicate host identifier '{name}'", "name it once")
        elif name == AUTO and len(names) > 1:
            section.wrong(node, key, "auto means all identifiers", "let it stand alone, or name them")
    if names == [AUTO]:
        return known
    return tuple(names) or ("hw-address", "duid", "circuit-id", "client-id")


def _loggers(file: Section, section: Section) -> tuple[LoggerConfig, ...]:
    """Return the daemon's loggers; without any, those of the section of its own they had up to Kea 1.5."""
    old = file.section(OLD_LOGGING)
    if "loggers" in section.members or old is None:
        return read_loggers(section)
    return read_loggers(old)
