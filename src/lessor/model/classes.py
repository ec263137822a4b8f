"""Client classes as configured: who belongs to a class, and what its members are told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lessor.model.options import OptionData, nowhere


@dataclass(frozen=True, slots=True)
class Span:
    """Lifetimes in seconds that a class sets; None leaves to others what the class does not say."""

    minimum: int | None = None
    default: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class ClientClass:
    """One entry of `client-classes`, of either family.

    `test` is an expression: a condition, or for a template the text that names the spawned class. It is empty for a
    class that only reservations, plug-ins and lists of additional classes assign. `additional` classes are evaluated
    only where a pool, subnet or network lists them. Options are encoded already, by the class's own definitions where
    it has some. Numbers that are None and empty texts say nothing.
    """

    name: str
    test: str = ""
    template: bool = False
    additional: bool = False
    options: tuple[OptionData, ...] = ()
    valid: Span = Span()
    preferred: Span = Span()
    offer_lifetime: int | None = None
    next_server: int | None = None
    server_hostname: str = ""
    boot_file_name: str = ""
    place: Callable[[], str] = field(default=nowhere, compare=False)
    """Returns `file:line` of its test, for those who ask why."""
    user_context: dict[str, object] = field(default_factory=dict)
