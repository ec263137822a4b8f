"""From a configuration file to what a DHCPv4 server serves by; nothing of it is put to use here."""

from dataclasses import dataclass
from ipaddress import IPv4Address

from lessor.config.compile4 import compile4
from lessor.config.load import load4
from lessor.engine.tables import Tables
from lessor.model.network import Config4, Subnet4
from lessor.service import messages
from lessor.service.log import Loggers
from lessor.service.message import Message


@dataclass(frozen=True, slots=True)
class Setup4:
    """A configuration, checked and compiled; `remarks` are messages about it with their parameters."""

    config: Config4
    tables: Tables
    remarks: tuple[tuple[Message, str], ...]


def read_setup4(file: str) -> Setup4:
    """Read and compile a configuration file. Raise ConfigError."""
    loaded = load4(file)
    remarks = [
        *((messages.DHCP4_CONFIG_SYNTAX_WARNING, str(warning)) for warning in loaded.warnings),
        *((messages.LESSOR_CONFIG_NO_EFFECT, str(key)) for key in loaded.unsupported),
        *((messages.DHCPSRV_CFGMGR_NEW_SUBNET4, described(subnet)) for subnet in loaded.config.subnets),
    ]
    return Setup4(loaded.config, compile4(loaded.config), tuple(remarks))


def remark(setup: Setup4, loggers: Loggers) -> None:
    """Write to the log what is to be said about the configuration."""
    for message, text in setup.remarks:
        loggers.write(message, text)


def described(subnet: Subnet4) -> str:
    """Return a subnet and its main parameters in the words of the log."""
    parameters = subnet.parameters
    times = {
        "t1": parameters.renew_timer,
        "t2": parameters.rebind_timer,
        "valid-lifetime": parameters.valid.default,
    }
    texts = (f"{name}={seconds}" for name, seconds in times.items() if seconds is not None)
    return f"{IPv4Address(subnet.prefix)}/{subnet.length} with params: {', '.join(texts)}"


def summary(config: Config4) -> str:
    """Return what the configuration holds, in the words of the log."""
    return f"added IPv4 subnets: {len(config.subnets)}; DDNS: disabled"
