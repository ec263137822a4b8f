"""The door from a file to a configuration."""

from pathlib import Path

import pytest

from lessor.config.errors import ConfigError, Problem
from lessor.config.load import load4, load6, load_all


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
              "dhcp-ddns": { "enable-updates": true }
            } }""",
        )
    )
    assert [subnet.id for subnet in loaded.config.subnets] == [1]
    assert [(warning.line, warning.key) for warning in loaded.warnings] == [(2, "subnet4[0]"), (2, "subnet4[0].id")]
    assert [problem.key for problem in loaded.unsupported] == ["dhcp-ddns"]


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


def test_each_family_has_its_door(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """{ "Dhcp4": { "subnet4": [ { "id": 4, "subnet": "192.0.2.0/24" } ] },
             "Dhcp6": { "subnet6": [ { "id": 6, "subnet": "2001:db8::/64" } ] } }""",
    )
    assert [subnet.id for subnet in load4(path).config.subnets] == [4]
    assert [subnet.id for subnet in load6(path).config.subnets] == [6]
    assert {name: loaded.config.subnets[0].id for name, loaded in load_all(path).items()} == {"Dhcp4": 4, "Dhcp6": 6}


def test_what_is_said_of_one_server_is_not_said_of_the_other(tmp_path: Path) -> None:
    loaded = load_all(
        written(
            tmp_path, '{ "Dhcp4": {}, "Dhcp6": { "dhcp4o6-port": 7, "subnet6": [ { "subnet": "2001:db8::/64" } ] }, }'
        )
    )
    assert [problem.key for problem in loaded["Dhcp4"].unsupported] == []
    assert [problem.key for problem in loaded["Dhcp6"].unsupported] == ["dhcp4o6-port"]
    assert [warning.key for warning in loaded["Dhcp4"].warnings] == ["Dhcp6"], "the comma after it"
    assert [warning.key for warning in loaded["Dhcp6"].warnings] == ["Dhcp6", "subnet6[0].id"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", '1:1: neither Dhcp4 nor Dhcp6 is here; write { "Dhcp4": { ... } }'),
        ("{}", '1:1: neither Dhcp4 nor Dhcp6 is here; write { "Dhcp4": { ... } }'),
        ('{ "Logging": {} }', '1:1: neither Dhcp4 nor Dhcp6 is here; write { "Dhcp4": { ... } }'),
        ('{ "DhcpDdns": {} }', '1:1: neither Dhcp4 nor Dhcp6 is here; write { "Dhcp4": { ... } }'),
        ('{ "Dchp6": {} }', '1:3: Dchp6: no server has this section; did you mean "Dhcp6"?'),
        ('{ "dhcp4": {} }', '1:3: dhcp4: no server has this section; did you mean "Dhcp4"?'),
    ],
)
def test_a_file_for_no_server_we_know(tmp_path: Path, text: str, expected: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_all(path)
    assert str(caught.value) == f"{path}:{expected}"
