"""Which hook points a message has passed when it is taken up again, because more is to be known for its answer, or
somebody else was faster: callouts on the way to the decision are called once for each message.
"""

from typing import Final, Generic, TypeVar

from lessor.engine.classify import NO_CLASSES, Classes
from lessor.engine.tables import Subnet
from lessor.engine.tables6 import Subnet6

MOST: Final = 4096
"""Messages that are remembered: more than are ever under way at once in batches of a database."""

Received = TypeVar("Received")
Query = TypeVar("Query")


class Passed(Generic[Query]):
    """A message before its decision: the classes it had when callouts at pktX_receive were done, and the subnet that
    callouts have chosen, None where there are none for that; `added` are classes they put it in meanwhile. `anew` tells
    whether what a chronicle heard of it counts only if it was not in vain, `identified` whether callouts were asked by
    what its client is known.
    """

    __slots__ = ("added", "anew", "classes", "identified", "query", "subnet_id")

    def __init__(self, query: Query, classes: Classes, anew: bool) -> None:
        self.query = query
        # what follows from its reservation is put into the very dict
        self.classes = classes.copy() if classes else NO_CLASSES
        self.anew = anew
        self.identified = False
        self.added: tuple[str, ...] = ()
        self.subnet_id: int | None = None

    def first_classes(self) -> Classes:
        """Return the classes the message had before its decision, to be changed."""
        return self.classes.copy() if self.classes else NO_CLASSES

    def choose(self, subnet: Subnet | Subnet6 | None, before: Classes, after: Classes) -> None:
        """Note what callouts have chosen, and the classes before and after that."""
        self.subnet_id = NOWHERE if subnet is None else subnet.id
        self.added = tuple([name for name in after if name not in before])


NOWHERE: Final = -1
"""No subnet's id: callouts have chosen none."""


class Memory(Generic[Received, Query]):
    """Messages that may be taken up again, the last ones."""

    __slots__ = ("_passed",)

    def __init__(self) -> None:
        self._passed: dict[Received, Passed[Query]] = {}

    def __bool__(self) -> bool:
        return bool(self._passed)

    def keep(self, received: Received, passed: Passed[Query]) -> None:
        """Remember a message, and forget the one that was heard of longest ago if there are too many."""
        self._passed[received] = passed
        if len(self._passed) > MOST:
            del self._passed[next(iter(self._passed))]

    def take(self, received: Received) -> Passed[Query] | None:
        """Return how far a message has come before, None for a new one."""
        return self._passed.pop(received, None)
