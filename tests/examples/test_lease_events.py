"""The example of lease events: the stream, slow readers, and the webhook."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
from aiohttp import web

from lessor.hooks.api import Hook, Json, Lease6Expire, LeaseView6
from lessor.model.lease6 import PD, Lease6
from tests.examples.loading import load, run, until
from tests.flows.conversation import NOW, Client, Server, subnet
from tests.flows.conversation6 import number as number6
from tests.flows.hooked import hook4
from tests.plugins.fakes import FakeServer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Loaded:
    """A server with the example, and its stream."""

    def __init__(self, hook: Hook, around: FakeServer, port: int) -> None:
        self.around = around
        self.hook = hook
        self.port = port
        self.server = Server(subnet())
        hook4(self.server, None, **hook.callouts)

    def lease(self, last: int = 10) -> str:
        return Client(self.server, f"02:00:00:00:00:{last:02x}").lease()


@asynccontextmanager
async def loaded(family: int = 4, **parameters: Json) -> AsyncIterator[Loaded]:
    port = free_port()
    around = FakeServer(family)
    made = Loaded(load("lease_events.py", around, {"port": port, **parameters}), around, port)
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            await writer.wait_closed()
            break
        except OSError:
            await asyncio.sleep(0.005)
    try:
        yield made
    finally:
        for task in around.tasks:
            task.cancel()
        await asyncio.gather(*around.tasks, return_exceptions=True)


async def read_event(answer: aiohttp.ClientResponse) -> tuple[str, dict[str, Json]]:
    """The number and the data of the next event."""
    number = ""
    while True:
        line = (await answer.content.readline()).decode().rstrip("\n")
        name, _, value = line.partition(": ")
        if name == "id":
            number = value
        if name == "data":
            event = json.loads(value)
            assert isinstance(event, dict)
            return number, event


def url(made: Loaded) -> str:
    return f"http://127.0.0.1:{made.port}/events"


def test_a_reader_hears_of_leases() -> None:
    async def talk() -> None:
        async with loaded() as made, aiohttp.ClientSession() as session, session.get(url(made)) as answer:
            assert answer.headers["Content-Type"] == "text/event-stream"
            address = made.lease()
            _, event = await read_event(answer)
            assert event == {
                "event": "assigned",
                "address": address,
                "hwaddr": "02:00:00:00:00:0a",
                "hostname": "",
                "subnet-id": 1,
                "state": "assigned",
                "cltt": NOW,
                "valid-lifetime": 3600,
                "client-id": "",
            }
            Client(made.server).release(address)
            _, event = await read_event(answer)
            assert (event["event"], event["address"]) == ("released", address)

    run(talk)


def test_a_reader_that_comes_back_gets_what_it_missed() -> None:
    async def talk() -> None:
        async with loaded() as made, aiohttp.ClientSession() as session:
            async with session.get(url(made)) as answer:
                made.lease(10)
                number, _ = await read_event(answer)
            made.lease(11)
            async with session.get(url(made), headers={"Last-Event-ID": number}) as answer:
                following, event = await read_event(answer)
                assert event["hwaddr"] == "02:00:00:00:00:0b"
                assert int(following) == int(number) + 1

    run(talk)


def test_a_slow_reader_is_disconnected_and_the_others_read_on() -> None:
    async def talk() -> None:
        async with loaded(queue=5) as made, aiohttp.ClientSession() as session:
            reader, writer = await asyncio.open_connection("127.0.0.1", made.port, limit=1024)
            writer.write(b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
            await reader.readuntil(b"\r\n\r\n")
            async with session.get(url(made)) as answer:
                # six at once, and the loop has not turned
                for last in range(10, 16):
                    made.lease(last)
                assert made.around.counts.counts == {"lease-events-slow-readers": 2}
                # both read to the end, because there is one
                with suppress(ConnectionError, aiohttp.ClientError):
                    while await reader.read(1000):
                        pass
                with suppress(ConnectionError, aiohttp.ClientError):
                    while await answer.content.readany():
                        pass
                writer.close()
            async with session.get(url(made)) as answer:
                made.lease(20)
                assert (await read_event(answer))[1]["hwaddr"] == "02:00:00:00:00:14"

    run(talk)


def test_readers_are_counted() -> None:
    async def talk() -> None:
        async with (
            loaded(readers=1) as made,
            aiohttp.ClientSession() as session,
            session.get(url(made)),
            session.get(url(made)) as second,
        ):
            assert second.status == 503

    run(talk)


class Receiver:
    """Takes posts; the first `failing` of them badly."""

    def __init__(self, failing: int = 0) -> None:
        self.failing = failing
        self.events: list[dict[str, Json]] = []

    async def handle(self, request: web.Request) -> web.Response:
        if self.failing:
            self.failing -= 1
            return web.Response(status=500)
        self.events.append(await request.json())
        return web.Response()


@asynccontextmanager
async def webhook(receiver: Receiver, **parameters: Json) -> AsyncIterator[Loaded]:
    application = web.Application()
    application.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    target = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        async with loaded(4, webhook=target, **parameters) as made:
            yield made
    finally:
        await runner.cleanup()


def test_a_webhook_gets_every_event_in_order() -> None:
    async def talk() -> None:
        receiver = Receiver(failing=1)
        async with webhook(receiver) as made:
            for last in (10, 11):
                made.lease(last)
            await until(lambda: len(receiver.events) == 2)
            assert [event["hwaddr"] for event in receiver.events] == ["02:00:00:00:00:0a", "02:00:00:00:00:0b"]
            assert not made.around.counts.counts

    run(talk)


def test_what_a_webhook_is_too_slow_for_is_counted() -> None:
    async def talk() -> None:
        receiver = Receiver()
        async with webhook(receiver, queue=2) as made:
            for last in range(10, 15):
                made.lease(last)
            assert made.around.counts.counts == {"lease-events-lost": 3}
            await until(lambda: len(receiver.events) == 2)

    run(talk)


def test_dhcpv6_prefixes_are_told_with_their_length() -> None:
    record = Lease6(PD, number6("2001:db8:8000::"), 56, b"\0\3\0\1\2\0\0\0\0\x0a", 1, 3000, 4000, NOW, 1)

    async def talk() -> None:
        around = FakeServer(6)
        port = free_port()
        hook = load("lease_events.py", around, {"port": port})
        expire = hook.callouts["lease6_expire"]
        assert callable(expire)
        async with aiohttp.ClientSession() as session:
            await asyncio.sleep(0)
            answer = await connected(session, f"http://127.0.0.1:{port}/events")
            expire(Lease6Expire(LeaseView6(record), remove_lease=True))
            _, event = await read_event(answer)
            answer.close()
        assert event["event"] == "expired"
        assert event["address"] == "2001:db8:8000::/56"
        assert event["duid"] == "00:03:00:01:02:00:00:00:00:0a"
        for task in around.tasks:
            task.cancel()
        await asyncio.gather(*around.tasks, return_exceptions=True)

    run(talk)


async def connected(session: aiohttp.ClientSession, target: str) -> aiohttp.ClientResponse:
    while True:
        try:
            return await session.get(target)
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.005)
