"""The order of expiry by itself: nothing is told that has not ended, nothing that ended is forgotten."""

from hypothesis import given
from hypothesis import strategies as st

from lessor.model.lease import INFINITE, RECLAIMED, Lease4
from lessor.store.expiry import SLACK, Expiry, Order
from tests.store.leases import NOW, a_lease


def ending(address: int, end: int, state: int = 0) -> Lease4:
    return a_lease(address, valid_lifetime=100, cltt=end - 100, state=state)


def test_what_ended_is_told_oldest_first_and_again() -> None:
    order = Order()
    for key, end in ((1, 30), (2, 10), (3, 20), (4, 10)):
        order.add(key, end)
    for _ in range(2):
        assert order.until(9, 10) == []
        assert order.until(20, 10) == [2, 4, 3]
        assert order.until(30, 2) == [2, 4]
        assert order.until(30, 0) == []


def test_a_second_that_was_left_and_entered_again_is_told_once() -> None:
    order = Order()
    for _ in range(3):
        order.add(7, 10)
        order.remove(7, 10)
    assert order.until(10, 10) == []
    order.add(7, 10)
    order.add(8, 11)
    assert order.until(11, 10) == [7, 8]


def test_seconds_in_which_nothing_ends_are_swept_sooner_or_later() -> None:
    order = Order()
    for second in range(1, 3 * SLACK):
        order.add(7, second)
        order.remove(7, second)
        assert len(order) <= SLACK + 2
    order.add(7, 3)
    assert order.until(3, 5) == [7]


def test_many_ends_at_once_are_told_in_parts() -> None:
    order = Order()
    for key in range(10_000):
        order.add(key, 10)
    told = []
    while keys := order.until(10, 32):
        told += keys
        for key in keys:
            order.remove(key, 10)
    assert sorted(told) == list(range(10_000))


def test_moving_between_busy_seconds() -> None:
    order = Order()
    for key in range(40):
        order.add(key, 10 + key % 2)
    order.move(0, 10, 11)
    order.move(1, 11, 11)
    order.move(3, 11, 12)
    assert set(order.until(10, 99)) == set(range(2, 40, 2))
    assert set(order.until(11, 99)) == set(range(40)) - {3}
    assert order.until(12, 99)[-1] == 3


def test_leases_without_an_end_are_in_no_order() -> None:
    endless = a_lease(1, valid_lifetime=INFINITE)
    order = Expiry([(1, endless)])
    order.replace(1, endless, ending(1, NOW))
    assert order.ending.until(NOW, 5) == [1]
    order.replace(1, ending(1, NOW), endless)
    assert order.ending.until(NOW, 5) == []
    order.leave(1, endless)


Step = tuple[int, int, int]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.sampled_from([0, 0, 1, RECLAIMED])), max_size=60))
def test_the_order_tells_what_a_search_would_find(steps: list[Step]) -> None:
    held: dict[int, Lease4] = {}
    order: Expiry[Lease4] = Expiry()
    for address, end, state in steps:
        old, new = held.get(address), ending(address, NOW + end, state)
        if old is None:
            order.enter(address, new)
        elif end == 0:
            order.leave(address, old)
            del held[address]
            continue
        else:
            order.replace(address, old, new)
        held[address] = new
    for now in range(NOW, NOW + 5):
        over = [lease for lease in held.values() if lease.cltt + 100 <= now]
        reclaimed = {lease.address for lease in over if lease.state == RECLAIMED}
        assert set(order.reclaimed.until(now, 99)) == reclaimed
        told = order.ending.until(now, 99)
        assert set(told) == {lease.address for lease in over} - reclaimed
        ends = [held[address].cltt for address in told]
        assert ends == sorted(ends)
