"""Tests of lessor.control.given: values of the right kind, and Kea's words with the place of those that are not."""

import json

import pytest

from lessor.control.given import Given
from lessor.model.command import Arguments, CommandError

ARGUMENTS: Arguments = {"a": 1, "text": "x", "list": [{"b": True}, {"c": []}], "no": None}


def wrong(given: Given, name: str, kind: str) -> str:
    with pytest.raises(CommandError) as caught:
        getattr(given, kind)(name)
    return caught.value.text


def test_values() -> None:
    given = Given("try", ARGUMENTS)
    assert given.number("a") == 1
    assert given.number("missing", 7) == 7
    assert given.text("text") == "x"
    assert not given.flag("missing")
    assert Given("try", ARGUMENTS, "list", 0).flag("b")
    assert str(Given("try", {"ip": "2001:DB8::1"}).address("ip")) == "2001:db8::1"


def test_places_are_those_of_the_request_as_most_programs_write_it() -> None:
    request = json.dumps({"command": "try", "arguments": ARGUMENTS})
    given = Given("try", ARGUMENTS)
    assert given.place("text") == f"(<wire>:0:{request.index(chr(34) + 'x' + chr(34))})"
    assert given.place("no") == f"(<wire>:0:{request.index('null')})"
    # Kea has read the bracket by then
    assert given.place() == f"(<wire>:0:{request.index('{', 1) + 1})"
    second = Given("try", ARGUMENTS, "list", 1)
    assert second.place() == f"(<wire>:0:{request.index('{' + chr(34) + 'c' + chr(34)) + 1})"
    assert second.place("c") == f"(<wire>:0:{request.index('[]') + 1})"


def test_what_is_missing_or_of_another_kind() -> None:
    given = Given("try", ARGUMENTS)
    assert wrong(given, "b", "text").startswith("missing parameter 'b' (<wire>:0:")
    for name, kind in (("a", "text"), ("text", "number"), ("a", "flag"), ("no", "number"), ("list", "address")):
        assert wrong(given, name, kind).startswith(f"invalid type specified for parameter '{name}' (<wire>:0:")


def test_numbers_have_bounds() -> None:
    given = Given("try", {"a": -1, "b": 1 << 32, "c": True, "d": 1.0})
    assert wrong(given, "a", "number").startswith("out of range value (-1) specified for parameter 'a' ")
    assert wrong(given, "b", "number").startswith("out of range value (4294967296) specified for parameter 'b' ")
    assert wrong(given, "c", "number").startswith("invalid type")
    assert wrong(given, "d", "number").startswith("invalid type")


def test_a_member_that_is_no_map() -> None:
    with pytest.raises(CommandError, match="non-map Element"):
        Given("try", {"list": [7]}, "list", 0)
