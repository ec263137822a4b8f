"""What is particular to memory: shared values, bounded answers, a bounded order of expiry.

What every store promises is tested in tests/stores.
"""

from lessor.model.lease import INFINITE, RECLAIMED, Lease4
from lessor.store.expiry import SLACK
from lessor.store.index import MOST_FACTS
from lessor.store.memory import MemoryStore
from tests.store.leases import ADDRESS, CLIENT_ID, HWADDR, NOW, a_lease, numbered_lease


def store_of(*leases: Lease4) -> MemoryStore:
    return MemoryStore({lease.address: lease for lease in leases})


def test_loaded_leases_are_found_like_committed_ones() -> None:
    leases = [numbered_lease(number) for number in range(3)] + [a_lease(ADDRESS + 3, HWADDR, b"")]
    leases += [a_lease(ADDRESS + 4, b"", b""), a_lease(ADDRESS + 5, b"", b"")]
    loaded, committed = store_of(*leases), MemoryStore()
    for lease in leases:
        assert committed.commit([(None, lease)])
    for store in (loaded, committed):
        assert len(store) == 6
        assert store.facts(leases[1].client_id, b"").by_client_id == (leases[1],)
        assert store.facts(b"", leases[2].hwaddr).by_hwaddr == (leases[2],)
        assert list(store.facts(b"", HWADDR).by_hwaddr) == [leases[3]]
        assert store.facts(b"", b"").by_hwaddr == store.facts(b"", b"").by_client_id == ()
        assert store.expired(NOW + 3600, 10) == leases


def test_loaded_leases_may_share_an_identifier() -> None:
    first, second = a_lease(ADDRESS), a_lease(ADDRESS + 1)
    store = store_of(first, second)
    assert list(store.facts(CLIENT_ID, HWADDR).by_client_id) == [first, second]
    assert store.commit([(first, None)])
    assert list(store.facts(CLIENT_ID, HWADDR).by_hwaddr) == [second]


def test_a_renewal_shares_what_it_has_in_common() -> None:
    old = a_lease()
    store = store_of(old)
    new = a_lease(ADDRESS, bytes(bytearray(HWADDR)), bytes(bytearray(CLIENT_ID)), cltt=NOW + 10)
    assert new.hwaddr is not old.hwaddr
    assert store.commit([(old, new)])
    assert new.hwaddr is old.hwaddr
    assert new.client_id is old.client_id


def test_answers_are_bounded_and_the_oldest_come_first() -> None:
    store = MemoryStore()
    leases = [a_lease(ADDRESS + number, HWADDR, b"%d" % number) for number in range(MOST_FACTS + 50)]
    for lease in leases:
        assert store.commit([(None, lease)])
    assert list(store.facts(b"", HWADDR).by_hwaddr) == leases[:MOST_FACTS]
    for lease in leases[:MOST_FACTS]:
        assert store.commit([(lease, None)])
    assert list(store.facts(b"", HWADDR).by_hwaddr) == leases[MOST_FACTS:]


def test_renewals_leave_nothing_behind() -> None:
    lease = a_lease()
    store = store_of(lease)
    for second in range(1, 10_000):
        renewed = a_lease(cltt=NOW + second)
        assert store.commit([(lease, renewed)])
        lease = renewed
    assert len(store._expiry.ending) <= SLACK + 2
    assert store.expired(NOW + 3600, 1) == []
    assert store.expired(NOW + 9999 + 3600, 1) == [lease]


def test_coming_and_going_leaves_little_behind() -> None:
    store = MemoryStore()
    for second in range(3 * SLACK):
        lease = a_lease(cltt=NOW + second)
        assert store.commit([(None, lease)])
        assert len(store._expiry.ending) <= SLACK + 2
        assert store.commit([(lease, None)])
    assert store.commit([(None, lease)])
    assert store.expired(lease.cltt + 3600, 10) == [lease]


def test_shortening_again_and_again_leaves_little_behind() -> None:
    long, short = a_lease(valid_lifetime=7200), a_lease(valid_lifetime=60)
    store = store_of(long)
    for _ in range(2 * SLACK):
        assert store.commit([(long, short)])
        assert store.commit([(short, long)])
    assert len(store._expiry.ending) <= SLACK + 2
    assert store.expired(NOW + 60, 10) == []
    assert store.expired(NOW + 7200, 10) == [long]


def test_leases_without_an_end_wait_for_none() -> None:
    store = store_of(a_lease(valid_lifetime=INFINITE), numbered_lease(1, state=RECLAIMED))
    assert not len(store._expiry.ending)


def test_tally() -> None:
    store = store_of(
        numbered_lease(0), numbered_lease(1), numbered_lease(2, state=RECLAIMED), numbered_lease(3, subnet_id=2)
    )
    assert store.tally() == {(1, 0, 0, 0): 2, (1, 0, 0, RECLAIMED): 1, (2, 0, 0, 0): 1}


def test_leases_are_walked_in_the_order_of_their_addresses() -> None:
    store = MemoryStore({address: a_lease(address) for address in (30, 10, 20)})
    while store.arrange():
        pass
    assert [lease.address for lease in store.after(-1, 2)] == [10, 20]
    assert store.commit(((None, a_lease(15)), (a_lease(20), None)))
    assert [lease.address for lease in store.after(10, 9)] == [15, 30]
    assert store.after(30, 9) == []
