"""A server that has a configuration and nothing else: what commands about the configuration act on."""

import asyncio

from lessor.config.load import Loaded4, Loaded6, load_tree4, load_tree6
from lessor.config.revise import revised4, revised6
from lessor.config.write import written4, written6
from lessor.control.registry import Registry
from lessor.model.command import Command
from lessor.model.json import Json
from lessor.model.network import Config4
from lessor.model.network6 import Config6

Map = dict[str, Json]


class Configured:
    """Knows its configuration, and takes another one when that is without mistakes."""

    def __init__(self, family: int, members: Map) -> None:
        self.family = family
        self.changes = 0
        self._loaded = self._load({f"Dhcp{family}": members})
        self._shown = self.tree()

    @property
    def config(self) -> Config4 | Config6:
        return self._loaded.config

    def tree(self) -> Map:
        # a Loaded4 in a DHCPv4 server, else a Loaded6
        return written4(self._loaded) if self.family == 4 else written6(self._loaded)  # type: ignore[arg-type]

    async def shown(self) -> Map:
        return self._shown

    async def configure(self, tree: Map) -> None:
        assert self._shown == self.tree(), "what is shown is nobody's to change"
        self._loaded = self._load(tree)
        self._shown = self.tree()
        self.changes += 1

    async def revise(self, base: Map, tree: Map, subnets: frozenset[int]) -> None:
        """Take a tree that must differ from the base in these subnets only, and lead to what reading it all does."""
        assert base is self._shown
        revised: Map
        if isinstance(before := self.config, Config4):
            revised = revised4(before, tree, subnets).tree
        else:
            revised = revised6(before, tree, subnets).tree
        await self.configure(tree)
        assert revised == self._shown

    def _load(self, tree: Map) -> Loaded4 | Loaded6:
        return load_tree4(tree) if self.family == 4 else load_tree6(tree)

    @property
    def daemon(self) -> Map:
        """What is in force."""
        return as_map(self.tree()[f"Dhcp{self.family}"])

    def list_of(self, key: str) -> list[Map]:
        """The maps of one list in force."""
        return as_maps(self.daemon[key])


class Unheard:
    """Hears of commands, and expects none to fail for no fault of its sender."""

    def received(self, command: str) -> None:
        pass

    def refused(self, text: str) -> None:
        pass

    def failed(self, command: str, error: Exception) -> None:
        raise error


def answer(commands: tuple[Command[Configured], ...], server: Configured, command: str, arguments: Json = None) -> Map:
    """What the server answers."""
    request: Map = {"command": command} if arguments is None else {"command": command, "arguments": arguments}
    return as_map(asyncio.run(Registry(commands, server, Unheard()).execute(request)))


def as_map(value: Json) -> Map:
    assert isinstance(value, dict), value
    return value


def as_maps(value: Json) -> list[Map]:
    assert isinstance(value, list), value
    return [as_map(member) for member in value]
