"""Shared networks, subnets, pools: what is read, counted, refused and warned of; compared with Kea 2.2."""

import pytest

from lessor.config.addresses import IPV4
from lessor.model.network import Pool4, SharedNetwork4
from tests.config.configurations import Json, config, only, option, pools, problems, subnet, warnings


def network(name: str, *subnets: Json, **members: Json) -> Json:
    return {"name": name, "subnet4": list(subnets), **members}


def ids(**members: Json) -> list[int]:
    return [subnet.id for subnet in config(**members).subnets]


def test_a_subnet() -> None:
    found = config(
        subnet4=[
            subnet(
                "192.0.2.7/24",
                id=5,
                interface="eth0",
                relay={"ip-addresses": ["10.0.0.1", "10.0.0.2"]},
                pools=pools("192.0.2.10 - 192.0.2.20"),
                option_data=[option(250, "01")],
                reservations=[{"hw-address": "01:02", "ip-address": "192.0.2.5"}],
                client_class="old",
                require_client_classes=["late"],
                comment="first",
            )
        ]
    ).subnets[0]
    assert (found.id, found.prefix, found.length) == (5, IPV4.address("192.0.2.0"), 24)
    assert (found.interface, found.relays) == ("eth0", (0x0A000001, 0x0A000002))
    assert found.pools == (Pool4(IPV4.address("192.0.2.10"), IPV4.address("192.0.2.20")),)
    assert [(data.code, data.data) for data in found.options] == [(250, b"\1")]
    assert [host.address for host in found.hosts] == [IPV4.address("192.0.2.5")]
    assert (found.client_classes, found.additional_classes) == (("old",), ("late",))
    assert found.user_context == {"comment": "first"}


def test_a_pool() -> None:
    entry: Json = {
        "pool": "192.0.2.0/30",
        "pool-id": 3,
        "option-data": [option(250, "01")],
        "client-classes": ["a", "b"],
        "evaluate-additional-classes": ["c"],
        "user-context": {"x": 1},
    }
    pool = config(subnet4=[subnet(pools=[entry])]).subnets[0].pools[0]
    assert (pool.first, pool.last, pool.pool_id) == (IPV4.address("192.0.2.0"), IPV4.address("192.0.2.3"), 3)
    assert (pool.client_classes, pool.additional_classes, pool.user_context) == (("a", "b"), ("c",), {"x": 1})
    assert pool.options[0].code == 250


def test_a_shared_network_gives_its_subnets_link_and_relays() -> None:
    found = config(
        shared_networks=[
            network(
                "floor",
                subnet(),
                subnet("10.0.0.0/8", relay={"ip-address": "10.0.0.9"}),
                interface="eth0",
                relay={"ip-addresses": ["10.0.0.1"]},
            )
        ]
    )
    first, second = found.subnets
    assert (first.network, first.interface, first.relays) == ("floor", "eth0", (0x0A000001,))
    assert (second.interface, second.relays) == ("eth0", (0x0A000009,))
    assert found.networks == (SharedNetwork4("floor", "eth0", (0x0A000001,)),)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"subnet4": [subnet(), subnet("10.0.0.0/8")]}, [1, 2]),
        ({"subnet4": [subnet(), subnet("10.0.0.0/8", id=0)]}, [1, 2]),
        ({"subnet4": [subnet()], "shared_networks": [network("n", subnet("10.0.0.0/8"))]}, [1, 2]),
    ],
)
def test_subnets_without_id_are_counted(members: dict[str, Json], expected: list[int]) -> None:
    assert ids(**members) == expected


def test_counting_is_warned_of_once() -> None:
    warning = only(warnings(subnet4=[subnet(), subnet("11.0.0.0/8")]))
    assert (warning.key, warning.wrong) == ("subnet4[0].id", "subnets without id: 2, this one counted as 1")


def test_beside_written_ids_the_others_come_from_prefixes() -> None:
    assert ids(subnet4=[subnet(id=7), subnet("10.0.0.0/8"), subnet("11.0.0.0/8", id=0)]) == [7, 3423270203, 3681673594]


def test_an_id_is_given_once() -> None:
    problem = only(problems(subnet4=[subnet(id=3), subnet("10.0.0.0/8", id=3)]))
    assert problem.key == "subnet4[1].id"
    assert problem.wrong == "ID of the new IPv4 subnet '3' is already in use"
    assert "subnet4[0], line 4 of f" in problem.right


@pytest.mark.parametrize("prefix", ["192.0.2.0", "192.0.2.0/33", "2001:db8::/64", ""])
def test_subnets_that_are_none(prefix: str) -> None:
    assert only(problems(subnet4=[subnet(prefix)])).key == "subnet4[0].subnet"


def test_a_subnet_has_a_prefix() -> None:
    assert "missing parameter 'subnet'" in only(problems(subnet4=[{"id": 1}])).wrong


def test_a_prefix_is_given_once_wherever_it_stands() -> None:
    problem = only(problems(subnet4=[subnet("192.0.2.9/24", id=2)], shared_networks=[network("n", subnet(id=1))]))
    assert problem.key == "subnet4[0].subnet"
    assert "already exists" in problem.wrong
    problem = only(problems(shared_networks=[network("n", subnet(id=1), subnet(id=2))]))
    assert problem.key == "shared-networks[0].subnet4[1].subnet"
    assert "shared-networks[0].subnet4[0], line" in problem.right


def test_subnets_inside_each_other_are_refused() -> None:
    inside = subnet("192.0.2.0/25", id=1), subnet("192.0.9.0/24", id=2)
    found = problems(
        subnet4=[subnet(id=9), inside[0]], shared_networks=[network("n", subnet("192.0.0.0/16", id=5), inside[1])]
    )
    outer = "that is shared-networks[0].subnet4[0], line 17 of f; an address belongs to one subnet only"
    assert {(problem.key, problem.wrong, problem.right) for problem in found} == {
        ("subnet4[0].subnet", "the subnet 192.0.2.0/24 lies inside 192.0.0.0/16", outer),
        ("subnet4[1].subnet", "the subnet 192.0.2.0/25 lies inside 192.0.0.0/16", outer),
        ("shared-networks[0].subnet4[1].subnet", "the subnet 192.0.9.0/24 lies inside 192.0.0.0/16", outer),
    }


def test_subnets_apart_are_not() -> None:
    assert warnings(subnet4=[subnet("192.0.2.0/25", id=1), subnet("192.0.2.128/25", id=2)]) == []


@pytest.mark.parametrize(
    ("texts", "key", "words"),
    [
        (("192.0.2.1",), "subnet4[0].pools[0].pool", "invalid pool definition"),
        (("192.0.2.9 - 192.0.2.1",), "subnet4[0].pools[0].pool", "before it begins"),
        (("192.0.3.1 - 192.0.3.2",), "subnet4[0].pools[0].pool", "does not match the prefix"),
        (("192.0.2.1 - 192.0.3.2",), "subnet4[0].pools[0].pool", "does not match the prefix"),
        (("192.0.2.1 - 192.0.2.9", "192.0.2.9 - 192.0.2.10"), "subnet4[0].pools[1].pool", "overlaps"),
        (("192.0.2.8 - 192.0.2.9", "192.0.2.0/24"), "subnet4[0].pools[0].pool", "overlaps"),
    ],
)
def test_pools_that_are_refused(texts: tuple[str, ...], key: str, words: str) -> None:
    problem = only(problems(subnet4=[subnet(pools=pools(*texts))]))
    assert problem.key == key
    assert words in problem.wrong


def test_a_pool_overlaps_with_one_far_before_it() -> None:
    found = problems(subnet4=[subnet(pools=pools("192.0.2.0/25", "192.0.2.4/32", "192.0.2.64/32"))])
    assert [problem.key for problem in found] == ["subnet4[0].pools[1].pool", "subnet4[0].pools[2].pool"]


def test_a_pool_has_addresses() -> None:
    assert "missing parameter 'pool'" in only(problems(subnet4=[subnet(pools=[{}])])).wrong


def test_single_addresses_cannot_be_taken_out_of_a_pool_beyond_measure() -> None:
    huge: Json = [subnet("0.0.0.0/0", pools=pools("16.0.0.0/7"))]
    assert config(subnet4=huge).subnets
    problem = only(problems(subnet4=huge, compatibility={"exclude-first-last-24": True}))
    assert problem.key == "subnet4[0].pools[0].pool"


@pytest.mark.parametrize("relay", [{"ip-address": "10.0.0"}, {"ip-address": ""}, {"ip-addresses": ["::1"]}])
def test_relays_are_addresses(relay: Json) -> None:
    assert "not a valid IPv4 address" in only(problems(subnet4=[subnet(relay=relay)])).wrong


def test_a_relay_stands_once() -> None:
    problem = only(problems(subnet4=[subnet(relay={"ip-addresses": ["10.0.0.1", "10.0.0.1"]})]))
    assert problem.key == "subnet4[0].relay.ip-addresses[1]"


def test_a_network_has_a_name_of_its_own() -> None:
    assert only(problems(shared_networks=[network("")])).key == "shared-networks[0].name"
    problem = only(problems(shared_networks=[network("a"), network("a")]))
    assert (problem.key, problem.wrong) == ("shared-networks[1].name", "duplicate network 'a' found")


def test_a_network_is_one_link() -> None:
    problem = only(problems(shared_networks=[network("n", subnet(interface="eth1"), interface="eth0")]))
    assert problem.key == "shared-networks[0].subnet4[0].interface"
    two: Json = [subnet(interface="eth0"), subnet("10.0.0.0/8", interface="eth1")]
    assert only(problems(shared_networks=[{"name": "n", "subnet4": two}])).key.endswith("subnet4[1].interface")


def test_a_network_is_authoritative_as_a_whole() -> None:
    problem = only(problems(shared_networks=[network("n", subnet(authoritative=True))]))
    assert problem.key == "shared-networks[0].subnet4[0].authoritative"


def test_a_queue_for_a_large_pool_is_doubted() -> None:
    large, usual = subnet("10.0.0.0/8", id=1, pools=pools("10.0.0.0/11")), subnet(id=2, pools=pools("192.0.2.0/25"))
    warning = only(warnings(subnet4=[large, usual], allocator="flq"))
    assert warning.key == "subnet4[0].pools[0].pool"
    assert "each of 2097152" in warning.wrong
    assert warnings(subnet4=[large, usual], allocator="random") == []
