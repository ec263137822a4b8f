"""The quick way from a configuration text to its tree, for texts that are JSON with comments and nothing more.

The interpreter's own JSON reader is ten times faster than ours, but knows no places and says other things about
mistakes. So it gets the first try: what it reads, ours reads the same. Texts that are anything else (includes, needless
commas, keys written twice, mistakes) are left to syntax.py. Places are found by reading the text once more, when
somebody asks for the first of them.
"""

from __future__ import annotations

import json
import re
from typing import Final, TypeAlias

from lessor.config.node import NO_KEY, Node, Place, Scalar, Source

Value: TypeAlias = Scalar | list["Value"] | dict[str, "Value"]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_STRING: Final = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
# bounded, because what a repetition remembers grows with its rounds
_NO_COMMENT: Final = re.compile(rf'[^"#/]*(?:{_STRING}[^"#/]*){{0,1000}}')
_COMMENTS: Final = ("#", "//", "/*")
_TO_BLANK: Final = re.compile(r"[^\n]")
# In a text that is known to be JSON: a string and whether it is a key, the begin of a map or list, another scalar.
_BEGIN: Final = re.compile(rf"{_STRING}([ \t\r\n]*:)?|[{{\[]|[-+.\w]+")


class _OtherWay(ValueError):
    """This text is for the parser that knows places."""


def read_plain(text: str, file: str, deepest: int) -> Node | None:
    """Return the tree of a text, None if it is not plain or nests deeper than that many maps and lists."""
    if not text.isascii() and _SURROGATE.search(text):
        return None
    try:
        plain = _without_comments(text)
        value: Value = _DECODER.decode(plain)
        return _Planter(_PlainText(plain, file), deepest).node(value, 0)
    except (ValueError, RecursionError):
        return None


def _without_comments(text: str) -> str:
    """Return the text with blanks where comments are, everything else at its place."""
    if "\\" in text and _ESCAPED_SURROGATE.search(text):
        raise _OtherWay
    if not any(opening in text for opening in _COMMENTS):
        return text
    parts: list[str] = []
    start = 0
    while start < len(text):
        match = _NO_COMMENT.match(text, start)
        assert match is not None, "nothing at all is a match too"
        parts.append(match[0])
        comment = _comment(text, match.end())
        if not match[0] and not comment:
            raise _OtherWay
        parts.append(_TO_BLANK.sub(" ", comment))
        start = match.end() + len(comment)
    return "".join(parts)


def _comment(text: str, start: int) -> str:
    """Return the comment that begins here, "" if none does."""
    if not text.startswith(_COMMENTS, start):
        return ""
    closing = "*/" if text.startswith("/*", start) else "\n"
    end = text.find(closing, start + 2 if closing == "*/" else start)
    if end < 0:
        if closing == "*/":
            raise _OtherWay
        return text[start:]
    return text[start : end + len(closing)]


def _members(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _OtherWay
    return members


def _real(text: str) -> float:
    number = float(text)
    if abs(number) == float("inf"):
        raise _OtherWay
    return number


def _constant(text: str) -> float:
    raise _OtherWay


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_members, parse_float=_real, parse_constant=_constant)


class _Planter:
    """Turns values into nodes, in place, with numbers in the order in which the values begin."""

    __slots__ = ("count", "deepest", "places")

    def __init__(self, places: _PlainText, deepest: int) -> None:
        self.places = places
        self.deepest = deepest
        self.count = 0

    def node(self, value: Value, depth: int) -> Node:
        number = self.count
        self.count += 1
        if isinstance(value, dict):
            return Node(self.map(value, depth + 1), self.places, number)
        if isinstance(value, list):
            return Node(self.list(value, depth + 1), self.places, number)
        return Node(value, self.places, number)

    def map(self, values: dict[str, Value], depth: int) -> dict[str, Node]:
        if depth > self.deepest:
            raise _OtherWay
        places = self.places
        members: dict[str, Node] = {}
        for key, value in values.items():
            # common case first: a scalar, without a call
            if isinstance(value, str | int):
                members[key] = Node(value, places, self.count)
                self.count += 1
            else:
                members[key] = self.node(value, depth)
        return members

    def list(self, values: list[Value], depth: int) -> list[Node]:
        if depth > self.deepest:
            raise _OtherWay
        return [self.node(value, depth) for value in values]


class _PlainText:
    """The places (node.Places) in a text that is JSON."""

    __slots__ = ("_found", "_source")

    def __init__(self, text: str, file: str) -> None:
        self._source = Source(text, file)
        self._found = False

    @property
    def file(self) -> str:
        return self._source.file

    def of_value(self, number: int) -> Place:
        return self._with_places().of_value(number)

    def of_key(self, number: int) -> Place:
        return self._with_places().of_key(number)

    def _with_places(self) -> Source:
        source = self._source
        if not self._found:
            self._found = True
            key = NO_KEY
            for match in _BEGIN.finditer(source.text):
                if match[1] is not None:
                    key = match.start()
                else:
                    source.enter(match.start(), key)
                    key = NO_KEY
        return source
