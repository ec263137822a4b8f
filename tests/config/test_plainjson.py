"""The quick way to a tree: the same tree as token by token, or none."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessor.config.node import Node
from lessor.config.plainjson import read_plain
from lessor.config.syntax import MAX_DEPTH, read_tokens

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
documents = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


def walk(node: Node) -> Iterator[object]:
    """Every value of a tree with its places, in the order of the text."""
    value = node.value
    yield type(value), (node.file, node.line, node.column, node.key_line, node.key_column)
    if isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from walk(member)
    elif isinstance(value, list):
        for member in value:
            yield from walk(member)
    else:
        yield value


def both_ways(text: str) -> tuple[list[object], list[object]]:
    quick = read_plain(text, "f", MAX_DEPTH)
    assert quick is not None
    return list(walk(quick)), list(walk(read_tokens(text, "f", [])))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents, st.sampled_from([None, 0, 3]))
def test_both_ways_lead_to_the_same_tree(document: object, indent: int | None) -> None:
    quick, long = both_ways(json.dumps(document, indent=indent, ensure_ascii=False))
    assert quick == long


@pytest.mark.parametrize(
    "text",
    [
        '# first\n{"a": 1} # last',
        '{ // "b": 2\n "a" /* of */ : [ /* two\nlines "*/ 1, {}] }',
        '{"a#b": "# // /* no comment */", "\\"#": "\\\\"} // "',
        '/**/{"a": [1.5, -2, 1e3, true, null], "ü": {"b": ""}}',
        '{"a" : \n "x"}\n# no newline',
        f'{{"list": [{", ".join(["[]"] * 2500)}], "b": 1}} # more strings than one step takes',
        json.dumps([str(i) for i in range(2500)]) + "# x",
    ],
)
def test_comments_move_nothing(text: str) -> None:
    quick, long = both_ways(text)
    assert quick == long


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"a": 1,}',
        '{"a": 1, "a": 2}',
        '[{"x": {"a": 1, "a": 2}}]',
        '<?include "file"?>',
        "007",
        ".5",
        "NaN",
        "-Infinity",
        "1e999",
        "1" * 5000,
        '"\\ud83d\\ude00"',
        '"\ud800"',
        '"line\nbreak"',
        '"tab\t"',
        "/* not closed",
        '{"a": / 1}',
        '{"a: 1} # not closed',
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        "[" * 100_000,
    ],
)
def test_what_is_not_plain_is_left_to_the_other_way(text: str) -> None:
    assert read_plain(text, "f", MAX_DEPTH) is None
