"""The answer to "why did this client get that?", as records: what `lessor explain` prints, or gives as JSON.

The words are for people who do not know the server's insides; whatever comes from a configuration says from where, as
`file:line`. How the records of one family are filled is in explain4.py and explain6.py.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Final

from lessor.config.origin import Scope, place
from lessor.engine.classify import ALL, KNOWN, UNKNOWN
from lessor.engine.expression import EvaluationError, Step
from lessor.model.classes import ClientClass
from lessor.wire.portrait import Detail

BUILT_IN: Final = {
    ALL: "every client is in it",
    KNOWN: "the client has a reservation",
    UNKNOWN: "the client has no reservation",
}
VENDOR_CLASS: Final = "VENDOR_CLASS_"
SPAWNED: Final = "SPAWN_"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a class's test and its value in the message."""

    text: str
    depth: int
    value: str


@dataclass(frozen=True, slots=True)
class ClassStory:
    """One client class: whether the client is in it, why, and the test with its parts."""

    name: str
    member: bool
    why: str
    place: str = ""
    test: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class SubnetStory:
    """The subnet a client is in, and why that one."""

    id: int
    prefix: str
    why: str
    network: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ReservationStory:
    """One reservation of the client: by what it is known, where it is written, what it promises."""

    identifier: str
    scope: str
    promises: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class DatabaseStory:
    """A database that leases or reservations (`about`) were looked up in, and what it knew of the client, or why it was
    not asked.
    """

    about: str
    place: str
    said: str
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address, prefix or pool that was considered; no `objection`: it was taken. `place` is the database that says
    so, if one does.
    """

    what: str
    origin: str
    objection: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class HookStory:
    """One callout of a plug-in: where it stands, what it changed, and what it said, or why it was not called."""

    point: str
    plugin: str
    callout: str
    changes: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message; `because` and `place` say where an answer's line comes from."""

    depth: int
    code: int
    name: str
    text: str
    because: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as people read it, and its octets."""

    type: str
    way: str
    lines: tuple[Line, ...]
    octets: str


@dataclass(slots=True)
class Explanation:
    """The whole story of one message: what came, what the server thought, what it would answer.

    `outcome` is one sentence, `log` what the server's log would say to it, if anything; `assumptions` are what nobody
    said and the server had to suppose.
    """

    outcome: str = ""
    log: list[str] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    databases: list[DatabaseStory] = field(default_factory=list)
    message: Message | None = None
    classes: list[ClassStory] = field(default_factory=list)
    subnet: SubnetStory | None = None
    no_subnet: str = ""
    reservations: list[ReservationStory] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    hooks: list[HookStory] = field(default_factory=list)
    answer: Message | None = None

    def record(self) -> dict[str, object]:
        """Return the story as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Because:
    """Where a line of an answer comes from."""

    text: str
    place: str = ""


def class_story(
    name: str, member: bool, configured: ClientClass | None, reserved: Iterable[str], steps: Iterable[Step]
) -> ClassStory:
    """Return why the client is in a class or not; `steps` are the parts of its test, `reserved` its host's classes."""
    parts = tuple(Part(step.text, step.depth, _shown(step.value)) for step in steps)
    if configured is None:
        return ClassStory(name, member, BUILT_IN.get(name) or _assigned(name, reserved))
    if name in reserved:
        why = "its reservation says so"
    elif configured.additional:
        why = "it is asked for by pool, subnet or network" if member else "nothing here asks for this additional class"
    elif not configured.test:
        why = "assigned from elsewhere" if member else "it has no test, and nothing assigns it"
    else:
        why = "its test holds" if member else "its test does not hold"
    return ClassStory(name, member, why, configured.place(), configured.test, parts)


def _assigned(name: str, reserved: Iterable[str]) -> str:
    if name in reserved:
        return "its reservation says so"
    if name.startswith(VENDOR_CLASS):
        return "the client names its vendor class so"
    return "a template made it" if name.startswith(SPAWNED) else "assigned by the server"


def _shown(value: bool | bytes | EvaluationError) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, EvaluationError):
        return f"no result: {value}"
    text = value.decode("latin-1")
    if value and text.isascii() and text.isprintable():
        return f"'{text}'"
    return f"0x{value.hex()}" if value else "nothing"


def scope_place(scope: Scope | None) -> str:
    """Return where a scope stands."""
    return "" if scope is None else place(scope.node)


def lines_of(details: Iterable[Detail]) -> tuple[Line, ...]:
    """Return a portrait as lines without origin."""
    return tuple(Line(*detail) for detail in details)
