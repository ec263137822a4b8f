"""What a channel for commands puts up with: sizes, times and numbers of everything that a client can send."""

from dataclasses import dataclass
from typing import Final

OFF_THE_LOOP: Final = 1 << 15
"""Octets of a request from which it is parsed beside the event loop: 1 ms of work."""

DEEPEST: Final = 200
"""How deep lists and maps of a request may nest."""

MOST_VALUES: Final = 3_000_000
"""Values in a request: those of a configuration with 200,000 reservations."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one channel; times are seconds.

    `request` is the octets of one request, `pending` those of all requests that are being received; `receive` is the
    time for a request from its connection on, `send` that for its answer.
    """

    request: int = 1 << 25
    pending: int = 1 << 26
    connections: int = 64
    receive: float = 10.0
    send: float = 30.0
    idle: float = 30.0
    """How long an HTTP connection may wait for its next request."""


class Crowded(Exception):
    """There is no room for what a client wants to send."""


class Room:
    """Counts what is held for clients of one channel against its limits."""

    __slots__ = ("connections", "limits", "pending")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.connections = 0
        self.pending = 0

    def hold(self, octets: int) -> None:
        """Note so many octets more of requests. Raise Crowded."""
        if self.pending + octets > self.limits.pending:
            raise Crowded
        self.pending += octets

    def free(self, octets: int) -> None:
        """Note that so many octets are gone."""
        self.pending -= octets
