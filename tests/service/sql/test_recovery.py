"""A lease database that goes away, and comes back or does not."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lessor.control.state import ServiceState
from lessor.model.database import DatabaseSettings
from lessor.model.lease import Lease4
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.service.sql.recovery import Recovery
from lessor.store.base import Kind
from lessor.store.leasedatabase import LeaseDatabase
from lessor.store.sql import LostConnection, Rows
from lessor.store.sqlrows import TABLE4
from tests.servers.kea import made_by_kea
from tests.servers.mariadb import MariadbServer, running_mariadb
from tests.servers.postgresql import PostgresqlServer, running_postgresql

SETTINGS = DatabaseSettings(
    "postgresql", "kea", reconnect_tries=3, reconnect_wait_ms=1, on_fail="stop-retry-exit", password="secret"
)


class Recorder(Loggers):
    """Remembers what is written."""

    def __init__(self) -> None:
        super().__init__("kea-dhcp4", Path("/nonexistent"), {})
        self.lines: list[str] = []

    def write(self, message: Message, *args: object) -> None:
        self.lines.append(message.template % args)

    @property
    def ids(self) -> list[str]:
        return [line.split()[0] for line in self.lines]


class Database(LeaseDatabase[Lease4]):
    """A database that can be reached after some attempts."""

    def __init__(self, settings: DatabaseSettings, loop: asyncio.AbstractEventLoop, failures: int) -> None:
        super().__init__(settings, TABLE4, loop)
        self.failures = failures
        self.attempts = 0

    async def connect(self) -> None:
        self.attempts += 1
        if self.attempts <= self.failures:
            raise LostConnection("still nothing there")


class Scene:
    """One server whose database is lost."""

    def __init__(self, loop: asyncio.AbstractEventLoop, failures: int, **different: object) -> None:
        settings = replace(SETTINGS, **different)  # type: ignore[arg-type]  # the keywords are the record's own
        self.log = Recorder()
        self.ended = 0
        self.state = ServiceState(loop.call_later)
        self.database = Database(settings, loop, failures)
        self.recovery = Recovery(self.database, 4, self.state, self.log, loop, self.end)

    def end(self) -> None:
        self.ended += 1

    def lose(self) -> None:
        self.database.on_lost(LostConnection("the server closed the connection"))


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    # what was cancelled comes to its end
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


@contextmanager
def lost(loop: asyncio.AbstractEventLoop, failures: int, **different: object) -> Iterator[Scene]:
    scene = Scene(loop, failures, **different)
    scene.lose()
    yield scene
    scene.database.close()


def until(loop: asyncio.AbstractEventLoop, scene: Scene, id: str) -> None:
    """Run until the log has a line of this message."""

    async def wait() -> None:
        while id not in scene.log.ids:
            await asyncio.sleep(0.001)

    loop.run_until_complete(asyncio.wait_for(wait(), 30))


def test_comes_back(loop: asyncio.AbstractEventLoop) -> None:
    with lost(loop, failures=2) as scene:
        assert not scene.state.enabled
        until(loop, scene, "DHCP4_DB_RECONNECT_SUCCEEDED")
        assert scene.state.enabled
        assert scene.ended == 0
    assert scene.log.ids == [
        "DATABASE_PGSQL_FATAL_ERROR",
        "DHCP4_DB_RECONNECT_LOST_CONNECTION",
        "PGSQL_LB_DB_RECONNECT_ATTEMPT_SCHEDULE",
        "PGSQL_LB_DB_RECONNECT_ATTEMPT_FAILED",
        "PGSQL_LB_DB_RECONNECT_ATTEMPT_SCHEDULE",
        "PGSQL_LB_DB_RECONNECT_ATTEMPT_FAILED",
        "PGSQL_LB_DB_RECONNECT_ATTEMPT_SCHEDULE",
        "DHCP4_DB_RECONNECT_SUCCEEDED",
    ]
    assert not any("secret" in line for line in scene.log.lines)


def test_ends_when_all_attempts_failed(loop: asyncio.AbstractEventLoop) -> None:
    with lost(loop, failures=99) as scene:
        until(loop, scene, "DHCP4_DB_RECONNECT_FAILED")
        assert scene.ended == 1
        assert scene.database.attempts == 3
        assert not scene.state.enabled


def test_serves_meanwhile_where_that_is_wanted(loop: asyncio.AbstractEventLoop) -> None:
    with lost(loop, failures=1, on_fail="serve-retry-exit") as scene:
        assert scene.state.enabled
        until(loop, scene, "DHCP4_DB_RECONNECT_SUCCEEDED")


def test_goes_on_trying_where_it_does_not_end(loop: asyncio.AbstractEventLoop) -> None:
    with lost(loop, failures=5, on_fail="serve-retry-continue") as scene:
        until(loop, scene, "DHCP4_DB_RECONNECT_SUCCEEDED")
        assert scene.database.attempts == 6
        assert scene.ended == 0
        assert scene.log.ids.count("PGSQL_LB_DB_RECONNECT_ATTEMPT_FAILED") == 3


def test_ends_at_once_where_nothing_is_to_be_tried(loop: asyncio.AbstractEventLoop) -> None:
    with lost(loop, failures=0, reconnect_tries=0) as scene:
        assert scene.ended == 1
        assert scene.log.ids == ["DATABASE_PGSQL_FATAL_ERROR", "DHCP4_DB_RECONNECT_DISABLED"]


def test_a_server_that_closes_leaves_nothing_disabled(loop: asyncio.AbstractEventLoop) -> None:
    with lost(loop, failures=99) as scene:
        assert not scene.state.enabled
    assert scene.state.enabled


# --- real servers ----------------------------------------------------------------------------------------------------


def check_return(
    loop: asyncio.AbstractEventLoop, server: PostgresqlServer | MariadbServer, settings: DatabaseSettings
) -> None:
    """A server that was killed and started again is found again, and a question asked meanwhile gets no answer."""
    log, state = Recorder(), ServiceState(loop.call_later)
    database = LeaseDatabase(replace(settings, reconnect_tries=1000, reconnect_wait_ms=100), TABLE4, loop)
    database.connect_now()
    Recovery(database, 4, state, log, loop, lambda: None)
    server.process.kill()

    async def go() -> None:
        # who answers us may live for a moment longer than the server
        with pytest.raises(LostConnection):
            while True:
                await database.run(tally)
        assert not state.enabled
        with pytest.raises(LostConnection):
            await database.run(tally)
        server.process.start()
        while not database.connected:
            await asyncio.sleep(0.01)
        assert await database.run(tally) == {}

    loop.run_until_complete(asyncio.wait_for(go(), 120))
    assert state.enabled
    assert log.ids[-1] == "DHCP4_DB_RECONNECT_SUCCEEDED"
    database.close()


def tally(rows: Rows[Lease4]) -> dict[Kind, int]:
    return rows.tally()


def test_postgresql_is_found_again(loop: asyncio.AbstractEventLoop) -> None:
    with running_postgresql() as server:
        check_return(loop, server, made_by_kea(server.create()))


def test_mariadb_is_found_again(loop: asyncio.AbstractEventLoop) -> None:
    with running_mariadb() as server:
        check_return(loop, server, made_by_kea(server.create()))
