"""The random allocator: each free address is as likely as any other, however full the pool is.

[hot] The free positions are thought of as lying in slots 0 to n - 1, of which one is drawn. Most lie in the slot of
their own number and are not written down; only where a slot below n belongs to something taken, a free position from
above n lies there instead. So drawing, taking and freeing are a few dictionary look-ups each, and a /64 costs memory
only for what is taken in it, a small pool at most for half of its addresses.

What is drawn is exactly uniform over the free positions, as far as the source of randomness is.
"""

from random import Random

from lessor.engine.occupancy import LEASED, Occupancy


class RandomOccupancy(Occupancy):
    """An occupancy that knows which free position lies in which slot; `random` draws the slots.

    `strangers` are the positions in slots that are not their own, `slots` the way back.
    """

    __slots__ = ("random", "slots", "strangers")

    def __init__(self, size: int, reserved: frozenset[int], random: Random) -> None:
        self.random = random
        self.strangers: dict[int, int] = {}
        self.slots: dict[int, int] = {}
        super().__init__(size, reserved)

    def mark(self, position: int, state: int) -> None:
        """Set why the address is taken."""
        taken = self.taken
        super().mark(position, state)
        if self.taken > taken:
            self._leave(position)
        elif self.taken < taken:
            self._enter(position)

    def lease_all(self, positions: list[int]) -> None:
        """Mark these positions, which ascend, as leased, one after the other: each leaves its slot."""
        for position in positions:
            self.mark(position, LEASED)

    def _leave(self, position: int) -> None:
        """Fill the slot of what is taken now with what lies in the last slot, which is one no more."""
        last = self.size - self.taken
        slot = self.slots.pop(position, position)
        moved = self.strangers.pop(last, last)
        if slot != last:
            self.strangers[slot] = moved
            self.slots[moved] = slot

    def _enter(self, position: int) -> None:
        """Put what is free again in its own slot, or in the new one behind all others."""
        new = self.size - self.taken - 1
        slot = new
        if new in self.slots:
            # what belongs into the new slot goes home and leaves its place to another one
            slot = self.slots.pop(new)
            del self.strangers[slot]
        if slot == position:
            return
        if position in self.strangers:
            moved = self.strangers.pop(position)
            self.strangers[slot] = moved
            self.slots[moved] = slot
        elif position != new:
            self.strangers[slot] = position
            self.slots[position] = slot


def pick(occupancy: Occupancy) -> int:
    """Return the position of something free in a pool, drawn from all that is; -1 when the pool has nothing."""
    assert isinstance(occupancy, RandomOccupancy)
    free = occupancy.size - occupancy.taken
    if free <= 0:
        # who takes over what is only on offer begins to look for it anywhere
        occupancy.cursor = occupancy.random.randrange(occupancy.size)
        return -1
    slot = occupancy.random.randrange(free)
    return occupancy.strangers.get(slot, slot)
