"""How a log line looks: the patterns of `output-options`, a subset of those of log4cplus.

| conversion | stands for |
| --- | --- |
| `%D{...}` | local time as strftime writes it, `%q` in it: milliseconds |
| `%d{...}` | the same in UTC |
| `%p` | severity |
| `%c` | name of the logger |
| `%i`, `%t` | number of the process, of the thread |
| `%h` | name of the host |
| `%m` | the message: id and text |
| `%n`, `%%` | end of line, per cent sign |

A width as in `%-5p` pads, `%.20c` cuts.
"""

import os
import re
import socket
import threading
import time
from typing import Final

FILE_PATTERN: Final = "%D{%Y-%m-%d %H:%M:%S.%q} %-5p [%c/%i.%t] %m\n"
SYSLOG_PATTERN: Final = "%-5p [%c.%t] %m\n"
"""Syslog notes time and process itself."""

TIMES: Final = ("D", "d")
DEFAULT_TIME: Final = "%Y-%m-%d %H:%M:%S"
MILLISECONDS: Final = "%q"
CONVERSION: Final = re.compile(
    r"%(?P<left>-?)(?P<width>\d*)(?:\.(?P<most>\d+))?(?P<letter>.)(?:\{(?P<argument>[^}]*)\})?"
)

# What differs from line to line within a second, in `Layout.order`.
FRACTION: Final = "q"
TEXT: Final = "m"
USUAL_ORDER: Final = (FRACTION, TEXT)


class LayoutError(Exception):
    """The pattern cannot be understood."""


class Piece:
    """A part of a pattern: `kind` is the letter of a conversion, or empty for plain text, which is then `text`."""

    __slots__ = ("kind", "spec", "text")

    def __init__(self, kind: str, text: str, spec: str = "") -> None:
        self.kind = kind
        self.text = text
        self.spec = spec


class Layout:
    """One pattern, ready to write lines.

    Lines of one second, logger and severity differ little: the rest of them is put together once. A line then costs one
    % operation with two values.
    """

    __slots__ = ("order", "pieces", "second", "templates")

    def __init__(self, pattern: str) -> None:
        """Read the pattern. Raise LayoutError."""
        self.pieces = _pieces(pattern)
        self.order = tuple(letter for piece in self.pieces for letter in _changing(piece))
        self.second = -1
        self.templates: dict[tuple[str, str], str] = {}

    def render(self, now: float, severity: str, logger: str, text: str) -> str:
        """Return the line; `now` is unix time in seconds."""
        second = int(now)
        if second != self.second:
            self.second = second
            self.templates.clear()
        template = self.templates.get((severity, logger))
        if template is None:
            template = self.templates[severity, logger] = self._template(severity, logger)
        # common case first: no tuple is built in a loop
        if self.order == USUAL_ORDER:
            return template % ((now - second) * 1000, text)
        return template % tuple((now - second) * 1000 if letter == FRACTION else text for letter in self.order)

    def _template(self, severity: str, logger: str) -> str:
        return "".join(_rendered(piece, self.second, severity, logger) for piece in self.pieces)


def _pieces(pattern: str) -> list[Piece]:
    pieces = []
    end = 0
    for match in CONVERSION.finditer(pattern):
        pieces.append(Piece("", pattern[end : match.start()]))
        pieces += _conversion(match)
        end = match.end()
    pieces.append(Piece("", pattern[end:]))
    return pieces


def _conversion(match: re.Match[str]) -> list[Piece]:
    letter, argument = match["letter"], match["argument"]
    if letter in TIMES:
        return [Piece(letter, argument or DEFAULT_TIME)]
    spec = f"{'<' if match['left'] else '>'}{match['width']}" if match["width"] else ""
    if match["most"] is not None:
        spec += f".{match['most']}"
    # what stands in braces behind other conversions is plain text
    rest = [] if argument is None else [Piece("", f"{{{argument}}}")]
    if letter in "pcm":
        return [Piece(letter, "", spec), *rest]
    return [Piece("", format(_constant(letter, match.string), spec)), *rest]


def _constant(letter: str, pattern: str) -> str:
    match letter:
        case "i":
            return str(os.getpid())
        case "t":
            return str(threading.get_native_id())
        case "h":
            return socket.gethostname()
        case "n":
            return "\n"
        case "%":
            return "%"
    raise LayoutError(f'pattern "{pattern}": %{letter} is not known; known are %D %d %p %c %i %t %h %m %n %%')


def _changing(piece: Piece) -> str:
    """Return what of this piece differs from line to line."""
    if piece.kind in TIMES:
        return FRACTION * piece.text.count(MILLISECONDS)
    return TEXT if piece.kind == TEXT else ""


def _rendered(piece: Piece, second: int, severity: str, logger: str) -> str:
    """Return the piece as part of a template for the % operator."""
    match piece.kind:
        case "m":
            return f"%{piece.spec.replace('<', '-').replace('>', '')}s"
        case "p":
            return format(severity, piece.spec)
        case "c":
            return _escaped(format(logger, piece.spec))
        case "D":
            return _time(time.localtime(second), piece.text)
        case "d":
            return _time(time.gmtime(second), piece.text)
    return _escaped(piece.text)


def _time(moment: time.struct_time, layout: str) -> str:
    return "%03d".join(_escaped(time.strftime(part, moment)) for part in layout.split(MILLISECONDS))


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
