"""What processes use, from /proc: time on the processor, memory; and what everybody else uses meanwhile."""

import os
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
QUIET: Final = 0.12
"""Share of the machine that others may use while something is measured."""


def family(pid: int) -> list[int]:
    """Return this process and all its descendants."""
    children = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = stat_fields(int(entry.name))
            except OSError:
                continue
            children[int(fields[1])].append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        todo += children[found[-1]]
    return found


def stat_fields(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the name, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process and its descendants have used, to the nanosecond for those alive."""
    total = 0.0
    for member in family(pid):
        try:
            for task in Path(f"/proc/{member}/task").iterdir():
                total += int((task / "schedstat").read_text().split()[0]) / 1e9
            fields = stat_fields(member)
        except OSError:
            continue
        # children that have ended, such as a lease file clean-up
        total += (int(fields[13]) + int(fields[14])) / TICKS
    return total


def resident_kb(pid: int) -> int:
    """Return the resident memory of a process and its descendants."""
    return sum(own_resident_kb(member) for member in family(pid))


def own_resident_kb(pid: int) -> int:
    """Return the resident memory of a process alone, 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


@dataclass(frozen=True, slots=True)
class Machine:
    """The whole machine's time so far, in ticks."""

    total: int
    idle: int
    steal: int

    @classmethod
    def now(cls) -> "Machine":
        fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        return cls(sum(fields), fields[3] + fields[4], fields[7])

    def foreign_since(self, before: "Machine", own_seconds: float) -> float:
        """Return the share of the machine that neither idled nor was ours; what a hypervisor stole counts too."""
        total = max(1, self.total - before.total)
        busy = total - (self.idle - before.idle)
        return max(0.0, (busy - own_seconds * TICKS) / total)


def wait_for_quiet(patience: float) -> None:
    """Return when others leave the machine alone, or after `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        before = Machine.now()
        time.sleep(0.3)
        if Machine.now().foreign_since(before, 0) < QUIET:
            return
        time.sleep(0.5)
