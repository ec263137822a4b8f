"""The way of a packet when reservations are in databases and leases are not: batches, one after the other.

What is to be known of the reservations of a batch is asked for; then the ordinary exchange answers message by message.
Those that need to know more are answered again when it is known (hostknowledge.py); what they have told until then is
forgotten. Messages that come meanwhile make the next batch.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Generic, Protocol, TypeVar

from lessor.service.batch import Chronicle, Durable, Replies, Steering, answer_all, dispatch
from lessor.service.sql.sqlexchange import Further, Knowledge
from lessor.service.sql.told import Told, tell
from lessor.store.base import StoreError

MOST: Final = 256
"""Messages of one batch."""

ROUNDS: Final = 8
"""How often a message may need to know more."""

Received = TypeVar("Received")
Coming = TypeVar("Coming", contravariant=True)
Reply = TypeVar("Reply")
InForce = TypeVar("InForce")


class Counting(Chronicle[Coming], Protocol):
    """Where it is noted that messages came."""

    def arrived(self, messages: int) -> None: ...


class Exchange(Protocol[Received, Reply, InForce]):
    """What answers one message (exchange4.py, exchange6.py)."""

    tables: InForce
    hooks: Steering[Received, Reply] | None

    @property
    def store(self) -> Durable: ...
    @property
    def send(self) -> Callable[[list[Reply]], None]: ...

    def lapse(self, now: int) -> None: ...
    def answer(self, received: Received, now: int, replies: Replies[Reply]) -> None: ...


class InformedRuns(Generic[Received, Reply, InForce]):
    """Runs the batches of one exchange. `hold` is told whether messages are to stay on the sockets for now."""

    def __init__(
        self,
        exchange: Exchange[Received, Reply, InForce],
        chronicle: Counting[Received],
        tell_to: Callable[[object], None],
        knowledge: Knowledge[Received, InForce],
        hold: Callable[[bool], None],
    ) -> None:
        self._exchange = exchange
        self._chronicle = chronicle
        self._tell_to = tell_to
        self.knowledge = knowledge
        self._hold = hold
        self._holding = False
        self._told = Told(chronicle)
        self._now = 0
        self._waiting: list[Received] = []
        self._resumed: deque[tuple[list[Received], Further[Received, Reply]]] = deque()
        self._working: asyncio.Task[None] | None = None

    def run(self, batch: list[Received], now: int) -> None:
        """Have a batch of messages answered, after those that came before; `now` is unix seconds."""
        self._now = now
        self._chronicle.arrived(len(batch))
        self._waiting += batch
        if len(self._waiting) >= MOST and not self._holding:
            self._holding = True
            self._hold(True)
        self._go_on()

    def resume(self, ready: Sequence[Received], now: int, further: Further[Received, Reply]) -> None:
        """Have messages go on that have waited on their way, with what is known of their clients by now."""
        self._now = now
        self._resumed.append((list(ready), further))
        self._go_on()

    async def idle(self) -> None:
        """Wait until all that came is answered."""
        if self._working is not None:
            await self._working

    def close(self) -> None:
        """Answer nothing any more."""
        self._waiting.clear()
        self._resumed.clear()
        if self._working is not None:
            self._working.cancel()
        if self._holding:
            self._hold(False)

    def _go_on(self) -> None:
        if self._working is None:
            self._working = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._waiting or self._resumed:
                if self._resumed:
                    await self._answer_batch(*self._resumed.popleft())
                    continue
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                if self._holding and len(self._waiting) < MOST:
                    self._holding = False
                    self._hold(False)
                await self._answer_batch(batch)
        finally:
            self._working = None

    async def _answer_batch(self, messages: list[Received], further: Further[Received, Reply] | None = None) -> None:
        try:
            for _ in range(ROUNDS):
                await self.knowledge.look(lambda: self._exchange.tables, messages, self._now)
                self._exchange.lapse(self._now)
                messages = self._answer(messages, further)
                # those that are left have come to their decision before
                further = None
                if not messages:
                    return
            raise StoreError("each address in turn is reserved for somebody else")
        except StoreError as error:
            for received in messages:
                self._chronicle.not_stored(received, error)
        except Exception as error:  # the one place: a bug must not stop the server
            for received in messages[:1]:
                self._chronicle.bug(received, error)

    def _answer(self, messages: list[Received], further: Further[Received, Reply] | None) -> list[Received]:
        """Answer messages, and return those that need to know more."""
        exchange, told, hooks = self._exchange, self._told, self._exchange.hooks
        answer = further or (exchange.answer if hooks is None else hooks.answer)
        again: list[Received] = []
        replies: Replies[Reply] = Replies()
        self._tell_to(told)
        try:
            for received in messages:
                told.turn(0)
                its = answer_all((received,), self._now, answer, told)
                kept = told.take()
                if self.knowledge.take_doubt():
                    again.append(received)
                    continue
                tell(kept[0])
                replies.at_once += its.at_once
                replies.held += its.held
        finally:
            self._tell_to(self._chronicle)
        dispatch(replies, exchange.send, exchange.store, self._chronicle)
        if hooks is not None:
            hooks.batch_answered()
        return again
