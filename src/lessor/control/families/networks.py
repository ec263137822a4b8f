"""Commands about shared networks: list, show, add, delete, put subnets in and take them out.

Deleting a network keeps its subnets, outside of it, unless they are to go with it.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from lessor.control.arguments import counted, only_map
from lessor.control.configtree import ConfigTree, Map, Place, Server, look, put_subnets
from lessor.model.command import EMPTY, WRITE, Answer, Argument, Arguments, Command, CommandError, succeeded

LIBRARY: Final = "libdhcp_subnet_cmds.so"

KEY: Final = "shared-networks"
KEEP: Final = "keep"
DELETE: Final = "delete"


Handler = Callable[[Server, Arguments], Awaitable[Answer]]


def commands(family: int) -> tuple[Command[Server], ...]:
    """Return the commands about shared networks of this family."""
    families = frozenset({family})

    def row(verb: str, about: str, handle: Handler, *arguments: Argument, access: str = WRITE) -> Command[Server]:
        return Command(
            f"network{family}-{verb}", about, handle, access, arguments, f"`{KEY}`", "1.3.0", families, LIBRARY
        )

    name = Argument("name", "string", "the name of the network", required=True)
    number = Argument("id", "integer", "the id of the subnet", required=True)
    network = Argument(KEY, "list", "the network, as in a configuration: a list of one map", required=True)
    action = Argument("subnets-action", "string", "what becomes of its subnets: keep (if not given) or delete")
    return (
        row("list", "List all shared networks by name.", _list, access="read"),
        row("get", "Show a shared network with its subnets.", _get, name, access="read"),
        row("add", "Add a shared network, with its subnets.", _add, network),
        row("del", "Delete a shared network.", _delete, name, action),
        row("subnet-add", "Put a subnet into a shared network.", _subnet_add, name, number),
        row("subnet-del", "Take a subnet out of a shared network, and go on serving it.", _subnet_del, name, number),
    )


# Looking


async def _list(server: Server, arguments: Arguments) -> Answer:
    found = [{"name": network["name"]} for network in (await look(server)).networks]
    text = f"{len(found)} {_family(server)} {'network' if len(found) == 1 else 'networks'} found"
    answer = succeeded(text, {KEY: [*found]})
    return answer if found else {**answer, "result": EMPTY}


async def _get(server: Server, arguments: Arguments) -> Answer:
    command = f"network{server.family}-get"
    counted(command, arguments, 1, "'name' string")
    name = _name(command, arguments)
    network = _known(await look(server), name)
    return succeeded(f"Info about {_family(server)} shared network '{name}' returned", {KEY: [network]})


# Changing


async def _add(server: Server, arguments: Arguments) -> Answer:
    tree = await look(server)
    network = only_map(f"network{server.family}-add", arguments, KEY, "network")
    name = network.get("name")
    tree.add_network(network)
    await server.configure(tree.tree)
    return succeeded(f"A new {_family(server)} shared network '{name}' added", {KEY: [{"name": name}]})


async def _delete(server: Server, arguments: Arguments) -> Answer:
    command = f"network{server.family}-del"
    name = _name(command, arguments)
    action = arguments.get("subnets-action", KEEP)
    if not isinstance(action, str):
        raise CommandError(
            f"subnets-action parameter for '{command}' command must be a string. "
            "Supported values are: 'keep' and 'delete'."
        )
    if action not in (KEEP, DELETE):
        raise CommandError(
            f"Invalid value for subnets-action parameter: {action}, Supported values: 'keep' and 'delete'."
        )
    tree = await look(server)
    network = _known(tree, name)
    tree.remove_network(network, keep_subnets=action == KEEP)
    await put_subnets(server, tree)
    return succeeded(f"{_family(server)} shared network '{name}' deleted", {KEY: [{"name": name}]})


async def _subnet_add(server: Server, arguments: Arguments) -> Answer:
    tree, network, number = await _joining(server, arguments, "subnet-add")
    place = tree.place(number)
    if place is None:
        raise CommandError(f"no {_family(server)} subnet with id '{number}' found", EMPTY)
    subnet = _described(server, place)
    if place.network is not None:
        raise CommandError(f"{subnet} is part of shared network '{place.network['name']}' already")
    tree.move(place, network)
    await put_subnets(server, tree)
    return succeeded(f"{subnet} is now part of shared network '{network['name']}'")


async def _subnet_del(server: Server, arguments: Arguments) -> Answer:
    tree, network, number = await _joining(server, arguments, "subnet-del")
    place = tree.place(number)
    if place is None or place.network is None or place.network["name"] != network["name"]:
        raise CommandError(
            f"The {_family(server)} subnet with id {number} is not part of the shared network with name "
            f"'{network['name']}'",
        )
    tree.move(place, None)
    await put_subnets(server, tree)
    return succeeded(f"{_described(server, place)} is now removed from shared network '{network['name']}'")


async def _joining(server: Server, arguments: Arguments, verb: str) -> tuple[ConfigTree, Map, int]:
    command = f"network{server.family}-{verb}"
    counted(command, arguments, 2, "'name' and 'id'")
    name = _name(command, arguments)
    if "id" not in arguments:
        raise CommandError(f"missing 'id' argument for the '{command}' command")
    number = arguments["id"]
    if not isinstance(number, int) or isinstance(number, bool):
        raise CommandError(f"'id' argument specified for the '{command}' command is not an integer")
    tree = await look(server)
    network = tree.network(name)
    if network is None:
        raise CommandError(f"no {_family(server)} shared network with name '{name}' found", EMPTY)
    return tree, network, number


def _known(tree: ConfigTree, name: str) -> Map:
    network = tree.network(name)
    if network is None:
        raise CommandError(f"No '{name}' shared network found", EMPTY)
    return network


def _name(command: str, arguments: Arguments) -> str:
    if not arguments:
        raise CommandError(f"no arguments specified for the '{command}' command")
    if "name" not in arguments:
        raise CommandError(f"missing 'name' argument for the '{command}' command")
    name = arguments["name"]
    if not isinstance(name, str):
        raise CommandError(f"'name' argument specified for the '{command}' command is not a string")
    return name


def _described(server: Server, place: Place) -> str:
    return f"{_family(server)} subnet {place.subnet['subnet']} (id {place.subnet['id']})"


def _family(server: Server) -> str:
    return f"IPv{server.family}"


COMMANDS4: Final = commands(4)
COMMANDS6: Final = commands(6)
