"""Short ways to configurations: the members of `Dhcp4` as Python values, in; records, tables or mistakes, out."""

import json

from lessor.config.compile4 import compile4
from lessor.config.errors import ConfigError, Problem
from lessor.config.read4 import read4
from lessor.config.syntax import Node, parse
from lessor.engine.tables import Tables
from lessor.model.network import Config4

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def tree(members: dict[str, Json], **beside: Json) -> Node:
    """The tree of a whole file; `beside` are top-level members beside `Dhcp4`. Each value has a line of its own."""
    return parse(json.dumps({"Dhcp4": members, **beside}, indent=1), "f")


def config(**members: Json) -> Config4:
    """The configuration; keys are written with underscores."""
    return read4(tree(dashed(members)))


def tables(**members: Json) -> Tables:
    """The compiled configuration."""
    return compile4(config(**members))


def problems(**members: Json) -> list[Problem]:
    """The mistakes, of which there must be some."""
    try:
        config(**members)
    except ConfigError as error:
        return error.problems
    raise AssertionError("no mistake found")


def warnings(**members: Json) -> list[Problem]:
    """What is said about a configuration that works."""
    found: list[Problem] = []
    read4(tree(dashed(members)), found)
    return found


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
