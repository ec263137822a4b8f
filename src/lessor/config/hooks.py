"""Reading `hooks-libraries`: which plug-ins there are, in which order, with which parameters."""

from collections.abc import Iterator
from functools import partial

from lessor.config.section import Section
from lessor.config.syntax import Node, plain
from lessor.model.hooks import HookLibrary, Spot

Trail = tuple[str | int, ...]
"""Keys, and positions in lists."""


def read_hooks(section: Section) -> tuple[HookLibrary, ...]:
    """Return the plug-ins of a server in the order in which they are called."""
    return tuple(_read(entry) for entry in section.sections("hooks-libraries"))


def _read(entry: Section) -> HookLibrary:
    parameters = plain(entry.members["parameters"]) if "parameters" in entry.members else {}
    return HookLibrary(
        entry.text("library"),
        parameters if isinstance(parameters, dict) else {},
        # counted now: a node would keep the text of the whole file
        partial(_find, dict(_spots(entry.node, (), entry.path))),
    )


def _spots(node: Node, trail: Trail, name: str) -> Iterator[tuple[Trail, Spot]]:
    """Yield where everything in an entry stands."""
    yield trail, (node.file, node.line, node.column, name)
    if isinstance(node.value, dict):
        for key, member in node.value.items():
            yield from _spots(member, (*trail, key), f"{name}.{key}")
    elif isinstance(node.value, list):
        for i, member in enumerate(node.value):
            yield from _spots(member, (*trail, i), f"{name}[{i}]")


def _find(spots: dict[Trail, Spot], trail: Trail) -> Spot:
    """Return where a member stands; of what is missing, where the map or list is that should have it."""
    while trail not in spots:
        trail = trail[:-1]
    return spots[trail]
