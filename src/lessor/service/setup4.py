"""From a configuration file to what a DHCPv4 server serves by."""

from ipaddress import IPv4Address
from typing import TypeAlias

from lessor.config.compile4 import compile4
from lessor.config.load import Loaded4, load4, load_tree4
from lessor.config.write import written4
from lessor.engine.tables import Tables
from lessor.model.json import Json
from lessor.model.network import Config4, Subnet4
from lessor.service import messages
from lessor.service.setup import Setup, libraries_of, remarks_on, shown_times

Setup4: TypeAlias = Setup[Config4, Tables]


def read_setup4(file: str) -> Setup4:
    """Read and compile a configuration file. Raise ConfigError."""
    return _compiled(load4(file))


def receive_setup4(tree: dict[str, Json]) -> Setup4:
    """Check and compile a configuration that came in a command. Raise ConfigError."""
    return _compiled(load_tree4(tree))


def _compiled(loaded: Loaded4) -> Setup4:
    config = loaded.config
    remarks = remarks_on(
        loaded, messages.DHCP4_CONFIG_SYNTAX_WARNING, config.subnets, messages.DHCPSRV_CFGMGR_NEW_SUBNET4, described
    )
    summary = f"added IPv4 subnets: {len(config.subnets)}; DDNS: disabled"
    return Setup(
        config,
        compile4(config),
        remarks,
        summary,
        lambda: written4(loaded),
        libraries_of(loaded.root, "Dhcp4"),
    )


def described(subnet: Subnet4) -> str:
    """Return a subnet and its main parameters in the words of the log."""
    parameters = subnet.parameters
    times = {
        "t1": parameters.renew_timer,
        "t2": parameters.rebind_timer,
        "valid-lifetime": parameters.valid.default,
    }
    return f"{IPv4Address(subnet.prefix)}/{subnet.length} with params: {shown_times(times)}"
