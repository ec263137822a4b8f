"""Sections: values by kind, and mistakes with their places."""

from lessor.config.errors import Problem
from lessor.config.section import Section
from lessor.config.syntax import parse


def section(text: str, path: str = "subnet4[0]") -> Section:
    return Section(parse(text, "f"), path, [], [])


def test_values_by_kind() -> None:
    found = section('{"s": "a", "i": 1, "b": true, "r": 0.5, "l": ["x", "y"], "m": {"i": 2}}')
    assert found.text("s") == "a"
    assert found.number("i", 0) == 1
    assert found.flag("b", False) is True
    assert found.real("r", 0.0) == 0.5
    assert [text for _, _, text in found.texts("l")] == ["x", "y"]
    assert found.section("m").number("i", 0) == 2
    assert found.problems == []


def test_absent_keys_read_as_their_defaults() -> None:
    found = section("{}")
    assert (found.text("s", "d"), found.number("i", 7), found.flag("b", True), found.real("r", 0.25)) == (
        "d",
        7,
        True,
        0.25,
    )
    assert found.sections("l") == []
    assert found.section("m").text("s") == ""


def test_wrong_kinds_are_told_and_read_as_defaults() -> None:
    found = section('{"s": 1, "i": true, "b": 0, "r": 1, "l": {}, "t": [1], "m": []}')
    found.text("s")
    found.number("i", 0)
    found.flag("b", False)
    found.real("r", 0.0)
    found.sections("l")
    found.texts("t")
    found.section("m")
    assert [problem.key.removeprefix("subnet4[0].") for problem in found.problems] == [
        "s",
        "i",
        "b",
        "r",
        "l",
        "t[0]",
        "m",
    ]


def test_a_mistake_names_place_and_key() -> None:
    found = section('{\n "pools": [\n  {"pool": "x"}]}').sections("pools")[0]
    found.wrong(found.place("pool"), "pool", "bad", "good")
    assert found.problems == [Problem("f", 3, 12, "subnet4[0].pools[0].pool", "bad", "good")]


def test_names_come_from_old_and_new_keys() -> None:
    assert section('{"one": "a", "many": ["b", "c"]}').names("one", "many", "none") == ("a", "b", "c")


def test_a_comment_is_kept_in_the_user_context() -> None:
    assert section('{"comment": "new", "user-context": {"a": [1], "comment": "old"}}').user_context() == {
        "a": [1],
        "comment": "new",
    }
