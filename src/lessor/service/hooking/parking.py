"""Messages on their way from one hook point to the next, and those that wait at one: the same for both families.

The way of a message is a generator. It yields what it waits for (a Hold, or DURABLE) and is sent the turn in which it
goes on: what time it is, and where replies are put. Most ways never wait: they end in the turn in which they began.
How many messages may wait at one point is bounded; those beyond that are dropped.
"""

from collections import Counter
from collections.abc import Callable, Coroutine, Generator, Sequence
from typing import Final, Generic, Protocol, TypeAlias, TypeVar

from lessor.hooks.callouts import Bound, Waiting, Watcher, note, run_callouts
from lessor.hooks.event import Event
from lessor.hooks.outcomes import CONTINUE, DROP, PARK
from lessor.service.batch import Durable, Replies

Received = TypeVar("Received")
Reply = TypeVar("Reply")


class Turn(Generic[Reply]):
    """One turn of the loop: `now` in unix seconds, and the replies that leave at its end."""

    __slots__ = ("now", "replies")

    def __init__(self, now: int, replies: Replies[Reply]) -> None:
        self.now = now
        self.replies = replies


class Labelled(Protocol):
    """A client's message, as plug-ins see it."""

    @property
    def label(self) -> str: ...


class Hold:
    """Why a message waits at a hook point: for what one callout awaits, or (None) for the tickets of the event."""

    __slots__ = ("event", "point", "query", "waiting")

    def __init__(self, point: str, event: Event, waiting: Waiting | None, query: Labelled | None) -> None:
        self.point = point
        self.event = event
        self.waiting = waiting
        self.query = query

    def label(self) -> str:
        """Return whose message it is."""
        return "a message not yet read" if self.query is None else self.query.label


class Durably:
    """What a message waits for whose leases are to be on disk before it goes on."""


DURABLE: Final = Durably()

Pause: TypeAlias = Hold | Durably

Way: TypeAlias = Generator[Pause, Turn[Reply], None]


class Task(Protocol):
    """Something under way."""

    def cancel(self) -> object: ...


class Loop(Protocol):
    """What is needed of an event loop; asyncio's has it."""

    def call_soon(self, callback: Callable[[], None], /) -> object: ...
    def create_task(self, work: Coroutine[object, object, None], /) -> "Task": ...


class Witness(Watcher, Protocol):
    """Is told of messages that wait, or cannot."""

    def parked(self, point: str, label: str) -> None: ...
    def no_place_to_park(self, point: str, label: str, limit: int) -> None: ...


class Parking(Generic[Received, Reply]):
    """The messages that wait. `go_on` is called with those that need wait no longer, and calls `resume` for each.

    `limit` is how many may wait at one hook point, 0 for any number; `not_durable` is told how many
    messages end because their leases were not written. `wake` may be set to something else that is called with those
    that have waited for plug-ins.
    """

    def __init__(
        self,
        loop: Loop,
        go_on: Callable[[Sequence[Received]], None],
        witness: Witness,
        not_durable: Callable[[int], None],
        limit: int,
    ) -> None:
        self.limit = limit
        self.wake = go_on
        self._loop = loop
        self._go_on = go_on
        self._witness = witness
        self._not_durable = not_durable
        self._ways: dict[Received, Way[Reply]] = {}
        # the loop itself keeps only weak references
        self._tasks: dict[Received, Task] = {}
        self._ready: list[Received] = []
        self._undurable: list[Received] = []
        self._parked: Counter[str] = Counter()

    def begin(self, received: Received, way: Way[Reply]) -> None:
        """Take a message on its way as far as it goes now."""
        try:
            pause = next(way)
        except StopIteration:
            return
        self._wait(received, way, pause)

    def resume(self, received: Received, turn: Turn[Reply]) -> None:
        """Take a message that has waited as far as it goes now."""
        way = self._ways.pop(received)
        try:
            pause = way.send(turn)
        except StopIteration:
            return
        self._wait(received, way, pause)

    def batch_answered(self, store: Durable) -> None:
        """Let the messages go on whose leases are durable, as soon as they are."""
        if self._undurable:
            undurable, self._undurable = self._undurable, []
            store.when_durable(lambda durable: self._written(undurable, durable))

    def close(self) -> None:
        """Drop all messages that wait."""
        ways, self._ways = self._ways, {}
        for way in ways.values():
            way.close()
        for task in self._tasks.values():
            task.cancel()
        self._ready.clear()

    def _wait(self, received: Received, way: Way[Reply], pause: Pause) -> None:
        if isinstance(pause, Durably):
            self._ways[received] = way
            self._undurable.append(received)
            return
        if self.limit and self._parked[pause.point] >= self.limit:
            if pause.waiting is not None:
                pause.waiting.close()
            way.close()
            self._witness.no_place_to_park(pause.point, pause.label(), self.limit)
            return
        self._ways[received] = way
        self._parked[pause.point] += 1
        self._witness.parked(pause.point, pause.label())
        tickets = pause.event.tickets
        if pause.waiting is not None:
            self._tasks[received] = self._loop.create_task(self._await(received, pause, pause.waiting))
        elif tickets is not None:
            tickets.on_last = lambda: self._done(received, pause)

    async def _await(self, received: Received, hold: Hold, waiting: Waiting) -> None:
        try:
            note(waiting.bound, hold.event, await waiting.awaitable, self._witness)
        except Exception as error:  # whatever a plug-in does, the message goes on
            self._witness.callout_failed(waiting.bound, error)
        self._done(received, hold)

    def _done(self, received: Received, hold: Hold) -> None:
        self._tasks.pop(received, None)
        if received not in self._ways:
            return  # its server has stopped
        self._parked[hold.point] -= 1
        self._ready.append(received)
        if len(self._ready) == 1:
            self._loop.call_soon(self._wake)

    def _wake(self) -> None:
        ready, self._ready = self._ready, []
        self.wake(ready)

    def _written(self, undurable: list[Received], durable: bool) -> None:
        if durable:
            self._go_on(undurable)
            return
        for received in undurable:
            self._ways.pop(received).close()
        self._not_durable(len(undurable))


def ask(
    bounds: tuple[Bound, ...], event: Event, turn: Turn[Reply], watcher: Watcher, query: Labelled | None
) -> Generator[Pause, Turn[Reply], Turn[Reply]]:
    """Call the callouts of a point, waiting where they do; return the turn in which the last one is done.

    The status of the event is CONTINUE, SKIP or DROP then.
    """
    return (yield from ask_on(bounds, event, run_callouts(bounds, event, watcher), turn, watcher, query))


def ask_on(
    bounds: tuple[Bound, ...],
    event: Event,
    waiting: Waiting | None,
    turn: Turn[Reply],
    watcher: Watcher,
    query: Labelled | None,
) -> Generator[Pause, Turn[Reply], Turn[Reply]]:
    """Wait as the callouts that were called want it, and call the rest; return as ask does."""
    point = bounds[0].point
    while waiting is not None:
        turn = yield Hold(point, event, waiting, query)
        waiting = run_callouts(bounds, event, watcher, waiting.following)
    if event.status == PARK:
        tickets = event.tickets
        if tickets is not None and tickets.open:
            turn = yield Hold(point, event, None, query)
        event.status = DROP if tickets is not None and tickets.dropped else CONTINUE
    return turn
