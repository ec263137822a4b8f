"""Durations, octets, lists."""

import pytest

from lessor.plugins.legal_log.words import duration, listed, shown


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (6735, "1 hrs 52 mins 15 secs"),
        (713, "0 hrs 11 mins 53 secs"),
        (86400, "1 days 0 hrs 0 mins 0 secs"),
        (0xFFFFFFFF, "infinite duration"),
    ],
)
def test_durations(seconds: int, text: str) -> None:
    assert duration(seconds) == text


def test_octets_are_shown_as_text_too_where_they_are_text() -> None:
    assert shown(b"howdy") == "68:6f:77:64:79 (howdy)"
    assert shown(b"\x87\xf6") == "87:f6"
    assert shown(b"a\n") == "61:0a"


def test_lists() -> None:
    assert [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
