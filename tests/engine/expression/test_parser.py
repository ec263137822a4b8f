"""Tests of lessor.engine.expression.parser, and through it of syntax.py; errors are those of Kea 2.2, word for word."""

import pytest

from lessor.engine.expression import ExpressionError
from lessor.engine.expression.facts4 import FACTS4
from lessor.engine.expression.facts6 import FACTS6
from lessor.engine.expression.parser import DEEPEST, LONGEST_TEXT, parse_condition, parse_text
from lessor.engine.expression.syntax import (
    Boolean,
    Chain,
    Concat,
    Equal,
    IfElse,
    Literal,
    Member,
    Not,
    Text,
    children,
    members,
    walk,
)
from tests.engine.expression.messages import DEFINITIONS4, DEFINITIONS6


def condition(text: str, family: int = 4) -> Boolean:
    if family == 4:
        return parse_condition(text, FACTS4.dialect, DEFINITIONS4, ("a", "b", "c", "d"))
    return parse_condition(text, FACTS6.dialect, DEFINITIONS6, ("a", "b", "c", "d"))


def text(source: str) -> Text:
    return parse_text(source, FACTS4.dialect, DEFINITIONS4, ())


def error(source: str, family: int = 4) -> str:
    with pytest.raises(ExpressionError) as raised:
        condition(source, family)
    return str(raised.value)


A, B, C, D = (Member(name) for name in "abcd")
SHORT = str.maketrans({"A": "member('a')", "B": "member('b')", "C": "member('c')", "D": "member('d')"})


def short(source: str) -> Boolean:
    return condition(source.translate(SHORT))


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("A or B and C", Chain("or", (A, Chain("and", (B, C))))),
        ("A and B or C", Chain("or", (Chain("and", (A, B)), C))),
        ("A sor B or C", Chain("sor", (A, Chain("or", (B, C))))),
        ("A or B sand C", Chain("or", (A, Chain("sand", (B, C))))),
        ("A sand B and C", Chain("sand", (A, Chain("and", (B, C))))),
        ("A and B sand C or D sor A", Chain("sor", (Chain("or", (Chain("sand", (Chain("and", (A, B)), C)), D)), A))),
        ("A or B or C", Chain("or", (A, B, C))),
        ("(A or B) or C", Chain("or", (Chain("or", (A, B)), C))),
        ("not A and B", Chain("and", (Not(A), B))),
        ("not (A and B)", Not(Chain("and", (A, B)))),
        ("not not A", Not(Not(A))),
        ("not A or not B", Chain("or", (Not(A), Not(B)))),
        ("((A))", A),
    ],
)
def test_precedence(source: str, tree: Boolean) -> None:
    assert short(source) == tree


def test_equality_binds_looser_than_plus_and_tighter_than_not() -> None:
    one, two = Literal(b"1"), Literal(b"2")
    assert condition("'1' + '2' == '1'") == Equal(Concat((one, two)), one)
    assert condition("'1' == '2' + '1' + '2'") == Equal(one, Concat((two, one, two)))
    assert condition("not '1' == '2'") == Not(Equal(one, two))
    assert condition("('1') == (('2'))") == Equal(one, two)
    assert text("concat('1', '2')") == text("'1' + '2'")
    assert text("ifelse(member('ALL'), '1', ('2'))") == IfElse(Member("ALL"), one, two, strict=False)


def test_constants() -> None:
    assert text("0xabc") == Literal(b"\x0a\xbc")
    assert text("0x0ABC") == Literal(b"\x0a\xbc")
    assert text("4294967295") == Literal(b"\xff\xff\xff\xff")
    assert text("1") == text("0x00000001") == text("0.0.0.1") == Literal(b"\x00\x00\x00\x01")
    assert text("::1") == Literal(bytes(15) + b"\x01")
    assert text("'\u00e9'") == Literal(b"\xc3\xa9")
    assert text("'\ud800'") == Literal(b"\xed\xa0\x80")


def test_parts_know_their_place() -> None:
    source = "member('a') and not  (substring('ab', 0, 1) == 'a')"
    tree = condition(source)
    assert [source[slice(*node.span)] for node in walk(tree)] == [
        source,
        "member('a')",
        "not  (substring('ab', 0, 1) == 'a')",
        "substring('ab', 0, 1) == 'a'",
        "substring('ab', 0, 1)",
        "'ab'",
        "'a'",
    ]
    assert children(tree)[0] == A


def test_members() -> None:
    assert members(condition("member('a') or 'x' == ifelse(not member('KNOWN'), 'x', 'y')")) == {"a", "KNOWN"}


@pytest.mark.parametrize("name", ["ALL", "KNOWN", "UNKNOWN", "BOOTP", "VENDOR_CLASS_x", "HA_x", "AFTER_x", "EXTERNAL_"])
def test_built_in_classes(name: str) -> None:
    assert condition(f"member('{name}')") == Member(name)


@pytest.mark.parametrize("name", ["nosuch", "DROP", "SPAWN_a_b", "REJECT", "SKIP_DDNS", ""])
def test_unknown_classes(name: str) -> None:
    assert error(f"member('{name}')") == f"1.8-{9 + len(name)}: Not defined client class '{name}'"


def test_known_may_be_a_function() -> None:
    parse_condition("member('x')", FACTS4.dialect, DEFINITIONS4, lambda name: name == "x")
    with pytest.raises(ExpressionError):
        parse_condition("member('y')", FACTS4.dialect, DEFINITIONS4, lambda name: name == "x")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", "1.1: syntax error, unexpected end of file"),
        ("'a'", "1.4: syntax error, unexpected end of file, expecting == or +"),
        ("'a' == 'b' == 'c'", "1.12-13: syntax error, unexpected ==, expecting end of file"),
        ("not 'a'", "1.8: syntax error, unexpected end of file, expecting == or +"),
        ("pkt.iface == 'a' and", "1.21: syntax error, unexpected end of file"),
        ("member('ALL') 'a'", "1.15-17: syntax error, unexpected constant string, expecting end of file"),
        ("substring('a','b',1) == ''", "1.15-17: syntax error, unexpected constant string, expecting integer"),
        ("option[nosuch].text == 'a'", "1.8-13: option 'nosuch' is not defined"),
        ("option[300].text == 'a'", "1.8-10: Option code has invalid value in 300. Allowed range: 0..255"),
        ("option[-1].text == 'a'", "1.8-9: Option code has invalid value in -1. Allowed range: 0..255"),
        ("option[12].option[foo].exists", "1.19-21: syntax error, unexpected option name, expecting integer"),
        ("relay4[256].hex == ''", "1.8-10: Option code has invalid value in 256. Allowed range: 0..255"),
        ("relay4[circuit-id].exists", "1.8-17: syntax error, unexpected option name, expecting integer"),
        ("relay6[0].peeraddr == 'a'", "1.8: Nest level invalid for DHCPv4 packets"),
        ("pkt6.msgtype == 1", "1.1-4: pkt6 can only be used in DHCPv6."),
        ("5000000000 == ''", "1.1-10: Invalid value in 5000000000. Allowed range: 0..4294967295"),
        ("-1 == ''", "1.1-2: Invalid value in -1. Allowed range: 0..4294967295"),
        ("99999999999999999999 == ''", "1.1-20: Failed to convert 99999999999999999999 to an integer."),
        ("10.0.0.300 == ''", "1.1-10: Failed to convert 10.0.0.300 to an IP address."),
        ("1:2:3 == ''", "1.1-5: Failed to convert 1:2:3 to an IP address."),
        ("vendor[4294967296].exists", "1.8-17: Invalid value in 4294967296. Allowed range: 0..4294967295"),
        ("vendor[-1].exists", "1.8-9: Invalid value in -1. Allowed range: 0..4294967295"),
        ("vendor-class[*].data[300] == ''", "1.22-24: Invalid value in 300. Allowed range: 0..255"),
        ("known", "1.1: Invalid character: k"),
        ("'a' ==\n 'b' or\n pkt4.msgtyp", "3.7: Invalid character: m"),
        ("match('(', 'b')", "1.7-9: invalid regular expression '(': '(' without ')'"),
        ("member('a') == 'b'", "1.13-14: syntax error, unexpected ==, expecting end of file"),
        ("(member('a')) + 'b'", "1.15: syntax error, unexpected +, expecting end of file"),
        ("'a' + member('a')", "1.7-12: syntax error, a condition stands where a text is needed"),
        ("lcase(member('a'))", "1.7-12: syntax error, a condition stands where a text is needed"),
        ("'a' and 'b'", "1.5-7: syntax error, unexpected and, expecting == or +"),
        ("(member('a')", "1.13: syntax error, unexpected end of file, expecting )"),
        ("vendor.data == ''", "1.8-11: syntax error, unexpected data, expecting enterprise"),
    ],
)
def test_errors(source: str, expected: str) -> None:
    assert error(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("relay6[33].peeraddr == 'a'", "1.8-9: Nest level has invalid value in 33. Allowed range: -32..31"),
        ("relay6[-33].peeraddr == 'a'", "1.8-10: Nest level has invalid value in -33. Allowed range: -32..31"),
        ("relay4[1].exists", "1.1-6: relay4 can only be used in DHCPv4."),
        ("pkt4.mac == 1", "1.1-4: pkt4 can only be used in DHCPv4."),
        ("option[65536].exists", "1.8-12: Option code has invalid value in 65536. Allowed range: 0..65535"),
        ("relay6[0].option[clientid].exists", "1.18-25: syntax error, unexpected option name, expecting integer"),
        ("relay6[0].exists", "1.11-16: syntax error, unexpected exists, expecting option or peeraddr or linkaddr"),
        ("vendor-class[1].data[a] == ''", "1.22: syntax error, unexpected option name, expecting integer"),
        ("pkt6.mac == 1", "1.6-8: syntax error, unexpected mac, expecting msgtype or transid"),
        ("pkt.foo == 1", "1.5: Invalid character: f"),
    ],
)
def test_errors_in_dhcpv6(source: str, expected: str) -> None:
    assert error(source, 6) == expected


def test_an_error_tells_its_place() -> None:
    with pytest.raises(ExpressionError) as raised:
        condition("'a' ==\n  option[nosuch].hex")
    assert (raised.value.line, raised.value.start, raised.value.end) == (2, 10, 15)
    assert raised.value.reason == "option 'nosuch' is not defined"


@pytest.mark.parametrize(
    ("opening", "inside", "closing"),
    [
        ("(", "member('a')", ")"),
        ("not ", "member('a')", ""),
        ("'a' == lcase(", "'a'", ")"),
        ("'' == ifelse(member('a'),", "'a'", ",'')"),
    ],
)
def test_depth_is_bounded(opening: str, inside: str, closing: str) -> None:
    head, repeated = ("", opening) if "==" not in opening else opening.split("== ")
    head += "== " if head else ""

    def nested(times: int) -> str:
        return head + repeated * times + inside + closing * times

    condition(nested(DEEPEST - 2))
    assert f"nested more than {DEEPEST} levels deep" in error(nested(DEEPEST + 1))
    assert f"nested more than {DEEPEST} levels deep" in error(nested(LONGEST_TEXT // 60))


def test_length_is_bounded_but_chains_are_long() -> None:
    assert "more than" in error(" " * (LONGEST_TEXT + 1))
    assert len(children(condition(" or ".join(["member('a')"] * 2000)))) == 2000
