"""The one door from a file to a usable configuration: for start and reload, `-t`, and `lessor check`."""

from dataclasses import dataclass

from lessor.config.check import check4
from lessor.config.collector import resting_collector
from lessor.config.errors import ConfigError, Problem
from lessor.config.read4 import read4
from lessor.config.syntax import parse_file
from lessor.model.network import Config4


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration without mistakes, and what to tell about it.

    `warnings` work but are hardly meant; `unsupported` are the keys that have no effect yet.
    """

    config: Config4
    warnings: list[Problem]
    unsupported: list[Problem]


def load4(path: str) -> Loaded:
    """Return the DHCPv4 configuration in a file. Raise ConfigError with all its mistakes, in the order of the file."""
    with resting_collector():
        return _load(path)


def _load(path: str) -> Loaded:
    warnings: list[Problem] = []
    root = parse_file(path, warnings)
    checked = check4(root)
    try:
        config = read4(root, warnings)
    except ConfigError as error:
        raise ConfigError(_together(checked.problems, error.problems)) from None
    if checked.problems:
        raise ConfigError(checked.problems)
    return Loaded(config, warnings, checked.no_effect)


def _together(checked: list[Problem], read: list[Problem]) -> list[Problem]:
    """Return all mistakes in the order of the file; what the check said of a place needs not be said again."""
    told = {(problem.file, problem.line, problem.column) for problem in checked}
    return sorted([*checked, *(new for new in read if (new.file, new.line, new.column) not in told)])
