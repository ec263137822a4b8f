"""Commands of the control API as data: name, arguments and who carries them out; and their answers.

A family of commands is a tuple of rows. Help, the check of arguments, the manual and the OpenAPI description are made
of them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

from lessor.model.json import Json

SUCCESS: Final = 0
ERROR: Final = 1
UNSUPPORTED: Final = 2
EMPTY: Final = 3
CONFLICT: Final = 4

Answer: TypeAlias = dict[str, Json]
"""`result`, and `text` and `arguments` where there is something to say."""

Arguments: TypeAlias = dict[str, Json]

READ: Final = "read"
WRITE: Final = "write"

BOTH: Final = frozenset({4, 6})


class CommandError(Exception):
    """What a caller did wrong, or what cannot be done for it now: becomes an answer of this result."""

    def __init__(self, text: str, result: int = ERROR, arguments: Json = None) -> None:
        super().__init__(text)
        self.text = text
        self.result = result
        self.arguments = arguments


Target = TypeVar("Target", contravariant=True)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command.

    `kind` is its type in JSON: string, integer, number, boolean, list, map or any. Arguments that are not in the table
    are passed over, as Kea does, unless a command says otherwise.
    """

    name: str
    kind: str
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Command(Generic[Target]):
    """One command. `handle` is given the server and the arguments, an empty map where there are none.

    `families` of servers know it (4, 6); `library` is the hook library that Kea has it in, empty for its own commands;
    `answer` tells what comes back; `since` is the Kea version that has it first, or `lessor`. A handler returns its
    answer, now or later, or raises CommandError. Whatever may take more than a few milliseconds works in slices.
    """

    name: str
    about: str
    handle: Callable[[Target, Arguments], Answer | Awaitable[Answer]]
    access: str = READ
    arguments: tuple[Argument, ...] = ()
    answer: str = ""
    since: str = ""
    families: frozenset[int] = BOTH
    library: str = ""


def succeeded(text: str = "", arguments: Json = None) -> Answer:
    """Return the answer of a command that did what it was asked to."""
    return _answer(SUCCESS, text, arguments)


def found_nothing(text: str, arguments: Json = None) -> Answer:
    """Return the answer of a command that found nothing to do, or nothing that matches."""
    return _answer(EMPTY, text, arguments)


def refused(error: CommandError) -> Answer:
    """Return the answer that tells what was wrong."""
    return _answer(error.result, error.text, error.arguments)


def _answer(result: int, text: str, arguments: Json) -> Answer:
    answer: Answer = {"result": result}
    if text:
        answer["text"] = text
    if arguments is not None:
        answer["arguments"] = arguments
    return answer
