"""Short ways to DHCPv6 configurations, as configurations.py has them for DHCPv4."""

import json

from lessor.config.compile6 import compile6
from lessor.config.errors import ConfigError, Problem
from lessor.config.read6 import read6
from lessor.config.syntax import Node, parse
from lessor.engine.tables6 import Tables6
from lessor.model.network6 import Config6
from tests.config.configurations import Json, dashed


def tree(members: dict[str, Json]) -> Node:
    """The tree of a whole file. Each value has a line of its own."""
    return parse(json.dumps({"Dhcp6": members}, indent=1), "f")


def config(**members: Json) -> Config6:
    """The configuration; keys are written with underscores."""
    return read6(tree(dashed(members)))


def tables(**members: Json) -> Tables6:
    """The compiled configuration."""
    return compile6(config(**members))


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
    read6(tree(dashed(members)), found)
    return found


def subnet(prefix: str = "2001:db8::/64", /, **members: Json) -> Json:
    """One subnet."""
    return {"subnet": prefix, **dashed(members)}


def pd(prefix: str, length: int, delegated: int, **members: Json) -> Json:
    """A pool of prefixes."""
    return {"prefix": prefix, "prefix-len": length, "delegated-len": delegated, **dashed(members)}


def option(code: int, data: str, space: str = "dhcp6", **members: Json) -> Json:
    """One entry of option-data, its value in hexadecimal."""
    return {"code": code, "data": data, "space": space, "csv-format": False, **dashed(members)}
