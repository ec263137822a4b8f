"""What stands for a server around a plug-in: it keeps what the plug-in says and does."""

import asyncio
from collections.abc import Coroutine, Mapping
from pathlib import Path

from lessor.hooks.api import Json, Leases, LeaseView4, LeaseView6, Message
from lessor.wire.catalog4 import STANDARD4
from lessor.wire.catalog6 import STANDARD6
from lessor.wire.definition import Definitions
from tests.flows.conversation import NOW


class Lines:
    """A log that is kept: ids of messages with their arguments, texts of the plain lines."""

    def __init__(self) -> None:
        self.written: list[tuple[str, tuple[str, ...]]] = []
        self.wanted = True

    def debug(self, text: str) -> None:
        self.written.append(("debug", (text,)))

    def info(self, text: str) -> None:
        self.written.append(("info", (text,)))

    def warn(self, text: str) -> None:
        self.written.append(("warn", (text,)))

    def error(self, text: str) -> None:
        self.written.append(("error", (text,)))

    def wants(self, message: Message) -> bool:
        return self.wanted

    def write(self, message: Message, *arguments: object) -> None:
        assert len(arguments) == message.placeholders(), message.id
        self.written.append((message.id, tuple(str(argument) for argument in arguments)))

    def of(self, id: str) -> list[tuple[str, ...]]:
        """The arguments of all lines of one kind."""
        return [arguments for name, arguments in self.written if name == id]


class Counts:
    """Statistics that are kept."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def count(self, name: str, step: int = 1, subnet_id: int | None = None) -> None:
        full = name if subnet_id is None else f"subnet[{subnet_id}].{name}"
        self.counts[full] = self.counts.get(full, 0) + step

    def value(self, name: str) -> int:
        return self.counts.get(name, 0)


class FakeServer:
    """The server of one plug-in; work is started at once, in the loop that runs."""

    def __init__(self, family: int = 4, tree: Mapping[str, Json] | None = None, root: Path = Path("/nonexistent")):
        self.family = family
        self.program = f"kea-dhcp{family}"
        self.lines = Lines()
        self.counts = Counts()
        self.definitions: Definitions = STANDARD4 if family == 4 else STANDARD6
        self.unrestricted = False
        self.tree = dict(tree or {f"Dhcp{family}": {}})
        self.root = root
        self.time = NOW
        self.tasks: list[asyncio.Task[None]] = []
        self.given_up = False

    @property
    def log(self) -> Lines:
        return self.lines

    @property
    def statistics(self) -> Counts:
        return self.counts

    @property
    def leases4(self) -> Leases[LeaseView4]:
        raise LookupError

    @property
    def leases6(self) -> Leases[LeaseView6]:
        raise LookupError

    def now(self) -> int:
        return self.time

    def config(self) -> dict[str, Json]:
        return dict(self.tree)

    def directory(self, variable: str, usual: str) -> Path:
        return self.root / usual

    def start(self, work: Coroutine[object, object, object], name: str = "") -> "asyncio.Task[None]":
        async def run() -> None:
            await work

        task = asyncio.get_running_loop().create_task(run(), name=name)
        # what never began is not begun
        task.add_done_callback(lambda _: work.close())
        self.tasks.append(task)
        return task

    def give_up(self) -> None:
        self.given_up = True
