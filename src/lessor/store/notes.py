"""What messages changed in a view, each note with the number of its message: put together, and told apart again.

A message wins or loses as a whole, and with it every message that built on what it changed.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, TypeVar

Lease = TypeVar("Lease")

Change: TypeAlias = tuple[Lease | None, Lease | None]
Note: TypeAlias = tuple[int, Sequence[tuple[Lease | None, Lease | None]]]
"""The number of a message, and changes that belong together."""


def net(notes: Iterable[Note[Lease]], key: Callable[[Lease], int]) -> dict[int, Change[Lease]]:
    """Return what all notes come to: for each key what must be there before, and what shall be there then."""
    sums: dict[int, Change[Lease]] = {}
    for _, changes in notes:
        for old, new in changes:
            lease = new if new is not None else old
            if lease is None:
                continue
            its_key = key(lease)
            sums[its_key] = (sums[its_key][0] if its_key in sums else old, new)
    return sums


def losers(notes: Sequence[Note[Lease]], key: Callable[[Lease], int], failed: Iterable[int]) -> set[int]:
    """Return the numbers that cannot come true when these keys are not what they were believed to be."""
    touched: dict[int, set[int]] = {}
    for number, changes in notes:
        touched.setdefault(number, set()).update(
            [key(lease) for old, new in changes if (lease := new if new is not None else old) is not None]
        )
    wrong = set(failed)
    lost: set[int] = set()
    while True:
        more = {number for number, keys in touched.items() if number not in lost and not keys.isdisjoint(wrong)}
        if not more:
            return lost
        lost |= more
        for number in more:
            wrong |= touched[number]
