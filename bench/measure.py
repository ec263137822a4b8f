"""Measurements of one server: processor time at a fixed rate, the highest rate, memory, time to start."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bench.load import Load, Result, SecondOpinion, perfdhcp, run, run_undisturbed
from bench.place import WORK
from bench.processes import cpu_seconds, resident_kb, wait_for_quiet
from bench.scenarios import RENEWED, Scenario, Start
from bench.servers import Definition, Running

FIXED_RATE: Final = 1000
FIRST_RATE: Final = 10_000
"""Where the search for the highest rate begins; an overload tells at once roughly what a server can do."""
CLOSE_ENOUGH: Final = 1.08
"""The highest rate is found when the next one is nearer than this."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure."""

    rounds: int
    """Rounds over all servers: A B C A B C, so that a slow minute hits all."""
    fixed_seconds: float
    step_seconds: float
    steps: int
    """Rates tried at most in search of the highest."""
    leases: int
    """Made to see how much memory they take."""
    patience: float
    """Seconds to wait for a quiet machine before each step."""
    second_opinion: bool


QUICK: Final = Effort(
    rounds=2, fixed_seconds=3, step_seconds=2, steps=6, leases=20_000, patience=1, second_opinion=False
)
FULL: Final = Effort(
    rounds=3, fixed_seconds=6, step_seconds=6, steps=12, leases=100_000, patience=30, second_opinion=True
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One server in one scenario, one round."""

    fixed: Result
    highest: Result
    leases_kb: float
    """Resident memory for 1000 leases; 0 when it was not measured."""
    idle_kb: int
    opinion: SecondOpinion | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """One start: seconds and processor seconds until the first answer, resident memory after it."""

    seconds: float
    cpu_seconds: float
    resident_kb: int


def measure(definition: Definition, scenario: Scenario, effort: Effort) -> Measured:
    """Measure one server in one scenario. Raise DidNotStart."""
    server = Running(definition, scenario)
    try:
        server.start()
        idle = resident_kb(server.pid)
        state = WORK / f"{definition.name}.leases"
        if scenario.renew:
            run(server, Load(2000, 60, RENEWED, limit=RENEWED, state=state))
        load = Load(FIXED_RATE, effort.fixed_seconds, scenario.clients, renew=scenario.renew,
                    state=state if scenario.renew else None)  # fmt: skip
        fixed = run_undisturbed(server, load, effort.patience)
        opinion = None
        if effort.second_opinion and scenario.plain and scenario.family == 4:
            opinion = perfdhcp(server, FIXED_RATE, int(effort.fixed_seconds), fixed.started * 4)
        highest = highest_rate(server, scenario, load, effort, FIRST_RATE)
        memory = memory_of_leases(server, highest, effort.leases) if scenario.plain else 0.0
        return Measured(fixed, highest, memory, idle, opinion)
    finally:
        server.remove()


def highest_rate(server: Running, scenario: Scenario, load: Load, effort: Effort, first: float) -> Result:
    """Return the result at the highest rate with at most 1 % loss, found by climbing and bisection."""

    def step(rate: float) -> Result:
        if not scenario.renew:
            server.start()
        wait_for_quiet(effort.patience)
        return run(server, Load(rate, effort.step_seconds, scenario.clients, renew=load.renew, state=load.state))

    return search(step, first, effort.steps)


def search(step: Callable[[float], Result], first: float, steps: int) -> Result:
    """Return the passing result with the highest rate; `step` measures one rate."""
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
            rate = max(bad * 0.2, min(bad * 0.7, result.rate * 0.95))
        else:
            rate = good * (1.5 if result.cpu_share < 0.6 else 1.25)
    return best or result


def patiently(step: Callable[[float], Result], rate: float) -> Result:
    """Measure one rate; once more when a stall of the machine, not the server, lost packets."""
    result = step(rate)
    if result.passed or result.cpu_share > 0.85 or result.loss > 0.3:
        return result
    return min(result, step(rate), key=lambda one: one.loss)


def memory_of_leases(server: Running, highest: Result, leases: int) -> float:
    """Return the kilobytes that 1000 leases take."""
    server.start()
    before = resident_kb(server.pid)
    made = run(server, Load(max(500, highest.rate * 0.6), 300, 10_000_000, limit=leases)).completed
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
