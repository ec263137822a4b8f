"""Commands that a server answers: what may be asked, and the answers, in the words of Kea's control channel.

A request is a JSON map with `command` and perhaps `arguments`; the answer a map with `result` (0: success), and `text`
or `arguments`. None of these commands changes anything.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from lessor import KEA_VERSION, __version__
from lessor.service.snapshot import Life

SUCCESS: Final = 0
ERROR: Final = 1
UNSUPPORTED: Final = 2

SNAPSHOT: Final = "lessor-snapshot-get"
"""A command of our own: the record of snapshot.py."""

Answer: TypeAlias = dict[str, object]


class Commands:
    """What can be asked of one server; `snapshot` returns its record (snapshot.py)."""

    def __init__(
        self, life: Life, snapshot: Callable[[], dict[str, object]], clock: Callable[[], float] = time.time
    ) -> None:
        self.life = life
        self.clock = clock
        self.snapshot = snapshot

    def answer(self, request: object) -> Answer:
        """Return the answer to a request as it came from JSON."""
        if not isinstance(request, dict):
            return _malformed("Invalid command Element specified, expected map")
        if "command" not in request:
            return _malformed("Invalid answer specified, does not contain mandatory 'command'")
        name = request["command"]
        if not isinstance(name, str):
            return _malformed("'command' element in command message is not a string")
        command = COMMANDS.get(name)
        if command is None:
            return {"result": UNSUPPORTED, "text": f"'{name}' command not supported."}
        return command(self)

    def list_commands(self) -> Answer:
        """Return the names of all commands."""
        return {"result": SUCCESS, "arguments": sorted(COMMANDS)}

    def version_get(self) -> Answer:
        """Return the version whose files and commands the server understands, and its own."""
        extended = f"{KEA_VERSION}\nlessor {__version__}"
        return {"result": SUCCESS, "text": KEA_VERSION, "arguments": {"extended": extended}}

    def status_get(self) -> Answer:
        """Return the process and since when it serves; times are seconds ago."""
        now = self.clock()
        arguments = {
            "pid": os.getpid(),
            "uptime": int(now - self.life.started),
            "reload": int(now - self.life.configured),
            "multi-threading-enabled": False,
            "sockets": {"status": "ready"},
        }
        return {"result": SUCCESS, "arguments": arguments}

    def snapshot_get(self) -> Answer:
        """Return how the server is doing."""
        return {"result": SUCCESS, "arguments": self.snapshot()}


COMMANDS: Final[Mapping[str, Callable[[Commands], Answer]]] = {
    "list-commands": Commands.list_commands,
    "version-get": Commands.version_get,
    "status-get": Commands.status_get,
    SNAPSHOT: Commands.snapshot_get,
}


def encode(answer: Answer) -> bytes:
    """Return an answer as it is sent."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogateescape")


def _malformed(what: str) -> Answer:
    return {"result": ERROR, "text": f"Error during command processing: {what}"}
