"""What an expression consists of: small records, conditions (Boolean) and texts (Text).

Records compare equal when they mean the same; `span` tells where in the text they stand and does not count. Two texts
that are equal have the same octets in the same message.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

Span = tuple[int, int]
"""Offsets in the text: first character, behind the last one."""

NOWHERE: Final = (0, 0)

ANY_ENTERPRISE: Final = 0


@dataclass(frozen=True, slots=True)
class Literal:
    """Octets written down: a string, hexadecimal digits, an address, a number of 32 bits."""

    value: bytes
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class PacketField:
    """`pkt.iface`, `pkt4.mac`, `pkt6.msgtype`: `group` is the word before the point."""

    group: str
    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class RelayField:
    """`relay6[level].peeraddr` and `.linkaddr`."""

    level: int
    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Message:
    """The options of the client's message."""


@dataclass(frozen=True, slots=True)
class Agent:
    """The sub-options of DHCPv4's relay agent information."""


@dataclass(frozen=True, slots=True)
class Relay:
    """The options of a DHCPv6 relay: 0 is nearest to the server, -1 nearest to the client."""

    level: int


@dataclass(frozen=True, slots=True)
class Vendor:
    """The options of an enterprise."""

    enterprise: int


Place = Message | Agent | Relay | Vendor
"""Where options are."""


@dataclass(frozen=True, slots=True)
class OptionValue:
    """The option with the first of these codes at a place, or the one that `path` leads to from there; empty if absent.

    `as_text` asks for its text instead of its octets.
    """

    place: Place
    path: tuple[int, ...]
    as_text: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class VendorEnterprise:
    """`vendor.enterprise`, and `vendor-class.enterprise` with `of_class`."""

    of_class: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class VendorClassData:
    """`vendor-class[enterprise].data[index]`."""

    enterprise: int
    index: int
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Substring:
    """`length` None: all the rest."""

    text: "Text"
    start: int
    length: int | None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Split:
    """The `number`th field, from 1."""

    text: "Text"
    delimiters: "Text"
    number: int
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A function of one text: `lcase`, `addrtotext`, `int8totext` and their like."""

    function: str
    text: "Text"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class HexString:
    """Octets as digits with a separator between each two."""

    text: "Text"
    separator: "Text"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Concat:
    """`concat(a, b)` and `a + b`."""

    texts: tuple["Text", ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class IfElse:
    """`ifelse`, and `sifelse` with `strict`: evaluates both texts."""

    condition: "Boolean"
    then: "Text"
    otherwise: "Text"
    strict: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Equal:
    """`a == b`."""

    left: "Text"
    right: "Text"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Exists:
    """`.exists` of an option."""

    place: Place
    path: tuple[int, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class VendorExists:
    """`vendor[enterprise].exists`, and `vendor-class[enterprise].exists` with `of_class`."""

    enterprise: int
    of_class: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """`member('name')`."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Match:
    """`match('pattern', text)`."""

    pattern: str
    text: "Text"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`not a`."""

    operand: "Boolean"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """Conditions joined by one of `and`, `or`, `sand`, `sor`."""

    operator: str
    operands: tuple["Boolean", ...]
    span: Span = field(default=NOWHERE, compare=False)


Text = (
    Literal
    | PacketField
    | RelayField
    | OptionValue
    | VendorEnterprise
    | VendorClassData
    | Substring
    | Split
    | Conversion
    | HexString
    | Concat
    | IfElse
)
Boolean = Equal | Exists | VendorExists | Member | Match | Not | Chain
Node = Text | Boolean

TEXTS: Final = (
    Literal,
    PacketField,
    RelayField,
    OptionValue,
    VendorEnterprise,
    VendorClassData,
    Substring,
    Split,
    Conversion,
    HexString,
    Concat,
    IfElse,
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the operands of an expression, in the order they are written."""
    match node:
        case Chain(operands=operands):
            return operands
        case Concat(texts=texts):
            return texts
        case Not(operand=operand):
            return (operand,)
        case Equal(left=left, right=right):
            return (left, right)
        case Substring(text=text) | Conversion(text=text) | Match(text=text):
            return (text,)
        case Split(text=text, delimiters=second) | HexString(text=text, separator=second):
            return (text, second)
        case IfElse(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield an expression and everything in it, an operand after what it is an operand of."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def members(node: Node) -> frozenset[str]:
    """Return the classes that an expression asks for with member()."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Member))
