"""Compare-and-swap: whether a store may apply changes, each of which says what the store must hold before it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Lease = TypeVar("Lease")


def accepts(
    changes: Sequence[tuple[Lease | None, Lease | None]],
    key: Callable[[Lease], int],
    find: Callable[[int], Lease | None],
) -> bool:
    """Tell whether all changes apply in their order; `find` gives the lease held under a key.

    A later change may build on an earlier one. A change that touches two keys never applies.
    """
    then: dict[int, Lease | None] = {}
    for old, new in changes:
        change = new if new is not None else old
        if change is None:
            continue
        its_key = key(change)
        held = then[its_key] if its_key in then else find(its_key)
        if held is not old and held != old:
            return False
        then[its_key] = new
    return True
