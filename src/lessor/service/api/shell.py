"""One request by HTTP to a control agent, or to a server itself, and its answer: the inside of kea-shell."""

import base64
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final

from lessor.control.tls import client_context
from lessor.model.json import Json

OK: Final = 200

CONTENT_TYPE: Final = "application/json"


class ShellError(Exception):
    """There is no answer; the text says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Where a request goes and how; without `authorities` by plain HTTP. `timeout` is seconds."""

    host: str = "127.0.0.1"
    port: int = 8000
    path: str = ""
    authorities: str = ""
    cert_file: str = ""
    key_file: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 10.0


def request(command: str, services: list[str], members: str) -> dict[str, Json]:
    """Return a request; `members` is what its arguments hold, in JSON without the braces. Raise ShellError."""
    made: dict[str, Json] = {"command": command}
    if services:
        made["service"] = [*services]
    if members.strip():
        try:
            made["arguments"] = json.loads(f"{{{members}}}")
        except (ValueError, RecursionError) as error:
            raise ShellError(f"the arguments are no members of a JSON map: {error}") from None
    return made


def send(peer: Peer, request: Mapping[str, Json]) -> Json:
    """Return the answer to a request. Raise ShellError."""
    headers = {"Content-Type": CONTENT_TYPE}
    if peer.user:
        secret = base64.b64encode(f"{peer.user}:{peer.password}".encode()).decode()
        headers["Authorization"] = f"Basic {secret}"
    try:
        connection = _connection(peer)
        try:
            connection.request("POST", f"/{peer.path.lstrip('/')}", json.dumps(request).encode(), headers)
            return _read(connection.getresponse())
        finally:
            connection.close()
    except TimeoutError:
        raise ShellError("Connection timeout") from None
    except ssl.SSLError as error:
        raise ShellError(f"no TLS connection with {peer.host}: {error.reason or error}") from None
    except (OSError, HTTPException) as error:
        raise ShellError(f"cannot reach {peer.host}, port {peer.port}: {error}") from None


def _connection(peer: Peer) -> HTTPConnection:
    if not peer.authorities:
        return HTTPConnection(peer.host, peer.port, timeout=peer.timeout)
    try:
        context = client_context(peer.authorities, peer.cert_file, peer.key_file)
    except OSError as error:
        raise ShellError(str(error)) from None
    return HTTPSConnection(peer.host, peer.port, timeout=peer.timeout, context=context)


def _read(response: HTTPResponse) -> Json:
    content = response.read()
    if response.status != OK:
        raise ShellError(f"the answer is {response.status} {response.reason}")
    try:
        answer: Json = json.loads(content)
    except (ValueError, RecursionError):
        raise ShellError("the answer is no JSON") from None
    return answer
