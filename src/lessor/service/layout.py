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

DEFAULT_TIME: Final = "%Y-%m-%d %H:%M:%S"
MILLISECONDS: Final = "%q"
CONVERSION: Final = re.compile(
    r"%(?P<left>-?)(?P<width>\d*)(?:\.(?P<most>\d+))?(?P<letter>.)(?:\{(?P<argument>[^}]*)\})?"
)

# What stays for every line, as positions of the arguments of str.format in `Layout.render`.
PER_LINE: Final = {"p": 1, "c": 2, "m": 3}


class LayoutError(Exception):
    """The pattern cannot be understood."""


class Layout:
    """One pattern, ready to write lines.

    All that changes with the clock's second only is put into a template once a second; a line costs one str.format.
    """

    __slots__ = ("pieces", "second", "template")

    def __init__(self, pattern: str) -> None:
        """Read the pattern. Raise LayoutError."""
        self.pieces = _pieces(pattern)
        self.second = -1
        self.template = ""

    def render(self, now: float, severity: str, logger: str, text: str) -> str:
        """Return the line; `now` is unix time in seconds."""
        second = int(now)
        if second != self.second:
            self.second = second
            self.template = "".join(
                piece if letter == "" else _time(letter, piece, second) for letter, piece in self.pieces
            )
        return self.template.format(int((now - second) * 1000), severity, logger, text)


def _pieces(pattern: str) -> list[tuple[str, str]]:
    """Cut a pattern into (letter, strftime format) for times and ("", template) for all else."""
    pieces = []
    end = 0
    for match in CONVERSION.finditer(pattern):
        pieces.append(("", _escaped(pattern[end : match.start()])))
        pieces.append(_piece(match))
        end = match.end()
    pieces.append(("", _escaped(pattern[end:])))
    return pieces


def _piece(match: re.Match[str]) -> tuple[str, str]:
    letter = match["letter"]
    if letter in "Dd":
        return letter, match["argument"] or DEFAULT_TIME
    argument = "" if match["argument"] is None else _escaped(f"{{{match['argument']}}}")
    spec = f"{'<' if match['left'] else '>'}{match['width']}" if match["width"] else ""
    if match["most"] is not None:
        spec += f".{match['most']}"
    if letter in PER_LINE:
        return "", f"{{{PER_LINE[letter]}:{spec}}}{argument}"
    return "", _escaped(format(_constant(letter, match.string), spec)) + argument


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


def _time(letter: str, layout: str, second: int) -> str:
    moment = time.localtime(second) if letter == "D" else time.gmtime(second)
    return "{0:03d}".join(_escaped(time.strftime(part, moment)) for part in layout.split(MILLISECONDS))


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
