"""The reservations of a configuration as a source of hosts for commands.

Changes are changes of the configuration: the same checks, the same new tables. What is looked for is found by an index
that is made when it is first needed with a configuration, in slices, so that packets go on meanwhile.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from lessor.control import configtree
from lessor.control.configtree import ConfigTree, Map, Place, look, maps, put_subnets
from lessor.control.hostforms import shown
from lessor.control.hosts import Host, Numbered
from lessor.model.command import CommandError
from lessor.model.host import Host4

SLICE: Final = 0.002
"""Seconds of work until others have their turn."""
KEY: Final = "reservations"

STEP: Final = 64
"""Hosts between two looks at the clock."""


class SubnetWithHosts(Protocol):
    """What is needed of a subnet."""

    @property
    def hosts(self) -> Sequence[Host]: ...


class Config(Protocol):
    """What is needed of a configuration."""

    @property
    def hosts(self) -> Sequence[Host]: ...
    @property
    def subnets(self) -> Sequence[SubnetWithHosts]: ...


class Server(configtree.Server, Protocol):
    """What is needed of a server."""

    @property
    def config(self) -> Config: ...


@dataclass(slots=True)
class _Index:
    """Every host of one configuration, by what it may be looked for. Positions in `hosts` are numbers less 1."""

    config: Config
    hosts: list[Host] = field(default_factory=list)
    by_identifier: dict[tuple[str, bytes], list[int]] = field(default_factory=dict)
    by_address: dict[int, list[int]] = field(default_factory=dict)
    by_hostname: dict[str, list[int]] = field(default_factory=dict)
    by_subnet: dict[int, list[int]] = field(default_factory=dict)

    def add(self, host: Host) -> None:
        position = len(self.hosts)
        self.hosts.append(host)
        self.by_identifier.setdefault((host.identifier_type, host.identifier), []).append(position)
        self.by_subnet.setdefault(host.subnet_id, []).append(position)
        for address in addresses_of(host):
            self.by_address.setdefault(address, []).append(position)
        if host.hostname:
            self.by_hostname.setdefault(host.hostname.lower(), []).append(position)

    def found(self, positions: Iterable[int], subnet: int | None) -> list[Host]:
        hosts = [self.hosts[position] for position in positions]
        return hosts if subnet is None else [host for host in hosts if host.subnet_id == subnet]


class ConfiguredHosts:
    """The reservations that stand in the configuration; satisfies HostSource."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._index: _Index | None = None

    async def by_identifier(self, subnet: int, kind: str, identifier: bytes) -> Host | None:
        """Return the reservation of a client in a subnet, or None."""
        index = await self._ready()
        return next(iter(index.found(index.by_identifier.get((kind, identifier), ()), subnet)), None)

    async def all_by_identifier(self, kind: str, identifier: bytes) -> Sequence[Host]:
        """Return the reservations of a client in all subnets."""
        index = await self._ready()
        return index.found(index.by_identifier.get((kind, identifier), ()), None)

    async def by_address(self, address: int, subnet: int | None) -> Sequence[Host]:
        """Return who has this address, or a prefix that begins with it."""
        index = await self._ready()
        return index.found(index.by_address.get(address, ()), subnet)

    async def by_hostname(self, hostname: str, subnet: int | None) -> Sequence[Host]:
        """Return who has this name."""
        index = await self._ready()
        return index.found(index.by_hostname.get(hostname.lower(), ()), subnet)

    async def in_subnet(self, subnet: int) -> Sequence[Host]:
        """Return all reservations of a subnet."""
        index = await self._ready()
        return index.found(index.by_subnet.get(subnet, ()), None)

    async def page(self, after: int, limit: int, subnet: int | None) -> Sequence[Numbered]:
        """Return at most `limit` reservations whose numbers are greater than `after`, with their numbers."""
        index = await self._ready()
        positions = range(len(index.hosts)) if subnet is None else index.by_subnet.get(subnet, [])
        page = [position for position in positions if position >= after][:limit]
        return [(position + 1, index.hosts[position]) for position in page]

    async def add(self, host: Host) -> None:
        """Add a reservation to the configuration. Raise ConfigError, CommandError."""
        tree = await look(self._server)
        await self._put(tree, host.subnet_id, [*self._reservations(tree, host.subnet_id), shown(host)])

    async def remove(self, host: Host) -> bool:
        """Remove the reservation of this client in this subnet; return whether there was one."""
        return await self._replace(host, [])

    async def update(self, host: Host) -> bool:
        """Replace the reservation of this client in this subnet; return whether there was one."""
        return await self._replace(host, [shown(host)])

    async def _replace(self, host: Host, by: Sequence[Map]) -> bool:
        tree = await look(self._server)
        there = self._reservations(tree, host.subnet_id)
        position = _position(there, host)
        if position is None:
            return False
        await self._put(tree, host.subnet_id, [*there[:position], *by, *there[position + 1 :]])
        return True

    def _reservations(self, tree: ConfigTree, subnet: int) -> list[Map]:
        return maps(self._place(tree, subnet).subnet if subnet else tree.daemon, KEY)

    async def _put(self, tree: ConfigTree, subnet: int, reservations: Sequence[Map]) -> None:
        if subnet:
            place = self._place(tree, subnet)
            tree.replace(place, {**place.subnet, KEY: [*reservations]})
            await put_subnets(self._server, tree)
        else:
            # what is promised everywhere concerns all subnets
            tree.daemon[KEY] = [*reservations]
            await self._server.configure(tree.tree)

    def _place(self, tree: ConfigTree, subnet: int) -> Place:
        place = tree.place(subnet)
        if place is None:
            raise CommandError(f"IPv{self._server.family} subnet with ID of '{subnet}' is not configured")
        return place

    async def _ready(self) -> _Index:
        config = self._server.config
        if self._index is None or self._index.config is not config:
            self._index = await _indexed(config)
        return self._index


def addresses_of(host: Host) -> Iterator[int]:
    """Yield the addresses of a reservation, and where its prefixes begin."""
    if isinstance(host, Host4):
        if host.address:
            yield host.address
        return
    yield from host.addresses
    yield from (prefix[0] for prefix in host.prefixes)


async def _indexed(config: Config) -> _Index:
    index = _Index(config)
    until = time.monotonic() + SLICE
    for number, host in enumerate(_all(config)):
        index.add(host)
        if number % STEP == 0 and time.monotonic() > until:
            await asyncio.sleep(0)
            until = time.monotonic() + SLICE
    return index


def _all(config: Config) -> Iterator[Host]:
    yield from config.hosts
    for subnet in config.subnets:
        yield from subnet.hosts


def _position(reservations: Sequence[Map], host: Host) -> int | None:
    """Return where in the list the reservation of this client is."""
    kind = host.identifier_type
    identifier = shown(host)[kind]
    return next((i for i, other in enumerate(reservations) if other.get(kind) == identifier), None)
