"""A server with plug-ins, without sockets and without an event loop of its own.

loop = TurnByTurn()
server = Server(subnet())
hook4(server, loop, pkt4_receive=lambda event: DROP)
loop.run()  # until nothing is left to do
"""

from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path

from lessor.hooks.callouts import bind
from lessor.model.network import LoggerConfig
from lessor.service.counting.statistics import Statistics
from lessor.service.hooking.hooked4 import Hooked4
from lessor.service.hooking.hooked6 import Hooked6
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.logs.log import Loggers
from lessor.wire.catalog4 import STANDARD4
from lessor.wire.catalog6 import STANDARD6
from tests.flows.conversation import Server
from tests.flows.conversation6 import Server6

Function = Callable[..., object]


class Later:
    """Something to await that comes when the test says so: `later.come(value)`."""

    def __init__(self) -> None:
        self.value: object = None
        self.come_to: Callable[[], None] | None = None
        self.is_there = False

    def __await__(self):  # type: ignore[no-untyped-def]  # generators of futures have no useful type
        if not self.is_there:
            yield self
        return self.value

    def come(self, value: object = None) -> None:
        self.value = value
        self.is_there = True
        if self.come_to is not None:
            self.come_to()


class Task:
    """A coroutine on its way; it waits for Later objects only."""

    def __init__(self, loop: "TurnByTurn", work: Coroutine[object, object, None]) -> None:
        self.loop = loop
        self.work = work
        loop.call_soon(self.step)

    def step(self) -> None:
        try:
            waits_for = self.work.send(None)
        except StopIteration:
            return
        assert isinstance(waits_for, Later)
        waits_for.come_to = lambda: self.loop.call_soon(self.step)

    def cancel(self) -> None:
        self.work.close()


class TurnByTurn:
    """An event loop that turns when it is told to."""

    def __init__(self) -> None:
        self._soon: list[Callable[[], None]] = []

    def call_soon(self, callback: Callable[[], None], /) -> None:
        self._soon.append(callback)

    def create_task(self, work: Coroutine[object, object, None], /) -> Task:
        return Task(self, work)

    def run(self) -> None:
        """Turn until nothing is left to do."""
        while self._soon:
            soon, self._soon = self._soon, []
            for callback in soon:
                callback()


def witness(statistics: Statistics, dropped: str = "pkt4-receive-drop") -> HookWitness:
    loggers = Loggers("kea-dhcp4", Path("/nonexistent"), {})
    loggers.configure((LoggerConfig("kea-dhcp4", "NONE"),), debug=False)
    return HookWitness(loggers, statistics, dropped)


def attached(callouts: Mapping[str, Function | tuple[Function, ...]]) -> list[tuple[str, str, Function]]:
    rows = []
    for point, functions in callouts.items():
        for function in functions if isinstance(functions, tuple) else (functions,):
            rows.append(("test", point, function))
    return rows


def hook4(
    server: Server, loop: TurnByTurn | None = None, limit: int = 256, /, **callouts: Function | tuple[Function, ...]
) -> Hooked4:
    """Load a plug-in with these callouts into a server."""
    hooked = Hooked4(
        server.exchange,
        bind(attached(callouts)),
        STANDARD4,
        witness(server.statistics),
        loop or TurnByTurn(),
        lambda: server.now,
        limit,
    )
    server.exchange.hooks = hooked
    return hooked


def hook6(
    server: Server6, loop: TurnByTurn | None = None, limit: int = 256, /, **callouts: Function | tuple[Function, ...]
) -> Hooked6:
    """Load a plug-in with these callouts into a DHCPv6 server."""
    hooked = Hooked6(
        server.exchange,
        bind(attached(callouts)),
        STANDARD6,
        witness(server.statistics, "pkt6-receive-drop"),
        loop or TurnByTurn(),
        lambda: server.now,
        limit,
    )
    server.exchange.hooks = hooked
    return hooked
