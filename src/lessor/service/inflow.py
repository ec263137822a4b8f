"""From sockets to batches when more comes than can be answered: what waited too long makes room for what is fresh.

[hot] Messages wait in the kernel, at no cost; of more than fit there it refuses the newest. Two things are done here so
that clients do not get answers to questions they have given up:

- `Straight`: when the sockets have not been empty for PATIENCE, all that waits but the newest batch is thrown away.
- `Ring`, if the configuration has one: all that waits is read at once, and only the newest messages are kept.

Both drop a message that says just what another one in the batch, or in the ring, says: its client repeated itself.
"""

import time
from collections.abc import Callable
from typing import Final, Generic, Protocol, TypeVar

from lessor.model.interface import Interface
from lessor.service.poll import BATCH, Poll

PATIENCE: Final = 1.0
"""Seconds: as long as a DHCPv6 client waits before it asks again (RFC 8415 section 7.6); DHCPv4 ones wait longer."""

SKIM: Final = 512
"""Batches thrown away at once at most: more than sockets hold, but not without an end when senders are quicker."""

READ: Final = 16
"""Batches read into a ring at once at most."""


class Message(Protocol):
    """A message of either family as it came."""

    data: bytes
    interface: Interface


Received = TypeVar("Received", bound=Message)

OnLost = Callable[[int, int], None]
"""Told how many messages were dropped because there were too many, and how many because they were repeated."""


class Inflow(Protocol[Received]):
    """Where batches come from."""

    def next(self) -> list[Received]:
        """Return the next batch, empty when nothing waits."""
        ...

    def waiting(self) -> bool:
        """Tell whether there is a next batch although the sockets may be empty."""
        ...


class Straight(Generic[Received]):
    """Batches as the sockets hold them."""

    __slots__ = ("_clock", "_on_lost", "_poll", "_since")

    def __init__(self, poll: Poll[Received], on_lost: OnLost, clock: Callable[[], float] = time.monotonic) -> None:
        self._poll = poll
        self._on_lost = on_lost
        self._clock = clock
        self._since = 0.0

    def next(self) -> list[Received]:
        """Return what waits on the sockets, a batch of it at most."""
        batch = self._poll.drain()
        if not self._poll.more:
            self._since = 0.0
        elif not self._since:
            self._since = self._clock()
        elif self._clock() - self._since >= PATIENCE:
            self._since = 0.0
            batch = self._skimmed(batch)
        return distinct(batch, self._on_lost) if len(batch) > 1 else batch

    def waiting(self) -> bool:
        """Tell that what waits is in the sockets."""
        return False

    def _skimmed(self, batch: list[Received]) -> list[Received]:
        """Return the newest batch, and drop the others."""
        dropped = 0
        for _ in range(SKIM):
            fresh = self._poll.drain()
            kept = (batch + fresh)[-BATCH:]
            dropped += len(batch) + len(fresh) - len(kept)
            batch = kept
            if not self._poll.more:
                break
        if dropped:
            self._on_lost(dropped, 0)
        return batch


class Ring(Generic[Received]):
    """The newest messages, oldest first."""

    __slots__ = ("_capacity", "_on_lost", "_poll", "_ring")

    def __init__(self, poll: Poll[Received], on_lost: OnLost, capacity: int) -> None:
        self._poll = poll
        self._on_lost = on_lost
        self._capacity = capacity
        # a dict keeps the order, and finds what is there already
        self._ring: dict[tuple[bytes, int], Received] = {}

    def next(self) -> list[Received]:
        """Read all that waits on the sockets; return the oldest messages of the ring, a batch at most."""
        ring = self._ring
        before, read = len(ring), 0
        dropped = 0
        for _ in range(READ):
            fresh = self._poll.drain()
            read += len(fresh)
            for message in fresh:
                ring.setdefault((message.data, message.interface.index), message)
                if len(ring) > self._capacity:
                    del ring[next(iter(ring))]
                    dropped += 1
            if not self._poll.more:
                break
        repeated = before + read - dropped - len(ring)
        if dropped or repeated:
            self._on_lost(dropped, repeated)
        return self._take()

    def waiting(self) -> bool:
        """Tell whether messages are left in the ring."""
        return bool(self._ring)

    def _take(self) -> list[Received]:
        keys = list(self._ring)[:BATCH]
        return [self._ring.pop(key) for key in keys]


def distinct(batch: list[Received], on_lost: OnLost) -> list[Received]:
    """Return a batch without the messages that repeat an earlier one on the same interface."""
    # common case first: no two are alike
    if len({message.data for message in batch}) == len(batch):
        return batch
    first: dict[tuple[bytes, int], Received] = {}
    for message in batch:
        first.setdefault((message.data, message.interface.index), message)
    if len(first) < len(batch):
        on_lost(0, len(batch) - len(first))
    return list(first.values())
