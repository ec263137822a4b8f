"""From a configuration file to what a DHCPv4 server serves by."""

from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import IPv4Address
from typing import TypeAlias

from lessor.config.compile4 import compile4
from lessor.config.load import Loaded4, load4, load_tree4
from lessor.config.revise import revised4
from lessor.config.write import written4
from lessor.engine.tables import Tables
from lessor.model.json import Json
from lessor.model.network import Config4, Subnet4
from lessor.service.logs import messages
from lessor.service.programs.retirement import take_apart
from lessor.service.setup import Setup, Written, libraries_of, remarks_on, shown_times

Setup4: TypeAlias = Setup[Config4, Tables]


def read_setup4(file: str) -> Setup4:
    """Read and compile a configuration file. Raise ConfigError."""
    return _read(load4(file))


def receive_setup4(tree: dict[str, Json]) -> Setup4:
    """Check and compile a configuration that came in a command. Raise ConfigError."""
    return _read(load_tree4(tree))


def _read(loaded: Loaded4) -> Setup4:
    return _compiled(loaded, loaded.config.subnets, Written(lambda: written4(loaded)))


def _compiled(loaded: Loaded4, news: Sequence[Subnet4], write: Callable[[], dict[str, Json]]) -> Setup4:
    """Return the setup; `news` are the subnets that are to be told of."""
    config = loaded.config
    remarks = remarks_on(
        loaded, messages.DHCP4_CONFIG_SYNTAX_WARNING, news, messages.DHCPSRV_CFGMGR_NEW_SUBNET4, described
    )

    def revise(tree: dict[str, Json], ids: frozenset[int]) -> Setup4:
        revised = revised4(config, tree, ids)
        changed = [subnet for subnet in revised.loaded.config.subnets if subnet.id in ids]
        return _compiled(revised.loaded, changed, Written(tree=revised.tree))

    tables = compile4(config)
    return Setup(
        config,
        tables,
        remarks,
        f"added IPv4 subnets: {len(config.subnets)}; DDNS: disabled",
        write,
        libraries_of(loaded.root, "Dhcp4"),
        revise,
        partial(take_apart, tables.subnets),
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
