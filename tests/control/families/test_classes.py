"""Commands about client classes, answer by answer."""

import pytest

from lessor.control.families.classes import COMMANDS
from lessor.model.command import WRITE
from lessor.model.json import Json
from tests.control.configured import Configured, Map, answer, as_map

FOO: Map = {
    "boot-file-name": "",
    "name": "foo",
    "next-server": "0.0.0.0",
    "option-data": [],
    "option-def": [],
    "server-hostname": "",
    "test": "option[93].hex == 0x0009",
}


@pytest.fixture(params=[4, 6])
def server(request: pytest.FixtureRequest) -> Configured:
    family: int = request.param
    classes: list[Json] = [{"name": "foo", "test": FOO["test"]}, {"name": "bar", "test": "member('foo')"}]
    return Configured(family, {"client-classes": classes})


def told(server: Configured, verb: str, arguments: Json = None) -> Map:
    return answer(COMMANDS, server, f"class-{verb}", arguments)


def names(server: Configured) -> list[Json]:
    return [one["name"] for one in server.list_of("client-classes")]


def test_a_list_of_classes(server: Configured) -> None:
    assert told(server, "list") == {
        "result": 0,
        "text": "2 classes found",
        "arguments": {"client-classes": [{"name": "foo"}, {"name": "bar"}]},
    }


def test_one_class_and_none() -> None:
    assert told(Configured(4, {"client-classes": [{"name": "foo"}]}), "list")["text"] == "1 class found"
    nothing = {"result": 3, "text": "0 classes found", "arguments": {"client-classes": []}}
    assert told(Configured(4, {}), "list") == nothing


def test_a_class_is_shown_as_in_the_configuration() -> None:
    assert told(Configured(4, {"client-classes": [{"name": "foo", "test": FOO["test"]}]}), "get", {"name": "foo"}) == {
        "result": 0,
        "text": "Class 'foo' definition returned",
        "arguments": {"client-classes": [FOO]},
    }


@pytest.mark.parametrize("verb", ["get", "del"])
@pytest.mark.parametrize(
    ("arguments", "result", "text"),
    [
        (None, 1, "invalid command 'VERB': no arguments specified"),
        (
            {"name": "x", "y": 1},
            1,
            "invalid number of arguments 2 for the 'VERB' command. Expecting 'name' string",
        ),
        ({"y": 1}, 1, "missing 'name' argument for the 'VERB' command"),
        ({"name": 1}, 1, "'name' argument specified for the 'VERB' command is not a string"),
        ({"name": "foobar"}, 3, "Class 'foobar' not found"),
    ],
)
def test_bad_names(server: Configured, verb: str, arguments: Json, result: int, text: str) -> None:
    assert told(server, verb, arguments) == {"result": result, "text": text.replace("VERB", f"class-{verb}")}
    assert not server.changes


def test_a_new_class_is_the_last(server: Configured) -> None:
    given: Map = {"client-classes": [{"name": "foobar", "test": "member('bar')"}]}
    assert told(server, "add", given) == {"result": 0, "text": "Class 'foobar' added"}
    assert names(server) == ["foo", "bar", "foobar"]


@pytest.mark.parametrize("verb", ["add", "update"])
@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (None, "invalid command 'VERB': no arguments specified"),
        (
            {"client-classes": [], "x": 1},
            "invalid number of arguments 2 for the 'VERB' command. Expecting 'client-classes' list",
        ),
        ({"x": 1}, "missing 'client-classes' argument for the 'VERB' command"),
        ({"client-classes": {}}, "'client-classes' argument specified for the 'VERB' command is not a list"),
        ({"client-classes": []}, "invalid number of classes specified for the 'VERB' command. Expected one class"),
        ({"client-classes": ["x"]}, "invalid class definition specified for the 'VERB' command. Expected a map"),
        (
            {"client-classes": [{"test": "member('ALL')"}]},
            "the first class definition is missing a mandatory 'name' parameter",
        ),
    ],
)
def test_bad_arguments_of_changes(server: Configured, verb: str, arguments: Json, text: str) -> None:
    assert told(server, verb, arguments) == {"result": 1, "text": text.replace("VERB", f"class-{verb}")}
    assert not server.changes


def test_a_class_is_defined_once(server: Configured) -> None:
    assert told(server, "add", {"client-classes": [{"name": "foo"}]}) == {
        "result": 1,
        "text": "Can't add class: Client Class: foo has already been defined",
    }


def test_mistakes_in_a_class_are_told_and_nothing_changes(server: Configured) -> None:
    for verb, name, wrong in (("add", "x", "client-classes[2].test"), ("update", "foo", "client-classes[0].test")):
        refused = told(server, verb, {"client-classes": [{"name": name, "test": "option[93"}]})
        assert refused["result"] == 1
        assert wrong in str(refused["text"])
    assert not server.changes


def test_a_replaced_class_stays_in_its_place(server: Configured) -> None:
    given: Map = {"client-classes": [{"name": "foo", "test": "member('ALL')"}]}
    assert told(server, "update", given) == {"result": 0, "text": "Class 'foo' updated"}
    assert names(server) == ["foo", "bar"]
    assert as_map(server.list_of("client-classes")[0])["test"] == "member('ALL')"


def test_who_is_replaced_must_be_there(server: Configured) -> None:
    unknown = {"result": 3, "text": "Class 'foobar' is not found"}
    assert told(server, "update", {"client-classes": [{"name": "foobar"}]}) == unknown


@pytest.mark.parametrize("test", ["member('KNOWN')", "not member('UNKNOWN')", "member ( 'foo' ) and member('KNOWN')"])
def test_when_a_class_is_evaluated_stays(server: Configured, test: str) -> None:
    refused = told(server, "update", {"client-classes": [{"name": "bar", "test": test}]})
    assert refused == {
        "result": 1,
        "text": "modification of the class 'bar' would affect its dependency on the KNOWN and/or UNKNOWN built-in "
        "classes. Such modification is not allowed because there may be other classes depending on those built-ins "
        "via the updated class",
    }
    assert not server.changes


def test_a_class_is_deleted(server: Configured) -> None:
    assert told(server, "del", {"name": "bar"}) == {"result": 0, "text": "Class 'bar' deleted"}
    assert names(server) == ["foo"]


def test_a_class_in_use_is_not_deleted(server: Configured) -> None:
    assert told(server, "del", {"name": "foo"}) == {"result": 1, "text": "Class 'foo' is used by class 'bar'"}
    assert names(server) == ["foo", "bar"]


def test_a_server_without_classes_gets_and_loses_its_first() -> None:
    server = Configured(4, {})
    told(server, "add", {"client-classes": [{"name": "foo"}]})
    assert names(server) == ["foo"]
    assert told(server, "del", {"name": "foo"})["result"] == 0
    assert told(server, "list")["result"] == 3


def test_the_rows() -> None:
    assert [command.name for command in COMMANDS if command.access != WRITE] == ["class-list", "class-get"]
    assert {command.library for command in COMMANDS} == {"libdhcp_class_cmds.so"}
