"""What every store of DHCPv4 leases does: answers, compare-and-swap, expiry, durability."""

from asyncio import AbstractEventLoop, Future

from lessor.model.lease import DECLINED, INFINITE, RECLAIMED, RELEASED, Lease4
from lessor.store.base import LeaseStore4
from tests.store.leases import ADDRESS, CLIENT_ID, HWADDR, NOW, a_lease, numbered_lease


def held(store: LeaseStore4) -> list[Lease4]:
    return sorted(store.leases(), key=lambda lease: lease.address)


def add(store: LeaseStore4, *leases: Lease4) -> None:
    for lease in leases:
        assert store.commit([(None, lease)])


# --- facts -----------------------------------------------------------------------------------------------------------


def test_an_empty_store_knows_nothing(store: LeaseStore4) -> None:
    facts = store.facts(CLIENT_ID, HWADDR)
    assert not facts.by_client_id
    assert not facts.by_hwaddr
    assert ADDRESS not in facts.holders
    assert len(store) == 0


def test_a_lease_is_found_by_each_of_its_keys(store: LeaseStore4) -> None:
    lease = a_lease()
    add(store, lease, numbered_lease(7))
    assert list(store.facts(CLIENT_ID, b"other").by_client_id) == [lease]
    assert list(store.facts(b"other", HWADDR).by_hwaddr) == [lease]
    assert store.facts(CLIENT_ID, HWADDR).holders[ADDRESS] == lease
    assert len(store) == 2


def test_empty_identifiers_match_nothing(store: LeaseStore4) -> None:
    add(store, a_lease(ADDRESS, b"", CLIENT_ID), a_lease(ADDRESS + 1, HWADDR, b""))
    facts = store.facts(b"", b"")
    assert not facts.by_client_id
    assert not facts.by_hwaddr


def test_leases_with_one_identifier_come_and_go(store: LeaseStore4) -> None:
    by_client_id, by_hwaddr = a_lease(ADDRESS, b"", CLIENT_ID), a_lease(ADDRESS + 1, HWADDR, b"")
    add(store, by_client_id, by_hwaddr)
    assert list(store.facts(CLIENT_ID, HWADDR).by_client_id) == [by_client_id]
    assert list(store.facts(CLIENT_ID, HWADDR).by_hwaddr) == [by_hwaddr]
    assert store.commit([(by_client_id, None), (by_hwaddr, None)])
    facts = store.facts(CLIENT_ID, HWADDR)
    assert not facts.by_client_id
    assert not facts.by_hwaddr


def test_several_leases_of_one_client_come_oldest_first(store: LeaseStore4) -> None:
    leases = [a_lease(ADDRESS + number, subnet_id=number + 1) for number in (2, 0, 1)]
    add(store, *leases)
    facts = store.facts(CLIENT_ID, HWADDR)
    assert list(facts.by_client_id) == leases
    assert list(facts.by_hwaddr) == leases


# --- commit ----------------------------------------------------------------------------------------------------------


def test_a_renewal_replaces_the_lease(store: LeaseStore4) -> None:
    old, new = a_lease(), a_lease(cltt=NOW + 100, hostname="other")
    add(store, old)
    assert store.commit([(old, new)])
    assert held(store) == [new]
    assert list(store.facts(CLIENT_ID, b"").by_client_id) == [new]
    assert list(store.facts(b"", HWADDR).by_hwaddr) == [new]


def test_an_address_passes_to_another_client(store: LeaseStore4) -> None:
    old, new = a_lease(), a_lease(hwaddr=b"other!", client_id=b"another")
    add(store, old)
    assert store.commit([(old, new)])
    assert not store.facts(CLIENT_ID, b"").by_client_id
    assert not store.facts(b"", HWADDR).by_hwaddr
    assert list(store.facts(b"another", b"").by_client_id) == [new]
    assert list(store.facts(b"", b"other!").by_hwaddr) == [new]


def test_a_declined_lease_forgets_its_client(store: LeaseStore4) -> None:
    old, new = a_lease(), a_lease(hwaddr=b"", client_id=b"", state=DECLINED)
    add(store, old)
    assert store.commit([(old, new)])
    assert not store.facts(CLIENT_ID, HWADDR).by_client_id
    assert store.facts(CLIENT_ID, HWADDR).holders[ADDRESS].state == DECLINED


def test_a_removed_lease_is_gone(store: LeaseStore4) -> None:
    lease = a_lease()
    add(store, lease)
    assert store.commit([(lease, None)])
    facts = store.facts(CLIENT_ID, HWADDR)
    assert not facts.by_client_id
    assert not facts.by_hwaddr
    assert ADDRESS not in facts.holders
    assert held(store) == []


def test_removing_one_of_several_leases_of_a_client(store: LeaseStore4) -> None:
    leases = [a_lease(ADDRESS + number) for number in range(3)]
    add(store, *leases)
    assert store.commit([(leases[1], None)])
    assert list(store.facts(CLIENT_ID, b"").by_client_id) == [leases[0], leases[2]]
    assert store.commit([(leases[0], None)])
    assert list(store.facts(CLIENT_ID, b"").by_client_id) == [leases[2]]
    assert store.commit([(leases[2], None)])
    assert not store.facts(CLIENT_ID, HWADDR).by_hwaddr


def test_an_equal_lease_is_as_good_as_the_same(store: LeaseStore4) -> None:
    add(store, a_lease())
    assert store.commit([(a_lease(), a_lease(cltt=NOW + 1))])
    assert store.commit([(a_lease(cltt=NOW + 1), None)])


def test_lost_races_change_nothing(store: LeaseStore4) -> None:
    lease, other = a_lease(), a_lease(hostname="other")
    assert not store.commit([(lease, other)])
    assert not store.commit([(lease, None)])
    add(store, lease)
    assert not store.commit([(None, other)])
    assert not store.commit([(other, other)])
    assert not store.commit([(other, None)])
    assert held(store) == [lease]


def test_both_sides_of_a_change_are_of_one_address(store: LeaseStore4) -> None:
    lease = a_lease()
    add(store, lease)
    assert not store.commit([(lease, a_lease(ADDRESS + 1))])
    assert not store.commit([(lease, a_lease(ADDRESS + 1)), (None, numbered_lease(9))])
    assert held(store) == [lease]


def test_all_changes_or_none(store: LeaseStore4) -> None:
    old, new, taken = a_lease(), numbered_lease(1), numbered_lease(2)
    add(store, old, taken)
    assert not store.commit([(old, None), (None, new), (None, taken)])
    assert held(store) == [old, taken]
    assert list(store.facts(CLIENT_ID, b"").by_client_id) == [old]
    assert store.commit([(old, None), (None, new)])
    assert held(store) == [new, taken]


def test_a_later_change_may_build_on_an_earlier_one(store: LeaseStore4) -> None:
    first, second = a_lease(), a_lease(hostname="second")
    assert store.commit([(None, first), (first, second)])
    assert store.commit([(second, None), (None, first)])
    assert not store.commit([(first, second), (first, None)])
    assert held(store) == [first]


def test_no_changes_are_applied_easily(store: LeaseStore4) -> None:
    assert store.commit([])
    assert store.commit([(None, None)])
    assert len(store) == 0
    assert store.commit([(None, None), (None, a_lease())])
    assert len(store) == 1


def test_leases_can_be_walked_while_they_change(store: LeaseStore4) -> None:
    leases = [numbered_lease(number) for number in range(10)]
    add(store, *leases)
    for lease in store.leases():
        assert store.commit([(lease, None)])
    assert len(store) == 0


# --- expiry ----------------------------------------------------------------------------------------------------------


def test_leases_end_with_their_lifetime(store: LeaseStore4) -> None:
    lease = a_lease(valid_lifetime=100)
    add(store, lease)
    assert store.expired(NOW + 99, 10) == []
    assert store.expired(NOW + 100, 10) == [lease]


def test_expired_leases_come_oldest_first_and_limited(store: LeaseStore4) -> None:
    leases = [numbered_lease(number, valid_lifetime=100 + number % 10) for number in range(30)]
    add(store, *leases)
    ends = [lease.cltt + lease.valid_lifetime for lease in store.expired(NOW + 104, 100)]
    assert ends == sorted(ends)
    assert len(ends) == 15
    assert len(store.expired(NOW + 104, 4)) == 4
    assert store.expired(NOW + 104, 0) == []


def test_expired_leases_are_told_until_something_is_done(store: LeaseStore4) -> None:
    first, second, third = (numbered_lease(number, valid_lifetime=10 + number) for number in range(3))
    add(store, first, second, third)
    assert store.expired(NOW + 50, 10) == store.expired(NOW + 50, 10) == [first, second, third]
    assert store.commit([(first, numbered_lease(0, valid_lifetime=10, state=RECLAIMED))])
    assert store.expired(NOW + 50, 10) == [second, third]
    assert store.commit([(second, None)])
    assert store.expired(NOW + 50, 10) == [third]
    assert store.commit([(third, numbered_lease(2, cltt=NOW + 50))])
    assert store.expired(NOW + 50, 10) == []


def test_changed_ends_are_noticed(store: LeaseStore4) -> None:
    longer, shorter = a_lease(valid_lifetime=1000), a_lease(valid_lifetime=10)
    add(store, longer)
    assert store.commit([(longer, shorter)])
    assert store.expired(NOW + 10, 10) == [shorter]
    assert store.commit([(shorter, longer)])
    assert store.expired(NOW + 999, 10) == []
    assert store.expired(NOW + 1000, 10) == [longer]


def test_infinite_leases_never_end(store: LeaseStore4) -> None:
    endless, ending = a_lease(valid_lifetime=INFINITE), a_lease(valid_lifetime=10)
    add(store, endless)
    assert store.expired(NOW + 2 * INFINITE, 10) == []
    assert store.commit([(endless, ending)])
    assert store.expired(NOW + 10, 10) == [ending]
    assert store.commit([(ending, endless)])
    assert store.expired(NOW + 2 * INFINITE, 10) == []


def test_reclaimed_leases_end_again_when_they_are_given_again(store: LeaseStore4) -> None:
    reclaimed, given = a_lease(valid_lifetime=10, state=RECLAIMED), a_lease(cltt=NOW + 100, valid_lifetime=10)
    add(store, reclaimed)
    assert store.expired(NOW + 1000, 10) == []
    assert store.commit([(reclaimed, given)])
    assert store.expired(NOW + 1000, 10) == [given]


def test_declined_and_released_leases_end_too(store: LeaseStore4) -> None:
    leases = [numbered_lease(1, state=DECLINED), numbered_lease(2, state=RELEASED)]
    add(store, *leases)
    assert held(store) == sorted(store.expired(NOW + 3600, 10), key=lambda lease: lease.address) == leases


# --- durability ------------------------------------------------------------------------------------------------------


def test_nothing_to_wait_for(store: LeaseStore4) -> None:
    answers: list[bool] = []
    store.when_durable(answers.append)
    assert answers == [True]


def test_durable_after_a_commit(store: LeaseStore4, loop: AbstractEventLoop) -> None:
    durable: Future[bool] = loop.create_future()
    add(store, a_lease())
    store.when_durable(durable.set_result)
    assert loop.run_until_complete(durable)


def test_those_who_wait_are_called_in_order(store: LeaseStore4, loop: AbstractEventLoop) -> None:
    called: list[int] = []
    last: Future[bool] = loop.create_future()
    for number in range(100):
        add(store, numbered_lease(number))
        store.when_durable(lambda ok, number=number: called.append(number if ok else -1))  # type: ignore[misc]
    store.when_durable(last.set_result)
    assert loop.run_until_complete(last)
    assert called == list(range(100))


def test_closing_tells_those_who_wait(store: LeaseStore4) -> None:
    answers: list[bool] = []
    add(store, a_lease())
    store.when_durable(answers.append)
    store.close()
    assert answers == [True]
    store.close()
