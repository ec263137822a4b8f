"""Which of many sockets have something to read, as one descriptor that an event loop can watch.

[hot] The loop sees one readable descriptor for all sockets; so what waits on them becomes one batch. What a message is
does not matter here.
"""

import select
from typing import Final, Generic, Protocol, TypeVar

Received = TypeVar("Received")

BATCH: Final = 128
"""Messages handed over at once, at most: a few milliseconds of work."""


class Readable(Protocol[Received]):
    """What can be polled: a socket with a descriptor, and the way to read messages from it."""

    def fileno(self) -> int: ...

    def receive(self, batch: list[Received], limit: int) -> None:
        """Add up to `limit` messages to the batch."""
        ...


class Poll(Generic[Received]):
    """A set of sockets; `more` says whether the last `drain` may have left messages waiting."""

    __slots__ = ("_only", "epoll", "more", "readables")

    def __init__(self) -> None:
        self.epoll = select.epoll()
        self.readables: dict[int, Readable[Received]] = {}
        self.more = False
        self._only: Readable[Received] | None = None

    def fileno(self) -> int:
        """Return the descriptor that is readable when one of the sockets is."""
        return self.epoll.fileno()

    def add(self, readable: Readable[Received]) -> None:
        """Watch a socket."""
        self.epoll.register(readable.fileno(), select.EPOLLIN)
        self.readables[readable.fileno()] = readable
        self._only = readable if len(self.readables) == 1 else None

    def remove(self, readable: Readable[Received]) -> None:
        """Watch a socket no more; it must still be open."""
        self.epoll.unregister(readable.fileno())
        del self.readables[readable.fileno()]
        self._only = next(iter(self.readables.values())) if len(self.readables) == 1 else None

    def drain(self) -> list[Received]:
        """Return what waits on all sockets, up to BATCH messages; each readable socket has an equal share of them."""
        batch: list[Received] = []
        if self._only is not None:
            self._only.receive(batch, 1)
        else:
            for descriptor, _ in self.epoll.poll(0, BATCH):
                self.readables[descriptor].receive(batch, 1)
        self.more = len(batch) == BATCH
        if not self.more:
            # common case: this says that there is no more; to be told so by a socket costs four times as much
            ready = self.epoll.poll(0, BATCH)
            if ready:
                self._fill(batch, [descriptor for descriptor, _ in ready])
        return batch

    def _fill(self, batch: list[Received], ready: list[int]) -> None:
        """Add to a batch what else waits on these sockets."""
        share = (BATCH - len(batch)) // len(ready)
        for descriptor in ready:
            before = len(batch)
            self.readables[descriptor].receive(batch, share)
            if len(batch) - before >= share:
                self.more = True

    def close(self) -> None:
        self.epoll.close()
