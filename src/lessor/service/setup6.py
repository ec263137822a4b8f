"""From a configuration file to what a DHCPv6 server serves by, but for its DUID (serverid.py)."""

from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import IPv6Address
from typing import TypeAlias

from lessor.config.compile6 import compile6
from lessor.config.load import Loaded6, load6, load_tree6
from lessor.config.revise import revised6
from lessor.config.write import written6
from lessor.engine.tables6 import Tables6
from lessor.model.json import Json
from lessor.model.network6 import Config6, Subnet6
from lessor.service.logs import messages, messages6
from lessor.service.programs.retirement import take_apart
from lessor.service.setup import Setup, Written, libraries_of, remarks_on, shown_times

Setup6: TypeAlias = Setup[Config6, Tables6]


def read_setup6(file: str) -> Setup6:
    """Read and compile a configuration file. Raise ConfigError."""
    return _read(load6(file))


def receive_setup6(tree: dict[str, Json]) -> Setup6:
    """Check and compile a configuration that came in a command. Raise ConfigError."""
    return _read(load_tree6(tree))


def _read(loaded: Loaded6) -> Setup6:
    return _compiled(loaded, loaded.config.subnets, Written(lambda: written6(loaded)))


def _compiled(loaded: Loaded6, news: Sequence[Subnet6], write: Callable[[], dict[str, Json]]) -> Setup6:
    """Return the setup; `news` are the subnets that are to be told of."""
    config = loaded.config
    remarks = remarks_on(
        loaded, messages6.DHCP6_CONFIG_SYNTAX_WARNING, news, messages.DHCPSRV_CFGMGR_NEW_SUBNET6, described
    )

    def revise(tree: dict[str, Json], ids: frozenset[int]) -> Setup6:
        revised = revised6(config, tree, ids)
        changed = [subnet for subnet in revised.loaded.config.subnets if subnet.id in ids]
        return _compiled(revised.loaded, changed, Written(tree=revised.tree))

    tables = compile6(config)
    return Setup(
        config,
        tables,
        remarks,
        f"added IPv6 subnets: {len(config.subnets)}; DDNS: disabled",
        write,
        libraries_of(loaded.root, "Dhcp6"),
        revise,
        partial(take_apart, tables.subnets),
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
