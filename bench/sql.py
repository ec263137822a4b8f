"""How many new leases a second a server makes that keeps them in a database, durable settings on both sides.

Each server has a database server of its own, with tables made by its own `kea-admin`; they take turns.
"""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bench.console import say
from bench.databases import Database, database
from bench.lab import inside
from bench.load import Load, Result, run
from bench.measure import search
from bench.needs import LOAD
from bench.peers import COMPILED, LESSOR, Definition
from bench.place import CLIENT_NAMESPACE, INTERFACE, SERVER, SERVER_NAMESPACE
from bench.processes import cpu_seconds, wait_for_quiet
from bench.results import ONE, Stressed
from bench.scenarios import Scenario
from bench.servers import Running

NEW_LEASES: Final = Scenario("v4-dora", "new leases, every exchange a new client")
FIRST_RATE: Final = 6000
"""Where the search for the highest rate begins: an overload tells roughly what there is, climbing takes many steps."""
TWO: Final = "two servers, together"
NOT_LEASED: Final = 2_000_000
"""Clients from here on have no lease in a database that was filled."""
CLIENTS: Final = 200_000
"""Of one step: more than there are exchanges in it."""
FILLED: Final = 1_000_000
FULL: Final = f"{ONE}, {FILLED:,} leases there"

OTHER: Final = "10.0.0.3"
"""The address of the second server, and that of the relay before it."""
OTHER_RELAY: Final = "10.0.0.4"

THREADS: Final = {"postgresql": (8, 88), "mysql": (12, 792)}
"""What Kea's manual advises for servers with these databases: threads, and messages that wait."""

HEAD: Final = (
    "server", "what", "highest rate /s", "CPU µs server", "CPU µs database", "OFFER p50 µs", "ACK p50 µs", "p99 µs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What one rate showed: the load's result, and the processor time of the database for an exchange."""

    result: Result
    database_us: float

    def row(self, what: str) -> list[str]:
        """Return what a table shows of it."""
        one = self.result
        rate = f"{one.rate:,.0f}{'+' if one.late_generator else ''}"
        times = [f"{one.offer_p50}", f"{one.ack_p50}", f"{one.ack_p99}"]
        return [what, rate, f"{one.cpu_us:.0f}", f"{self.database_us:.0f}", *times]


class Bench:
    """One server program with one database."""

    def __init__(self, definition: Definition, found: Database, quick: bool) -> None:
        self.found = found
        self.seconds = 2 if quick else 4
        self.steps = 4 if quick else 5
        self.patience = 1 if quick else 4
        self.rate: float = FIRST_RATE
        self.first = 0
        self.shown: list[Shown] = []
        self.figures: dict[str, float] = {}
        self.server = Running(definition, NEW_LEASES, adapt=self.adapt)

    def adapt(self, directory: Path) -> None:
        """Have a server that is about to start use the database."""
        path = directory / "kea-dhcp4.conf"
        self.found.configure(path)
        threads = THREADS[self.found.settings.type]
        config = json.loads(path.read_text())
        if config["Dhcp4"].get("multi-threading", {}).get("enable-multi-threading"):
            said = dict(zip(("thread-pool-size", "packet-queue-size"), threads, strict=True))
            config["Dhcp4"]["multi-threading"].update(said)
        path.write_text(json.dumps(config, indent=1))

    def step(self, rate: float) -> Result:
        """Measure one rate, on a database without leases."""
        self.server.stop()
        self.found.empty()
        return self.once(rate)

    def step_filled(self, rate: float) -> Result:
        """Measure one rate, on a database with leases, with clients that have none yet."""
        self.server.stop()
        return self.once(rate)

    def once(self, rate: float) -> Result:
        """Measure one rate with a fresh server, with clients that nobody has seen."""
        self.server.start()
        return self.measured(lambda first: run(self.server, Load(rate, self.seconds, CLIENTS, first=first)))

    def measured(self, load: Callable[[int], Result]) -> Result:
        """Run a load, which is given its first client, and note what it takes of the database."""
        self.first += CLIENTS
        wait_for_quiet(self.patience)
        before = cpu_seconds(self.found.pid)
        result = load(NOT_LEASED + self.first)
        used = cpu_seconds(self.found.pid) - before
        self.shown.append(Shown(result, used * 1e6 / max(1, result.completed)))
        return result

    def highest(self, what: str, step: Callable[[float], Result]) -> list[str]:
        """Return the row of the highest rate with at most 1 % lost."""
        best = search(step, self.rate, self.steps)
        row = next(one for one in self.shown if one.result is best).row(what)
        # what comes next is not far from it
        self.steps = min(self.steps, 4)
        if best.passed:
            self.rate = best.rate
            self.figures[what] = best.rate
        say(f"  {self.found.settings.type} {self.server.definition.name}: {' | '.join(row)}")
        return row

    def step_two(self, rate: float) -> Result:
        """Measure one rate that two servers share, on a database without leases."""
        self.server.stop()
        self.found.empty()
        other = Running(
            replace(self.server.definition, name=f"{self.server.definition.name}-2"), NEW_LEASES, adapt=self.adapt_other
        )
        self.server.adapt = self.adapt_one
        try:
            self.server.start()
            other.furnish()
            other.launch()
            probe = [str(LOAD[4]), "-1", "-T", "60", "-b", "8323073", "-l", OTHER_RELAY, "-s", OTHER]
            subprocess.run(inside(CLIENT_NAMESPACE, *probe), check=True, stdout=subprocess.DEVNULL)
            return self.measured(lambda first: self.halves(other, rate / 2, first))
        finally:
            self.server.adapt = self.adapt
            other.remove()

    def halves(self, other: Running, rate: float, first: int) -> Result:
        """Load both servers at the same time; return what they did together."""
        words = [str(LOAD[4]), "-r", str(rate), "-p", str(self.seconds), "-n", str(CLIENTS // 2)]
        command = [*words, "-b", str(first + CLIENTS // 2), "-l", OTHER_RELAY, "-s", OTHER]
        before = cpu_seconds(other.pid)
        with subprocess.Popen(inside(CLIENT_NAMESPACE, *command), stdout=subprocess.PIPE, text=True) as second:
            one = run(self.server, Load(rate, self.seconds, CLIENTS // 2, first=first))
            assert second.stdout is not None, "it is a pipe"
            shown = json.loads(second.stdout.read())
        used = cpu_seconds(other.pid) - before
        halves = (shown["offer"], shown["ack"])
        completed = shown["ack"]["received"]
        together = one.completed + completed
        return replace(
            one,
            rate=one.rate + completed / shown["send_seconds"],
            completed=together,
            loss=max(one.loss, *[1 - half["received"] / max(1, half["sent"]) for half in halves]),
            cpu_us=(one.cpu_us * one.completed + used * 1e6) / max(1, together),
        )

    def adapt_one(self, directory: Path) -> None:
        """Have the first of two servers listen on its address only."""
        self.adapt(directory)
        listen(directory, SERVER)

    def adapt_other(self, directory: Path) -> None:
        """Have the second of two servers listen on its address only."""
        self.adapt(directory)
        listen(directory, OTHER)


def listen(directory: Path, address: str) -> None:
    """Have a server that is about to start listen on this address only."""
    path = directory / "kea-dhcp4.conf"
    config = json.loads(path.read_text())
    config["Dhcp4"]["interfaces-config"] = {"interfaces": [f"{INTERFACE}/{address}"]}
    path.write_text(json.dumps(config, indent=1))


def add_addresses() -> None:
    """Give the lab the addresses of a second server and of the relay before it."""
    for namespace, interface, address in (
        (SERVER_NAMESPACE, INTERFACE, OTHER), (CLIENT_NAMESPACE, "lbe1", OTHER_RELAY),
    ):  # fmt: skip
        command = ["ip", "-n", namespace, "addr", "replace", f"{address}/8", "dev", interface]
        subprocess.run(command, check=True)


def measure_sql(kind: str, definition: Definition, quick: bool) -> Stressed:
    """Return what one server program with its leases in a database of this kind does, and its highest rates."""
    kea_admin = Path(LESSOR.command[0]).with_name("kea-admin") if definition.ours else Path("/usr/sbin/kea-admin")
    with database(kind, kea_admin) as found:
        bench = Bench(definition, found, quick)
        try:
            rows = [bench.highest(ONE, bench.step)]
            # the database is what takes the time: the compiled build has nothing else to tell
            if definition.name != COMPILED.name:
                rows += [attempt(TWO, lambda: two(bench)), attempt(FULL, lambda: full(bench))]
        finally:
            bench.server.remove()
        return Stressed(rows, bench.figures)


def two(bench: Bench) -> list[str]:
    """Return the row of two servers on one database."""
    add_addresses()
    return bench.highest(TWO, bench.step_two)


def full(bench: Bench) -> list[str]:
    """Return the row of one server on a database with many leases."""
    bench.rate = bench.figures.get(ONE, FIRST_RATE)
    bench.server.stop()
    bench.found.empty()
    bench.found.fill(FILLED)
    return bench.highest(FULL, bench.step_filled)


def attempt(what: str, work: Callable[[], list[str]]) -> list[str]:
    """Return a row, or one that says that there is none: what was measured before is not lost by it."""
    try:
        return work()
    except Exception as error:
        say(f"  {what}: {type(error).__name__}: {error}")
        return [what, f"failed: {type(error).__name__}", *[""] * (len(HEAD) - 3)]
