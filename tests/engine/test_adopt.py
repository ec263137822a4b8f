"""Tests of lessor.engine.adopt."""

from random import Random

import pytest

from lessor.engine.adopt import PIECE, adopt, adopt_offers, fill, hand_over, occupy
from lessor.engine.occupancy import FREE, LEASED, OFFERED, RESERVED, Occupancy
from lessor.engine.offers import OfferBook
from lessor.engine.pickers.allocators import allocators
from lessor.engine.pickers.queue import QueueOccupancy
from lessor.model.lease import RECLAIMED, RELEASED, Lease4
from tests.flows.conversation import NOW, number, reservation, subnet, tables

MAC = bytes.fromhex("02be00000001")


def lease(address: str, subnet_id: int = 1) -> Lease4:
    return Lease4(number(address), MAC, b"", 3600, NOW, subnet_id)


def test_marks_leases_in_their_pools() -> None:
    here = subnet()
    rows = [lease("192.0.2.13"), lease("192.0.2.12"), lease("192.0.2.200"), lease("10.9.9.9", subnet_id=77)]
    adopt(tables(here), rows)
    assert [here.pools[0].occupancy.state(position) for position in range(1, 5)] == [FREE, LEASED, LEASED, FREE]
    assert here.pools[0].occupancy.leased == 2


@pytest.mark.parametrize("step", [1, 16])
def test_more_addresses_than_are_noted_at_a_time(step: int) -> None:
    class Pool:
        first = 1000
        last = 1000 + 3 * PIECE * step - 1
        occupancy = Occupancy(3 * PIECE)

    free = (0, 1, PIECE, 3 * PIECE - 1)
    leased = [position for position in range(3 * PIECE) if position not in free]
    addresses = [Pool.first + position * step for position in leased]
    occupy(Pool(), [7, *addresses, Pool.last + 1], step)
    assert Pool.occupancy.leased == len(leased)
    assert [Pool.occupancy.state(position) for position in free] == [FREE] * len(free)


@pytest.mark.parametrize("state", [RECLAIMED, RELEASED])
def test_what_is_over_is_free(state: int) -> None:
    here = subnet()
    row = lease("192.0.2.12")
    row.state = state
    adopt(tables(here), [row])
    assert here.pools[0].occupancy.state(2) == FREE


def test_an_unchanged_pool_keeps_its_state_without_a_walk() -> None:
    before, after = subnet(), subnet()
    old, new = tables(before), tables(after)
    adopt(old, [lease("192.0.2.12")])
    adopt(new, iter_must_not_be_used(), old)
    assert after.pools[0].occupancy is before.pools[0].occupancy


def iter_must_not_be_used() -> list[Lease4]:
    class Forbidden(list[Lease4]):
        def __iter__(self) -> "Forbidden":  # type: ignore[override]  # it never returns
            raise AssertionError("walked the leases")

    return Forbidden()


def test_a_pool_with_other_reservations_starts_anew() -> None:
    before, after = subnet(), subnet(hosts=reservation("02:be:00:00:00:01", address="192.0.2.13"))
    adopt(tables(after), [lease("192.0.2.12")], tables(before))
    occupancy = after.pools[0].occupancy
    assert (occupancy.state(2), occupancy.state(3)) == (LEASED, RESERVED)


def test_offers_stay_offers() -> None:
    offers = OfferBook()
    offers.add(number("192.0.2.14"), b"one", 1, NOW, None)
    offers.add(number("10.9.9.9"), b"two", 77, NOW, None)
    here = subnet()
    adopt_offers(tables(here), offers)
    assert here.pools[0].occupancy.state(4) == OFFERED


def test_another_allocator_takes_effect() -> None:
    before, after = subnet(), subnet()
    queued = allocators(Random())["flq"]
    pool = after.pools[0]
    pool.occupancy, pool.pick = queued.make(pool.last - pool.first + 1, frozenset()), queued.pick
    adopt(tables(after), [lease("192.0.2.12")], tables(before))
    assert isinstance(pool.occupancy, QueueOccupancy)
    assert pool.occupancy.state(2) == LEASED


def test_a_queue_goes_on_after_a_start() -> None:
    here = subnet()
    pool = here.pools[0]
    queued = allocators(Random())["flq"]
    pool.occupancy, pool.pick = queued.make(pool.last - pool.first + 1, frozenset()), queued.pick
    later, earlier = lease("192.0.2.10"), lease("192.0.2.12")
    earlier.cltt -= 100
    for row in (later, earlier):
        row.state = RECLAIMED
    adopt(tables(here), [later, lease("192.0.2.11"), earlier])
    order = [pool.pick(pool.occupancy) for _ in range(pool.last - pool.first)]
    assert order[-2:] == [2, 0]


def test_only_subnets_with_other_pools_are_looked_at() -> None:
    before = (subnet(id=1), subnet("198.51.100.0/24", "198.51.100.10-198.51.100.20", id=2))
    after = (subnet(id=1), subnet("198.51.100.0/24", "198.51.100.10-198.51.100.30", id=2))
    old, new = tables(*before), tables(*after)
    assert hand_over(new, old) == frozenset({2})
    assert hand_over(new, old) == frozenset({2}), "it may be asked again"
    assert after[0].pools[0].occupancy is before[0].pools[0].occupancy
    fill(new, [lease("192.0.2.12"), lease("198.51.100.25", 2)], hand_over(new, old))
    assert after[1].pools[0].occupancy.state(15) == LEASED
    assert after[0].pools[0].occupancy.leased == 0, "it has all that happened there already"
