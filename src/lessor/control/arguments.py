"""Checks of arguments that commands about the configuration share, with Kea's words for what is wrong."""

from typing import Final

from lessor.model.command import Arguments, CommandError
from lessor.model.json import Json

Map = dict[str, Json]

LARGEST_ID: Final = 0xFFFFFFFE


def counted(command: str, arguments: Arguments, number: int, expected: str) -> None:
    """Raise CommandError unless there are so many arguments; `expected` tells which."""
    if not arguments:
        raise CommandError(f"no arguments specified for the '{command}' command")
    if len(arguments) != number:
        raise CommandError(
            f"invalid number of arguments {len(arguments)} for the '{command}' command. Expecting {expected}"
        )


def only_map(command: str, arguments: Arguments, key: str, what: str) -> Map:
    """Return the one map in the list that is the only argument; `what` it describes. Raise CommandError."""
    counted(command, arguments, 1, f"'{key}' list")
    if key not in arguments:
        raise CommandError(f"missing '{key}' argument for the '{command}' command")
    members = arguments[key]
    if not isinstance(members, list):
        raise CommandError(f"'{key}' argument specified for the '{command}' command is not a list")
    if len(members) != 1:
        plural = f"{what}es" if what.endswith("s") else f"{what}s"
        raise CommandError(f"invalid number of {plural} specified for the '{command}' command. Expected one {what}")
    (member,) = members
    if not isinstance(member, dict):
        noun = f"{what} definition" if what == "class" else f"{what} information"
        raise CommandError(f"invalid {noun} specified for the '{command}' command. Expected a map")
    return member


def subnet_id(value: Json) -> int:
    """Return the id of a subnet. Raise CommandError."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise CommandError("'id' parameter must be an integer")
    if not 1 <= value <= LARGEST_ID:
        raise CommandError(f"The 'id' value ({value}) is not within expected range: (1 - {LARGEST_ID})")
    return value
