"""The text of a configuration file to a tree that remembers its places.

The dialect is Kea's: JSON with `#`, `//` and `/* */` comments, `<?include "file"?>`, trailing commas. Like Kea's, the
parser puts up with commas that separate nothing and says so in `warnings`. An include stands for the tokens of its
file, so it may hold a whole value or some members of a map; its name is looked up from the working directory as Kea
does, then beside the including file. Lines and columns count from 1, columns in characters.

The first wrong token ends the parse. Keys written twice do not: they are reported together at the end.
"""

from __future__ import annotations

import json
import re
from typing import Final

from lessor.config.errors import ConfigError, Problem
from lessor.config.node import NO_KEY, Source, Spot
from lessor.config.node import Node as Node
from lessor.config.node import Scalar as Scalar
from lessor.config.plainjson import read_plain
from lessor.config.tokens import END, ESCAPED, INTEGER, KEY, STRING, WORD, Tokens, key_path, read, short
from lessor.model.json import Json

MAX_DEPTH: Final = 100
"""Maps and lists inside each other."""


def parse(text: str, file: str, warnings: list[Problem] | None = None) -> Node:
    """Return the tree of a configuration text; `file` names it in errors. Raise ConfigError.

    What is accepted but should be written otherwise is appended to `warnings`.
    """
    # common case first, at a quarter of the time
    found = read_plain(text, file, MAX_DEPTH)
    return found or read_tokens(text, file, [] if warnings is None else warnings)


def read_tokens(text: str, file: str, warnings: list[Problem]) -> Node:
    """Return the tree of a text as `parse` does, token by token whatever it looks like."""
    return _Parser(Tokens(text, file), warnings).document()


def parse_file(path: str, warnings: list[Problem] | None = None) -> Node:
    """Return the tree of a configuration file, as `parse` does. Raise ConfigError, also for a file not readable."""
    try:
        text = read(path)
    except OSError as error:
        wrong = f"cannot be read: {error.strerror}"
        raise ConfigError([Problem(path, 1, 1, "", wrong, "give the name of a readable file")]) from None
    return parse(text, path, warnings)


def planted(value: Json, file: str) -> Node:
    """Return the tree of values that came without places; `file` names where they came from."""
    return _planted(value, Spot(file))


def _planted(value: Json, spot: Spot) -> Node:
    if isinstance(value, dict):
        return Node({key: _planted(member, spot) for key, member in value.items()}, spot)
    if isinstance(value, list):
        return Node([_planted(member, spot) for member in value], spot)
    return Node(value, spot)


def plain(node: Node) -> Json:
    """Return the value without places: dicts, lists and scalars as `json.loads` gives them."""
    value = node.value
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    return value


_REAL = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_NOT_UNICODE = re.compile("[\ud800-\udfff]")
_CONSTANTS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
_NAMES: Final = {"{": "map", "[": "list", "}": "map", "]": "list"}


class _Parser:
    """A recursive descent; each method starts at its first token and leaves the first one after its own."""

    __slots__ = ("depth", "duplicates", "tokens", "warnings")

    def __init__(self, tokens: Tokens, warnings: list[Problem]) -> None:
        self.tokens = tokens
        self.warnings = warnings
        self.duplicates: list[Problem] = []
        self.depth = 0

    def document(self) -> Node:
        tokens = self.tokens
        tokens.advance()
        if tokens.kind == END:
            raise tokens.error("the file holds no value", 'a configuration is a map: { "Dhcp4": { ... } }')
        node = self.value()
        if tokens.kind != END:
            raise tokens.error(f"found {tokens.found()} after the end of the configuration", "remove it")
        if self.duplicates:
            raise ConfigError(self.duplicates)
        return node

    def value(self, key_source: Source | None = None, key_start: int = NO_KEY) -> Node:
        tokens = self.tokens
        kind = tokens.kind
        source = tokens.source
        node = Node(tokens.text, source)
        if key_source is None or key_source is source:
            node.number = source.enter(tokens.start, key_start)
        else:  # an include stands between the two
            node.places = Spot(source.file, source.place(tokens.start), key_source.place(key_start))
        if kind == STRING:
            self.check_unicode(tokens.text)
        elif kind == "{":
            self.read_map(node)
        elif kind == "[":
            self.read_list(node)
        else:
            node.value = self.scalar()
        tokens.advance()
        return node

    def scalar(self) -> Scalar:
        tokens = self.tokens
        if tokens.kind == INTEGER:
            try:
                return int(tokens.text)
            except ValueError:  # the interpreter limits the digits it converts
                raise tokens.error("this number has too many digits", "give a shorter one") from None
        if tokens.kind == WORD:
            return self.word()
        if tokens.kind == ESCAPED:
            return self.unescape()
        right = "give a string, a number, true, false, {...} or [...]"
        raise tokens.error(f"expected a value, found {tokens.found()}", right)

    def read_map(self, node: Node) -> None:
        """Read the members of a map; leave its closing bracket."""
        tokens = self.tokens
        members: dict[str, Node] = {}
        node.value = members
        self.enter(node)
        while tokens.kind != "}":
            source, start = tokens.source, tokens.start
            key = self.key(node)
            value = self.value(source, start)
            if key in members:
                self.duplicate(value, members[key], tokens.trail)
            members[key] = value
            self.separate("}", node)
            tokens.trail.pop()
        self.depth -= 1

    def plain_members(self, members: dict[str, Node], trail: list[str | int]) -> bool:
        """Read the members that come next as long as they are plain ones; return whether there are any.

        Says the same as the way token by token, in a third of the time; what is not plain is left to that. `trail` is
        that of the map.
        """
        tokens = self.tokens
        found = tokens.plain_members()
        source = tokens.source
        for key, value, number in found:
            node = Node(value, source, number)
            if key in members:
                self.duplicate(node, members[key], [*trail, key])
            members[key] = node
        return bool(found)

    def read_list(self, node: Node) -> None:
        """Read the members of a list; leave its closing bracket."""
        members: list[Node] = []
        node.value = members
        self.enter(node)
        trail = self.tokens.trail
        trail.append(0)
        while self.tokens.kind != "]":
            trail[-1] = len(members)
            members.append(self.value())
            self.separate("]", node)
        trail.pop()
        self.depth -= 1

    def enter(self, node: Node) -> None:
        tokens = self.tokens
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise tokens.error(f"maps and lists nest deeper than {MAX_DEPTH} levels", "nest less deeply")
        name = _NAMES[tokens.kind]
        if isinstance(node.value, dict):
            self.plain_members(node.value, tokens.trail)
        tokens.advance()
        if tokens.kind == ",":
            raise tokens.error(f"found a comma before the first member of a {name}", "remove it")
        if tokens.kind == END:
            raise self.unclosed(node)

    def key(self, node: Node) -> str:
        """Read a key and its colon, and put it on the trail."""
        tokens = self.tokens
        if tokens.kind not in (KEY, STRING, ESCAPED):
            raise self.no_key(node)
        key = self.unescape() if tokens.kind == ESCAPED else tokens.text
        self.check_unicode(key)
        if tokens.kind != KEY:
            tokens.advance()
            if tokens.kind != ":":
                raise tokens.error(f'expected a colon after the key "{short(key)}", found {tokens.found()}', "add :")
        tokens.trail.append(key)
        tokens.advance()
        return key

    def separate(self, closing: str, node: Node) -> None:
        """Read the commas between two members; leave the next member or the closing bracket."""
        tokens = self.tokens
        if tokens.kind != ",":
            if tokens.kind != closing:
                raise self.unseparated(closing, node)
            return
        if isinstance(node.value, dict) and self.plain_members(node.value, tokens.trail[:-1]):
            tokens.advance()
            return
        comma = self.comma()
        while tokens.kind == ",":
            self.warn(comma, "found a comma that separates nothing")
            comma = self.comma()
        if tokens.kind == closing:
            self.warn(comma, f"found a comma after the last member of a {_NAMES[closing]}")
        elif tokens.kind == END:
            raise self.unclosed(node)

    def comma(self) -> tuple[str, int, int]:
        tokens = self.tokens
        place = (tokens.source.file, *tokens.source.place(tokens.start))
        tokens.advance()
        return place

    def word(self) -> Scalar:
        tokens = self.tokens
        word = tokens.text
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        if _REAL.fullmatch(word):
            number = float(word)
            if abs(number) == float("inf"):
                raise tokens.error(f"{short(word)} is too large a number", "give a smaller one")
            return number
        if word.lower() in _CONSTANTS:
            raise tokens.error(f"found {word}", f"write {word.lower()}, lower case only")
        raise tokens.error(f"expected a value, found {short(word)}", "a string is written in double quotes")

    def unescape(self) -> str:
        tokens = self.tokens
        try:
            text = json.loads(f'"{tokens.text}"')
        except json.JSONDecodeError as error:
            tokens.start += error.pos
            right = r'after \ stands one of " \ / b f n r t, or u and four hexadecimal digits'
            raise tokens.error("found a bad escape in a string", right) from None
        assert isinstance(text, str), "a quoted text decodes to a string"
        self.check_unicode(text)
        return text

    def check_unicode(self, text: str) -> None:
        if not text.isascii() and _NOT_UNICODE.search(text):
            raise self.tokens.error("this string is not valid Unicode", "write UTF-8, and surrogate escapes in pairs")

    def warn(self, place: tuple[str, int, int], wrong: str) -> None:
        self.warnings.append(Problem(*place, key_path(self.tokens.trail), wrong, "remove it"))

    def duplicate(self, second: Node, first: Node, trail: list[str | int]) -> None:
        wrong = f"duplicate key, first at {first.file}:{first.key_line}:{first.key_column}"
        place = (second.file, second.key_line, second.key_column)
        self.duplicates.append(Problem(*place, key_path(trail), wrong, "keep one of the two"))

    def no_key(self, node: Node) -> ConfigError:
        tokens = self.tokens
        if tokens.kind == END:
            return self.unclosed(node)
        if tokens.kind == WORD:
            return tokens.error(f"expected a key, found {tokens.found()}", "keys are written in double quotes")
        return tokens.error(f"expected a key or }}, found {tokens.found()}", 'members are written "key": value')

    def unclosed(self, node: Node) -> ConfigError:
        kind, closing = ("map", "}") if isinstance(node.value, dict) else ("list", "]")
        where = f"{node.file}:{node.line}:{node.column}"
        return self.tokens.error(f"the {kind} begun at {where} is not closed at the end of the file", f"add {closing}")

    def unseparated(self, closing: str, node: Node) -> ConfigError:
        tokens = self.tokens
        if tokens.kind == END:
            return self.unclosed(node)
        wrong = f"expected a comma or {closing}, found {tokens.found()}"
        if tokens.kind in ("}", "]", ":"):
            return tokens.error(wrong, f"the {_NAMES[closing]} was begun at {node.file}:{node.line}:{node.column}")
        return tokens.error(wrong, "did you forget a comma before it?")
