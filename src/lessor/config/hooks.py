"""Reading `hooks-libraries`: which plug-ins there are, in which order, with which parameters."""

from functools import partial

from lessor.config.section import Section
from lessor.config.syntax import Node, plain
from lessor.model.hooks import HookLibrary, Spot


def read_hooks(section: Section) -> tuple[HookLibrary, ...]:
    """Return the plug-ins of a server in the order in which they are called."""
    return tuple(_read(entry) for entry in section.sections("hooks-libraries"))


def _read(entry: Section) -> HookLibrary:
    parameters = plain(entry.members["parameters"]) if "parameters" in entry.members else {}
    return HookLibrary(
        entry.text("library"),
        parameters if isinstance(parameters, dict) else {},
        partial(_find, entry.node, entry.path),
    )


def _find(node: Node, name: str, path: tuple[str | int, ...]) -> Spot:
    """Return where a member stands; of what is missing, where the map or list is that should have it."""
    for step in path:
        below: Node | None = None
        if isinstance(node.value, dict) and isinstance(step, str):
            below = node.value.get(step)
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            below = node.value[step]
        if below is None:
            break
        node = below
        name = f"{name}[{step}]" if isinstance(step, int) else f"{name}.{step}"
    return node.file, node.line, node.column, name
