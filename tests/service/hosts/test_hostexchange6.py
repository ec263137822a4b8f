"""Reservations in databases: DHCPv6 conversations over PostgreSQL and MariaDB, with leases in memory and there too."""

from collections.abc import Callable, Iterator
from ipaddress import IPv6Address

import pytest

from lessor.engine.classify import Classifier, Rule
from lessor.engine.request6 import Request6
from lessor.model.database import DatabaseSettings
from lessor.model.network6 import Host6
from lessor.model.options import OptionData
from lessor.store.hostdatabase import open_hosts
from lessor.store.hostrows import HOSTS6
from lessor.store.hosts import HostStore
from lessor.store.sql import LostConnection
from lessor.wire.packet6 import ADVERTISE, REPLY, SOLICIT, decode6
from tests.flows.conversation6 import Answer6, Client6, duid, na, pd, subnet6
from tests.service.hosted import HostedServer6, HostedSqlServer6, closing_all, host6
from tests.stores.hosts import without_hosts

POOL = "2001:db8:1::100-2001:db8:1::10f"
OUTSIDE = "2001:db8:1::99"

AnyServer = HostedServer6 | HostedSqlServer6
Start = Callable[..., AnyServer]


@pytest.fixture(params=["postgresql_leases", "mysql_leases", "postgresql_newest_leases"])
def settings(request: pytest.FixtureRequest) -> Iterator[DatabaseSettings]:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseSettings)
    yield without_hosts(found)
    without_hosts(found)


@pytest.fixture(params=["memory", "sql"])
def start(request: pytest.FixtureRequest, settings: DatabaseSettings) -> Iterator[Start]:
    """Start a server that looks for reservations in the database: `start("2001:db8:1::100-2001:db8:1::10f")`."""
    servers: list[AnyServer] = []

    def one(pools: str = POOL, others: dict[str, object] | None = None, **of_subnet: object) -> AnyServer:
        where = subnet6(pools=pools, **of_subnet)  # type: ignore[arg-type]  # what the test says
        server: AnyServer
        if request.param == "memory":
            server = HostedServer6([settings], where, **others or {})
        else:
            server = HostedSqlServer6([settings], settings, where, **others or {})
        servers.append(server)
        return server

    yield one
    with closing_all(*servers):
        pass


def address(text: str) -> int:
    return int(IPv6Address(text))


def prefixes(*texts: str) -> dict[str, object]:
    written = [text.split("/") for text in texts]
    pairs = tuple((address(first), int(length)) for first, length in written)
    return {"prefixes": pairs, "excluded": (None,) * len(pairs)}


def reserve(settings: DatabaseSettings, *hosts: Host6) -> None:
    store = open_hosts(settings, HOSTS6)
    for host in hosts:
        store.add(host)
    store.close()


def withdraw(settings: DatabaseSettings, host: Host6) -> None:
    store = open_hosts(settings, HOSTS6)
    assert store.remove(host)
    store.close()


def test_a_whole_conversation_about_what_is_reserved(start: Start, settings: DatabaseSettings) -> None:
    reserve(settings, host6(duid(10), address(OUTSIDE), **prefixes("2001:db8:9000::/56")))
    server = start()
    client = Client6(server)
    both = OUTSIDE, "2001:db8:9000::/56"
    client.solicit(na(1), pd(2)).expect(ADVERTISE, *both)
    client.request(na(1, both[0]), pd(2, both[1])).expect(REPLY, *both)
    assert sorted(server.leases()) == sorted(both)
    client.renew(na(1, both[0]), pd(2, both[1])).expect(REPLY, *both)
    client.rebind(na(1, both[0]), pd(2, both[1])).expect(REPLY, *both)
    assert client.confirm(na(1, both[0])).overall == 0
    client.release(na(1, both[0]), pd(2, both[1])).expect(REPLY)
    client.solicit(na(1), pd(2)).expect(ADVERTISE, *both)
    # each message was heard once, whatever was looked up for it
    assert server.count("pkt6-solicit-received") == server.count("pkt6-advertise-sent") == 2
    assert server.count("pkt6-reply-sent") == 5


def test_two_messages_are_enough(start: Start, settings: DatabaseSettings) -> None:
    reserve(settings, host6(duid(10), address(OUTSIDE)))
    client = Client6(start(rapid_commit=True))
    client.rapid(na(1)).expect(REPLY, OUTSIDE)


def test_several_addresses_of_one_client(start: Start, settings: DatabaseSettings) -> None:
    reserve(settings, host6(duid(10), address(OUTSIDE), address("2001:db8:1::98")))
    answer = Client6(start()).solicit(na(1), na(2)).expect(ADVERTISE)
    assert sorted(answer.items) == ["2001:db8:1::98", OUTSIDE]


def test_nobody_else_gets_what_is_reserved(start: Start, settings: DatabaseSettings) -> None:
    reserve(
        settings,
        host6(duid(1), address("2001:db8:1::100"), **prefixes("2001:db8:8000::/56")),
        host6(duid(2), address("2001:db8:1::102"), **prefixes("2001:db8:8000:100::/56")),
    )
    server = start("2001:db8:1::100-2001:db8:1::103")
    some = [Client6(server, last) for last in (11, 12)]
    given = [client.request(na(1), pd(2)).items for client in some]
    assert sorted(items[0] for items in given) == ["2001:db8:1::101", "2001:db8:1::103"]
    assert not {"2001:db8:8000::/56", "2001:db8:8000:100::/56"} & {items[1] for items in given}
    assert Client6(server, 13).solicit(na(1)).items == []
    assert Client6(server, 1).request(na(1), pd(2)).items == ["2001:db8:1::100", "2001:db8:8000::/56"]


def test_clients_of_one_batch_get_different_things_around_the_reserved_ones(
    start: Start, settings: DatabaseSettings
) -> None:
    reserve(settings, *[host6(duid(200 + i), address("2001:db8:1::100") + 2 * i) for i in range(50)])
    server = start("2001:db8:1::100-2001:db8:1::1ff", prefixes="2001:db8:8000::/48>56")
    clients = [Client6(server, last) for last in (*range(60), 201)]
    replies = server.hear(*[client.received(client.message(SOLICIT, na(1), pd(2))) for client in clients])
    answers = [Answer6(reply, decode6(reply.data)) for reply in replies]
    offered = [item for answer in answers for item in answer.items]
    assert len(set(offered)) == len(offered) == 2 * 61
    reserved = {str(IPv6Address(address("2001:db8:1::100") + 2 * i)) for i in range(50)}
    assert reserved.intersection(offered) == {"2001:db8:1::102"}
    assert server.count("pkt6-solicit-received") == server.count("pkt6-advertise-sent") == 61


def test_who_has_what_is_reserved_for_another_since_must_leave_it(start: Start, settings: DatabaseSettings) -> None:
    server = start()
    client = Client6(server, 11)
    taken, delegated = client.request(na(1), pd(2)).items
    reserve(settings, host6(duid(10), address(taken), **prefixes(delegated)))
    answer = client.renew(na(1, taken), pd(2, delegated)).expect(REPLY)
    assert answer.withdrawn == [taken, delegated]
    assert len(answer.items) == 2
    assert not {taken, delegated} & set(answer.items)
    assert Client6(server).request(na(1), pd(2)).items == [taken, delegated]


def test_what_is_no_longer_reserved_is_free_again(start: Start, settings: DatabaseSettings) -> None:
    host = host6(duid(10), address("2001:db8:1::100"))
    reserve(settings, host)
    server = start("2001:db8:1::100-2001:db8:1::100")
    assert Client6(server, 11).solicit(na(1)).items == []
    assert Client6(server).solicit(na(1)).item == "2001:db8:1::100"
    withdraw(settings, host)
    server.now += 600
    assert Client6(server, 11).solicit(na(1)).item == "2001:db8:1::100"


def test_options_and_classes_of_a_reservation_count(start: Start, settings: DatabaseSettings) -> None:
    servers = OptionData(23, "dhcp6", b"", csv_format=True, text="2001:db8::77")
    reserve(settings, host6(duid(10), options=(servers,)), host6(duid(12), client_classes=("DROP",)))
    server = start(others={"classifier": Classifier([Rule[Request6]("any", None)], frozenset())})
    answer = Client6(server).solicit(na(1)).expect(ADVERTISE)
    assert answer.option(23) == address("2001:db8::77").to_bytes(16, "big")
    Client6(server, 12).solicit(na(1)).expect_silence()
    assert Client6(server, 11).inform().option(23) != answer.option(23)
    assert Client6(server).inform().option(23) == answer.option(23)


def test_two_servers_know_at_once_what_one_was_told(start: Start, settings: DatabaseSettings) -> None:
    one, other = start(), start()
    offered = Client6(one, 11).solicit(na(1)).item
    reserve(settings, host6(duid(10), address(offered)))
    assert Client6(one, 11).request(na(1, offered)).item != offered
    assert Client6(other, 12).request(na(1, offered)).item != offered
    assert Client6(other).request(na(1)).item == offered


def hang_up(store: HostStore[Host6]) -> None:
    store.close()
    store.in_subnet(1)


def test_a_lost_database_gives_nothing_away(start: Start) -> None:
    server = start()
    Client6(server).solicit(na(1)).expect(ADVERTISE)
    (database,) = server.hosts
    with pytest.raises(LostConnection):
        server.loop.run_until_complete(database.run(hang_up))
    Client6(server, 11).solicit(na(1)).expect_silence()
    server.loop.run_until_complete(database.connect())
    Client6(server, 11).solicit(na(1)).expect(ADVERTISE)
