"""Asking servers: on the private sockets of those that run here, on a UNIX socket by name, or by HTTP."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lessor.model.json import Json
from lessor.service.api.command_socket import ask
from lessor.service.api.shell import Peer, ShellError, send
from lessor.service.programs.places import Places
from lessor.service.programs.running import find_doors

FAMILIES: Final = {"dhcp4": 4, "dhcp6": 6}
"""Names of servers, as in `service` of a request."""

PASSWORD: Final = "LESSOR_PASSWORD"
"""Environment variable with the password for HTTP."""

PORTS: Final = {"http": 8000, "https": 8443}

PATIENCE: Final = 60.0


class AskingError(Exception):
    """Nobody can be asked, or there is no answer; the text says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A server that can be asked. `ask` sends a command with its arguments, and raises AskingError.

    `family` is 0 where it is not known before.
    """

    name: str
    family: int
    ask: Callable[[str, Json], dict[str, Json]]


def here(places: Places, server: str) -> list[Asked]:
    """Return the servers of this installation that run: all of them, or those that `server` names."""
    return [
        Asked(
            f"{door.program} ({door.name})",
            FAMILIES[door.program.removeprefix("kea-")],
            partial(_by_socket, door.socket),
        )
        for door in find_doors(places)
        if server in ("", door.program.removeprefix("kea-"))
    ]


def at_socket(path: Path, server: str) -> Asked:
    """Return who listens on a UNIX socket."""
    return Asked(str(path), FAMILIES.get(server, 0), partial(_by_socket, path))


def at_url(url: str, server: str, user: str, authorities: str, environment: dict[str, str] | None = None) -> Asked:
    """Return who answers at a URL. Raise AskingError when it is none."""
    found = urlsplit(url)
    if found.scheme not in PORTS or not found.hostname:
        raise AskingError(f"{url}: write http://host:port/ or https://host:port/")
    if found.scheme == "https" and not authorities:
        raise AskingError("https needs --ca: a file or directory of authorities to trust")
    peer = Peer(
        found.hostname,
        found.port or PORTS[found.scheme],
        found.path,
        authorities if found.scheme == "https" else "",
        user=user,
        password=(os.environ if environment is None else environment).get(PASSWORD, "") if user else "",
        timeout=PATIENCE,
    )
    service: list[Json] = [server] if server else []
    return Asked(url, FAMILIES.get(server, 0), partial(_by_http, peer, service))


def _by_socket(path: Path, command: str, arguments: Json) -> dict[str, Json]:
    try:
        return ask(path, command, PATIENCE, arguments)
    except (OSError, ValueError) as error:
        raise AskingError(f"{path}: {getattr(error, 'strerror', None) or error}") from None


def _by_http(peer: Peer, service: list[Json], command: str, arguments: Json) -> dict[str, Json]:
    request: dict[str, Json] = {"command": command}
    if service:
        request["service"] = service
    if arguments is not None:
        request["arguments"] = arguments
    try:
        answer = send(peer, request)
    except ShellError as error:
        raise AskingError(str(error)) from None
    first = answer[0] if isinstance(answer, list) and answer else answer
    if not isinstance(first, dict):
        raise AskingError(f"{peer.host}: the answer is no map")
    return first
