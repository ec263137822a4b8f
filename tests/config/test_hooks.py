"""Plug-ins as they are read from a configuration."""

import json

from lessor.config.load import load_tree4, load_tree6
from lessor.config.read4 import read4
from lessor.config.syntax import parse

TEXT = """{ "Dhcp4": { "parked-packet-limit": 7, "hooks-libraries": [
  { "library": "first.py" },
  { "library": "second.py",
    "parameters": { "servers": [ "a",
        { "port": 1 } ] } }
] } }"""


def test_order_and_parameters() -> None:
    first, second = read4(parse(TEXT, "f")).hooks
    assert (first.library, first.parameters) == ("first.py", {})
    assert (second.library, second.parameters) == ("second.py", {"servers": ["a", {"port": 1}]})


def test_what_is_wrong_has_a_place() -> None:
    second = read4(parse(TEXT, "f")).hooks[1]
    path = "hooks-libraries[1].parameters.servers[1].port"
    assert second.place(("parameters", "servers", 1, "port")) == ("f", 5, 19, path)
    assert second.place(("parameters", "servers", 9)) == ("f", 4, 32, "hooks-libraries[1].parameters.servers")
    assert second.place(("parameters", "missing"))[1:3] == (4, 19)
    assert second.place(("parameters", "servers", 0, "deeper"))[1:3] == (4, 34)


def test_how_many_messages_may_wait() -> None:
    assert read4(parse(TEXT, "f")).parked_packet_limit == 7
    assert load_tree4(json.loads('{"Dhcp4": {}}')).config.parked_packet_limit == 256
    assert load_tree6(json.loads('{"Dhcp6": {"parked-packet-limit": 0}}')).config.parked_packet_limit == 0
