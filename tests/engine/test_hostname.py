"""Tests of lessor.engine.hostname."""

import pytest

from lessor.engine.hostname import cleaned, completed, is_writable, qualified, sent_name, well_formed
from lessor.wire.errors import WireError

PATTERN = "[^A-Za-z0-9.-]"


@pytest.mark.parametrize(
    ("name", "fine"),
    [("a", True), ("a.b", True), ("", False), ("a..b", False), ("a.", False), ("x" * 63, True), ("x" * 64, False)],
)
def test_well_formed(name: str, fine: bool) -> None:
    assert well_formed(name) is fine


def test_only_so_long_a_name_is_well_formed() -> None:
    labels = ".".join(["x" * 62] * 4)
    assert well_formed(labels) and not well_formed(labels + ".x" * 2)


def test_cleaning() -> None:
    assert cleaned("La_t !p", PATTERN, "-") == "la-t--p"
    assert cleaned("La_t", "", "-") == "la_t"
    assert cleaned("!" * 1000, PATTERN, "x") == "x" * 253


@pytest.mark.parametrize(
    ("name", "suffix", "whole"),
    [
        ("laptop", "example.org", "laptop.example.org"),
        ("laptop.", ".example.org.", "laptop.example.org"),
        ("laptop", "", "laptop"),
    ],
)
def test_qualifying(name: str, suffix: str, whole: str) -> None:
    assert qualified(name, suffix) == whole


@pytest.mark.parametrize(
    ("name", "suffix", "whole"),
    [("laptop", "example.org", "laptop.example.org."), ("a.b.", "example.org", "a.b."), ("", "x", ""), ("a", "", "a.")],
)
def test_completing(name: str, suffix: str, whole: str) -> None:
    assert completed(name, suffix) == whole


@pytest.mark.parametrize(("name", "fine"), [("a.b.", True), ("", False), ("a b", False), ("x." * 130, False)])
def test_what_can_be_written(name: str, fine: bool) -> None:
    assert is_writable(name) is fine


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        (b"\x06LapTop\x03Org\0", "laptop.org."),
        (b"\x06laptop", "laptop"),
        (b"\x05l_p!p", "lpp"),
        (b"\0", ""),
        (b"", ""),
    ],
)
def test_names_as_sent(labels: bytes, name: str) -> None:
    assert sent_name(b"flags" + labels, 5, PATTERN, "") == name


def test_labels_that_cannot_be_read() -> None:
    with pytest.raises(WireError):
        sent_name(b"\x46abc", 0, PATTERN, "")
