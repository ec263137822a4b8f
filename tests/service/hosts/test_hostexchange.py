"""Reservations in databases: DHCPv4 over PostgreSQL and MariaDB, with leases in memory and in the database."""

from collections.abc import Callable, Iterator

import pytest

from lessor.config.universe import OPTIONS4
from lessor.engine.classify import Classifier
from lessor.model.database import DatabaseSettings
from lessor.model.host import Host4
from lessor.model.options import OptionData
from lessor.service.hosts.hostservice import inform4
from lessor.store.hostdatabase import open_hosts
from lessor.store.hostrows import HOSTS4
from lessor.store.hosts import HostStore
from lessor.store.sql import LostConnection
from lessor.wire.packet4 import ACK, NAK, OFFER, decode4
from tests.flows.conversation import NOW, Client, number, octets, reservation, rule, subnet
from tests.service.hosted import HostedServer, HostedSqlServer, closing_all, host4
from tests.stores.hosts import without_hosts

A, B, C = "02:00:00:00:00:0a", "02:00:00:00:00:0b", "02:00:00:00:00:0c"

Start = Callable[..., HostedServer | HostedSqlServer]


@pytest.fixture(params=["postgresql_leases", "mysql_leases"])
def settings(request: pytest.FixtureRequest) -> Iterator[DatabaseSettings]:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseSettings)
    yield without_hosts(found)
    without_hosts(found)


@pytest.fixture(params=["memory", "sql"])
def start(request: pytest.FixtureRequest, settings: DatabaseSettings) -> Iterator[Start]:
    """Start a server that looks for reservations in the database: `start("192.0.2.10-192.0.2.20")`."""
    servers: list[HostedServer | HostedSqlServer] = []

    def one(
        pools: str = "192.0.2.10-192.0.2.20", others: dict[str, object] | None = None, **of_subnet: object
    ) -> HostedServer | HostedSqlServer:
        where = subnet(pools=pools, **of_subnet)  # type: ignore[arg-type]  # what the test says
        others = others or {}
        server: HostedServer | HostedSqlServer
        if request.param == "memory":
            server = HostedServer([settings], where, **others)
        else:
            server = HostedSqlServer([settings], settings, where, **others)
        servers.append(server)
        return server

    yield one
    with closing_all(*servers):
        pass


def reserve(settings: DatabaseSettings, *hosts: Host4) -> None:
    store = open_hosts(settings, HOSTS4)
    for host in hosts:
        store.add(host)
    store.close()


def withdraw(settings: DatabaseSettings, *hosts: Host4) -> None:
    store = open_hosts(settings, HOSTS4)
    for host in hosts:
        assert store.remove(host)
    store.close()


def test_a_client_gets_what_is_reserved_for_it(start: Start, settings: DatabaseSettings) -> None:
    reserve(settings, host4(A, "192.0.2.99", hostname="printer", next_server=number("192.0.2.7")))
    server = start()
    client = Client(server, A)
    client.discover().expect(OFFER, yiaddr="192.0.2.99")
    client.select("192.0.2.99").expect(ACK, yiaddr="192.0.2.99", siaddr="192.0.2.7")
    assert server.leases()["192.0.2.99"].hostname.startswith("printer")
    assert Client(server, B).lease() != "192.0.2.99"


def test_options_of_a_reservation_go_with_it(start: Start, settings: DatabaseSettings) -> None:
    time_server = OptionData(42, "dhcp4", b"", csv_format=True, text="192.0.2.77")
    nonsense = OptionData(6, "dhcp4", b"", csv_format=True, text="no address")
    octets_of_its_own = OptionData(222, "dhcp4", b"\1\2", csv_format=False, always_send=True)
    reserve(settings, host4(A, options=(time_server, nonsense, octets_of_its_own)))
    server = start()
    reply = Client(server, A).discover(option55=bytes((42, 6)))
    reply.expect(OFFER, option42=octets("192.0.2.77"), option222=b"\1\2", option6=None)
    assert len(server.told) == 1


def test_nobody_else_is_offered_a_reserved_address(start: Start, settings: DatabaseSettings) -> None:
    reserve(settings, *[host4(f"02:00:00:00:01:{last:02x}", f"192.0.2.{last}") for last in (10, 11, 13)])
    server = start("192.0.2.10-192.0.2.14")
    given = [Client(server, hwaddr).lease() for hwaddr in (A, B)]
    assert sorted(given) == ["192.0.2.12", "192.0.2.14"]
    Client(server, C).discover().expect_silence()
    Client(server, C).select("192.0.2.10").expect(NAK)
    assert Client(server, "02:00:00:00:01:0b").lease() == "192.0.2.11"


def test_clients_of_one_batch_get_different_addresses_around_the_reserved_ones(
    start: Start, settings: DatabaseSettings
) -> None:
    reserve(settings, *[host4(f"02:00:00:00:01:{last:02x}", f"192.0.2.{last}") for last in range(10, 150, 2)])
    server = start("192.0.2.10-192.0.2.209")
    some = [Client(server, f"02:00:00:00:02:{last:02x}") for last in range(100)]
    owner = Client(server, "02:00:00:00:01:0c")
    replies = server.hear(*[client.received(client.message(1)) for client in (*some, owner)])
    offered = [decode4(reply.data).yiaddr for reply in replies]
    assert len(set(offered)) == len(offered) == 101
    reserved = {number(f"192.0.2.{last}") for last in range(10, 150, 2)}
    assert reserved.intersection(offered) == {number("192.0.2.12")}
    # who was answered after a second look is counted once
    assert server.count("pkt4-discover-received") == server.count("pkt4-offer-sent") == 101


def test_who_has_an_address_that_is_reserved_for_another_since_must_leave_it(
    start: Start, settings: DatabaseSettings
) -> None:
    server = start()
    client = Client(server, B)
    address = client.lease()
    reserve(settings, host4(A, address))
    client.renew(address).expect(NAK)
    assert client.lease() != address
    assert Client(server, A).lease() != ""


def test_what_is_no_longer_reserved_is_free_again(start: Start, settings: DatabaseSettings) -> None:
    host = host4(A, "192.0.2.10", hostname="printer")
    reserve(settings, host)
    server = start("192.0.2.10-192.0.2.10")
    Client(server, B).discover().expect_silence()
    assert Client(server, A).discover().address == "192.0.2.10"
    withdraw(settings, host)
    server.now += 60
    Client(server, B).discover().expect(OFFER, yiaddr="192.0.2.10")


def test_changes_are_seen_when_the_client_comes_again(start: Start, settings: DatabaseSettings) -> None:
    reserve(settings, host4(A, "192.0.2.99"))
    server = start()
    client = Client(server, A)
    client.lease()
    store = open_hosts(settings, HOSTS4)
    assert store.update(host4(A, "192.0.2.98"))
    store.close()
    client.renew("192.0.2.99").expect(NAK)
    assert client.lease() == "192.0.2.98"


def test_the_configuration_comes_first(start: Start, settings: DatabaseSettings) -> None:
    reserve(settings, host4(A, "192.0.2.99"), host4(B, "192.0.2.50"))
    server = start(hosts=reservation(A, address="192.0.2.50"))
    assert Client(server, A).lease() == "192.0.2.50"
    assert Client(server, B).lease() not in ("192.0.2.50", "192.0.2.99")


def test_reservations_count_where_the_subnet_says(start: Start, settings: DatabaseSettings) -> None:
    reserve(settings, host4(A, "192.0.2.99"), host4(B, "192.0.2.98", subnet_id=0), host4(C, "192.0.2.97", subnet_id=9))
    nowhere = start(reservations_in_subnet=False)
    assert Client(nowhere, A).discover().address != "192.0.2.99"
    everywhere = start(reservations_global=True)
    assert Client(everywhere, B).discover().address == "192.0.2.98"
    assert Client(everywhere, C).discover().address != "192.0.2.97"


def test_out_of_pool_reservations_do_not_keep_addresses_of_pools(start: Start, settings: DatabaseSettings) -> None:
    reserve(settings, host4(A, "192.0.2.10"), host4(B, "192.0.2.99"))
    server = start("192.0.2.10-192.0.2.10", reservations_out_of_pool=True)
    assert Client(server, C).lease() == "192.0.2.10"
    assert Client(server, B).lease() == "192.0.2.99"


def test_classes_of_a_reservation_count(start: Start, settings: DatabaseSettings) -> None:
    reserve(settings, host4(A, client_classes=("DROP",)))
    server = start(others={"classifier": Classifier([rule("any")], frozenset())})
    Client(server, A).discover().expect_silence()
    Client(server, B).discover().expect(OFFER)


def test_two_servers_know_at_once_what_one_was_told(start: Start, settings: DatabaseSettings) -> None:
    one, other = start("192.0.2.10-192.0.2.10"), start("192.0.2.10-192.0.2.10")
    Client(one, A).discover().expect(OFFER, yiaddr="192.0.2.10")
    reserve(settings, host4(B, "192.0.2.10"))
    Client(one, A).select("192.0.2.10").expect(NAK)
    Client(other, A).select("192.0.2.10").expect(NAK)
    assert Client(other, B).lease() == "192.0.2.10"


def hang_up(store: HostStore[Host4]) -> None:
    store.close()
    store.in_subnet(1)


def test_a_lost_database_gives_nothing_away(start: Start, settings: DatabaseSettings) -> None:
    server = start()
    Client(server, A).discover().expect(OFFER)
    (database,) = server.hosts
    with pytest.raises(LostConnection):
        server.loop.run_until_complete(database.run(hang_up))
    assert not database.connected
    Client(server, B).discover().expect_silence()
    server.loop.run_until_complete(database.connect())
    Client(server, B).discover().expect(OFFER)


def test_databases_are_asked_in_their_order(
    postgresql_leases: DatabaseSettings, mysql_leases: DatabaseSettings
) -> None:
    for settings in (postgresql_leases, mysql_leases):
        without_hosts(settings)
    reserve(postgresql_leases, host4(A, "192.0.2.98"))
    reserve(mysql_leases, host4(A, "192.0.2.99"), host4(B, "192.0.2.97"))
    first = HostedServer([postgresql_leases, mysql_leases], subnet())
    second = HostedServer([mysql_leases, postgresql_leases], subnet())
    with closing_all(first, second):
        assert [Client(first, A).lease(), Client(second, A).lease()] == ["192.0.2.98", "192.0.2.99"]
        assert Client(first, B).lease() == "192.0.2.97"
    for settings in (postgresql_leases, mysql_leases):
        without_hosts(settings)


def test_a_server_that_is_told_of_no_database_any_more_answers_as_before(settings: DatabaseSettings) -> None:
    reserve(settings, host4(A, "192.0.2.10"))
    server = HostedServer([settings], subnet("192.0.2.0/24", "192.0.2.10-192.0.2.10"))
    with closing_all(server):
        assert Client(server, A).discover().address == "192.0.2.10"
        Client(server, B).discover().expect_silence()
        assert inform4(server.exchange, [], OPTIONS4.standard, server.told.append, server.held.append) is None
        server.sent.clear()
        server.exchange.run([Client(server, B).received(Client(server, B).message(1))], NOW + 60)
        assert decode4(server.sent[0].data).yiaddr == number("192.0.2.10")
