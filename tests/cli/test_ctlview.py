import io

import pytest
from rich.console import Console

from lessor.cli.ctlview import records_of, show, show_command, show_commands
from lessor.model.command import WRITE, Argument
from lessor.model.json import Json
from lessor.service.api.commandtable import Row

ROW = Row(
    "thing-add",
    "Add a thing.",
    WRITE,
    (Argument("name", "string", "its [name]", required=True), Argument("size", "integer", "how large")),
    "the thing",
    "1.0.0",
    frozenset({4, 6}),
    "libdhcp_thing.so",
)


def shown(answer: dict[str, Json]) -> str:
    out = io.StringIO()
    show(answer, Console(width=100, file=out))
    return out.getvalue()


def test_an_answer_of_words() -> None:
    assert shown({"result": 0, "text": "IPv4 lease [deleted]."}) == "IPv4 lease [deleted].\n"
    assert shown({"result": 0, "arguments": ["build-report", "config-get"]}) == "build-report\nconfig-get\n"
    assert shown({"result": 0, "arguments": {}}) == ""


def test_records_are_a_table() -> None:
    leases: list[Json] = [{"ip-address": "192.0.2.1", "fqdn-fwd": True}, {"ip-address": "192.0.2.2", "hostname": "[x]"}]
    lines = [line.split() for line in shown({"result": 0, "arguments": {"leases": leases, "count": 2}}).splitlines()]
    assert ["ip-address", "fqdn-fwd", "hostname"] in lines
    assert ["192.0.2.1", "yes"] in lines
    assert ["192.0.2.2", "[x]"] in lines


def test_a_result_set_is_a_table() -> None:
    found: Json = {"columns": ["subnet-id", "total-addresses"], "rows": [[1, 256]], "timestamp": "now"}
    assert records_of({"result-set": found}) == [{"subnet-id": 1, "total-addresses": 256}]


@pytest.mark.parametrize(
    "arguments",
    [
        {"Dhcp4": {"valid-lifetime": 5}},
        {"leases": []},
        {"result-set": {"columns": 5}},
        {"subnet4": [{"id": 1, "pools": [{"pool": "192.0.2.1"}]}]},
        ["a"],
    ],
)
def test_everything_else_is_json(arguments: Json) -> None:
    assert records_of(arguments) is None


def test_json_is_shown_as_it_is() -> None:
    assert shown({"result": 0, "arguments": {"hash": "[bold]AB"}}) == '{\n  "hash": "[bold]AB"\n}\n'


def test_help_tells_how_a_command_is_written() -> None:
    out = io.StringIO()
    show_command(ROW, Console(width=100, file=out))
    assert "Usage: lessor ctl thing-add name=STRING [size=INTEGER]" in out.getvalue()
    for word in ("its [name]", "DHCPv4, DHCPv6", "libdhcp_thing.so", "Kea 1.0.0", "something"):
        assert word in out.getvalue()


def test_all_commands_are_listed() -> None:
    out = io.StringIO()
    show_commands([ROW], Console(width=100, file=out))
    assert out.getvalue().split() == ["thing-add", "Add", "a", "thing."]
