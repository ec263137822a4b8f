"""The tokens of a configuration text, includes already gone into.

Blanks and comments lie between tokens and are never seen above. A token never spans two files. What no token begins
with is an error at the place where the unfinished thing (string, comment) begins.
"""

from __future__ import annotations

import json
import os
import re
from typing import Final

from lessor.config.errors import ConfigError, Problem
from lessor.config.node import Source

DAEMONS: Final = ("Dhcp4", "Dhcp6", "Control-agent")
"""Keys of the sections we read."""

MAX_INCLUDES: Final = 10
"""Included files inside each other."""

STRING: Final = "string"
"""A string without escapes; `text` is its value."""
KEY: Final = "key"
"""The same, with the colon that follows it."""
ESCAPED: Final = "escaped string"
"""A string with escapes, as written."""
INTEGER: Final = "integer"
WORD: Final = "word"
"""Anything else without blanks: reals, true, false, null, and mistakes."""
END: Final = "end"
PUNCTUATION: Final = "punctuation"  # never seen above: there each of {}[],: is a kind of its own
INCLUDE: Final = "include"  # never seen above

# Each alternative can match in one way only, so that trying again after a mistake takes no time. Possessive quantifiers
# would say the same shorter, but match too much before Python 3.11.5 (gh-106052), and Debian 12 has 3.11.2.
_SKIP = r"(?:[ \t\r\n\f\v]+(?![ \t\r\n\f\v])|\#[^\n]*(?=\n|\Z)|//[^\n]*(?=\n|\Z)|/\*(?:[^*]|\*(?!/))*\*/)*"
_TOKEN = re.compile(
    _SKIP
    + r"""(?: "([^"\\\x00-\x1f]*)" ([ \t\r\n]*:)?       # common case first: string or key without escapes
            | ([{}\[\],:])
            | (-?[0-9]+) (?![-+.\w])
            | ([-+.\w]+)
            | "((?:[^"\\\x00-\x1f]|\\.)*)"
            | <\?include [ \t]* "([^"\x00-\x1f]+)" [ \t\r\n]* \?>
            | (\Z)
        )""",
    re.VERBOSE | re.DOTALL,
)
# A whole member as most are: plain key, plain string or integer, and after it surely the next member or the end of the
# map. Blanks only, no comments; an integer short enough for any interpreter.
_MEMBER = re.compile(
    r"""[ \t\r\n]*"([^"\\\x00-\x1f\ud800-\udfff]*)"[ \t\r\n]*:"""
    r"""[ \t\r\n]*(?:"([^"\\\x00-\x1f\ud800-\udfff]*)"|(-?[0-9]{1,18})(?![-+.\w]))"""
    r"""[ \t\r\n]*(?:,(?=[ \t\r\n]*")|(?=\}))"""
)
_KINDS: Final = ("", STRING, KEY, PUNCTUATION, INTEGER, WORD, ESCAPED, INCLUDE, END)
_BLANK = re.compile(_SKIP, re.DOTALL)

_UNFINISHED: Final = (
    ("/*", "the comment begun here is not closed", "add */"),
    ('"', "the string begun here is not closed on its line", r'add "; a line break inside is written \n'),
    ("'", "found a single quote", "write strings in double quotes"),
    ("<?", "found something like an include", 'write <?include "file"?>'),
    ("/", "found a lone /", "a comment begins with //, /* or #"),
)


class Tokens:
    """One token after the other: its `kind`, its `text`, and its `start` in `source`.

    `trail` belongs to the caller: the keys and list positions it is inside of, for errors.
    """

    __slots__ = ("_including", "_reading", "kind", "source", "start", "text", "trail")

    def __init__(self, text: str, file: str) -> None:
        self.source = self._reading = Source(text, file)
        self._including: list[Source] = []
        self.trail: list[str | int] = []
        self.kind = ""
        self.text = ""
        self.start = 0

    def advance(self) -> None:
        """Read the next token, going into and coming back from included files. Raise ConfigError."""
        while True:
            source = self._reading
            match = _TOKEN.match(source.text, source.end)
            if match is None:
                raise self._unreadable(source)
            group = match.lastindex
            assert group is not None, "each alternative of _TOKEN is a group"
            source.end = match.end()
            kind = _KINDS[group]
            if kind == END and self._including:
                self._reading = self._including.pop()
                continue
            self.source = source
            self.kind = kind
            self.text = match[group]
            self.start = match.start(group)
            if kind == PUNCTUATION:
                self.kind = self.text
            elif kind == KEY:
                self.text = match[1]
                self.start = match.start(1) - 1
            elif kind in (STRING, ESCAPED):
                self.start -= 1
            elif kind == INCLUDE:
                self.start -= 1
                self._include(self.text)
                continue
            return

    def plain_members(self) -> list[tuple[str, str | int, int]]:
        """Read the members of a map that come next as long as they are plain: key, value, and its number in `source`.

        What is not plain is left to advance(): the next token is a key, or the end of the map.
        """
        # common case first: most of a large configuration are such members
        source = self._reading
        text, end = source.text, source.end
        found: list[tuple[str, str | int, int]] = []
        while (match := _MEMBER.match(text, end)) is not None:
            end = match.end()
            key, value = match.group(1, 2)
            at = match.start(1) - 1
            if value is None:
                found.append((key, int(match[3]), source.enter(match.start(3), at)))
            else:
                found.append((key, value, source.enter(match.start(2) - 1, at)))
        source.end = end
        if found:
            self.source = source
        return found

    def found(self) -> str:
        """Return the current token in words."""
        if self.kind in (STRING, KEY, ESCAPED):
            return f'the string "{short(self.text)}"'
        return "the end of the file" if self.kind == END else short(self.text)

    def error(self, wrong: str, right: str) -> ConfigError:
        """Return the error that stands at the current token."""
        line, column = self.source.place(self.start)
        return ConfigError([Problem(self.source.file, line, column, key_path(self.trail), wrong, right)])

    def _include(self, name: str) -> None:
        if len(self._including) >= MAX_INCLUDES:
            raise self.error(f"includes nest deeper than {MAX_INCLUDES} files", "include fewer inside each other")
        beside = os.path.join(os.path.dirname(self.source.file), name)
        path = name if os.path.exists(name) else beside
        open_files = {os.path.realpath(source.file) for source in (*self._including, self.source)}
        if os.path.realpath(path) in open_files:
            raise self.error(f'the file "{name}" includes itself', "remove this include")
        try:
            text = read(path)
        except OSError as error:
            raise self.error(f'cannot open include file "{name}": {error.strerror}', "name a readable file") from None
        self._including.append(self.source)
        self._reading = Source(text, path)

    def _unreadable(self, source: Source) -> ConfigError:
        blank = _BLANK.match(source.text, source.end)
        assert blank is not None, "no blank at all is a match too"
        self.source, self.start = source, blank.end()
        for opening, wrong, right in _UNFINISHED:
            if source.text.startswith(opening, self.start):
                return self.error(wrong, right)
        return self.error(f"found {source.text[self.start]!r}, which begins nothing known", "remove it")


def read(path: str) -> str:
    """Return the text of a file. Octets that are not UTF-8 become lone surrogates: they do no harm in comments."""
    with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        return file.read()


def key_path(trail: list[str | int]) -> str:
    """Return the name of a place in the tree as messages give it: `subnet4[0].pools[1].pool`.

    The key of the daemon itself goes without saying.
    """
    steps = trail[1:] if len(trail) > 1 and trail[0] in DAEMONS else trail
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return _visible(_cut(path.removeprefix("."), 100))


def short(text: str) -> str:
    """Return a text as it is told in a message, on one line: long ones cut, controls escaped."""
    return _visible(_cut(text, 40))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 3] + "..."


def _visible(text: str) -> str:
    return text if text.isprintable() else json.dumps(text)[1:-1]
