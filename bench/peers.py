"""The servers that are compared, as a table."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.place import REPOSITORY, SERVER, WORK
from bench.scenarios import BASE

KEA_PROGRAM: Final = ("/usr/sbin/kea-dhcp4", "-c", "{config}")
KEA_HOOKS: Final = "/usr/lib/*/kea/hooks"
"""Where Debian's packages put Kea's libraries."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A server to compare."""

    name: str
    command: tuple[str, ...]
    about: str
    threads: int | None = None
    """Worker threads; 0 switches multi-threading off, None says nothing about it."""
    hook: str = ""
    """The trivial hook of the scenario that loads one: a file of bench/hooks, or a library that comes with Kea."""
    synced: bool = True
    """Rows are on the disk before replies leave, where the server can do that."""
    only: tuple[str, ...] = ()
    """The scenarios it takes part in, when not in all."""

    @property
    def ours(self) -> bool:
        """Whether it is a lessor, however built or configured."""
        return self.command[0] != KEA_PROGRAM[0]

    def takes(self, scenario: str) -> bool:
        """Tell whether it takes part in this scenario."""
        return not self.only or scenario in self.only


LESSOR: Final = Definition(
    "lessor",
    (str(REPOSITORY / ".venv/bin/kea-dhcp4"), "-c", "{config}"),
    "plain Python; each batch of rows is on the disk (fdatasync) before its replies leave",
    hook="kind.py",
)
COMPILED: Final = dataclasses.replace(
    LESSOR,
    name="lessor-compiled",
    command=(str(REPOSITORY / ".venv-compiled/bin/kea-dhcp4"), "-c", "{config}"),
    about="the same source, its packet path compiled with mypyc (`make compiled`); synced in the same way",
)
UNSYNCED: Final = dataclasses.replace(
    LESSOR,
    name="lessor-unsynced",
    about='plain Python with `"sync": "never"`: as loose as Kea, to compare like with like',
    synced=False,
    only=BASE,
)
KEA: Final = Definition(
    "kea-st", KEA_PROGRAM, "Kea, multi-threading off; rows not synced", 0, hook="libdhcp_bootp.so"
)  # fmt: skip
KEA_THREADS: Final = Definition(
    "kea-mt", KEA_PROGRAM, "Kea, two worker threads; rows not synced", 2, hook="libdhcp_bootp.so"
)  # fmt: skip
SERVERS: Final = (LESSOR, COMPILED, UNSYNCED, KEA, KEA_THREADS)
KEAS: Final = (KEA.name, KEA_THREADS.name)
"""Kea's settings: figures are compared with the better one."""

REFLECTOR: Final = WORK / "reflector"
REFLECTOR_SERVER: Final = Definition("reflector", (str(REFLECTOR), SERVER), "no server at all: what the lab can carry")


def with_programs(servers: Sequence[Definition], program: Path, compiled: Path | None) -> list[Definition]:
    """Return the servers with these programs for lessor, without the compiled one where there is none."""
    programs = {LESSOR.name: program, UNSYNCED.name: program, COMPILED.name: compiled}
    found = []
    for one in servers:
        path = programs.get(one.name, Path(one.command[0]))
        if path is not None:
            found.append(dataclasses.replace(one, command=(str(path.absolute()), *one.command[1:])))
    return found
