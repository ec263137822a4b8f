"""How a server behaves when too much happens at once.

    python -m bench.stress expiry [--quick] [--servers lessor,kea-st]
    python -m bench.stress overload [--quick] [--servers lessor,kea-st]

`expiry`: 100,000 leases end in the same second while clients get new ones; told are the times from REQUEST to ACK
before that second and from it on. `overload`: up to three times the load that a server can sustain; told are how many
exchanges it still completes, and how long the first answers take when the load has ended.
"""

import argparse
import json
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.configuration import write_leases
from bench.lab import inside, lab, take_precedence
from bench.load import Load, run
from bench.measure import QUICK, highest_rate
from bench.needs import prepare
from bench.place import CLIENT_NAMESPACE, EVERY_CLIENT
from bench.scenarios import Scenario
from bench.servers import SERVERS, Definition, Running, generator

NEW_LEASES: Final = Scenario("v4-dora", "new leases, every exchange a new client")
BACKGROUND: Final = 1000
"""Exchanges a second while leases end."""
LOADED: Final = 2_000_000
"""Clients from here on are not those of the leases in the file."""

EXPIRED_LEASES: Final = {
    "reclaim-timer-wait-time": 1,
    "flush-reclaimed-timer-wait-time": 5,
    "hold-reclaimed-time": 3600,
    "max-reclaim-leases": 0,
    "max-reclaim-time": 0,
}


@dataclass(frozen=True, slots=True)
class Times:
    """Microseconds from REQUEST to ACK, and how many of the requests were not answered within a second."""

    p50: int
    p99: int
    longest: int
    lost: int


def times(server: Running, seconds: float, first: int) -> Times:
    """Send the background load for so many seconds."""
    command = [*generator(server.scenario), "-r", str(BACKGROUND), "-p", str(seconds), "-b", str(first)]
    shown = json.loads(subprocess.run(inside(CLIENT_NAMESPACE, *command), stdout=subprocess.PIPE, check=True).stdout)
    ack = shown["ack"]
    return Times(ack["p50_us"], ack["p99_us"], ack["max_us"], shown["started"] - ack["received"])


def end_together(leases: int, wait: float) -> Callable[[Path], None]:
    """Return what has a server start with leases that end `wait` seconds later, and clear them away in one go."""

    def adapt(directory: Path) -> None:
        path = directory / "kea-dhcp4.conf"
        config = json.loads(path.read_text())
        config["Dhcp4"]["expired-leases-processing"] = EXPIRED_LEASES
        path.write_text(json.dumps(config))
        rows = directory / "leases4.csv"
        now = int(time.time())
        write_leases(rows, leases, now)
        # the end moves, and with it the beginning
        rows.write_text(re.sub(rf",{now + 40000},", f",{now + int(wait)},", rows.read_text()))

    return adapt


def expiry(definition: Definition, leases: int, quiet: float, busy: float) -> None:
    """Report the times of answers before and while leases end."""
    server = Running(definition, NEW_LEASES, adapt=end_together(leases, quiet + 5))
    try:
        started = time.time()
        server.start()
        end = int(started) + int(quiet + 5)
        before = times(server, max(1.0, end - time.time() - 1.5), LOADED)
        time.sleep(max(0.0, end - 0.5 - time.time()))
        during = times(server, busy, 2 * LOADED)
        time.sleep(1)
        rows = (server.directory / "leases4.csv").read_text().splitlines()
        reclaimed = len({row.partition(",")[0] for row in rows if row.split(",")[9:10] == ["2"]})
        for name, one in (("before", before), ("while they end", during)):
            show(
                definition, f"{name:<15} p50 {one.p50} us, p99 {one.p99} us, longest {one.longest} us, lost {one.lost}"
            )
        show(definition, f"{reclaimed} of {leases} leases were taken back in {busy} seconds")
    finally:
        server.remove()


def overload(definition: Definition, seconds: float) -> None:
    """Report what is completed of one, two and three times the sustainable load, and what follows it."""
    server = Running(definition, NEW_LEASES)
    try:
        server.start()
        most = highest_rate(server, NEW_LEASES, Load(BACKGROUND, seconds, EVERY_CLIENT), QUICK, 8000).rate
        show(definition, f"sustains {most:,.0f} exchanges a second")
        for times_as_much in (1, 2, 3):
            server.start()
            result = run(server, Load(most * times_as_much, seconds, EVERY_CLIENT))
            after = times(server, 2, LOADED)
            show(
                definition,
                f"{times_as_much} times that: {result.rate:,.0f} completed a second ({result.rate / most:.0%}), "
                f"p50 {result.offer_p50 + result.ack_p50} us; right after it at {BACKGROUND}/s: p99 {after.p99} us, "
                f"longest {after.longest} us, lost {after.lost}",
            )
    finally:
        server.remove()


def show(definition: Definition, text: str) -> None:
    print(f"{definition.name:<8} {text}", flush=True)


def chosen(names: str) -> Sequence[Definition]:
    return [server for server in SERVERS if server.name in names.split(",")]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.stress", description="Let too much happen at once.")
    parser.add_argument("what", choices=("expiry", "overload"))
    parser.add_argument("--quick", action="store_true", help="less of everything")
    parser.add_argument("--servers", default="lessor,kea-st", help="names separated by commas")
    options = parser.parse_args()
    prepare()
    take_precedence()
    with lab():
        for definition in chosen(options.servers):
            if options.what == "expiry":
                expiry(definition, *(20_000, 5, 5) if options.quick else (100_000, 10, 15))
            else:
                overload(definition, 2 if options.quick else 6)


if __name__ == "__main__":
    main()
