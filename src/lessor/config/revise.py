"""From one configuration to the next when only some subnets differ: what stays is neither read nor written again.

Whoever changes subnets says which ones by id, and gives the tree of the whole configuration: one that write.py made,
with these subnets added, changed or taken out. They are read with all that is not a subnet, and with the other subnets
of their shared networks. A mistake in there, or two subnets that cannot be together, is left to the long way, which
tells it in full.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Generic, Protocol, TypeVar

from lessor.config.addresses import IPV4, IPV6, Family
from lessor.config.errors import ConfigError
from lessor.config.load import Loaded, load_tree4, load_tree6
from lessor.config.origin import SUBNETS
from lessor.config.write import NUMBER, ordered, written4, written6
from lessor.model.json import Json
from lessor.model.network import Config4, Subnet4
from lessor.model.network6 import Config6, Subnet6

Map = dict[str, Json]
Ids = frozenset[int]

NETWORKS: Final = "shared-networks"

Config = TypeVar("Config", Config4, Config6)
Subnet = TypeVar("Subnet", Subnet4, Subnet6)


class Located(Protocol):
    """Where the addresses of a subnet are."""

    @property
    def prefix(self) -> int: ...
    @property
    def length(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Revised(Generic[Config]):
    """A configuration that was read, and its tree as it is shown."""

    loaded: Loaded[Config]
    tree: Map


def revised4(before: Config4, tree: Map, ids: Ids) -> Revised[Config4]:
    """Return the DHCPv4 configuration of a tree that differs from the one before in these subnets only.

    Raise ConfigError.
    """
    return _revised("Dhcp4", IPV4, before, tree, ids, load_tree4, written4)


def revised6(before: Config6, tree: Map, ids: Ids) -> Revised[Config6]:
    """Return the DHCPv6 configuration of a tree that differs from the one before in these subnets only.

    Raise ConfigError.
    """
    return _revised("Dhcp6", IPV6, before, tree, ids, load_tree6, written6)


def _revised(
    section: str,
    family: Family,
    before: Config,
    tree: Map,
    ids: Ids,
    load: Callable[[Map], Loaded[Config]],
    write: Callable[[Loaded[Config]], Map],
) -> Revised[Config]:
    try:
        part = load(_part(tree, section, ids))
    except ConfigError:
        return _whole(tree, load, write)
    again = ids.union(subnet.id for subnet in part.config.subnets)
    if _overlap(part.config.subnets, _others(before.subnets, again), family):
        return _whole(tree, load, write)
    subnets = _by_id(part.config.subnets + _others(before.subnets, again))
    config = replace(part.config, subnets=subnets)
    return Revised(replace(part, config=config), _completed(write(part), tree, section))


def _others(subnets: tuple[Subnet, ...], ids: Ids) -> tuple[Subnet, ...]:
    return tuple(subnet for subnet in subnets if subnet.id not in ids)


def _by_id(subnets: tuple[Subnet, ...]) -> tuple[Subnet, ...]:
    return tuple(sorted(subnets, key=lambda subnet: subnet.id))


def _whole(tree: Map, load: Callable[[Map], Loaded[Config]], write: Callable[[Loaded[Config]], Map]) -> Revised[Config]:
    loaded = load(tree)
    return Revised(loaded, write(loaded))


def _part(tree: Map, section: str, ids: Ids) -> Map:
    """Return the tree with these subnets only, and all those of the shared networks that have one of them."""
    key, daemon = SUBNETS[section], _map(tree[section])
    networks: list[Json] = [
        network if _ids(network, key) & ids else {**network, key: []} for network in _maps(daemon.get(NETWORKS))
    ]
    subnets: list[Json] = [subnet for subnet in _maps(daemon.get(key)) if subnet.get("id") in ids]
    return {**tree, section: {**daemon, NETWORKS: networks, key: subnets}}


def _completed(shown: Map, tree: Map, section: str) -> Map:
    """Return what is shown of a part, with what the whole tree has besides."""
    key, part, daemon = SUBNETS[section], _map(shown[section]), _map(tree[section])
    there = {str(network["name"]): network for network in _maps(daemon.get(NETWORKS))}
    networks: list[Json] = [_with_rest(network, there[str(network["name"])], key) for network in _maps(part[NETWORKS])]
    return {section: {**_with_rest(part, daemon, key), NETWORKS: networks}}


def _with_rest(shown: Map, there: Map, key: str) -> Map:
    again = _maps(shown[key])
    known = {subnet["id"] for subnet in again}
    rest = [subnet for subnet in _maps(there.get(key)) if subnet.get("id") not in known]
    return {**shown, key: ordered([*again, *rest], NUMBER)}


def _overlap(changed: Sequence[Located], rest: Sequence[Located], family: Family) -> bool:
    """Tell whether a changed subnet has addresses in common with another one."""
    spans = [(subnet.prefix, family.last((subnet.prefix, subnet.length))) for subnet in changed]
    return any(
        # of two prefixes that overlap one begins in the other
        first <= subnet.prefix <= last or subnet.prefix <= first <= family.last((subnet.prefix, subnet.length))
        for first, last in spans
        for subnet in rest
    )


def _ids(network: Map, key: str) -> set[Json]:
    return {subnet.get("id") for subnet in _maps(network.get(key))}


def _maps(members: Json) -> list[Map]:
    return [member for member in members if isinstance(member, dict)] if isinstance(members, list) else []


def _map(member: Json) -> Map:
    assert isinstance(member, dict), "checked"
    return member
