"""Requests as octets: where one ends, and what it says.

A UNIX socket has no framing: a request ends where its JSON value ends. `Framer` finds that place while the octets come
in, looks at each octet once, however they are cut, and leaves out comments, which Kea allows here as in its files.
"""

import asyncio
import json
import re
from collections.abc import Callable
from math import isinf
from typing import Final

from lessor.config.collector import resting_collector
from lessor.control.limits import DEEPEST, MOST_VALUES, OFF_THE_LOOP
from lessor.model.json import Json

_SPACE: Final = b" \t\r\n"
_OUTSIDE: Final = re.compile(rb'["{}\[\]#/]')
_TEXT: Final = re.compile(rb'["\\]')
_LINE: Final = re.compile(rb"\n")
_BLOCK: Final = re.compile(rb"\*+(/?)")
_TOO_DEEP: Final = "lists and maps nest too deep"
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


class RequestError(Exception):
    """What came is no request; the text says why."""


class Framer:
    """Finds the end of one JSON map or list. `feed` it all octets in order; `kept` are those without comments."""

    __slots__ = ("_depth", "_go_on", "_held", "kept")

    def __init__(self) -> None:
        self.kept = bytearray()
        self._depth = 0
        self._held = b""
        self._go_on: Callable[[Framer, bytes, int], int] = Framer._outside

    def feed(self, octets: bytes) -> bool:
        """Take octets; return whether the value has come to its end, so that whatever follows does not count.

        Raise RequestError if no value begins here.
        """
        octets, self._held = self._held + octets, b""
        at = 0
        while 0 <= at < len(octets):
            at = self._go_on(self, octets, at)
        return at < 0

    def _outside(self, octets: bytes, at: int) -> int:
        """Pass over what is no string and no comment; return where to go on, -1 at the end of the value."""
        if not self._depth:
            at += len(octets) - at - len(octets[at:].lstrip(_SPACE))
            if at < len(octets) and octets[at] not in b"{[#/":
                raise RequestError(f"invalid first character {chr(octets[at])}")
        begin = at
        for found in _OUTSIDE.finditer(octets, at):
            mark = found[0]
            if mark in b"#/":
                return self._comment(octets, begin, found.start())
            if mark == b'"':
                self._go_on = Framer._text
                return self._keep(octets, begin, found.end())
            self._depth += 1 if mark in b"{[" else -1
            if self._depth <= 0:
                self._keep(octets, begin, found.end())
                return -1
        return self._keep(octets, begin, len(octets))

    def _comment(self, octets: bytes, begin: int, at: int) -> int:
        self._keep(octets, begin, at)
        if octets[at] == ord("#"):
            self._go_on = Framer._line
            return at + 1
        if at + 1 == len(octets):
            self._held = octets[at:]
            return at + 1
        following = octets[at + 1 : at + 2]
        if following not in (b"/", b"*"):
            raise RequestError(f"invalid character {chr(octets[at])}")
        self._go_on = Framer._line if following == b"/" else Framer._block
        return at + 2

    def _text(self, octets: bytes, at: int) -> int:
        found = _TEXT.search(octets, at)
        if found is None:
            return self._keep(octets, at, len(octets))
        if found[0] == b'"':
            self._go_on = Framer._outside
            return self._keep(octets, at, found.end())
        self._go_on = Framer._escape
        return self._keep(octets, at, found.end())

    def _escape(self, octets: bytes, at: int) -> int:
        self._go_on = Framer._text
        return self._keep(octets, at, at + 1)

    def _line(self, octets: bytes, at: int) -> int:
        found = _LINE.search(octets, at)
        if found is None:
            return len(octets)
        self._go_on = Framer._outside
        return found.start()

    def _block(self, octets: bytes, at: int) -> int:
        for found in _BLOCK.finditer(octets, at):
            if found[1]:
                self._go_on = Framer._outside
                return found.end()
            if found.end() == len(octets):
                self._held = b"*"
        return len(octets)

    def _keep(self, octets: bytes, begin: int, end: int) -> int:
        self.kept += octets[begin:end]
        return end


def _no_number(text: str) -> Json:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise ValueError(f"{text} is too large a number")
    return number


_QUICK: Final = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)


async def decode(octets: bytes) -> Json:
    """Return a request. Raise RequestError when it is no JSON."""
    if len(octets) < OFF_THE_LOOP:
        return parse(octets, _QUICK.decode)
    return await asyncio.to_thread(_parse_politely, octets)


def parse(octets: bytes, read: Callable[[str], Json]) -> Json:
    """Return what `read` makes of these octets. Raise RequestError."""
    try:
        value = read(octets.decode())
        if _SURROGATE.search(octets):
            # half a character could not be written to any file, nor sent
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise RequestError(_TOO_DEEP) from None
    except ValueError as error:
        raise RequestError(str(error)) from None
    _check_depth(value)
    return value


def _parse_politely(octets: bytes) -> Json:
    """Parse beside the event loop, which has its turn whenever it wants one."""
    if sum(octets.count(mark) for mark in (b",", b"[", b"{")) > MOST_VALUES:
        raise RequestError("it has too many values")
    with resting_collector():
        return parse(octets, _Polite().decode)


class _Polite(json.JSONDecoder):
    """Walks through lists and maps in Python: the usual reader lets nobody else run until it is at the end."""

    def __init__(self) -> None:
        super().__init__(parse_constant=_no_number, parse_float=_finite)
        # the readers that JSONDecoder has where there are none in C; types know nothing of them
        self.parse_object = json.decoder.JSONObject  # type: ignore[attr-defined]
        self.parse_array = json.decoder.JSONArray  # type: ignore[attr-defined]
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]


def _check_depth(value: Json) -> None:
    """Raise RequestError if lists and maps nest so deep that whoever walks through them comes to grief."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            member
            for node in level
            for member in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())
            if isinstance(member, dict | list)
        ]
        if not level:
            return
    raise RequestError(_TOO_DEEP)
