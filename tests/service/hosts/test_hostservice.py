"""The databases of reservations of a server: opened at the start, found again when lost."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from lessor.control.state import ServiceState
from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.model.host import Host4
from lessor.service.hosts.hostservice import HostService
from lessor.service.logs.log import Loggers
from lessor.store.base import StoreError
from lessor.store.hostrows import HOSTS4
from lessor.store.hosts import HostStore
from lessor.store.sql import LostConnection, Refused
from tests.flows.conversation import QUIET


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(params=["postgresql_leases", "mysql_leases"])
def settings(request: pytest.FixtureRequest) -> DatabaseSettings:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseSettings)
    return replace(found, reconnect_tries=50, reconnect_wait_ms=10)


def service(loop: asyncio.AbstractEventLoop, *settings: DatabaseSettings) -> HostService[Host4]:
    loggers = Loggers("kea-dhcp4", Path("/nonexistent"), {})
    loggers.configure(QUIET, debug=False)
    return HostService(settings, HOSTS4, loggers, loop)


def end_connection(store: HostStore[Host4]) -> None:
    """End the connection at the database's side, and notice it."""
    talk = store._talk
    end = "SELECT pg_terminate_backend(pg_backend_pid())" if talk.dialect == POSTGRESQL else "KILL CONNECTION_ID()"
    try:
        talk.rows(end)
    except Refused:
        talk.rows("SELECT 1")


def test_a_lost_database_is_found_again(loop: asyncio.AbstractEventLoop, settings: DatabaseSettings) -> None:
    state = ServiceState(loop.call_later)
    changes: list[bool] = []
    back = asyncio.Event()

    def changed(enabled: bool) -> None:
        changes.append(enabled)
        if enabled:
            back.set()

    state.on_change = changed

    async def lose_and_find(hosts: HostService[Host4]) -> None:
        (database,) = hosts.databases
        with pytest.raises(LostConnection):
            await database.run(end_connection)
        await asyncio.wait_for(back.wait(), 30)
        assert await database.run(lambda store: store.in_subnet(1)) == []

    with closing(service(loop, settings)) as hosts:
        hosts.watch(4, state, lambda: None)
        loop.run_until_complete(lose_and_find(hosts))
    assert changes == [False, True]


def test_who_can_not_be_reached_keeps_a_server_from_starting(
    loop: asyncio.AbstractEventLoop, settings: DatabaseSettings
) -> None:
    with pytest.raises(StoreError):
        service(loop, settings, replace(settings, name="nothing_like_that"))


def test_retry_on_startup_tries_again(loop: asyncio.AbstractEventLoop, settings: DatabaseSettings) -> None:
    nowhere = replace(settings, name="nothing_like_that", reconnect_tries=3, retry_on_startup=True)
    with pytest.raises(StoreError):
        service(loop, nowhere)
