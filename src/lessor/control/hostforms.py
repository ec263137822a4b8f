"""Reservations as maps of a configuration and as records, there and back."""

from collections.abc import Sequence
from typing import Final, Protocol

from lessor.config.addresses import IPV4, IPV6
from lessor.config.check import check4, check6
from lessor.config.errors import ConfigError
from lessor.config.load import WIRE
from lessor.config.optiondata import with_layouts
from lessor.config.reservations4 import read_hosts4
from lessor.config.reservations6 import read_hosts6
from lessor.config.section import Section
from lessor.config.spelling import IDENTIFIERS
from lessor.config.syntax import planted
from lessor.config.universe import OPTIONS4, OPTIONS6
from lessor.control.hosts import Host
from lessor.model.host import Host4
from lessor.model.json import Json
from lessor.model.network6 import Host6
from lessor.model.options import OptionData, OptionLayout

Map = dict[str, Json]

SUBNET: Final = "subnet-id"

UNIVERSES: Final = {4: OPTIONS4, 6: OPTIONS6}
_CHECKS: Final = {4: check4, 6: check6}


class Layouts(Protocol):
    """What is needed of a configuration to know the options of a reservation."""

    @property
    def option_layouts(self) -> tuple[OptionLayout, ...]: ...


def shown(host: Host) -> Map:
    """Return a reservation as a configuration shows it."""
    members: Map = {
        host.identifier_type: IDENTIFIERS[host.identifier_type](host.identifier.hex()),
        "client-classes": [*host.client_classes],
        "hostname": host.hostname,
        "option-data": [_option(option) for option in host.options],
        **(_shown4(host) if isinstance(host, Host4) else _shown6(host)),
    }
    if host.user_context:
        members["user-context"] = _json(host.user_context)
    return dict(sorted(members.items()))


def read(members: Map, subnet: int, family: int, config: Layouts) -> Host:
    """Return the record of a reservation as a configuration has it. Raise ConfigError."""
    root = planted({f"Dhcp{family}": {"reservations": [members]}}, WIRE)
    checked = _CHECKS[family](root).problems
    if checked:
        raise ConfigError(checked)
    section = Section(root, "", [], []).section(f"Dhcp{family}")
    definitions = with_layouts(config.option_layouts, UNIVERSES[family])
    hosts: Sequence[Host]
    if family == 4:
        hosts = read_hosts4(section, definitions, subnet, None, True)
    else:
        hosts = read_hosts6(section, definitions, subnet, None, True)
    if section.problems:
        raise ConfigError(section.problems)
    return hosts[0]


def _shown4(host: Host4) -> Map:
    members: Map = {
        "boot-file-name": host.boot_file_name,
        "next-server": IPV4.show(host.next_server),
        "server-hostname": host.server_hostname,
    }
    return {**members, "ip-address": IPV4.show(host.address)} if host.address else members


def _shown6(host: Host6) -> Map:
    members: Map = {
        "ip-addresses": [IPV6.show(address) for address in host.addresses],
        "prefixes": [IPV6.show_prefix(prefix) for prefix in host.prefixes],
    }
    if any(host.excluded):
        members["excluded-prefixes"] = [IPV6.show_prefix(prefix) if prefix else "" for prefix in host.excluded]
    return members


def _option(option: OptionData) -> Map:
    members: Map = {
        "always-send": option.always_send,
        "code": option.code,
        "csv-format": option.csv_format,
        "data": option.text if option.csv_format else option.data.hex().upper(),
        "space": option.space,
    }
    if option.name:
        members["name"] = option.name
    if option.never_send:
        members["never-send"] = True
    if option.client_classes:
        members["client-classes"] = [*option.client_classes]
    if option.user_context:
        members["user-context"] = _json(option.user_context)
    return dict(sorted(members.items()))


def _json(value: object) -> Json:
    if isinstance(value, dict):
        return {str(key): _json(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_json(member) for member in value]
    assert value is None or isinstance(value, str | int | float | bool), "a user context came from JSON"
    return value
