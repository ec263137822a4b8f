"""The record in a database: what is written to real ones, and what happens while there is none."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest

from lessor.hooks.api import CommandProcessed, Hook, Json, Pkt4Receive, SrvConfigured, read_parameters
from lessor.hooks.outcomes import DROP
from lessor.hooks.query import Query4
from lessor.model.database import MYSQL, POSTGRESQL, DatabaseSettings
from lessor.plugins.legal_log import database
from lessor.plugins.legal_log.database import DatabaseStore
from lessor.plugins.legal_log.plugin import PARAMETERS, setup
from lessor.plugins.legal_log.settings import read_database
from lessor.store.base import StoreError
from lessor.store.sql import Contention, LostConnection, Refused
from lessor.store.talk import Row, talk
from lessor.wire.packet6 import REPLY
from tests.flows.conversation import NOW, Client, Server, subnet
from tests.flows.conversation6 import Client6, Server6, na, pd, subnet6
from tests.flows.hooked import hook4, hook6
from tests.plugins.fakes import FakeServer

REAL = ["postgresql_leases", "postgresql_newest_leases", "mysql_leases", "mysql_newest_leases"]
DEVICE = "a device with hardware address: hwtype=1 02:00:00:00:00:0a"
SETTINGS = DatabaseSettings(POSTGRESQL, "record", on_fail="serve-retry-continue", reconnect_tries=2)
HANG_UP = {
    POSTGRESQL: "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
    MYSQL: "SELECT id FROM information_schema.processlist WHERE db = %s AND id <> CONNECTION_ID()",
}


@pytest.fixture(params=REAL)
def real(request: pytest.FixtureRequest) -> Iterator[DatabaseSettings]:
    settings: DatabaseSettings = request.getfixturevalue(request.param)
    with asking(settings) as ask:
        ask("DELETE FROM logs")
    yield settings


@contextmanager
def asking(settings: DatabaseSettings) -> Iterator[Callable[..., Sequence[Row]]]:
    conversation = talk(settings)

    def ask(query: str, *values: object) -> Sequence[Row]:
        if query.startswith("SELECT"):
            return conversation.rows(query, *values)
        conversation.change(query, *values)
        return []

    yield ask
    conversation.close()


def logged(settings: DatabaseSettings) -> list[Row]:
    """Addresses and entries of the record, in their order."""
    order = "timestamp" if settings.type == POSTGRESQL else "id"
    with asking(settings) as ask:
        return list(ask(f"SELECT address, log FROM logs ORDER BY {order}"))


def parameters(settings: DatabaseSettings, **others: Json) -> dict[str, Json]:
    return {
        "type": settings.type,
        "name": settings.name,
        "host": settings.host,
        "port": settings.port,
        "user": settings.user,
        "password": settings.password,
        **{name.replace("_", "-"): value for name, value in others.items()},
    }


def through(
    settings: DatabaseSettings, talk_about: Callable[[Hook], Awaitable[None]], family: int = 4, **others: Json
) -> FakeServer:
    """Load the plug-in, let something happen, and unload it; then all is written."""
    around = FakeServer(family)

    async def live() -> None:
        hook = setup(around, parameters(settings, **others))
        event = SrvConfigured({})
        call(hook, f"dhcp{family}_srv_configured", event)
        assert event.error == ""
        # the work that was started begins
        await asyncio.sleep(0)
        await talk_about(hook)
        await unload(around, hook)

    asyncio.run(live())
    return around


async def unload(around: FakeServer, hook: Hook) -> None:
    """As a server does: first what is under way is cancelled, then the plug-in closes."""
    for task in around.tasks:
        task.cancel()
    assert hook.close is not None
    closing = hook.close()
    assert closing is not None
    await closing


def call(hook: Hook, point: str, event: object) -> object:
    callout = hook.callouts[point]
    assert callable(callout)
    return callout(event)


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come to that")


def test_a_client_gets_renews_and_gives_back_its_lease(real: DatabaseSettings) -> None:
    async def talk_about(hook: Hook) -> None:
        server = Server(subnet())
        hook4(server, **hook.callouts)
        client = Client(server)
        client.lease()
        client.renew("192.0.2.10")
        client.release("192.0.2.10")
        deletion = CommandProcessed("lease4-del", {"ip-address": "192.0.2.11"}, {"result": 0})
        call(hook, "command_processed", deletion)

    around = through(real, talk_about)
    assert logged(real) == [
        ("192.0.2.10", f"Address: 192.0.2.10 has been assigned for 1 hrs 0 mins 0 secs to {DEVICE}"),
        ("192.0.2.10", f"Address: 192.0.2.10 has been renewed for 1 hrs 0 mins 0 secs to {DEVICE}"),
        ("192.0.2.10", "Address: 192.0.2.10 has been released from " + DEVICE),
        ("192.0.2.11", "Administrator deleted the lease for address: 192.0.2.11"),
    ]
    assert len(around.log.of("LEGAL_LOG_STORE_OPEN")) == len(around.log.of("LEGAL_LOG_STORE_CLOSED")) == 1
    name = "PGSQL" if real.type == POSTGRESQL else "MYSQL"
    assert len(around.log.of(f"LEGAL_LOG_{name}_INSERT_LOG")) == 4


def test_addresses_and_prefixes_of_dhcpv6(real: DatabaseSettings) -> None:
    async def talk_about(hook: Hook) -> None:
        server = Server6(subnet6())
        hook6(server, **hook.callouts)
        client = Client6(server)
        client.send(client.message(3, na(1), pd(2))).expect(REPLY)

    through(real, talk_about, family=6)
    assert [address for address, _ in logged(real)] == ["2001:db8:1::100", "2001:db8:8000::/56"]


def test_an_entry_has_the_time_at_which_something_happened(real: DatabaseSettings) -> None:
    async def live() -> None:
        server = FakeServer()
        store = DatabaseStore(server, real, lambda: NOW)
        store.write("then", "192.0.2.10")
        await unload(server, Hook(close=store.close))

    asyncio.run(live())
    seconds = "extract(epoch FROM timestamp)" if real.type == POSTGRESQL else "UNIX_TIMESTAMP(timestamp)"
    with asking(real) as ask:
        assert [int(row[0]) for row in ask(f"SELECT {seconds} FROM logs")] == [NOW]


def test_a_connection_that_broke_is_made_anew_and_nothing_is_missing(real: DatabaseSettings) -> None:
    async def talk_about(hook: Hook) -> None:
        call(hook, "command_processed", CommandProcessed("lease4-del", {"ip-address": "192.0.2.1"}, {"result": 0}))
        await until(lambda: len(logged(real)) == 1)
        with asking(real) as ask:
            for row in ask(HANG_UP[real.type], real.name):
                if real.type == MYSQL:
                    ask(f"KILL {row[0]}")
        for i in range(2, 5):
            event = CommandProcessed("lease4-del", {"ip-address": f"192.0.2.{i}"}, {"result": 0})
            call(hook, "command_processed", event)
        await until(lambda: len(logged(real)) == 4)

    around = through(real, talk_about)
    assert [address for address, _ in logged(real)] == [f"192.0.2.{i}" for i in range(1, 5)]
    assert len(around.log.of("LESSOR_LEGAL_LOG_LOST_CONNECTION")) == 1
    assert len(around.log.of("LEGAL_LOG_STORE_OPEN")) == 2


@pytest.mark.parametrize("real", ["mysql_leases"], indirect=True)
def test_what_the_database_does_not_take_is_left_out(real: DatabaseSettings) -> None:
    server = FakeServer()

    async def live() -> None:
        store = DatabaseStore(server, real, lambda: NOW)
        for entry in ("before", "x" * 70_000, "after\0"):
            store.write(entry, "192.0.2.10")
        await unload(server, Hook(close=store.close))

    asyncio.run(live())
    assert logged(real) == [("192.0.2.10", "before"), ("192.0.2.10", "after\\x00")]
    assert len(server.log.of("LESSOR_LEGAL_LOG_REFUSED")) == 1


def test_a_database_without_a_record_refuses_the_configuration(postgresql_database: DatabaseSettings) -> None:
    event, _ = asyncio.run(configured(postgresql_database))
    assert "cannot keep a record" in event.error


def test_a_database_that_cannot_be_reached_refuses_the_configuration(postgresql_leases: DatabaseSettings) -> None:
    event, _ = asyncio.run(configured(replace(postgresql_leases, password="another")))
    assert "cannot connect to" in event.error


def test_with_retry_on_startup_it_may_come_later(postgresql_leases: DatabaseSettings) -> None:
    nowhere = replace(postgresql_leases, password="another")
    event, around = asyncio.run(configured(nowhere, retry_on_startup=True, on_fail="stop-retry-exit"))
    assert event.error == ""
    assert len(around.log.of("LEGAL_LOG_DB_OPEN_CONNECTION_WITH_RETRY_FAILED")) == 1


async def configured(settings: DatabaseSettings, **others: Json) -> tuple[SrvConfigured, FakeServer]:
    around = FakeServer()
    hook = setup(around, parameters(settings, **others))
    event = SrvConfigured({})
    outcome = call(hook, "dhcp4_srv_configured", event)
    assert (outcome == DROP) == bool(event.error)
    await unload(around, hook)
    return event, around


# While there is none


class Away:
    """A database that is away as long as the test wants."""

    dialect = POSTGRESQL

    def __init__(self) -> None:
        self.is_away = True
        self.attempts = 0
        self.troubles: list[StoreError] = []
        self.taken: list[object] = []

    def open(self, settings: DatabaseSettings) -> "Away":
        self.attempts += 1
        self.rows("")
        return self

    def rows(self, query: str, *values: object) -> list[Row]:
        if self.is_away:
            raise LostConnection("gone fishing")
        return []

    def change(self, statement: str, *values: object) -> int:
        self.rows(statement)
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken += values[2::3]
        return len(values) // 3

    def close(self) -> None:
        pass


Story = Callable[[DatabaseStore, Away, FakeServer], Coroutine[object, object, None]]


def meanwhile(story: Story, monkeypatch: pytest.MonkeyPatch, **changes: object) -> tuple[Away, FakeServer]:
    monkeypatch.setattr(database, "SHORTEST_WAIT", 0.001)
    around, away = FakeServer(), Away()
    settings = replace(SETTINGS, **changes)  # type: ignore[arg-type]  # the keywords are those of the settings

    async def live() -> None:
        store = DatabaseStore(around, settings, lambda: NOW, away.open)  # type: ignore[arg-type]  # it stands for a talk
        await story(store, away, around)
        await unload(around, Hook(close=store.close))

    asyncio.run(live())
    return away, around


def came(store: DatabaseStore) -> object:
    server = Server(subnet())
    client = Client(server)
    received = client.received(client.message(1))
    message = server.exchange.read(client.message(1), received, NOW)
    assert message is not None
    return store.receive(Pkt4Receive(Query4(message)))


def test_entries_wait_and_clients_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(store: DatabaseStore, away: Away, around: FakeServer) -> None:
        store.write("one")
        await until(lambda: away.attempts > 3)
        store.write("two")
        assert came(store) is None
        away.is_away = False
        await until(lambda: len(away.taken) == 2)

    away, around = meanwhile(story, monkeypatch)
    assert away.taken == ["one", "two"]
    assert len(around.log.of("LEGAL_LOG_PGSQL_DB_RECONNECT_ATTEMPT_SCHEDULE")) == 2
    assert around.log.of("LEGAL_LOG_PGSQL_DB_RECONNECT_ATTEMPT_FAILED") == [("gone fishing",), ("gone fishing",)]
    assert around.log.of("LEGAL_LOG_PGSQL_DB_RECONNECT_FAILED") == [("2",)]
    assert not around.given_up


def test_clients_are_refused_until_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(store: DatabaseStore, away: Away, around: FakeServer) -> None:
        await until(lambda: away.attempts > 0)
        assert came(store) == DROP
        away.is_away = False
        await until(lambda: came(store) is None)

    _, around = meanwhile(story, monkeypatch, on_fail="stop-retry-exit", reconnect_tries=1000)
    assert not around.given_up


@pytest.mark.parametrize("on_fail", ["stop-retry-exit", "serve-retry-exit"])
@pytest.mark.parametrize(("tries", "attempts"), [(0, 1), (2, 2)])
def test_the_server_ends_after_the_last_attempt(
    on_fail: str, tries: int, attempts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(store: DatabaseStore, away: Away, around: FakeServer) -> None:
        await until(lambda: around.given_up)
        assert away.attempts == attempts

    meanwhile(story, monkeypatch, on_fail=on_fail, reconnect_tries=tries)


def test_what_finds_no_place_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MOST_WAITING", 2)

    async def story(store: DatabaseStore, away: Away, around: FakeServer) -> None:
        store.write("one")
        store.write("two")
        with pytest.raises(OSError, match="2 entries wait"):
            store.write("three")

    _, around = meanwhile(story, monkeypatch)
    assert around.log.of("LESSOR_LEGAL_LOG_LOST")[0][0] == "2"
    assert len(around.log.of("LEGAL_LOG_STORE_CLOSE_ERROR")) == 1


def test_who_is_in_the_way_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(store: DatabaseStore, away: Away, around: FakeServer) -> None:
        away.is_away = False
        away.troubles = [Contention("after you"), Refused("not so"), Refused("not even alone")]
        store.write("one")
        store.write("two")
        await until(lambda: away.taken == ["two"])

    _, around = meanwhile(story, monkeypatch)
    assert [told for _, told in around.log.of("LESSOR_LEGAL_LOG_REFUSED")] == ["not even alone"]


def test_settings_are_those_of_the_parameters() -> None:
    given: dict[str, Json] = {"type": "mysql", "name": "record", "max-reconnect-tries": 3, "password-file": "/secret"}
    settings = read_database(read_parameters({**given, "reconnect-wait-time": 50}, PARAMETERS))
    assert (settings.reconnect_tries, settings.reconnect_wait_ms, settings.password_file) == (3, 50, "/secret")
    assert settings.on_fail == "serve-retry-continue"
