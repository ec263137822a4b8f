"""A long time of everything at once, to see whether a server stays as it was.

    python -m bench.soak [--minutes 60] [--rate 300] [--program PROGRAM]

A DHCPv4 and a DHCPv6 server of ours serve mixed traffic (traffic.py), with short lifetimes, so that leases also end.
Their configuration is read again from time to time, and in the middle they are started anew. In the end it is told
what was wrong, and the exit status is 1 if anything was: memory that grew, an error in the log, a lease that two
clients had, clients without an answer, statistics that differ from the lease file.
"""

import argparse
import csv
import json
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from bench.lab import inside, lab
from bench.peers import LESSOR
from bench.place import CLIENT_NAMESPACE
from bench.processes import own_resident_kb
from bench.scenarios import Scenario
from bench.servers import Running

LIFETIME: Final = 20
"""Seconds a lease holds, and an address that was declined rests."""
READY: Final = 2.5
"""Seconds around a restart in which clients may have no answer, besides the restart itself."""
LOST: Final = 0.001
"""Share of messages that may be without an answer: the machine has other work too."""
GROWTH_KB: Final = 8192
GROWTH: Final = 0.1
"""What memory may grow after the first third of a server's life: the larger of the two, the second a share."""
STATISTICS: Final = {4: ("assigned-addresses",), 6: ("assigned-nas", "assigned-pds")}
TYPES: Final = {"": "assigned-addresses", "0": "assigned-nas", "2": "assigned-pds"}
HELD: Final = ("0", "1")
"""Lease states that count as assigned: granted, declined."""
LEASES: Final = {4: "leases4.csv", 6: "leases6.csv"}
SNAPSHOT: Final = {"command": "lessor-snapshot-get"}


@dataclass(slots=True)
class Soaked:
    """One server under test and what was seen of it."""

    family: int
    server: Running
    traffic: subprocess.Popen[bytes] | None = None
    memory: list[list[int]] = field(default_factory=list)
    """Kilobytes, second by second, for each life of the server."""
    away: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def complain(self, text: str) -> None:
        self.wrong.append(f"DHCPv{self.family}: {text}")


def shorten(family: int, directory: Path) -> None:
    """Have leases end soon, be taken back soon, and the lease file cleaned up often."""
    path = directory / f"kea-dhcp{family}.conf"
    tree = json.loads(path.read_text())
    server = tree[f"Dhcp{family}"]
    server |= {"valid-lifetime": LIFETIME, "renew-timer": LIFETIME // 2, "rebind-timer": LIFETIME * 3 // 4}
    server |= {"preferred-lifetime": LIFETIME} if family == 6 else {}
    server["decline-probation-period"] = LIFETIME
    server["lease-database"]["lfc-interval"] = 30
    server["expired-leases-processing"] = {
        "reclaim-timer-wait-time": 2, "flush-reclaimed-timer-wait-time": 3, "hold-reclaimed-time": LIFETIME,
        "max-reclaim-leases": 0, "max-reclaim-time": 0,
    }  # fmt: skip
    if family == 4:
        server["subnet4"][0]["pools"] = [{"pool": "10.16.0.0/19"}]
    path.write_text(json.dumps(tree))


def soak(one: Soaked, seconds: float, rate: float) -> None:
    """Begin traffic to a server that runs."""
    command = [sys.executable, "-m", "bench.traffic", str(one.family), "--seconds", str(seconds), "--rate", str(rate)]
    one.traffic = subprocess.Popen(inside(CLIENT_NAMESPACE, *command), stdout=subprocess.PIPE)
    one.memory.append([])


def watch(all_: list[Soaked], seconds: float, reload_every: float) -> None:
    """Take samples of memory, and have configurations read again from time to time."""
    end = time.monotonic() + seconds
    reload_at = time.monotonic() + reload_every
    while time.monotonic() < end:
        time.sleep(1)
        for one in all_:
            one.memory[-1].append(own_resident_kb(one.server.pid))  # without clean-ups, which come and go
            if time.monotonic() >= reload_at and one.server.process is not None:
                one.server.process.send_signal(signal.SIGHUP)
        if time.monotonic() >= reload_at:
            reload_at += reload_every


def restart(one: Soaked) -> None:
    """Stop the server and start it again, with its leases."""
    gone = time.time()
    one.server.stop()
    one.server.launch()
    if not ready(one):
        one.complain("did not start again")
    one.away.append((gone - READY, time.time() + READY))
    one.memory.append([])


def ready(one: Soaked) -> bool:
    """Tell whether the server answers within half a minute."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with suppress(OSError):
            return bool(statistics(one))
        time.sleep(0.05)
    return False


def judge(one: Soaked) -> Counter[str]:
    """Complain of what was wrong; return what was sent and answered."""
    assert one.traffic is not None, "soak was called"
    told = json.loads(one.traffic.communicate()[0])
    for life in one.memory:
        judge_memory(one, life)
    silent = [moment for moment in told["unanswered"] if not any(begin < moment < end for begin, end in one.away)]
    answered = sum(told["answered"].values())
    if not answered:
        one.complain("nothing was answered")
    if len(silent) > LOST * answered + 1:
        one.complain(f"{len(silent)} messages without an answer, {answered} with one")
    for double in told["doubles"]:
        one.complain(f"two clients had a lease at once: {double}")
    for line in troubles(one.server.directory):
        one.complain(line)
    judge_statistics(one)
    return Counter(told["sent"]) + Counter(told["answered"])


def judge_memory(one: Soaked, life: list[int]) -> None:
    settled = life[len(life) // 3 :]
    if settled and max(settled) - settled[0] > max(GROWTH_KB, GROWTH * settled[0]):
        one.complain(f"memory grew from {settled[0]} to {max(settled)} KB")


def troubles(directory: Path) -> Iterator[str]:
    """Yield the lines of log and output that speak of something wrong."""
    for name in ("server.log", "output"):
        path = directory / name
        for line in path.read_text().splitlines() if path.exists() else ():
            if any(word in line for word in (" ERROR ", " FATAL ", "Traceback", "Warning:")):
                yield line


def judge_statistics(one: Soaked) -> None:
    """Complain when the server counts other leases than its file holds; it may take back some between two looks."""
    for _ in range(10):
        counted, held = statistics(one), leases_in_files(one)
        if counted == held:
            return
        time.sleep(0.5)
    one.complain(f"statistics {counted} differ from the lease file {held}")


def statistics(one: Soaked) -> dict[str, int]:
    """Return what the server says how many leases there are."""
    path = one.server.directory / f"kea-dhcp{one.family}.kea-dhcp{one.family}.socket"
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(path))
        connection.sendall(json.dumps(SNAPSHOT).encode())
        answer = json.loads(b"".join(iter(lambda: connection.recv(65536), b"")))
    counts = answer["arguments"]["statistics"]
    return {name: counts[name] for name in STATISTICS[one.family]}


def leases_in_files(one: Soaked) -> dict[str, int]:
    """Return the same by the lease file and its companions."""
    base = one.server.directory / LEASES[one.family]
    completed = base.with_name(base.name + ".completed")
    older = [completed] if completed.exists() else [base.with_name(base.name + suffix) for suffix in (".2", ".1")]
    last: dict[tuple[str, str], dict[str, str]] = {}
    for path in (*older, base):
        if path.exists():
            with path.open() as file:
                last |= {(row["address"], row.get("lease_type", "")): row for row in csv.DictReader(file)}
    held = [key for key, row in last.items() if row["state"] in HELD and row["valid_lifetime"] != "0"]
    found = Counter(TYPES[type_] for _, type_ in held)
    return {name: found[name] for name in STATISTICS[one.family]}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description="Have servers of ours work for long.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=300, help="actions of clients a second, for each family")
    parser.add_argument("--program", default=LESSOR.command[0], help="the kea-dhcp4 to use, kea-dhcp6 beside it")
    options = parser.parse_args()
    seconds = options.minutes * 60
    with lab(), ExitStack() as servers:
        all_ = []
        for family in (4, 6):
            definition = replace(LESSOR, name=f"soak{family}", command=(options.program, *LESSOR.command[1:]))
            scenario = Scenario("soak", "mixed traffic", family=family)
            server = Running(definition, scenario, adapt=partial(shorten, family))
            servers.callback(server.remove)
            server.furnish()
            server.launch()
            all_.append(Soaked(family, server))
        for one in all_:
            if not ready(one):
                sys.exit(f"DHCPv{one.family}: did not start")
            soak(one, seconds, options.rate)
        watch(all_, seconds / 2, max(2.0, seconds / 16))
        for one in all_:
            restart(one)
        watch(all_, seconds / 2, max(2.0, seconds / 16))
        for one in all_:
            shown = ", ".join(f"{name} {count}" for name, count in sorted(judge(one).items()))
            memory = " -> ".join(f"{life[0]} to {life[-1]}" for life in one.memory if life)
            print(f"DHCPv{one.family}: {shown}\n        resident KB {memory}", flush=True)
    wrong = [text for one in all_ for text in one.wrong]
    print("\n".join(wrong) or "nothing was wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
