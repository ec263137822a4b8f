"""Answers as octets, in the very spelling of Kea: keys in order, a space inside each bracket.

Long answers are written in pieces, so that packets go on in between.
"""

import asyncio
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Final

from lessor.model.json import Json

_PIECE: Final = 1 << 14
"""Characters after which somebody else has a turn."""

_MEMBERS: Final = 32
"""A list or map with so many members is written member by member."""


async def encode(answer: Json) -> bytes:
    """Return an answer as it is sent."""
    written: list[str] = []
    size = 0
    for piece in pieces(answer):
        written.append(piece)
        size += len(piece)
        if size > _PIECE:
            size = 0
            await asyncio.sleep(0)
    # half a character is written as an escape, which is JSON too
    return "".join(written).encode(errors="backslashreplace")


def pieces(value: Json) -> Iterator[str]:
    """Yield the text of a value, little by little where there is much of it."""
    if isinstance(value, dict):
        yield "{ "
        for i, key in enumerate(sorted(value)):
            yield f"{', ' if i else ''}{encode_basestring(key)}: "
            yield from pieces(value[key])
        yield " }"
    elif isinstance(value, list) and len(value) >= _MEMBERS:
        yield "[ "
        for i, member in enumerate(value):
            if i:
                yield ", "
            yield text(member)
        yield " ]"
    else:
        yield text(value)


def text(value: Json) -> str:
    """Return a value as text, at once."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        members = [f"{encode_basestring(key)}: {text(value[key])}" for key in sorted(value)]
        return f"{{ {', '.join(members)} }}"
    if isinstance(value, list):
        return f"[ {', '.join([text(member) for member in value])} ]"
    return "null" if value is None else repr(value)
