"""How a server behaves when too much happens at once, or while its configuration is read again.

    python -m bench.stress expiry overload reload [--quick] [--servers lessor,kea-st]

- `expiry`: 100,000 leases end in the same second while clients get new ones.
- `overload`: up to three times the load that a server can sustain, and what follows when it has ended.
- `reload`: the configuration is read again and again while clients get new leases.
- `sql-postgresql`, `sql-mysql`: new leases in a database, as many a second as can be had.
"""

import argparse
import json
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.configuration import write_leases
from bench.console import chosen
from bench.lab import inside, lab, take_precedence
from bench.load import Load, run
from bench.measure import QUICK, Known, highest_rate
from bench.needs import prepare
from bench.peers import LESSOR, SERVERS, Definition, with_programs
from bench.place import CLIENT_NAMESPACE, EVERY_CLIENT
from bench.results import Stressed
from bench.scenarios import Scenario
from bench.servers import Running, generator
from bench.sql import HEAD, measure_sql

NEW_LEASES: Final = Scenario("v4-dora", "new leases, every exchange a new client")
FAR: Final = Scenario("v4-subnets", "new leases, 1000 subnets", subnets=1000, relayed=False)
BACKGROUND: Final = 1000
"""Exchanges a second while leases end, or a configuration is read."""
LOADED: Final = 2_000_000
"""Clients from here on are not those of the leases in the file."""
RELOAD_EVERY: Final = 1.5
"""Seconds."""

EXPIRED_LEASES: Final = {
    "reclaim-timer-wait-time": 1,
    "flush-reclaimed-timer-wait-time": 5,
    "hold-reclaimed-time": 3600,
    "max-reclaim-leases": 0,
    "max-reclaim-time": 0,
}


@dataclass(frozen=True, slots=True)
class Times:
    """Microseconds from REQUEST to ACK, and how many of the exchanges were not completed within a second each."""

    p50: int
    p99: int
    longest: int
    lost: int

    @property
    def cells(self) -> list[str]:
        """What a table shows of it."""
        return [f"{self.p50}", f"{self.p99}", f"{self.longest}", f"{self.lost}"]


@dataclass(frozen=True, slots=True)
class Stress:
    """One kind of stress; `head` is that of its table, `seconds` what one server takes (a quarter when quick).

    `measure` is given a server, whether to be quick, and the highest rate of new leases known of it, 0 if none.
    """

    about: str
    head: tuple[str, ...]
    seconds: float
    measure: Callable[[Definition, bool, float], Stressed]


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
        write_leases(directory / "leases4.csv", leases, int(time.time()) + int(wait))

    return adapt


def expiry(definition: Definition, quick: bool, _: float) -> Stressed:
    """Measure the times of answers before and while leases end."""
    leases, quiet, busy = (20_000, 5, 5) if quick else (100_000, 8, 12)
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
        taken = f"{reclaimed:,} of {leases:,}"
        return Stressed([["before", *before.cells, ""], ["while they end", *during.cells, taken]])
    finally:
        server.remove()


def overload(definition: Definition, quick: bool, most: float) -> Stressed:
    """Measure what is completed of one, two and three times the sustainable load, and what follows it."""
    seconds = 2 if quick else 5
    server = Running(definition, NEW_LEASES)
    rows = []
    try:
        if not most:
            load = Load(BACKGROUND, seconds, EVERY_CLIENT)
            most = highest_rate(server, NEW_LEASES, load, QUICK, Known(rate=8000)).rate
        for times_as_much in (1, 2, 3):
            server.start()
            result = run(server, Load(most * times_as_much, seconds, EVERY_CLIENT))
            after = times(server, 2, LOADED)
            share = f"{result.rate:,.0f} ({result.rate / most:.0%})"
            waited = f"{result.offer_p50 + result.ack_p50}"
            rows.append([f"{most * times_as_much:,.0f}/s, {times_as_much} times", share, waited, *after.cells])
        return Stressed(rows)
    finally:
        server.remove()


def reload(definition: Definition, quick: bool, _: float) -> Stressed:
    """Measure the times of answers while nothing happens, and while the configuration is read again and again."""
    seconds = 5 if quick else 10
    server = Running(definition, FAR)
    try:
        server.start()
        before = times(server, seconds, LOADED)
        begun = time.monotonic()
        command = [*generator(server.scenario), "-r", str(BACKGROUND), "-p", str(seconds), "-b", str(2 * LOADED)]
        load = subprocess.Popen(inside(CLIENT_NAMESPACE, *command), stdout=subprocess.PIPE)
        reloads = 0
        while time.monotonic() - begun < seconds - 1:
            time.sleep(RELOAD_EVERY)
            assert server.process is not None, "it was started"
            server.process.send_signal(signal.SIGHUP)
            reloads += 1
        shown = json.loads(load.communicate()[0])
        ack = shown["ack"]
        during = Times(ack["p50_us"], ack["p99_us"], ack["max_us"], shown["started"] - ack["received"])
        return Stressed([["before", *before.cells], [f"{reloads} reloads", *during.cells]])
    finally:
        server.remove()


TIMES: Final = ("ACK p50 µs", "p99 µs", "longest µs", "lost")
STRESSES: Final[Mapping[str, Stress]] = {
    "expiry": Stress(
        f"100,000 leases end in one second, {BACKGROUND} new leases a second meanwhile",
        ("server", "when", *TIMES, "taken back"),
        28,
        expiry,
    ),
    "overload": Stress(
        f"more than the server can answer, then {BACKGROUND} a second",
        ("server", "load", "completed /s", "offer + ACK p50 µs", *(f"after it: {name}" for name in TIMES)),
        32,
        overload,
    ),
    "reload": Stress(
        f"1001 subnets are read again every {RELOAD_EVERY} seconds, {BACKGROUND} new leases a second meanwhile",
        ("server", "when", *TIMES),
        23,
        reload,
    ),
    "sql-postgresql": Stress(
        "new leases in PostgreSQL, every commit on the disk",
        HEAD,
        160,
        lambda definition, quick, _: measure_sql("postgresql", definition, quick),
    ),
    "sql-mysql": Stress(
        "new leases in MariaDB, every commit on the disk",
        HEAD,
        160,
        lambda definition, quick, _: measure_sql("mysql", definition, quick),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.stress", description="Let too much happen at once.")
    parser.add_argument("what", choices=STRESSES, nargs="+")
    parser.add_argument("--quick", action="store_true", help="less of everything")
    parser.add_argument("--servers", default="lessor,kea-st", help="patterns, separated by commas")
    parser.add_argument("--program", type=Path, default=Path(LESSOR.command[0]), help="another lessor")
    options = parser.parse_args()
    prepare(databases=any(what.startswith("sql") for what in options.what))
    take_precedence()
    servers = [one for one in with_programs(SERVERS, options.program, None) if chosen(one.name, options.servers)]
    with lab():
        for what in options.what:
            stress = STRESSES[what]
            print(f"{what}: {stress.about}\n{' | '.join(stress.head)}", flush=True)
            for definition in servers:
                for row in stress.measure(definition, options.quick, 0.0).rows:
                    print(f"{definition.name} | {' | '.join(row)}", flush=True)


if __name__ == "__main__":
    main()
