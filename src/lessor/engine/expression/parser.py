"""Text -> syntax records, with everything checked that can be checked without a message.

One method for each production. Precedence from the lowest: sor, or, sand, and, not, ==, +; all are left associative,
`==` does not chain. What a word may be used for depends on the family, which the Dialect tells.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from lessor.engine.classify import is_built_in
from lessor.engine.expression.automaton import Automaton
from lessor.engine.expression.errors import ExpressionError
from lessor.engine.expression.syntax import (
    ANY_ENTERPRISE,
    TEXTS,
    Agent,
    Boolean,
    Chain,
    Concat,
    Conversion,
    Equal,
    Exists,
    HexString,
    IfElse,
    Literal,
    Match,
    Member,
    Message,
    Node,
    Not,
    OptionValue,
    PacketField,
    Place,
    Relay,
    RelayField,
    Span,
    Split,
    Substring,
    Text,
    Vendor,
    VendorClassData,
    VendorEnterprise,
    VendorExists,
)
from lessor.engine.expression.tokens import ADDRESS, END, HEX, INTEGER, NAME, STRING, Token, error_at, tokenize
from lessor.wire.definition import Definitions

Known = Collection[str] | Callable[[str], bool]
"""Which classes member() may name, beside the built-in ones."""

# Each level costs Python a few frames, here and when evaluated; no sensible expression comes near.
DEEPEST: Final = 64
LONGEST_TEXT: Final = 65536

CHAINS: Final = {"sor": 0, "or": 1, "sand": 2, "and": 3}
"""Operators between conditions and their precedence."""

CONVERSIONS: Final = frozenset(
    [
        "lcase",
        "ucase",
        "addrtotext",
        "int8totext",
        "int16totext",
        "int32totext",
        "uint8totext",
        "uint16totext",
        "uint32totext",
    ]
)

INT64: Final = range(-(1 << 63), 1 << 63)
UINT32: Final = range(1 << 32)
UINT8: Final = range(256)
INT8: Final = range(-128, 128)
LEVELS: Final = range(-32, 32)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a family's expressions may name."""

    family: int
    """4 or 6."""
    space: str
    """The option space of its messages."""
    last_code: int
    fields: dict[str, tuple[str, ...]]
    """Fields by the word before the point."""


def parse_condition(text: str, dialect: Dialect, definitions: Definitions, known: Known) -> Boolean:
    """Return the condition that is written in a text. Raise ExpressionError."""
    parser = _Parser(text, dialect, definitions, known)
    condition = parser.condition()
    parser.expect(END)
    return condition


def parse_text(text: str, dialect: Dialect, definitions: Definitions, known: Known) -> Text:
    """Return the text expression that is written in a text. Raise ExpressionError."""
    parser = _Parser(text, dialect, definitions, known)
    result = parser.text()
    parser.expect(END)
    return result


class _Parser:
    def __init__(self, text: str, dialect: Dialect, definitions: Definitions, known: Known) -> None:
        if len(text) > LONGEST_TEXT:
            raise ExpressionError(f"expression of more than {LONGEST_TEXT} characters")
        self.source = text
        self.dialect = dialect
        self.definitions = definitions
        self.known = known
        self.tokens = tokenize(text)
        self.at = 0
        self.depth = 0

    # Tokens.

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def expect(self, *kinds: str) -> Token:
        if self.token.kind not in kinds:
            raise self.unexpected(*kinds)
        # The end is not passed: whatever is asked for next is not there either.
        return self.token if self.token.kind == END else self.take()

    def skip(self, *kinds: str) -> None:
        for kind in kinds:
            self.expect(kind)

    def accept(self, kind: str) -> bool:
        if self.token.kind != kind:
            return False
        self.at += 1
        return True

    def error(self, token: Token, reason: str) -> ExpressionError:
        return error_at(self.source, token.begin, token.end, reason)

    def unexpected(self, *kinds: str) -> ExpressionError:
        expecting = f", expecting {' or '.join(kinds)}" if kinds else ""
        return self.error(self.token, f"syntax error, unexpected {self.token.kind}{expecting}")

    def span(self, begin: int) -> Span:
        """Return the place from an offset up to the last token taken."""
        return begin, self.tokens[self.at - 1].end

    # Both kinds of expressions; parentheses do not tell which one is in them.

    def condition(self, lowest: int = 0) -> Boolean:
        node = self.expression(lowest)
        if isinstance(node, TEXTS):
            raise self.unexpected("==", "+")
        return node

    def text(self) -> Text:
        begin = self.token
        node = self.sum()
        if not isinstance(node, TEXTS):
            raise self.error(begin, "syntax error, a condition stands where a text is needed")
        return node

    def expression(self, lowest: int = 0) -> Node:
        """Parse operands joined by operators of at least this precedence."""
        begin = self.token.begin
        node = self.comparison()
        while True:
            rank = CHAINS.get(self.token.kind, -1)
            if rank < lowest or isinstance(node, TEXTS):
                return node
            operator = self.token.kind
            operands = [node]
            while self.accept(operator):
                operands.append(self.condition(rank + 1))
            node = Chain(operator, tuple(operands), self.span(begin))

    def comparison(self) -> Node:
        begin = self.token.begin
        if self.accept("not"):
            self.enter()
            # Above all chains: what follows is one comparison, or another `not`.
            operand = self.condition(len(CHAINS))
            self.depth -= 1
            return Not(operand, self.span(begin))
        left = self.sum()
        if not isinstance(left, TEXTS) or not self.accept("=="):
            return left
        return Equal(left, self.text(), self.span(begin))

    def sum(self) -> Node:
        begin = self.token.begin
        first = self.operand()
        if self.token.kind != "+" or not isinstance(first, TEXTS):
            return first
        texts: list[Text] = [first]
        while self.accept("+"):
            start = self.token
            node = self.operand()
            if not isinstance(node, TEXTS):
                raise self.error(start, "syntax error, a condition stands where a text is needed")
            texts.append(node)
        return Concat(tuple(texts), self.span(begin))

    def operand(self) -> Node:
        parse = OPERANDS.get(self.token.kind)
        if parse is None:
            raise self.unexpected()
        self.enter()
        node = parse(self, self.take())
        self.depth -= 1
        return node

    def enter(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(self.token, f"nested more than {DEEPEST} levels deep")

    def parentheses(self, opening: Token) -> Node:
        node = self.expression()
        self.expect(")")
        return node

    # Constants.

    def string(self, token: Token) -> Text:
        return Literal(token.text.encode(errors="surrogatepass"), self.span(token.begin))

    def hex(self, token: Token) -> Text:
        return Literal(bytes.fromhex(token.text.zfill(len(token.text) + len(token.text) % 2)), self.span(token.begin))

    def address(self, token: Token) -> Text:
        try:
            return Literal(ip_address(token.text).packed, self.span(token.begin))
        except ValueError:
            raise self.error(token, f"Failed to convert {token.text} to an IP address.") from None

    def number(self, token: Token) -> Text:
        return Literal(self.in_range(token, UINT32).to_bytes(4, "big"), self.span(token.begin))

    def integer(self) -> int:
        return self.in_range(self.expect(INTEGER), INT64)

    def in_range(self, token: Token, allowed: range, what: str = "Invalid value in") -> int:
        # int() of very many digits takes long, and raises ValueError beyond some thousands.
        if len(token.text) > 20 or int(token.text) not in INT64:
            raise self.error(token, f"Failed to convert {token.text} to an integer.")
        value = int(token.text)
        if value not in allowed:
            raise self.error(token, f"{what} {value}. Allowed range: {allowed.start}..{allowed.stop - 1}")
        return value

    # The message.

    def packet_field(self, group: Token) -> Text:
        fields = self.dialect.fields.get(group.kind)
        if fields is None:
            raise self.only_in(group, 4 if group.kind == "pkt4" else 6)
        self.expect(".")
        name = self.expect(*fields)
        return PacketField(group.kind, name.kind, self.span(group.begin))

    def only_in(self, token: Token, family: int) -> ExpressionError:
        return self.error(token, f"{token.kind} can only be used in DHCPv{family}.")

    def option(self, token: Token) -> Node:
        self.expect("[")
        code = self.option_code()
        self.expect("]")
        return self.rest_of_path(token, Message(), [code])

    def agent(self, token: Token) -> Node:
        if self.dialect.family != 4:
            raise self.only_in(token, 4)
        self.expect("[")
        code = self.code()
        self.expect("]")
        return self.rest_of_path(token, Agent(), [code])

    def relay(self, token: Token) -> Node:
        self.expect("[")
        if self.dialect.family != 6:
            raise self.error(self.token, "Nest level invalid for DHCPv4 packets")
        level = self.in_range(self.expect(INTEGER), LEVELS, "Nest level has invalid value in")
        self.skip("]", ".")
        word = self.expect("option", "peeraddr", "linkaddr")
        if word.kind == "option":
            return self.path(token, Relay(level))
        return RelayField(level, word.kind, self.span(token.begin))

    def vendor(self, token: Token) -> Node:
        if self.accept("."):
            self.expect("enterprise")
            return VendorEnterprise(False, self.span(token.begin))
        enterprise = self.enterprise()
        if self.expect("exists", "option").kind == "exists":
            return VendorExists(enterprise, False, self.span(token.begin))
        return self.path(token, Vendor(enterprise))

    def vendor_class(self, token: Token) -> Node:
        if self.accept("."):
            self.expect("enterprise")
            return VendorEnterprise(True, self.span(token.begin))
        enterprise = self.enterprise()
        if self.expect("exists", "data").kind == "exists":
            return VendorExists(enterprise, True, self.span(token.begin))
        index = 0
        if self.accept("["):
            index = self.in_range(self.expect(INTEGER), UINT8)
            self.expect("]")
        return VendorClassData(enterprise, index, self.span(token.begin))

    def enterprise(self) -> int:
        """Parse `[number].` or `[*].`."""
        self.expect("[")
        token = self.expect(INTEGER, "*")
        number = self.in_range(token, UINT32) if token.kind == INTEGER else ANY_ENTERPRISE
        self.skip("]", ".")
        return number

    def path(self, begin: Token, place: Place) -> Node:
        """Parse what follows the first `option`."""
        self.expect("[")
        code = self.code()
        self.expect("]")
        return self.rest_of_path(begin, place, [code])

    def rest_of_path(self, begin: Token, place: Place, path: list[int]) -> Node:
        while True:
            self.expect(".")
            word = self.expect("option", "text", "hex", "exists")
            if word.kind != "option":
                break
            self.expect("[")
            path.append(self.code())
            self.expect("]")
        if word.kind == "exists":
            return Exists(place, tuple(path), self.span(begin.begin))
        return OptionValue(place, tuple(path), word.kind == "text", self.span(begin.begin))

    def option_code(self) -> int:
        if self.token.kind != NAME:
            self.expect_kind(INTEGER, NAME)
            return self.code()
        name = self.take()
        definition = self.definitions.by_name(self.dialect.space, name.text)
        if definition is None:
            raise self.error(name, f"option '{name.text}' is not defined")
        return definition.code

    def expect_kind(self, *kinds: str) -> None:
        if self.token.kind not in kinds:
            raise self.unexpected(*kinds)

    def code(self) -> int:
        return self.in_range(
            self.expect(INTEGER), range(self.dialect.last_code + 1), "Option code has invalid value in"
        )

    # Functions.

    def member(self, token: Token) -> Node:
        self.expect("(")
        name = self.expect(STRING)
        self.expect(")")
        if not (is_built_in(name.text) or (self.known(name.text) if callable(self.known) else name.text in self.known)):
            raise self.error(name, f"Not defined client class '{name.text}'")
        return Member(name.text, self.span(token.begin))

    def match(self, token: Token) -> Node:
        self.expect("(")
        pattern = self.expect(STRING)
        try:
            Automaton(pattern.text)
        except ValueError as error:
            raise self.error(pattern, f"invalid regular expression '{pattern.text}': {error}") from None
        self.expect(",")
        text = self.text()
        self.expect(")")
        return Match(pattern.text, text, self.span(token.begin))

    def substring(self, token: Token) -> Node:
        self.expect("(")
        text = self.text()
        self.expect(",")
        start = self.integer()
        self.expect(",")
        length = None if self.accept("all") else self.in_range(self.expect(INTEGER, "all"), INT64)
        self.expect(")")
        return Substring(text, start, length, self.span(token.begin))

    def split(self, token: Token) -> Node:
        text, delimiters = self.two_texts(",")
        number = self.integer()
        self.expect(")")
        return Split(text, delimiters, number, self.span(token.begin))

    def concat(self, token: Token) -> Node:
        return Concat(self.two_texts(")"), self.span(token.begin))

    def hexstring(self, token: Token) -> Node:
        text, separator = self.two_texts(")")
        return HexString(text, separator, self.span(token.begin))

    def two_texts(self, closing: str) -> tuple[Text, Text]:
        self.expect("(")
        first = self.text()
        self.expect(",")
        second = self.text()
        self.expect(closing)
        return first, second

    def conversion(self, token: Token) -> Node:
        self.expect("(")
        text = self.text()
        self.expect(")")
        return Conversion(token.kind, text, self.span(token.begin))

    def if_else(self, token: Token) -> Node:
        self.expect("(")
        condition = self.condition()
        self.expect(",")
        then = self.text()
        self.expect(",")
        otherwise = self.text()
        self.expect(")")
        return IfElse(condition, then, otherwise, token.kind == "sifelse", self.span(token.begin))


OPERANDS: Final[dict[str, Callable[[_Parser, Token], Node]]] = {
    "(": _Parser.parentheses,
    STRING: _Parser.string,
    HEX: _Parser.hex,
    ADDRESS: _Parser.address,
    INTEGER: _Parser.number,
    "pkt": _Parser.packet_field,
    "pkt4": _Parser.packet_field,
    "pkt6": _Parser.packet_field,
    "option": _Parser.option,
    "relay4": _Parser.agent,
    "relay6": _Parser.relay,
    "vendor": _Parser.vendor,
    "vendor-class": _Parser.vendor_class,
    "member": _Parser.member,
    "match": _Parser.match,
    "substring": _Parser.substring,
    "split": _Parser.split,
    "concat": _Parser.concat,
    "hexstring": _Parser.hexstring,
    "ifelse": _Parser.if_else,
    "sifelse": _Parser.if_else,
    **dict.fromkeys(CONVERSIONS, _Parser.conversion),
}
"""What an operand begins with, and its production."""
