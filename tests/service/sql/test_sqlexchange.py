"""Servers that share a SQL database: each conversation over PostgreSQL and over MariaDB."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from lessor.engine.pickers.queue import QueueOccupancy, pick
from lessor.engine.tables import Host
from lessor.model.database import DatabaseSettings
from lessor.model.datagram import Received4
from lessor.model.lease import DECLINED, RECLAIMED, Lease4
from lessor.service.sql.refresh import Refresh
from lessor.store.schema.session import opened
from lessor.wire.packet4 import ACK, DISCOVER, NAK, OFFER, REQUEST, decode4
from lessor.wire.packet6 import REPLY
from tests.flows.conversation import NOW, Client, number, octets, reservation, subnet
from tests.flows.conversation6 import Client6, na, pd, subnet6
from tests.service.sqlservers import SqlServer, SqlServer6, serving
from tests.stores.kinds import add

A, B = "02:00:00:00:00:0a", "02:00:00:00:00:0b"

Start = Callable[..., SqlServer]


@pytest.fixture(params=["postgresql_leases", "mysql_leases"])
def settings(request: pytest.FixtureRequest) -> DatabaseSettings:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseSettings)
    return found


@pytest.fixture
def start(settings: DatabaseSettings) -> Iterator[Start]:
    """Start a server on the database: `start("192.0.2.10-192.0.2.20")`."""
    servers: list[SqlServer] = []

    def one(pools: str = "192.0.2.10-192.0.2.20", hosts: dict[tuple[str, bytes], Host] | None = None) -> SqlServer:
        servers.append(SqlServer(settings, subnet(pools=pools, hosts=hosts)))
        return servers[-1]

    yield one
    for server in servers:
        server.close()


def hwaddr(last: int) -> str:
    return f"02:00:00:00:{last // 256:02x}:{last % 256:02x}"


def clients(server: SqlServer, count: int, first: int = 100) -> list[Client]:
    return [Client(server, hwaddr(first + last)) for last in range(count)]


def requests(some: list[Client], addresses: list[str]) -> list[Received4]:
    server_id = octets("192.0.2.1")
    return [
        client.received(client.message(REQUEST, {50: octets(address), 54: server_id}))
        for client, address in zip(some, addresses, strict=True)
    ]


def discovery(server: SqlServer, client: str) -> Received4:
    its = Client(server, client)
    return its.received(its.message(DISCOVER))


# --- one server ------------------------------------------------------------------------------------------------------


def test_a_client_gets_an_address_renews_it_and_gives_it_back(start: Start) -> None:
    server = start()
    client = Client(server, A)
    address = client.discover().expect(OFFER).address
    assert server.leases() == {}
    client.select(address).expect(ACK, yiaddr=address)
    assert server.leases()[address].hwaddr == client.hwaddr
    server.now += 100
    client.renew(address).expect(ACK, yiaddr=address)
    assert server.leases()[address].cltt == NOW + 100
    client.release(address).expect_silence()
    assert server.leases() == {}


def test_who_comes_back_gets_the_address_it_has(start: Start) -> None:
    first = start()
    address = Client(first, A).lease()
    again = start()
    assert Client(again, A).discover().address == address
    Client(again, A).reboot(address).expect(ACK, yiaddr=address)


def test_one_batch_has_different_addresses_for_all(start: Start) -> None:
    server = start("192.0.2.10-192.0.2.209")
    some = clients(server, 200)
    replies = server.hear(*[client.received(client.message(1)) for client in some])
    offered = {decode4(reply.data).yiaddr for reply in replies}
    assert len(offered) == 200


def test_messages_of_one_client_in_one_batch_build_on_each_other(start: Start) -> None:
    server = start()
    client = Client(server, A)
    asked = client.message(REQUEST, {50: octets("192.0.2.15")})
    given_back = client.message(7, {54: octets("192.0.2.1")}, ciaddr="192.0.2.15")
    asked.options[54] = octets("192.0.2.1")
    batch = [client.received(asked), client.received(asked), client.received(given_back, "192.0.2.15")]
    replies = server.hear(*batch)
    assert [decode4(reply.data).options[53] for reply in replies] == [bytes((ACK,))] * 2
    assert server.leases() == {}


def test_what_is_reserved_is_given_to_its_owner_only(start: Start) -> None:
    server = start(hosts=reservation(A, address="192.0.2.12"))
    assert Client(server, A).lease() == "192.0.2.12"
    Client(server, B).select("192.0.2.12").expect(NAK)


def test_declined_addresses_are_set_aside(start: Start) -> None:
    server = start("192.0.2.10-192.0.2.11")
    client = Client(server, A)
    address = client.lease()
    client.decline(address)
    assert server.leases()[address].state == DECLINED
    assert client.lease() != address


def test_statistics_count_what_happened(start: Start) -> None:
    server = start()
    client = Client(server, A)
    address = client.lease()
    assert server.count("pkt4-ack-sent") == server.count("pkt4-request-received") == 1
    assert server.count("assigned-addresses") == 1
    client.release(address)
    assert server.count("assigned-addresses") == 0


def test_a_row_that_no_database_takes_costs_its_own_message_only(start: Start, settings: DatabaseSettings) -> None:
    server = start("192.0.2.10-192.0.2.99")
    some = clients(server, 20)
    # no column for client identifiers of MySQL is that long; PostgreSQL refuses a lease of a state it does not know
    some[7].client_id = bytes(range(1, 200))
    addresses = [f"192.0.2.{last}" for last in range(20, 40)]
    replies = server.hear(*requests(some, addresses))
    assert len(replies) == (19 if settings.type == "mysql" else 20)
    assert len(server.leases()) == len(replies)


def test_while_enough_messages_wait_no_more_are_taken(start: Start) -> None:
    server = start("192.0.0.0-192.0.250.255")
    some = clients(server, 600)
    server.begin(*[client.received(client.message(1)) for client in some])
    assert server.held == [True]
    server.finish()
    assert server.held == [True, False]
    assert len(server.sent) == 600


@contextmanager
def writing_stopped(settings: DatabaseSettings) -> Iterator[None]:
    """Have nobody write leases for the block; who only reads is not concerned."""
    with opened(settings) as session:
        if session.dialect == "postgresql":
            with session.transaction():
                session.run("LOCK TABLE lease4 IN EXCLUSIVE MODE")
                yield
        else:
            session.run("LOCK TABLES lease4 READ, lease4_stat READ")
            yield
            session.run("UNLOCK TABLES")


def kinds(server: SqlServer) -> list[int]:
    return [decode4(reply.data).options[53][0] for reply in server.sent]


def test_offers_do_not_wait_for_what_is_written(start: Start, settings: DatabaseSettings) -> None:
    server = start()
    server.sent.clear()
    with writing_stopped(settings):
        server.begin(*requests([Client(server, A)], ["192.0.2.15"]), discovery(server, B))
        server.run_until(lambda: bool(server.sent))
        assert kinds(server) == [OFFER]
        # nor does the next batch
        server.begin(discovery(server, hwaddr(300)))
        server.run_until(lambda: len(server.sent) == 2)
        assert kinds(server) == [OFFER, OFFER]
        assert server.leases() == {}
    server.finish()
    assert kinds(server) == [OFFER, OFFER, ACK]


def test_a_client_that_asks_again_while_its_lease_is_written_is_answered_twice(
    start: Start, settings: DatabaseSettings
) -> None:
    server = start()
    server.sent.clear()
    client = Client(server, A)
    with writing_stopped(settings):
        server.begin(*requests([client], ["192.0.2.15"]), discovery(server, B))
        server.run_until(lambda: bool(server.sent))
        server.begin(*requests([client], ["192.0.2.15"]))
    server.finish()
    assert kinds(server) == [OFFER, ACK, ACK]
    assert server.leases()["192.0.2.15"].hwaddr == client.hwaddr
    assert server.count("assigned-addresses") == 1


# --- several servers -------------------------------------------------------------------------------------------------


def test_an_address_that_another_server_gave_is_not_offered(start: Start) -> None:
    one, other = start("192.0.2.10-192.0.2.29"), start("192.0.2.10-192.0.2.29")
    taken = {client.lease() for client in clients(one, 19)}
    assert len(taken) == 19
    (left,) = {f"192.0.2.{last}" for last in range(10, 30)} - taken
    Client(other, A).discover().expect(OFFER, yiaddr=left)


def test_of_two_servers_with_one_address_one_gives_it(start: Start) -> None:
    one, other = start(), start()
    one.begin(*requests([Client(one, A)], ["192.0.2.15"]))
    Client(other, B).select("192.0.2.15").expect(ACK)
    one.finish()
    assert [decode4(reply.data).options[53] for reply in one.sent] == [bytes((NAK,))]
    assert one.leases()["192.0.2.15"].hwaddr == Client(other, B).hwaddr
    # of what did not happen nothing is counted
    assert one.count("assigned-addresses") == 0
    assert one.count("pkt4-request-received") == 1


def test_what_another_server_took_back_can_be_given_when_nothing_else_is_left(start: Start) -> None:
    pool = "192.0.2.10-192.0.2.13"
    one, other = start(pool), start(pool)
    leases = {client: client.lease() for client in clients(one, 4)}
    Client(other, A).discover().expect_silence()
    client, address = leases.popitem()
    client.release(address)
    # a look at the subnet is taken once in a second at most
    other.driver.refresh = Refresh()
    Client(other, A).discover().expect(OFFER, yiaddr=address)


def test_leases_that_are_over_are_taken_back_where_nothing_is_free(start: Start) -> None:
    pool = "192.0.2.10-192.0.2.13"
    one = start(pool)
    leases = [client.lease() for client in clients(one, 4)]
    other = start(pool)
    Client(other, A).discover().expect_silence()
    other.now += 3601
    address = Client(other, A).lease()
    assert address in leases
    assert {lease.state for text, lease in other.leases().items() if text != address} == {RECLAIMED}


def test_each_lease_is_taken_back_once(start: Start) -> None:
    one, other = start(), start()
    for client in clients(one, 5):
        client.lease()
    one.now += 3601
    other.now += 3601
    assert (one.reclaim(3), other.reclaim(), one.reclaim()) == (3, 2, 0)
    assert {lease.state for lease in one.leases().values()} == {RECLAIMED}
    assert one.count("reclaimed-leases") + other.count("reclaimed-leases") == 5
    assert (other.remove(hold=10), one.remove(), other.remove()) == (0, 5, 0)
    assert one.leases() == {}


def test_renewals_of_what_another_server_gave(start: Start) -> None:
    one, other = start(), start()
    address = Client(one, A).lease()
    other.now += 50
    Client(other, A).renew(address).expect(ACK, yiaddr=address)
    one.now += 100
    Client(one, A).renew(address).expect(ACK, yiaddr=address)
    assert one.leases()[address].cltt == NOW + 100


def test_a_server_knows_what_was_there_when_it_started(start: Start) -> None:
    one = start("192.0.2.10-192.0.2.209")
    leases = [
        Lease4(number("192.0.2.10") + place, b"\6" + place.to_bytes(5, "big"), b"", 3600, NOW, 1)
        for place in range(199)
    ]
    add(one.store, *leases)
    late = start("192.0.2.10-192.0.2.209")
    Client(late, A).discover().expect(OFFER, yiaddr="192.0.2.209")


def test_what_has_been_free_for_longest_is_known_from_before_the_start(settings: DatabaseSettings) -> None:
    def queue() -> SqlServer:
        where = subnet(pools="192.0.2.10-192.0.2.13")
        for pool in where.pools:
            pool.occupancy, pool.pick = QueueOccupancy(4), pick
        return SqlServer(settings, where)

    first = queue()
    some = clients(first, 4)
    addresses = [client.lease() for client in some]
    for place in (2, 0, 3):
        first.now += 10
        some[place].renew(addresses[place]).expect(ACK)
    first.now += 3605
    first.reclaim()
    late = queue()
    with serving(first, late):
        late.now = first.now
        assert Client(late, A).lease() == addresses[1]
        assert Client(late, B).lease() == addresses[2]


def test_the_same_for_dhcpv6(settings: DatabaseSettings) -> None:
    one, other = SqlServer6(settings, subnet6()), SqlServer6(settings, subnet6())
    with serving(one, other):
        client = Client6(one)
        client.request(na(1), pd(2)).expect(REPLY)
        address, prefix = sorted(one.leases())
        # who has it is known to the other server, which gives it to nobody else
        assert Client6(other, 11).request(na(1, address)).item != address
        other.now += 100
        Client6(other).renew(na(1, address)).expect(REPLY, address)
        client.release(na(1, address), pd(2, prefix))
        assert len(other.leases()) == 1
