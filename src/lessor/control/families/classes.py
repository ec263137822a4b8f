"""Commands about client classes: list, show, add, replace, delete.

Classes keep their order, in which they are evaluated: a new one is the last, a replaced one stays in its place. One
that another class depends on is not deleted.
"""

import re
from typing import Final

from lessor.control.arguments import counted, only_map
from lessor.control.configtree import ConfigTree, Map, Server, look, named
from lessor.model.command import EMPTY, WRITE, Answer, Argument, Arguments, Command, CommandError, succeeded

LIBRARY: Final = "libdhcp_class_cmds.so"

KEY: Final = "client-classes"

BUILT_INS: Final = ("KNOWN", "UNKNOWN")
"""Decide when a class is evaluated; so a class that is replaced may not begin or cease to depend on them."""

_MEMBER: Final = re.compile(r"member\s*\(\s*'([^']*)'\s*\)")


# Looking


async def _list(server: Server, arguments: Arguments) -> Answer:
    found = [{"name": one["name"]} for one in (await look(server)).classes]
    text = f"{len(found)} {'class' if len(found) == 1 else 'classes'} found"
    answer = succeeded(text, {KEY: [*found]})
    return answer if found else {**answer, "result": EMPTY}


async def _get(server: Server, arguments: Arguments) -> Answer:
    name = _name("class-get", arguments)
    found = named((await look(server)).classes, name)
    if found is None:
        raise CommandError(f"Class '{name}' not found", EMPTY)
    return succeeded(f"Class '{name}' definition returned", {KEY: [found]})


# Changing


async def _add(server: Server, arguments: Arguments) -> Answer:
    tree = await look(server)
    given = _given("class-add", arguments)
    name = _name_of(given)
    if named(tree.classes, name) is not None:
        raise CommandError(f"Can't add class: Client Class: {name} has already been defined")
    tree.set_classes([*tree.classes, given])
    await server.configure(tree.tree)
    return succeeded(f"Class '{name}' added")


async def _update(server: Server, arguments: Arguments) -> Answer:
    tree = await look(server)
    given = _given("class-update", arguments)
    name = _name_of(given)
    found = named(tree.classes, name)
    if found is None:
        raise CommandError(f"Class '{name}' is not found", EMPTY)
    if _depends(tree, found) != _depends(tree, given):
        raise CommandError(
            f"modification of the class '{name}' would affect its dependency on the KNOWN and/or UNKNOWN built-in "
            "classes. Such modification is not allowed because there may be other classes depending on those "
            "built-ins via the updated class"
        )
    tree.set_classes([given if one is found else one for one in tree.classes])
    await server.configure(tree.tree)
    return succeeded(f"Class '{name}' updated")


async def _delete(server: Server, arguments: Arguments) -> Answer:
    tree = await look(server)
    name = _name("class-del", arguments)
    found = named(tree.classes, name)
    if found is None:
        raise CommandError(f"Class '{name}' not found", EMPTY)
    for other in tree.classes:
        if other is not found and name in _members(other):
            raise CommandError(f"Class '{name}' is used by class '{other['name']}'")
    tree.set_classes([one for one in tree.classes if one is not found])
    await server.configure(tree.tree)
    return succeeded(f"Class '{name}' deleted")


def _depends(tree: ConfigTree, one: Map) -> bool:
    """Tell whether a class depends on whether the client has a reservation, itself or by other classes."""
    waiting = [one]
    seen: set[str] = set()
    while waiting:
        for name in _members(waiting.pop()) - seen:
            if name in BUILT_INS:
                return True
            seen.add(name)
            other = named(tree.classes, name)
            waiting += [] if other is None else [other]
    return False


def _members(one: Map) -> set[str]:
    """Return the classes that a test asks for."""
    return set(_MEMBER.findall(f"{one.get('test', '')} {one.get('template-test', '')}"))


def _given(command: str, arguments: Arguments) -> Map:
    _there(command, arguments)
    return only_map(command, arguments, KEY, "class")


def _there(command: str, arguments: Arguments) -> None:
    if not arguments:
        raise CommandError(f"invalid command '{command}': no arguments specified")


def _name_of(given: Map) -> str:
    name = given.get("name")
    if not isinstance(name, str):
        raise CommandError("the first class definition is missing a mandatory 'name' parameter")
    return name


def _name(command: str, arguments: Arguments) -> str:
    _there(command, arguments)
    counted(command, arguments, 1, "'name' string")
    if "name" not in arguments:
        raise CommandError(f"missing 'name' argument for the '{command}' command")
    name = arguments["name"]
    if not isinstance(name, str):
        raise CommandError(f"'name' argument specified for the '{command}' command is not a string")
    return name


_NAME: Final = Argument("name", "string", "the name of the class", required=True)
_CLASS: Final = Argument(KEY, "list", "the class, as in a configuration: a list of one map", required=True)

COMMANDS: Final[tuple[Command[Server], ...]] = (
    Command("class-list", "List all client classes by name.", _list, answer=f"`{KEY}`", since="1.5.0", library=LIBRARY),
    Command("class-get", "Show a client class.", _get, "read", (_NAME,), f"`{KEY}`", "1.5.0", library=LIBRARY),
    Command("class-add", "Add a client class.", _add, WRITE, (_CLASS,), since="1.5.0", library=LIBRARY),
    Command("class-update", "Replace a client class.", _update, WRITE, (_CLASS,), since="1.5.0", library=LIBRARY),
    Command("class-del", "Delete a client class.", _delete, WRITE, (_NAME,), since="1.5.0", library=LIBRARY),
)
