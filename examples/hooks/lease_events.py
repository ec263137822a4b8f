"""Tell what happens to leases: to a web address (`webhook`), and to whoever reads the stream at `listen`:`port`/events.

An event is a map in JSON: `event` (assigned, released, expired), `address`, `hwaddr`, `subnet-id` and what else a lease
has. The stream is one of server-sent events: a reader that comes back with `Last-Event-ID` gets what it missed, as far
back as `history`. Nobody waits for a reader: one that is `queue` events behind is disconnected. What the webhook does
not take is tried three times, then left out; it is at most `queue` events behind too. Needs aiohttp.

Whoever can connect can read: listen on loopback, or put a web server with passwords before it.
"""

import asyncio
import json
from asyncio import Queue, QueueFull
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress

import aiohttp
from aiohttp import web

from lessor.hooks.api import (
    INTEGER,
    STRING,
    Event,
    Hook,
    Json,
    Lease4Expire,
    Lease6Expire,
    Leases4Committed,
    Leases6Committed,
    LeaseView4,
    LeaseView6,
    Parameter,
    Server,
    read_parameters,
)

PARAMETERS = {
    "webhook": Parameter(STRING, ""),
    "listen": Parameter(STRING, "127.0.0.1"),
    "port": Parameter(INTEGER, 0, low=0, high=65535, about="0: there is no stream"),
    "queue": Parameter(INTEGER, 1000, low=1),
    "history": Parameter(INTEGER, 1000, low=0),
    "readers": Parameter(INTEGER, 50, low=1),
}

HEARTBEAT = 15.0
ATTEMPTS = 3
PATIENCE = aiohttp.ClientTimeout(10)

View = LeaseView4 | LeaseView6
Numbered = tuple[int, dict[str, Json]]


class Stream:
    """The readers of the stream, each with a queue, and the last events for those who come back."""

    def __init__(self, server: Server, queue: int, history: int, readers: int) -> None:
        self.server = server
        self.queue = queue
        self.most = readers
        self.history: deque[Numbered] = deque(maxlen=history)
        self.readers: dict[Queue[Numbered], asyncio.Transport | None] = {}

    def publish(self, numbered: Numbered) -> None:
        """Give an event to every reader; who is too slow is disconnected."""
        self.history.append(numbered)
        for queue, transport in list(self.readers.items()):
            try:
                queue.put_nowait(numbered)
            except QueueFull:
                del self.readers[queue]
                self.server.statistics.count("lease-events-slow-readers")
                if transport is not None:
                    transport.abort()

    async def read(self, request: web.Request) -> web.StreamResponse:
        """Answer a reader until it goes."""
        if len(self.readers) >= self.most:
            raise web.HTTPServiceUnavailable(text="too many readers\n")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        queue: Queue[Numbered] = Queue(self.queue)
        last = request.headers.get("Last-Event-ID", "")
        missed = [one for one in self.history if last.isdecimal() and one[0] > int(last)]
        self.readers[queue] = request.transport if isinstance(request.transport, asyncio.Transport) else None
        try:
            for numbered in missed:
                await response.write(lines(numbered))
            while True:
                await response.write(await self.next_lines(queue))
        except ConnectionError:
            return response
        finally:
            self.readers.pop(queue, None)

    async def next_lines(self, queue: Queue[Numbered]) -> bytes:
        """Return the next event, or a sign of life when nothing happens."""
        try:
            return lines(await asyncio.wait_for(queue.get(), HEARTBEAT))
        except TimeoutError:
            return b":\n\n"

    async def serve(self, address: str, port: int) -> None:
        """Listen until cancelled."""
        application = web.Application()
        application.router.add_get("/events", self.read)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            # a reload starts the next one a moment before this one is gone
            await web.TCPSite(runner, address, port, reuse_port=True).start()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


class Webhook:
    """Posts events one after the other."""

    def __init__(self, server: Server, url: str, queue: int) -> None:
        self.server = server
        self.url = url
        self.queue: Queue[Numbered] = Queue(queue)

    def publish(self, numbered: Numbered) -> None:
        """Have an event posted; when too many wait it is left out."""
        try:
            self.queue.put_nowait(numbered)
        except QueueFull:
            self.server.statistics.count("lease-events-lost")

    async def serve(self) -> None:
        """Post what comes until cancelled."""
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            while True:
                _, event = await self.queue.get()
                await self.post(session, event)

    async def post(self, session: aiohttp.ClientSession, event: dict[str, Json]) -> None:
        """Post one event, again when that fails."""
        for attempt in range(ATTEMPTS):
            with suppress(aiohttp.ClientError, TimeoutError):
                async with session.post(self.url, json=event) as answer:
                    if answer.ok:
                        return
            await asyncio.sleep(attempt)
        self.server.statistics.count("lease-events-lost")
        self.server.log.warn(f"the webhook did not take an event about {event['address']}")


def lines(numbered: Numbered) -> bytes:
    """Return an event as it stands in the stream."""
    number, event = numbered
    return f"id: {number}\nevent: {event['event']}\ndata: {json.dumps(event)}\n\n".encode()


def describe(kind: str, view: View) -> dict[str, Json]:
    """Return what happened to a lease."""
    described: dict[str, Json] = {
        "event": kind,
        "address": str(view.prefix) if isinstance(view, LeaseView6) and view.is_prefix else str(view.address),
        "hwaddr": str(view.hwaddr),
        "hostname": view.hostname,
        "subnet-id": view.subnet_id,
        "state": view.state,
        "cltt": view.cltt,
        "valid-lifetime": view.valid_lifetime,
    }
    if isinstance(view, LeaseView4):
        return described | {"client-id": str(view.client_id)}
    return described | {"duid": str(view.duid), "iaid": view.iaid}


def callouts(family: int, publish: Callable[[str, View], None]) -> dict[str, Callable[[Event], None]]:
    """Return what listens to the hook points about leases."""

    def committed(event: Event) -> None:
        assert isinstance(event, Leases4Committed | Leases6Committed)
        for view in event.leases:
            publish("assigned", view)
        for view in event.deleted_leases:
            publish("released", view)

    def expired(event: Event) -> None:
        assert isinstance(event, Lease4Expire | Lease6Expire)
        publish("expired", event.lease)

    return {f"leases{family}_committed": committed, f"lease{family}_expire": expired}


def setup(server: Server, parameters: Mapping[str, Json]) -> Hook:
    """Start what the parameters ask for."""
    values = read_parameters(parameters, PARAMETERS)
    numbers = {name: value for name, value in values.items() if isinstance(value, int)}
    listeners: list[Callable[[Numbered], None]] = []
    if numbers["port"]:
        stream = Stream(server, numbers["queue"], numbers["history"], numbers["readers"])
        server.start(stream.serve(str(values["listen"]), numbers["port"]), "lease events")
        listeners.append(stream.publish)
    if values["webhook"]:
        webhook = Webhook(server, str(values["webhook"]), numbers["queue"])
        server.start(webhook.serve(), "webhook")
        listeners.append(webhook.publish)
    # readers come back with the number of their last event, also after a restart
    count = server.now() * 1000

    def publish(kind: str, view: View) -> None:
        nonlocal count
        count += 1
        numbered = (count, describe(kind, view))
        for listener in listeners:
            listener(numbered)

    return Hook(callouts(server.family, publish))
