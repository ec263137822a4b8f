"""Tests of lessor.engine.expression.compile: as straightforward evaluation, on thousands of expressions."""

import random
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import pytest

from lessor.engine.expression import EvaluationError, condition4
from lessor.engine.expression.compile import LONGEST_MATCHED, Compiler
from lessor.engine.expression.facts import Facts
from lessor.engine.expression.facts4 import FACTS4
from lessor.engine.expression.facts6 import FACTS6
from lessor.engine.expression.parser import parse_condition, parse_text
from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.wire.definition import Definitions
from tests.engine.expression.evaluator import evaluate
from tests.engine.expression.generator import Generator
from tests.engine.expression.messages import DEFINITIONS4, DEFINITIONS6, holds4, message4, value4

R = TypeVar("R", Request4, Request6)

Result = bool | bytes | type[EvaluationError]


def result(evaluation: Callable[[], bool | bytes]) -> Result:
    try:
        return evaluation()
    except EvaluationError:
        return EvaluationError


def compare(
    generator: Generator, facts: Facts[R], definitions: Definitions, make: Callable[[], R], seen: Counter[object]
) -> None:
    """Compare a condition and a text by chance in some messages."""
    compiler = Compiler(facts, definitions)
    source, other = generator.condition(3), generator.text(3)
    condition = parse_condition(source, facts.dialect, definitions, lambda name: True)
    text = parse_text(other, facts.dialect, definitions, lambda name: True)
    test, read = compiler.condition(condition), compiler.text(text)
    for _ in range(4):
        request = make()
        expected = result(lambda: evaluate(condition, request, definitions))  # noqa: B023 - called at once
        assert result(lambda: test(request)) == expected, source  # noqa: B023
        seen[expected] += 1
        expected = result(lambda: evaluate(text, request, definitions))  # noqa: B023
        assert result(lambda: read(request)) == expected, other  # noqa: B023
        seen["no text" if expected == b"" else "text"] += 1


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("family", [4, 6])
def test_agrees_with_straightforward_evaluation(family: int, seed: int) -> None:
    generator = Generator(random.Random(seed), family)
    seen: Counter[object] = Counter()
    for _ in range(500):
        if family == 4:
            compare(generator, FACTS4, DEFINITIONS4, generator.message4, seen)
        else:
            compare(generator, FACTS6, DEFINITIONS6, generator.message6, seen)
    # Chance must have made much of every kind, or nothing is proved.
    assert min(seen[kind] for kind in (True, False, EvaluationError, "text", "no text")) > 30, seen


def test_operands_that_are_not_needed() -> None:
    error = "int8totext(1) == '1'"
    for lazy in (
        f"member('no') and {error}",
        f"not (member('ALL') or {error})",
        f"not (member('ALL') and (member('ALL') or member('no') or {error}))",
        f"member('ALL') and member('no') and {error}",
        "'b' == ifelse(member('ALL'), 'a', int8totext(1))",
    ):
        assert holds4(lazy, message4({}, "ALL")) is False
    for strict in (
        f"member('no') sand {error}",
        f"member('ALL') sor {error}",
        f"not member('no') and {error}",
        "'b' == sifelse(member('ALL'), 'a', int8totext(1))",
    ):
        with pytest.raises(EvaluationError):
            holds4(strict, message4({}, "ALL"))


def test_members_are_those_of_the_moment() -> None:
    test = condition4("member('one') and not member('two')", DEFINITIONS4, ("one", "two"))
    request = message4({})
    assert not test(request)
    request.classes["one"] = None
    assert test(request)
    request.classes["two"] = None
    assert not test(request)


def test_what_is_too_long_matches_nothing() -> None:
    request = message4({43: b"a" * LONGEST_MATCHED, 60: b"a" * (LONGEST_MATCHED + 1)})
    assert holds4("match('a*', option[43].hex)", request)
    assert not holds4("match('a*', option[60].hex)", request)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("substring('foobar', 0, 6)", b"foobar"),
        ("substring('foobar', -1, -3)", b"oba"),
        ("substring('foobar', 3, all)", b"bar"),
        ("split('one.two..four', '.', 4)", b"four"),
        ("concat('a', 'b') + 'c'", b"abc"),
        ("ifelse(option[60].exists, 'yes', 'no')", b"no"),
        ("lcase('ABC') + ucase('abc')", b"abcABC"),
        ("hexstring(pkt4.mac, ':')", b"02:00:00:00:00:0a"),
        ("addrtotext(192.0.2.1)", b"192.0.2.1"),
        ("uint32totext(4294967295)", b"4294967295"),
        ("int32totext(4294967295)", b"-1"),
        ("hexstring(1, '-')", b"00-00-00-01"),
    ],
)
def test_functions(text: str, value: bytes) -> None:
    assert value4(text) == value
