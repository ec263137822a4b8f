"""Words of a command line to arguments of a command: `ip-address=192.0.2.1`, `remove=true`, `@file`."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from lessor.config.errors import ConfigError
from lessor.config.syntax import parse, plain
from lessor.model.command import Argument
from lessor.model.json import Json

FILE: Final = "@"


class WordError(Exception):
    """A word is no argument; the text says why."""


def arguments_of(words: Sequence[str], known: Sequence[Argument]) -> dict[str, Json] | None:
    """Return the arguments that words name, None without words. Raise WordError.

    A word `@file` stands for the members of the map in a file, which may have comments as configurations do. Values are
    read as the kind that the table has for their names; those of other names as JSON, or else as text.
    """
    if not words:
        return None
    kinds = {argument.name: argument.kind for argument in known}
    found: dict[str, Json] = {}
    for word in words:
        if word.startswith(FILE):
            found.update(_members(word[len(FILE) :]))
            continue
        name, equals, value = word.partition("=")
        if not equals:
            raise WordError(f"'{word}' is no argument: write name=value, or @file")
        found[name] = _value(name, value, kinds.get(name, "any"))
    return found


def _members(file: str) -> dict[str, Json]:
    tree = _parsed(_content(file), file)
    if not isinstance(tree, dict):
        raise WordError(f"{file}: a map of arguments is needed")
    return tree


def _content(file: str) -> str:
    try:
        return Path(file).read_text()
    except (OSError, ValueError) as error:
        raise WordError(f"{file}: {getattr(error, 'strerror', None) or error}") from None


def _parsed(text: str, file: str) -> Json:
    try:
        return plain(parse(text, file))
    except ConfigError as error:
        raise WordError(str(error.problems[0])) from None


def _value(name: str, text: str, kind: str) -> Json:
    if text.startswith(FILE):
        return _parsed(_content(text[len(FILE) :]), text[len(FILE) :])
    try:
        return KINDS[kind](text)
    except (ValueError, KeyError):
        raise WordError(f"{name}={text}: a value of kind {kind} is needed") from None


def _boolean(text: str) -> Json:
    return {"true": True, "false": False}[text]


def _list(text: str) -> Json:
    """Return a list as JSON has it, or of words between commas."""
    if text.lstrip().startswith("["):
        return _of(list, text)
    return [_any(word) for word in text.split(",") if word]


def _map(text: str) -> Json:
    return _of(dict, text)


def _of(kind: type, text: str) -> Json:
    value: Json = json.loads(text)
    if not isinstance(value, kind):
        raise ValueError
    return value


def _number(text: str) -> Json:
    return float(text) if set(text) & set(".eE") else int(text)


def _any(text: str) -> Json:
    try:
        value: Json = json.loads(text)
    except ValueError:
        return text
    return value


KINDS: Final[dict[str, Callable[[str], Json]]] = {
    "string": str,
    "integer": int,
    "number": _number,
    "boolean": _boolean,
    "list": _list,
    "map": _map,
    "any": _any,
}
"""How the text of a value is read, by the kind of its argument (model/command.py)."""
