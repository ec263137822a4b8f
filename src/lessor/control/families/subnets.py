"""Commands about subnets: list, show, add, replace, change in part, delete.

What is written here holds for both families; subnets4.py and subnets6.py are the rows of each. A subnet is added and
changed without its reservations: for those there are the commands of hosts.py. One that is replaced or changed keeps
them, and its shared network.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from lessor.control.arguments import counted, only_map, subnet_id
from lessor.control.configtree import ConfigTree, Place, Server, look, put_subnets
from lessor.control.merge import merged, pruned
from lessor.model.command import EMPTY, WRITE, Answer, Argument, Arguments, Command, CommandError, succeeded
from lessor.model.json import Json

LIBRARY: Final = "libdhcp_subnet_cmds.so"

Map = dict[str, Json]


Handler = Callable[[Server, Arguments], Awaitable[Answer]]
Change = Callable[[Map, Map, int], Map]
"""From the subnet there is, the one in the command, and the family, to the one there shall be."""


def commands(family: int) -> tuple[Command[Server], ...]:
    """Return the commands about subnets of this family."""
    key = f"subnet{family}"
    families = frozenset({family})

    def row(
        verb: str, about: str, handle: Handler, *arguments: Argument, access: str = WRITE, since: str
    ) -> Command[Server]:
        answer = "`subnets`"
        return Command(f"{key}-{verb}", about, handle, access, arguments, answer, since, families, LIBRARY)

    given = Argument(key, "list", "the subnet, as in a configuration: a list of one map", required=True)
    number = Argument("id", "integer", "the id of the subnet")
    return (
        row("list", "List all subnets by prefix and id.", _list, access="read", since="1.3.0"),
        row(
            "get",
            "Show a subnet.",
            _get,
            number,
            Argument("subnet", "string", "its prefix, instead of the id"),
            access="read",
            since="1.3.0",
        ),
        row("add", "Add a subnet.", _add, given, since="1.3.0"),
        row("update", "Replace a subnet; its reservations stay.", _changing("update", _replaced), given, since="1.6.0"),
        row(
            "delta-add", "Add to a subnet, or change part of it.", _changing("delta-add", merged), given, since="2.1.7"
        ),
        row("delta-del", "Take parts of a subnet away.", _changing("delta-del", pruned), given, since="2.1.7"),
        row("del", "Delete a subnet.", _delete, Argument("id", "integer", number.about, required=True), since="1.3.0"),
    )


# Looking


async def _list(server: Server, arguments: Arguments) -> Answer:
    found = [_shown_short(place) for place in (await look(server)).places()]
    answer = succeeded(f"{len(found)} {_family(server)} {_plural(len(found), 'subnet')} found", {"subnets": [*found]})
    return answer if found else {**answer, "result": EMPTY}


async def _get(server: Server, arguments: Arguments) -> Answer:
    counted(f"subnet{server.family}-get", arguments, 1, "'id' or 'subnet'")
    tree = await look(server)
    if "id" in arguments:
        number = subnet_id(arguments["id"])
        return _info(server, tree, tree.place(number), f"No subnet with id {number} found")
    if "subnet" not in arguments:
        raise CommandError("'id' or 'subnet' parameter required")
    prefix = arguments["subnet"]
    if not isinstance(prefix, str):
        raise CommandError("'subnet' parameter must be a string")
    place = next((place for place in tree.places() if place.subnet["subnet"] == prefix), None)
    return _info(server, tree, place, f"No {prefix} subnet found")


def _info(server: Server, tree: ConfigTree, place: Place | None, otherwise: str) -> Answer:
    if place is None:
        raise CommandError(otherwise, EMPTY)
    subnet = place.subnet
    text = f"Info about {_family(server)} subnet {subnet['subnet']} (id {subnet['id']}) returned"
    return succeeded(text, {tree.subnet_key: [subnet]})


# Changing


async def _add(server: Server, arguments: Arguments) -> Answer:
    tree = await look(server)
    command = f"{tree.subnet_key}-add"
    subnet = {**_given(command, arguments, tree)}
    if "reservations" in subnet:
        raise CommandError(
            f"must not specify host reservations with '{command}'. "
            "Use 'reservation-add' to add a reservation to a subnet"
        )
    taken = [place.subnet["id"] for place in tree.places()]
    if not subnet.get("id"):
        subnet["id"] = max((number for number in taken if isinstance(number, int)), default=0) + 1
    elif subnet_id(subnet["id"]) in taken:
        raise CommandError(f"ID of the new {_family(server)} subnet '{subnet['id']}' is already in use")
    if any(place.subnet["subnet"] == subnet["subnet"] for place in tree.places()):
        raise CommandError(f"subnet with the prefix of '{subnet['subnet']}' already exists")
    tree.add(subnet)
    await put_subnets(server, tree)
    return succeeded(f"{_family(server)} subnet added", _brief(subnet))


def _changing(verb: str, change: Change) -> Handler:
    async def changing(server: Server, arguments: Arguments) -> Answer:
        tree = await look(server)
        command = f"{tree.subnet_key}-{verb}"
        given = _given(command, arguments, tree)
        if "id" not in given:
            raise CommandError(f"must specify subnet id with '{command}' command.")
        number = subnet_id(given["id"])
        if "reservations" in given:
            raise CommandError(f"must not specify host reservations with '{command}'.")
        place = tree.place(number)
        if place is None:
            raise CommandError(f"Can't find subnet '{number}' to update")
        if given["subnet"] != place.subnet["subnet"]:
            raise CommandError(f"Unable to update subnet '{number}' in the configuration")
        tree.replace(place, change(place.subnet, given, server.family))
        await put_subnets(server, tree)
        return succeeded(f"{_family(server)} subnet updated", _brief(given))

    return changing


def _replaced(subnet: Map, given: Map, family: int) -> Map:
    return {**given, "reservations": subnet.get("reservations", [])}


async def _delete(server: Server, arguments: Arguments) -> Answer:
    tree = await look(server)
    command = f"{tree.subnet_key}-del"
    if not arguments:
        raise CommandError(f"no arguments specified for the '{command}' command")
    if len(arguments) != 1:
        raise CommandError(
            f"invalid number of arguments specified for the '{command}' command. Expected subnet identifier"
        )
    if "id" not in arguments:
        raise CommandError(f"subnet identifier is required for the '{command}' command")
    number = arguments["id"]
    if not isinstance(number, int) or isinstance(number, bool):
        raise CommandError(f"subnet identifier specified for the '{command}' is not a number")
    place = tree.place(number)
    if place is None:
        raise CommandError(f"no subnet with id {number} found", EMPTY)
    tree.remove(place)
    await put_subnets(server, tree)
    text = f"{_family(server)} subnet {place.subnet['subnet']} (id {number}) deleted"
    return succeeded(text, _brief(place.subnet))


def _given(command: str, arguments: Arguments, tree: ConfigTree) -> Map:
    subnet = only_map(command, arguments, tree.subnet_key, "subnet")
    if not isinstance(subnet.get("subnet"), str):
        raise CommandError(
            "subnet configuration failed: mandatory 'subnet' parameter is missing for a subnet being configured"
        )
    return subnet


def _brief(subnet: Map) -> Map:
    return {"subnets": [{"id": subnet["id"], "subnet": subnet["subnet"]}]}


def _shown_short(place: Place) -> Map:
    network = place.network["name"] if place.network else None
    return {"id": place.subnet["id"], "subnet": place.subnet["subnet"], "shared-network-name": network}


def _family(server: Server) -> str:
    return f"IPv{server.family}"


def _plural(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"
