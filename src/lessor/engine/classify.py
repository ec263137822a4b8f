"""Which client classes a message belongs to.

[hot] Classes are names, kept in the order in which they were assigned, because the first that says something counts.
The phases are Kea's: what the message itself shows, then what the client's reservation says, then what the pool and
its surroundings ask for.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Generic, Protocol, TypeVar

Classes = dict[str, None]
"""Names in the order of their assignment."""

NO_CLASSES: Final[Classes] = {}
"""Stands for the classes of every message where no class matters; never changed."""

ALL: Final = "ALL"
KNOWN: Final = "KNOWN"
UNKNOWN: Final = "UNKNOWN"
DROP: Final = "DROP"


class Classified(Protocol):
    """A request of either family."""

    classes: Classes

    @property
    def vendor_class(self) -> bytes:
        """Return what the client says of its make (DHCPv4 option 60, first datum of DHCPv6 option 16), or b""."""
        ...


Request = TypeVar("Request", bound=Classified)


class Rule(Generic[Request]):
    """How one configured class is assigned.

    `test` tells whether a message is in it; a template's `name_of` returns what its spawned class is named after, b""
    for none. Both None: the class is assigned from elsewhere. `after_host` rules ask for KNOWN or UNKNOWN,
    `additional` ones are evaluated only where they are listed.
    """

    __slots__ = ("additional", "after_host", "name", "name_of", "test")

    def __init__(
        self,
        name: str,
        test: Callable[[Request], bool] | None = None,
        name_of: Callable[[Request], bytes] | None = None,
        additional: bool = False,
        after_host: bool = False,
    ) -> None:
        self.name = name
        self.test = test
        self.name_of = name_of
        self.additional = additional
        self.after_host = after_host


class Classifier(Generic[Request]):
    """Assigns classes to messages; a server in whose configuration no class matters has none.

    `relevant` are the classes that make a difference to what a client is told: those with options, lifetimes or header
    fields of their own, and those that guard options.
    """

    __slots__ = ("relevant", "rules")

    def __init__(self, rules: Sequence[Rule[Request]], relevant: frozenset[str] = frozenset()) -> None:
        self.rules = rules
        self.relevant = relevant

    def receive(self, request: Request) -> None:
        """Assign what the message itself shows: ALL, its vendor class, and the rules that ask for no reservation."""
        raise NotImplementedError

    def recognise(self, request: Request, host_classes: Iterable[str] | None) -> None:
        """Assign KNOWN and the classes of the client's reservation, or UNKNOWN for None; then the rules after that."""
        raise NotImplementedError

    def add(self, request: Request, names: Iterable[str]) -> None:
        """Evaluate listed classes (`evaluate-additional-classes`): one without test is assigned as it is."""
        raise NotImplementedError

    def key(self, request: Request) -> tuple[str, ...]:
        """Return the relevant classes of the message in their order: equal keys are told the same."""
        raise NotImplementedError
