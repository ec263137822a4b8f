"""The example of a class from an inventory: look-ups, memory, failures."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from lessor.engine.classify import Classifier
from lessor.hooks.api import Json, ParameterError
from tests.examples.loading import load, loop, run, until
from tests.flows.conversation import Client, Server, guarded, plan, rule, subnet
from tests.flows.hooked import hook4
from tests.plugins.fakes import FakeServer

Handler = Callable[[web.Request], Awaitable[web.Response]]


class Asked:
    """An inventory that counts who is asked for, and answers as the test says."""

    def __init__(self) -> None:
        self.hwaddrs: list[str] = []
        self.answer: Json = {"classes": ["gold"]}
        self.status = 200
        self.gate = asyncio.Event()
        self.gate.set()

    async def handle(self, request: web.Request) -> web.Response:
        self.hwaddrs.append(request.match_info["hwaddr"])
        await self.gate.wait()
        return web.json_response(self.answer, status=self.status)


class Floor:
    """A server with the example, one pool for gold clients and one for all."""

    def __init__(self, asked: Asked, around: FakeServer, url: str, **parameters: Json) -> None:
        self.asked = asked
        self.around = around
        its_plan = plan()
        where = subnet(pools="192.0.2.100-192.0.2.110,192.0.2.10-192.0.2.20", its_plan=its_plan)
        guarded(where.pools[0], "gold")
        self.server = Server(where, classifier=Classifier([rule("gold")]))
        self.hook = load("inventory.py", around, {"url": url, **parameters})
        hook4(self.server, loop(), **self.hook.callouts)

    async def discover(self, last: int) -> str:
        """Return what a client is offered."""
        before = len(self.server.sent)
        client = Client(self.server, f"02:00:00:00:00:{last:02x}")
        answer = client.discover()
        if answer.reply is None:
            await until(lambda: len(self.server.sent) > before or bool(self.server.sent))
        return ".".join(str(octet) for octet in self.server.sent[-1].data[16:20])


@asynccontextmanager
async def floor(**parameters: Json) -> AsyncIterator[Floor]:
    asked = Asked()
    application = web.Application()
    application.router.add_get("/machines/{hwaddr}", asked.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    made = Floor(asked, FakeServer(), f"http://127.0.0.1:{port}/machines/{{hwaddr}}", **parameters)
    try:
        yield made
    finally:
        assert made.hook.close is not None
        closing = made.hook.close()
        assert closing is not None
        await closing
        await runner.cleanup()


def test_a_client_waits_for_its_class_once() -> None:
    async def talk() -> None:
        async with floor() as made:
            assert await made.discover(10) == "192.0.2.100"
            assert await made.discover(10) == "192.0.2.100"
            assert made.asked.hwaddrs == ["02:00:00:00:00:0a"]

    run(talk)


def test_what_is_remembered_grows_old() -> None:
    async def talk() -> None:
        async with floor(keep=60) as made:
            await made.discover(10)
            made.around.time += 60
            made.asked.answer = {"classes": []}
            assert await made.discover(10) == "192.0.2.10"
            assert len(made.asked.hwaddrs) == 2

    run(talk)


def test_memory_is_bounded() -> None:
    async def talk() -> None:
        async with floor(size=1) as made:
            for last in (10, 11, 10):
                await made.discover(last)
            assert len(made.asked.hwaddrs) == 3

    run(talk)


def test_a_stranger_gets_what_all_get_and_is_remembered() -> None:
    async def talk() -> None:
        async with floor() as made:
            made.asked.status = 404
            assert await made.discover(10) == "192.0.2.10"
            await made.discover(10)
            assert len(made.asked.hwaddrs) == 1

    run(talk)


@pytest.mark.parametrize(("status", "answer"), [(500, {"classes": ["gold"]}), (200, {"classes": "gold"}), (200, [7])])
def test_when_the_inventory_fails_clients_are_served_all_the_same(status: int, answer: Json) -> None:
    async def talk() -> None:
        async with floor(retry=10) as made:
            made.asked.status, made.asked.answer = status, answer
            assert await made.discover(10) == "192.0.2.10"
            await made.discover(11)
            assert len(made.asked.hwaddrs) == 1
            assert made.around.counts.counts == {"inventory-failed": 1}
            made.around.time += 10
            made.asked.status, made.asked.answer = 200, {"classes": ["gold"]}
            assert await made.discover(12) == "192.0.2.100"

    run(talk)


def test_an_inventory_that_does_not_answer_is_given_up() -> None:
    async def talk() -> None:
        async with floor(timeout=1) as made:
            made.asked.gate.clear()
            assert await made.discover(10) == "192.0.2.10"
            made.asked.gate.set()

    run(talk)


def test_a_client_that_repeats_itself_asks_once() -> None:
    async def talk() -> None:
        async with floor() as made:
            made.asked.gate.clear()
            client = Client(made.server)
            client.discover().expect_silence()
            client.discover().expect_silence()
            await until(lambda: bool(made.asked.hwaddrs))
            made.asked.gate.set()
            await until(lambda: len(made.server.sent) == 2)
            assert len(made.asked.hwaddrs) == 1

    run(talk)


def test_the_url_must_be_there() -> None:
    with pytest.raises(ParameterError):
        load("inventory.py", FakeServer(), {})
