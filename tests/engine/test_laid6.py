"""Reservations of addresses and prefixes, laid over tables and lifted again."""

from lessor.engine.laid6 import Laid6
from lessor.engine.occupancy import FREE, RESERVED
from lessor.engine.tables6 import Host6
from tests.flows.conversation6 import subnet6, tables6

KEY = "duid", b"\0\1"


def test_addresses_and_prefixes_are_promised_until_they_are_lifted() -> None:
    where = subnet6()
    pool, prefixes = where.pools[0], where.prefix_pools[0]
    address, prefix = pool.first + 1, prefixes.first + prefixes.step
    host = Host6((address,), {prefix: (prefixes.delegated_length, b"")})
    laid = Laid6(tables6(where), where.id, KEY, host)
    assert where.hosts == {KEY: host}
    assert (where.reserved_addresses, where.reserved_prefixes) == ({address: host}, {prefix: host})
    assert [one.occupancy.state(1) for one in (pool, prefixes)] == [RESERVED, RESERVED]
    laid.lift()
    assert (where.hosts, where.reserved_addresses, where.reserved_prefixes) == ({}, {}, {})
    assert [one.occupancy.state(1) for one in (pool, prefixes)] == [FREE, FREE]


def test_global_reservations_count_where_the_subnet_says() -> None:
    where = subnet6(reservations_global=True)
    address = where.pools[0].first
    both = tables6(where)
    laid = Laid6(both, 0, KEY, Host6((address, 1)))
    assert list(where.reserved_addresses) == [address]
    laid.lift()
    assert (both.global_hosts, where.reserved_addresses) == ({}, {})


def test_out_of_pool_reservations_leave_pools_alone() -> None:
    where = subnet6(reservations_out_of_pool=True)
    Laid6(tables6(where), where.id, KEY, Host6((where.pools[0].first,)))
    assert where.pools[0].occupancy.state(0) == FREE
