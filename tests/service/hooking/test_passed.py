"""Messages that are taken up again, for a database: what counts once is counted once, and callouts are called once."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from lessor.engine.classify import Classifier, Rule
from lessor.engine.request4 import Request4
from lessor.hooks.callouts import bind
from lessor.hooks.outcomes import Outcome
from lessor.model.database import DatabaseSettings
from lessor.service.hooking.hooked4 import Hooked4
from lessor.service.hooking.hooked6 import Hooked6
from lessor.service.hooking.passed import MOST, Memory, Passed
from lessor.service.hosts.hostexchange import InformedRuns
from lessor.service.sql.sqlexchange import SqlExchange
from lessor.store.hostdatabase import open_hosts
from lessor.store.hostrows import HOSTS4, HOSTS6
from lessor.wire.catalog4 import STANDARD4
from lessor.wire.catalog6 import STANDARD6
from lessor.wire.packet4 import ACK, decode4
from lessor.wire.packet6 import ADVERTISE
from tests.flows.conversation import Client, number, subnet
from tests.flows.conversation6 import Client6, duid, na, subnet6
from tests.flows.hooked import Function, attached, witness
from tests.service.hosted import HostedServer, HostedServer6, HostedSqlServer, HostedSqlServer6, host4, host6
from tests.service.sql.test_sqlexchange import requests
from tests.stores.hosts import without_hosts

A, B = "02:00:00:00:00:0a", "02:00:00:00:00:0b"

Start4 = Callable[..., HostedServer | HostedSqlServer]
Start6 = Callable[..., HostedServer6 | HostedSqlServer6]


@pytest.fixture(params=["postgresql_leases", "mysql_leases"])
def settings(request: pytest.FixtureRequest) -> Iterator[DatabaseSettings]:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseSettings)
    yield without_hosts(found)
    without_hosts(found)


@pytest.fixture(params=["memory", "sql"])
def server4(request: pytest.FixtureRequest, settings: DatabaseSettings) -> Iterator[HostedServer | HostedSqlServer]:
    where = subnet(pools="192.0.2.10-192.0.2.20")
    classifier = Classifier([Rule[Request4]("KNOWN_HERE", lambda request: "KNOWN" in request.classes)], frozenset())
    server: HostedServer | HostedSqlServer
    if request.param == "memory":
        server = HostedServer([settings], where, classifier=classifier)
    else:
        server = HostedSqlServer([settings], settings, where, classifier=classifier)
    yield server
    server.close()


@pytest.fixture(params=["memory", "sql"])
def server6(request: pytest.FixtureRequest, settings: DatabaseSettings) -> Iterator[HostedServer6 | HostedSqlServer6]:
    server: HostedServer6 | HostedSqlServer6
    if request.param == "memory":
        server = HostedServer6([settings], subnet6())
    else:
        server = HostedSqlServer6([settings], settings, subnet6())
    yield server
    server.close()


def hook4(server: HostedServer | HostedSqlServer, **callouts: Function) -> None:
    """Load a plug-in with these callouts, as plugins4.py does it."""
    told = witness(server.statistics)
    exchange = server.driver.exchange if isinstance(server, HostedSqlServer) else server.exchange
    hooked = Hooked4(exchange, bind(attached(callouts)), STANDARD4, told, server.loop, lambda: server.now)  # type: ignore[arg-type]
    runs = server.driver if isinstance(server, HostedSqlServer) else server.exchange.runs
    assert isinstance(runs, InformedRuns | SqlExchange)
    hooked.go_on_through(runs.resume)
    exchange.hooks = hooked


def hook6(server: HostedServer6 | HostedSqlServer6, **callouts: Function) -> None:
    told = witness(server.statistics)
    exchange = server.driver.exchange if isinstance(server, HostedSqlServer6) else server.exchange
    hooked = Hooked6(exchange, bind(attached(callouts)), STANDARD6, told, server.loop, lambda: server.now)  # type: ignore[arg-type]
    runs = server.driver if isinstance(server, HostedSqlServer6) else server.exchange.runs
    assert isinstance(runs, InformedRuns | SqlExchange)
    hooked.go_on_through(runs.resume)
    exchange.hooks = hooked


class Calls:
    """Callouts that note that they were called."""

    def __init__(self) -> None:
        self.points: list[str] = []

    def at(self, point: str) -> Callable[[object], Outcome | None]:
        def note(event: object) -> None:
            self.points.append(point)

        return note


def reserve(settings: DatabaseSettings) -> None:
    """Reserve the first addresses of the pools, so that whoever comes first is in doubt."""
    store = open_hosts(settings, HOSTS4)
    for last in range(10, 19):
        store.add(host4(f"02:00:00:00:01:{last:02x}", f"192.0.2.{last}"))
    store.close()
    store6 = open_hosts(settings, HOSTS6)
    for last in range(15):
        store6.add(host6(duid(200 + last), (0x20010DB8_00010000 << 64) + 0x100 + last))
    store6.close()


def test_each_point_is_passed_once(server4: HostedServer | HostedSqlServer, settings: DatabaseSettings) -> None:
    reserve(settings)
    calls = Calls()
    points = ("buffer4_receive", "pkt4_receive", "subnet4_select", "pkt4_send", "buffer4_send")
    hook4(server4, **{point: calls.at(point) for point in points})
    address = Client(server4, A).discover().address
    assert address in ("192.0.2.19", "192.0.2.20")
    assert calls.points == list(points)
    assert server4.count("pkt4-discover-received") == server4.count("pkt4-offer-sent") == 1


def test_with_nothing_behind_the_first_point(
    server4: HostedServer | HostedSqlServer, settings: DatabaseSettings
) -> None:
    reserve(settings)
    calls = Calls()
    hook4(server4, pkt4_receive=calls.at("pkt4_receive"))
    Client(server4, A).discover()
    assert calls.points == ["pkt4_receive"]
    assert server4.count("pkt4-discover-received") == server4.count("pkt4-offer-sent") == 1


def test_classes_of_callouts_stay_and_those_of_reservations_follow(
    server4: HostedServer | HostedSqlServer, settings: DatabaseSettings
) -> None:
    reserve(settings)
    seen: list[list[str]] = []
    hook4(
        server4,
        pkt4_receive=lambda event: event.query.classes.add("FIRST"),
        subnet4_select=lambda event: event.query.classes.add("SECOND"),
        pkt4_send=lambda event: seen.append(list(event.query.classes)),
    )
    Client(server4, A).discover()
    assert [name for name in seen[0] if name in ("FIRST", "SECOND", "UNKNOWN")] == ["FIRST", "SECOND", "UNKNOWN"]
    assert len(seen[0]) == len(set(seen[0]))


def test_who_waits_at_a_point_is_asked_for_afterwards(
    server4: HostedServer | HostedSqlServer, settings: DatabaseSettings
) -> None:
    reserve(settings)
    calls: list[str] = []

    async def came(event: object) -> None:
        await asyncio.sleep(0)
        calls.append("pkt4_receive")

    hook4(server4, pkt4_receive=came)
    some = [Client(server4, hwaddr) for hwaddr in (A, B)]
    server4.begin(*[client.received(client.message(1)) for client in some])

    async def answered() -> None:
        while len(server4.sent) < 2:
            await asyncio.sleep(0.01)

    server4.loop.run_until_complete(asyncio.wait_for(answered(), 30))
    offered = {decode4(reply.data).yiaddr for reply in server4.sent}
    assert offered == {number("192.0.2.19"), number("192.0.2.20")}
    assert calls == ["pkt4_receive"] * 2
    assert server4.count("pkt4-discover-received") == server4.count("pkt4-offer-sent") == 2


def test_each_point_of_dhcpv6_is_passed_once(
    server6: HostedServer6 | HostedSqlServer6, settings: DatabaseSettings
) -> None:
    reserve(settings)
    calls = Calls()
    points = ("buffer6_receive", "pkt6_receive", "subnet6_select", "pkt6_send", "buffer6_send")
    hook6(server6, **{point: calls.at(point) for point in points})
    assert Client6(server6).solicit(na(1)).expect(ADVERTISE).item == "2001:db8:1::10f"
    assert calls.points == list(points)
    assert server6.count("pkt6-solicit-received") == server6.count("pkt6-advertise-sent") == 1


def test_who_loses_against_another_server_passes_once(settings: DatabaseSettings) -> None:
    one, other = (HostedSqlServer([], settings, subnet()) for _ in range(2))
    calls = Calls()
    hook4(one, pkt4_receive=calls.at("pkt4_receive"), subnet4_select=calls.at("subnet4_select"))
    one.begin(*requests([Client(one, A)], ["192.0.2.15"]))
    Client(other, B).select("192.0.2.15").expect(ACK)
    one.finish()
    assert len(one.sent) == 1
    assert calls.points == ["pkt4_receive", "subnet4_select"]
    assert one.count("pkt4-request-received") == 1
    one.close()
    other.close()


def test_only_so_many_are_remembered() -> None:
    memory: Memory[int, str] = Memory()
    for received in range(MOST + 1):
        memory.keep(received, Passed("query", {}, True))
    assert memory.take(0) is None
    assert memory.take(1) is not None
    assert memory.take(1) is None
