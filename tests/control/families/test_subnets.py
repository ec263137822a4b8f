"""Commands about subnets, answer by answer."""

import pytest

from lessor.control.families import subnets4, subnets6
from lessor.model.command import WRITE
from lessor.model.json import Json
from tests.control.configured import Configured, Map, answer, as_map, as_maps

COMMANDS = {4: subnets4.COMMANDS, 6: subnets6.COMMANDS}

SUBNETS4: Map = {
    "valid-lifetime": 4000,
    "shared-networks": [
        {
            "name": "net1",
            "valid-lifetime": 600,
            "subnet4": [
                {
                    "subnet": "10.0.0.0/8",
                    "id": 5,
                    "reservations": [{"hw-address": "01:02:03:04:05:06", "ip-address": "10.0.0.9"}],
                }
            ],
        }
    ],
    "subnet4": [
        {
            "subnet": "192.0.2.0/24",
            "id": 10,
            "pools": [{"pool": "192.0.2.10 - 192.0.2.19"}],
            "option-data": [{"name": "routers", "data": "192.0.2.1"}],
            "reservations": [{"hw-address": "01:02:03:04:05:06", "ip-address": "192.0.2.9"}],
        }
    ],
}

SUBNETS6: Map = {
    "preferred-lifetime": 1000,
    "shared-networks": [{"name": "net1", "subnet6": [{"subnet": "3000::/16", "id": 5}]}],
    "subnet6": [
        {
            "subnet": "2001:db8:1::/64",
            "id": 10,
            "pd-pools": [{"prefix": "2001:db8:8::", "prefix-len": 48, "delegated-len": 56}],
        }
    ],
}


def server4(**members: Json) -> Configured:
    return Configured(4, {**SUBNETS4, **members})


def told(server: Configured, verb: str, arguments: Json = None) -> Map:
    family = server.family
    return answer(COMMANDS[family], server, f"subnet{family}-{verb}", arguments)


def subnet(server: Configured, number: int = 10) -> Map:
    found = as_map(told(server, "get", {"id": number})["arguments"])
    return as_maps(found[f"subnet{server.family}"])[0]


def delta(server: Configured, verb: str, **members: Json) -> Map:
    """What subnet 10 is after a change of some of its members, which must succeed."""
    given: Map = {"id": 10, "subnet": subnet(server)["subnet"]}
    given |= {key.replace("_", "-"): value for key, value in members.items()}
    assert told(server, verb, {f"subnet{server.family}": [given]})["text"] == f"IPv{server.family} subnet updated"
    return subnet(server)


def test_a_list_of_subnets() -> None:
    assert told(server4(), "list") == {
        "result": 0,
        "text": "2 IPv4 subnets found",
        "arguments": {
            "subnets": [
                {"id": 5, "subnet": "10.0.0.0/8", "shared-network-name": "net1"},
                {"id": 10, "subnet": "192.0.2.0/24", "shared-network-name": None},
            ]
        },
    }


def test_one_subnet_and_none() -> None:
    assert told(Configured(6, {"subnet6": [{"subnet": "3000::/16", "id": 1}]}), "list")["text"] == "1 IPv6 subnet found"
    nothing = {"result": 3, "text": "0 IPv4 subnets found", "arguments": {"subnets": []}}
    assert told(Configured(4, {}), "list") == nothing


@pytest.mark.parametrize("arguments", [{"id": 5}, {"subnet": "10.0.0.0/8"}])
def test_a_subnet_is_shown_as_in_the_configuration(arguments: Map) -> None:
    server = server4()
    shown = told(server, "get", arguments)
    assert (shown["result"], shown["text"]) == (0, "Info about IPv4 subnet 10.0.0.0/8 (id 5) returned")
    network = server.list_of("shared-networks")[0]
    assert shown["arguments"] == {"subnet4": network["subnet4"]}


@pytest.mark.parametrize(
    ("arguments", "result", "text"),
    [
        (None, 1, "no arguments specified for the 'subnet4-get' command"),
        (
            {"id": 5, "subnet": "10.0.0.0/8"},
            1,
            "invalid number of arguments 2 for the 'subnet4-get' command. Expecting 'id' or 'subnet'",
        ),
        ({"id": "foo"}, 1, "'id' parameter must be an integer"),
        ({"id": True}, 1, "'id' parameter must be an integer"),
        ({"id": 0}, 1, "The 'id' value (0) is not within expected range: (1 - 4294967294)"),
        ({"subnet": 6}, 1, "'subnet' parameter must be a string"),
        ({"other": 6}, 1, "'id' or 'subnet' parameter required"),
        ({"id": 123}, 3, "No subnet with id 123 found"),
        ({"subnet": "192.0.3.0/24"}, 3, "No 192.0.3.0/24 subnet found"),
    ],
)
def test_a_subnet_cannot_be_shown(arguments: Json, result: int, text: str) -> None:
    assert told(server4(), "get", arguments) == {"result": result, "text": text}


def test_a_new_subnet() -> None:
    server = server4()
    given: Map = {"subnet4": [{"subnet": "198.51.100.0/24", "id": 7, "pools": [{"pool": "198.51.100.0/25"}]}]}
    assert told(server, "add", given) == {
        "result": 0,
        "text": "IPv4 subnet added",
        "arguments": {"subnets": [{"id": 7, "subnet": "198.51.100.0/24"}]},
    }
    added = subnet(server, 7)
    assert added["valid-lifetime"] == 4000
    assert as_maps(added["pools"])[0]["pool"] == "198.51.100.0/25"
    assert len(server.config.subnets) == 3


@pytest.mark.parametrize("nothing", [{}, {"id": 0}])
def test_a_new_subnet_without_id_gets_the_next_one(nothing: Map) -> None:
    added = told(server4(), "add", {"subnet4": [{"subnet": "198.51.100.0/24", **nothing}]})
    assert added["arguments"] == {"subnets": [{"id": 11, "subnet": "198.51.100.0/24"}]}


EACH_CHANGE: list[tuple[Json, str]] = [
    (None, "no arguments specified for the 'VERB' command"),
    ({"subnet4": [], "foo": 1}, "invalid number of arguments 2 for the 'VERB' command. Expecting 'subnet4' list"),
    ({"subnet6": "foo"}, "missing 'subnet4' argument for the 'VERB' command"),
    ({"subnet4": []}, "invalid number of subnets specified for the 'VERB' command. Expected one subnet"),
    ({"subnet4": [{}, {}]}, "invalid number of subnets specified for the 'VERB' command. Expected one subnet"),
    ({"subnet4": "foo"}, "'subnet4' argument specified for the 'VERB' command is not a list"),
    ({"subnet4": ["foo"]}, "invalid subnet information specified for the 'VERB' command. Expected a map"),
    (
        {"subnet4": [{"id": 5, "valid-lifetime": 5678}]},
        "subnet configuration failed: mandatory 'subnet' parameter is missing for a subnet being configured",
    ),
]

REPLACING: list[tuple[Map, str]] = [
    ({"subnet": "10.1.2.0/29"}, "must specify subnet id with 'VERB' command."),
    ({"subnet": "10.1.2.0/29", "id": 0}, "The 'id' value (0) is not within expected range: (1 - 4294967294)"),
    (
        {"subnet": "10.1.2.0/29", "id": 4294967295},
        "The 'id' value (4294967295) is not within expected range: (1 - 4294967294)",
    ),
    ({"subnet": "10.1.2.0/29", "id": "x"}, "'id' parameter must be an integer"),
    ({"subnet": "10.1.2.0/29", "id": 123}, "Can't find subnet '123' to update"),
    ({"subnet": "192.0.2.0/24", "id": 5}, "Unable to update subnet '5' in the configuration"),
    (
        {"subnet": "192.0.2.0/24", "id": 10, "reservations": []},
        "must not specify host reservations with 'VERB'.",
    ),
]


@pytest.mark.parametrize("verb", ["add", "update", "delta-add", "delta-del"])
@pytest.mark.parametrize(("arguments", "text"), EACH_CHANGE)
def test_bad_arguments_of_changes(verb: str, arguments: Json, text: str) -> None:
    server = server4()
    assert told(server, verb, arguments) == {"result": 1, "text": text.replace("VERB", f"subnet4-{verb}")}
    assert not server.changes


@pytest.mark.parametrize("verb", ["update", "delta-add", "delta-del"])
@pytest.mark.parametrize(("given", "text"), REPLACING)
def test_what_cannot_be_replaced(verb: str, given: Map, text: str) -> None:
    server = server4()
    refused = told(server, verb, {"subnet4": [given]})
    assert refused == {"result": 1, "text": text.replace("VERB", f"subnet4-{verb}")}
    assert not server.changes


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"subnet": "10.1.2.0/29", "id": "x"}, "'id' parameter must be an integer"),
        ({"subnet": "10.1.2.0/29", "id": True}, "'id' parameter must be an integer"),
        (
            {"subnet": "10.1.2.0/29", "id": 4294967295},
            "The 'id' value (4294967295) is not within expected range: (1 - 4294967294)",
        ),
        ({"subnet": "10.1.2.0/29", "id": 5}, "ID of the new IPv4 subnet '5' is already in use"),
        ({"subnet": "10.0.0.0/8", "id": 12}, "subnet with the prefix of '10.0.0.0/8' already exists"),
        (
            {"subnet": "198.51.100.0/24", "id": 7, "reservations": []},
            "must not specify host reservations with 'subnet4-add'. "
            "Use 'reservation-add' to add a reservation to a subnet",
        ),
    ],
)
def test_what_cannot_be_added(given: Map, text: str) -> None:
    server = server4()
    assert told(server, "add", {"subnet4": [given]}) == {"result": 1, "text": text}
    assert not server.changes


def test_mistakes_in_a_subnet_are_told_and_nothing_changes() -> None:
    server = server4()
    before = server.tree()
    refused = told(server, "add", {"subnet4": [{"subnet": "198.51.100.0/33", "id": 7}]})
    assert refused["result"] == 1
    assert "invalid prefix length: '33'" in str(refused["text"])
    assert server.tree() == before


def test_a_replaced_subnet_keeps_its_network_and_its_reservations() -> None:
    server = server4()
    given: Map = {"subnet4": [{"subnet": "10.0.0.0/8", "id": 5, "renew-timer": 77}]}
    assert told(server, "update", given) == {
        "result": 0,
        "text": "IPv4 subnet updated",
        "arguments": {"subnets": [{"id": 5, "subnet": "10.0.0.0/8"}]},
    }
    changed = subnet(server, 5)
    assert (changed["renew-timer"], changed["valid-lifetime"]) == (77, 600)
    assert [host["ip-address"] for host in as_maps(changed["reservations"])] == ["10.0.0.9"]
    assert len(as_maps(server.list_of("shared-networks")[0]["subnet4"])) == 1


def test_a_replaced_subnet_has_nothing_else_of_what_it_had() -> None:
    server = server4()
    told(server, "update", {"subnet4": [{"subnet": "192.0.2.0/24", "id": 10}]})
    assert subnet(server)["pools"] == []
    assert subnet(server)["option-data"] == []


def test_parts_are_added_and_changed() -> None:
    changed = delta(
        server4(),
        "delta-add",
        renew_timer=55,
        pools=[{"pool": "192.0.2.10-192.0.2.19", "client-class": "x"}, {"pool": "192.0.2.32/28"}],
        option_data=[{"code": 3, "data": "192.0.2.2"}, {"name": "domain-name", "data": "example.org"}],
        relay={"ip-address": "192.0.2.3"},
    )
    assert changed["renew-timer"] == 55
    pools = as_maps(changed["pools"])
    assert [(pool["pool"], pool.get("client-class")) for pool in pools] == [
        ("192.0.2.10-192.0.2.19", "x"),
        ("192.0.2.32/28", None),
    ]
    assert [option["data"] for option in as_maps(changed["option-data"])] == ["192.0.2.2", "example.org"]
    assert changed["relay"] == {"ip-addresses": ["192.0.2.3"]}
    assert len(as_maps(changed["reservations"])) == 1


def test_parts_are_taken_away() -> None:
    server = server4()
    delta(
        server, "delta-add", pools=[{"pool": "192.0.2.32/28", "client-class": "x"}], relay={"ip-address": "192.0.2.3"}
    )
    changed = delta(
        server,
        "delta-del",
        pools=[{"pool": "192.0.2.10 - 192.0.2.19"}, {"pool": "192.0.2.32/28", "client-class": "whatever"}],
        option_data=[{"name": "routers"}, {"code": 99}],
        relay={"ip-addresses": ["192.0.2.3", "192.0.2.4"]},
        rebind_timer=1,
    )
    assert changed["pools"] == [{"option-data": [], "pool": "192.0.2.32/28"}]
    assert changed["option-data"] == []
    assert changed["relay"] == {"ip-addresses": []}


def test_bounds_go_with_a_lifetime() -> None:
    server = server4()
    changed = delta(server, "delta-add", valid_lifetime=9000)
    bounds = ("min-valid-lifetime", "valid-lifetime", "max-valid-lifetime")
    assert [changed[key] for key in bounds] == [9000, 9000, 9000]
    changed = delta(server, "delta-add", valid_lifetime=8000, max_valid_lifetime=10000)
    assert [changed[key] for key in bounds] == [8000, 8000, 10000]
    changed = delta(server, "delta-del", valid_lifetime=0, max_valid_lifetime=0)
    assert [changed[key] for key in bounds] == [4000, 4000, 4000]


def test_prefixes_to_delegate_are_added_and_taken_away() -> None:
    server = Configured(6, SUBNETS6)
    pool: Map = {"prefix": "2001:db8:8::", "prefix-len": 48, "delegated-len": 56}
    changed = delta(server, "delta-add", pd_pools=[{**pool, "client-class": "x"}, {**pool, "prefix": "2001:db8:9::"}])
    pools = as_maps(changed["pd-pools"])
    assert [(one["prefix"], one.get("client-class")) for one in pools] == [
        ("2001:db8:8::", "x"),
        ("2001:db8:9::", None),
    ]
    changed = delta(server, "delta-del", pd_pools=[{**pool, "prefix": "2001:db8:0008::"}])
    assert [one["prefix"] for one in as_maps(changed["pd-pools"])] == ["2001:db8:9::"]


@pytest.mark.parametrize("verb", ["delta-add", "delta-del"])
@pytest.mark.parametrize(
    ("part", "text"),
    [
        ({"pools": [{"pool": "x"}]}, "subnet configuration failed: invalid pool definition: 'x'"),
        ({"pools": ["x"]}, "subnet configuration failed: pools is not a list of maps"),
        ({"pools": [{}]}, "subnet configuration failed: missing parameter 'pool'"),
    ],
)
def test_parts_that_are_none(verb: str, part: Map, text: str) -> None:
    refused = told(server4(), verb, {"subnet4": [{"subnet": "192.0.2.0/24", "id": 10, **part}]})
    assert refused == {"result": 1, "text": text}


def test_a_subnet_is_deleted() -> None:
    server = server4()
    assert told(server, "del", {"id": 5}) == {
        "result": 0,
        "text": "IPv4 subnet 10.0.0.0/8 (id 5) deleted",
        "arguments": {"subnets": [{"id": 5, "subnet": "10.0.0.0/8"}]},
    }
    assert [one.id for one in server.config.subnets] == [10]


@pytest.mark.parametrize(
    ("arguments", "result", "text"),
    [
        (None, 1, "no arguments specified for the 'subnet4-del' command"),
        (
            {"id": 1, "x": 2},
            1,
            "invalid number of arguments specified for the 'subnet4-del' command. Expected subnet identifier",
        ),
        ({"bar": "foo"}, 1, "subnet identifier is required for the 'subnet4-del' command"),
        ({"id": "x"}, 1, "subnet identifier specified for the 'subnet4-del' is not a number"),
        ({"id": 101}, 3, "no subnet with id 101 found"),
    ],
)
def test_a_subnet_cannot_be_deleted(arguments: Json, result: int, text: str) -> None:
    assert told(server4(), "del", arguments) == {"result": result, "text": text}


def test_dhcpv6_subnets() -> None:
    server = Configured(6, SUBNETS6)
    assert told(server, "add", {"subnet6": [{"subnet": "2001:db8:2::/64", "id": 7}]})["text"] == "IPv6 subnet added"
    assert subnet(server, 7)["preferred-lifetime"] == 1000
    assert told(server, "get", {"subnet": "3000::/16"})["text"] == "Info about IPv6 subnet 3000::/16 (id 5) returned"
    assert told(server, "del", {"id": 7})["text"] == "IPv6 subnet 2001:db8:2::/64 (id 7) deleted"


def test_the_rows() -> None:
    names = ["list", "get", "add", "update", "delta-add", "delta-del", "del"]
    for family, commands in COMMANDS.items():
        assert [command.name for command in commands] == [f"subnet{family}-{name}" for name in names]
        assert {command.families for command in commands} == {frozenset({family})}
        assert [command.name for command in commands if command.access != WRITE] == [
            f"subnet{family}-list",
            f"subnet{family}-get",
        ]
