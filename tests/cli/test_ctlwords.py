from pathlib import Path

import pytest

from lessor.cli.ctlwords import WordError, arguments_of
from lessor.model.command import Argument
from lessor.model.json import Json

KNOWN = [Argument(kind, kind, "") for kind in ("string", "integer", "number", "boolean", "list", "map", "any")]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("string=5", "5"),
        ("string=", ""),
        ("string=a=b", "a=b"),
        ("integer=-5", -5),
        ("number=1.5", 1.5),
        ("number=2", 2),
        ("boolean=true", True),
        ("boolean=false", False),
        ("list=eth0,7", ["eth0", 7]),
        ("list=", []),
        ('list=["a,b"]', ["a,b"]),
        ('map={"a": 1}', {"a": 1}),
        ("any=5", 5),
        ("any=word", "word"),
        ("other=192.0.2.1", "192.0.2.1"),
    ],
)
def test_values_are_read_by_their_kind(word: str, value: Json) -> None:
    assert arguments_of([word], KNOWN) == {word.partition("=")[0]: value}


@pytest.mark.parametrize(
    "word", ["integer=x", "boolean=yes", "number=e", "list=[", "map=[]", "map=x", "novalue", "@/no/such/file"]
)
def test_other_words_are_refused(word: str) -> None:
    with pytest.raises(WordError):
        arguments_of([word], KNOWN)


def test_no_words_no_arguments() -> None:
    assert arguments_of([], KNOWN) is None


def test_files_stand_for_arguments_and_values(tmp_path: Path) -> None:
    file = tmp_path / "arguments"
    file.write_text('{ "a": 1, # a comment\n "b": [2] }')
    assert arguments_of([f"@{file}", "b=3"], []) == {"a": 1, "b": 3}
    assert arguments_of([f"map=@{file}"], KNOWN) == {"map": {"a": 1, "b": [2]}}
    file.write_text("[1]")
    with pytest.raises(WordError, match="a map of arguments is needed"):
        arguments_of([f"@{file}"], [])
    file.write_text("{")
    with pytest.raises(WordError, match="arguments:1:"):
        arguments_of([f"@{file}"], [])
