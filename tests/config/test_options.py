"""Lists of options: which of two counts."""

from lessor.model.options import OptionData
from tests.config.configurations import Json, config, only, option, warnings


def options(*entries: Json) -> tuple[OptionData, ...]:
    return config(option_data=list(entries)).options


def test_the_last_of_two_counts_and_is_warned_of() -> None:
    entries = option(250, "01"), option(250, "02")
    assert [data.data for data in options(*entries)] == [b"\2"]
    assert only(warnings(option_data=list(entries))).key == "option-data[1]"


def test_spaces_classes_and_enterprises_keep_options_apart() -> None:
    entries = (
        option(1, "01", "vendor-1"),
        option(1, "01", "vendor-2"),
        option(250, "01"),
        option(250, "02", client_classes=["ALL"]),
        option(125, "00000001"),
        option(125, "00000002"),
    )
    assert len(options(*entries)) == 6
    assert warnings(option_data=list(entries)) == []


def test_the_definition_says_what_follows_and_what_is_sent_unasked() -> None:
    routers, vendor = options({"name": "routers", "data": "192.0.2.1"}, {"name": "vendor-encapsulated-options"})
    assert (routers.unasked, routers.encapsulates) == (True, "")
    assert (vendor.unasked, vendor.encapsulates) == (False, "vendor-encapsulated-options-space")


def test_custom_definitions_count() -> None:
    definition: Json = {"name": "box", "code": 222, "type": "empty", "encapsulate": "things"}
    found = config(option_def=[definition], option_data=[{"name": "box"}]).options
    assert [(data.code, data.encapsulates) for data in found] == [(222, "things")]


def test_what_the_server_knows_itself_is_warned_of() -> None:
    found = warnings(option_data=[option(51, "00000001")])
    assert "never sends this value" in only(found).wrong
