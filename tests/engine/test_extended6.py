"""Tests of lessor.engine.extended6; the text but for relay-id and remote-id as Kea 2.2 writes it."""

import json

from lessor.engine.extended6 import relay_info
from tests.engine.messages6 import packet, relay


def test_without_relays_there_is_nothing_to_tell() -> None:
    assert relay_info(packet()) == ""


def test_one_relay() -> None:
    text = relay_info(packet(None, relay("2001:db8:1::7", "fe80::1")))
    assert text == '{ "ISC": { "relay-info": [ { "hop": 0, "link": "2001:db8:1::7", "peer": "fe80::1" } ] } }'


def test_two_relays_with_options() -> None:
    outer = relay("2001:db8::5", "fe80::9", option37=b"\0\0\0\1rem")
    inner = relay("2001:db8:1::5", "fe80::8", option18=b"if1", option53=b"\0\3\0\1abcdef")
    first, second = json.loads(relay_info(packet(None, outer, inner)))["ISC"]["relay-info"]
    assert first["options"] == "0x002500070000000172656D"
    assert (first["remote-id"], first["link"], first["peer"]) == ("0000000172656D", "2001:db8::5", "fe80::9")
    assert second["options"] == "0x00120003696631" + "0035000A00030001616263646566"
    assert second["relay-id"] == "00030001616263646566"
