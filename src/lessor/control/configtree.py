"""Finding and changing subnets, shared networks and classes in the tree of a configuration.

The tree is one that config/write.py made, so every subnet has its id and every list is there. It is the server's own
and stays as it is: a change makes new maps and lists on the way to what changes, and shares all others. `tree` is what
there shall be, `base` what there was, `touched` the subnets in which they differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from lessor.model.json import Json

Map = dict[str, Json]

NETWORKS: Final = "shared-networks"
CLASSES: Final = "client-classes"

OF_THE_LINK: Final = "rapid-commit"
"""What all subnets of a shared network have in common: one that joins it takes the network's."""


class Server(Protocol):
    """What is asked of a server to show and change its configuration."""

    family: int

    async def shown(self) -> dict[str, Json]: ...
    async def configure(self, tree: dict[str, Json]) -> None: ...
    async def revise(self, base: dict[str, Json], tree: dict[str, Json], subnets: frozenset[int]) -> None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A subnet, and its shared network if it has one."""

    subnet: Map
    network: Map | None = None

    @property
    def number(self) -> int:
        """Its id."""
        number = self.subnet["id"]
        assert isinstance(number, int), "a checked id is a number"
        return number


class ConfigTree:
    """The tree of one server, `{"Dhcp4": {...}}` for `family` 4, as it is changed step by step."""

    def __init__(self, base: Map, family: int) -> None:
        self.base = base
        self.subnet_key = f"subnet{family}"
        self.touched: set[int] = set()
        self._section = f"Dhcp{family}"
        self.daemon = dict(as_map(base[self._section]))

    @property
    def tree(self) -> Map:
        """The tree as it is now."""
        return {**self.base, self._section: self.daemon}

    @property
    def networks(self) -> list[Map]:
        """The shared networks."""
        return maps(self.daemon, NETWORKS)

    @property
    def classes(self) -> list[Map]:
        """The client classes."""
        return maps(self.daemon, CLASSES)

    def places(self) -> Iterator[Place]:
        """Yield every subnet, those of shared networks first."""
        for network in self.networks:
            yield from (Place(subnet, network) for subnet in maps(network, self.subnet_key))
        yield from (Place(subnet) for subnet in maps(self.daemon, self.subnet_key))

    def place(self, number: int) -> Place | None:
        """Return the subnet with this id."""
        return next((place for place in self.places() if place.subnet["id"] == number), None)

    def network(self, name: str) -> Map | None:
        """Return the shared network of this name."""
        return named(self.networks, name)

    def add(self, subnet: Map, network: Map | None = None) -> None:
        """Add a subnet, with its id, to a shared network or to none."""
        self._set_subnets(network, [*self._subnets(network), subnet])
        self._touch(subnet)

    def replace(self, place: Place, subnet: Map) -> None:
        """Put a subnet in the place of another one."""
        subnets = self._subnets(place.network)
        self._set_subnets(place.network, [subnet if one is place.subnet else one for one in subnets])
        self._touch(place.subnet)
        self._touch(subnet)

    def remove(self, place: Place) -> None:
        """Take a subnet out."""
        self._set_subnets(place.network, without(self._subnets(place.network), place.subnet))
        self._touch(place.subnet)

    def move(self, place: Place, network: Map | None) -> None:
        """Put a subnet into a shared network, or out of one."""
        self.remove(place)
        subnet = place.subnet
        if network is not None:
            subnet = {key: value for key, value in subnet.items() if key != OF_THE_LINK}
        self.add(subnet, network)

    def add_network(self, network: Map) -> None:
        """Add a shared network, as it came in a command; what is in it is not noted as touched."""
        self.daemon[NETWORKS] = [*self.networks, network]

    def remove_network(self, network: Map, keep_subnets: bool) -> None:
        """Take out a shared network; its subnets go with it, or stay outside of it."""
        subnets = maps(network, self.subnet_key)
        self.daemon[NETWORKS] = [*without(self.networks, network)]
        for subnet in subnets:
            self._touch(subnet)
        if keep_subnets:
            self._set_subnets(None, [*self._subnets(None), *subnets])

    def set_classes(self, classes: Sequence[Map]) -> None:
        """Have these classes, in this order."""
        self.daemon[CLASSES] = [*classes]

    def _subnets(self, network: Map | None) -> list[Map]:
        return maps(self.daemon if network is None else self._current(network), self.subnet_key)

    def _set_subnets(self, network: Map | None, subnets: Sequence[Map]) -> None:
        if network is None:
            self.daemon[self.subnet_key] = [*subnets]
            return
        name = network["name"]
        changed: Map = {**self._current(network), self.subnet_key: [*subnets]}
        self.daemon[NETWORKS] = [changed if one["name"] == name else one for one in self.networks]

    def _current(self, network: Map) -> Map:
        """Return a shared network as it is by now."""
        found = self.network(str(network["name"]))
        assert found is not None, "a network that was found is there"
        return found

    def _touch(self, subnet: Map) -> None:
        number = subnet.get("id")
        if isinstance(number, int):
            self.touched.add(number)


async def look(server: Server) -> ConfigTree:
    """Return the tree of the configuration in force."""
    return ConfigTree(await server.shown(), server.family)


async def put_subnets(server: Server, tree: ConfigTree) -> None:
    """Put a tree to use in which subnets were changed, and nothing that others depend on. Raise ConfigError."""
    await server.revise(tree.base, tree.tree, frozenset(tree.touched))


def named(among: Sequence[Map], name: str) -> Map | None:
    """Return the map that has this name."""
    return next((one for one in among if one.get("name") == name), None)


def without(among: Sequence[Map], one: Map) -> list[Map]:
    """Return maps without this very one; another one that is equal stays."""
    return [other for other in among if other is not one]


def maps(members: Map, key: str) -> list[Map]:
    """Return the members of a list of maps, none where there is no list."""
    found = members.get(key, [])
    assert isinstance(found, list), "a checked tree has a list here"
    return [as_map(member) for member in found]


def as_map(value: Json) -> Map:
    """Return a member of a checked tree that is a map."""
    assert isinstance(value, dict), "a checked tree has a map here"
    return value
