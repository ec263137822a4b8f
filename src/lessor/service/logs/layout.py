"""How a log line looks: the patterns of `output-options`, which are those of log4cplus.

| conversion | stands for |
| --- | --- |
| `%D{...}` | local time as strftime writes it, and `%q` in it: milliseconds, `%Q`: milliseconds with three decimals |
| `%d{...}` | the same in UTC |
| `%r` | milliseconds since the start |
| `%p` | severity |
| `%c`, `%c{2}` | name of the logger, its last two parts |
| `%i`, `%t`, `%T` | number of the process, of the thread |
| `%h`, `%H` | name of the host, with its domain |
| `%E{NAME}` | a variable of the environment |
| `%m` | the message: id and text |
| `%n`, `%%` | end of line, per cent sign |
| `%b`, `%F`, `%L`, `%M`, `%l`, `%x`, `%X{...}` | nothing: places in a source, contexts of a thread, which are Kea's |

A width as in `%-5p` pads, `%.20c` keeps the last 20 characters. What is no conversion is plain text, as in Kea.
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

DEFAULT_TIME: Final = "%Y-%m-%d %H:%M:%S"
CONVERSION: Final = re.compile(
    r"%(?P<left>-?)(?P<width>\d*)(?:\.(?P<most>\d+))?(?:(?P<letter>[dDcEX])(?:\{(?P<argument>[^}]*)\})?|(?P<bare>[a-zA-Z%]))"
)
IN_TIME: Final = re.compile("(%[%qQs])")

CONSTANT: Final = "itThHEn%"
ABSENT: Final = "bFLMlxX"
"""Conversions that have no value here."""

# What a value that changes within a second looks like in a template.
PLACEHOLDERS: Final = {"%q": "%03d", "%Q": "%07.3f", "r": "%d"}
MILLISECOND: Final = 1000
MICROSECOND: Final = 1000000


class Piece:
    """A part of a pattern: `kind` is the letter of a conversion, or empty for plain text; `argument` is its own text.

    `width` pads, to the left if negative; `most` is how many characters are kept, -1 for all.
    """

    __slots__ = ("argument", "kind", "most", "width")

    def __init__(self, kind: str, argument: str, width: int = 0, most: int = -1) -> None:
        self.kind = kind
        self.argument = argument
        self.width = width
        self.most = most

    def fit(self, text: str) -> str:
        """Return the text cut and padded."""
        if 0 <= self.most < len(text):
            text = text[len(text) - self.most :]
        return text.ljust(-self.width) if self.width < 0 else text.rjust(self.width)


class Layout:
    """One pattern, ready to write lines.

    Lines of one second, logger and severity differ little: the rest of them is put together once, and what stands
    before the message once for each moment that the pattern can tell apart. So a line costs one look-up.
    """

    __slots__ = ("heads", "pieces", "resolution", "second", "start", "tail", "templates", "tick", "varying")

    def __init__(self, pattern: str, start: float = 0.0) -> None:
        """Read the pattern; `start` is when the process started, unix time in seconds."""
        pieces = _pieces(pattern)
        self.start = start
        at = next((i for i, piece in enumerate(pieces) if piece.kind == "m"), len(pieces))
        self.tail = _plain_tail(pieces[at:])
        self.pieces = pieces if self.tail is None else pieces[:at]
        self.varying = [kind for piece in self.pieces for kind in _varying(piece)]
        self.resolution = MICROSECOND if "%Q" in self.varying else MILLISECOND
        self.tick = self.second = -1
        self.templates: dict[tuple[str, str], str] = {}
        self.heads: dict[tuple[str, str], str] = {}

    def render(self, now: float, severity: str, logger: str, text: str) -> str:
        """Return the line; `now` is unix time in seconds."""
        tick = int(now * self.resolution)
        if tick != self.tick:
            self._advance(tick)
        if self.tail is None:
            return self._template(severity, logger) % self._values(text)
        head = self.heads.get((severity, logger))
        if head is None:
            head = self.heads[severity, logger] = self._template(severity, logger) % self._values("")
        return head + text + self.tail

    def _advance(self, tick: int) -> None:
        self.tick = tick
        self.heads.clear()
        second = tick // self.resolution
        if second != self.second:
            self.second = second
            self.templates.clear()

    def _template(self, severity: str, logger: str) -> str:
        """Return the line of this second, ready for the % operator with what varies within it."""
        template = self.templates.get((severity, logger))
        if template is None:
            template = "".join(_rendered(piece, self.second, severity, logger) for piece in self.pieces)
            self.templates[severity, logger] = template
        return template

    def _values(self, text: str) -> tuple[object, ...]:
        fraction = self.tick % self.resolution * MILLISECOND / self.resolution
        # common case first
        if self.varying == ["%q"]:
            return (fraction,)
        elapsed = self.second * MILLISECOND + fraction - self.start * MILLISECOND
        messages = iter([piece.fit(text) for piece in self.pieces if piece.kind == "m"])
        return tuple(next(messages) if kind == "m" else elapsed if kind == "r" else fraction for kind in self.varying)


def _pieces(pattern: str) -> list[Piece]:
    pieces = []
    end = 0
    for match in CONVERSION.finditer(pattern):
        pieces.append(Piece("", pattern[end : match.start()]))
        pieces.append(_conversion(match))
        end = match.end()
    pieces.append(Piece("", pattern[end:]))
    return pieces


def _conversion(match: re.Match[str]) -> Piece:
    letter = match["letter"] or match["bare"]
    argument = match["argument"] or ""
    width = int(match["width"] or 0) * (-1 if match["left"] else 1)
    most = -1 if match["most"] is None else int(match["most"])
    if letter in "dDcpmr":
        return Piece(letter, argument, width, most)
    if letter in CONSTANT or letter in ABSENT:
        return Piece("", Piece("", "", width, most).fit(_constant(letter, argument)))
    return Piece("", match[0])


def _constant(letter: str, argument: str) -> str:
    match letter:
        case "i":
            return str(os.getpid())
        case "t" | "T":
            return str(threading.get_native_id())
        case "h":
            return socket.gethostname()
        case "H":
            return socket.getfqdn()
        case "E":
            return os.environ.get(argument, "")
        case "n":
            return "\n"
        case "%":
            return "%"
        case "l":
            return ":"  # between a file and a line that are not there
    return ""


def _plain_tail(rest: list[Piece]) -> str | None:
    """Return what stands behind the first message; None if that varies, or if the message must be fitted."""
    if not rest:
        return None
    message, *others = rest
    if message.width or message.most >= 0 or any(piece.kind for piece in others):
        return None
    return "".join(piece.argument for piece in others)


def _varying(piece: Piece) -> list[str]:
    """Return what of this piece differs from line to line within a second."""
    if piece.kind in ("d", "D"):
        return [part for part in IN_TIME.findall(piece.argument or DEFAULT_TIME) if part in PLACEHOLDERS]
    return [piece.kind] if piece.kind in ("m", "r") else []


def _rendered(piece: Piece, second: int, severity: str, logger: str) -> str:
    """Return the piece as part of a template for the % operator."""
    match piece.kind:
        case "m":
            return "%s"
        case "r":
            return PLACEHOLDERS["r"]
        case "p":
            return piece.fit(severity)
        case "c":
            return _escaped(piece.fit(_last_parts(logger, piece.argument)))
        case "D":
            return _time(time.localtime(second), second, piece.argument or DEFAULT_TIME)
        case "d":
            return _time(time.gmtime(second), second, piece.argument or DEFAULT_TIME)
    return _escaped(piece.argument)


def _last_parts(logger: str, number: str) -> str:
    """Return as many last parts of a logger's name as wanted; all of them without a number above 0."""
    wanted = int(number) if number.isascii() and number.isdigit() else 0
    return ".".join(logger.split(".")[-wanted:])


def _time(moment: time.struct_time, second: int, layout: str) -> str:
    parts = []
    for part in IN_TIME.split(layout):
        if part == "%s":
            parts.append(str(second))  # strftime takes any time for local time
        elif part == "%%":
            parts.append("%%")
        else:
            parts.append(PLACEHOLDERS.get(part) or _escaped(time.strftime(part, moment)))
    return "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
