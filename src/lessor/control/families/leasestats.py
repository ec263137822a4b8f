"""How many leases there are in each subnet: the family that Kea has in libdhcp_stat_cmds.so."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final, Protocol

from lessor.control.given import UINT32
from lessor.model.command import EMPTY, Answer, Argument, Arguments, Command, CommandError, succeeded
from lessor.model.json import Json
from lessor.model.lease import ASSIGNED, DECLINED
from lessor.model.lease6 import NA, PD
from lessor.store.base import Kind

LIBRARY: Final = "libdhcp_stat_cmds.so"

Column = str | tuple[int, int]
"""The statistic of a subnet that it tells, or the type and state of the leases that it counts."""

COLUMNS4: Final[Mapping[str, Column]] = {
    "total-addresses": "total-addresses",
    "cumulative-assigned-addresses": "cumulative-assigned-addresses",
    "assigned-addresses": (NA, ASSIGNED),
    "declined-addresses": (NA, DECLINED),
}

COLUMNS6: Final[Mapping[str, Column]] = {
    "total-nas": "total-nas",
    "cumulative-assigned-nas": "cumulative-assigned-nas",
    "assigned-nas": (NA, ASSIGNED),
    "declined-nas": (NA, DECLINED),
    "total-pds": "total-pds",
    "cumulative-assigned-pds": "cumulative-assigned-pds",
    "assigned-pds": (PD, ASSIGNED),
}


class Statistics(Protocol):
    """What is asked of the counters of a server."""

    def value(self, name: str) -> int | None:
        """Return a counter by its full name, None when there is none of this name."""
        ...


class Leases(Protocol):
    """What is asked of the leases of a server."""

    async def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind."""
        ...


class Tables(Protocol):
    """What is asked of the tables of a server."""

    @property
    def subnets(self) -> Mapping[int, object]: ...


class Server(Protocol):
    """What these commands ask of a server."""

    @property
    def statistics(self) -> Statistics: ...
    @property
    def leases(self) -> Leases: ...
    @property
    def tables(self) -> Tables: ...
    def now(self) -> int: ...


async def _stat_lease4_get(server: Server, arguments: Arguments) -> Answer:
    return await _counted(server, arguments, "stat-lease4-get", COLUMNS4)


async def _stat_lease6_get(server: Server, arguments: Arguments) -> Answer:
    return await _counted(server, arguments, "stat-lease6-get", COLUMNS6)


async def _counted(server: Server, arguments: Arguments, command: str, columns: Mapping[str, Column]) -> Answer:
    first, last = _range(arguments)
    label = _label(command, first, last)
    ids = [id for id in sorted(server.tables.subnets) if first <= id <= last]
    if not ids:
        return {"result": EMPTY, "text": f"{label}: no matching data, {_nothing(first, last)}", "arguments": {}}
    counts: dict[tuple[int, int, int], int] = {}
    for (id, _, type, state), number in (await server.leases.tally()).items():
        counts[id, type, state] = counts.get((id, type, state), 0) + number
    rows: list[Json] = [
        [id, *[_cell(server.statistics, counts, id, column) for column in columns.values()]] for id in ids
    ]
    result_set: Json = {
        "columns": ["subnet-id", *columns],
        "rows": rows,
        "timestamp": datetime.fromtimestamp(server.now()).strftime("%Y-%m-%d %H:%M:%S.%f"),
    }
    return succeeded(f"{label}: {len(rows)} rows found", {"result-set": result_set})


def _cell(statistics: Statistics, counts: Mapping[tuple[int, int, int], int], id: int, column: Column) -> int:
    if isinstance(column, str):
        return statistics.value(f"subnet[{id}].{column}") or 0
    return counts.get((id, *column), 0)


def _range(arguments: Arguments) -> tuple[int, int]:
    """Return the first and the last subnet id that is asked for. Raise CommandError."""
    if "subnet-id" in arguments:
        if "subnet-range" in arguments:
            raise CommandError("cannot specify both subnet-id and subnet-range")
        id = arguments["subnet-id"]
        if isinstance(id, bool) or not isinstance(id, int):
            raise CommandError("'subnet-id' parameter is not integer")
        return (_positive("subnet-id", id),) * 2
    if "subnet-range" not in arguments:
        return 1, UINT32
    span = arguments["subnet-range"]
    if not isinstance(span, dict):
        raise CommandError("subnet-range parameter is not a map")
    first, last = _end(span, "first-subnet-id"), _end(span, "last-subnet-id")
    if last < first:
        raise CommandError("'last-subnet-id' must be greater than 'first-subnet-id'")
    if last == first:
        raise CommandError("LeaseStatsQuery: last_subnet_id_must be > first_subnet_id_")
    return first, last


def _end(span: dict[str, Json], name: str) -> int:
    id = span.get(name)
    if isinstance(id, bool) or not isinstance(id, int):
        raise CommandError(f"'{name}' parameter missing or not an integer")
    return _positive(name, id)


def _positive(name: str, id: int) -> int:
    if id <= 0:
        raise CommandError(f"'{name}' parameter must be > 0")
    return id


def _label(command: str, first: int, last: int) -> str:
    if first == last:
        return f"{command}[subnet-id={first}]"
    return f"{command}[all subnets]" if (first, last) == (1, UINT32) else f"{command}[subnets {first} through {last}]"


def _nothing(first: int, last: int) -> str:
    if first == last:
        return f"subnet-id: {first} does not exist"
    return f"selected ID range: {first} through {last} includes no known subnets"


ARGUMENTS: Final = (
    Argument("subnet-id", "integer", "id of one subnet; usually all"),
    Argument("subnet-range", "map", "first-subnet-id and last-subnet-id"),
)
ANSWER: Final = "`result-set`: names of `columns`, a list of values for each subnet as `rows`, and a `timestamp`"


def _row(name: str, handle: Callable[[Server, Arguments], Awaitable[Answer]], family: int) -> Command[Server]:
    families = frozenset({family})
    return Command(
        name, "Count leases by subnet.", handle, arguments=ARGUMENTS, answer=ANSWER, since="1.4.0", families=families,
        library=LIBRARY,
    )  # fmt: skip


COMMANDS4: Final[tuple[Command[Server], ...]] = (_row("stat-lease4-get", _stat_lease4_get, 4),)
COMMANDS6: Final[tuple[Command[Server], ...]] = (_row("stat-lease6-get", _stat_lease6_get, 6),)
COMMANDS: Final = (*COMMANDS4, *COMMANDS6)
