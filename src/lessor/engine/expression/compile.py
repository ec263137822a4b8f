"""Syntax records -> functions of a request.

[hot] What comes out is built of small functions, each knowing its operands; the shapes that real configurations have
(an equality with a constant, two or three conditions joined) get a function of their own. Evaluating raises
EvaluationError and nothing else.
"""

from collections.abc import Callable
from typing import Final, Generic, assert_never

from lessor.engine.classify import Request
from lessor.engine.expression.automaton import Automaton
from lessor.engine.expression.facts import Facts, Find, Read, Test
from lessor.engine.expression.functions import CONVERSIONS, hexstring, split, substring
from lessor.engine.expression.optiontext import OptionReader, enterprise_space, plain_text
from lessor.engine.expression.syntax import (
    ANY_ENTERPRISE,
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
    Not,
    OptionValue,
    PacketField,
    Place,
    Relay,
    RelayField,
    Split,
    Substring,
    Text,
    Vendor,
    VendorClassData,
    VendorEnterprise,
    VendorExists,
)
from lessor.wire.catalog4 import AGENT_OPTIONS
from lessor.wire.definition import Definitions

# Clients choose the text; matching takes a fraction of a microsecond for each octet.
LONGEST_MATCHED: Final = 4096


class Compiler(Generic[Request]):
    """Makes functions of conditions and texts for one family, by one set of option definitions."""

    __slots__ = ("_facts", "_reader")

    def __init__(self, facts: Facts[Request], definitions: Definitions) -> None:
        self._facts = facts
        self._reader = OptionReader(facts.layout, definitions)

    def condition(self, node: Boolean) -> Test[Request]:
        """Return the function that tells whether a condition holds."""
        match node:
            case Equal(left=left, right=Literal(value=value)) | Equal(left=Literal(value=value), right=left):
                return _is(self.text(left), value)
            case Equal(left=left, right=right):
                return _equal(self.text(left), self.text(right))
            case Exists(place=place, path=path):
                return _exists(self._find(place, path))
            case VendorExists(enterprise=enterprise, of_class=of_class):
                return _exists(self._facts.enterprise(enterprise, of_class))
            case Member(name=name):
                return lambda request: name in request.classes
            case Match(pattern=pattern, text=text):
                return _match(Automaton(pattern), self.text(text))
            case Not(operand=operand):
                return _not(self.condition(operand))
            case Chain(operator=operator, operands=operands):
                return _CHAINS[operator]([self.condition(operand) for operand in operands])
        assert_never(node)

    def text(self, node: Text) -> Read[Request]:
        """Return the function that evaluates a text."""
        match node:
            case Literal(value=value):
                return lambda request: value
            case PacketField(group=group, name=name):
                return self._facts.fields[group, name]
            case RelayField(level=level, name=name):
                return self._facts.relay_field(level, name)
            case OptionValue():
                return self._option(node)
            case VendorEnterprise(of_class=of_class):
                return _or_nothing(self._facts.enterprise(ANY_ENTERPRISE, of_class))
            case VendorClassData(enterprise=enterprise, index=index):
                return self._facts.datum(enterprise, index)
            case Substring(text=text, start=start, length=length):
                return _substring(self.text(text), start, length)
            case Split(text=text, delimiters=delimiters, number=number):
                return _split(self.text(text), self.text(delimiters), number)
            case Conversion(function=function, text=text):
                return _applied(CONVERSIONS[function], self.text(text))
            case HexString(text=text, separator=separator):
                return _hexstring(self.text(text), self.text(separator))
            case Concat(texts=texts):
                return _concat([self.text(text) for text in texts])
            case IfElse(condition=condition, then=then, otherwise=otherwise, strict=strict):
                choose = _strict_choice if strict else _choice
                return choose(self.condition(condition), self.text(then), self.text(otherwise))
        assert_never(node)

    def _option(self, node: OptionValue) -> Read[Request]:
        if node.as_text:
            return self._option_text(node.place, node.path)
        if len(node.path) == 1:
            return self._facts.octets(node.place, node.path[0])
        return _or_nothing(self._find(node.place, node.path))

    def _find(self, place: Place, path: tuple[int, ...]) -> Find[Request]:
        first = self._facts.option(place, path[0])
        if len(path) == 1:
            return first
        space_of = self._space_of(place)
        follow = self._reader.follow
        return lambda request: follow(space_of(request), path, first(request))[1]

    def _option_text(self, place: Place, path: tuple[int, ...]) -> Read[Request]:
        first = self._facts.option(place, path[0])
        reader = self._reader
        space = self._fixed_space(place)
        if len(path) == 1 and space and reader.is_plain(space, path[0]):
            return _plain_text(self._facts.octets(place, path[0]))
        space_of = self._space_of(place)

        def read(request: Request) -> bytes:
            space, data = reader.follow(space_of(request), path, first(request))
            return b"" if data is None else reader.text(space, path[-1], data)

        return read

    def _space_of(self, place: Place) -> Callable[[Request], str]:
        space = self._fixed_space(place)
        if space:
            return lambda request: space
        find = self._facts.enterprise(ANY_ENTERPRISE, False)
        return lambda request: enterprise_space(find(request) or b"")

    def _fixed_space(self, place: Place) -> str:
        """Return the option space of a place, "" if it depends on the message."""
        match place:
            case Message() | Relay():
                return self._facts.dialect.space
            case Agent():
                return AGENT_OPTIONS
            case Vendor(enterprise=enterprise):
                return "" if enterprise == ANY_ENTERPRISE else enterprise_space(enterprise.to_bytes(4, "big"))
        assert_never(place)


def _is(read: Read[Request], value: bytes) -> Test[Request]:
    return lambda request: read(request) == value


def _equal(left: Read[Request], right: Read[Request]) -> Test[Request]:
    return lambda request: left(request) == right(request)


def _exists(find: Find[Request]) -> Test[Request]:
    return lambda request: find(request) is not None


def _or_nothing(find: Find[Request]) -> Read[Request]:
    return lambda request: find(request) or b""


def _plain_text(read: Read[Request]) -> Read[Request]:
    return lambda request: plain_text(read(request))


def _match(automaton: Automaton, read: Read[Request]) -> Test[Request]:
    def test(request: Request) -> bool:
        data = read(request)
        return len(data) <= LONGEST_MATCHED and automaton.matches(data)

    return test


def _not(test: Test[Request]) -> Test[Request]:
    return lambda request: not test(request)


def _and(tests: list[Test[Request]]) -> Test[Request]:
    if len(tests) == 2:
        first, second = tests
        return lambda request: first(request) and second(request)

    def every(request: Request) -> bool:
        for test in tests:  # noqa: SIM110 - a generator costs more than the tests
            if not test(request):
                return False
        return True

    return every


def _or(tests: list[Test[Request]]) -> Test[Request]:
    if len(tests) == 2:
        first, second = tests
        return lambda request: first(request) or second(request)

    def some(request: Request) -> bool:
        for test in tests:  # noqa: SIM110 - a generator costs more than the tests
            if test(request):
                return True
        return False

    return some


def _sand(tests: list[Test[Request]]) -> Test[Request]:
    return lambda request: all([test(request) for test in tests])  # noqa: C419 - all are evaluated


def _sor(tests: list[Test[Request]]) -> Test[Request]:
    return lambda request: any([test(request) for test in tests])  # noqa: C419 - all are evaluated


_CHAINS: Final = {"and": _and, "or": _or, "sand": _sand, "sor": _sor}


def _substring(read: Read[Request], start: int, length: int | None) -> Read[Request]:
    if start == 0 and length is not None and length >= 0:
        return lambda request: read(request)[:length]
    return lambda request: substring(read(request), start, length)


def _split(read: Read[Request], delimiters: Read[Request], number: int) -> Read[Request]:
    return lambda request: split(read(request), delimiters(request), number)


def _applied(function: Callable[[bytes], bytes], read: Read[Request]) -> Read[Request]:
    return lambda request: function(read(request))


def _hexstring(read: Read[Request], separator: Read[Request]) -> Read[Request]:
    return lambda request: hexstring(read(request), separator(request))


def _concat(reads: list[Read[Request]]) -> Read[Request]:
    return lambda request: b"".join([read(request) for read in reads])


def _choice(test: Test[Request], then: Read[Request], otherwise: Read[Request]) -> Read[Request]:
    return lambda request: then(request) if test(request) else otherwise(request)


def _strict_choice(test: Test[Request], then: Read[Request], otherwise: Read[Request]) -> Read[Request]:
    def read(request: Request) -> bytes:
        chosen = test(request)
        first, second = then(request), otherwise(request)
        return first if chosen else second

    return read
