"""Asking a server on its UNIX socket: one request, one answer, and the connection ends."""

import json
import socket
from pathlib import Path
from typing import Final

from lessor.control.unix import address_of
from lessor.model.json import Json

CHUNK: Final = 1 << 16


def ask(path: Path, command: str, patience: float = 2.0, arguments: Json = None) -> dict[str, Json]:
    """Send a command to the server that listens there and return its answer. Raise OSError or ValueError.

    `patience` is how many seconds each part of the answer may take.
    """
    request: dict[str, Json] = {"command": command}
    if arguments is not None:
        request["arguments"] = arguments
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience)
        with address_of(path) as address:
            connection.connect(address)
        connection.sendall(json.dumps(request).encode())
        answer = b"".join(iter(lambda: connection.recv(CHUNK), b""))
    record = json.loads(answer)
    if not isinstance(record, dict):
        raise ValueError(f"{path}: the answer is no map")
    return record
