"""Messages that a capture has on both sides of relays are one message: the one nearest to the server."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Final, Protocol, TypeVar

TOGETHER: Final = 1
"""Seconds that a message may need for its way through relays."""
MOST_WAITING: Final = 1 << 16


class Heard(Protocol):
    """A message of a client: when it was heard, what identifies it, and how many relays it has passed."""

    @property
    def time(self) -> int: ...
    @property
    def identity(self) -> Hashable: ...
    @property
    def relays(self) -> int: ...


Message = TypeVar("Message", bound=Heard)


def once(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield messages in their order, but of those that were heard again behind one more relay only the last.

    A client that says the same once more is heard once more.
    """
    waiting: dict[int, Message] = {}
    numbers: dict[Hashable, list[int]] = {}
    for number, message in enumerate(messages):
        yield from _ripe(waiting, numbers, message.time - TOGETHER)
        alike = numbers.setdefault(message.identity, [])
        before = next((one for one in alike if waiting[one].relays < message.relays), None)
        if before is not None:
            alike.remove(before)
            del waiting[before]
        alike.append(number)
        waiting[number] = message
    yield from waiting.values()


def _ripe(waiting: dict[int, Message], numbers: dict[Hashable, list[int]], before: int) -> Iterator[Message]:
    """Yield, and let go of, what was heard earlier than that, or too much waits behind."""
    while waiting:
        number, message = next(iter(waiting.items()))
        if message.time >= before and len(waiting) < MOST_WAITING:
            return
        del waiting[number]
        alike = numbers[message.identity]
        alike.remove(number)
        if not alike:
            del numbers[message.identity]
        yield message
