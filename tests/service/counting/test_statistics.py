"""Tests of lessor.service.counting.statistics."""

import pytest

from lessor.model.lease import ASSIGNED, DECLINED, RECLAIMED, RELEASED
from lessor.model.lease6 import NA, PD, REGISTERED
from lessor.model.operation import SampleLimits
from lessor.service.counting.counters import COUNTERS4, COUNTERS6
from lessor.service.counting.statistics import Kind, Served, Statistics, sizes

NOW = 1_700_000_000.0


def served(*subnets: int, size: int = 10) -> Served:
    """Subnets with a pool of addresses each."""
    return Served(frozenset(subnets), {(id, 0): size for id in subnets}, {})


def counting(*subnets: int, **leases: int) -> Statistics:
    statistics = Statistics()
    statistics.serve(served(*subnets))
    return statistics


def test_every_name_exists_and_is_zero_before_it_counts() -> None:
    statistics = counting(7)
    assert statistics.counts == dict.fromkeys(COUNTERS4.server, 0)
    assert statistics.subnets[7] == dict.fromkeys(COUNTERS4.subnet, 0) | {"total-addresses": 10}
    assert statistics.pools[7, 0] == dict.fromkeys(COUNTERS4.pool, 0) | {"total-addresses": 10}


def test_two_servers_do_not_meet() -> None:
    one, other = Statistics(), Statistics()
    one.counts["pkt4-received"] += 1
    assert other.counts["pkt4-received"] == 0


def test_pools_of_one_id_count_as_one() -> None:
    assert sizes([(1, 0, 10), (1, 0, 5), (1, 2, 3), (2, 0, 1)]) == {(1, 0): 15, (1, 2): 3, (2, 0): 1}


def test_a_reload_keeps_the_counters_of_subnets_that_stay() -> None:
    statistics = counting(1, 2)
    counts = statistics.subnets[1]
    counts["reclaimed-leases"] += 3
    counts["assigned-addresses"] += 4
    statistics.subnets[2]["reclaimed-leases"] += 4
    assert statistics.serves(served(1, 2, size=20))
    assert not statistics.serves(served(1, 3))
    statistics.serve(served(1, 3, size=20))
    assert sorted(statistics.subnets) == [1, 3]
    assert statistics.subnets[1] is counts
    assert (counts["reclaimed-leases"], counts["assigned-addresses"], counts["total-addresses"]) == (3, 4, 20)
    assert statistics.subnets[3]["reclaimed-leases"] == 0


def test_what_is_arranged_counts_when_it_is_in_force() -> None:
    statistics = counting(1, 2)
    arrangement = statistics.arrange(served(1, 3, size=20))
    assert not arrangement.same
    statistics.subnets[1]["reclaimed-leases"] += 1
    assert sorted(statistics.subnets) == [1, 2]
    assert statistics.subnets[1]["total-addresses"] != 20
    statistics.put_in_force(arrangement)
    assert sorted(statistics.subnets) == [1, 3]
    assert statistics.subnets[1]["total-addresses"] == statistics.subnets[3]["total-addresses"] == 20
    assert statistics.subnets[1]["reclaimed-leases"] == 1
    assert statistics.arrange(served(1, 3, size=20)).totals == []


def test_leases_are_counted_by_state() -> None:
    statistics = counting(1, 2)
    for _ in range(2):
        leases: dict[Kind, int] = {
            (1, 0, 0, ASSIGNED): 4,
            (1, 9, 0, ASSIGNED): 1,
            (1, 0, 0, DECLINED): 2,
            (1, 0, 0, RECLAIMED): 8,
            (1, 0, 0, RELEASED): 9,
            (2, 0, 0, ASSIGNED): 1,
            (9, 0, 0, ASSIGNED): 7,
        }
        statistics.serve(served(1, 2), leases)
        assert statistics.subnets[1]["assigned-addresses"] == 7, "one of them outside the pools"
        assert statistics.pools[1, 0]["assigned-addresses"] == 6
        assert statistics.subnets[1]["declined-addresses"] == statistics.pools[1, 0]["declined-addresses"] == 2
        assert statistics.counts["assigned-addresses"] == 8
        assert statistics.counts["declined-addresses"] == 2


def test_leases_of_dhcpv6_are_counted_by_type_and_state() -> None:
    statistics = Statistics(COUNTERS6)
    leases: dict[Kind, int] = {(1, 0, NA, ASSIGNED): 2, (1, 0, NA, DECLINED): 1, (1, 0, NA, REGISTERED): 1}
    leases |= {(1, 0, PD, ASSIGNED): 1, (1, 0, PD, RECLAIMED): 5}
    statistics.serve(Served(frozenset({1, 2}), {(1, 0): 1 << 64, (2, 0): 10}, {(1, 0): 12, (1, 5): 4}), leases)
    counts = statistics.subnets[1]
    assert (counts["assigned-nas"], counts["assigned-pds"], counts["declined-addresses"]) == (3, 1, 1)
    assert (counts["registered"], counts["total-nas"], counts["total-pds"]) == (1, 1 << 64, 16)
    assert (statistics.counts["assigned-nas"], statistics.counts["assigned-pds"]) == (3, 1)
    assert "registered" not in statistics.counts
    assert statistics.pools[1, 0]["assigned-nas"] == 3
    assert statistics.prefix_pools[1, 0]["assigned-pds"] == 1
    assert statistics.prefix_pools[1, 5]["total-pds"] == 4


def test_counting_where_there_is_such_a_counter() -> None:
    statistics = Statistics(COUNTERS6)
    statistics.serve(Served(frozenset({1}), {(1, 0): 10}, {(1, 0): 10}))
    statistics.count_lease(1, 0, NA, ("registered",), 1)
    statistics.count_lease(1, 0, PD, ("reclaimed-leases",), 2)
    statistics.count_lease(7, 0, NA, ("registered", "reclaimed-leases"), 3)
    assert statistics.counts["reclaimed-leases"] == 5
    assert (statistics.subnets[1]["reclaimed-leases"], statistics.subnets[1]["registered"]) == (2, 1)
    assert (statistics.prefix_pools[1, 0]["reclaimed-leases"], statistics.pools[1, 0]["reclaimed-leases"]) == (2, 0)


def test_values_have_full_names() -> None:
    statistics = Statistics(COUNTERS6)
    statistics.serve(Served(frozenset({12}), {(12, 3): 100}, {(12, 4): 16}))
    statistics.counts["pkt6-sent"] += 1
    values = statistics.values()
    assert values["pkt6-sent"] == statistics.value("pkt6-sent") == 1
    for name, value in {
        "subnet[12].total-nas": 100,
        "subnet[12].pool[3].total-nas": 100,
        "subnet[12].pd-pool[4].total-pds": 16,
    }.items():
        assert values[name] == statistics.value(name) == value
    assert len(values) == sum(map(len, (COUNTERS6.server, COUNTERS6.subnet, COUNTERS6.pool, COUNTERS6.prefix_pool)))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "no-such",
        "subnet[1].no-such",
        "subnet[2].total-addresses",
        "subnet[1].pool[1].total-addresses",
        "subnet[1].pd-pool[0].total-pds",
        "subnet[x].total-addresses",
        "subnet[1]total-addresses",
        "subnet[12345678901].total-addresses",
        "subnet[1].pool[0].pkt4-sent",
        "pkt4-sent\n",
    ],
)
def test_names_of_nothing(name: str) -> None:
    statistics = counting(1)
    assert statistics.value(name) is None
    assert statistics.samples(name, NOW) == []
    assert not statistics.reset(name)
    assert not statistics.remove(name)
    assert not statistics.limit(name, SampleLimits(1))


def test_samples_are_taken_when_somebody_looks() -> None:
    statistics = counting(1)
    statistics.subnets[1]["declined-addresses"] = 2
    assert statistics.samples("subnet[1].declined-addresses", NOW) == [(2, NOW)]
    assert statistics.samples("subnet[1].declined-addresses", NOW + 1) == [(2, NOW)], "still the same"
    statistics.subnets[1]["declined-addresses"] = 1
    assert statistics.samples("subnet[1].declined-addresses", NOW + 2) == [(1, NOW + 2), (2, NOW)]


def test_every_statistic_has_a_name() -> None:
    statistics = counting(1)
    assert set(statistics.names()) == set(statistics.values())
    assert "subnet[1].total-addresses" in statistics.names()
    assert statistics.server_names() == list(statistics.counts)


def test_samples_of_the_whole_server_are_taken_once_in_a_while() -> None:
    statistics = counting(1)
    for second in range(3):
        statistics.counts["pkt4-sent"] += 1
        statistics.sample(NOW + second)
    assert statistics.samples("pkt4-sent", NOW + 9) == [(3, NOW + 2), (2, NOW + 1), (1, NOW)]


def test_reset() -> None:
    statistics = counting(1)
    statistics.counts["pkt4-sent"] = 5
    statistics.sample(NOW)
    assert statistics.reset("pkt4-sent")
    assert statistics.samples("pkt4-sent", NOW + 1) == [(0, NOW + 1)]
    statistics.subnets[1]["reclaimed-leases"] = 5
    statistics.reset_all()
    assert not any(statistics.values().values())


def test_what_is_removed_comes_back_when_it_counts() -> None:
    statistics = counting(1)
    statistics.counts["pkt4-sent"] = 5
    assert statistics.remove("pkt4-sent")
    assert not statistics.remove("pkt4-sent")
    assert "pkt4-sent" not in statistics.values()
    assert statistics.samples("pkt4-sent", NOW) == []
    statistics.counts["pkt4-sent"] += 1
    assert statistics.samples("pkt4-sent", NOW) == [(1, NOW)]
    assert statistics.reset("pkt4-sent")
    assert statistics.values()["pkt4-sent"] == 0
    statistics.remove_all()
    assert statistics.values() == {}


def test_limits_of_samples() -> None:
    statistics = Statistics(limits=SampleLimits(2))
    assert statistics.limit("pkt4-sent", SampleLimits(3))
    for second in range(5):
        statistics.counts["pkt4-sent"] += 1
        statistics.counts["pkt4-received"] += 1
        statistics.sample(NOW + second)
    assert len(statistics.samples("pkt4-sent", NOW + 5)) == 3
    assert len(statistics.samples("pkt4-received", NOW + 5)) == 2
    statistics.limit_all(SampleLimits(1))
    assert statistics.samples("pkt4-sent", NOW + 5) == [(5, NOW + 4)]
