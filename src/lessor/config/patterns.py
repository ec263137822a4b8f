"""Regular expressions as Kea takes them (POSIX extended) in the words of Python's `re`.

The two differ inside of square brackets: POSIX has classes there like [:alnum:], and a backslash that is one.
"""

import re
from typing import Final

from lessor.engine.network import Naming
from lessor.model.network import Naming as Written

CLASSES: Final = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"!-/:-@\[-`{-~",
    "space": r" \t\n\r\f\v",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}

_CLASS = re.compile(r"\[:(\w+):\]")
_BRACKETS = re.compile(r"\\.|\[(\^?)(\]?(?:\[:\w+:\]|[^\]])*)\]", re.DOTALL)
_SPECIAL = re.compile(r"[\[\\&~|]|(?<=-)-")


def python_pattern(pattern: str) -> str:
    """Return the expression for Python's `re`. Raise ValueError when it is none."""
    translated = _BRACKETS.sub(_translated, pattern)
    try:
        re.compile(translated)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"'{pattern}' is not a valid regular expression: {error}") from None
    return translated


class Patterns:
    """Translates expressions as they are met, each once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, pattern: str) -> str:
        """Return the expression for Python's `re`. Raise ValueError when it is none."""
        if pattern not in self._known:
            self._known[pattern] = python_pattern(pattern)
        return self._known[pattern]


def python_replacement(text: str) -> str:
    """Return a replacement for Python's `re`, to which a backslash is an escape and not itself."""
    return text.replace("\\", "\\\\")


def named(naming: Written | None, pattern: Patterns) -> Naming | None:
    """Return how a pool names its clients, ready for the engine; None when that is for its subnet to say."""
    if naming is None:
        return None
    return Naming(
        pattern(naming.hostname_char_set),
        python_replacement(naming.hostname_char_replacement),
        naming.qualifying_suffix,
        naming.generated_prefix,
    )


def _translated(brackets: re.Match[str]) -> str:
    if brackets[2] is None:
        return brackets[0]
    pieces = _CLASS.split(brackets[2])
    texts = [_SPECIAL.sub(lambda special: "\\" + special[0], piece) for piece in pieces[::2]]
    # a bracket that comes first is one of the characters meant
    texts[0] = re.sub(r"^\]", r"\\]", texts[0])
    classes = [CLASSES.get(name) for name in pieces[1::2]]
    if None in classes:
        raise ValueError(f"'{brackets[0]}' has a class of characters that does not exist")
    between = [f"{name or ''}{text}" for name, text in zip(classes, texts[1:], strict=True)]
    return f"[{brackets[1]}{texts[0]}{''.join(between)}]"
