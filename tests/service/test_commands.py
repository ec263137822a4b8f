import json
import os

import pytest

from lessor import KEA_VERSION
from lessor.service.commands import COMMANDS, SNAPSHOT, Commands, encode
from lessor.service.snapshot import Life

LIFE = Life("kea-dhcp4", "kea-dhcp4.conf", 1000.0, 1055.0)


def answer(request: object) -> dict[str, object]:
    return Commands(LIFE, lambda: {"program": "kea-dhcp4"}, lambda: 1060.5).answer(request)


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ([], "Error during command processing: Invalid command Element specified, expected map"),
        (
            {"arguments": {}},
            "Error during command processing: Invalid answer specified, does not contain mandatory 'command'",
        ),
        ({"command": 5}, "Error during command processing: 'command' element in command message is not a string"),
    ],
)
def test_what_is_no_command_is_refused_in_keas_words(request_: object, text: str) -> None:
    assert answer(request_) == {"result": 1, "text": text}


def test_an_unknown_command() -> None:
    assert answer({"command": "bogus"}) == {"result": 2, "text": "'bogus' command not supported."}


def test_the_list_is_complete() -> None:
    assert answer({"command": "list-commands"}) == {"result": 0, "arguments": sorted(COMMANDS)}


def test_the_version_is_keas() -> None:
    assert answer({"command": "version-get"})["text"] == KEA_VERSION


def test_the_status() -> None:
    assert answer({"command": "status-get"})["arguments"] == {
        "pid": os.getpid(),
        "uptime": 60,
        "reload": 5,
        "multi-threading-enabled": False,
        "sockets": {"status": "ready"},
    }


def test_the_snapshot() -> None:
    assert answer({"command": SNAPSHOT, "arguments": {}}) == {"result": 0, "arguments": {"program": "kea-dhcp4"}}


def test_every_answer_is_json() -> None:
    for name in COMMANDS:
        assert json.loads(encode(answer({"command": name})))["result"] == 0
    assert json.loads(encode({"text": "é"})) == {"text": "é"}
