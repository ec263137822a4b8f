"""From a configuration file to what a DHCPv6 server serves by, but for its DUID (serverid.py)."""

from ipaddress import IPv6Address
from typing import TypeAlias

from lessor.config.compile6 import compile6
from lessor.config.load import load6
from lessor.engine.tables6 import Tables6
from lessor.model.network6 import Config6, Subnet6
from lessor.service import messages, messages6
from lessor.service.setup import Setup, remarks_on, shown_times

Setup6: TypeAlias = Setup[Config6, Tables6]


def read_setup6(file: str) -> Setup6:
    """Read and compile a configuration file. Raise ConfigError."""
    loaded = load6(file)
    config = loaded.config
    remarks = remarks_on(
        loaded, messages6.DHCP6_CONFIG_SYNTAX_WARNING, config.subnets, messages.DHCPSRV_CFGMGR_NEW_SUBNET6, described
    )
    return Setup(config, compile6(config), remarks, f"added IPv6 subnets: {len(config.subnets)}; DDNS: disabled")


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
