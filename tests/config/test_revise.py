"""A change of some subnets leads to the configuration to which reading all again leads."""

from copy import deepcopy

import pytest

from lessor.config.errors import ConfigError
from lessor.config.load import load_tree4, load_tree6
from lessor.config.revise import revised4, revised6
from lessor.config.write import written4, written6
from lessor.model.json import Json

Map = dict[str, Json]


def tree4() -> Map:
    return written4(
        load_tree4(
            {
                "Dhcp4": {
                    "valid-lifetime": 4000,
                    "shared-networks": [
                        {
                            "name": "n1",
                            "valid-lifetime": 600,
                            "interface": "eth0",
                            "subnet4": [{"subnet": "10.0.0.0/16", "id": 3}, {"subnet": "10.1.0.0/16", "id": 8}],
                        },
                        {"name": "n2", "subnet4": [{"subnet": "10.2.0.0/16", "id": 4}]},
                    ],
                    "subnet4": [{"subnet": "192.0.2.0/24", "id": 5}, {"subnet": "198.51.100.0/24", "id": 9}],
                }
            }
        )
    )


def tree6() -> Map:
    pool: Map = {"prefix": "2001:db8:8::", "prefix-len": 48, "delegated-len": 56}
    network: Map = {"name": "n1", "subnet6": [{"subnet": "2001:db8:1::/64", "id": 3, "pd-pools": [pool]}]}
    tree: Map = {"Dhcp6": {"shared-networks": [network], "subnet6": [{"subnet": "2001:db8:2::/64", "id": 4}]}}
    return written6(load_tree6(tree))


def as_map(value: Json) -> Map:
    assert isinstance(value, dict)
    return value


def as_list(value: Json) -> list[Json]:
    assert isinstance(value, list)
    return value


def subnets(tree: Map, network: int | None = None) -> list[Json]:
    """A list of subnets in a tree, to be changed."""
    ((section, daemon),) = tree.items()
    place = as_map(daemon)
    if network is not None:
        place = as_map(as_list(place["shared-networks"])[network])
    return as_list(place[f"subnet{section[-1]}"])


def assert_same4(tree: Map, *ids: int) -> Map:
    """A change to the tree in these subnets: both ways lead to one configuration and one tree."""
    before = load_tree4(tree4())
    revised = revised4(before.config, deepcopy(tree), frozenset(ids))
    whole = load_tree4(tree)
    assert revised.tree == written4(whole)
    assert revised.loaded.config.subnets == tuple(sorted(whole.config.subnets, key=lambda subnet: subnet.id))
    assert revised.loaded.config.networks == whole.config.networks
    return revised.tree


def test_a_new_subnet() -> None:
    tree = tree4()
    subnets(tree).append({"subnet": "203.0.113.0/24", "id": 6, "pools": [{"pool": "203.0.113.0 - 203.0.113.127"}]})
    shown = assert_same4(tree, 6)
    assert [as_map(subnet)["id"] for subnet in subnets(shown)] == [5, 6, 9]
    assert as_map(subnets(shown)[1])["valid-lifetime"] == 4000


def test_a_new_subnet_of_a_network() -> None:
    tree = tree4()
    subnets(tree, 0).append({"subnet": "203.0.113.0/24", "id": 6})
    shown = assert_same4(tree, 6)
    assert as_map(subnets(shown, 0)[1])["valid-lifetime"] == 600


def test_a_subnet_that_goes() -> None:
    tree = tree4()
    del subnets(tree)[0]
    assert_same4(tree, 5)
    del subnets(tree, 0)[0]
    assert_same4(tree, 5, 3)


def test_a_subnet_that_changes() -> None:
    tree = tree4()
    as_map(subnets(tree, 1)[0])["renew-timer"] = 77
    assert_same4(tree, 4)


def test_a_subnet_that_moves() -> None:
    tree = tree4()
    subnets(tree, 1).append(subnets(tree).pop(0))
    assert_same4(tree, 5)


def test_networks_that_come_and_go() -> None:
    tree = tree4()
    networks = as_list(as_map(tree["Dhcp4"])["shared-networks"])
    del networks[1]
    assert_same4(tree, 4)
    networks.insert(0, {"name": "a", "subnet4": [{"subnet": "203.0.113.0/24", "id": 6}]})
    assert_same4(tree, 4, 6)


def test_what_stays_is_not_made_again() -> None:
    before = load_tree4(tree4())
    tree = tree4()
    untouched = subnets(tree)[1]
    del subnets(tree)[0]
    revised = revised4(before.config, tree, frozenset((5,)))
    assert subnets(revised.tree)[0] is untouched
    assert revised.loaded.config.subnets[-1] is before.config.subnets[-1]


def test_dhcpv6() -> None:
    before = load_tree6(tree6())
    tree = tree6()
    subnets(tree).append({"subnet": "2001:db8:3::/64", "id": 7})
    as_map(subnets(tree, 0)[0])["rebind-timer"] = 99
    revised = revised6(before.config, deepcopy(tree), frozenset((7, 3)))
    assert revised.tree == written6(load_tree6(tree))
    assert [subnet.id for subnet in revised.loaded.config.subnets] == [3, 4, 7]


@pytest.mark.parametrize(
    ("subnet", "wrong"),
    [
        ({"subnet": "198.51.100.128/25", "id": 6}, "lies inside 198.51.100.0/24"),
        ({"subnet": "198.51.0.0/16", "id": 6}, "lies inside 198.51.0.0/16"),
        ({"subnet": "198.51.100.0/24", "id": 6}, "already exists"),
        ({"subnet": "203.0.113.0/24", "id": 9}, "ID of the new IPv4 subnet '9' is already in use"),
        ({"subnet": "203.0.113.0/33", "id": 6}, "invalid prefix length"),
    ],
)
def test_mistakes_are_told_as_ever(subnet: Map, wrong: str) -> None:
    before = load_tree4(tree4())
    tree = tree4()
    subnets(tree).append(subnet)
    with pytest.raises(ConfigError) as told:
        revised4(before.config, tree, frozenset((6, 9) if subnet["id"] == 9 else (6,)))
    assert wrong in str(told.value)
    with pytest.raises(ConfigError) as all_told:
        load_tree4(tree)
    assert str(told.value) == str(all_told.value)
