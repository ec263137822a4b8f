"""What commands about leases of both families have in common: arguments that choose leases, and lists as answers."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from lessor.control.addresses import find_address
from lessor.control.given import UINT32, Given
from lessor.model.command import EMPTY, SUCCESS, Answer, Arguments, CommandError
from lessor.model.json import Json

SHOWN: Final = 64
"""Leases made into objects until others have their turn: well below a millisecond."""

FIRST: Final = "start"

STATES: Final = {"default": 0, "assigned": 0, "declined": 1, "expired-reclaimed": 2, "released": 3, "registered": 4}
"""States by the names that callers may use."""

Lease = TypeVar("Lease")


async def listed(
    leases: Sequence[Lease], show: Callable[[Lease], dict[str, Json]], family: int, counted: bool = False
) -> Answer:
    """Return the answer that has these leases; with `counted` also how many they are."""
    shown: list[Json] = []
    for begin in range(0, len(leases), SHOWN):
        shown += [show(lease) for lease in leases[begin : begin + SHOWN]]
        await asyncio.sleep(0)
    arguments: dict[str, Json] = {"count": len(shown), "leases": shown} if counted else {"leases": shown}
    result = SUCCESS if shown else EMPTY
    return {"result": result, "text": f"{len(shown)} IPv{family} lease(s) found.", "arguments": arguments}


def text_of(arguments: Arguments, name: str) -> str:
    """Return the one text that a search is for. Raise CommandError."""
    if not arguments:
        raise CommandError("Command arguments missing or a not a map.")
    if name not in arguments:
        raise CommandError(f"'{name}' parameter not specified")
    value = arguments[name]
    if not isinstance(value, str):
        raise CommandError(f"'{name}' parameter must be a string")
    return value


def hostname_of(arguments: Arguments) -> str:
    """Return the host name that a search is for, as leases have it. Raise CommandError."""
    hostname = text_of(arguments, "hostname").lower()
    if not hostname:
        raise CommandError("'hostname' parameter is empty")
    return hostname


def state_of(arguments: Arguments) -> tuple[int, int | None]:
    """Return the state that a search is for, and the subnet, None for all. Raise CommandError."""
    if not arguments:
        raise CommandError("Command arguments missing or a not a map.")
    if "state" not in arguments:
        raise CommandError("'state' parameter not specified")
    state = arguments["state"]
    if isinstance(state, str):
        if state not in STATES:
            raise CommandError(f"Invalid state value: {state}, supported values are: {', '.join(STATES)}")
        state = STATES[state]
    if not _is_number(state):
        raise CommandError("'state' parameter must be a number or a string")
    subnet_id = arguments.get("subnet-id")
    if subnet_id is not None and not _is_number(subnet_id):
        raise CommandError("'subnet-id' parameter must be a number")
    assert isinstance(state, int) and (subnet_id is None or isinstance(subnet_id, int))  # as was just seen
    return state, subnet_id or None


def page_of(arguments: Arguments, command: str, family: int) -> tuple[int, int]:
    """Return the address after which a page begins, -1 for the first page, and its size. Raise CommandError."""
    if not arguments:
        raise CommandError(f"no parameters specified for the {command} command")
    if "from" not in arguments:
        raise CommandError("'from' parameter not specified")
    after = _after(arguments["from"], family)
    if "limit" not in arguments:
        raise CommandError("'limit' parameter not specified")
    limit = arguments["limit"]
    if isinstance(limit, bool) or not isinstance(limit, int):
        raise CommandError("'limit' parameter must be a number")
    if not limit:
        raise CommandError("page size of retrieved leases must not be 0")
    if not 0 < limit <= UINT32:
        raise CommandError(f"page size of retrieved leases must not be greater than {UINT32}")
    return after, limit


def _after(value: Json, family: int) -> int:
    if not isinstance(value, str):
        raise CommandError("'from' parameter must be a string")
    if value == FIRST:
        return -1
    address = find_address(value)
    if address is None:
        raise CommandError(f"'from' parameter value is neither 'start' keyword nor a valid IPv{family} address")
    if address.family != family:
        raise CommandError(f"'from' parameter value {address} is not an IPv{family} address")
    # what is asked for are the leases of addresses above the first one
    return address.number or -1


def subnets_of(arguments: Arguments) -> list[int] | None:
    """Return the ids of the subnets whose leases are wanted, in their order; None for all. Raise CommandError."""
    if not arguments:
        return None
    if "subnets" not in arguments:
        raise CommandError("'subnets' parameter not specified")
    subnets = arguments["subnets"]
    if not isinstance(subnets, list):
        raise CommandError("'subnets' parameter must be a list")
    ids: list[int] = []
    for id in subnets:
        if isinstance(id, bool) or not isinstance(id, int):
            raise CommandError("listed subnet identifiers must be numbers")
        # Kea counts in 32 bits here, and refuses nothing
        ids.append(id & UINT32)
    return ids


def wiped_subnets(arguments: Arguments, command: str, configured: Iterable[int]) -> list[int]:
    """Return the ids of the subnets that are to be wiped: one, or all that are configured. Raise CommandError."""
    one = Given(command, arguments).number("subnet-id", 0)
    return [one] if one else sorted(configured)


def wiped(number: int, subnet_ids: Sequence[int], family: int) -> Answer:
    """Return the answer that tells how many leases were removed from these subnets."""
    ids = " ".join([str(id) for id in subnet_ids])
    text = f"Deleted {number} IPv{family} lease(s) from subnet(s) {ids}"
    return {"result": SUCCESS if number else EMPTY, "text": text}


def file_name(arguments: Arguments, command: str) -> str:
    """Return the name of the file that leases are to be written to. Raise CommandError."""
    if not arguments:
        raise CommandError(f"no parameters specified for the {command} command")
    if "filename" not in arguments:
        raise CommandError("'filename' parameter not specified")
    name = arguments["filename"]
    if not isinstance(name, str):
        raise CommandError("'filename' parameter must be a string")
    if not name:
        raise CommandError("'filename' parameter is empty")
    return name


def _is_number(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
