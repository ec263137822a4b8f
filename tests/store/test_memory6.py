"""What is particular to DHCPv6 leases in memory: shared values, bounded answers, what loading makes of them.

What every store promises is tested in tests/stores.
"""

from lessor.cli.build import is_compiled
from lessor.model.lease import RECLAIMED
from lessor.model.lease6 import Lease6, key_of
from lessor.store.expiry import SLACK
from lessor.store.index import MOST_FACTS
from lessor.store.memory6 import MemoryStore6
from tests.store.leases import HWADDR, NOW
from tests.store.leases6 import (
    ADDRESS6,
    DUID,
    IAID,
    PREFIX,
    a_lease6,
    a_prefix,
    numbered_duid,
    numbered_lease6,
    numbered_prefix,
)


def store_of(*leases: Lease6) -> MemoryStore6:
    return MemoryStore6({key_of(lease): lease for lease in leases})


def test_loaded_leases_are_found_like_committed_ones() -> None:
    leases = [numbered_lease6(number) for number in range(3)] + [numbered_prefix(number) for number in range(1, 4)]
    leases += [a_lease6(ADDRESS6 + 8, duid=b""), a_prefix(duid=b""), a_lease6(PREFIX), a_prefix(9)]
    loaded, committed = store_of(*leases), MemoryStore6()
    for lease in leases:
        assert committed.commit([(None, lease)])
    for store in (loaded, committed):
        assert len(store) == 10
        assert list(store.facts(numbered_duid(1)).by_duid) == [leases[1], leases[3]]
        assert list(store.facts(DUID).by_duid) == leases[-2:]
        assert list(store.facts(b"").by_duid) == []
        assert len(store.expired(NOW + 3600, 20)) == 10


def test_a_renewal_shares_what_it_has_in_common() -> None:
    old = a_lease6(iaid=1 << 20)
    store = store_of(old)
    new = a_lease6(
        int(str(ADDRESS6)), bytes(bytearray(DUID)), int(str(1 << 20)), cltt=NOW + 10, hwaddr=bytes(bytearray(HWADDR))
    )
    assert new.address is not old.address
    assert store.commit([(old, new)])
    assert new.address is old.address
    assert new.duid is old.duid
    # compiled records hold small numbers without an object
    assert new.iaid is old.iaid or is_compiled()
    assert new.hwaddr is old.hwaddr


def test_a_renewal_may_bring_another_association_and_hardware_address() -> None:
    old, new = a_lease6(), a_lease6(iaid=IAID + 1, hwaddr=b"other!")
    store = store_of(old)
    assert store.commit([(old, new)])
    assert (new.iaid, new.hwaddr) == (IAID + 1, b"other!")


def test_answers_are_bounded_and_the_oldest_come_first() -> None:
    leases = [a_lease6(ADDRESS6 + number, iaid=number) for number in range(MOST_FACTS + 50)]
    store = MemoryStore6()
    for lease in leases:
        assert store.commit([(None, lease)])
    assert list(store.facts(DUID).by_duid) == leases[:MOST_FACTS]
    for lease in leases[:MOST_FACTS]:
        assert store.commit([(lease, None)])
    assert list(store.facts(DUID).by_duid) == leases[MOST_FACTS:]


def test_renewals_leave_nothing_behind() -> None:
    address, prefix = a_lease6(), a_prefix()
    store = store_of(address, prefix)
    for second in range(1, 2 * SLACK):
        renewed = a_lease6(cltt=NOW + second), a_prefix(cltt=NOW + second)
        assert store.commit([(address, renewed[0]), (prefix, renewed[1])])
        address, prefix = renewed
    assert len(store._expiry.ending) <= SLACK + 4
    assert store.expired(address.cltt + 3599, 2) == []
    assert store.expired(address.cltt + 3600, 2) == [address, prefix]


def test_sweeping_keeps_addresses_and_prefixes() -> None:
    store = store_of(numbered_prefix(1))
    for second in range(SLACK + 10):
        lease = a_lease6(cltt=NOW + second)
        assert store.commit([(None, lease)])
        assert store.commit([(lease, None)])
    assert store.commit([(None, a_lease6(cltt=NOW + 1))])
    assert len(store._expiry.ending) <= SLACK + 4
    assert store.expired(NOW + 4000, 10) == [numbered_prefix(1), a_lease6(cltt=NOW + 1)]


def test_tally_counts_addresses_and_prefixes() -> None:
    store = store_of(numbered_lease6(0), numbered_prefix(1), numbered_lease6(2, state=RECLAIMED))
    assert store.tally() == {(1, 0, 0, 0): 1, (1, 0, 2, 0): 1, (1, 0, 0, RECLAIMED): 1}


def test_leases_are_walked_in_the_order_of_their_addresses() -> None:
    store = store_of(a_lease6(30), a_prefix(address=20), a_lease6(10), a_prefix(address=30))
    while store.arrange():
        pass
    assert [(lease.address, lease.type) for lease in store.after(-1, 2)] == [(10, 0), (20, 2)]
    # who asks for what comes after an address must not miss one of two that begin alike
    assert [(lease.address, lease.type) for lease in store.after(10, 2)] == [(20, 2), (30, 0), (30, 2)]
    assert store.after(30, 9) == []
