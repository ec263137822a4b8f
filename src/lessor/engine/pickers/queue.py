"""The free lease queue: the address that has been free for the longest time goes first.

[hot] What nobody had, as far as is known, comes before everything else, in the order of addresses; it needs no queue,
only a mark on what was used already. Behind it stands what was given back, in that order. So memory is paid for
addresses that were in use once, not for those of the whole pool.

What was offered and not taken counts as given back then: somebody may use it without having told us.
"""

from collections import OrderedDict

from lessor.engine.occupancy import FREE, LEASED, Occupancy


class QueueOccupancy(Occupancy):
    """An occupancy that knows since when addresses are free: those in `freed`, the first of them for longest.

    `used` has a mark for each position that is in the queue or was taken once; `cursor` stands before the others.
    """

    __slots__ = ("freed", "used")

    def __init__(self, size: int, reserved: frozenset[int] = frozenset()) -> None:
        self.freed: OrderedDict[int, None] = OrderedDict()
        self.used = Occupancy(size)
        super().__init__(size, reserved)

    def mark(self, position: int, state: int) -> None:
        """Set why the address is taken."""
        taken = self.taken
        super().mark(position, state)
        if self.taken > taken:
            self.freed.pop(position, None)
            self.used.mark(position, LEASED)
        elif self.taken < taken:
            self.freed[position] = None

    def lease_all(self, positions: list[int]) -> None:
        """Mark these positions, which ascend, as leased: at a start, many at once."""
        super().lease_all(positions)
        self.used.lease_all(positions)
        for position in positions:
            self.freed.pop(position, None)

    def recall(self, position: int) -> None:
        """Put what is free, and was in use before the start, last in the queue, unless its history is known better."""
        if self.used.state(position) == FREE:
            self.used.mark(position, LEASED)
            self.freed[position] = None


def pick(occupancy: Occupancy) -> int:
    """Return the position that has been free for longest and put it last in the queue; -1 when the pool has nothing."""
    assert isinstance(occupancy, QueueOccupancy)
    if occupancy.taken >= occupancy.size:
        return -1
    used = occupancy.used
    if used.taken >= used.size:
        position = next(iter(occupancy.freed))
        occupancy.freed.move_to_end(position)
        return position
    position = used.find_free(occupancy.cursor)
    occupancy.cursor = position + 1 if position + 1 < occupancy.size else 0
    used.mark(position, LEASED)
    occupancy.freed[position] = None
    return position
