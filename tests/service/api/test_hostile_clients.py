"""Whatever comes to the sockets for commands, clients get their leases and the next command its answer."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Final, TypeVar

import pytest

from lessor.service.labs.client4 import Identity
from tests.control.sockets import free_port, post, run, say
from tests.service.daemons import Daemon4

pytestmark = pytest.mark.slow

SEED: Final = 4711
CLIENTS: Final = 10

SNIPPETS: Final = (
    b"{", b"}", b"[", b"]", b'"', b"\\", b":", b",", b"command", b'{"command":"', b"status-get", b'"}', b"null",
    b"1e999", b"-", b"\xff\xfe", b"\0", b"\r\n\r\n", b"POST / HTTP/1.1\r\n", b"Host: x\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Content-Type: application/json\r\n", b"Transfer-Encoding: chunked\r\n", b"Authorization: Basic Og==\r\n",
    b"#", b"/*",
)  # fmt: skip


class Target:
    """Both sockets of a server."""

    def __init__(self, path: Path, port: int) -> None:
        self.path = path
        self.port = port

    async def connect(self, unix: bool) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if unix:
            return await asyncio.open_unix_connection(str(self.path))
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def throw(self, unix: bool, octets: bytes) -> None:
        """Send octets, take what comes for a moment, and hang up."""
        try:
            reader, writer = await self.connect(unix)
        except OSError:
            return  # it takes no more for now
        try:
            writer.write(octets)
            await writer.drain()
            async with asyncio.timeout(0.05):
                await reader.read()
        except (OSError, TimeoutError):
            pass
        finally:
            writer.transport.abort()


async def garbage(target: Target) -> None:
    chance = random.Random(SEED)
    for _ in range(30):
        thrown = [b"".join(chance.choice(SNIPPETS) for _ in range(chance.randrange(1, 30))) for _ in range(10)]
        await asyncio.gather(*(target.throw(chance.random() < 0.5, octets) for octets in thrown))


async def deep_nesting(target: Target) -> None:
    for octets in (b"[" * 100_000, b'{"a":' * 100_000, b"[" * 100_000 + b"]" * 100_000, b"[[" * 5000 + b"]]" * 5000):
        await target.throw(True, octets)
        head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(octets)}\r\n\r\n"
        await target.throw(False, head.encode() + octets)


async def ten_megabytes(target: Target) -> None:
    for octets in (b'{"command":"' + b"x" * 10_000_000 + b'"}', b"[" + b'"", [], ' * 1_250_000 + b"1]"):
        await target.throw(True, octets)
        await post(target.port, octets)


async def slow_writers(target: Target) -> None:
    connections = [await target.connect(unix) for unix in (True, False) for _ in range(20)]
    for octet in b'POST / HTTP/1.1\r\nHost: {"command":':
        for _, writer in connections:
            writer.write(bytes([octet]))
        await asyncio.sleep(0.005)
    for _, writer in connections:
        writer.transport.abort()


async def two_hundred_connections(target: Target) -> None:
    connections = []
    for number in range(200):
        try:
            connections.append(await target.connect(number % 2 == 0))
        except OSError:
            continue
    await asyncio.sleep(0.2)
    for _, writer in connections:
        writer.transport.abort()


async def gone_before_the_answer(target: Target) -> None:
    for number in range(100):
        _, writer = await target.connect(number % 2 == 0)
        writer.write(b'{"command":"config-get"}')
        writer.transport.abort()


ATTACKS: Final[tuple[Callable[[Target], Awaitable[None]], ...]] = (
    garbage,
    deep_nesting,
    ten_megabytes,
    slow_writers,
    two_hundred_connections,
    gone_before_the_answer,
)


Answer = TypeVar("Answer")


async def until_answered(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    while True:
        try:
            if answer := await ask():
                return answer
        except (OSError, HTTPException):
            pass  # no room yet
        await asyncio.sleep(0.05)


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon4]:
    server = Daemon4(tmp_path)
    yield server
    server.kill()


@pytest.mark.parametrize("attack", ATTACKS)
def test_clients_get_their_leases_meanwhile(
    daemon: Daemon4, tmp_path: Path, attack: Callable[[Target], Awaitable[None]]
) -> None:
    target = Target(tmp_path / "s4", free_port())
    sockets = [
        {"socket-type": "unix", "socket-name": str(target.path)},
        {"socket-type": "http", "socket-port": target.port},
    ]
    # what they say about each message would fill the pipe that nobody reads meanwhile
    quiet = [{"name": f"kea-dhcp4.{name}", "severity": "WARN"} for name in ("commands", "http", "leases", "packets")]
    daemon.configure(control_sockets=sockets, loggers=quiet)
    daemon.start()

    async def main() -> None:
        attacking = asyncio.ensure_future(attack(target))
        leases = 0
        while not attacking.done() or not leases:
            await asyncio.to_thread(daemon.lease, Identity(bytes([2, 0, 0, 0, 1, leases % CLIENTS])))
            leases += 1
        await attacking
        # what the attack has left open is closed by now, or will be soon
        assert b'"result": 0' in await until_answered(lambda: say(target.path, b'{"command": "version-get"}'))
        assert (await until_answered(lambda: post(target.port, '{"command": "version-get"}'))).status == 200

    run(main)
    assert daemon.stop() == 0
    assert "Traceback" not in daemon.log and "EXCEPTION" not in daemon.log
