"""Tests of lessor.engine.adopt6."""

import pytest

from lessor.engine.adopt6 import adopt6, adopt_offers6
from lessor.engine.case6 import Offers6
from lessor.engine.occupancy import FREE, LEASED, OFFERED
from lessor.model.lease import RECLAIMED, RELEASED
from lessor.model.lease6 import NA, PD, Lease6
from tests.flows.conversation6 import NOW, duid, number, reservation6, subnet6, tables6

LEASES = [
    Lease6(NA, number("2001:db8:1::102"), 128, duid(1), 1, 3000, 4000, NOW, 1),
    Lease6(PD, number("2001:db8:8000:300::"), 56, duid(1), 1, 3000, 4000, NOW, 1),
    Lease6(NA, number("2001:db8:9::1"), 128, duid(1), 2, 3000, 4000, NOW, 77),
]


def test_marks_leases_in_their_pools() -> None:
    here = subnet6()
    adopt6(tables6(here), LEASES)
    assert here.pools[0].occupancy.state(2) == LEASED
    assert here.prefix_pools[0].occupancy.state(3) == LEASED
    assert (here.pools[0].occupancy.leased, here.prefix_pools[0].occupancy.leased) == (1, 1)


@pytest.mark.parametrize("state", [RECLAIMED, RELEASED])
def test_what_is_over_is_free(state: int) -> None:
    here = subnet6()
    row = Lease6(NA, number("2001:db8:1::102"), 128, duid(1), 1, 3000, 4000, NOW, 1, state=state)
    adopt6(tables6(here), [row])
    assert here.pools[0].occupancy.state(2) == FREE


def test_unchanged_pools_keep_their_state_without_a_walk() -> None:
    before, after = subnet6(), subnet6()
    old = tables6(before)
    adopt6(old, LEASES)
    adopt6(tables6(after), [], old)
    assert after.pools[0].occupancy is before.pools[0].occupancy
    assert after.prefix_pools[0].occupancy is before.prefix_pools[0].occupancy


@pytest.mark.parametrize("prefixes", ["2001:db8:8000::/52>60", "2001:db8:8000::/51>56", ""])
def test_changed_pools_start_anew(prefixes: str) -> None:
    before, after = subnet6(), subnet6(prefixes=prefixes)
    old = tables6(before)
    adopt6(old, LEASES)
    adopt6(tables6(after), LEASES, old)
    assert after.pools[0].occupancy is before.pools[0].occupancy
    assert [pool.occupancy.leased for pool in after.prefix_pools] == [1] * len(after.prefix_pools)


def test_pools_with_other_reservations_start_anew() -> None:
    before, after = subnet6(), subnet6(hosts=reservation6(duid(5), "2001:db8:1::104"))
    old = tables6(before)
    adopt6(old, LEASES)
    adopt6(tables6(after), LEASES, old)
    assert after.pools[0].occupancy is not before.pools[0].occupancy
    assert after.pools[0].occupancy.state(2) == LEASED


def test_offers_stay_offers() -> None:
    offers = Offers6()
    offers.addresses.add(number("2001:db8:1::104"), b"one", 1, NOW, None)
    offers.prefixes.add(number("2001:db8:8000:100::"), b"one", 1, NOW, None)
    offers.prefixes.add(number("2001:db8:8000:200::"), b"two", 77, NOW, None)
    here = subnet6()
    adopt_offers6(tables6(here), offers)
    assert here.pools[0].occupancy.state(4) == OFFERED
    assert [here.prefix_pools[0].occupancy.state(position) for position in range(3)] == [FREE, OFFERED, FREE]
    offers.addresses.close(b"one")
    assert here.pools[0].occupancy.state(4) == FREE
