"""Calling the callouts of a hook point, one after the other, with one event.

[hot] A point without callouts has an empty tuple, and nobody comes here. A callout that raises, or that says what no
callout may say, is told of and passed over: the status stays what it was. Where what a callout returns must be awaited
run_callouts stops, and goes on from the next one when it is called again.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from inspect import isawaitable, iscoroutine, iscoroutinefunction
from typing import Final, Protocol

from lessor.hooks.event import Event
from lessor.hooks.outcomes import CONTINUE, PARK
from lessor.hooks.points import POINTS


class Bound:
    """One callout: whose it is, where it is attached, what to call."""

    __slots__ = ("function", "name", "plugin", "point")

    def __init__(self, function: Callable[..., object], plugin: str, point: str) -> None:
        self.function = function
        self.plugin = plugin
        self.point = point
        self.name = getattr(function, "__qualname__", type(function).__qualname__)


Calls = Mapping[str, tuple[Bound, ...]]
"""The callouts of every hook point, in the order in which they are called."""

NO_CALLS: Final[Calls] = dict.fromkeys(POINTS, ())


class Watcher(Protocol):
    """Is told of callouts that fail."""

    def callout_failed(self, bound: Bound, error: BaseException) -> None: ...


class Waiting:
    """What a message waits for: something to await, and the position of the callout that comes after."""

    __slots__ = ("awaitable", "bound", "following")

    def __init__(self, awaitable: Awaitable[object], bound: Bound, following: int) -> None:
        self.awaitable = awaitable
        self.bound = bound
        self.following = following

    def close(self) -> None:
        """Give up what would be awaited: nobody will."""
        if iscoroutine(self.awaitable):
            self.awaitable.close()


def bind(attached: Iterable[tuple[str, str, Callable[..., object]]]) -> Calls:
    """Return the callouts of every point from (name of plug-in, point, function) in the order of their calls."""
    calls = {name: list[Bound]() for name in POINTS}
    for plugin, point, function in attached:
        calls[point].append(Bound(function, plugin, point))
    return {name: tuple(bounds) for name, bounds in calls.items()}


def objection(point: str, family: int, function: object) -> str:
    """Say why this cannot be a callout of the point in a server of the family; empty when it can."""
    row = POINTS.get(point)
    if row is None:
        return f"there is no hook point {point!r}"
    if family not in row.families:
        return f"hook point {point} is one of the other family's servers"
    if not callable(function):
        return f"the callout of {point} is no function"
    if iscoroutinefunction(function) and not row.waits:
        return f"the callout of {point} is async, but nothing can wait there"
    return ""


def run_callouts(bounds: tuple[Bound, ...], event: Event, watcher: Watcher, first: int = 0) -> Waiting | None:
    """Call the callouts from a position on; return what to await before the rest is called, None when all are done."""
    following = first
    for bound in bounds[first:] if first else bounds:
        following += 1
        try:
            said = bound.function(event)
        except Exception as error:  # whatever a plug-in does, the server goes on
            watcher.callout_failed(bound, error)
            continue
        # common cases first: to ask whether something can be awaited takes its time
        if said is None:
            continue
        if type(said) is not int and isawaitable(said):
            return Waiting(said, bound, following)
        note(bound, event, said, watcher)
    return None


def call_now(bounds: tuple[Bound, ...], event: Event, watcher: Watcher) -> None:
    """Call all callouts where nothing can wait: one that wants to has failed."""
    waiting = run_callouts(bounds, event, watcher)
    while waiting is not None:
        waiting.close()
        watcher.callout_failed(waiting.bound, TypeError("nothing can be awaited at this hook point"))
        waiting = run_callouts(bounds, event, watcher, waiting.following)
    if event.status == PARK:
        event.status = CONTINUE


def note(bound: Bound, event: Event, said: object, watcher: Watcher) -> None:
    """Take what a callout returned for the event's status."""
    if said is None:
        return
    if isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= PARK:
        event.status = said
    else:
        watcher.callout_failed(bound, TypeError(f"{said!r} is no outcome"))
