"""Which servers of an installation run, and what they say of themselves: by their pid files and command sockets."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lessor.service.api.command_socket import ask
from lessor.service.api.commands import SNAPSHOT
from lessor.service.programs.places import Places

PROGRAMS: Final = ("kea-dhcp4", "kea-dhcp6")

PID_DIRECTORY: Final = "KEA_PIDFILE_DIR"
OF_UNITS: Final = Path("/run/kea")

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Found:
    """A server that runs: the record it gave (snapshot.py), or why it gave none."""

    program: str
    name: str
    pid: int
    record: Record | None
    trouble: str = ""


def find_servers(places: Places, environment: Mapping[str, str] = os.environ) -> list[Found]:
    """Return the servers whose pid files are where this installation has them, those of DHCPv4 first.

    Unless the environment says where that is, servers that units of the system run (units.py) are found as well.
    """
    return [_asked(path, program, pid) for program, path, pid in _processes(places, environment)]


def _processes(places: Places, environment: Mapping[str, str]) -> Iterator[tuple[str, Path, int]]:
    """Yield the program, pid file and number of each process."""
    directories = {places.pids} if environment.get(PID_DIRECTORY) else {places.pids, OF_UNITS}
    for program in PROGRAMS:
        for path in sorted(path for directory in directories for path in directory.glob(f"*.{program}.pid")):
            pid = running(path, program)
            if pid:
                yield program, path, pid


@dataclass(frozen=True, slots=True)
class Door:
    """The private socket of a server that runs."""

    program: str
    name: str
    socket: Path


def find_doors(places: Places, environment: Mapping[str, str] = os.environ) -> list[Door]:
    """Return the private sockets of the servers that find_servers finds."""
    return [
        Door(program, path.name.removesuffix(f".{program}.pid"), path.with_suffix(".socket"))
        for program, path, _ in _processes(places, environment)
    ]


def running(path: Path, program: str) -> int:
    """Return the process that a pid file speaks of if it is of this program, 0 if not."""
    try:
        text = path.read_text().strip()
        pid = int(text) if text.isascii() and text.isdigit() else 0
        # a number that is left behind may belong to anybody by now; the system keeps 15 letters of a name
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return 0
    return pid if name == program[:15] else 0


def _asked(path: Path, program: str, pid: int) -> Found:
    name = path.name.removesuffix(f".{program}.pid")
    try:
        answer = ask(path.with_suffix(".socket"), SNAPSHOT)
    except (OSError, ValueError) as error:
        return Found(program, name, pid, None, getattr(error, "strerror", None) or str(error))
    record = answer.get("arguments")
    if not isinstance(record, dict):
        return Found(program, name, pid, None, str(answer.get("text", "it does not know the question")))
    return Found(program, name, pid, record)
