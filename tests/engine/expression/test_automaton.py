"""Tests of lessor.engine.expression.automaton and pattern."""

import random
import re

import pytest

from lessor.engine.expression.automaton import MOST_STATES, Automaton


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("", [""], ["a"]),
        ("abc", ["abc"], ["ab", "abcd", "ABC", ""]),
        ("a|bc|", ["a", "bc", ""], ["b", "abc"]),
        ("a*b+c?", ["b", "aabbc"], ["", "ac", "abcc"]),
        ("a{2}", ["aa"], ["a", "aaa"]),
        ("a{2,}", ["aa", "aaaaa"], ["a"]),
        ("(ab){1,2}?", ["ab", "abab"], ["", "ababab"]),
        ("a{0,0}b", ["b"], ["ab"]),
        ("a*?b", ["aab"], ["aa"]),
        (".", ["a", "\x00", "\x7f"], ["\n", "\r", ""]),
        ("[a-c-]x[^0-9]", ["axb", "-xx"], ["dxb", "ax1"]),
        ("[]a]", [], ["a", "]a]b"]),
        ("[]", [], ["", "a"]),
        ("[^]", ["a", "\n"], [""]),
        (r"[\]\-\\]", ["]", "-", "\\"], ["a"]),
        (r"[\d_]+", ["12_"], ["a"]),
        (r"[\b]", ["\b"], ["b"]),
        ("[[:alpha:]]+[[:digit:]]{2}", ["abc12"], ["12", "abc1"]),
        ("[[:xdigit:][:space:]]+", ["a 0 F"], ["g"]),
        ("[[.-.]a]", ["-", "a"], ["b"]),
        ("[a-]", ["a", "-"], ["b"]),
        (r"\d\D\w\W\s\S", ["1a_- x"], ["aaaaaa"]),
        (r"\x41\u0042\t\0\cJ", ["AB\t\0\n"], ["AB"]),
        (r"\.\*\(\/", [".*(/"], ["abc/"]),
        ("a]b}", ["a]b}"], ["a"]),
        ("^abc$", ["abc"], ["abc\n"]),
        ("a^b", [], ["ab", "a^b"]),
        ("(^a|b)c", ["ac", "bc"], ["aac"]),
        (r"\bab\b", ["ab"], ["abc"]),
        (r"ab\b-\b.*", ["ab-c"], ["ab--"]),
        (r"a\Bb", ["ab"], ["a"]),
        (r"\b", [], ["", "a"]),
        ("(?:a(b|c))+", ["abac"], ["a"]),
        ("(a*)*", ["", "aaa"], ["b"]),
        ("(?!PXE).*", ["foo", ""], ["PXEClient"]),
        ("^(?!a)(?=.*z).*", ["xyz"], ["az", "xy"]),
        ("(?=ab)a.", ["ab"], ["ac"]),
    ],
)
def test_matches(pattern: str, yes: list[str], no: list[str]) -> None:
    automaton = Automaton(pattern)
    assert [text for text in yes if not automaton.matches(text.encode("latin-1"))] == []
    assert [text for text in no if automaton.matches(text.encode("latin-1"))] == []


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "'(' without ')'"),
        (")", "')' without '('"),
        ("a|)", "')' without '('"),
        ("*", "nothing to repeat before '*'"),
        ("a**", "nothing to repeat before '*'"),
        ("a*+", "nothing to repeat before '+'"),
        ("a++", "nothing to repeat before '+'"),
        ("{2}", "nothing to repeat before '{'"),
        ("a{,2}", "no number in braces"),
        ("a{2", "'{' without '}'"),
        ("a{3,2}", "{3,2} is out of order"),
        ("a{1001}", "repeated more than 1000 times"),
        ("a{99999999999}", "repeated more than 1000 times"),
        ("(a{100}){100}", "too large, mind the numbers in braces"),
        ("^*", "an assertion cannot be repeated"),
        (r"\b+", "an assertion cannot be repeated"),
        ("[a", "ends too early"),
        ("[b-a]", "range b-a is out of order"),
        (r"[\d-z]", "a set cannot begin or end a range"),
        ("[[:nosuch:]]", "unknown name in brackets"),
        ("[[:alpha", "unknown name in brackets"),
        ("\\", "ends too early"),
        (r"\x4", "not 2 hexadecimal digits after a backslash"),
        (r"\u0100", "0x100 is not an octet"),
        (r"\q", "unknown escape '\\q'"),
        (r"(a)\1", "back references are not supported"),
        ("(?>a)", "unknown kind of group '(?'"),
        ("(?i)a", "unknown kind of group '(?'"),
        ("(?<=a)b", "unknown kind of group '(?'"),
        ("a(?=b)", "look-ahead is supported only at the beginning"),
        ("(?=a)b|c", "look-ahead in one of several alternatives is not supported"),
        ("(" * 60, "groups nested more than 50 deep"),
    ],
)
def test_refused(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        Automaton(pattern)


def test_what_takes_others_for_ever() -> None:
    assert not Automaton("(a+)+b").matches(b"a" * 4000)
    assert not Automaton("(.*)*(.*)*(.*)*x").matches(b"a" * 4000)


def test_memory_is_bounded() -> None:
    automaton = Automaton("(a|b)*a(a|b){12}")
    chance = random.Random(1)
    for _ in range(300):
        text = bytes(chance.choice(b"ab") for _ in range(100))
        assert automaton.matches(text) is (text[-13] == ord("a"))
        assert len(automaton._states) <= MOST_STATES + 1


ATOMS = ["a", "b", "-", ".", "[ab]", "[^a]", r"\w", r"\W", r"\b", r"\B", "^", "$"]


def pattern(chance: random.Random, depth: int) -> str:
    kind = chance.randrange(6) if depth else 0
    if kind == 0:
        return chance.choice(ATOMS)
    if kind <= 2:
        return "".join(pattern(chance, depth - 1) for _ in range(chance.randrange(4)))
    if kind == 3:
        return f"({pattern(chance, depth - 1)}|{pattern(chance, depth - 1)})"
    return f"({pattern(chance, depth - 1)}){chance.choice(['*', '+', '?', '{2}', '{1,3}', '*?', '{0,2}'])}"


def test_agrees_with_another_matcher() -> None:
    chance = random.Random(20)
    for _ in range(1500):
        source = pattern(chance, 3)
        automaton = Automaton(source)
        # `$` of Python also stands before a last line feed; its `\B` is never in an empty text.
        other = re.compile(source.replace("$", r"\Z").encode())
        for _ in range(12):
            text = bytes(chance.choice(b"ab-") for _ in range(chance.randrange(1, 7)))
            assert automaton.matches(text) is (other.fullmatch(text) is not None), (source, text)
