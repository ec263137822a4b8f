"""Finding and changing subnets, shared networks and classes in the tree of a configuration.

The tree is one that config/write.py made, so every subnet has its id and every list is there; it belongs to the caller,
who gives it to the server when it is as it should be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lessor.model.json import Json

Map = dict[str, Json]

OF_THE_LINK: Final = "rapid-commit"
"""What all subnets of a shared network have in common: one that joins it takes the network's."""


@dataclass(frozen=True, slots=True)
class Place:
    """A subnet, the list it stands in, and its shared network if it has one."""

    subnet: Map
    siblings: list[Json]
    network: Map | None = None


class ConfigTree:
    """The tree of one server, `{"Dhcp4": {...}}` for `family` 4."""

    def __init__(self, tree: Map, family: int) -> None:
        self.tree = tree
        self.daemon = as_map(tree[f"Dhcp{family}"])
        self.subnet_key = f"subnet{family}"

    @property
    def networks(self) -> list[Json]:
        """The list of shared networks."""
        return _list(self.daemon, "shared-networks")

    @property
    def classes(self) -> list[Json]:
        """The list of client classes."""
        return _list(self.daemon, "client-classes")

    def subnets_of(self, network: Map | None) -> list[Json]:
        """Return the list of subnets of a shared network, or of those that belong to none."""
        return _list(self.daemon if network is None else network, self.subnet_key)

    def places(self) -> Iterator[Place]:
        """Yield every subnet, those of shared networks first."""
        for network in map(as_map, self.networks):
            siblings = self.subnets_of(network)
            yield from (Place(as_map(subnet), siblings, network) for subnet in siblings)
        siblings = self.subnets_of(None)
        yield from (Place(as_map(subnet), siblings) for subnet in siblings)

    def place(self, number: int) -> Place | None:
        """Return the subnet with this id."""
        return next((place for place in self.places() if place.subnet["id"] == number), None)

    def network(self, name: str) -> Map | None:
        """Return the shared network of this name."""
        return named(self.networks, name)

    def move(self, place: Place, network: Map | None) -> None:
        """Put a subnet into a shared network, or out of one."""
        take(place.siblings, place.subnet)
        if network is not None:
            place.subnet.pop(OF_THE_LINK, None)
        self.subnets_of(network).append(place.subnet)


def named(maps: list[Json], name: str) -> Map | None:
    """Return the map that has this name."""
    return next((found for found in map(as_map, maps) if found.get("name") == name), None)


def take(maps: list[Json], one: Map) -> None:
    """Take this very map out of a list; one that is merely equal stays."""
    maps[:] = [member for member in maps if member is not one]


def as_map(value: Json) -> Map:
    """Return a member of a checked tree that is a map."""
    assert isinstance(value, dict), "a checked tree has a map here"
    return value


def _list(members: Map, key: str) -> list[Json]:
    found = members.setdefault(key, [])
    assert isinstance(found, list), "a checked tree has a list here"
    return found
