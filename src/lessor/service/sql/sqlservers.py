"""Exchanges whose leases are in a SQL database, put together: the ordinary exchange on a view, and who drives it."""

from collections.abc import Callable
from operator import methodcaller
from typing import Final, TypeAlias, TypeVar, cast

from lessor.engine.adopt import remember
from lessor.engine.pickers.queue import QueueOccupancy
from lessor.engine.tables import Tables
from lessor.engine.tables6 import Tables6
from lessor.model.datagram import Received4, Reply4
from lessor.model.datagram6 import Received6, Reply6
from lessor.model.lease import Lease4, expires_at
from lessor.model.lease6 import Lease6
from lessor.service.chronicle4 import Chronicle4
from lessor.service.chronicle6 import Chronicle6
from lessor.service.exchange4 import Exchange4
from lessor.service.exchange6 import Exchange6
from lessor.service.sql.poolsinforce import PoolsInForce, spans4, spans6
from lessor.service.sql.refresh import correct
from lessor.service.sql.sqlexchange import SqlExchange
from lessor.service.sql.sqlreclaim import SqlReclamation
from lessor.service.sql.sqlsides import SIDE4, SIDE6, Side
from lessor.service.sql.told import Told
from lessor.store.leasedatabase import LeaseDatabase
from lessor.store.mysql import LAST_SECOND
from lessor.store.view import View4, View6

HISTORY: Final = 1 << 18
"""Leases that are over that are read at a start, for pools that give first what has been free for longest."""

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)
Received = TypeVar("Received")
InForce = TypeVar("InForce")

SqlExchange4: TypeAlias = SqlExchange[Lease4, Received4, Reply4, Tables]
SqlExchange6: TypeAlias = SqlExchange[Lease6, Received6, Reply6, Tables6]


def sql_exchange4(
    tables: Tables,
    database: LeaseDatabase[Lease4],
    chronicle: Chronicle4,
    send: Callable[[list[Reply4]], None],
    hold: Callable[[bool], None],
    client_port: int = 0,
) -> SqlExchange4:
    """Return an exchange of DHCPv4 over a connected database, whose leases are looked at once. Raise StoreError."""
    told = Told(chronicle)
    view = View4()
    # whatever is told to a chronicle can be told to this
    exchange = Exchange4(tables, view, cast(Chronicle4, told), send, client_port)
    exchange.reclamation = reclamation = SqlReclamation(view, exchange._place, told)
    database.pool_ids = PoolsInForce(lambda: exchange.tables, spans4)
    take_stock(database, SIDE4, tables)
    offers = exchange.offers
    driver = SqlExchange(
        SIDE4,
        exchange,
        database,
        view,
        told,
        reclamation,
        chronicle,
        send,
        hold,
        chronicle.ledger,
        lambda lease: offers,
    )
    database.on_close.append(driver.close)
    return driver


def sql_exchange6(
    tables: Tables6,
    database: LeaseDatabase[Lease6],
    chronicle: Chronicle6,
    send: Callable[[list[Reply6]], None],
    hold: Callable[[bool], None],
    client_port: int = 0,
) -> SqlExchange6:
    """Return an exchange of DHCPv6 over a connected database, as sql_exchange4. Raise StoreError."""
    told = Told(chronicle)
    view = View6()
    exchange = Exchange6(tables, view, cast(Chronicle6, told), send, client_port)
    exchange.reclamation = reclamation = SqlReclamation(view, exchange._place, told)
    database.pool_ids = PoolsInForce(lambda: exchange.tables, spans6)
    take_stock(database, SIDE6, tables)
    offers = exchange.offers
    driver = SqlExchange(
        SIDE6,
        exchange,
        database,
        view,
        told,
        reclamation,
        chronicle,
        send,
        hold,
        chronicle.ledger,
        lambda lease: offers.of(lease.type),
    )
    database.on_close.append(driver.close)
    return driver


def take_stock(database: LeaseDatabase[AnyLease], side: Side[AnyLease, Received, InForce], tables: InForce) -> None:
    """Note which addresses of the pools are taken, and since when others are free. Raise StoreError."""
    pools = side.pools(tables)
    for subnet_id, its_pools in pools.items():
        correct(its_pools, database.ask_now(methodcaller("occupied", subnet_id)))
    if any(isinstance(pool.occupancy, QueueOccupancy) for its_pools in pools.values() for pool in its_pools):
        ended = database.ask_now(methodcaller("reclaimed", LAST_SECOND, HISTORY))
        places = [(expires_at(lease), side.place_of(tables, lease)) for lease in ended]
        remember([(time, place) for time, place in places if place is not None])
