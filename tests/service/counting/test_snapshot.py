import json

import pytest

from lessor.model.lease import ASSIGNED
from lessor.model.network import Config4, InterfacesConfig, Parameters4, Subnet4
from lessor.service.counting.counters import COUNTERS6
from lessor.service.counting.snapshot import FAMILIES, MOST_POOLS, MOST_SUBNETS, Life, fullest, snapshot
from lessor.service.counting.statistics import Served, Statistics


def subnet(id: int) -> Subnet4:
    return Subnet4(id, 0x0A000000 + id * 256, 24, Parameters4())


def counted(**assigned: int) -> Statistics:
    """Return counters of subnets with 100 addresses, so many given out."""
    statistics = Statistics()
    numbers = {int(id[1:]): n for id, n in assigned.items()}
    leases = {(id, 0, 0, ASSIGNED): n for id, n in numbers.items()}
    statistics.serve(Served(frozenset(numbers), {(id, 0): 100 for id in numbers}, {}), leases)
    return statistics


def test_a_record_is_json_and_says_what_is_asked() -> None:
    life = Life("kea-dhcp4", "kea-dhcp4.conf", 1000.0)
    life.accept(1010.0)
    config = Config4(interfaces=InterfacesConfig(("eth0",)), subnets=(subnet(1),))
    record = snapshot(life, config, counted(s1=7), {"decide": 1.0})
    assert json.loads(json.dumps(record)) == record
    assert record["started"] == 1000.0
    assert record["configured"] == 1010.0
    assert record["refused"] is None
    assert record["interfaces"] == ["eth0"]
    assert record["subnets"] == 1
    assert record["steps"] == {"decide": 1.0}
    assert record["fullest"] == [
        {"id": 1, "subnet": "10.0.1.0/24", "what": "addresses", "total": 100, "assigned": 7, "declined": 0, "pools": []}
    ]


def test_a_refused_configuration_is_told_until_one_is_accepted() -> None:
    life = Life("kea-dhcp4", "kea-dhcp4.conf", 1000.0, 1001.0)
    life.refuse(1020.0, "what is wrong")
    assert (life.configured, life.refused, life.refusal) == (1001.0, 1020.0, "what is wrong")
    life.accept(1030.0)
    assert (life.configured, life.refused, life.refusal) == (1030.0, 0.0, "")


def test_the_fullest_come_first_and_are_bounded() -> None:
    subnets = [subnet(id) for id in range(1, MOST_SUBNETS + 10)]
    counts = counted(**{f"s{found.id}": found.id % 100 for found in subnets})
    rows = fullest(FAMILIES["kea-dhcp4"], subnets, counts)
    assert len(rows) == MOST_SUBNETS
    assert [row["id"] for row in rows[:3]] == [99, 98, 97]


def test_what_cannot_be_full_is_left_out() -> None:
    counts = counted(s1=5, s2=6)
    counts.subnets[2]["total-addresses"] = 0
    assert [row["id"] for row in fullest(FAMILIES["kea-dhcp4"], [subnet(1), subnet(2)], counts)] == [1]
    assert fullest(FAMILIES["kea-dhcp4"], [], counts) == []


@pytest.mark.parametrize(("assigned", "first"), [((9, 1), "addresses"), ((1, 9), "prefixes")])
def test_dhcpv6_has_addresses_and_prefixes(assigned: tuple[int, int], first: str) -> None:
    statistics = Statistics(COUNTERS6)
    statistics.serve(Served(frozenset({1}), {(1, 0): 10}, {(1, 0): 10}))
    state = {"assigned-nas": assigned[0], "assigned-pds": assigned[1], "declined-addresses": 1}
    statistics.subnets[1].update(state)
    rows = fullest(FAMILIES["kea-dhcp6"], [Subnet4(1, 0x20010DB8 << 96, 64, Parameters4())], statistics)
    assert rows[0]["what"] == first
    assert rows[0]["subnet"] == "2001:db8::/64"
    assert {row["what"]: row["declined"] for row in rows} == {"addresses": 1, "prefixes": 0}


def test_pools_are_shown_where_a_subnet_has_several() -> None:
    statistics = Statistics()
    pools = {(1, number): 10 for number in range(MOST_POOLS + 1)} | {(2, 0): 10}
    leases = {(1, number, 0, ASSIGNED): number for number in range(MOST_POOLS + 1)} | {(2, 0, 0, ASSIGNED): 9}
    statistics.serve(Served(frozenset({1, 2}), pools, {}), leases)
    two, one = fullest(FAMILIES["kea-dhcp4"], [subnet(1), subnet(2)], statistics)
    assert (two["id"], two["pools"]) == (2, [])
    found = one["pools"]
    assert isinstance(found, list) and len(found) == MOST_POOLS
    assert found[0] == {"pool-id": 8, "total": 10, "assigned": 8}
