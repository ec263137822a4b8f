"""Tests of lessor.engine.expression.tokens."""

import pytest

from lessor.engine.expression import ExpressionError
from lessor.engine.expression.tokens import ADDRESS, END, HEX, INTEGER, KEYWORDS, NAME, STRING, tokenize


def words(text: str) -> list[tuple[str, str]]:
    found = [(token.kind, token.text) for token in tokenize(text)]
    assert found.pop() == (END, "")
    return found


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_every_keyword(keyword: str) -> None:
    assert words(keyword) == [(keyword, keyword)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("'abc'", STRING, "abc"),
        ("''", STRING, ""),
        ("'a\tb \"c\\'", STRING, 'a\tb "c\\'),
        ("0xABc", HEX, "ABc"),
        ("0X1", HEX, "1"),
        ("12", INTEGER, "12"),
        ("-12", INTEGER, "-12"),
        ("192.0.2.1", ADDRESS, "192.0.2.1"),
        ("::", ADDRESS, "::"),
        ("::1", ADDRESS, "::1"),
        ("2001:db8::1", ADDRESS, "2001:db8::1"),
        ("1:2:3:4:5:6:7:8", ADDRESS, "1:2:3:4:5:6:7:8"),
        ("::ffff:192.0.2.1", ADDRESS, "::ffff:192.0.2.1"),
        ("fe80::", ADDRESS, "fe80::"),
    ],
)
def test_constants(text: str, kind: str, value: str) -> None:
    assert words(text) == [(kind, value)]


def test_a_name_is_one_only_before_a_bracket() -> None:
    assert words("[host-name]")[1] == (NAME, "host-name")
    assert words("[ text \n]")[1] == (NAME, "text")
    with pytest.raises(ExpressionError, match=r"^1\.1: Invalid character: h$"):
        tokenize("host-name")


def test_words_need_no_blanks_between_them() -> None:
    assert [kind for kind, _ in words("notmember('x')andoption[1].hex==0x1")] == [
        *("not", "member", "(", STRING, ")", "and", "option", "[", INTEGER, "]", ".", "hex", "==", HEX)
    ]
    assert words("sandsor") == [("sand", "sand"), ("sor", "sor")]


def test_blanks_are_nothing() -> None:
    assert words(" \t\r\nnot\n\n") == [("not", "not")]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("'a' == c", "1.8: Invalid character: c"),
        ("'abc", "1.1: Invalid character: '"),
        ("'a\nb'", "1.1: Invalid character: '"),
        ("0x", "1.2: Invalid character: x"),
        ("not\nmember('a') = 'b'", "2.13: Invalid character: ="),
        ("NOT", "1.1: Invalid character: N"),
        ("é", "1.1: Invalid character: é"),
        ("\x07", "1.1: Invalid character: '\\x07'"),
        ("not \ud800", "1.5: Invalid character: '\\ud800'"),
    ],
)
def test_other_characters(text: str, error: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        tokenize(text)
    assert str(raised.value) == error


def test_places() -> None:
    assert [(token.begin, token.end) for token in tokenize(" 'ab' ==1")] == [(1, 5), (6, 8), (8, 9), (9, 9)]
