"""What a batch of messages has in common whatever its family: errors end one message, replies wait for the disk.

[hot] A message that cannot be answered costs a note in the chronicle and nothing else; replies that tell of new leases
are held until these are durable.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Generic, Protocol, TypeAlias, TypeVar

from lessor.engine.refusal import Unanswerable
from lessor.store.base import StoreError
from lessor.wire.errors import WireError

ATTEMPTS: Final = 4
"""How often a message is decided on again when another one, or another server, was faster."""

RECLAIM_AT_ONCE: Final = 64
"""Expired leases taken back when a client finds nothing free."""

Received = TypeVar("Received")
Reply = TypeVar("Reply")
Told = TypeVar("Told", contravariant=True)
Case = TypeVar("Case", contravariant=True)
Decision = TypeVar("Decision", contravariant=True)


class Chronicle(Protocol[Told]):
    """Where it is noted what became of messages that were not answered."""

    def unanswerable(self, received: Told, error: Unanswerable) -> None: ...
    def unreadable(self, received: Told, error: WireError) -> None: ...
    def not_stored(self, received: Told, error: Exception) -> None: ...
    def bug(self, received: Told, error: Exception) -> None: ...
    def not_durable(self, replies: int) -> None: ...


class Durable(Protocol):
    """What a batch asks of a store (store/base.py)."""

    def when_durable(self, done: Callable[[bool], None]) -> None: ...


class Steering(Protocol[Told, Reply]):
    """Takes messages from one hook point to the next (hooked4.py, hooked6.py)."""

    def answer(self, received: Told, now: int, replies: "Replies[Reply]") -> None: ...
    def batch_answered(self) -> None: ...


class Runs(Protocol[Received]):
    """Has batches answered when more is known about them (hostexchange.py)."""

    def run(self, batch: list[Received], now: int) -> None: ...


class Doubting(Protocol[Case, Decision]):
    """Knows whether more is to be known before a decision is carried out (hostknowledge.py)."""

    def doubts(self, case: Case, decision: Decision) -> bool: ...
    def lift(self) -> None: ...


class Replies(Generic[Reply]):
    """The replies to one batch: those that may leave at once, those that wait until leases are durable."""

    __slots__ = ("at_once", "held")

    def __init__(self) -> None:
        self.at_once: list[Reply] = []
        self.held: list[Reply] = []


Resuming: TypeAlias = Callable[[Sequence[Received], int, Callable[[Received, int, Replies[Reply]], None]], None]
"""Has messages that have waited go on, at a time (unix seconds), by what takes one of them further."""


def answer_all(
    batch: Sequence[Received],
    now: int,
    answer: Callable[[Received, int, Replies[Reply]], None],
    chronicle: Chronicle[Received],
) -> Replies[Reply]:
    """Answer each message of a batch and return the replies; no message keeps the others from being answered."""
    replies: Replies[Reply] = Replies()
    for received in batch:
        try:
            try:
                answer(received, now, replies)
            except Unanswerable as refusal:
                chronicle.unanswerable(received, refusal)
            except WireError as error:
                chronicle.unreadable(received, error)
            except StoreError as failure:
                chronicle.not_stored(received, failure)
        except Exception as bug:  # the one place: a bug, here or in the chronicle, must not stop the server
            chronicle.bug(received, bug)
    return replies


def dispatch(
    replies: Replies[Reply], send: Callable[[list[Reply]], None], store: Durable, chronicle: Chronicle[Received]
) -> None:
    """Send what may leave at once, and the rest when the store says that its leases are durable."""
    if replies.at_once:
        send(replies.at_once)
    if replies.held:
        store.when_durable(partial(_release, replies.held, send, chronicle))


def _release(
    held: list[Reply], send: Callable[[list[Reply]], None], chronicle: Chronicle[Received], durable: bool
) -> None:
    if durable:
        send(held)
    else:
        chronicle.not_durable(len(held))
