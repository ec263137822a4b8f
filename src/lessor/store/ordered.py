"""Keys in ascending order, for those who walk all leases in small steps while these change.

[hot] `note` is on the path of every new lease, and the rest must never take long: keys lie in blocks of a few hundred,
and what is new waits until there is a batch of it. Keys of leases that are gone stay until their block is looked at
again, so a removal costs nothing here; whoever reads asks the store whether a key is still held.

A store that starts with many leases does not sort them: `arrange` does so in steps once somebody wants to walk. It
takes a sample of the keys for bounds, lays the keys on piles between these, and sorts one small pile after the other.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container
from typing import Final

BATCH: Final = 256
"""New keys that wait: many, so that those of neighbours are entered at once; few, so that it takes no time."""

BLOCK: Final = 512
"""Keys of a block after it was cut in two."""

SWEPT: Final = 2
"""Blocks looked through for keys of leases that are gone, each time a batch is entered."""

STEP: Final = 512
"""Keys that one `arrange` lays on piles: well below a millisecond."""

PILE: Final = 256
"""Keys between two bounds, more or less."""

CROWD: Final = 8
"""A block that gets this part of its size at once is sorted anew; fewer keys are entered one by one."""


class Ordered:
    """The keys of `held`, which begins with `keys`, by no particular order and without repetition."""

    __slots__ = ("_backlog", "_blocks", "_bounds", "_fresh", "_held", "_lasts", "_piles", "_swept")

    def __init__(self, keys: list[int], held: Container[int]) -> None:
        self._backlog = keys
        self._bounds: list[int] = []
        self._piles: list[list[int]] = []
        self._held = held
        self._fresh: list[int] = []
        # `_lasts` are upper bounds of the blocks; what lies above all of them belongs to the last block
        self._blocks: list[list[int]] = [[]]
        self._lasts: list[int] = [-1]
        self._swept = 0

    def note(self, key: int) -> None:
        """Take notice of a key that `held` has from now on."""
        self._fresh.append(key)
        if len(self._fresh) >= BATCH:
            self._enter_fresh()

    def arrange(self) -> bool:
        """Sort a part of what the store began with; return whether there is more of it. `after` needs it done."""
        if self._backlog:
            self._lay_out()
        elif self._piles:
            self._enter([key for key in self._piles.pop() if key in self._held])
        return bool(self._backlog or self._piles)

    def after(self, key: int, limit: int) -> list[int]:
        """Return up to `limit` keys above this one in ascending order; some may be held no more."""
        while self.arrange():
            pass
        self._enter_fresh()
        number = bisect_right(self._lasts, key)
        found: list[int] = []
        while number < len(self._blocks) and len(found) < limit:
            block = self._blocks[number]
            begin = bisect_right(block, key)
            found += block[begin : begin + limit - len(found)]
            number += 1
        return found

    def __len__(self) -> int:
        waiting = len(self._backlog) + len(self._fresh) + sum([len(pile) for pile in self._piles])
        return waiting + sum([len(block) for block in self._blocks])

    def _lay_out(self) -> None:
        if not self._piles:
            self._bounds = sorted(self._backlog[::PILE])
            self._piles = [[] for _ in range(len(self._bounds) + 1)]
        part = self._backlog[-STEP:]
        del self._backlog[-STEP:]
        for key in part:
            self._piles[bisect_left(self._bounds, key)].append(key)

    def _enter_fresh(self) -> None:
        if self._fresh:
            fresh, self._fresh = self._fresh, []
            self._enter(fresh)
            for _ in range(SWEPT):
                self._sweep()

    def _enter(self, keys: list[int]) -> None:
        keys.sort()
        begin = 0
        while begin < len(keys):
            number = bisect_left(self._lasts, keys[begin])
            if number >= len(self._lasts) - 1:
                number = len(self._lasts) - 1
                self._lasts[number] = max(self._lasts[number], keys[-1])
            end = bisect_right(keys, self._lasts[number], begin)
            self._put(number, keys[begin:end])
            begin = end

    def _put(self, number: int, keys: list[int]) -> None:
        block = self._blocks[number]
        if len(keys) * CROWD > len(block):
            block = self._blocks[number] = sorted({*block, *keys})
        else:
            for key in keys:
                position = bisect_left(block, key)
                # a lease that was removed and given again may still be there
                if position == len(block) or block[position] != key:
                    block.insert(position, key)
        if len(block) > 2 * BLOCK:
            self._cut(number)

    def _cut(self, number: int) -> None:
        block = self._blocks[number]
        last = self._lasts[number]
        parts = [block[begin : begin + BLOCK] for begin in range(0, len(block), BLOCK)]
        self._blocks[number : number + 1] = parts
        self._lasts[number : number + 1] = [*[part[-1] for part in parts[:-1]], last]

    def _sweep(self) -> None:
        """Forget keys of leases that are gone, in the block whose turn it is."""
        number = self._swept = (self._swept + 1) % len(self._blocks)
        held = self._held
        kept = [key for key in self._blocks[number] if key in held]
        if kept or number == len(self._blocks) - 1:
            self._blocks[number] = kept
        else:
            del self._blocks[number], self._lasts[number]
