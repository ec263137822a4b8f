"""Read files of shell assignments, such as keactrl.conf, without running a shell.

Understood is what such files hold: `name=value`, comments, quotes, `$name`, `${name}` and `${name:-else}`, also with
`export` before it. Commands, and what would run one, are refused: a file of settings is no program.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

ASSIGNMENT: Final = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=")
VARIABLE: Final = re.compile(r"\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^{}$`]*))?\})")
PLAIN: Final = re.compile(r"(?:\\.|[^ \t;'\"])+")
"""A part of a value without quotes; what follows a backslash belongs to it."""
ENDS: Final = " \t;"
COMMANDS: Final = "`;&|<>()"


class AssignmentError(Exception):
    """The file holds something that is no assignment; the text says what, and in which line."""


def read_assignments(text: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the values by name; a variable that the file does not set is that of the environment, or empty.

    Raise AssignmentError.
    """
    values: dict[str, str] = {}
    for number, line in enumerate(text.replace("\\\n", "").split("\n"), 1):
        rest = line.strip()
        while rest and not rest.startswith("#"):
            match = ASSIGNMENT.match(rest)
            if match is None:
                raise AssignmentError(f"line {number}: this is no assignment: {rest}")
            value, end = _value(rest, match.end(), number, {**environment, **values})
            values[match[1]] = value
            rest = rest[end:].lstrip(" \t;")
    return values


def _value(line: str, at: int, number: int, variables: Mapping[str, str]) -> tuple[str, int]:
    """Return the value that starts at an offset, and where it ends."""
    parts = []
    while at < len(line) and line[at] not in ENDS:
        quote = line[at] if line[at] in "'\"" else ""
        if quote:
            end = _closing(line, at, number)
            inner = line[at + 1 : end]
            parts.append(inner if quote == "'" else "".join(_expanded(inner, number, variables, quoted=True)))
            at = end + 1
        else:
            plain = PLAIN.match(line, at)
            assert plain is not None, "neither an end nor a quotation mark"
            parts.append("".join(_expanded(plain[0], number, variables, quoted=False)))
            at = plain.end()
    return "".join(parts), at


def _closing(line: str, at: int, number: int) -> int:
    """Return the offset of the quotation mark that closes the one here."""
    quote = line[at]
    end = at + 1
    while end < len(line) and line[end] != quote:
        end += 2 if line[end] == "\\" and quote == '"' else 1
    if end >= len(line):
        raise AssignmentError(f"line {number}: a quotation mark is not closed: {line[at:]}")
    return end


def _expanded(text: str, number: int, variables: Mapping[str, str], quoted: bool) -> Iterator[str]:
    at = 0
    while at < len(text):
        letter = text[at]
        if letter == "\\" and at + 1 < len(text):
            # within quotes only these are meant by a backslash
            yield text[at + 1] if not quoted or text[at + 1] in '$`"\\' else text[at : at + 2]
            at += 2
        elif letter == "$":
            match = VARIABLE.match(text, at)
            if match is None:
                raise AssignmentError(f"line {number}: this is not understood: {text[at:]}")
            yield variables.get(match[1] or match[2], "") or match[3] or ""
            at = match.end()
        elif letter == "`" or (not quoted and letter in COMMANDS):
            raise AssignmentError(f"line {number}: commands are not run: {text}")
        else:
            yield letter
            at += 1
