"""Many rows of a lease file at once, column by column: what both families share.

Each step is one call that works through a whole column inside the interpreter. It only reads what servers write: when
any row of the lot is unusual or wrong, it raises ValueError, LookupError or OSError, and all rows are left to those who
read them one by one and say what is wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from struct import iter_unpack
from typing import TypeVar

from lessor.store.rows import Header

Value = TypeVar("Value")


def columns_of(rows: str, header: Header) -> list[list[str]]:
    """Return the texts of our columns, of rows that have as many fields as the first of them. Raise ValueError."""
    first = rows.partition("\n")[0].split(",")
    # what the first row lacks all of them lack
    fitted = header.fit(first)
    written, newlines = len(first), rows.count("\n")
    # one split for all: the ends of rows become fields, and stand in a column if all rows are of the same length
    texts = rows.replace("\n", ",\n,").split(",")
    ends = texts[written :: written + 1]
    if len(texts) != written + newlines * (written + 1) or ends.count("\n") != newlines:
        raise ValueError
    columns = [texts[place :: written + 1] for place in range(min(written, len(fitted)))]
    return [*columns, *[[text] * (newlines + 1) for text in fitted[written:]]]


def values_of(texts: Sequence[str], values: Mapping[str, Value]) -> Iterable[Value]:
    """Return the value of each text."""
    # common case first: all leases are alike in this
    if texts.count(texts[0]) == len(texts):
        return repeat(values[texts[0]], len(texts))
    return [values[text] for text in texts]


def octets_of(texts: Sequence[str], longest: int) -> list[bytes]:
    """Return the octets of texts like `01:ab`. Raise ValueError for texts that we would write otherwise."""
    joined = ":".join(filter(None, texts))
    octets = bytes.fromhex(joined.replace(":", ""))
    # so each text is two digits after two digits, and begins and ends with some
    if octets.hex(":") != joined:
        raise ValueError
    lengths = [(len(text) + 1) // 3 for text in texts]
    most = max(lengths)
    if most > longest:
        raise ValueError
    # common case first: all are Ethernet addresses
    if most and lengths.count(most) == len(lengths):
        return [part for (part,) in iter_unpack(f"{most}s", octets)]
    found, begin = [], 0
    for length in lengths:
        found.append(octets[begin : begin + length])
        begin += length
    return found


def names_of(texts: list[str]) -> list[str]:
    """Return host names, in small letters. Raise ValueError where one has escapes."""
    joined = "".join(texts)
    if "&" in joined:
        raise ValueError
    return texts if joined == joined.lower() else [text.lower() for text in texts]
