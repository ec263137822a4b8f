"""Put clients in the classes that an inventory names: GET of `url`, answered {"classes": ["gold"]}; 404 for a stranger.

What the inventory says is remembered for `keep` seconds, of `size` clients at most. A message waits for it up to
`timeout` seconds. When the inventory fails, clients are served with what is known of them, and for `retry` seconds
nobody asks. Needs aiohttp.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Mapping

import aiohttp

from lessor.hooks.api import INTEGER, STRING, Hook, Json, Parameter, Pkt4Receive, Pkt6Receive, Server, read_parameters

PARAMETERS = {
    "url": Parameter(STRING, required=True, about="with {hwaddr} where the hardware address goes"),
    "timeout": Parameter(INTEGER, 2, low=1, high=60),
    "keep": Parameter(INTEGER, 600, low=1),
    "size": Parameter(INTEGER, 10000, low=1),
    "retry": Parameter(INTEGER, 10, low=1),
}

LONGEST = 65536
"""Octets of an answer that are read."""

Classes = tuple[str, ...]


class Inventory:
    """Asks, and remembers. Several messages of one client wait for one answer."""

    def __init__(self, server: Server, url: str, timeout: int, keep: int, size: int, retry: int) -> None:
        self.server = server
        self.url = url
        self.timeout = timeout
        self.keep = keep
        self.size = size
        self.retry = retry
        self.known: OrderedDict[bytes, tuple[int, Classes]] = OrderedDict()
        self.asked: dict[bytes, asyncio.Task[Classes]] = {}
        self.quiet_until = 0
        self.session: aiohttp.ClientSession | None = None

    def sort(self, event: Pkt4Receive | Pkt6Receive) -> Awaitable[None] | None:
        """Answer at once what is known; wait only where that is needed."""
        hwaddr = bytes(event.query.hwaddr)
        until, classes = self.known.get(hwaddr, (0, ()))
        now = self.server.now()
        if now < until or now < self.quiet_until or not hwaddr:
            give(event, classes)
            return None
        return self.wait(event, hwaddr)

    async def wait(self, event: Pkt4Receive | Pkt6Receive, hwaddr: bytes) -> None:
        """Put the client in its classes as soon as they are known."""
        task = self.asked.get(hwaddr)
        if task is None:
            task = self.asked[hwaddr] = asyncio.create_task(self.look_up(hwaddr))
            task.add_done_callback(lambda _: self.asked.pop(hwaddr, None))
        # who waits may be given up, but not the answer: others wait for it too
        give(event, await asyncio.shield(task))

    async def look_up(self, hwaddr: bytes) -> Classes:
        """Ask, and remember the answer."""
        try:
            classes = await self.ask(hwaddr)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self.server.statistics.count("inventory-failed")
            self.server.log.warn(f"the inventory is not asked for {self.retry} seconds: {error!r}")
            self.quiet_until = self.server.now() + self.retry
            return self.known.get(hwaddr, (0, ()))[1]
        self.known[hwaddr] = (self.server.now() + self.keep, classes)
        self.known.move_to_end(hwaddr)
        if len(self.known) > self.size:
            self.known.popitem(last=False)
        return classes

    async def ask(self, hwaddr: bytes) -> Classes:
        """Return what the inventory says of a client. Raise ClientError, TimeoutError, ValueError."""
        if self.session is None:
            self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(self.timeout))
        async with self.session.get(self.url.replace("{hwaddr}", hwaddr.hex(":"))) as answer:
            if answer.status == 404:
                return ()
            answer.raise_for_status()
            return read_classes(await answer.content.read(LONGEST))

    async def close(self) -> None:
        """Let go of connections."""
        for task in self.asked.values():
            task.cancel()
        if self.session is not None:
            await self.session.close()


def give(event: Pkt4Receive | Pkt6Receive, classes: Classes) -> None:
    """Put a message in classes."""
    for name in classes:
        event.query.classes.add(name)


def read_classes(octets: bytes) -> Classes:
    """Return the classes in an answer. Raise ValueError."""
    answer = json.loads(octets)
    classes = answer.get("classes") if isinstance(answer, dict) else None
    if not isinstance(classes, list) or not all(isinstance(name, str) for name in classes):
        raise ValueError("no list of classes in the answer")
    return tuple(classes)


def setup(server: Server, parameters: Mapping[str, Json]) -> Hook:
    """Look every client up when its message comes."""
    values = read_parameters(parameters, PARAMETERS)
    inventory = Inventory(server, **values)  # type: ignore[arg-type]  # the table has checked them
    return Hook({f"pkt{server.family}_receive": inventory.sort}, close=inventory.close)
