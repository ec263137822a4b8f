"""Commands about shared networks, answer by answer."""

import pytest

from lessor.control.families import networks
from lessor.model.command import WRITE
from lessor.model.json import Json
from tests.control.configured import Configured, Map, answer, as_map, as_maps

COMMANDS = {4: networks.COMMANDS4, 6: networks.COMMANDS6}


def server4() -> Configured:
    return Configured(
        4,
        {
            "shared-networks": [
                {"name": "floor1", "valid-lifetime": 600, "subnet4": [{"subnet": "10.0.0.0/8", "id": 5}]},
                {"name": "office"},
            ],
            "subnet4": [{"subnet": "192.0.2.0/24", "id": 10}],
        },
    )


def server6() -> Configured:
    return Configured(
        6,
        {
            "shared-networks": [{"name": "floor1", "rapid-commit": True}],
            "subnet6": [{"subnet": "2001:db8::/32", "id": 5}],
        },
    )


def told(server: Configured, verb: str, arguments: Json = None) -> Map:
    family = server.family
    return answer(COMMANDS[family], server, f"network{family}-{verb}", arguments)


def members(server: Configured) -> dict[str, list[Json]]:
    """The ids of subnets by the name of their network; "" has those of none."""
    key = f"subnet{server.family}"
    found = {
        str(network["name"]): [one["id"] for one in as_maps(network[key])]
        for network in server.list_of("shared-networks")
    }
    return {**found, "": [one["id"] for one in server.list_of(key)]}


def test_a_list_of_networks() -> None:
    assert told(server4(), "list") == {
        "result": 0,
        "text": "2 IPv4 networks found",
        "arguments": {"shared-networks": [{"name": "floor1"}, {"name": "office"}]},
    }
    assert told(server6(), "list")["text"] == "1 IPv6 network found"
    nothing = {"result": 3, "text": "0 IPv4 networks found", "arguments": {"shared-networks": []}}
    assert told(Configured(4, {}), "list") == nothing


def test_a_network_is_shown_as_in_the_configuration() -> None:
    server = server4()
    assert told(server, "get", {"name": "floor1"}) == {
        "result": 0,
        "text": "Info about IPv4 shared network 'floor1' returned",
        "arguments": {"shared-networks": [server.list_of("shared-networks")[0]]},
    }


@pytest.mark.parametrize(
    ("arguments", "result", "text"),
    [
        (None, 1, "no arguments specified for the 'network4-get' command"),
        (
            {"name": "x", "y": 1},
            1,
            "invalid number of arguments 2 for the 'network4-get' command. Expecting 'name' string",
        ),
        ({"y": 1}, 1, "missing 'name' argument for the 'network4-get' command"),
        ({"name": 1}, 1, "'name' argument specified for the 'network4-get' command is not a string"),
        ({"name": "floor2"}, 3, "No 'floor2' shared network found"),
    ],
)
def test_a_network_cannot_be_shown(arguments: Json, result: int, text: str) -> None:
    assert told(server4(), "get", arguments) == {"result": result, "text": text}


def test_a_new_network_with_its_subnets() -> None:
    server = server4()
    network: Map = {"name": "floor13", "subnet4": [{"subnet": "198.51.100.0/24", "id": 100}]}
    assert told(server, "add", {"shared-networks": [network]}) == {
        "result": 0,
        "text": "A new IPv4 shared network 'floor13' added",
        "arguments": {"shared-networks": [{"name": "floor13"}]},
    }
    assert members(server) == {"floor1": [5], "floor13": [100], "office": [], "": [10]}
    unnumbered: Map = {"name": "floor14", "subnet4": [{"subnet": "203.0.113.0/24"}]}
    assert told(server, "add", {"shared-networks": [unnumbered]})["result"] == 0
    assert [len(numbers) for numbers in members(server).values()] == [1, 1, 1, 0, 1]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (None, "no arguments specified for the 'network4-add' command"),
        ({"x": []}, "missing 'shared-networks' argument for the 'network4-add' command"),
        (
            {"shared-networks": [], "x": 1},
            "invalid number of arguments 2 for the 'network4-add' command. Expecting 'shared-networks' list",
        ),
        (
            {"shared-networks": {}},
            "'shared-networks' argument specified for the 'network4-add' command is not a list",
        ),
        (
            {"shared-networks": []},
            "invalid number of networks specified for the 'network4-add' command. Expected one network",
        ),
        (
            {"shared-networks": ["x"]},
            "invalid network information specified for the 'network4-add' command. Expected a map",
        ),
    ],
)
def test_bad_arguments_of_a_new_network(arguments: Json, text: str) -> None:
    assert told(server4(), "add", arguments) == {"result": 1, "text": text}


@pytest.mark.parametrize(
    ("network", "part"),
    [
        ({"name": "floor1"}, "duplicate network 'floor1' found"),
        ({}, "missing parameter 'name'"),
        ({"name": "x", "subnet4": [{"subnet": "10.0.0.0/8", "id": 6}]}, "already exists"),
        ({"name": "x", "subnet4": [{"subnet": "10.0.0.0/8"}]}, "already exists"),
        ({"name": "x", "bogus": 1}, 'unexpected keyword "bogus"'),
        ({"name": "x", "subnet4": "y"}, "where a list of maps is due"),
        ({"name": "x", "subnet4": [{"subnet": "203.0.113.0/33"}]}, "invalid prefix length"),
    ],
)
def test_mistakes_in_a_network_are_told_and_nothing_changes(network: Map, part: str) -> None:
    server = server4()
    refused = told(server, "add", {"shared-networks": [network]})
    assert refused["result"] == 1
    assert part in str(refused["text"])
    assert not server.changes


@pytest.mark.parametrize("action", [{}, {"subnets-action": "keep"}])
def test_subnets_outlive_their_network(action: Map) -> None:
    server = server4()
    assert told(server, "del", {"name": "floor1", **action}) == {
        "result": 0,
        "text": "IPv4 shared network 'floor1' deleted",
        "arguments": {"shared-networks": [{"name": "floor1"}]},
    }
    assert members(server) == {"office": [], "": [5, 10]}
    assert server.list_of("subnet4")[0]["valid-lifetime"] == 600


def test_subnets_go_with_their_network() -> None:
    server = server4()
    told(server, "del", {"name": "floor1", "subnets-action": "delete"})
    assert members(server) == {"office": [], "": [10]}


@pytest.mark.parametrize(
    ("arguments", "result", "text"),
    [
        (None, 1, "no arguments specified for the 'network4-del' command"),
        ({"x": "y"}, 1, "missing 'name' argument for the 'network4-del' command"),
        ({"name": 1}, 1, "'name' argument specified for the 'network4-del' command is not a string"),
        (
            {"name": "floor1", "subnets-action": 1},
            1,
            "subnets-action parameter for 'network4-del' command must be a string. "
            "Supported values are: 'keep' and 'delete'.",
        ),
        (
            {"name": "floor1", "subnets-action": "maybe"},
            1,
            "Invalid value for subnets-action parameter: maybe, Supported values: 'keep' and 'delete'.",
        ),
        ({"name": "floor2"}, 3, "No 'floor2' shared network found"),
    ],
)
def test_a_network_cannot_be_deleted(arguments: Json, result: int, text: str) -> None:
    assert told(server4(), "del", arguments) == {"result": result, "text": text}


def test_a_subnet_joins_and_leaves() -> None:
    server = server4()
    assert told(server, "subnet-add", {"name": "floor1", "id": 10}) == {
        "result": 0,
        "text": "IPv4 subnet 192.0.2.0/24 (id 10) is now part of shared network 'floor1'",
    }
    assert members(server) == {"floor1": [5, 10], "office": [], "": []}
    assert told(server, "subnet-del", {"name": "floor1", "id": 5}) == {
        "result": 0,
        "text": "IPv4 subnet 10.0.0.0/8 (id 5) is now removed from shared network 'floor1'",
    }
    assert members(server) == {"floor1": [10], "office": [], "": [5]}


def test_a_subnet_that_joins_takes_what_the_link_has() -> None:
    server = server6()
    joined = told(server, "subnet-add", {"name": "floor1", "id": 5})
    assert joined["text"] == "IPv6 subnet 2001:db8::/32 (id 5) is now part of shared network 'floor1'"
    (network,) = server.list_of("shared-networks")
    assert as_map(network)["rapid-commit"] is True
    assert [one.parameters.rapid_commit for one in server.config.subnets] == [True]  # type: ignore[union-attr]  # DHCPv6


@pytest.mark.parametrize("verb", ["subnet-add", "subnet-del"])
@pytest.mark.parametrize(
    ("arguments", "result", "text"),
    [
        (None, 1, "no arguments specified for the 'VERB' command"),
        ({"name": "x"}, 1, "invalid number of arguments 1 for the 'VERB' command. Expecting 'name' and 'id'"),
        ({"x": 1, "id": 10}, 1, "missing 'name' argument for the 'VERB' command"),
        ({"x": 1, "name": "floor1"}, 1, "missing 'id' argument for the 'VERB' command"),
        ({"name": 1, "id": 10}, 1, "'name' argument specified for the 'VERB' command is not a string"),
        ({"name": "floor1", "id": "x"}, 1, "'id' argument specified for the 'VERB' command is not an integer"),
        ({"name": "floor1", "id": True}, 1, "'id' argument specified for the 'VERB' command is not an integer"),
        ({"name": "floor2", "id": 10}, 3, "no IPv4 shared network with name 'floor2' found"),
    ],
)
def test_who_cannot_join_or_leave(verb: str, arguments: Json, result: int, text: str) -> None:
    server = server4()
    refused = {"result": result, "text": text.replace("VERB", f"network4-{verb}")}
    assert told(server, verb, arguments) == refused
    assert not server.changes


def test_a_subnet_is_in_one_network_only() -> None:
    assert told(server4(), "subnet-add", {"name": "office", "id": 5}) == {
        "result": 1,
        "text": "IPv4 subnet 10.0.0.0/8 (id 5) is part of shared network 'floor1' already",
    }
    nobody = {"result": 3, "text": "no IPv4 subnet with id '7' found"}
    assert told(server4(), "subnet-add", {"name": "office", "id": 7}) == nobody


@pytest.mark.parametrize("number", [7, 10])
def test_only_members_leave(number: int) -> None:
    assert told(server4(), "subnet-del", {"name": "floor1", "id": number}) == {
        "result": 1,
        "text": f"The IPv4 subnet with id {number} is not part of the shared network with name 'floor1'",
    }


def test_the_rows() -> None:
    names = ["list", "get", "add", "del", "subnet-add", "subnet-del"]
    for family, commands in COMMANDS.items():
        assert [command.name for command in commands] == [f"network{family}-{name}" for name in names]
        assert [command.name for command in commands if command.access != WRITE] == [
            f"network{family}-list",
            f"network{family}-get",
        ]
