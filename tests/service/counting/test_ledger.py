"""What changes of leases mean for the statistics."""

from lessor.model.lease import ASSIGNED, DECLINED, RECLAIMED, RELEASED, Lease4
from lessor.model.lease6 import NA, PD, REGISTERED, Lease6
from lessor.service.counting.counters import COUNTERS4, COUNTERS6
from lessor.service.counting.ledger import Ledger
from lessor.service.counting.statistics import Served, Statistics

NOW = 1_700_000_000
OF_LEASES = ("assigned", "declined", "reclaimed", "registered")


def four() -> Ledger[Lease4]:
    statistics = Statistics(COUNTERS4)
    statistics.serve(Served(frozenset({1}), {(1, 0): 10, (1, 2): 10}, {}))
    return Ledger(statistics, COUNTERS4, lambda lease: 0)


def six() -> Ledger[Lease6]:
    statistics = Statistics(COUNTERS6)
    statistics.serve(Served(frozenset({1}), {(1, 0): 10}, {(1, 0): 10}))
    return Ledger(statistics, COUNTERS6, lambda lease: lease.type)


def lease(state: int = ASSIGNED, cltt: int = NOW, pool_id: int = 0) -> Lease4:
    return Lease4(1, b"hwaddr", b"", 100, cltt, 1, state=state, pool_id=pool_id)


def lease6(state: int = ASSIGNED, type: int = NA, cltt: int = NOW) -> Lease6:
    return Lease6(type, 1, 128, b"duid", 1, 50, 100, cltt, 1, state=state)


def counted(counts: dict[str, int]) -> dict[str, int]:
    """The counters of leases that are not 0."""
    return {name: n for name, n in counts.items() if n and any(word in name for word in OF_LEASES)}


def check(ledger: Ledger[Lease4], **expected: int) -> None:
    statistics = ledger.statistics
    found = {name.replace("_", "-"): n for name, n in expected.items()}
    assert counted(statistics.subnets[1]) == counted(statistics.pools[1, 0]) == counted(statistics.counts) == found


def test_a_new_lease_and_its_end() -> None:
    ledger = four()
    ledger.changed(None, lease())
    check(ledger, assigned_addresses=1, cumulative_assigned_addresses=1)
    ledger.changed(lease(), lease(cltt=NOW + 10))
    check(ledger, assigned_addresses=1, cumulative_assigned_addresses=1)
    ledger.changed(lease(), None)
    check(ledger, cumulative_assigned_addresses=1)


def test_a_declined_address_and_its_recovery() -> None:
    ledger = four()
    ledger.changed(None, lease())
    ledger.changed(lease(), lease(DECLINED))
    check(ledger, assigned_addresses=1, declined_addresses=1, cumulative_assigned_addresses=1)
    ledger.reclaimed(lease(DECLINED))
    check(ledger, cumulative_assigned_addresses=1, reclaimed_leases=1, reclaimed_declined_addresses=1)


def test_a_lease_taken_back_and_given_again() -> None:
    ledger = four()
    ledger.changed(None, lease())
    ledger.reclaimed(lease())
    check(ledger, cumulative_assigned_addresses=1, reclaimed_leases=1)
    ledger.changed(lease(RECLAIMED), lease(cltt=NOW + 500))
    check(ledger, assigned_addresses=1, cumulative_assigned_addresses=2, reclaimed_leases=1)


def test_a_lease_whose_time_was_over_counts_as_taken_back() -> None:
    ledger = four()
    ledger.changed(None, lease())
    ledger.changed(lease(), lease(cltt=NOW + 100))
    check(ledger, assigned_addresses=1, cumulative_assigned_addresses=2, reclaimed_leases=1)


def test_a_lease_given_back_and_kept() -> None:
    ledger = four()
    ledger.changed(None, lease())
    ledger.changed(lease(), lease(RELEASED))
    check(ledger, cumulative_assigned_addresses=1)
    ledger.changed(lease(RELEASED), lease(cltt=NOW + 500))
    check(ledger, assigned_addresses=1, cumulative_assigned_addresses=2)


def test_a_lease_in_another_pool() -> None:
    ledger = four()
    ledger.changed(None, lease())
    ledger.changed(lease(), lease(pool_id=2))
    statistics = ledger.statistics
    assert statistics.subnets[1]["assigned-addresses"] == statistics.pools[1, 2]["assigned-addresses"] == 1
    assert statistics.pools[1, 0]["assigned-addresses"] == 0


def test_prefixes_have_pools_of_their_own() -> None:
    ledger = six()
    ledger.changed(None, lease6(type=PD))
    ledger.changed(None, lease6())
    statistics = ledger.statistics
    assert counted(statistics.prefix_pools[1, 0]) == {"assigned-pds": 1, "cumulative-assigned-pds": 1}
    assert counted(statistics.pools[1, 0]) == {"assigned-nas": 1, "cumulative-assigned-nas": 1}
    ledger.reclaimed(lease6(type=PD))
    assert counted(statistics.prefix_pools[1, 0]) == {"cumulative-assigned-pds": 1, "reclaimed-leases": 1}


def test_registered_addresses_are_no_assigned_ones() -> None:
    ledger = six()
    ledger.changed(None, lease6(REGISTERED))
    counts = ledger.statistics.subnets[1]
    assert counted(counts) == {"registered": 1, "cumulative-registered": 1}
    ledger.changed(lease6(REGISTERED), lease6())
    assert counted(counts) == {"assigned-nas": 1, "cumulative-assigned-nas": 1, "cumulative-registered": 1}


def test_what_is_changed_by_hand_was_given_to_nobody() -> None:
    ledger = four()
    ledger.corrected(None, lease())
    check(ledger, assigned_addresses=1)
    # nor is it taken back because its time was over
    ledger.corrected(lease(), lease(DECLINED, NOW + 1000))
    check(ledger, assigned_addresses=1, declined_addresses=1)
    ledger.corrected(lease(DECLINED), None)
    check(ledger)
