"""Options of a configuration: texts in, payloads or problems out; refusals were compared with Kea 2.2."""

import pytest

from lessor.config.errors import Problem
from lessor.config.node import Node, Spot
from lessor.config.optiondata import read_definitions, read_option
from lessor.model.options import OptionData
from lessor.wire.catalog4 import DHCP4, STANDARD4
from lessor.wire.definition import Definitions

Json = str | int | bool | list["Json"] | dict[str, "Json"]


def at(line: int, column: int) -> Spot:
    return Spot("file", (line, column))


def node(value: Json, line: int = 1) -> Node:
    """A tree as the parser makes it; each member of a map stands on a line of its own."""
    if isinstance(value, dict):
        return Node({key: node(value[key], line + i) for i, key in enumerate(value, 1)}, at(line, 1))
    if isinstance(value, list):
        return Node([node(item, line) for item in value], at(line, 1))
    return Node(value, at(line, 9))


def define(*entries: dict[str, Json]) -> Definitions:
    problems: list[Problem] = []
    definitions = read_definitions([node(entry) for entry in entries], "option-def", problems)
    assert problems == []
    return definitions


def refused_definition(*entries: dict[str, Json]) -> str:
    problems: list[Problem] = []
    read_definitions([node(entry) for entry in entries], "option-def", problems)
    assert len(problems) == 1
    return str(problems[0])


def option(definitions: Definitions = STANDARD4, /, **entry: Json) -> OptionData:
    problems: list[Problem] = []
    found = read_option(node(hyphened(entry)), "option-data[0]", definitions, problems)
    assert problems == []
    assert found is not None
    return found


def refused(definitions: Definitions = STANDARD4, /, **entry: Json) -> str:
    problems: list[Problem] = []
    assert read_option(node(hyphened(entry)), "option-data[0]", definitions, problems) is None
    assert len(problems) == 1
    return str(problems[0])


def hyphened(entry: dict[str, Json]) -> dict[str, Json]:
    return {key.replace("_", "-"): value for key, value in entry.items()}


MINE: dict[str, Json] = {"name": "mine", "code": 230, "type": "uint8"}


# Which option is meant.


def test_by_name_by_code_and_by_both() -> None:
    by_name = option(name="routers", data="192.0.2.1")
    assert by_name == option(code=3, data="192.0.2.1") == option(name="routers", code=3, data="192.0.2.1")
    assert (by_name.code, by_name.name, by_name.space, by_name.data) == (3, "routers", DHCP4, b"\xc0\0\2\1")
    assert by_name.unasked
    assert not option(code=2, data="0").unasked


def test_octets_for_a_code_without_definition() -> None:
    found = option(code=230, csv_format=False, data="0102")
    assert (found.data, found.name, found.csv_format) == (b"\1\2", "", False)
    assert option(code=230, name="something", csv_format=False, data="").data == b""


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"data": "1"}, "file:1:1: option-data[0]: neither name nor code says which option this is"),
        (
            {"name": "router"},
            "file:2:9: option-data[0].name: unknown option 'router' in space dhcp4; did you mean 'routers'?",
        ),
        (
            {"name": "zzz"},
            "file:2:9: option-data[0].name: unknown option 'zzz' in space dhcp4; define it in option-def",
        ),
        ({"name": "routers", "code": 6}, "file:2:9: option-data[0].name: option 6 of space dhcp4 is not 'routers'"),
        ({"code": 230, "data": "01"}, "file:2:9: option-data[0].code: option 230 of space dhcp4 has no definition"),
        ({"code": 230, "csv_format": True}, "option 230 of space dhcp4 has no definition; define it in option-def, or"),
        ({"code": 0, "csv_format": False}, "file:2:9: option-data[0].code: 0 is the pad option"),
        ({"code": 255, "csv_format": False}, "file:2:9: option-data[0].code: 255 is the end option"),
        ({"code": 256, "csv_format": False}, "file:2:9: option-data[0].code: 256 is not the code of an option"),
        ({"code": 1, "space": "a b"}, "file:3:9: option-data[0].space: 'a b' is not a name of an option space"),
        ({"code": 1, "space": "dhcp6"}, "file:3:9: option-data[0].space: dhcp6 belongs to the other protocol"),
        ({"code": "3"}, "file:2:9: option-data[0].code: must be an integer"),
        ({"code": 3, "data": 1}, "file:3:9: option-data[0].data: must be a string"),
        ({"code": 3, "always_send": "true"}, "file:3:9: option-data[0].always-send: must be true or false"),
    ],
)
def test_refused_entries(entry: dict[str, Json], problem: str) -> None:
    assert problem in refused(**entry)


def test_an_entry_is_a_map() -> None:
    problems: list[Problem] = []
    assert read_option(node("routers"), "option-data[0]", STANDARD4, problems) is None
    assert problems[0].wrong == "must be a map"


# Its value.


def test_a_value_that_does_not_fit_names_the_layout() -> None:
    assert refused(name="boot-size", data="65536") == (
        "file:3:9: option-data[0].data: 65536 is not in the range 0 to 65535; option 13 is of type uint16"
    )
    assert "option 3 is an array of ipv4-address" in refused(name="routers", data="192.0.2")
    assert "a record of boolean, ipv4-address, the last repeated" in refused(name="slp-directory-agent", data="true")
    assert "no value is given" in refused(name="boot-size")


def test_arrays_of_addresses_may_be_empty() -> None:
    assert option(name="routers").data == b""


def test_octets_must_fit_too() -> None:
    assert option(name="routers", csv_format=False, data="c0:00:02:01").data == b"\xc0\0\2\1"
    assert option(name="root-path", csv_format=False, data="'a,b'").data == b"a,b"
    assert "value of 4 octets in the last 3" in refused(name="routers", csv_format=False, data="c00002")
    assert "neither hexadecimal" in refused(name="routers", csv_format=False, data="192.0.2.1")


def test_values_too_many_are_left_out_with_a_warning() -> None:
    problems: list[Problem] = []
    warnings: list[Problem] = []
    entry = node({"name": "root-path", "data": "hello, world"})
    found = read_option(entry, "option-data[0]", STANDARD4, problems, warnings=warnings)
    assert found is not None
    assert found.data == b"hello"
    assert len(warnings) == 1
    assert str(warnings[0]).startswith("file:3:9: option-data[0].data: only the first values count, not 'world'; write")


def test_what_is_never_sent_needs_no_value() -> None:
    assert option(name="boot-size", never_send=True).data == b""
    assert "not a number" in refused(name="boot-size", never_send=True, data="x")


def test_the_rest_of_an_entry_is_kept() -> None:
    found = option(
        name="routers",
        data="192.0.2.1",
        always_send=True,
        never_send=True,
        client_classes=["one", "two"],
        comment="why",
        user_context={"a": [1]},
    )
    assert (found.always_send, found.never_send) == (True, True)
    assert found.client_classes == ("one", "two")
    assert found.user_context == {"a": [1], "comment": "why"}
    assert (found.text, found.csv_format) == ("192.0.2.1", True)


@pytest.mark.parametrize(
    ("entry", "data"),
    [
        ({"name": "vendor-encapsulated-options"}, ""),
        ({"name": "vendor-encapsulated-options", "csv_format": False, "data": "010102"}, "010102"),
        ({"name": "vivso-suboptions", "data": "4491"}, "0000118b"),
        ({"name": "vivco-suboptions", "data": "4491, 0102"}, "0000118b0102"),
        ({"name": "classless-static-route", "data": "0.0.0.0/0 - 192.0.2.1"}, "00c0000201"),
        ({"name": "dhcp-message-type", "data": "2"}, "02"),
        ({"name": "netbios-node-type", "data": "0x1"}, "01"),
        ({"name": "pcode", "data": "EST5EDT4\\,M3.2.0/02:00"}, "45535435454454342c4d332e322e302f30323a3030"),
    ],
)
def test_standard_options(entry: dict[str, Json], data: str) -> None:
    assert option(**entry).data.hex() == data


def test_spaces() -> None:
    assert option(space="cablelabs-client-conf", name="tsp-use-tgt", data="true").code == 7
    assert option(space="vendor-4491", name="oro", data="2").space == "vendor-4491"
    assert option(space="docsis3-v4", name="oro", data="2").space == "vendor-4491"
    assert option(space="sub", code=0, csv_format=False, data="01").code == 0
    assert option(name="cablelabs-client-conf").encapsulates == "cablelabs-client-conf"


# Definitions.


def test_custom_options() -> None:
    definitions = define(
        MINE,
        {"name": "rec", "code": 231, "type": "record", "record-types": "uint8, fqdn", "array": True, "space": "sub"},
        {"name": "holder", "code": 232, "type": "empty", "encapsulate": "sub", "comment": "why"},
        {"name": "pad", "code": 0, "type": "uint8", "space": "sub"},
    )
    assert option(definitions, name="mine", data="7").data == b"\7"
    assert option(definitions, space="sub", name="rec", data="1, a, b").data.hex() == "01016100016200"
    assert option(definitions, name="holder").encapsulates == "sub"
    assert option(definitions, name="routers", data="192.0.2.1").code == 3
    assert "unknown option 'minee' in space dhcp4; did you mean 'mine'?" in refused(definitions, name="minee")


def test_definitions_of_an_inner_scope_count_before_the_outer_ones() -> None:
    problems: list[Problem] = []
    inner = read_definitions(
        [node({"name": "vendor-encapsulated-options", "code": 43, "type": "empty", "encapsulate": "339"})],
        "option-def",
        problems,
        base=define(MINE),
    )
    assert problems == []
    assert option(inner, name="vendor-encapsulated-options").encapsulates == "339"
    assert option(inner, name="mine", data="7").code == 230


def test_standard_codes_that_may_be_defined_anew() -> None:
    definitions = define(
        {"name": "rfc3442-routes", "code": 121, "type": "record", "record-types": "uint8,uint8", "array": True},
        {"name": "vendor-encapsulated-options", "code": 43, "type": "string"},
        {"name": "mac", "code": 1, "type": "binary", "space": "vendor-4491"},
    )
    assert option(definitions, name="rfc3442-routes", data="8,10,192,0,2,1").data.hex() == "080ac0000201"
    assert option(definitions, name="vendor-encapsulated-options", data="abc").data == b"abc"
    assert option(definitions, space="docsis3-v4", code=1, data="0102").data == b"\1\2"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": "a b"}, "file:2:9: option-def[0].name: 'a b' is not a name; use letters, digits"),
        ({"name": "-a"}, "'-a' is not a name"),
        ({"name": "a-"}, "'a-' is not a name"),
        ({"name": ""}, "'' is not a name"),
        ({"code": 256}, "file:3:9: option-def[0].code: 256 is not the code of an option"),
        ({"code": 0}, "0 is the pad option"),
        ({"code": 255}, "255 is the end option"),
        ({"code": 3}, "file:3:9: option-def[0].code: 3 is the standard option routers"),
        ({"name": "routers"}, "file:2:9: option-def[0].name: routers is the standard option 3"),
        ({"type": "uint9"}, "file:4:9: option-def[0].type: unknown type 'uint9'; did you mean 'uint8'?"),
        ({"type": "zzz"}, "unknown type 'zzz'; use one of record, empty"),
        ({"type": "internal"}, "unknown type 'internal'"),
        ({"type": "record"}, "a record has at least two fields"),
        ({"type": "record", "record-types": "uint8"}, "option-def[0].record-types: a record has at least two fields"),
        ({"type": "record", "record-types": "uint8,uint7"}, "'uint7' cannot be a field; did you mean"),
        ({"type": "record", "record-types": "uint8,empty"}, "'empty' cannot be a field"),
        ({"type": "record", "record-types": "string,uint8"}, "string takes all that follows; put it last"),
        ({"type": "record", "record-types": "uint8,string", "array": True}, "string values cannot repeat"),
        ({"record-types": "uint8,uint8"}, "only a record has fields"),
        ({"type": "binary", "array": True}, "binary values cannot repeat"),
        ({"type": "empty", "array": True}, "empty values cannot repeat"),
        ({"array": True, "encapsulate": "sub"}, "nothing can follow an array"),
        ({"encapsulate": "dhcp4"}, "an option cannot contain the space it is in"),
        ({"encapsulate": "a b"}, "'a b' is not a name of an option space"),
        ({"space": "a.b"}, "'a.b' is not a name of an option space"),
        ({"array": "yes"}, "must be true or false"),
    ],
)
def test_refused_definitions(change: dict[str, Json], problem: str) -> None:
    assert problem in refused_definition({**MINE, **change})


def test_a_definition_has_a_code() -> None:
    assert "missing parameter 'code'" in refused_definition({"name": "mine", "type": "uint8"})


def test_nothing_is_defined_twice() -> None:
    same_code = refused_definition(MINE, {**MINE, "name": "other"})
    assert "option-def[1].code: 230 is defined twice in dhcp4; it is 'mine' already" in same_code
    same_name = refused_definition(MINE, {**MINE, "code": 231})
    assert "option-def[1].name: 'mine' is defined twice in dhcp4; it has code 230 already" in same_name
    assert define(MINE, {**MINE, "space": "sub"}).by_code("sub", 230) is not None


def test_all_mistakes_are_found_at_once() -> None:
    problems: list[Problem] = []
    entries = [node({**MINE, "type": "x"}), node({"name": "-", "code": 999, "type": "uint8"}), node(MINE)]
    definitions = read_definitions(entries, "option-def", problems)
    assert [problem.key for problem in problems] == ["option-def[0].type", "option-def[1].name", "option-def[1].code"]
    assert option(definitions, name="mine", data="1").data == b"\1"
