"""Tests of lessor.engine.expression.anchors."""

import pytest

from lessor.engine.expression.anchors import anchors_of, needed_member
from lessor.engine.expression.compile import Compiler
from lessor.engine.expression.facts4 import FACTS4
from lessor.engine.expression.parser import parse_condition, parse_text
from tests.engine.expression.messages import DEFINITIONS4, message4


def anchors(source: str) -> dict[object, frozenset[bytes]]:
    node = parse_condition(source, FACTS4.dialect, DEFINITIONS4, lambda name: True)
    return {anchor.key: anchor.values for anchor in anchors_of(node, Compiler(FACTS4, DEFINITIONS4))}


def key(source: str) -> object:
    return parse_text(source, FACTS4.dialect, DEFINITIONS4, ())


@pytest.mark.parametrize(
    ("source", "subject", "values"),
    [
        ("option[60].hex == 'a'", "option[60].hex", {b"a"}),
        ("'a' == option[60].hex", "option[60].hex", {b"a"}),
        ("option[60].hex == ''", "option[60].hex", {b""}),
        ("substring(option[60].hex, 0, 3) == 'PXE' and member('x')", "substring(option[60].hex,0,3)", {b"PXE"}),
        ("option[60].hex == 'a' and option[77].hex == 'b'", "option[60].hex", {b"a"}),
        ("pkt4.giaddr == 10.0.0.1 or pkt4.giaddr == 10.0.0.2", "pkt4.giaddr", {b"\x0a\0\0\1", b"\x0a\0\0\2"}),
    ],
)
def test_one_subject(source: str, subject: str, values: set[bytes]) -> None:
    assert anchors(source) == {key(subject): values}


def test_several_subjects() -> None:
    source = "option[60].hex == 'a' or (option[77].hex == 'b' and member('x')) or option[60].hex == 'c'"
    assert anchors(source) == {key("option[60].hex"): {b"a", b"c"}, key("option[77].hex"): {b"b"}}


@pytest.mark.parametrize(
    "source",
    [
        "member('x')",
        "'a' == 'a'",
        "option[60].hex == option[61].hex",
        "not option[60].hex == 'a'",
        "option[60].exists",
        "member('x') and option[60].hex == 'a'",
        "option[60].hex == 'a' or member('x')",
        "option[60].hex == 'a' sand option[61].hex == 'b'",
        "option[60].hex == 'a' sor option[61].hex == 'b'",
        "ifelse(member('x'), option[60].hex, 'b') == 'a'",
    ],
)
def test_without(source: str) -> None:
    assert anchors(source) == {}


def test_what_is_read() -> None:
    node = parse_condition("option[60].hex == 'a'", FACTS4.dialect, DEFINITIONS4, ())
    (anchor,) = anchors_of(node, Compiler(FACTS4, DEFINITIONS4))
    assert anchor.read(message4({60: b"abc"})) == b"abc"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("member('x')", "x"),
        ("member('x') and member('y')", "x"),
        ("(member('x') and member('y')) and option[60].exists", "x"),
        ("not member('x')", ""),
        ("member('x') or member('y')", ""),
        ("member('x') sand member('y')", ""),
        ("option[60].exists and member('x')", ""),
    ],
)
def test_a_class_that_is_needed(source: str, name: str) -> None:
    assert needed_member(parse_condition(source, FACTS4.dialect, DEFINITIONS4, lambda name: True)) == name
