"""Leases are counted in their pools, whether a database knows of pools or not."""

from collections.abc import Iterator

import pytest

from lessor.engine.tables import Subnet
from lessor.engine.tables6 import Subnet6
from lessor.model.database import DatabaseSettings
from lessor.model.lease6 import NA, PD
from lessor.service.counting.statistics import Served
from lessor.service.sql.poolsinforce import PoolsInForce, spans6
from lessor.store.schema.session import opened
from tests.flows.conversation import Client, subnet, tables
from tests.flows.conversation6 import Client6, na, number, pd, subnet6, tables6
from tests.servers.catalog import rows_of
from tests.service.sqlservers import SqlServer, SqlServer6, serving

KEPT = ("postgresql_newest_leases", "mysql_newest_leases")
"""Databases in which the rows of leases say the pool."""

POOLS = "192.0.2.10-192.0.2.19,192.0.2.20-192.0.2.29,192.0.2.30-192.0.2.39"
IDS = (0, 5, 7)

POOLS6 = "2001:db8:1::10-2001:db8:1::1f,2001:db8:1::20-2001:db8:1::2f"
PREFIXES = "2001:db8:8000::/52>56,2001:db8:9000::/52>56"
IDS6 = (5, 0)
PREFIX_IDS = (0, 6)


@pytest.fixture(params=["postgresql_leases", "mysql_leases", *KEPT])
def settings(request: pytest.FixtureRequest) -> DatabaseSettings:
    found: DatabaseSettings = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=KEPT)
def newest(request: pytest.FixtureRequest) -> DatabaseSettings:
    found: DatabaseSettings = request.getfixturevalue(request.param)
    return found


def numbered(*ids: int) -> Subnet:
    made = subnet(pools=POOLS)
    for pool, id in zip(made.pools, ids, strict=True):
        pool.pool_id = id
    return made


def numbered6() -> Subnet6:
    made = subnet6(pools=POOLS6, prefixes=PREFIXES)
    for pool, id in zip((*made.pools, *made.prefix_pools), (*IDS6, *PREFIX_IDS), strict=True):
        pool.pool_id = id
    return made


def counting(settings: DatabaseSettings) -> SqlServer:
    """A server that has counted what there is."""
    server = SqlServer(settings, numbered(*IDS))
    sizes = {(1, id): 10 for id in IDS}
    server.statistics.serve(Served(frozenset({1}), sizes, {}), server.database.tally())
    return server


def counts(server: SqlServer, name: str = "assigned-addresses") -> list[int]:
    return [server.statistics.pools[1, id][name] for id in IDS]


def counting6(settings: DatabaseSettings) -> SqlServer6:
    server = SqlServer6(settings, numbered6())
    served = Served(frozenset({1}), {(1, id): 16 for id in IDS6}, {(1, id): 16 for id in PREFIX_IDS})
    server.statistics.serve(served, server.database.tally())
    return server


def counts6(server: SqlServer6) -> tuple[list[int], list[int]]:
    pools, prefix_pools = server.statistics.pools, server.statistics.prefix_pools
    return (
        [pools[1, id]["assigned-nas"] for id in IDS6],
        [prefix_pools[1, id]["assigned-pds"] for id in PREFIX_IDS],
    )


@pytest.fixture
def server(settings: DatabaseSettings) -> Iterator[SqlServer]:
    server = counting(settings)
    with serving(server):
        yield server


def lease(server: SqlServer, last: int, address: str) -> Client:
    client = Client(server, f"02:00:00:00:00:{last:02x}")
    client.select(client.discover(address).address).expect(5, yiaddr=address)
    return client


def test_leases_count_for_the_pools_they_are_in(server: SqlServer) -> None:
    lease(server, 1, "192.0.2.10")
    client = lease(server, 2, "192.0.2.20")
    other = lease(server, 3, "192.0.2.31")
    assert counts(server) == [1, 1, 1]
    server.now += 2000
    client.renew("192.0.2.20").expect(5)
    assert counts(server) == [1, 1, 1]
    client.release("192.0.2.20")
    assert counts(server) == [1, 0, 1]
    other.decline("192.0.2.31")
    # what is declined is still assigned, to nobody
    assert counts(server) == [1, 0, 1]
    assert counts(server, "declined-addresses") == [0, 0, 1]


def test_leases_that_are_over_are_taken_back_from_their_pools(server: SqlServer) -> None:
    lease(server, 1, "192.0.2.10")
    lease(server, 2, "192.0.2.20")
    server.now += 4000
    assert server.reclaim() == 2
    assert counts(server) == [0, 0, 0]
    assert counts(server, "reclaimed-leases") == [1, 1, 0]


def test_another_server_counts_them_alike(settings: DatabaseSettings) -> None:
    first = counting(settings)
    with serving(first):
        for last, address in enumerate(("192.0.2.10", "192.0.2.20", "192.0.2.29", "192.0.2.30")):
            lease(first, last, address)
        lease(first, 9, "192.0.2.39").decline("192.0.2.39")
        second = counting(settings)
        with serving(second):
            assert counts(second) == counts(first) == [1, 2, 2]
            assert counts(second, "declined-addresses") == counts(first, "declined-addresses") == [0, 0, 1]


def test_addresses_and_prefixes_have_pools_of_their_own(settings: DatabaseSettings) -> None:
    server = counting6(settings)
    with serving(server):
        for last, iaid in ((1, 1), (2, 2)):
            Client6(server, last).lease(na(iaid, f"2001:db8:1::{last}0"))
        client = Client6(server, 3)
        client.lease(pd(3, "2001:db8:9000:100::/56"))
        assert counts6(server) == ([1, 1], [0, 1])
        server.now += 1500
        client.renew(pd(3, "2001:db8:9000:100::/56"))
        assert counts6(server) == ([1, 1], [0, 1])
        other = counting6(settings)
        with serving(other):
            assert counts6(other) == ([1, 1], [0, 1])


def test_rows_and_counts_of_the_newest_tables_say_the_pool(newest: DatabaseSettings) -> None:
    server, server6 = counting(newest), counting6(newest)
    with serving(server, server6), opened(newest) as session:
        lease(server, 1, "192.0.2.10")
        lease(server, 2, "192.0.2.20")
        Client6(server6, 3).lease(pd(3, "2001:db8:9000:100::/56"))
        assert session.rows("SELECT pool_id FROM lease4 ORDER BY address") == [(0,), (5,)]
        assert session.rows("SELECT pool_id FROM lease6") == [(6,)]
        assert [row for row in rows_of(session, "lease4_pool_stat") if row[-1]] == [(1, 0, 0, 1), (1, 5, 0, 1)]
        assert [row for row in rows_of(session, "lease6_pool_stat") if row[-1]] == [(1, 6, 2, 0, 1)]


def test_new_tables_have_new_pools() -> None:
    in_force = [tables6(numbered6())]
    ids = PoolsInForce(lambda: in_force[-1], spans6)
    assert ids().of(1, NA, number("2001:db8:1::10")) == 5
    assert ids().of(1, PD, number("2001:db8:9000:100::")) == 6
    assert ids() is ids()
    in_force.append(tables6(subnet6(pools=POOLS6)))
    assert ids().of(1, NA, number("2001:db8:1::10")) == 0


def test_tables_in_force_are_asked_for_the_pool(server: SqlServer) -> None:
    lease(server, 1, "192.0.2.10")
    assert server.driver.database.pool_ids().of(1, 0, server.leases()["192.0.2.10"].address) == 0
    server.driver.install(tables(numbered(4, 5, 7)))
    assert server.driver.database.pool_ids().of(1, 0, server.leases()["192.0.2.10"].address) == 4
