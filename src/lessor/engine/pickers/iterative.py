"""The iterative allocator: addresses in order, going round at the end of the pool.

[hot] The next client gets the address after the one given last, as in Kea.
"""

from lessor.engine.occupancy import Occupancy


def pick(occupancy: Occupancy) -> int:
    """Return the position of something free in a pool and move on; -1 when the pool has nothing."""
    position = occupancy.find_free(occupancy.cursor)
    if position >= 0:
        occupancy.cursor = position + 1 if position + 1 < occupancy.size else 0
    return position
