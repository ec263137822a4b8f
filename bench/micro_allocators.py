"""What a pick costs by allocator, size of the pool and part of it in use: nanoseconds, and memory for each address.

    python bench/micro_allocators.py

In use are addresses drawn at random; the picking one then leases what it gets and gives another one back, so the pool
stays as full as it is. The figure is CPU time of one round of the three, the best of several rounds of rounds; that of
a full pool of /64 makes no sense and is left out.
"""

import gc
import time
import tracemalloc
from collections.abc import Callable
from random import Random

from lessor.engine.occupancy import LEASED, Occupancy
from lessor.engine.pickers.allocators import Allocator, allocators

SIZES = (256, 65_536, 1_000_000, 1 << 64)
SHARES = (0.05, 0.5, 0.99)
LARGEST_FILLED = 1_000_000
ROUNDS = 5
PICKS = 20_000


def filled(allocator: Allocator, size: int, share: float, random: Random) -> tuple[Occupancy, list[int]]:
    """Return a pool with this share of its addresses leased, a million at most; and which they are."""
    occupancy = allocator.make(size, frozenset())
    if size > LARGEST_FILLED:
        positions = [random.randrange(size) for _ in range(int(LARGEST_FILLED * share))]
    else:
        positions = random.sample(range(size), int(size * share))
    for position in positions:
        occupancy.mark(position, LEASED)
    return occupancy, positions


def cost(pick: Callable[[Occupancy], int], occupancy: Occupancy, leased: list[int]) -> float:
    """Return nanoseconds of one pick, one lease and one release."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time_ns()
        for i in range(PICKS):
            position = pick(occupancy)
            occupancy.mark(position, LEASED)
            at = i % len(leased)
            occupancy.release(leased[at])
            leased[at] = position
        best = min(best, (time.process_time_ns() - begin) / PICKS)
    return best


def main() -> None:
    random = Random(1)
    print(f"{'allocator':<10} {'addresses':>10} " + "".join(f"{share:>16.0%}" for share in SHARES))
    for name, allocator in allocators(random).items():
        for size in SIZES:
            print(f"{name:<10} {size if size <= LARGEST_FILLED else '/64':>10} ", end="", flush=True)
            for share in SHARES[: 1 if size > LARGEST_FILLED else None]:
                gc.collect()
                tracemalloc.start()
                occupancy, leased = filled(allocator, size, share, random)
                octets = tracemalloc.get_traced_memory()[0] / len(leased) - 8
                tracemalloc.stop()
                random.shuffle(leased)
                print(f"{cost(allocator.pick, occupancy, leased):>7.0f} ns {octets:>4.0f} B", end="", flush=True)
            print()


if __name__ == "__main__":
    main()
