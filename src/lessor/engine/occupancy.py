"""Which addresses of a pool may be given to a new client: one octet each, searched at memory speed.

[hot] An octet tells why an address is not free. The picture is exact for a store that lives in this process and a
good guess for a shared database, where a lost commit corrects it. Octets are kept in chunks while something in them
is marked, so a pool costs memory only where it is used: a /64 has more addresses than any memory has octets.
"""

from bisect import bisect_left, bisect_right
from typing import Final

FREE: Final = 0
LEASED: Final = 1
OFFERED: Final = 2
RESERVED: Final = 3

CHUNK: Final = 512
"""Addresses noted together: many, so that a full pool is searched quickly; few, so that single ones far apart, which
clients may wish for, cost little.
"""


class Occupancy:
    """The state of `size` addresses; positions count from the first address of the pool.

    `reserved` are positions promised to one client by the administrator: never found free. `cursor` is where a picker
    looks next, `taken` counts what is not free, `leased` what is leased.
    """

    __slots__ = ("chunks", "cursor", "free_in_chunk", "leased", "reserved", "size", "taken")

    def __init__(self, size: int, reserved: frozenset[int] = frozenset()) -> None:
        self.size = size
        self.reserved = reserved
        self.cursor = 0
        self.leased = 0
        self.taken = 0
        self.chunks: dict[int, bytearray] = {}
        self.free_in_chunk: dict[int, int] = {}
        for position in reserved:
            self.mark(position, RESERVED)

    def state(self, position: int) -> int:
        """Return FREE, LEASED, OFFERED or RESERVED."""
        chunk = self.chunks.get(position // CHUNK)
        return FREE if chunk is None else chunk[position % CHUNK]

    def mark(self, position: int, state: int) -> None:
        """Set why the address is taken."""
        number, at = position // CHUNK, position % CHUNK
        chunk = self.chunks.get(number)
        if chunk is None:
            chunk = self.chunks[number] = bytearray(min(CHUNK, self.size - number * CHUNK))
            self.free_in_chunk[number] = len(chunk)
        before = chunk[at]
        if before == state:
            return
        chunk[at] = state
        if state == LEASED:
            self.leased += 1
        elif before == LEASED:
            self.leased -= 1
        if before == FREE:
            self.taken += 1
            self.free_in_chunk[number] -= 1
        elif state == FREE:
            self._freed(number, len(chunk))

    def _freed(self, number: int, size: int) -> None:
        """Count one more free address in a chunk; forget the chunk when nothing in it is marked."""
        self.taken -= 1
        self.free_in_chunk[number] += 1
        if self.free_in_chunk[number] == size:
            del self.chunks[number], self.free_in_chunk[number]

    def lease_all(self, positions: list[int]) -> None:
        """Mark these positions, which ascend, as leased: what `mark` does, at a fraction of the time of each."""
        begin = 0
        while begin < len(positions):
            number = positions[begin] // CHUNK
            first = number * CHUNK
            end = bisect_left(positions, first + CHUNK, begin)
            # this one sees to it that there is a chunk
            self.mark(positions[begin], LEASED)
            if end > begin + 1:
                chunk = self.chunks[number]
                leased = chunk.count(LEASED)
                for i in range(begin, end):
                    chunk[positions[i] - first] = LEASED
                free = chunk.count(FREE)
                self.taken += self.free_in_chunk[number] - free
                self.free_in_chunk[number] = free
                self.leased += chunk.count(LEASED) - leased
            begin = end

    def offer(self, position: int) -> None:
        """Note that the address is on offer; a lease or a reservation says more and stays."""
        chunk = self.chunks.get(position // CHUNK)
        if chunk is None or chunk[position % CHUNK] == FREE:
            self.mark(position, OFFERED)

    def withdraw(self, position: int) -> None:
        """Note that the address is on offer no more."""
        chunk = self.chunks.get(position // CHUNK)
        # common case first: what was on offer is leased by now
        if chunk is not None and chunk[position % CHUNK] == OFFERED:
            self.release(position)

    def release(self, position: int) -> None:
        """Make the address free again, or reserved if the administrator promised it."""
        self.mark(position, RESERVED if position in self.reserved else FREE)

    def find_free(self, start: int) -> int:
        """Return the first free position at or after `start`, going round at the end; -1 when none is free."""
        if self.taken >= self.size:
            return -1
        number = start // CHUNK
        offset = start % CHUNK
        # an unmarked chunk ends the walk, so it passes at most the chunks there are, and the first one twice
        while True:
            chunk = self.chunks.get(number)
            if chunk is None:
                return number * CHUNK + offset
            if self.free_in_chunk[number]:
                found = chunk.find(FREE, offset)
                if found >= 0:
                    return number * CHUNK + found
            offset = 0
            number = 0 if number == (self.size - 1) // CHUNK else number + 1

    def find_marked(self, state: int, start: int) -> int:
        """Return the first position marked so at or after `start`, going round at the end; -1 for none."""
        number = start // CHUNK
        found = self.chunks[number].find(state, start % CHUNK) if number in self.chunks else -1
        if found >= 0:
            return number * CHUNK + found
        numbers = sorted(self.chunks)
        after = bisect_right(numbers, number)
        # the chunk begun with comes last, for what lies before the start
        for other in (*numbers[after:], *numbers[:after]):
            found = self.chunks[other].find(state)
            if found >= 0:
                return other * CHUNK + found
        return -1


Place = tuple[Occupancy, int]
"""Where an address is noted: the picture of its pool and its position there."""


def mark_leased(place: Place | None) -> None:
    """Note that what is at this place is leased; what lies in no pool has no place."""
    if place is not None:
        place[0].mark(place[1], LEASED)


def release_leased(place: Place | None) -> None:
    """Note that what is at this place is leased no more."""
    if place is not None:
        place[0].release(place[1])


def mark_offered(place: Place | None) -> None:
    """Note that what is at this place is on offer."""
    if place is not None:
        place[0].offer(place[1])
