"""The one door from a file, or a tree of values, to a usable configuration: for start and reload, `-t`, `lessor check`,
and commands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Generic, TypeVar

from lessor.config.check import Checked, check4, check6, check_agent
from lessor.config.collector import resting_collector
from lessor.config.errors import ConfigError, Problem
from lessor.config.read4 import read4
from lessor.config.read6 import read6
from lessor.config.readagent import read_agent
from lessor.config.scopes import SECTIONS
from lessor.config.syntax import Node, parse_file, planted
from lessor.config.tokens import key_path
from lessor.model.agent import AgentConfig
from lessor.model.json import Json
from lessor.model.network import Config4
from lessor.model.network6 import Config6

Config = TypeVar("Config")

WIRE: Final = "<wire>"
"""How messages name what came in a command, as Kea's do."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Config]):
    """A configuration without mistakes, and what to tell about it.

    `root` is the whole file as read; `warnings` work but are hardly meant; `unsupported` are the keys that have no
    effect yet.
    """

    root: Node
    config: Config
    warnings: list[Problem]
    unsupported: list[Problem]


Loaded4 = Loaded[Config4]
Loaded6 = Loaded[Config6]


def load4(path: str) -> Loaded4:
    """Return the DHCPv4 configuration in a file. Raise ConfigError with all its mistakes, in the order of the file."""
    with resting_collector():
        return _read4(*_parsed(path))


def load6(path: str) -> Loaded6:
    """Return the DHCPv6 configuration in a file. Raise ConfigError as load4."""
    with resting_collector():
        return _read6(*_parsed(path))


def load_tree4(tree: dict[str, Json]) -> Loaded4:
    """Return the DHCPv4 configuration that came as values, `{"Dhcp4": {...}}`. Raise ConfigError as load4."""
    with resting_collector():
        return _read4(planted(tree, WIRE), [])


def load_tree6(tree: dict[str, Json]) -> Loaded6:
    """Return the DHCPv6 configuration that came as values. Raise ConfigError as load4."""
    with resting_collector():
        return _read6(planted(tree, WIRE), [])


def load_agent(path: str) -> Loaded[AgentConfig]:
    """Return the configuration of a control agent in a file. Raise ConfigError as load4."""
    return _read(*_parsed(path), check_agent, read_agent)


def load_tree_agent(tree: dict[str, Json]) -> Loaded[AgentConfig]:
    """Return the configuration of a control agent that came as values. Raise ConfigError as load4."""
    return _read(planted(tree, WIRE), [], check_agent, read_agent)


def load_all(path: str) -> dict[str, Loaded4 | Loaded6]:
    """Return each server's configuration in a file, by the key of its section.

    Raise ConfigError with the mistakes of all of them, or that there is none.
    """
    loaded: dict[str, Loaded4 | Loaded6] = {}
    problems: set[Problem] = set()  # what both sections have in common is told once
    with resting_collector():
        root, warnings = _parsed(path)
        for name in _sections(root):
            try:
                loaded[name] = _READERS[name](root, warnings)
            except ConfigError as error:
                problems.update(error.problems)
    if problems:
        raise ConfigError(sorted(problems))
    return loaded


def _parsed(path: str) -> tuple[Node, list[Problem]]:
    warnings: list[Problem] = []
    return parse_file(path, warnings), warnings


def _sections(root: Node) -> list[str]:
    members = root.value if isinstance(root.value, dict) else {}
    names = [name for name in _READERS if name in members]
    if not names:
        raise ConfigError([_no_section(root, members)])
    return names


def _no_section(root: Node, members: Mapping[str, Node]) -> Problem:
    for name, node in members.items():
        if name not in SECTIONS and (alike := get_close_matches(name, _READERS, n=1)):
            place = (node.file, node.key_line, node.key_column)
            return Problem(*place, key_path([name]), "no server has this section", f'did you mean "{alike[0]}"?')
    wrong = "neither Dhcp4 nor Dhcp6 is here"
    return Problem(root.file, root.line, root.column, "", wrong, 'write { "Dhcp4": { ... } }')


def _read4(root: Node, warnings: list[Problem]) -> Loaded4:
    return _read(root, warnings, check4, read4)


def _read6(root: Node, warnings: list[Problem]) -> Loaded6:
    return _read(root, warnings, check6, read6)


_READERS: Final[dict[str, Callable[[Node, list[Problem]], Loaded4 | Loaded6]]] = {"Dhcp4": _read4, "Dhcp6": _read6}


def _read(
    root: Node,
    common: list[Problem],
    check: Callable[[Node], Checked],
    read: Callable[[Node, list[Problem]], Config],
) -> Loaded[Config]:
    """Check and read one server's section; `common` are the warnings about the file as such."""
    warnings = [*common]
    checked = check(root)
    try:
        config = read(root, warnings)
    except ConfigError as error:
        raise ConfigError(_together(checked.problems, error.problems)) from None
    if checked.problems:
        raise ConfigError(checked.problems)
    return Loaded(root, config, warnings, checked.no_effect)


def _together(checked: list[Problem], read: list[Problem]) -> list[Problem]:
    """Return all mistakes in the order of the file; what the check said of a place needs not be said again."""
    told = {_place(problem) for problem in checked}
    return sorted([*checked, *(new for new in read if _place(new) not in told)])


def _place(problem: Problem) -> tuple[str, int, int, str]:
    """Return where a mistake is; what came in a command has no lines, only keys."""
    return problem.file, problem.line, problem.column, "" if problem.line else problem.key
