"""Regular expressions of match(): ECMAScript's grammar as C++ reads it, over octets -> a tree.

A tree is made of Octets (one of a set), Sequence, Choice, Repeat and Assertion. Refused with ValueError are, beside
what is no regular expression, back references and look-ahead anywhere but at the very beginning: nobody can bound the
time they take. All else is matched in time that grows with the length of the text alone (automaton.py).
"""

import string
from dataclasses import dataclass
from typing import Final

# Beyond it a pattern is a program; each costs memory and time when a message comes.
MOST_REPEATS: Final = 1000
DEEPEST: Final = 50

LINE_BEGIN: Final = "^"
LINE_END: Final = "$"
WORD_EDGE: Final = "b"
NO_WORD_EDGE: Final = "B"


@dataclass(frozen=True, slots=True)
class Octets:
    """One octet of a set."""

    allowed: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; of none: nothing."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these."""

    branches: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`least` to `most` times, None for any number."""

    part: "Tree"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Assertion:
    """A place without octets: LINE_BEGIN, LINE_END, WORD_EDGE or NO_WORD_EDGE."""

    kind: str


@dataclass(frozen=True, slots=True)
class LookAhead:
    """What the text must begin with, or must not."""

    part: "Tree"
    wanted: bool


Tree = Octets | Sequence | Choice | Repeat | Assertion


def _octets(text: str) -> frozenset[int]:
    return frozenset(text.encode())


EVERY: Final = frozenset(range(256))
DIGITS: Final = _octets(string.digits)
WORD: Final = _octets(string.ascii_letters + string.digits + "_")
BLANKS: Final = _octets(" \t\n\r\f\v")
ANYTHING: Final = Octets(EVERY - _octets("\n\r"))

ESCAPED_SETS: Final = {
    ord("d"): DIGITS,
    ord("D"): EVERY - DIGITS,
    ord("w"): WORD,
    ord("W"): EVERY - WORD,
    ord("s"): BLANKS,
    ord("S"): EVERY - BLANKS,
}
ESCAPED_CONTROLS: Final = dict(zip(b"fnrtv0", b"\f\n\r\t\v\0", strict=True))

NAMED_SETS: Final = {
    b"alnum": _octets(string.ascii_letters + string.digits),
    b"alpha": _octets(string.ascii_letters),
    b"blank": _octets(" \t"),
    b"cntrl": frozenset((*range(32), 127)),
    b"digit": DIGITS,
    b"d": DIGITS,
    b"graph": frozenset(range(33, 127)),
    b"lower": _octets(string.ascii_lowercase),
    b"print": frozenset(range(32, 127)),
    b"punct": _octets(string.punctuation),
    b"space": BLANKS,
    b"s": BLANKS,
    b"upper": _octets(string.ascii_uppercase),
    b"w": WORD,
    b"xdigit": _octets(string.hexdigits),
}

QUANTIFIERS: Final = {ord("*"): (0, None), ord("+"): (1, None), ord("?"): (0, 1)}


def parse_pattern(pattern: str) -> tuple[Tree, list[LookAhead]]:
    """Return the tree of a pattern and what it looks ahead for at its beginning. Raise ValueError."""
    parser = _Parser(pattern.encode(errors="surrogatepass"))
    looks = parser.look_aheads()
    tree = parser.choice()
    if parser.at < len(parser.data):
        raise ValueError("')' without '('")
    if looks and isinstance(tree, Choice):
        raise ValueError("look-ahead in one of several alternatives is not supported")
    return tree, looks


class _Parser:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.depth = 0

    def accept(self, expected: bytes) -> bool:
        if not self.data.startswith(expected, self.at):
            return False
        self.at += len(expected)
        return True

    def take(self) -> int:
        if self.at >= len(self.data):
            raise ValueError("ends too early")
        self.at += 1
        return self.data[self.at - 1]

    def look_aheads(self) -> list[LookAhead]:
        begin = self.at
        self.accept(b"^")
        looks = []
        while (wanted := self.accept(b"(?=")) or self.accept(b"(?!"):
            looks.append(LookAhead(self.group(), wanted))
        if not looks:
            self.at = begin
        return looks

    def choice(self) -> Tree:
        branches = [self.sequence()]
        while self.accept(b"|"):
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def sequence(self) -> Tree:
        parts = []
        while self.at < len(self.data) and self.data[self.at] not in b"|)":
            parts.append(self.repeated())
        return Sequence(tuple(parts))

    def repeated(self) -> Tree:
        part = self.atom()
        times = self.quantifier()
        if times is None:
            return part
        if isinstance(part, Assertion):
            raise ValueError("an assertion cannot be repeated")
        # As many as possible or as few as possible: for a match of the whole text it is the same.
        self.accept(b"?")
        return Repeat(part, *times)

    def quantifier(self) -> tuple[int, int | None] | None:
        if self.at >= len(self.data):
            return None
        if self.data[self.at] in QUANTIFIERS:
            return QUANTIFIERS[self.take()]
        return self.counted() if self.accept(b"{") else None

    def counted(self) -> tuple[int, int | None]:
        least = self.count()
        most: int | None = least
        if self.accept(b","):
            most = None if self.data.startswith(b"}", self.at) else self.count()
        if not self.accept(b"}"):
            raise ValueError("'{' without '}'")
        if most is not None and most < least:
            raise ValueError(f"{{{least},{most}}} is out of order")
        return least, most

    def count(self) -> int:
        begin = self.at
        while self.at < len(self.data) and self.data[self.at] in DIGITS:
            self.at += 1
        digits = self.data[begin : self.at]
        if not digits:
            raise ValueError("no number in braces")
        if len(digits) > 6 or int(digits) > MOST_REPEATS:
            raise ValueError(f"repeated more than {MOST_REPEATS} times")
        return int(digits)

    def atom(self) -> Tree:
        octet = self.take()
        match chr(octet):
            case "^" | "$" as kind:
                return Assertion(kind)
            case ".":
                return ANYTHING
            case "[":
                return self.bracket()
            case "(":
                return self.parenthesis()
            case "\\":
                return self.escape()
            case "*" | "+" | "?" | "{":
                raise ValueError(f"nothing to repeat before '{chr(octet)}'")
        return Octets(frozenset((octet,)))

    def parenthesis(self) -> Tree:
        if self.accept(b"?") and not self.accept(b":"):
            if self.data[self.at : self.at + 1] in (b"=", b"!"):
                raise ValueError("look-ahead is supported only at the beginning")
            raise ValueError("unknown kind of group '(?'")
        return self.group()

    def group(self) -> Tree:
        """Parse a group from behind its opening."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"groups nested more than {DEEPEST} deep")
        tree = self.choice()
        self.depth -= 1
        if not self.accept(b")"):
            raise ValueError("'(' without ')'")
        return tree

    def escape(self) -> Tree:
        octet = self.take()
        if chr(octet) in (WORD_EDGE, NO_WORD_EDGE):
            return Assertion(chr(octet))
        return Octets(self.escaped(octet))

    def escaped(self, octet: int) -> frozenset[int]:
        """Return what a backslash and this octet stand for, in a bracket or outside."""
        if octet in ESCAPED_SETS:
            return ESCAPED_SETS[octet]
        if octet in ESCAPED_CONTROLS:
            return frozenset((ESCAPED_CONTROLS[octet],))
        match chr(octet):
            case "c":
                return frozenset((self.take() % 32,))
            case "x":
                return frozenset((self.hexadecimal(2),))
            case "u":
                return frozenset((self.hexadecimal(4),))
        if octet in DIGITS:
            raise ValueError("back references are not supported")
        if octet in WORD:
            raise ValueError(f"unknown escape '\\{chr(octet)}'")
        return frozenset((octet,))

    def hexadecimal(self, digits: int) -> int:
        text = self.data[self.at : self.at + digits]
        if len(text) < digits or not _octets(string.hexdigits).issuperset(text):
            raise ValueError(f"not {digits} hexadecimal digits after a backslash")
        self.at += digits
        value = int(text, 16)
        if value > 255:
            raise ValueError(f"{value:#x} is not an octet")
        return value

    def bracket(self) -> Tree:
        excluding = self.accept(b"^")
        allowed: set[int] = set()
        while not self.accept(b"]"):
            first = self.member()
            if self.data.startswith(b"-", self.at) and not self.data.startswith(b"-]", self.at):
                self.at += 1
                first = _range(first, self.member())
            allowed |= first
        return Octets(EVERY - allowed if excluding else frozenset(allowed))

    def member(self) -> frozenset[int]:
        """Parse one thing in brackets: an octet or a set that has a name."""
        octet = self.take()
        if octet == ord("["):
            for mark in (b":", b".", b"="):
                if self.accept(mark):
                    return self.named(mark)
        if octet == ord("\\"):
            octet = self.take()
            return frozenset(b"\b") if octet == ord("b") else self.escaped(octet)
        return frozenset((octet,))

    def named(self, mark: bytes) -> frozenset[int]:
        end = self.data.find(mark + b"]", self.at)
        name = self.data[self.at : end] if end >= 0 else b""
        self.at = end + 2
        if mark == b":" and name in NAMED_SETS:
            return NAMED_SETS[name]
        if mark != b":" and len(name) == 1:
            return frozenset(name)
        raise ValueError("unknown name in brackets")


def _range(first: frozenset[int], last: frozenset[int]) -> frozenset[int]:
    if len(first) != 1 or len(last) != 1:
        raise ValueError("a set cannot begin or end a range")
    (low,), (high,) = first, last
    if low > high:
        raise ValueError(f"range {chr(low)}-{chr(high)} is out of order")
    return frozenset(range(low, high + 1))
