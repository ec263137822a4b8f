"""Measurements of one server: processor time at a fixed rate, the highest rate, memory, time to start."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bench.load import Load, Result, SecondOpinion, perfdhcp, run, run_undisturbed
from bench.peers import Definition
from bench.place import WORK
from bench.processes import cpu_seconds, resident_kb, wait_for_quiet
from bench.scenarios import BASE, RENEWED, Scenario, Start
from bench.servers import Running

FIXED_RATE: Final = 1000
BUSY_RATE: Final = 3000
"""The second rate at which processor time is measured, where the server can do it."""
BUSY_CLIENTS: Final = 1_000_000
"""New clients from here on are those of the second rate."""
MAKING_RATE: Final = 3000
"""How fast leases are made that are to be renewed."""
FIRST_RATE: Final = 10_000
"""Where the search for the highest rate begins when nothing is known: an overload tells roughly what there is."""
FAR: Final = 1.25
NEAR: Final = 1.12
"""How far to climb from a rate that a server sustains: when nothing is known of it, and when this was found before."""
CLOSE_ENOUGH: Final = 1.08
"""The highest rate is found when the next one is nearer than this."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure."""

    minutes: float
    """Nothing is begun that would not end within them."""
    rounds: int
    """Rounds over all servers at most: A B C A B C, so that a slow minute hits all."""
    fixed_seconds: float
    busy_seconds: float
    step_seconds: float
    steps: int
    """Rates tried at most in search of the highest."""
    leases: int
    """Made to see how much memory they take."""
    patience: float
    """Seconds to wait for a quiet machine before each step."""
    second_opinion: bool

    def expected(self, scenario: Scenario, first_time: bool) -> float:
        """Return the seconds that one server in this scenario will take, more or less; the first time takes longer."""
        start = 1 + scenario.hosts / 30_000 + scenario.subnets / 5_000
        busy = self.busy_seconds if scenario.name in BASE else 0
        made = RENEWED / MAKING_RATE if scenario.renew else 0
        steps = self.steps - 1 if first_time else 3
        once = self.leases / 12_000 + self.fixed_seconds * self.second_opinion if scenario.plain and first_time else 0
        return start + self.fixed_seconds + busy + made + steps * (self.step_seconds + 1 + start) + once


QUICK: Final = Effort(
    minutes=7, rounds=2, fixed_seconds=2, busy_seconds=1, step_seconds=1.5, steps=4, leases=20_000, patience=1,
    second_opinion=False,
)  # fmt: skip
FULL: Final = Effort(
    minutes=75, rounds=3, fixed_seconds=5, busy_seconds=3, step_seconds=3, steps=6, leases=100_000, patience=4,
    second_opinion=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier rounds and scenarios say of a server, so that less has to be searched for; 0 where they do not."""

    rate: float = 0.0
    """The highest rate in a scenario like this."""
    measured: bool = False
    """It was measured in this very scenario: what needs no second round was done."""


UNKNOWN: Final = Known()


@dataclass(frozen=True, slots=True)
class Measured:
    """One server in one scenario, one round."""

    fixed: Result
    highest: Result
    leases_kb: float
    """Resident memory for 1000 leases; 0 when it was not measured."""
    idle_kb: int
    opinion: SecondOpinion | None = None
    busy: Result | None = None
    """At the second rate."""


@dataclass(frozen=True, slots=True)
class Started:
    """One start: seconds and processor seconds until the first answer, resident memory after it."""

    seconds: float
    cpu_seconds: float
    resident_kb: int


def measure(definition: Definition, scenario: Scenario, effort: Effort, known: Known = UNKNOWN) -> Measured:
    """Measure one server in one scenario. Raise DidNotStart."""
    server = Running(definition, scenario)
    try:
        server.start()
        idle = resident_kb(server.pid)
        state = WORK / f"{definition.name}.leases"
        if scenario.renew:
            run(server, Load(MAKING_RATE, 60, RENEWED, limit=RENEWED, state=state))
        load = Load(FIXED_RATE, effort.fixed_seconds, scenario.clients, renew=scenario.renew,
                    state=state if scenario.renew else None)  # fmt: skip
        fixed = run_undisturbed(server, load, effort.patience)
        opinion = None
        first_time = not known.measured
        if effort.second_opinion and first_time and scenario.plain and scenario.family == 4:
            opinion = perfdhcp(server, FIXED_RATE, int(effort.fixed_seconds), fixed.started * 4)
        busy = at_busy_rate(server, load, effort) if scenario.name in BASE else None
        highest = highest_rate(server, scenario, load, effort, known)
        memory = memory_of_leases(server, highest, effort.leases) if scenario.plain and first_time else 0.0
        return Measured(fixed, highest, memory, idle, opinion, busy)
    finally:
        server.remove()


def at_busy_rate(server: Running, load: Load, effort: Effort) -> Result | None:
    """Return the result at the second rate, None when the server cannot do it."""
    busy = replace(load, rate=BUSY_RATE, seconds=effort.busy_seconds, first=0 if load.renew else BUSY_CLIENTS)
    wait_for_quiet(effort.patience)
    result = run(server, busy)
    return result if result.passed else None


def highest_rate(server: Running, scenario: Scenario, load: Load, effort: Effort, known: Known = UNKNOWN) -> Result:
    """Return the result at the highest rate with at most 1 % loss, found by climbing and bisection."""

    def step(rate: float) -> Result:
        if not scenario.renew:
            server.start()
        wait_for_quiet(effort.patience)
        return run(server, Load(rate, effort.step_seconds, scenario.clients, renew=load.renew, state=load.state))

    # what was found before is near: small steps from there
    return search(step, known.rate or FIRST_RATE, effort.steps, NEAR if known.measured else FAR)


def search(step: Callable[[float], Result], first: float, steps: int, climb: float = FAR) -> Result:
    """Return the passing result with the highest rate; `step` measures one rate, `climb` is the way up from a good one.

    When none passes, the last is returned.
    """
    good, bad, best = 0.0, 0.0, None
    rate = first
    for _ in range(steps):
        result = patiently(step, rate)
        if result.passed:
            good = max(good, rate)
            best = result if best is None or result.rate > best.rate else best
            # noise: trust what has passed
            bad = bad if bad > good else 0.0
        else:
            bad = min(bad, rate) if bad else rate
        if (result.passed and result.late_generator) or (good and 0 < bad < good * CLOSE_ENOUGH):
            break
        if good and bad:
            rate = (good * bad) ** 0.5
        elif bad:
            rate = max(bad * 0.2, min(bad * (0.7 if climb == FAR else 1 / climb), result.rate * 0.95))
        else:
            rate = good * (1.5 if result.cpu_share < 0.6 and climb == FAR else climb)
    return best or result


def patiently(step: Callable[[float], Result], rate: float) -> Result:
    """Measure one rate; once more when a stall of the machine, not the server, lost packets."""
    result = step(rate)
    if result.passed or result.cpu_share > 0.85 or result.loss > 0.1:
        return result
    return min(result, step(rate), key=lambda one: one.loss)


def memory_of_leases(server: Running, highest: Result, leases: int) -> float:
    """Return the kilobytes that 1000 leases take."""
    server.start()
    before = resident_kb(server.pid)
    made = run(server, Load(max(500, highest.rate * 0.6), 60, 10_000_000, limit=leases)).completed
    return (resident_kb(server.pid) - before) / max(1, made) * 1000


def measure_start(definition: Definition, start: Start, effort: Effort) -> Started:
    """Measure one start of one server. Raise DidNotStart."""
    server = Running(definition, start)
    try:
        wait_for_quiet(effort.patience)
        seconds = server.start(leases=start.leases, patience=300)
        used = cpu_seconds(server.pid)
        time.sleep(0.2)  # the allocator gives back what loading took
        return Started(seconds, used, resident_kb(server.pid))
    finally:
        server.remove()
