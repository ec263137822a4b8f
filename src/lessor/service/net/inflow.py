"""From sockets to batches when more comes than can be answered: which messages are answered, and which are dropped.

[hot] As long as a batch empties the sockets, it is handed over as it is. When it does not, messages wait here, in one
of two ways:

- `Backlog`: first what goes on with a conversation, then what begins one (DISCOVER, SOLICIT). An answered DISCOVER is
  worth nothing if its REQUEST is lost; so conversations that were begun are finished, and as many are begun as can be.
  A burst is answered to its end. When messages have been waiting without a break for PATIENCE, only the newest are kept
  until nothing waits any more: clients must not get answers to questions they have given up.
- `Ring`, if the configuration has one: the newest messages, oldest first, whatever they are.

Both drop a message that says just what another one that waits says: its client repeated itself.
"""

import time
from collections.abc import Callable
from itertools import islice
from typing import Final, Generic, Protocol, TypeAlias, TypeVar

from lessor.model.interface import Interface
from lessor.service.net.poll import BATCH, Poll

PATIENCE: Final = 1.0
"""Seconds: as long as a DHCPv6 client waits before it asks again (RFC 8415 section 7.6); DHCPv4 ones wait longer."""

MOST: Final = 16384
"""Messages that wait in a burst: a second of the quickest server's work."""

NEWEST: Final = 512
"""Messages of either sort that wait when the burst has turned out to be an overload: some tens of milliseconds."""

READ: Final = 16
"""Batches read at once at most, so that senders without an end do not keep us from answering."""


class Message(Protocol):
    """A message of either family as it came."""

    data: bytes
    interface: Interface


Received = TypeVar("Received", bound=Message)

Waiting: TypeAlias = dict[tuple[bytes, int], Received]
"""Messages by what they say and where; a dict keeps their order, and finds what is there already."""

OnLost = Callable[[int, int], None]
"""Told how many messages were dropped because there were too many, and how many because they were repeated."""

Begins = Callable[[bytes], bool]
"""Tells from its octets whether a message begins a conversation; octets may be anything."""


class Inflow(Protocol[Received]):
    """Where batches come from."""

    def next(self) -> list[Received]:
        """Return the next batch, empty when nothing waits."""
        ...

    def waiting(self) -> bool:
        """Tell whether there is a next batch although the sockets may be empty."""
        ...


class Backlog(Generic[Received]):
    """Messages that go on with a conversation, before those that begin one."""

    __slots__ = ("_begins", "_clock", "_early", "_late", "_most", "_on_lost", "_poll", "_since")

    def __init__(
        self, poll: Poll[Received], begins: Begins, on_lost: OnLost, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._poll = poll
        self._begins = begins
        self._on_lost = on_lost
        self._clock = clock
        self._early: Waiting[Received] = {}
        self._late: Waiting[Received] = {}
        self._most = MOST
        self._since = 0.0

    def next(self) -> list[Received]:
        """Return what waits, a batch of it at most."""
        batch = self._poll.drain()
        if not self._poll.more and not self._since:
            # common case first: all that waits is one batch
            return distinct(batch, self._on_lost) if len(batch) > 1 else batch
        if not self._since:
            self._since = self._clock()
        elif self._clock() - self._since >= PATIENCE:
            self._most = NEWEST
        self._read(batch)
        batch = _take(self._late, BATCH)
        batch += _take(self._early, BATCH - len(batch))
        if not self.waiting():
            self._since = 0.0
            self._most = MOST
        return batch

    def waiting(self) -> bool:
        """Tell whether messages are left."""
        return bool(self._late or self._early)

    def _read(self, batch: list[Received]) -> None:
        repeated = self._sort(batch)
        for _ in range(READ):
            if not self._poll.more:
                break
            repeated += self._sort(self._poll.drain())
        dropped = _shorten(self._early, self._most) + _shorten(self._late, self._most)
        if dropped or repeated:
            self._on_lost(dropped, repeated)

    def _sort(self, batch: list[Received]) -> int:
        """Have messages wait; return how many of them are repeated."""
        repeated = 0
        for message in batch:
            repeated += not _add(self._early if self._begins(message.data) else self._late, message)
        return repeated


class Ring(Generic[Received]):
    """The newest messages, oldest first."""

    __slots__ = ("_capacity", "_on_lost", "_poll", "_ring")

    def __init__(self, poll: Poll[Received], on_lost: OnLost, capacity: int) -> None:
        self._poll = poll
        self._on_lost = on_lost
        self._capacity = capacity
        self._ring: Waiting[Received] = {}

    def next(self) -> list[Received]:
        """Read all that waits on the sockets; return the oldest messages of the ring, a batch at most."""
        dropped = repeated = 0
        for _ in range(READ):
            for message in self._poll.drain():
                repeated += not _add(self._ring, message)
            dropped += _shorten(self._ring, self._capacity)
            if not self._poll.more:
                break
        if dropped or repeated:
            self._on_lost(dropped, repeated)
        return _take(self._ring, BATCH)

    def waiting(self) -> bool:
        """Tell whether messages are left in the ring."""
        return bool(self._ring)


def _add(waiting: Waiting[Received], message: Received) -> bool:
    """Have a message wait; tell whether it says something new."""
    key = message.data, message.interface.index
    if key in waiting:
        return False
    waiting[key] = message
    return True


def _shorten(waiting: Waiting[Received], most: int) -> int:
    """Drop the oldest messages of too many; return how many."""
    excess = len(waiting) - most
    if excess <= 0:
        return 0
    for key in list(islice(waiting, excess)):
        del waiting[key]
    return excess


def _take(waiting: Waiting[Received], limit: int) -> list[Received]:
    """Return the oldest messages, which wait no more."""
    return [waiting.pop(key) for key in list(islice(waiting, limit))]


def distinct(batch: list[Received], on_lost: OnLost) -> list[Received]:
    """Return a batch without the messages that repeat an earlier one on the same interface."""
    # common case first: no two are alike
    if len({message.data for message in batch}) == len(batch):
        return batch
    first: Waiting[Received] = {}
    for message in batch:
        _add(first, message)
    if len(first) < len(batch):
        on_lost(0, len(batch) - len(first))
    return list(first.values())
