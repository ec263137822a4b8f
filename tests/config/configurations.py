"""Short ways to configurations: a daemon's members as Python values, in; records, tables or mistakes, out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from lessor.config.compile4 import compile4
from lessor.config.errors import ConfigError, Problem
from lessor.config.read4 import read4
from lessor.config.syntax import Node, parse
from lessor.engine.tables import Tables

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


Config = TypeVar("Config")


@dataclass(frozen=True)
class Shortcuts(Generic[Config]):
    """The short ways to configurations of one daemon."""

    daemon: str
    read: Callable[[Node, list[Problem] | None], Config]

    def tree(self, members: dict[str, Json], **beside: Json) -> Node:
        """The tree of a whole file; `beside` are members beside the daemon's. Each value has a line of its own."""
        return parse(json.dumps({self.daemon: members, **beside}, indent=1), "f")

    def config(self, **members: Json) -> Config:
        """The configuration; keys are written with underscores."""
        return self.read(self.tree(dashed(members)), None)

    def problems(self, **members: Json) -> list[Problem]:
        """The mistakes, of which there must be some."""
        try:
            self.config(**members)
        except ConfigError as error:
            return error.problems
        raise AssertionError("no mistake found")

    def warnings(self, **members: Json) -> list[Problem]:
        """What is said about a configuration that works."""
        found: list[Problem] = []
        self.read(self.tree(dashed(members)), found)
        return found


_dhcp4 = Shortcuts("Dhcp4", read4)
tree, config, problems, warnings = _dhcp4.tree, _dhcp4.config, _dhcp4.problems, _dhcp4.warnings


def tables(**members: Json) -> Tables:
    """The compiled configuration."""
    return compile4(config(**members))


def only(found: list[Problem]) -> Problem:
    """The one mistake there is."""
    assert len(found) == 1, found
    return found[0]


def subnet(prefix: str = "192.0.2.0/24", /, **members: Json) -> Json:
    """One subnet."""
    return {"subnet": prefix, **dashed(members)}


def pools(*texts: str) -> Json:
    """Pools without anything but addresses."""
    return [{"pool": text} for text in texts]


def option(code: int, data: str, space: str = "dhcp4", **members: Json) -> Json:
    """One entry of option-data, its value in hexadecimal."""
    return {"code": code, "data": data, "space": space, "csv-format": False, **dashed(members)}


def dashed(members: dict[str, Json]) -> dict[str, Json]:
    """The same members, keys written as in files."""
    return {key.replace("_", "-"): value for key, value in members.items()}
