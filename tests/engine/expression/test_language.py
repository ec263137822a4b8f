"""Tests of lessor.engine.expression.language and explain: rules of classes, and what is said of an expression."""

import re
from pathlib import Path

import pytest

from lessor.engine.classify import Rule
from lessor.engine.expression import (
    EvaluationError,
    ExpressionError,
    condition4,
    condition6,
    explain4,
    explain6,
    rule4,
    rule6,
    text4,
)
from lessor.engine.request4 import Request4
from tests.engine.expression.messages import DEFINITIONS4, DEFINITIONS6, message4, message6


def rules(*tests: str) -> dict[str, Rule[Request4]]:
    made: dict[str, Rule[Request4]] = {}
    for i, test in enumerate(tests):
        made[f"c{i}"] = rule4(f"c{i}", test, DEFINITIONS4, made)
    return made


def test_a_rule() -> None:
    rule = rule4("pxe", "option[60].hex == 'PXE'", DEFINITIONS4, {}, additional=True)
    assert (rule.name, rule.additional, rule.after_host, rule.name_of) == ("pxe", True, False, None)
    assert rule.test is not None and rule.test(message4({60: b"PXE"}))
    assert [anchor.values for anchor in rule.anchors] == [{b"PXE"}]


def test_a_template() -> None:
    rule = rule6("port", "relay6[0].option[18].hex", DEFINITIONS6, {}, template=True)
    assert rule.test is None and rule.anchors == ()
    assert rule.name_of is not None and rule.name_of(message6()) == b""
    with pytest.raises(ExpressionError):
        rule6("port", "relay6[0].option[18].exists", DEFINITIONS6, {}, template=True)


def test_a_class_that_others_assign() -> None:
    rule = rule4("reserved", "", DEFINITIONS4, {})
    assert (rule.test, rule.name_of, rule.after_host) == (None, None, False)


def test_which_classes_wait_for_the_reservation() -> None:
    made = rules(
        "member('ALL')", "member('KNOWN')", "not member('UNKNOWN')", "member('c0')", "member('c1')", "member('c4')"
    )
    assert [name for name, rule in made.items() if rule.after_host] == ["c1", "c2", "c4", "c5"]
    assert rule4("t", "ifelse(member('c5'), 'a', 'b')", DEFINITIONS4, made, template=True).after_host


def test_classes_must_be_defined_before() -> None:
    with pytest.raises(ExpressionError, match="Not defined client class 'c1'"):
        rules("member('c1')", "member('c0')")


def test_an_explanation() -> None:
    request = message4({60: b"PXEClient"}, "ALL")
    steps = explain4("not member('x') and\n substring(option[60].hex, 0, 3) == 'PXE'", DEFINITIONS4, request)
    assert [(step.depth, step.text, step.value) for step in steps] == [
        (0, "not member('x') and\n substring(option[60].hex, 0, 3) == 'PXE'", True),
        (1, "not member('x')", True),
        (2, "member('x')", False),
        (1, "substring(option[60].hex, 0, 3) == 'PXE'", True),
        (2, "substring(option[60].hex, 0, 3)", b"PXE"),
        (3, "option[60].hex", b"PXEClient"),
    ]


def test_an_explanation_of_trouble() -> None:
    steps = explain6("int8totext(pkt6.transid) + 'x'", DEFINITIONS6, message6(), template=True)
    assert [str(step.value) for step in steps[:2]] == ["int8totext of 4 octets, not 1"] * 2
    assert isinstance(steps[0].value, EvaluationError)
    assert steps[2].value == b"\x00\xab\xcd\xef"


def test_texts_are_for_others_too() -> None:
    read = text4("hexstring(pkt4.mac, '') + '-' + option[12].text", DEFINITIONS4, ())
    assert read(message4({12: b"host"})) == b"02000000000a-host"


GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "client-classes.md"


def test_the_tests_of_the_guide_are_tests() -> None:
    rows = GUIDE.read_text().split("| a client that | test |")[1].split("\n\n")[0].splitlines()[2:]
    found = [re.findall("`(.*?)`", row.split("|", 2)[2]) for row in rows]
    assert len(found) >= 8
    for four, *six in found:
        condition4(four, DEFINITIONS4, ("phones",))
        for other in six:
            condition6(other, DEFINITIONS6, ())
