"""The iterative allocator: addresses in order, going round at the end of the pool.

[hot] The next client gets the address after the one given last, as in Kea.
"""

from lessor.engine.tables import Pool


def pick(pool: Pool) -> int:
    """Return a free address of the pool and move on; -1 when the pool has none."""
    occupancy = pool.occupancy
    position = occupancy.find_free(occupancy.cursor)
    if position < 0:
        return -1
    occupancy.cursor = position + 1 if position + 1 < occupancy.size else 0
    return pool.first + position
