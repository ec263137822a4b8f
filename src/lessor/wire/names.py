"""Domain names as text and as labels (RFC 1035 section 3.1).

Text ends in a dot when the name is complete; a partial name (option 81, RFC 4702 section 2.3.1) has no dot at its end
and no zero octet after its labels. Within a label `\\.` is a dot, `\\\\` a backslash, `\\DDD` the octet of that decimal
number. Names are written without compression and read without it, except in search lists (RFC 3397).
"""

import re
from typing import Final

from lessor.wire.errors import WireError

MAX_LABEL: Final = 63
MAX_NAME: Final = 255
"""Octets of a whole name, lengths and the closing zero included."""

MAX_JUMPS: Final = 32
"""Pointers followed for one name; names as servers write them need one or two."""

_POINTER: Final = 0xC0
_CLOSING_DOT = re.compile(r"(?<!\\)(?:\\\\)*\.$")
_CHARACTER = re.compile(r"\\(?P<octet>[0-9]{3})|\\(?P<escaped>[!-/:-~])|(?P<dot>\.)|(?P<plain>[!-\[\]-~])")


def pack_name(text: str) -> bytes:
    """Return a complete name's labels and closing zero, whether or not the text ends in a dot. Raise ValueError."""
    return _pack(text) + b"\0"


def pack_partial_name(text: str) -> bytes:
    """Return the labels of a name; the closing zero only if the text ends in a dot. Raise ValueError."""
    if not text:
        return b""
    return pack_name(text) if _CLOSING_DOT.search(text) else _pack(text)


def _pack(text: str) -> bytes:
    labels = [] if text == "." else _labels(text)
    packed = b"".join(bytes((len(label),)) + label for label in labels)
    if len(packed) >= MAX_NAME:
        raise ValueError(f"name is longer than {MAX_NAME} octets: {text!r}")
    return packed


def _labels(text: str) -> list[bytes]:
    labels = [bytearray()]
    position = 0
    while position < len(text):
        match = _CHARACTER.match(text, position)
        if match is None or int(match["octet"] or 0) > 255:
            raise ValueError(f"a name cannot contain {text[position : position + 1]!r}: {text!r}")
        position = match.end()
        if match["dot"] and position < len(text):
            labels.append(bytearray())
        elif not match["dot"]:
            labels[-1].append(int(match["octet"]) if match["octet"] else ord(match["escaped"] or match["plain"]))
    for label in labels:
        if not 1 <= len(label) <= MAX_LABEL:
            raise ValueError(f"a label has 1 to {MAX_LABEL} octets, not {len(label)}: {text!r}")
    return [bytes(label) for label in labels]


def unpack_name(data: bytes, at: int = 0) -> tuple[str, int]:
    """Return the complete name at an offset and the offset behind it. Raise WireError."""
    labels, closed, end = read_labels(data, at)
    if not closed:
        raise WireError("name without its closing zero", at)
    return _show(labels) + ".", end


def unpack_partial_name(data: bytes) -> str:
    """Return the name that fills `data`, ending in a dot if it is complete. Raise WireError."""
    labels, closed, end = read_labels(data, 0)
    if end != len(data):
        raise WireError("octets after the name", end)
    return _show(labels) + ("." if closed else "")


def read_labels(data: bytes, at: int) -> tuple[list[bytes], bool, int]:
    """Return labels up to the closing zero or the end of data, whether there was a zero, and the offset behind it.

    Raise WireError.
    """
    labels: list[bytes] = []
    start = at
    while at < len(data):
        length = data[at]
        if length == 0:
            return labels, True, at + 1
        at = _label_end(data, at, at + 1 - start)
        labels.append(data[at - length : at])
    return labels, False, at


def _label_end(data: bytes, at: int, used: int) -> int:
    """Return the offset behind the label at an offset; `used` octets of its name are read already."""
    length = data[at]
    if length > MAX_LABEL:
        raise WireError("compressed or unknown label", at)
    if at + 1 + length > len(data):
        raise WireError("label runs over the end", at)
    if used + length >= MAX_NAME:
        raise WireError(f"name longer than {MAX_NAME} octets", at)
    return at + 1 + length


def unpack_names(data: bytes) -> list[str]:
    """Return the names of a search list, whose names may end in a pointer to an earlier one. Raise WireError."""
    names: list[str] = []
    at = 0
    while at < len(data):
        labels, at = _read_compressed(data, at)
        names.append(_show(labels) + ".")
    return names


def _read_compressed(data: bytes, at: int) -> tuple[list[bytes], int]:
    labels: list[bytes] = []
    used = 1
    jumps = 0
    after = 0
    barrier = at
    while at < len(data):
        length = data[at]
        if length == 0:
            return labels, after or at + 1
        if length & _POINTER == _POINTER:
            jumps += 1
            if jumps > MAX_JUMPS:
                raise WireError("too many pointers in one name", at)
            after = after or at + 2
            at = _pointer_target(data, at, barrier)
            # Every jump goes before all that was read so far: no loop can arise.
            barrier = at
        else:
            at = _label_end(data, at, used)
            used += 1 + length
            labels.append(data[at - length : at])
    raise WireError("name without its closing zero", at)


def _pointer_target(data: bytes, at: int, barrier: int) -> int:
    if at + 2 > len(data):
        raise WireError("pointer runs over the end", at)
    target = (data[at] & ~_POINTER) << 8 | data[at + 1]
    if target >= barrier:
        raise WireError("pointer does not point backwards", at)
    return target


def _show(labels: list[bytes]) -> str:
    return ".".join("".join(_show_octet(octet) for octet in label) for label in labels)


def _show_octet(octet: int) -> str:
    if octet in b".\\":
        return "\\" + chr(octet)
    return chr(octet) if 0x21 <= octet <= 0x7E else f"\\{octet:03}"
