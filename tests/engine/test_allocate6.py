"""Tests of lessor.engine.allocate6."""

import pytest

from lessor.engine.allocate6 import (
    belongs,
    choice_of,
    free_choice,
    held_by_other,
    is_spoken_for,
    own_leases,
    pools_for,
    sibling_at,
)
from lessor.engine.case6 import Case6, Offers6, offer_key, place_of
from lessor.engine.hosts6 import find_hosts6
from lessor.engine.occupancy import LEASED, OFFERED
from lessor.engine.promise6 import reservations
from lessor.engine.request6 import Ia, Wish
from lessor.engine.tables6 import Subnet6
from lessor.model.facts6 import Facts6
from lessor.model.lease import ASSIGNED, DECLINED, INFINITE, RECLAIMED, RELEASED
from lessor.model.lease6 import NA, PD, REGISTERED, Lease6
from tests.engine.messages6 import DUID, read
from tests.flows.conversation6 import NOW, network6, number, reservation6, subnet6, tables6

ADDRESS = number("2001:db8:1::105")
PREFIX = number("2001:db8:8000:500::")
OTHER = b"another client"


def lease(duid: bytes = DUID, **fields: object) -> Lease6:
    made = Lease6(NA, ADDRESS, 128, duid, 1, 3000, 4000, NOW, 1)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def delegated(duid: bytes = DUID, **fields: object) -> Lease6:
    return lease(duid, type=PD, address=PREFIX, prefix_length=56, **fields)


def ia(type: int = NA, *wishes: Wish, iaid: int = 1) -> Ia:
    return Ia(type, iaid, 0, 0, list(wishes))


def case(*leases: Lease6, here: Subnet6 | None = None, contested: bool = False) -> Case6:
    facts = Facts6(
        [one for one in leases if one.duid == DUID],
        {one.address: one for one in leases if one.type != PD},
        {one.address: one for one in leases if one.type == PD},
    )
    here = here or subnet6()
    tables, request = tables6(*here.siblings), read()
    return Case6(tables, request, here, find_hosts6(tables, here, request), facts, Offers6(), NOW, contested)


@pytest.mark.parametrize(
    ("fields", "same"),
    [({}, True), ({"duid": OTHER}, False), ({"iaid": 2}, False), ({"type": PD}, False), ({"state": REGISTERED}, False)],
)
def test_whose_lease_it_is(fields: dict[str, object], same: bool) -> None:
    assert belongs(lease(**fields), ia(), DUID) is same  # type: ignore[arg-type]  # fields of the lease


def test_leases_of_the_network_and_no_others() -> None:
    one, two = network6(subnet6(), subnet6("2001:db8:2::/64", "", "", id=2))
    here, there, far = lease(), lease(address=1, subnet_id=2), lease(address=2, subnet_id=3)
    assert own_leases(case(here, there, far, here=one), ia()) == [here, there]
    assert own_leases(case(here, delegated()), ia(PD)) == [delegated()]
    assert two.siblings == one.siblings


@pytest.mark.parametrize(
    ("fields", "held"),
    [
        ({}, True),
        ({"cltt": NOW - 4000}, False),
        ({"cltt": 0, "valid_lifetime": INFINITE}, True),
        ({"state": DECLINED}, True),
        ({"state": RECLAIMED}, False),
        ({"state": RELEASED}, False),
        ({"state": REGISTERED}, True),
        ({"state": ASSIGNED}, True),
    ],
)
def test_what_binds_an_address(fields: dict[str, object], held: bool) -> None:
    theirs = lease(OTHER, **fields)
    assert held_by_other(case(theirs), ia(), ADDRESS) is held


def test_an_association_does_not_stand_in_its_own_way() -> None:
    assert not held_by_other(case(lease()), ia(), ADDRESS)
    assert held_by_other(case(lease()), ia(iaid=2), ADDRESS)
    assert not held_by_other(case(lease()), ia(PD), ADDRESS)


def test_what_is_spoken_for() -> None:
    stands = case()
    assert not is_spoken_for(stands, ia(), ADDRESS)
    stands.offers.addresses.add(ADDRESS, offer_key(NA, 1, OTHER), 1, NOW, None)
    assert is_spoken_for(stands, ia(), ADDRESS)
    assert not is_spoken_for(stands, ia(PD), ADDRESS)
    stands.granted.add((NA, ADDRESS + 1))
    assert is_spoken_for(stands, ia(), ADDRESS + 1)
    assert not is_spoken_for(stands, ia(PD), ADDRESS + 1)


def test_offers_are_told_apart_by_type_association_and_client() -> None:
    keys = [offer_key(NA, 1, DUID), offer_key(PD, 1, DUID), offer_key(NA, 2, DUID), offer_key(NA, 1, OTHER)]
    assert len(set(keys)) == 4


def test_what_is_open() -> None:
    here = subnet6(hosts=reservation6(OTHER, "2001:db8:1::106", "2001:db8:8000:600::/56"))
    stands = case(here=here)
    assert choice_of(stands, here, NA, ADDRESS, 128)
    assert not choice_of(stands, here, NA, number("2001:db8:1::106"), 128)
    assert not choice_of(stands, here, NA, number("2001:db8:1::999"), 128)
    assert choice_of(stands, here, PD, PREFIX, 56)
    assert not choice_of(stands, here, PD, PREFIX, 60)
    assert not choice_of(stands, here, PD, PREFIX + 1, 56)
    assert not choice_of(stands, here, PD, number("2001:db8:8000:600::"), 56)


def test_what_is_reserved_for_the_client_is_open_to_it_anywhere() -> None:
    here = subnet6(hosts=reservation6(DUID, "2001:db8:1::999,2001:db8:7::1", "2001:db8:aaaa::/48"))
    stands = case(here=here)
    # an address of another link would be of no use
    assert reservations(stands, NA) == [(here, number("2001:db8:1::999"), 128)]
    assert reservations(stands, PD) == [(here, number("2001:db8:aaaa::"), 48)]
    assert choice_of(stands, here, NA, number("2001:db8:1::999"), 128)
    assert choice_of(stands, here, PD, number("2001:db8:aaaa::"), 48)
    assert not choice_of(stands, here, PD, number("2001:db8:aaaa::"), 56)


def test_the_subnet_of_an_address_and_of_a_prefix() -> None:
    one, two = network6(subnet6(prefixes=""), subnet6("2001:db8:2::/64", "", id=2))
    stands = case(here=one)
    assert sibling_at(stands, NA, number("2001:db8:2::1")) is two
    assert sibling_at(stands, PD, PREFIX) is two
    assert sibling_at(stands, NA, PREFIX) is None
    assert sibling_at(stands, PD, ADDRESS) is None


def test_pools_by_length() -> None:
    stands = case(here=subnet6(prefixes="2001:db8:1000::/52>56,2001:db8:2000::/52>60,2001:db8:3000::/52>64"))

    def order(length: int) -> list[int]:
        return [pool.delegated_length for _, pool in pools_for(stands, ia(PD, (0, length, 0, 0)))]

    assert order(60) == [60, 56, 64]
    assert order(64) == [64, 60, 56]
    assert order(48) == [56, 60, 64]
    assert order(62) == [60, 56, 64]
    assert [pool.delegated_length for _, pool in pools_for(stands, ia(PD))] == [56, 60, 64]


def test_a_free_one_that_somebody_holds_after_all() -> None:
    here = subnet6()
    occupancy = here.pools[0].occupancy
    occupancy.cursor = 5
    choice = free_choice(case(lease(OTHER), here=here), ia())
    assert choice == (here, here.pools[0], ADDRESS + 1, 128)
    assert occupancy.state(5) == LEASED, "what it learned is kept"


def test_what_another_part_of_the_message_gets_is_passed_over() -> None:
    here = subnet6(pools="2001:db8:1::100-2001:db8:1::102")
    stands = case(here=here)
    first = number("2001:db8:1::100")
    stands.granted |= {(NA, first), (NA, first + 2), (PD, first + 1)}
    assert free_choice(stands, ia()) == (here, here.pools[0], first + 1, 128)
    stands.granted.add((NA, first + 1))
    assert free_choice(stands, ia()) is None


def test_what_is_on_offer_is_given_only_when_all_else_is_used_up() -> None:
    here = subnet6(pools="2001:db8:1::100-2001:db8:1::102")
    occupancy = here.pools[0].occupancy
    for position, state in enumerate((OFFERED, LEASED, OFFERED)):
        occupancy.mark(position, state)
    first = number("2001:db8:1::100")
    assert free_choice(case(here=here), ia()) is None
    stands = case(here=here, contested=True)
    assert free_choice(stands, ia()) == (here, here.pools[0], first, 128)
    stands.granted.add((NA, first))
    assert free_choice(stands, ia()) == (here, here.pools[0], first + 2, 128)
    stands.granted.add((NA, first + 2))
    assert free_choice(stands, ia()) is None


def test_where_things_are_noted() -> None:
    here = subnet6()
    known = tables6(here)
    assert place_of(known, 1, NA, ADDRESS) == (here.pools[0].occupancy, 5)
    assert place_of(known, 1, PD, PREFIX) == (here.prefix_pools[0].occupancy, 5)
    # a longer prefix from another time lies within one of today's
    assert place_of(known, 1, PD, PREFIX + (1 << 64)) == (here.prefix_pools[0].occupancy, 5)
    assert place_of(known, 1, NA, PREFIX) is None
    assert place_of(known, 9, NA, ADDRESS) is None
