"""How many leases count against which limit.

The tally knows of each lease for what it counts, so that hearing of a lease twice does no harm.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from lessor.plugins.limits.settings import Label

Key = tuple[int, int]
"""Type and first address of a lease."""

NOTHING: Final[tuple[Label, ...]] = ()


class Tally:
    """Counts leases by label."""

    def __init__(self) -> None:
        self._labels: dict[Key, tuple[Label, ...]] = {}
        self._counts: Counter[Label] = Counter()

    def note(self, key: Key, labels: tuple[Label, ...]) -> None:
        """Let a lease count for these labels, and no others; for none when it has ended."""
        for label in self._labels.pop(key, NOTHING):
            self._counts[label] -= 1
        if labels:
            self._labels[key] = labels
            for label in labels:
                self._counts[label] += 1

    def full(self, key: Key, labels: tuple[Label, ...], limits: Mapping[Label, int]) -> Label | None:
        """Return a label under which there is no room for a lease; a lease that counts there has its room."""
        own = self._labels.get(key, NOTHING)
        for label in labels:
            if label not in own and self._counts[label] >= limits[label]:
                return label
        return None

    def count(self, label: Label) -> int:
        """Return how many leases count for a label."""
        return self._counts[label]
