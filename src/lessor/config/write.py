"""The configuration in force as a tree of values, for commands that show, keep or change it.

What `load_tree4` or `load_tree6` makes of such a tree is the same configuration, and writing that gives the same tree.
"""

from lessor.config.load import Loaded4, Loaded6
from lessor.config.origin import SUBNETS
from lessor.config.syntax import plain
from lessor.model.json import Json


def written4(loaded: Loaded4) -> dict[str, Json]:
    """Return a new tree of the configuration, `{"Dhcp4": {...}}`, with the ids of all subnets."""
    return _written("Dhcp4", loaded, [subnet.id for subnet in loaded.config.subnets])


def written6(loaded: Loaded6) -> dict[str, Json]:
    """Return a new tree of the configuration, `{"Dhcp6": {...}}`, with the ids of all subnets."""
    return _written("Dhcp6", loaded, [subnet.id for subnet in loaded.config.subnets])


def _written(section: str, loaded: Loaded4 | Loaded6, ids: list[int]) -> dict[str, Json]:
    tree = plain(loaded.root)
    assert isinstance(tree, dict), "a configuration that was read is a map"
    daemon = tree[section]
    places = _maps(daemon, "shared-networks")
    trees = [subnet for place in [*places, daemon] for subnet in _maps(place, SUBNETS[section])]
    for subnet, number in zip(trees, ids, strict=True):
        subnet["id"] = number
    return {section: daemon}


def _maps(tree: Json, key: str) -> list[dict[str, Json]]:
    members = tree.get(key) if isinstance(tree, dict) else None
    return [member for member in members if isinstance(member, dict)] if isinstance(members, list) else []
