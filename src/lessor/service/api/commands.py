"""The command of our own by which `lessor status` and `lessor top` ask a server how it is doing."""

from typing import Final, Protocol

from lessor.model.command import Answer, Arguments, Command, succeeded
from lessor.model.json import Json

SNAPSHOT: Final = "lessor-snapshot-get"


class Server(Protocol):
    """What is asked."""

    def record(self) -> dict[str, Json]: ...


def _snapshot_get(server: Server, arguments: Arguments) -> Answer:
    return succeeded(arguments=server.record())


COMMANDS: Final[tuple[Command[Server], ...]] = (
    Command(
        SNAPSHOT,
        "Tell how the server is doing: one record with its counters and its fullest subnets.",
        _snapshot_get,
        answer="the record",
        since="lessor",
    ),
)
