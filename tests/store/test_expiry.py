"""The order of expiry by itself: a heap that may lag behind the leases, but never tells anything wrong."""

from hypothesis import given
from hypothesis import strategies as st

from lessor.model.lease import INFINITE, RECLAIMED, Lease4
from lessor.store.expiry import EXPIRY_SLACK, Expiry
from tests.store.leases import NOW, a_lease

Held = dict[int, Lease4]


def order_of(held: Held) -> Expiry[Lease4]:
    return Expiry(32, held.get, held.items)


def ending(address: int, end: int, state: int = 0) -> Lease4:
    return a_lease(address, valid_lifetime=100, cltt=end - 100, state=state)


def test_leases_without_an_end_wait_for_none() -> None:
    held = {1: a_lease(1, valid_lifetime=INFINITE), 2: ending(2, NOW, RECLAIMED)}
    order = order_of(held)
    assert len(order) == 0
    order.expect(1, held[1])
    assert len(order) == 0


def test_a_later_end_needs_no_entry() -> None:
    held = {1: ending(1, NOW)}
    order = order_of(held)
    held[1] = ending(1, NOW + 50)
    assert order.expired(NOW + 49, 5) == []
    assert order.expired(NOW + 50, 5) == [held[1]]
    assert len(order) == 1


def test_entries_of_leases_gone_are_swept_sooner_or_later() -> None:
    held: Held = {}
    order = order_of(held)
    for number in range(3 * EXPIRY_SLACK):
        order.expect(7, ending(7, NOW + number))
        assert len(order) <= EXPIRY_SLACK
    held[7] = ending(7, NOW + 3)
    order.expect(7, held[7])
    assert order.expired(NOW + 3, 5) == [held[7]]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.sampled_from([0, 0, RECLAIMED])), max_size=30))
def test_the_order_tells_what_a_search_would_find(steps: list[tuple[int, int, int]]) -> None:
    held: Held = {}
    order = order_of(held)
    for address, end, state in steps:
        old, new = held.get(address), ending(address, NOW + end, state)
        held[address] = new
        if state != RECLAIMED and (old is None or old.state == RECLAIMED or new.cltt < old.cltt):
            order.expect(address, new)
        for now in range(NOW, NOW + 10):
            over = [lease for lease in held.values() if lease.state != RECLAIMED and lease.cltt + 100 <= now]
            assert order.expired(now, 99) == sorted(over, key=lambda lease: (lease.cltt, lease.address))
