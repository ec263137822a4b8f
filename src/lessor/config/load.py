"""The one door from a file to a usable configuration: for start and reload, `-t`, and `lessor check`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from lessor.config.check import Checked, check4, check6
from lessor.config.collector import resting_collector
from lessor.config.errors import ConfigError, Problem
from lessor.config.read4 import read4
from lessor.config.read6 import read6
from lessor.config.syntax import Node, parse_file
from lessor.model.network import Config4
from lessor.model.network6 import Config6

Config = TypeVar("Config")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Config]):
    """A configuration without mistakes, and what to tell about it.

    `warnings` work but are hardly meant; `unsupported` are the keys that have no effect yet.
    """

    config: Config
    warnings: list[Problem]
    unsupported: list[Problem]


Loaded4 = Loaded[Config4]
Loaded6 = Loaded[Config6]


def load4(path: str) -> Loaded4:
    """Return the DHCPv4 configuration in a file. Raise ConfigError with all its mistakes, in the order of the file."""
    with resting_collector():
        return _load(path, check4, read4)


def load6(path: str) -> Loaded6:
    """Return the DHCPv6 configuration in a file. Raise ConfigError as load4."""
    with resting_collector():
        return _load(path, check6, read6)


def _load(path: str, check: Callable[[Node], Checked], read: Callable[[Node, list[Problem]], Config]) -> Loaded[Config]:
    warnings: list[Problem] = []
    root = parse_file(path, warnings)
    checked = check(root)
    try:
        config = read(root, warnings)
    except ConfigError as error:
        raise ConfigError(_together(checked.problems, error.problems)) from None
    if checked.problems:
        raise ConfigError(checked.problems)
    return Loaded(config, warnings, checked.no_effect)


def _together(checked: list[Problem], read: list[Problem]) -> list[Problem]:
    """Return all mistakes in the order of the file; what the check said of a place needs not be said again."""
    told = {(problem.file, problem.line, problem.column) for problem in checked}
    return sorted([*checked, *(new for new in read if (new.file, new.line, new.column) not in told)])
