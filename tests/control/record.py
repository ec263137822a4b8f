"""Asks Debian's Kea 2.2 again what is in recorded/leases4.json and leases6.json: `python -m tests.control.record`.

Requests and configurations stay as they are, answers are replaced; `differs` is kept, and the tests say where it is
true no more. Needs nothing but the programs: Kea opens no sockets but the one that it is asked through.
"""

import json
import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from lessor.model.json import Json

RECORDED = Path(__file__).parent / "recorded"
HOOKS = Path("/usr/lib/x86_64-linux-gnu/kea/hooks")
LIBRARIES = ("libdhcp_lease_cmds.so", "libdhcp_stat_cmds.so")
PATIENCE = 10.0


def configuration(recorded: dict[str, Json], family: int, directory: Path) -> dict[str, object]:
    own: dict[str, object] = {
        "control-socket": {"socket-type": "unix", "socket-name": str(directory / "socket")},
        "lease-database": {"type": "memfile", "name": str(directory / "leases.csv"), "lfc-interval": 0},
        "interfaces-config": {"interfaces": []},
        "hooks-libraries": [{"library": str(HOOKS / library)} for library in LIBRARIES],
    }
    tree = recorded["configuration"]
    assert isinstance(tree, dict)
    return {f"Dhcp{family}": own | tree}


def ask(path: Path, request: Json) -> Json:
    """The answer to one request."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(path))
        connection.sendall(json.dumps(request).encode())
        connection.shutdown(socket.SHUT_WR)
        answer: Json = json.loads(b"".join(iter(lambda: connection.recv(65536), b"")))
        return answer


def await_middle_of_second() -> int:
    """Wait until the second has begun and goes on for a while: Kea and we are to have the same one."""
    while not 0.1 < time.time() % 1 < 0.7:
        time.sleep(0.02)
    return int(time.time())


def record(family: int) -> None:
    path = RECORDED / f"leases{family}.json"
    recorded = json.loads(path.read_text())
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        file = directory / "kea.conf"
        file.write_text(json.dumps(configuration(recorded, family, directory)))
        places = dict.fromkeys(("KEA_PIDFILE_DIR", "KEA_DHCP_DATA_DIR"), name) | {"KEA_LOCKFILE_DIR": "none"}
        program = [f"/usr/sbin/kea-dhcp{family}", "-c", str(file)]
        with subprocess.Popen(
            program, env=os.environ | places, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as kea:
            give_up = time.monotonic() + PATIENCE
            while not (directory / "socket").exists() and time.monotonic() < give_up:
                time.sleep(0.1)
            for exchange in recorded["exchanges"]:
                exchange["time"] = await_middle_of_second()
                exchange["answer"] = ask(directory / "socket", exchange["request"])
            kea.terminate()
    lines = ",\n".join(json.dumps(exchange) for exchange in recorded["exchanges"])
    head = f'"about": {json.dumps(recorded["about"])},\n"configuration": {json.dumps(recorded["configuration"])}'
    path.write_text(f'{{\n{head},\n"exchanges": [\n{lines}\n]\n}}\n')


if __name__ == "__main__":
    for family in (4, 6):
        record(family)
