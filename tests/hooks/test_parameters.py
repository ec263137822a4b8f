"""Parameters of plug-ins: what is given, what stands for the rest, what is wrong."""

import pytest

from lessor.hooks.api import BOOLEAN, INTEGER, LIST, NUMBER, STRING, Json, Parameter, ParameterError, read_parameters

TABLE = {
    "url": Parameter(STRING, required=True),
    "timeout": Parameter(INTEGER, 5, low=1, high=60),
    "share": Parameter(NUMBER, 0.5),
    "loud": Parameter(BOOLEAN, False),
    "kind": Parameter(STRING, "file", choices=("file", "syslog")),
    "names": Parameter(LIST),
}


def test_defaults_fill_what_is_missing() -> None:
    assert read_parameters({"url": "x", "comment": "mine"}, TABLE) == {
        "url": "x",
        "timeout": 5,
        "share": 0.5,
        "loud": False,
        "kind": "file",
        "names": None,
    }


@pytest.mark.parametrize(
    ("given", "text", "path"),
    [
        ({}, "the parameter 'url' is missing", ()),
        ({"url": 7}, "a string is expected", ("url",)),
        ({"url": "x", "timeout": True}, "an integer is expected", ("timeout",)),
        ({"url": "x", "timeout": 0}, "0 is too small, 1 is the least", ("timeout",)),
        ({"url": "x", "timeout": 61}, "61 is too large, 60 is the most", ("timeout",)),
        ({"url": "x", "kind": "paper"}, "'paper' is none of file, syslog", ("kind",)),
        ({"url": "x", "tiemout": 1}, "unknown parameter; there are kind, loud, ", ("tiemout",)),
    ],
)
def test_mistakes_have_a_path(given: dict[str, Json], text: str, path: tuple[str, ...]) -> None:
    with pytest.raises(ParameterError, match=text) as caught:
        read_parameters(given, TABLE, "outer", 2)
    assert caught.value.path == ("outer", 2, *path)
