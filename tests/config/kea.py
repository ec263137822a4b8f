"""Debian's Kea as one that shows a configuration: it is given a file and asked by `config-get`."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lessor.model.json import Json

needs_kea = [
    pytest.mark.kea,
    pytest.mark.skipif(shutil.which("kea-dhcp4") is None, reason="kea-dhcp4 is not installed"),
]

PATIENCE = 30.0


def shown_by_kea(tree: dict[str, Json], folder: Path) -> Json:
    """Return what Kea shows of a configuration that opens no sockets but the one for commands."""
    ((section, daemon),) = tree.items()
    assert isinstance(daemon, dict)
    path = folder / "socket"
    members: dict[str, Json] = {
        **daemon,
        "control-socket": {"socket-type": "unix", "socket-name": str(path)},
    }
    file = folder / "kea.conf"
    file.write_text(json.dumps({section: members}))
    with _running(f"kea-{section.lower()}", file, folder):
        answer = _ask(path, "config-get")
    assert isinstance(answer, dict) and isinstance(answer["arguments"], dict)
    shown = answer["arguments"][section]
    assert isinstance(shown, dict)
    del shown["control-socket"]
    return {section: shown}


@contextmanager
def _running(program: str, file: Path, folder: Path) -> Iterator[None]:
    places = {name: str(folder) for name in ("KEA_PIDFILE_DIR", "KEA_LOCKFILE_DIR")}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([program, "-c", str(file)], env={**os.environ, **places}, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _ask(path: Path, command: str) -> Json:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return _asked(path, command)
        except (FileNotFoundError, ConnectionRefusedError):
            assert time.monotonic() < deadline, (path.parent / "log").read_text()
            time.sleep(0.02)


def _asked(path: Path, command: str) -> Json:
    with socket.socket(socket.AF_UNIX) as channel:
        channel.settimeout(PATIENCE)
        channel.connect(str(path))
        channel.sendall(json.dumps({"command": command}).encode())
        parts = iter(lambda: channel.recv(1 << 16), b"")
        answer: Json = json.loads(b"".join(parts))
        return answer
