"""Whole servers in a process of the tests, without clients, and commands for them."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from lessor.control.caller import Caller
from lessor.model.control import UNIX
from lessor.model.json import Json
from lessor.service.api.control import Commands, Grip
from lessor.service.api.control4 import control4
from lessor.service.api.control6 import control6
from lessor.service.api.reconfiguration import Reconfiguration
from lessor.service.counting.snapshot import Life
from lessor.service.logs.log import Loggers
from lessor.service.programs.dhcp4 import DAEMON as DAEMON4
from lessor.service.programs.dhcp6 import DAEMON as DAEMON6
from lessor.service.programs.places import find_places
from lessor.service.serving import Surroundings
from lessor.service.serving4 import Serving4, serve4
from lessor.service.serving6 import Serving6, serve6

CALLER = Caller(UNIX)

SUBNET4: dict[str, Json] = {"id": 1, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.10-192.0.2.20"}]}
SUBNET6: dict[str, Json] = {"id": 1, "subnet": "2001:db8:1::/64", "pools": [{"pool": "2001:db8:1::10-2001:db8:1::20"}]}


@dataclass
class Commanded:
    """A server that takes commands; `stopped` are the statuses it was told to end with, `serving` does its work."""

    file: Path
    log: Path
    commands: Commands
    serving: Serving4 | Serving6
    stopped: list[int] = field(default_factory=list)

    async def ask(self, command: str, /, **arguments: Json) -> dict[str, Json]:
        """Carry out a command; underscores in names stand for hyphens."""
        given = {name.replace("_", "-"): value for name, value in arguments.items()}
        return await self.execute({"command": command, "arguments": given})

    async def execute(self, request: Json) -> dict[str, Json]:
        answer = await self.commands.public(request, CALLER)
        assert isinstance(answer, dict)
        return answer

    def write(self, section: dict[str, Json]) -> None:
        """Write another configuration to the file."""
        name = next(iter(json.loads(self.file.read_text())))
        self.file.write_text(json.dumps({name: section}))


Act = Callable[[Commanded], Awaitable[None]]


def command4(directory: Path, act: Act, unrestricted: bool = False, **section: Json) -> Commanded:
    """Have `act` command a DHCPv4 server with one subnet; underscores in names of keys stand for hyphens."""
    file = _configuration(directory, "Dhcp4", {"subnet4": [SUBNET4]}, section)

    async def run(loggers: Loggers) -> Commanded:
        stopped: list[int] = []
        setup = DAEMON4.readers.read(str(file))
        serving = serve4(setup, _surroundings(directory, loggers))
        life = Life("kea-dhcp4", str(file), 1000.0, 1055.0)
        inner = Reconfiguration(
            setup, serving, DAEMON4.readers, DAEMON4.events, life, loggers, lambda: stopped.append(1)
        )
        commands = control4(inner, Grip(find_places({}, str(directory)), stopped.append, unrestricted, dict))
        return await _act(Commanded(file, directory / "log", commands, serving, stopped), act)

    return _run(directory, "kea-dhcp4", run)


def command6(directory: Path, act: Act, **section: Json) -> Commanded:
    """Have `act` command a DHCPv6 server with one subnet, as command4."""
    file = _configuration(directory, "Dhcp6", {"subnet6": [SUBNET6], "server-id": {"type": "EN"}}, section)

    async def run(loggers: Loggers) -> Commanded:
        stopped: list[int] = []
        setup = DAEMON6.readers.read(str(file))
        serving = serve6(setup, _surroundings(directory, loggers))
        life = Life("kea-dhcp6", str(file), 1000.0, 1055.0)
        inner = Reconfiguration(
            setup, serving, DAEMON6.readers, DAEMON6.events, life, loggers, lambda: stopped.append(1)
        )
        commands = control6(inner, Grip(find_places({}, str(directory)), stopped.append, False, dict))
        return await _act(Commanded(file, directory / "log", commands, serving, stopped), act)

    return _run(directory, "kea-dhcp6", run)


def _configuration(directory: Path, name: str, usual: dict[str, Json], section: dict[str, Json]) -> Path:
    listening: dict[str, Json] = {"interfaces": [], "re-detect": False}
    given = {key.replace("_", "-"): value for key, value in section.items()}
    file = directory / "office.conf"
    file.write_text(json.dumps({name: {"interfaces-config": listening, **usual, **given}}))
    return file


def _surroundings(directory: Path, loggers: Loggers) -> Surroundings:
    places = find_places({"KEA_DHCP_DATA_DIR": str(directory)}, str(directory))
    loop = asyncio.get_running_loop()
    return Surroundings(places, loggers, loop, loop.stop, 6767)


async def _act(server: Commanded, act: Act) -> Commanded:
    try:
        await act(server)
    finally:
        server.serving.close()
    return server


def _run(directory: Path, program: str, run: Callable[[Loggers], Awaitable[Commanded]]) -> Commanded:
    loggers = Loggers(program, directory, {"KEA_LOGGER_DESTINATION": str(directory / "log")})

    async def main() -> Commanded:
        return await run(loggers)

    try:
        return asyncio.run(main())
    finally:
        loggers.close()
