"""Passing a request on to the server that it is for, through that server's UNIX socket."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lessor.control.caller import Caller
from lessor.control.report import Report, untold
from lessor.control.request import Framer, RequestError, decode
from lessor.control.unix import address_of
from lessor.model.command import CommandError, refused
from lessor.model.json import Json

PATIENCE: Final = 60.0
"""Seconds for an answer, as in Kea: a server may have much to do for it."""

LONGEST_ANSWER: Final = 1 << 30

CHUNK: Final = 1 << 16

MOST_SERVICES: Final = 16
"""How many servers one request may be for."""


class Forwarder:
    """Knows the sockets of servers by what requests call them: dhcp4, dhcp6, d2."""

    def __init__(self, sockets: Mapping[str, Path], report: Report = untold, patience: float = PATIENCE) -> None:
        self.sockets = sockets
        self.report = report
        self.patience = patience

    async def forward(self, request: dict[str, Json], services: list[str], caller: Caller) -> list[Json]:
        """Return the answers of these servers, in their order. One that gives none is answered for."""
        if caller.address:
            request = {**request, "remote-address": caller.address}
        return [*await asyncio.gather(*(self._ask(request, service, caller) for service in services))]

    async def _ask(self, request: dict[str, Json], service: str, caller: Caller) -> Json:
        command = request["command"]
        try:
            answer = await self._answer(request, service)
        except CommandError as error:
            self.report("CTRL_AGENT_COMMAND_FORWARD_FAILED", command, error.text)
            return refused(error)
        self.report("CTRL_AGENT_COMMAND_FORWARDED", command, service, caller.address)
        return answer

    async def _answer(self, request: dict[str, Json], service: str) -> Json:
        path = self.sockets.get(service)
        if path is None:
            raise CommandError(f"forwarding socket is not configured for the server type {service}")
        self.report("CTRL_AGENT_COMMAND_FORWARD_BEGIN", request["command"], service)
        try:
            async with asyncio.timeout(self.patience):
                octets = await exchange(path, json.dumps(request, ensure_ascii=False).encode())
            return await decode(octets)
        except TimeoutError:
            raise _offline(service, "Connection timed out") from None
        except OSError as error:
            raise _offline(service, error.strerror or str(error)) from None
        except RequestError as error:
            reason = f"unable to parse server's answer to the forwarded message: {error}"
            raise CommandError(f"internal server error: {reason}") from None


async def exchange(path: Path, request: bytes) -> bytes:
    """Send a request to the server that listens there; return its answer. Raise OSError, RequestError."""
    with address_of(path) as address:
        reader, writer = await asyncio.open_unix_connection(address, limit=CHUNK)
    try:
        writer.write(request)
        await writer.drain()
        framer = Framer()
        while octets := await reader.read(CHUNK):
            if framer.feed(octets):
                return bytes(framer.kept)
            if len(framer.kept) > LONGEST_ANSWER:
                raise RequestError("it is too long")
        raise RequestError("it has no end")
    finally:
        writer.transport.abort()


def services_of(request: dict[str, Json]) -> list[str]:
    """Return the servers that a request is for; none if it is for who received it. Raise CommandError."""
    services = request.get("service", [])
    if not isinstance(services, list):
        raise CommandError("service value must be a list")
    if len(services) > MOST_SERVICES:
        raise CommandError(f"a request is for at most {MOST_SERVICES} services")
    names = [service for service in services if isinstance(service, str)]
    if len(names) < len(services):
        raise CommandError("Error during command processing: stringValue() called on non-string Element")
    return names


def _offline(service: str, reason: str) -> CommandError:
    return CommandError(
        f"unable to forward command to the {service} service: {reason}. The server is likely to be offline"
    )
