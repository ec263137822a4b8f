"""An index from identifiers to the keys of their leases.

[hot] Nearly every identifier has one lease, and its entry is the key itself; several keys are a tuple, many a dict
(used as an ordered set). Keys stand in the order in which they came. The empty identifier has no entry. Identifiers
may be numbers as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, TypeAlias, TypeVar

MOST_FACTS: Final = 128
"""Leases told of one identifier, the oldest first: no honest client has more, and a forged one must cost no more."""

FEW: Final = 8
"""Keys that may be a tuple: a third of a dict's memory, and copied quickly enough."""

Lease = TypeVar("Lease")
Identifier = TypeVar("Identifier", bound=bytes | int)

Index: TypeAlias = dict[Identifier, int | tuple[int, ...] | dict[int, None]]


def index_of(identifiers: list[bytes], keys: Iterable[int]) -> Index[bytes]:
    """Make the index of identifiers and keys that belong together pairwise."""
    index: Index[bytes] = dict(zip(identifiers, keys, strict=True))
    index.pop(b"", None)
    # common case first: every identifier has one lease, and this is all, at a third of the time
    if len(index) + identifiers.count(b"") < len(identifiers):
        index.clear()
        for identifier, key in zip(identifiers, keys, strict=True):
            add_key(index, identifier, key)
    return index


def entry_of(keys: list[int]) -> int | tuple[int, ...] | dict[int, None]:
    """Return the entry of an identifier that has these keys, which are different ones, in this order."""
    if len(keys) == 1:
        return keys[0]
    return tuple(keys) if len(keys) <= FEW else dict.fromkeys(keys)


def leases_of(index: Index[bytes], identifier: bytes, held: Mapping[int, Lease]) -> Sequence[Lease]:
    """Return the leases under an identifier, oldest entry first, at most MOST_FACTS."""
    keys = index.get(identifier)
    if keys is None:
        return ()
    # common case first: one lease
    if isinstance(keys, int):
        return (held[keys],)
    return [held[key] for key in islice(keys, MOST_FACTS)]


def add_key(index: Index[Identifier], identifier: Identifier, key: int) -> None:
    """Enter a key under an identifier, as its newest."""
    if not identifier:
        return
    # common case first: nobody else has this identifier; the look-up and the entry are one step
    before = index.setdefault(identifier, key)
    if before == key:
        return
    if isinstance(before, int):
        index[identifier] = (before, key)
    elif isinstance(before, dict):
        before[key] = None
    elif len(before) < FEW:
        index[identifier] = (*before, key)
    else:
        index[identifier] = dict.fromkeys((*before, key))


def remove_key(index: Index[Identifier], identifier: Identifier, key: int) -> None:
    """Remove a key that is under this identifier."""
    if not identifier:
        return
    keys = index[identifier]
    if isinstance(keys, int):
        del index[identifier]
        return
    if isinstance(keys, dict):
        del keys[key]
        if len(keys) > 1:
            return
        rest = tuple(keys)
    else:
        rest = tuple([other for other in keys if other != key])
    index[identifier] = rest[0] if len(rest) == 1 else rest
