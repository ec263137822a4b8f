from lessor.service.statistics import GLOBAL4, SUBNET4, Statistics


def test_every_name_exists_and_is_zero_before_it_counts() -> None:
    statistics = Statistics()
    statistics.recount({7: 0}, {})
    assert statistics.counts == dict.fromkeys(GLOBAL4, 0)
    assert statistics.subnets[7] == dict.fromkeys(SUBNET4, 0)


def test_names_are_unique() -> None:
    assert len(set(GLOBAL4)) == len(GLOBAL4) == 40
    assert len(set(SUBNET4)) == len(SUBNET4) == 13


def test_two_servers_do_not_meet() -> None:
    one, other = Statistics(), Statistics()
    one.counts["pkt4-received"] += 1
    assert other.counts["pkt4-received"] == 0


def test_a_reload_keeps_the_counters_of_subnets_that_stay() -> None:
    statistics = Statistics()
    statistics.recount({1: 10, 2: 10}, {})
    counts = statistics.subnets[1]
    counts["reclaimed-leases"] += 3
    statistics.subnets[2]["reclaimed-leases"] += 4
    statistics.recount({1: 20, 3: 30}, {})
    assert sorted(statistics.subnets) == [1, 3]
    assert statistics.subnets[1] is counts
    assert counts["reclaimed-leases"] == 3
    assert counts["total-addresses"] == 20
    assert statistics.subnets[3]["reclaimed-leases"] == 0


def test_leases_are_counted_by_state() -> None:
    statistics = Statistics()
    assigned, declined, reclaimed, released = range(4)
    leases = {
        (1, assigned): 5,
        (1, declined): 2,
        (1, reclaimed): 8,
        (1, released): 9,
        (2, assigned): 1,
        (9, assigned): 7,
    }
    statistics.recount({1: 10, 2: 10}, leases)
    assert statistics.subnets[1]["assigned-addresses"] == 7
    assert statistics.subnets[1]["declined-addresses"] == 2
    assert statistics.counts["assigned-addresses"] == 8
    assert statistics.counts["declined-addresses"] == 2


def test_values_have_full_names() -> None:
    statistics = Statistics()
    statistics.recount({12: 100}, {})
    statistics.counts["pkt4-sent"] += 1
    values = statistics.values()
    assert values["pkt4-sent"] == 1
    assert values["subnet[12].total-addresses"] == 100
    assert len(values) == len(GLOBAL4) + len(SUBNET4)
