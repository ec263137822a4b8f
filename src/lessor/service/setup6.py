"""From a configuration file to what a DHCPv6 server serves by, but for its DUID (serverid.py)."""

from ipaddress import IPv6Address
from typing import TypeAlias

from lessor.config.compile6 import compile6
from lessor.config.load import Loaded6, load6, load_tree6
from lessor.config.write import written6
from lessor.engine.tables6 import Tables6
from lessor.model.json import Json
from lessor.model.network6 import Config6, Subnet6
from lessor.service import messages, messages6
from lessor.service.setup import Setup, libraries_of, remarks_on, shown_times

Setup6: TypeAlias = Setup[Config6, Tables6]


def read_setup6(file: str) -> Setup6:
    """Read and compile a configuration file. Raise ConfigError."""
    return _compiled(load6(file))


def receive_setup6(tree: dict[str, Json]) -> Setup6:
    """Check and compile a configuration that came in a command. Raise ConfigError."""
    return _compiled(load_tree6(tree))


def _compiled(loaded: Loaded6) -> Setup6:
    config = loaded.config
    remarks = remarks_on(
        loaded, messages6.DHCP6_CONFIG_SYNTAX_WARNING, config.subnets, messages.DHCPSRV_CFGMGR_NEW_SUBNET6, described
    )
    summary = f"added IPv6 subnets: {len(config.subnets)}; DDNS: disabled"
    return Setup(
        config,
        compile6(config),
        remarks,
        summary,
        lambda: written6(loaded),
        libraries_of(loaded.root, "Dhcp6"),
    )


def described(subnet: Subnet6) -> str:
    """Return a subnet and its main parameters in the words of the log."""
    parameters = subnet.parameters
    times = {
        "t1": parameters.renew_timer,
        "t2": parameters.rebind_timer,
        "preferred-lifetime": None if parameters.preferred is None else parameters.preferred.default,
        "valid-lifetime": parameters.valid.default,
    }
    rapid = f"rapid-commit is {'true' if parameters.rapid_commit else 'false'}"
    return f"{IPv6Address(subnet.prefix)}/{subnet.length} with params: {shown_times(times)}, {rapid}"
