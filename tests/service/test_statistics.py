"""Tests of lessor.service.statistics."""

from lessor.model.lease import ASSIGNED, DECLINED, RECLAIMED, RELEASED
from lessor.model.lease6 import NA, PD, REGISTERED, Lease6
from lessor.service.statistics import GLOBAL4, GLOBAL6, SUBNET4, SUBNET6, Statistics, states4, states6


def test_every_name_exists_and_is_zero_before_it_counts() -> None:
    statistics = Statistics()
    statistics.recount(states4({7: 0}, {}))
    assert statistics.counts == dict.fromkeys(GLOBAL4, 0)
    assert statistics.subnets[7] == dict.fromkeys(SUBNET4, 0)


def test_names_are_unique() -> None:
    assert len(set(GLOBAL4)) == len(GLOBAL4) == 40
    assert len(set(SUBNET4)) == len(SUBNET4) == 13
    assert len(set(GLOBAL6)) == len(GLOBAL6) == 47
    assert len(set(SUBNET6)) == len(SUBNET6) == 18


def test_two_servers_do_not_meet() -> None:
    one, other = Statistics(), Statistics()
    one.counts["pkt4-received"] += 1
    assert other.counts["pkt4-received"] == 0


def test_a_reload_keeps_the_counters_of_subnets_that_stay() -> None:
    statistics = Statistics()
    statistics.recount(states4({1: 10, 2: 10}, {}))
    counts = statistics.subnets[1]
    counts["reclaimed-leases"] += 3
    statistics.subnets[2]["reclaimed-leases"] += 4
    statistics.recount(states4({1: 20, 3: 30}, {}))
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
    statistics.recount(states4({1: 10, 2: 10}, leases))
    assert statistics.subnets[1]["assigned-addresses"] == 7
    assert statistics.subnets[1]["declined-addresses"] == 2
    assert statistics.counts["assigned-addresses"] == 8
    assert statistics.counts["declined-addresses"] == 2


def test_values_have_full_names() -> None:
    statistics = Statistics()
    statistics.recount(states4({12: 100}, {}))
    statistics.counts["pkt4-sent"] += 1
    values = statistics.values()
    assert values["pkt4-sent"] == 1
    assert values["subnet[12].total-addresses"] == 100
    assert len(values) == len(GLOBAL4) + len(SUBNET4)


def test_leases_of_dhcpv6_are_counted_by_type_and_state() -> None:
    def lease(type: int, state: int, subnet_id: int = 1) -> Lease6:
        return Lease6(type, 1, 128, b"abc", 1, 100, 200, 0, subnet_id, state=state)

    leases = [lease(NA, state) for state in (ASSIGNED, ASSIGNED, DECLINED, RECLAIMED, RELEASED, REGISTERED)]
    leases += [lease(PD, ASSIGNED), lease(PD, RECLAIMED), lease(NA, ASSIGNED, 9)]
    statistics = Statistics(GLOBAL6, SUBNET6)
    statistics.recount(states6({1: (1 << 64, 16), 2: (10, 0)}, leases))
    counts = statistics.subnets[1]
    assert (counts["assigned-nas"], counts["assigned-pds"], counts["declined-addresses"]) == (3, 1, 1)
    assert (counts["registered"], counts["total-nas"], counts["total-pds"]) == (1, 1 << 64, 16)
    assert (statistics.counts["assigned-nas"], statistics.counts["assigned-pds"]) == (3, 1)
    assert "registered" not in statistics.counts


def test_counting_for_server_and_subnet() -> None:
    statistics = Statistics(GLOBAL6, SUBNET6)
    statistics.recount(states6({1: (10, 0)}, []))
    statistics.count(1, "registered", 1)
    statistics.count(1, "reclaimed-leases", 2)
    statistics.count(7, "reclaimed-leases", 3)
    assert statistics.counts["reclaimed-leases"] == 5
    assert (statistics.subnets[1]["reclaimed-leases"], statistics.subnets[1]["registered"]) == (2, 1)
