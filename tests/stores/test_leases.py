"""What every store does with leases of whatever kind: compare-and-swap, expiry, durability."""

from asyncio import AbstractEventLoop, Future

from lessor.model.lease import DECLINED, INFINITE, RECLAIMED, RELEASED
from tests.store.leases import NOW
from tests.stores.kinds import AnyStore, Kind, add, held, knows_released

# --- commit ----------------------------------------------------------------------------------------------------------


def test_a_renewal_replaces_the_lease(store: AnyStore, kind: Kind) -> None:
    old, new = kind.own(), kind.own(cltt=NOW + 100, hostname="other")
    add(store, old)
    assert store.commit([(old, new)])
    assert held(store) == [new]


def test_a_removed_lease_is_gone(store: AnyStore, kind: Kind) -> None:
    first, second = kind.own(), kind.own(1)
    add(store, first, second)
    assert store.commit([(first, None)])
    assert held(store) == [second]
    add(store, first)
    assert held(store) == [first, second]


def test_leases_are_tallied(store: AnyStore, kind: Kind) -> None:
    add(store, kind.numbered(0), kind.numbered(1), kind.numbered(2, state=RECLAIMED), kind.numbered(3, subnet_id=2))
    type = getattr(kind.own(), "type", 0)
    # what is over need not be counted
    tally = {kind: leases for kind, leases in store.tally().items() if kind[3] != RECLAIMED}
    assert tally == {(1, 0, type, 0): 2, (2, 0, type, 0): 1}


def test_an_equal_lease_is_as_good_as_the_same(store: AnyStore, kind: Kind) -> None:
    add(store, kind.own())
    assert store.commit([(kind.own(), kind.own(cltt=NOW + 1))])
    assert store.commit([(kind.own(cltt=NOW + 1), None)])


def test_lost_races_change_nothing(store: AnyStore, kind: Kind) -> None:
    lease, other = kind.own(), kind.own(hostname="other")
    assert not store.commit([(lease, other)])
    assert not store.commit([(lease, None)])
    add(store, lease)
    assert not store.commit([(None, other)])
    assert not store.commit([(other, other)])
    assert not store.commit([(other, None)])
    assert held(store) == [lease]


def test_both_sides_of_a_change_are_of_one_address(store: AnyStore, kind: Kind) -> None:
    lease = kind.own()
    add(store, lease)
    assert not store.commit([(lease, kind.own(1))])
    assert not store.commit([(lease, kind.own(1)), (None, kind.numbered(9))])
    assert held(store) == [lease]


def test_all_changes_or_none(store: AnyStore, kind: Kind) -> None:
    old, new, taken = kind.own(), kind.numbered(1), kind.numbered(2)
    add(store, old, taken)
    assert not store.commit([(old, None), (None, new), (None, taken)])
    assert held(store) == [old, taken]
    assert store.commit([(old, None), (None, new)])
    assert held(store) == [new, taken]


def test_a_later_change_may_build_on_an_earlier_one(store: AnyStore, kind: Kind) -> None:
    first, second = kind.own(), kind.own(hostname="second")
    assert store.commit([(None, first), (first, second)])
    assert store.commit([(second, None), (None, first)])
    assert not store.commit([(first, second), (first, None)])
    assert held(store) == [first]


def test_no_changes_are_applied_easily(store: AnyStore, kind: Kind) -> None:
    assert store.commit([])
    assert store.commit([(None, None)])
    assert len(store) == 0
    assert store.commit([(None, None), (None, kind.own())])
    assert len(store) == 1


def test_leases_can_be_walked_while_they_change(store: AnyStore, kind: Kind) -> None:
    leases = [kind.numbered(number) for number in range(10)]
    add(store, *leases)
    for lease in store.leases():
        assert store.commit([(lease, None)])
    assert len(store) == 0


# --- expiry ----------------------------------------------------------------------------------------------------------


def test_leases_end_with_their_lifetime(store: AnyStore, kind: Kind) -> None:
    lease = kind.own(valid_lifetime=100)
    add(store, lease)
    assert store.expired(NOW + 99, 10) == []
    assert store.expired(NOW + 100, 10) == [lease]


def test_expired_leases_come_oldest_first_and_limited(store: AnyStore, kind: Kind) -> None:
    leases = [kind.numbered(number, valid_lifetime=100 + number % 10) for number in range(30)]
    add(store, *leases)
    ends = [lease.cltt + lease.valid_lifetime for lease in store.expired(NOW + 104, 100)]
    assert ends == sorted(ends)
    assert len(ends) == 15
    assert len(store.expired(NOW + 104, 4)) == 4
    assert store.expired(NOW + 104, 0) == []


def test_expired_leases_are_told_until_something_is_done(store: AnyStore, kind: Kind) -> None:
    first, second, third = (kind.numbered(number, valid_lifetime=10 + number) for number in range(3))
    add(store, first, second, third)
    assert store.expired(NOW + 50, 10) == store.expired(NOW + 50, 10) == [first, second, third]
    assert store.commit([(first, kind.numbered(0, valid_lifetime=10, state=RECLAIMED))])
    assert store.expired(NOW + 50, 10) == [second, third]
    assert store.commit([(second, None)])
    assert store.expired(NOW + 50, 10) == [third]
    assert store.commit([(third, kind.numbered(2, cltt=NOW + 50))])
    assert store.expired(NOW + 50, 10) == []


def test_changed_ends_are_noticed(store: AnyStore, kind: Kind) -> None:
    longer, shorter = kind.own(valid_lifetime=1000), kind.own(valid_lifetime=10)
    add(store, longer)
    assert store.commit([(longer, shorter)])
    assert store.expired(NOW + 10, 10) == [shorter]
    assert store.commit([(shorter, longer)])
    assert store.expired(NOW + 999, 10) == []
    assert store.expired(NOW + 1000, 10) == [longer]


def test_infinite_leases_never_end(store: AnyStore, kind: Kind) -> None:
    endless, ending = kind.own(valid_lifetime=INFINITE), kind.own(valid_lifetime=10)
    add(store, endless)
    assert store.expired(NOW + 2 * INFINITE, 10) == []
    assert store.commit([(endless, ending)])
    assert store.expired(NOW + 10, 10) == [ending]
    assert store.commit([(ending, endless)])
    assert store.expired(NOW + 2 * INFINITE, 10) == []


def test_reclaimed_leases_end_again_when_they_are_given_again(store: AnyStore, kind: Kind) -> None:
    reclaimed, given = kind.own(valid_lifetime=10, state=RECLAIMED), kind.own(cltt=NOW + 100, valid_lifetime=10)
    add(store, reclaimed)
    assert store.expired(NOW + 1000, 10) == []
    assert store.commit([(reclaimed, given)])
    assert store.expired(NOW + 1000, 10) == [given]


def test_reclaimed_leases_are_told_from_their_end_on(store: AnyStore, kind: Kind) -> None:
    leases = [kind.numbered(number, valid_lifetime=10 + number, state=RECLAIMED) for number in range(3)]
    add(store, *leases, kind.numbered(3, valid_lifetime=10))
    assert store.reclaimed(NOW + 9, 10) == []
    assert store.reclaimed(NOW + 11, 10) == leases[:2]
    assert store.reclaimed(NOW + 50, 2) == leases[:2]
    assert store.commit([(leases[0], None)])
    assert store.commit([(leases[1], kind.numbered(1, cltt=NOW + 50))])
    assert store.reclaimed(NOW + 50, 10) == leases[2:]


def test_declined_and_released_leases_end_too(store: AnyStore, kind: Kind) -> None:
    declined, released = kind.numbered(1, state=DECLINED), kind.numbered(2, state=RELEASED)
    add(store, declined, released)
    over = sorted(store.expired(NOW + 3600, 10), key=lambda lease: lease.address)
    if knows_released(store):
        assert held(store) == over == [declined, released]
    else:
        assert over == [declined]
        assert store.reclaimed(NOW + 3600, 10) == [kind.numbered(2, state=RECLAIMED)]


# --- durability ------------------------------------------------------------------------------------------------------


def test_nothing_to_wait_for(store: AnyStore) -> None:
    answers: list[bool] = []
    store.when_durable(answers.append)
    assert answers == [True]


def test_durable_after_a_commit(store: AnyStore, kind: Kind, loop: AbstractEventLoop) -> None:
    durable: Future[bool] = loop.create_future()
    add(store, kind.own())
    store.when_durable(durable.set_result)
    assert loop.run_until_complete(durable)


def test_those_who_wait_are_called_in_order(store: AnyStore, kind: Kind, loop: AbstractEventLoop) -> None:
    called: list[int] = []
    last: Future[bool] = loop.create_future()
    for number in range(100):
        add(store, kind.numbered(number))
        store.when_durable(lambda ok, number=number: called.append(number if ok else -1))  # type: ignore[misc]
    store.when_durable(last.set_result)
    assert loop.run_until_complete(last)
    assert called == list(range(100))


def test_closing_tells_those_who_wait(store: AnyStore, kind: Kind) -> None:
    answers: list[bool] = []
    add(store, kind.own())
    store.when_durable(answers.append)
    store.close()
    assert answers == [True]
    store.close()
