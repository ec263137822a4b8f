"""Words of the expression language: text -> tokens, each with its place.

As Kea reads them: the longest match counts and no blank is needed between words (`notmember('x')`); a name of letters
and digits is an option's name only right before `]`, elsewhere it must be a keyword.
"""

import re
from typing import Final

from lessor.engine.expression.errors import ExpressionError

STRING: Final = "constant string"
HEX: Final = "constant hexstring"
INTEGER: Final = "integer"
ADDRESS: Final = "ip address"
NAME: Final = "option name"
END: Final = "end of file"

_WORDS: Final = """
    not and or sand sor == option relay4 relay6 member peeraddr linkaddr text hex exists pkt iface src dst len pkt4
    mac hlen htype ciaddr giaddr yiaddr siaddr substring split all concat + ifelse sifelse hexstring addrtotext
    int8totext int16totext int32totext uint8totext uint16totext uint32totext lcase ucase pkt6 msgtype transid
    vendor-class vendor * data enterprise match . ( ) [ ] ,
"""

KEYWORDS: Final = tuple(_WORDS.split())

_KEYWORD: Final = "|".join(re.escape(word) for word in sorted(KEYWORDS, key=len, reverse=True))

_TOKEN: Final = re.compile(
    rf"""
    (?P<blank>[ \t\r\n]+)
    | '(?P<string>[^'\n]*)'
    | (?P<name>[A-Za-z](?:[-_A-Za-z0-9]*[A-Za-z0-9])?)(?=[ \t\r\n]*\])
    | (?P<address>(?:[0-9A-Fa-f]{{0,4}}:){{2,8}}(?:[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}|[0-9A-Fa-f]{{0,4}})
        | [0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}})
    | 0[xX](?P<hex>[0-9A-Fa-f]+)
    | (?P<integer>-?[0-9]+)
    | (?P<keyword>{_KEYWORD})
    """,
    re.VERBOSE | re.ASCII,
)

_KINDS: Final = {"string": STRING, "name": NAME, "address": ADDRESS, "hex": HEX, "integer": INTEGER}


class Token:
    """One word. `kind` is a keyword itself or one of the constants above, `text` what counts of it, `begin` and `end`
    the offsets of its first character and behind its last one."""

    __slots__ = ("begin", "end", "kind", "text")

    def __init__(self, kind: str, text: str, begin: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.begin = begin
        self.end = end


def tokenize(text: str) -> list[Token]:
    """Return the words of an expression, the last one END. Raise ExpressionError."""
    tokens = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            shown = text[at] if text[at].isprintable() else ascii(text[at])
            raise error_at(text, at, at + 1, f"Invalid character: {shown}")
        group = match.lastgroup or ""
        if group != "blank":
            tokens.append(Token(_KINDS.get(group, match[0]), match[group], at, match.end()))
        at = match.end()
    tokens.append(Token(END, "", len(text), len(text)))
    return tokens


def error_at(text: str, begin: int, end: int, reason: str) -> ExpressionError:
    """Return the error for these characters of a text."""
    line_begin = text.rfind("\n", 0, begin) + 1
    return ExpressionError(
        reason, text.count("\n", 0, begin) + 1, begin - line_begin + 1, max(begin + 1, end) - line_begin
    )
