"""What every store of DHCPv4 leases knows about a client; all else is in test_leases.py."""

from lessor.model.lease import DECLINED
from lessor.store.base import LeaseStore4
from tests.store.leases import ADDRESS, CLIENT_ID, HWADDR, NOW, a_lease, numbered_lease
from tests.stores.kinds import add, held

# --- facts -----------------------------------------------------------------------------------------------------------


def test_an_empty_store_knows_nothing(store4: LeaseStore4) -> None:
    facts = store4.facts(CLIENT_ID, HWADDR)
    assert not facts.by_client_id
    assert not facts.by_hwaddr
    assert ADDRESS not in facts.holders
    assert len(store4) == 0


def test_a_lease_is_found_by_each_of_its_keys(store4: LeaseStore4) -> None:
    lease = a_lease()
    add(store4, lease, numbered_lease(7))
    assert list(store4.facts(CLIENT_ID, b"other").by_client_id) == [lease]
    assert list(store4.facts(b"other", HWADDR).by_hwaddr) == [lease]
    assert store4.facts(CLIENT_ID, HWADDR).holders[ADDRESS] == lease
    assert len(store4) == 2


def test_empty_identifiers_match_nothing(store4: LeaseStore4) -> None:
    add(store4, a_lease(ADDRESS, b"", CLIENT_ID), a_lease(ADDRESS + 1, HWADDR, b""))
    facts = store4.facts(b"", b"")
    assert not facts.by_client_id
    assert not facts.by_hwaddr


def test_leases_with_one_identifier_come_and_go(store4: LeaseStore4) -> None:
    by_client_id, by_hwaddr = a_lease(ADDRESS, b"", CLIENT_ID), a_lease(ADDRESS + 1, HWADDR, b"")
    add(store4, by_client_id, by_hwaddr)
    assert list(store4.facts(CLIENT_ID, HWADDR).by_client_id) == [by_client_id]
    assert list(store4.facts(CLIENT_ID, HWADDR).by_hwaddr) == [by_hwaddr]
    assert store4.commit([(by_client_id, None), (by_hwaddr, None)])
    facts = store4.facts(CLIENT_ID, HWADDR)
    assert not facts.by_client_id
    assert not facts.by_hwaddr


def test_several_leases_of_one_client_come_oldest_first(store4: LeaseStore4) -> None:
    leases = [a_lease(ADDRESS + number, subnet_id=number + 1, cltt=NOW - number) for number in (2, 1, 0)]
    add(store4, *leases)
    facts = store4.facts(CLIENT_ID, HWADDR)
    assert list(facts.by_client_id) == leases
    assert list(facts.by_hwaddr) == leases


# --- identifiers that change ------------------------------------------------------------------------------------------


def test_an_address_passes_to_another_client(store4: LeaseStore4) -> None:
    old, new = a_lease(), a_lease(hwaddr=b"other!", client_id=b"another")
    add(store4, old)
    assert store4.commit([(old, new)])
    assert not store4.facts(CLIENT_ID, b"").by_client_id
    assert not store4.facts(b"", HWADDR).by_hwaddr
    assert list(store4.facts(b"another", b"").by_client_id) == [new]
    assert list(store4.facts(b"", b"other!").by_hwaddr) == [new]


def test_a_declined_lease_forgets_its_client(store4: LeaseStore4) -> None:
    old, new = a_lease(), a_lease(hwaddr=b"", client_id=b"", state=DECLINED)
    add(store4, old)
    assert store4.commit([(old, new)])
    assert not store4.facts(CLIENT_ID, HWADDR).by_client_id
    assert store4.facts(CLIENT_ID, HWADDR).holders[ADDRESS].state == DECLINED


def test_a_removed_lease_is_gone(store4: LeaseStore4) -> None:
    lease = a_lease()
    add(store4, lease)
    assert store4.commit([(lease, None)])
    facts = store4.facts(CLIENT_ID, HWADDR)
    assert not facts.by_client_id
    assert not facts.by_hwaddr
    assert ADDRESS not in facts.holders
    assert held(store4) == []


def test_removing_one_of_several_leases_of_a_client(store4: LeaseStore4) -> None:
    leases = [a_lease(ADDRESS + number) for number in range(3)]
    add(store4, *leases)
    assert store4.commit([(leases[1], None)])
    assert list(store4.facts(CLIENT_ID, b"").by_client_id) == [leases[0], leases[2]]
    assert store4.commit([(leases[0], None)])
    assert list(store4.facts(CLIENT_ID, b"").by_client_id) == [leases[2]]
    assert store4.commit([(leases[2], None)])
    assert not store4.facts(CLIENT_ID, HWADDR).by_hwaddr
