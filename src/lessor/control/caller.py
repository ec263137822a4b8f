"""Who sends a command, and what carries it out: all that a channel and the commands know of each other."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from lessor.model.json import Json


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a command; what is not known is empty.

    `channel` is the kind of socket it came through (model/control.py), `address` where the caller is, `user` the name
    it proved by a password, `subject` whom its TLS certificate names, `uid` the user of its process on this machine.
    """

    channel: str
    address: str = ""
    user: str = ""
    subject: str = ""
    uid: int | None = None


Execute: TypeAlias = Callable[[Json, Caller], Awaitable[Json]]
"""Carries out a request as it came from JSON, and returns its answer: a map. Raises nothing."""
