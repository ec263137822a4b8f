"""Rows as databases of versions between the first and the newest have them."""

from collections.abc import Mapping

from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store.notes import Change
from lessor.store.poolids import NONE_KNOWN, PoolIds, Span
from lessor.store.rowforms import Forms
from lessor.store.sqlrows import TABLE4, TABLE6, Column
from tests.store.leases import ADDRESS, a_lease
from tests.store.leases6 import a_lease6, a_prefix
from tests.store.test_relayed import agent, relays

FIRST4 = {column.name: "bigint" for column in TABLE4.columns[:-1]}
FIRST6 = {column.name: "varchar" for column in TABLE6.columns[:-1]}
RELAYED = {"relay_id": "bytea", "remote_id": "bytea"}

CONTEXT = agent('{ "relay-id": "0A", "remote-id": "01" }')

Tables = Mapping[str, Mapping[str, str]]


def forms4(tables: Tables, pool_ids: PoolIds = NONE_KNOWN) -> Forms[Lease4]:
    return Forms(TABLE4, lambda name: dict(tables.get(name, {})), (0, 1, 2), True, lambda: pool_ids)


def forms6(tables: Tables, pool_ids: PoolIds = NONE_KNOWN) -> Forms[Lease6]:
    return Forms(TABLE6, lambda name: dict(tables.get(name, {})), (0, 1, 2), False, lambda: pool_ids)


def names(columns: tuple[Column, ...]) -> list[str]:
    return [column.name for column in columns]


def test_tables_of_the_first_level_know_neither_pools_nor_relays() -> None:
    forms = forms4({"lease4": FIRST4})
    assert names(forms.columns) == names(forms.read) == list(FIRST4)
    assert not forms.has_pools
    assert len(forms.row(a_lease(user_context=CONTEXT, pool_id=5))) == len(FIRST4)


def test_relays_came_before_pools() -> None:
    forms = forms4({"lease4": {**FIRST4, **RELAYED}})
    assert names(forms.columns) == [*FIRST4, *RELAYED]
    assert names(forms.read) == list(FIRST4)
    assert forms.row(a_lease(user_context=CONTEXT, pool_id=5))[-3:] == [CONTEXT, b"\x0a", b"\x01"]


def test_relays_stand_after_what_is_read() -> None:
    forms = forms4({"lease4": {**FIRST4, **RELAYED, "pool_id": "bigint"}})
    assert names(forms.columns) == [*FIRST4, "pool_id", *RELAYED]
    row = forms.row(a_lease(user_context=CONTEXT, pool_id=5))
    assert row[-4:] == [CONTEXT, 5, b"\x0a", b"\x01"]
    assert forms.lease(tuple(row[: len(forms.read)])) == a_lease(user_context=CONTEXT, pool_id=5)


def test_one_column_of_relays_is_none() -> None:
    """As an upgrade leaves it that breaks off."""
    assert names(forms4({"lease4": {**FIRST4, "relay_id": "bytea"}}).columns) == list(FIRST4)


def test_tables_of_relays_must_have_addresses_like_those_of_leases() -> None:
    leases = {**FIRST6, "address": "binary"}
    ids = {"relay_id": "varbinary", "lease_addr": "varchar"}
    change: list[Change[Lease6]] = [(None, a_lease6(user_context=relays('{ "relay-id": "0A" }')))]
    assert list(forms6({"lease6": leases, "lease6_relay_id": ids}).relays(change)) == []
    ((table, gone, come),) = forms6({"lease6": FIRST6, "lease6_relay_id": ids}).relays(change)
    assert (table.name, gone, come) == ("lease6_relay_id", [], [(b"\x0a", "2001:db8::100")])


def test_the_pool_of_a_lease_is_that_of_its_address_where_rows_do_not_say_it() -> None:
    ids = PoolIds([Span(1, 0, ADDRESS, ADDRESS + 9, 5)])
    old, new = forms4({"lease4": FIRST4}, ids), forms4({"lease4": {**FIRST4, "pool_id": "bigint"}}, ids)
    assert old.lease(tuple(old.row(a_lease()))) == a_lease(pool_id=5)
    assert old.lease(tuple(old.row(a_lease(ADDRESS + 10)))) == a_lease(ADDRESS + 10)
    assert new.lease(tuple(new.row(a_lease()))) == a_lease()


def test_prefixes_have_pools_of_their_own() -> None:
    prefix, address = a_prefix(), a_lease6()
    forms = forms6({"lease6": FIRST6}, PoolIds([Span(1, 2, prefix.address, prefix.address, 6)]))
    assert forms.lease(tuple(forms.row(prefix))).pool_id == 6
    assert forms.lease(tuple(forms.row(address))).pool_id == 0


def test_leases_are_counted_by_what_there_is() -> None:
    pools = {**FIRST4, "pool_id": "bigint"}
    assert forms4({"lease4": FIRST4}).tally() == (
        "SELECT subnet_id, 0, 0, state, leases FROM lease4_stat WHERE leases > 0"
    )
    assert forms4({"lease4": pools, "lease4_pool_stat": {"leases": "bigint"}}).tally() == (
        "SELECT subnet_id, pool_id, 0, state, leases FROM lease4_pool_stat WHERE leases > 0"
    )
    # there was a time when rows had pools that nobody counted
    assert forms4({"lease4": pools}).tally() == (
        "SELECT subnet_id, pool_id, 0, state, count(*) FROM lease4 WHERE state IN (0, 1)"
        " GROUP BY subnet_id, pool_id, state"
    )
    assert "lease_type" in forms6({"lease6": FIRST6}).tally()
