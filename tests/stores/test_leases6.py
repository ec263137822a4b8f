"""What every store of DHCPv6 leases knows about a client, and about addresses and prefixes; all else is in
test_leases.py."""

from lessor.model.lease import DECLINED
from lessor.model.lease6 import TA, Lease6
from lessor.store.base import LeaseStore6
from tests.store.leases import NOW
from tests.store.leases6 import ADDRESS6, DUID, PREFIX, a_lease6, a_prefix, numbered_lease6
from tests.stores.kinds import add, held
from tests.stores.through import Through6


def of_client(store: LeaseStore6, duid: bytes = DUID) -> list[Lease6]:
    return list(store.facts(duid).by_duid)


# --- facts -----------------------------------------------------------------------------------------------------------


def test_an_empty_store_knows_nothing(store6: LeaseStore6) -> None:
    facts = store6.facts(DUID)
    assert not facts.by_duid
    assert ADDRESS6 not in facts.addresses
    assert PREFIX not in facts.prefixes
    assert len(store6) == 0


def test_leases_are_found_by_duid_and_by_address(store6: LeaseStore6) -> None:
    address, prefix, other = a_lease6(), a_prefix(), numbered_lease6(7)
    add(store6, prefix, other, address)
    facts = store6.facts(DUID)
    assert sorted(facts.by_duid, key=lambda lease: lease.type) == [address, prefix]
    assert (facts.addresses[ADDRESS6], facts.prefixes[PREFIX]) == (address, prefix)
    assert facts.addresses[other.address] == other
    assert PREFIX not in facts.addresses
    assert ADDRESS6 not in facts.prefixes
    assert of_client(store6, other.duid) == [other]
    assert len(store6) == 3


def test_all_leases_of_a_client_are_told_whatever_their_association(store6: LeaseStore6) -> None:
    leases = [a_lease6(ADDRESS6 + number, iaid=number, subnet_id=number + 1) for number in range(12)]
    add(store6, *leases)
    assert of_client(store6) == leases


def test_an_address_and_a_prefix_may_begin_alike(store6: LeaseStore6) -> None:
    address, prefix = a_lease6(PREFIX, b"one"), a_prefix(duid=b"other")
    add(store6, address)
    if isinstance(store6, Through6):
        # a table has one row for an address: who comes second loses, and nothing is overwritten
        assert not store6.commit([(None, prefix)])
        assert store6.commit([(address, None), (None, prefix)])
        assert held(store6) == [prefix]
        return
    add(store6, prefix)
    assert held(store6) == [address, prefix]
    assert (of_client(store6, b"one"), of_client(store6, b"other")) == ([address], [prefix])
    assert not store6.commit([(address, prefix)])
    assert not store6.commit([(prefix, address), (address, None)])
    assert sorted(lease.type for lease in store6.expired(NOW + 3600, 10)) == [0, 2]
    assert store6.commit([(address, None)])
    assert held(store6) == [prefix]
    assert store6.expired(NOW + 3600, 10) == [prefix]
    assert store6.commit([(prefix, None), (None, address)])
    assert held(store6) == [address]


def test_temporary_addresses_are_addresses(store6: LeaseStore6) -> None:
    lasting, temporary = a_lease6(), a_lease6(type=TA)
    taken = store6.commit([(None, temporary)])
    if isinstance(store6, Through6) and not taken:
        # newer databases do not know them, and nobody gives them
        assert held(store6) == []
        return
    assert not store6.commit([(None, lasting)])
    assert store6.commit([(temporary, lasting)])
    assert held(store6) == [lasting]


def test_a_prefix_may_change_its_length(store6: LeaseStore6) -> None:
    short, long = a_prefix(), a_prefix(prefix_length=64)
    add(store6, short)
    assert not store6.commit([(None, long)])
    assert store6.commit([(short, long)])
    assert of_client(store6) == [long]


def test_address_and_prefix_come_together_or_not_at_all(store6: LeaseStore6) -> None:
    address, prefix = a_lease6(), a_prefix()
    add(store6, prefix)
    assert not store6.commit([(None, address), (None, prefix)])
    assert held(store6) == [prefix]
    assert store6.commit([(None, address), (prefix, None)])
    assert held(store6) == [address]


# --- identifiers that change -----------------------------------------------------------------------------------------


def test_an_address_passes_to_another_client(store6: LeaseStore6) -> None:
    old, new = a_lease6(), a_lease6(duid=b"another", iaid=9)
    add(store6, old)
    assert store6.commit([(old, new)])
    assert of_client(store6) == []
    assert of_client(store6, b"another") == [new]


def test_a_declined_lease_forgets_its_client(store6: LeaseStore6) -> None:
    old, new = a_lease6(), a_lease6(duid=b"", state=DECLINED)
    add(store6, old)
    assert store6.commit([(old, new)])
    assert of_client(store6) == []
    assert of_client(store6, b"") == []
    assert store6.facts(DUID).addresses[ADDRESS6].state == DECLINED


def test_removing_one_of_several_leases_of_a_client(store6: LeaseStore6) -> None:
    leases = [a_lease6(ADDRESS6 + number, iaid=number) for number in range(3)]
    add(store6, *leases)
    assert store6.commit([(leases[1], None)])
    assert of_client(store6) == [leases[0], leases[2]]
    assert store6.commit([(leases[0], None)])
    assert of_client(store6) == [leases[2]]
    assert store6.commit([(leases[2], None)])
    assert of_client(store6) == []
