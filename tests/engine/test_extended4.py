"""Tests of lessor.engine.extended4; the keys and their order are those of a lease file of Kea."""

import pytest

from lessor.engine.extended4 import relay_information, with_relay_information
from lessor.wire.options import tlv

SAID = tlv(1, b"port") + tlv(2, b"\xab\xcd")


def test_sub_options_and_what_is_searched_for() -> None:
    text = with_relay_information("", SAID)
    assert text == '{ "ISC": { "relay-agent-info": { "remote-id": "ABCD", "sub-options": "0x0104706F72740202ABCD" } } }'
    assert relay_information(text) == SAID
    assert with_relay_information(text, SAID) is not None
    assert with_relay_information(text, SAID) == text


def test_what_cannot_be_taken_apart_is_kept_whole() -> None:
    text = with_relay_information("", b"\x01\xff")
    assert text == '{ "ISC": { "relay-agent-info": { "sub-options": "0x01FF" } } }'
    assert relay_information(text) == b"\x01\xff"


@pytest.mark.parametrize("before", ['{"note": 1}', '{"ISC": {"x": 2}}', '{"ISC": 7}', "no map", "[1]"])
def test_is_added_to_any_context(before: str) -> None:
    assert relay_information(with_relay_information(before, SAID)) == SAID


@pytest.mark.parametrize(
    "context",
    [
        "",
        "{}",
        "[]",
        "no map",
        '{"ISC": 7}',
        '{"ISC": {"relay-agent-info": 7}}',
        '{"ISC": {"relay-agent-info": {"sub-options": "0xZZ"}}}',
        '{"ISC": {"relay-agent-info": {}}}',
    ],
)
def test_contexts_that_tell_nothing(context: str) -> None:
    assert relay_information(context) == b""


def test_the_form_of_older_releases() -> None:
    assert relay_information('{"ISC": {"relay-agent-info": "0x0104706F7274"}}') == tlv(1, b"port")
