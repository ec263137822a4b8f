from lessor.service.statistics import GLOBAL4, SUBNET4, Statistics


def test_every_name_exists_and_is_zero_before_it_counts() -> None:
    statistics = Statistics()
    statistics.serve_subnets([7])
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
    statistics.serve_subnets([1, 2])
    statistics.subnets[1]["assigned-addresses"] += 3
    statistics.subnets[2]["assigned-addresses"] += 4
    statistics.serve_subnets([1, 3])
    assert sorted(statistics.subnets) == [1, 3]
    assert statistics.subnets[1]["assigned-addresses"] == 3
    assert statistics.subnets[3]["assigned-addresses"] == 0


def test_values_have_full_names() -> None:
    statistics = Statistics()
    statistics.serve_subnets([12])
    statistics.counts["pkt4-sent"] += 1
    statistics.subnets[12]["total-addresses"] = 100
    values = statistics.values()
    assert values["pkt4-sent"] == 1
    assert values["subnet[12].total-addresses"] == 100
    assert len(values) == len(GLOBAL4) + len(SUBNET4)
