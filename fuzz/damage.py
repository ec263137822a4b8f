"""What all fuzz targets of octets share: damaged seeds, and the run that feeds them to a target.

A target takes octets and raises whatever is a defect. A run goes on for some seconds and says its seed, so that it can
be repeated; a defect ends it with the octets that caused it.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from itertools import count


def damaged(chance: random.Random, seeds: Sequence[bytes], longest: int) -> bytes:
    """Return a seed with some octets changed, doubled, removed or joined to another, or octets from nowhere."""
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(60))
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(data) + 1)
        change = chance.randrange(5)
        if change == 0:
            data[at : at + 1] = bytes((chance.randrange(256),))
        elif change == 1:
            data[at:at] = data[at : at + chance.randrange(300)]
        elif change == 2:
            del data[at : at + chance.randrange(1, 8)]
        elif change == 3:
            del data[at:]
        else:
            data[at:at] = chance.choice(seeds)
    return bytes(data[:longest])


def run(target: Callable[[bytes], None], make: Callable[[random.Random], bytes]) -> None:
    """Feed a target for as many seconds as the first argument says; the second is the seed of an earlier run."""
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns()
    chance = random.Random(seed)
    print(f"seed {seed}")
    end = time.monotonic() + float(sys.argv[1])
    for runs in count():
        if time.monotonic() >= end:
            print(f"{runs} runs")
            return
        data = make(chance)
        try:
            target(data)
        except Exception:
            print(f"failed on {data.hex()}")
            raise
