"""What callouts do to one message, for a story: each is watched while it is called, and what is different then is told.

Callouts may do anything, and a story must have no effects. So only those are called of which their plug-in says that
they do no more than change what they are given (Hook.rehearses); of others it is told that they would be called.
"""

from collections.abc import Callable, Collection, Iterable
from inspect import isawaitable, iscoroutine
from typing import Final

from lessor.hooks.callouts import Bound, Calls
from lessor.hooks.event import Event
from lessor.hooks.leases import LeaseView4, LeaseView6
from lessor.hooks.outcomes import CONTINUE, DROP, OUTCOME_NAMES, PARK
from lessor.hooks.points import POINTS
from lessor.hooks.query import Query4, Query6
from lessor.hooks.response import Response4, Response6
from lessor.service.why.explanation import HookStory

NOT_CALLED: Final = "not called here: it may do more than change the message"
WAITS: Final = "not followed: it waits for something outside of the server"

Seen = dict[str, str]
"""What there is to see of an event: what it is called, and its text."""

Tell = Callable[[HookStory], None]

PLAIN: Final = {
    "data": "the octets",
    "id_value": "the client's identifier",
    "offer_address_in_use": "the address is in use",
    "subnet": "the subnet",
}
"""Fields of events that a callout may set, and what a story calls them."""


def watched(calls: Calls, rehearsing: Collection[str], tell: Tell) -> Calls:
    """Return callouts that tell what these do; those of plug-ins that are not `rehearsing` are not called."""
    return {
        point: tuple(_watched(bound, bound.plugin in rehearsing, tell) for bound in bounds)
        for point, bounds in calls.items()
    }


def set_by(hooks: Iterable[HookStory], option: str) -> str:
    """Return the last plug-in that added or changed an option of the answer; empty for none."""
    heads = (f"option {option} added", f"option {option}:")
    return next((one.plugin for one in reversed([*hooks]) if any(text.startswith(heads) for text in one.changes)), "")


def _watched(bound: Bound, calls: bool, tell: Tell) -> Bound:
    def function(event: Event) -> object:
        if not calls:
            tell(HookStory(bound.point, bound.plugin, bound.name, (), NOT_CALLED))
            return None
        before = _seen(event)
        try:
            said = bound.function(event)
        except Exception as error:
            tell(HookStory(bound.point, bound.plugin, bound.name, (), f"failed: {type(error).__name__}: {error}"))
            raise
        if not isinstance(said, int) and isawaitable(said):
            if iscoroutine(said):
                said.close()
            tell(HookStory(bound.point, bound.plugin, bound.name, (), WAITS))
            return None
        tell(HookStory(bound.point, bound.plugin, bound.name, _changes(before, _seen(event)), _said(bound.point, said)))
        # nobody would wake a message that waits
        return CONTINUE if said == PARK else said

    return Bound(function, bound.plugin, bound.point)


def _said(point: str, said: object) -> str:
    """Return what follows from what a callout returned."""
    if not isinstance(said, int) or said == CONTINUE:
        return ""
    outcomes = POINTS[point].outcomes
    # where DROP has no meaning of its own it is SKIP
    return f"{OUTCOME_NAMES.get(said, said)}: {outcomes.get(said, outcomes.get(DROP, 'no outcome'))}"


def _seen(event: Event) -> Seen:
    seen: Seen = {}
    for name, called in PLAIN.items():
        value = getattr(event, name, None)
        seen[called] = value.hex() if isinstance(value, bytes) else "none" if value is None else str(value)
    for name in getattr(event, "classes", ()):
        seen[f"class {name}"] = ""
    query, response, lease = (getattr(event, name, None) for name in ("query", "response", "lease"))
    if isinstance(query, Query4 | Query6):
        seen |= {f"class {name}": "" for name in query.classes}
        seen |= {f"the client's option {name}": text for name, text in query.options.show().items()}
    if isinstance(response, Response4 | Response6):
        seen |= _answer(response)
    if isinstance(lease, LeaseView4 | LeaseView6):
        seen |= _lease(lease)
    return seen


def _answer(response: Response4 | Response6) -> Seen:
    seen = {f"option {name}": text for name, text in response.options.show().items()}
    if isinstance(response, Response4):
        seen["siaddr"] = str(response.siaddr)
        seen["sname"] = response.server_hostname or "none"
        seen["file"] = response.boot_file_name or "none"
    return seen


def _lease(lease: LeaseView4 | LeaseView6) -> Seen:
    seen = {
        "the lease time": str(lease.valid_lifetime),
        "the name": lease.hostname or "none",
        "the context of the lease": lease.record.user_context or "none",
    }
    if isinstance(lease, LeaseView6):
        seen["the preferred lifetime"] = str(lease.preferred_lifetime)
    return seen


def _changes(before: Seen, after: Seen) -> tuple[str, ...]:
    added = [f"{name} added{_is(text)}" for name, text in after.items() if name not in before]
    removed = [f"{name} removed{_was(text)}" for name, text in before.items() if name not in after]
    changed = [
        f"{name}: {text}, was {before[name]}" for name, text in after.items() if name in before and before[name] != text
    ]
    return tuple(added + changed + removed)


def _is(text: str) -> str:
    return f": {text}" if text else ""


def _was(text: str) -> str:
    return f", was {text}" if text else ""
