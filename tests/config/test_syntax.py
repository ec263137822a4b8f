"""Text to tree: values, places, and what is said about mistakes."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessor.config.errors import ConfigError, Problem
from lessor.config.syntax import MAX_DEPTH, Node, parse, parse_file, plain
from lessor.config.tokens import MAX_INCLUDES


def value(text: str) -> object:
    """What a text means, without places."""
    return plain(parse(text, "f"))


def problem(text: str) -> Problem:
    """The one mistake of a text."""
    with pytest.raises(ConfigError) as caught:
        parse(text, "f")
    (found,) = caught.value.problems
    return found


def wrong(text: str) -> str:
    """The same in words."""
    return str(problem(text))


def member(node: Node, *path: str | int) -> Node:
    """Follow keys and positions down a tree."""
    for step in path:
        if isinstance(step, int):
            assert isinstance(node.value, list)
            node = node.value[step]
        else:
            assert isinstance(node.value, dict)
            node = node.value[step]
    return node


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
documents = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents, st.sampled_from([None, 0, 3]), st.booleans())
def test_reads_all_that_json_reads(document: object, indent: int | None, ascii_only: bool) -> None:
    assert value(json.dumps(document, indent=indent, ensure_ascii=ascii_only)) == document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{} # to the end", {}),
        ("# before\n// and\n/* before */ {} ", {}),
        ('{"a": /* in the middle */ 1} // end', {"a": 1}),
        ('{"a" /* of */ : 1}', {"a": 1}),
        ('{"a"\n:\n1}', {"a": 1}),
        ("[1, # one\n 2 /* two\n * lines */ , 3]", [1, 2, 3]),
        ('"# no // comment /* here */"', "# no // comment /* here */"),
        ("/**/1", 1),
        ("/***/1", 1),
        ("/* a * / b */1", 1),
    ],
)
def test_comments(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("-7", -7),
        ("007", 7),
        (str(2**80), 2**80),
        ("0.5", 0.5),
        (".5", 0.5),
        ("2.", 2.0),
        ("-1.5E+3", -1500.0),
        ("1e5", 1e5),
        ("+5", 5.0),
        ("true", True),
        ("false", False),
        ("null", None),
        (r'"a\"\\\/\b\f\n\r\t"', 'a"\\/\b\f\n\r\t'),
        (r'"\u0041\u00e9\ud83d\ude00"', "Aé😀"),
        ('"ümlaut"', "ümlaut"),
        ('""', ""),
    ],
)
def test_scalars(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_every_value_and_key_has_its_place() -> None:
    root = parse('{\n  "a": 1,\n  "b" : [ true,\n\t"x" ], "c\\n": {}\n}', "f")
    places = {
        path: (node.line, node.column, node.key_line, node.key_column)
        for path in [(), ("a",), ("b",), ("b", 0), ("b", 1), ("c\n",)]
        for node in [member(root, *path)]
    }
    assert places == {
        (): (1, 1, 0, 0),
        ("a",): (2, 8, 2, 3),
        ("b",): (3, 9, 3, 3),
        ("b", 0): (3, 11, 0, 0),
        ("b", 1): (4, 2, 0, 0),
        ("c\n",): (4, 16, 4, 9),
    }


def test_columns_count_characters() -> None:
    assert member(parse('{ /* äöü */ "ß": 1 }', "f"), "ß").column == 18


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('{"a": [1, 2,], "b": 3,}', ["1:12: a[1]", "1:22: b"]),
        ("[1,,2]", ["1:3: [0]"]),
        ('{"a": 1,,, "b": 2}', ["1:8: a", "1:9: a"]),
        ("[1,\n,]", ["1:3: [0]", "2:1: [0]"]),
        ("[1, 2]", []),
    ],
)
def test_needless_commas_are_warned_about(text: str, places: list[str]) -> None:
    warnings: list[Problem] = []
    parse(text, "f", warnings)
    assert [f"{warning.line}:{warning.column}: {warning.key}" for warning in warnings] == places
    assert all("comma" in warning.wrong for warning in warnings)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "f:1:1", "holds no value"),
        ("\n # only a remark", "f:2:17", "holds no value"),
        ("{,}", "f:1:2", "before the first member of a map"),
        ("[,1]", "f:1:2", "before the first member of a list"),
        ('{"a": 1 "b": 2}', "f:1:9: a", "did you forget a comma"),
        ('{"a": [1 2]}', "f:1:10: a[0]", "did you forget a comma"),
        ('{"a": "x" 1}', "f:1:11: a", "did you forget a comma"),
        ('{"a" 1}', "f:1:6", "colon"),
        ('{"a"; 1}', "f:1:5", "';'"),
        ('{"a"}', "f:1:5", "colon"),
        ("{a: 1}", "f:1:2", "expected a key, found a; keys are written in double quotes"),
        ("{1: 1}", "f:1:2", "expected a key or }, found 1"),
        ('{"a": }', "f:1:7: a", "expected a value, found }"),
        ('{"a": 1]', "f:1:8: a", "expected a comma or }, found ]; the map was begun at f:1:1"),
        ("[1}", "f:1:3", "expected a comma or ], found }; the list was begun at f:1:1"),
        ('{"a":\n [1, 2', "f:2:7: a[1]", "the list begun at f:2:2 is not closed"),
        ("{", "f:1:2", "the map begun at f:1:1 is not closed"),
        ("[1,", "f:1:4", "the list begun at f:1:1 is not closed"),
        ('{"a": 1,', "f:1:9", "the map begun at f:1:1 is not closed"),
        ("{} {}", "f:1:4", "after the end"),
        ("{}}", "f:1:3", "found } after the end"),
        ('{"a": True}', "f:1:7: a", "write true, lower case only"),
        ('{"a": NULL}', "f:1:7: a", "write null, lower case only"),
        ('{"a": eth0}', "f:1:7: a", "found eth0; a string is written in double quotes"),
        ('{"a": 192.0.2.1}', "f:1:7: a", "found 192.0.2.1"),
        ('{"a": 0x10}', "f:1:7: a", "found 0x10"),
        ('{"a": -}', "f:1:7: a", "found -"),
        ('{"a": 1e999}', "f:1:7: a", "too large"),
        ("1" * 5000, "f:1:1", "too many digits"),
        ("{'a': 1}", "f:1:2", "single quote"),
        ('{"a": "b\n}', "f:1:7: a", "the string begun here is not closed"),
        ('{"a": "b', "f:1:7: a", "the string begun here is not closed"),
        ('{"a": 1\n /* b', "f:2:2: a", "the comment begun here is not closed"),
        (r'{"a": "b\qc"}', "f:1:9: a", "bad escape"),
        (r'{"a": "\u12"}', "f:1:9: a", "bad escape"),
        (r'{"a": "\ud800"}', "f:1:7: a", "not valid Unicode"),
        ('{"a": 1 / 2}', "f:1:9: a", "lone /"),
        ('{"a": $}', "f:1:7: a", "'$'"),
        ("{<?include x?>}", "f:1:2", 'write <?include "file"?>'),
    ],
)
def test_mistakes_are_told_with_place_and_advice(text: str, place: str, words: str) -> None:
    assert wrong(text).startswith(f"{place}: ")
    assert words in wrong(text)


def test_all_duplicates_are_told_with_both_places() -> None:
    with pytest.raises(ConfigError) as caught:
        parse('{"a": 1,\n "b": {"c": 1, "c": 2},\n "a": 2, "a": 3}', "f")
    assert [str(found) for found in caught.value.problems] == [
        "f:2:16: b.c: duplicate key, first at f:2:8; keep one of the two",
        "f:3:2: a: duplicate key, first at f:1:2; keep one of the two",
        "f:3:10: a: duplicate key, first at f:3:2; keep one of the two",
    ]


def test_errors_name_the_path_below_the_daemon() -> None:
    assert problem('{"Dhcp4": {"subnet4": [{}, {"pools": [{"pool": x}]}]}}').key == "subnet4[1].pools[0].pool"


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting_is_limited(opening: str, closing: str) -> None:
    assert value(opening * MAX_DEPTH + "1" + closing * MAX_DEPTH)
    found = problem(opening * 100_000)
    assert f"deeper than {MAX_DEPTH} levels" in found.wrong
    assert found.column == MAX_DEPTH * len(opening) + 1


@pytest.mark.parametrize(
    "text", ["/*" * 50_000, '"' * 50_001, "\\" * 50_000, "[" + "1," * 50_000, "<?include" * 20_000]
)
def test_long_nonsense_is_refused(text: str) -> None:
    assert problem(text).line == 1


def write(folder: Path, **files: str) -> str:
    """Write files and return the name of the first."""
    for name, text in files.items():
        (folder / name).write_text(text)
    return str(folder / next(iter(files)))


def test_an_include_stands_for_its_tokens(tmp_path: Path) -> None:
    main = write(
        tmp_path,
        main='{ <?include "members"?>, "c": <?include   "value" ?>, "d": [1, <?include "nothing"?> 2] }',
        members='\n"a": 1,\n  "b": 2',
        value='"text"',
        nothing="# nothing at all",
    )
    root = parse_file(main)
    assert plain(root) == {"a": 1, "b": 2, "c": "text", "d": [1, 2]}
    b = member(root, "b")
    assert (Path(b.file).name, b.key_line, b.key_column, b.line, b.column) == ("members", 3, 3, 3, 8)
    assert member(root, "d").file == main


def test_includes_are_looked_up_from_the_working_directory_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "etc").mkdir()
    main = write(tmp_path / "etc", main='[<?include "one"?>, <?include "two"?>]', one='"beside"', two='"beside"')
    write(tmp_path, one='"here"')
    monkeypatch.chdir(tmp_path)
    assert plain(parse_file(main)) == ["here", "beside"]


def test_mistakes_in_included_files_have_their_place_there(tmp_path: Path) -> None:
    main = write(tmp_path, main='{\n"a": <?include "part"?>}', part="\n oops")
    with pytest.raises(ConfigError) as caught:
        parse_file(main)
    assert str(caught.value).startswith(f"{tmp_path}/part:2:2: a: ")


@pytest.mark.parametrize(
    ("files", "place", "words"),
    [
        ({"main": '{\n <?include "gone"?>}'}, "main:2:12", 'cannot open include file "gone": No such file'),
        ({"main": '<?include "."?>'}, "main:1:11", "cannot open include file"),
        ({"main": '<?include "main"?>'}, "main:1:11", "includes itself"),
        ({"main": '<?include "b"?>', "b": '\n<?include "main"?>'}, "b:2:11", 'the file "main" includes itself'),
    ],
)
def test_includes_that_cannot_be(tmp_path: Path, files: dict[str, str], place: str, words: str) -> None:
    main = write(tmp_path, **files)
    with pytest.raises(ConfigError) as caught:
        parse_file(main)
    assert str(caught.value).startswith(f"{tmp_path}/{place}: ")
    assert words in str(caught.value)


def test_includes_nest_so_deep_and_no_deeper(tmp_path: Path) -> None:
    files = {f"f{i}": f'<?include "f{i + 1}"?>' for i in range(MAX_INCLUDES)}
    assert plain(parse_file(write(tmp_path, **files, **{f"f{MAX_INCLUDES}": "7"}))) == 7
    files[f"f{MAX_INCLUDES}"] = f'<?include "f{MAX_INCLUDES + 1}"?>'
    with pytest.raises(ConfigError, match=rf"f{MAX_INCLUDES}:1:11: includes nest deeper than {MAX_INCLUDES} files"):
        parse_file(write(tmp_path, **files))


def test_files_may_hold_other_encodings_in_comments_only(tmp_path: Path) -> None:
    file = tmp_path / "old"
    file.write_bytes(b'{ # caf\xe9\n "a": "b" }')
    assert plain(parse_file(str(file))) == {"a": "b"}
    file.write_bytes(b'{\n "a": "caf\xe9" }')
    with pytest.raises(ConfigError, match="2:7: a: this string is not valid Unicode"):
        parse_file(str(file))


def test_a_byte_order_mark_is_no_value(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"\xef\xbb\xbf{}")
    assert parse_file(str(tmp_path / "f")).column == 1


def test_lines_end_as_they_may(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b'{\r\n "a": 1, # remark\r\n "b": 2 }\r\n')
    assert member(parse_file(str(tmp_path / "f")), "b").line == 3


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="gone:1:1: cannot be read: No such file"):
        parse_file(str(tmp_path / "gone"))


PLAIN = '{\n "a": "x", "b" : 5,\n "c":\n"y"}'


def test_plain_members_know_their_places() -> None:
    members = parse(PLAIN, "f").value
    assert isinstance(members, dict)
    places = {
        key: (node.value, node.line, node.column, node.key_line, node.key_column) for key, node in members.items()
    }
    assert places == {"a": ("x", 2, 7, 2, 2), "b": (5, 2, 18, 2, 12), "c": ("y", 4, 1, 3, 2)}


@pytest.mark.parametrize("between", [" ", "\t", "\n", " # x\n", "/* */", "// y\n"])
def test_plain_members_are_the_same_among_comments(between: str) -> None:
    text = PLAIN.replace(" ", between)
    assert plain(parse(text, "f")) == {"a": "x", "b": 5, "c": "y"}


def test_a_plain_member_written_twice() -> None:
    with pytest.raises(ConfigError) as caught:
        parse('{"m": [{"a": 1, "a": 2, "b": {}, "a": 3}]}', "f")
    found = [(problem.column, problem.key, problem.wrong) for problem in caught.value.problems]
    assert found == [
        (17, "m[0].a", "duplicate key, first at f:1:9"),
        (34, "m[0].a", "duplicate key, first at f:1:17"),
    ]
