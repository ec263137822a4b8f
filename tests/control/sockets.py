"""Channels for tests: what answers on them, clients of them, and certificates."""

import asyncio
import http.client
import json
import socket
import ssl
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from lessor.control.caller import Caller
from lessor.control.tls import client_context
from lessor.model.json import Json

PATIENCE: Final = 60.0

JSON: Final = {"Content-Type": "application/json"}

Result = TypeVar("Result")


@dataclass
class Echo:
    """Answers with what it was asked; notes who asked, and every event it is told. May be told to wait."""

    callers: list[Caller] = field(default_factory=list)
    events: list[tuple[object, ...]] = field(default_factory=list)
    go: asyncio.Event | None = None
    asked: asyncio.Event | None = None

    async def execute(self, request: Json, caller: Caller) -> Json:
        self.callers.append(caller)
        if self.asked is not None:
            self.asked.set()
        if self.go is not None:
            await self.go.wait()
        return {"asked": request}

    def report(self, event: str, *args: object) -> None:
        self.events.append((event, *args))


def run(main: Callable[[], Awaitable[Result]]) -> Result:
    """Run a conversation that may not take for ever."""

    async def bounded() -> Result:
        async with asyncio.timeout(PATIENCE):
            return await main()

    return asyncio.run(bounded())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def say(path: Path, *pieces: bytes, end: bool = False) -> bytes:
    """Send octets to a UNIX socket piece by piece, and return all that comes back."""
    reader, writer = await asyncio.open_unix_connection(str(path))
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0)
    if end:
        writer.write_eof()
    try:
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.transport.abort()


async def say_tcp(port: int, *pieces: bytes) -> bytes:
    """Send octets to a port piece by piece, and return all that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.transport.abort()


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Json:
        value: Json = json.loads(self.text)
        return value


async def post(
    port: int,
    body: bytes | str = b'{"command": "x"}',
    headers: dict[str, str] | None = None,
    method: str = "POST",
    path: str = "/",
    context: ssl.SSLContext | None = None,
) -> Reply:
    """Send one request by HTTP, as a client of another make; return the answer."""

    def talk() -> Reply:
        if context is None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        else:
            connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE, context=context)
        try:
            connection.request(method, path, body, JSON if headers is None else headers)
            response = connection.getresponse()
            return Reply(response.status, dict(response.getheaders()), response.read().decode())
        finally:
            connection.close()

    return await asyncio.to_thread(talk)


@dataclass(frozen=True)
class Certificates:
    """An authority, and what it certified: NAME.crt and NAME.key of a server, a client and a stranger of another."""

    directory: Path

    def file(self, name: str) -> str:
        return str(self.directory / name)

    def context(self, name: str = "") -> ssl.SSLContext:
        if not name:
            return client_context(self.file("authority.crt"))
        return client_context(self.file("authority.crt"), self.file(f"{name}.crt"), self.file(f"{name}.key"))


def make_certificates(directory: Path) -> Certificates:
    """Make an authority with a server and a client, and another authority with a client."""
    for authority, names in {"authority": ("server", "client"), "other": ("stranger",)}.items():
        _openssl(directory, "req", "-x509", *_key(authority), "-out", f"{authority}.crt", "-subj", f"/CN={authority}")
        for name in names:
            _openssl(directory, "req", *_key(name), "-out", f"{name}.csr", "-subj", f"/CN={name}")
            (directory / f"{name}.ext").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
            signer = ("-CA", f"{authority}.crt", "-CAkey", f"{authority}.key", "-CAcreateserial")
            _openssl(
                directory,
                "x509",
                "-req",
                "-in",
                f"{name}.csr",
                *signer,
                "-out",
                f"{name}.crt",
                "-extfile",
                f"{name}.ext",
            )
    return Certificates(directory)


def _key(name: str) -> tuple[str, ...]:
    return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key")


def _openssl(directory: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=directory, check=True, capture_output=True)
