"""What mixed traffic (traffic.py) has in common for both families: clients, and what servers tell them."""

from dataclasses import dataclass


@dataclass(slots=True)
class Client:
    """One client: what it holds and until when, and what it waits for."""

    number: int
    leases: tuple[str, ...] = ()
    until: float = 0.0
    asked: str = ""
    """What it asked last, empty when it waits for no answer."""
    since: float = 0.0
    server_id: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of a server to the client with this number.

    `kind` is `offer`, `grant`, `refusal`, or `word` for an answer that changes no lease.
    """

    number: int
    kind: str
    leases: tuple[str, ...]
    lifetime: int
    server_id: bytes = b""
