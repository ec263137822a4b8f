"""`client-classes` of both families: what is read, and every mistake at its place; Kea 2.2 refuses the same."""

import pytest

from lessor.config.errors import ConfigError
from lessor.config.load import load4
from lessor.config.read4 import read4
from lessor.config.syntax import parse
from lessor.model.classes import ClientClass, Span
from tests.config import configurations6 as six
from tests.config.configurations import Json, config, only, option, problems


def read(*classes: Json, **members: Json) -> tuple[ClientClass, ...]:
    return config(client_classes=list(classes), **members).classes


def one(**members: Json) -> ClientClass:
    """The class of these members; they may not be none."""
    (found,) = read({"name": "a", **{key.replace("_", "-"): value for key, value in members.items()}})
    return found


def wrong(*classes: Json, **members: Json) -> str:
    """The one mistake."""
    found = only(problems(client_classes=list(classes), **members))
    return f"{found.key}: {found.wrong}"


def test_a_class_of_dhcpv4() -> None:
    found = one(
        test="option[60].exists",
        only_in_additional_list=True,
        option_data=[{"name": "routers", "data": "192.0.2.1"}],
        valid_lifetime=100,
        offer_lifetime=7,
        next_server="192.0.2.9",
        server_hostname="boot",
        boot_file_name="/pxe",
        comment="phones",
    )
    assert (found.name, found.test, found.template, found.additional) == ("a", "option[60].exists", False, True)
    assert [(option.code, option.data) for option in found.options] == [(3, b"\xc0\0\2\1")]
    assert (found.valid, found.offer_lifetime, found.next_server) == (Span(100, 100, 100), 7, 0xC0000209)
    assert (found.server_hostname, found.boot_file_name) == ("boot", "/pxe")
    assert found.user_context == {"comment": "phones"}


def test_a_class_says_nothing_by_itself() -> None:
    found = one()
    assert found == ClientClass("a")
    assert found.offer_lifetime is None


def test_an_offer_lifetime_of_zero_is_said() -> None:
    assert one(offer_lifetime=0).offer_lifetime == 0


def test_a_template() -> None:
    found = one(template_test="substring(option[61].hex, 0, all)")
    assert (found.template, found.test) == (True, "substring(option[61].hex, 0, all)")


def test_the_older_name_of_additional_classes() -> None:
    assert one(only_if_required=True).additional


def test_classes_of_dhcpv6() -> None:
    (found,) = six.config(
        client_classes=[{"name": "a", "test": "option[1].exists", "preferred-lifetime": 5, "min-valid-lifetime": 9}]
    ).classes
    assert (found.preferred, found.valid) == (Span(5, 5, 5), Span(9, 9, 9))


def test_the_order_is_kept() -> None:
    assert [found.name for found in read({"name": "b"}, {"name": "a"}, {"name": "c"})] == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("members", "span"),
    [
        ({"valid-lifetime": 5}, Span(5, 5, 5)),
        ({"min-valid-lifetime": 5}, Span(5, 5, 5)),
        ({"max-valid-lifetime": 5}, Span(5, 5, 5)),
        ({"valid-lifetime": 5, "max-valid-lifetime": 9}, Span(5, 5, 9)),
        ({"min-valid-lifetime": 1, "valid-lifetime": 5}, Span(1, 5, 5)),
        ({"min-valid-lifetime": 1, "valid-lifetime": 5, "max-valid-lifetime": 9}, Span(1, 5, 9)),
        ({}, Span()),
    ],
)
def test_lifetimes_are_set_together(members: dict[str, Json], span: Span) -> None:
    assert one(**members).valid == span


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            {"min-valid-lifetime": 1, "max-valid-lifetime": 9},
            "max-valid-lifetime: have min-valid-lifetime and max-valid-lifetime but no valid-lifetime (default)",
        ),
        (
            {"valid-lifetime": 10, "max-valid-lifetime": 9},
            "max-valid-lifetime: the value of (default) valid-lifetime (10) is not less than max-valid-lifetime (9)",
        ),
        (
            {"valid-lifetime": 10, "min-valid-lifetime": 11},
            "min-valid-lifetime: the value of min-valid-lifetime (11) is not less than (default) valid-lifetime (10)",
        ),
        ({"next-server": "255.255.255.255"}, "next-server: invalid next server address '255.255.255.255'"),
        ({"server-hostname": "x" * 64}, "server-hostname: must be at most 63 bytes long, it is 64"),
        ({"test": " "}, "test: an empty expression has no value"),
        ({"template-test": ""}, "template-test: an empty expression has no value"),
        ({"test": "foo"}, "test: expression: [foo] error: <string>:1.1: Invalid character: f"),
        (
            {"test": "member('a')"},
            "test: expression: [member('a')] error: <string>:1.8-10: Not defined client class 'a'",
        ),
        (
            {"option-def": [{"name": "x", "code": 223, "type": "string"}]},
            "option-def[0].code: Not allowed option definition for code '223' in space 'dhcp4'",
        ),
        (
            {"option-def": [{"name": "x", "code": 43, "type": "string", "space": "other"}]},
            "option-def[0].code: Not allowed option definition for code '43' in space 'other'",
        ),
    ],
)
def test_mistakes_in_a_class(members: dict[str, Json], expected: str) -> None:
    assert wrong({"name": "a", **members}) == f"client-classes[0].{expected}"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"name": "BOOTP", "test": "pkt4.hlen == 1"}, "test: built-in class 'BOOTP' test expression must be empty"),
        (
            {"name": "KNOWN", "only-if-required": True},
            "only-if-required: built-in class 'KNOWN' only-if-required flag must be false",
        ),
        (
            {"name": "DROP", "only-in-additional-list": True},
            "only-in-additional-list: special class 'DROP' only-in-additional-list flag must be false",
        ),
        ({"name": ""}, "name: not empty parameter 'name' is required"),
    ],
)
def test_names_with_a_meaning(entry: Json, expected: str) -> None:
    assert wrong(entry) == f"client-classes[0].{expected}"


@pytest.mark.parametrize("name", ["ALL", "KNOWN", "UNKNOWN", "BOOTP"])
def test_members_of_built_in_classes_can_be_told_something(name: str) -> None:
    (found,) = read({"name": name, "valid-lifetime": 5})
    assert found.valid.default == 5


@pytest.mark.parametrize("name", ["DROP", "REJECT", "SKIP_DDNS", "HA_a", "VENDOR_CLASS_a", "SPAWN_a_b"])
def test_special_names_can_be_tested(name: str) -> None:
    assert read({"name": name, "test": "member('KNOWN')"})[0].name == name


def test_a_name_is_used_once() -> None:
    found = only(problems(client_classes=[{"name": "a"}, {"name": "b"}, {"name": "a"}]))
    assert (found.key, found.wrong) == ("client-classes[2].name", "Client Class: a has already been defined")
    assert found.right.startswith("it is client-classes[0], line ")


def test_conditions_name_classes_defined_before() -> None:
    classes: list[Json] = [{"name": "a"}, {"name": "b", "test": "member('a') and not member('KNOWN')"}]
    assert [found.name for found in read(*classes)] == ["a", "b"]
    assert wrong(*reversed(classes)).endswith("Not defined client class 'a'")


def test_a_class_with_a_mistake_in_it_is_defined_nevertheless() -> None:
    assert wrong({"name": "a", "test": "foo"}, {"name": "b", "test": "member('a')"}).startswith("client-classes[0].")


def test_conditions_name_options_of_ones_own() -> None:
    layout: Json = {"name": "mine", "code": 230, "type": "uint8"}
    assert read({"name": "a", "test": "option[mine].exists"}, option_def=[layout])
    assert wrong({"name": "a", "test": "option[mine].exists"}).endswith("option 'mine' is not defined")


TEXT = '{"Dhcp4": {"client-classes": [{"name": "a", "test": %s}]}}'


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ('"option[60].hex == foo"', TEXT.index("%") + 20),  # the f
        (r'"\u006fption[60].hex == foo"', TEXT.index("%") + 20),  # not to be told from the one above
        (r'"option[60].hex == \u0027\"\u0027 foo"', TEXT.index("%") + 1),  # the string as a whole
    ],
)
def test_the_place_within_an_expression_is_that_in_the_file(written: str, column: int) -> None:
    with pytest.raises(ConfigError) as caught:
        read4(parse(TEXT % written, "f"))
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (1, column)


def test_both_kinds_of_tests_are_refused(tmp_path: object) -> None:
    path = f"{tmp_path}/kea.json"
    with open(path, "w", encoding="utf-8") as file:
        file.write(TEXT % """"member('ALL')", "template-test": "'x'" """)
    with pytest.raises(ConfigError, match="test and template-test cannot stand together"):
        load4(path)


def test_options_of_a_class_by_its_own_definitions() -> None:
    layout: Json = {"name": "vendor-encapsulated-options", "code": 43, "type": "empty", "encapsulate": "phone"}
    inside: Json = {"name": "vlan", "code": 2, "space": "phone", "type": "uint8"}
    data: list[Json] = [{"name": "vendor-encapsulated-options"}, {"name": "vlan", "space": "phone", "data": "5"}]
    with_own, without = read(
        {"name": "a", "option-def": [layout], "option-data": data},
        {"name": "b", "option-data": data[:1]},
        option_def=[inside],
    )
    assert [found.encapsulates for found in with_own.options] == ["phone", ""]
    assert without.options[0].encapsulates == "vendor-encapsulated-options-space"


def test_places_are_kept() -> None:
    text = '{"Dhcp4": {"client-classes": [{"name": "a",\n"test": "member(\'ALL\')", "option-data": [\n%s]}]}}'
    entry = '{"code": 250, "data": "01", "csv-format": false}'
    (found,) = read4(parse(text % entry, "f")).classes
    assert (found.place(), found.options[0].place()) == ("f:2", "f:3")


def test_options_in_a_class_may_be_for_another() -> None:
    found = one(option_data=[option(250, "01", client_classes=["b"])])
    assert found.options[0].client_classes == ("b",)
