"""When a subnet is read again, and what that changes."""

from lessor.engine.occupancy import LEASED, OFFERED, Occupancy
from lessor.service.sql.refresh import Refresh, correct, scatter
from tests.flows.conversation import number, subnet


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_only_what_is_suspected_is_read_and_not_too_often() -> None:
    clock = Clock()
    refresh = Refresh(clock)
    assert refresh.due() == []
    refresh.suspect(7)
    assert refresh.due() == [7]
    refresh.done([7], 0.01)
    assert refresh.due() == []
    refresh.suspect(7)
    assert refresh.due() == []
    clock.now += 1
    assert refresh.due() == [7]
    # a look that took long is followed by a long pause
    refresh.done([7], 1.0)
    refresh.suspect(7)
    clock.now += 19
    assert refresh.due() == []
    clock.now += 1
    assert refresh.due() == [7]


def test_full_pools_are_suspected() -> None:
    refresh = Refresh(Clock())
    here = subnet(pools="192.0.2.10-192.0.2.11")
    refresh.suspect_full({1: here.pools})
    assert refresh.due() == []
    for position in (0, 1):
        here.pools[0].occupancy.mark(position, LEASED)
    refresh.suspect_full({1: here.pools})
    assert refresh.due() == [1]


def test_pools_follow_what_is_taken() -> None:
    pools = subnet(pools="192.0.2.10-192.0.2.19,192.0.2.30-192.0.2.39").pools
    pools[0].occupancy.mark(0, LEASED)
    pools[0].occupancy.mark(1, LEASED)
    pools[0].occupancy.mark(2, OFFERED)
    correct(pools, {number("192.0.2.11"), number("192.0.2.39"), number("192.0.2.99")})
    states = [pools[0].occupancy.state(position) for position in range(3)]
    assert states == [0, LEASED, OFFERED]
    assert pools[1].occupancy.state(9) == LEASED
    assert (pools[0].occupancy.leased, pools[1].occupancy.leased) == (1, 1)


def test_servers_begin_at_different_places() -> None:
    pools = [subnet(pools="192.0.2.0-192.0.2.255").pools[0] for _ in range(30)]
    scatter(pools)
    assert all(type(pool.occupancy) is Occupancy and 0 <= pool.occupancy.cursor < 256 for pool in pools)
    assert len({pool.occupancy.cursor for pool in pools}) > 1
