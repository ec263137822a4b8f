"""POSIX expressions in Python's words."""

import re

import pytest

from lessor.config.patterns import Patterns, python_pattern, python_replacement


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("[^A-Za-z0-9.-]", "_ ", "aZ0.-"),
        ("[^[:alnum:].-]", "_ ", "aZ0.-"),
        ("[[:punct:]]", "!/[`~", "aZ0 "),
        ("[]a]", "]a", "b"),
        ("[^]]", "a", "]"),
        (r"[a\]", "a\\", "b"),
        ("[[a]", "[a", "b"),
        ("[a&&b]", "a&b", "c"),
        ("[+--]", "+,-", "."),
        (r"\[", "[", "a"),
        ("_| ", "_ ", "a"),
    ],
)
def test_matches_as_posix_has_it(pattern: str, matching: str, other: str) -> None:
    expression = re.compile(python_pattern(pattern))
    assert all(expression.fullmatch(letter) for letter in matching)
    assert not any(expression.fullmatch(letter) for letter in other)


@pytest.mark.parametrize("pattern", ["[", "[z-a]", "(", "*", "[[:letters:]]", "[a"])
def test_what_is_no_expression(pattern: str) -> None:
    with pytest.raises(ValueError, match="'"):
        python_pattern(pattern)


def test_each_expression_is_translated_once() -> None:
    patterns = Patterns()
    assert patterns("[[:digit:]]") == "[0-9]"
    assert patterns("[[:digit:]]") is patterns("[[:digit:]]")


def test_a_backslash_in_a_replacement_is_one() -> None:
    assert re.sub("a", python_replacement(r"\1"), "bab") == r"b\1b"
