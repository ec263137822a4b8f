"""The door from a file to a configuration."""

from pathlib import Path

import pytest

from lessor.config.errors import ConfigError, Problem
from lessor.config.load import load4


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "kea-dhcp4.conf"
    path.write_text(text)
    return str(path)


def mistakes(tmp_path: Path, text: str) -> list[Problem]:
    with pytest.raises(ConfigError) as caught:
        load4(written(tmp_path, text))
    return caught.value.problems


def test_a_configuration_with_what_there_is_to_say_about_it(tmp_path: Path) -> None:
    loaded = load4(
        written(
            tmp_path,
            """{ "Dhcp4": { # mine
              "subnet4": [ { "subnet": "192.0.2.0/24" }, ],
              "hooks-libraries": [ { "library": "x.so" } ]
            } }""",
        )
    )
    assert [subnet.id for subnet in loaded.config.subnets] == [1]
    assert [(warning.line, warning.key) for warning in loaded.warnings] == [(2, "subnet4[0]"), (2, "subnet4[0].id")]
    assert [problem.key for problem in loaded.unsupported] == ["hooks-libraries"]


def test_mistakes_of_kind_and_of_meaning_come_together(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        """{ "Dhcp4": {
          "subnet4": [ { "subnet": "x" }, { "pools": 1 } ],
          "valid-lifetime": "y"
        } }""",
    )
    assert [(problem.line, problem.key) for problem in found] == [
        (2, "subnet4[0].subnet"),
        (2, "subnet4[1].subnet"),
        (2, "subnet4[1].pools"),
        (3, "valid-lifetime"),
    ]


def test_mistakes_of_kind_alone_refuse_too(tmp_path: Path) -> None:
    assert [problem.key for problem in mistakes(tmp_path, '{ "Dhcp4": { "no-such-key": 1 } }')] == ["no-such-key"]


def test_what_is_no_configuration(tmp_path: Path) -> None:
    for text in ("", "{", "[]", "\0", "\udcff".encode("utf-8", "surrogateescape").decode("latin-1")):
        assert mistakes(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load4(str(tmp_path / "none"))
