"""From the tables of scenarios, starts and kinds of stress to a schedule of what is measured, in which order."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from bench.measure import Effort, Known, Measured, measure, measure_start
from bench.peers import LESSOR, Definition
from bench.results import Outcome, Results
from bench.scenarios import BASE, BESIDE_SIMPLE, SCENARIOS, STARTS, Scenario, Start
from bench.schedule import Task, Turn
from bench.stress import STRESSES, Stress

STRESSED_RATE: Final = "v4-dora"
"""The scenario whose highest rate tells what is too much."""
FIRST: Final = (*BASE, *BESIDE_SIMPLE)
"""What the targets ask for comes before other scenarios."""


class Plan:
    """What is to be measured with which servers; `results` are those so far, which spare searching."""

    def __init__(self, servers: Sequence[Definition], effort: Effort, quick: bool, results: Results) -> None:
        self.servers = servers
        self.effort = effort
        self.quick = quick
        self.results = results

    def turns(self, wanted: Callable[[str], bool], rounds: int) -> list[Turn]:
        """Return everything wanted once, then the scenarios and starts again, those that matter most first."""
        scenarios = sorted((one for one in SCENARIOS if wanted(one.name)), key=lambda one: one.name not in FIRST)
        first = [one for one in scenarios if one.name in FIRST]
        others = scenarios[len(first) :]
        starts = [one for one in STARTS if wanted(one.name)]
        turns = [*(self.scenario(one, 1) for one in first), *(self.start(one, 1) for one in starts)]
        turns += [self.stress(name, stress) for name, stress in STRESSES.items() if wanted(name)]
        turns += [self.scenario(one, 1) for one in others]
        for number in range(2, rounds + 1):
            turns += [self.scenario(one, number) for one in first]
            turns += [self.start(one, number) for one in starts]
            turns += [self.scenario(one, number) for one in others]
        return [turn for turn in turns if turn.tasks]

    def scenario(self, scenario: Scenario, number: int) -> Turn:
        """Return one round of a scenario."""
        seconds = self.effort.expected(scenario, number == 1)
        return self.turn(scenario.name, seconds, number, lambda server: partial(self.measured, server, scenario))

    def start(self, start: Start, number: int) -> Turn:
        """Return one round of a start."""
        seconds = 2 + start.leases / 70_000 + start.subnets / 2_500
        return self.turn(
            start.name, seconds, number, lambda server: partial(measure_start, server, start, self.effort)
        )  # fmt: skip

    def stress(self, name: str, stress: Stress) -> Turn:
        """Return one kind of stress."""
        seconds = stress.seconds / (4 if self.quick else 1)
        return self.turn(name, seconds, 1, lambda server: partial(self.stressed, server, stress))

    def turn(self, name: str, seconds: float, number: int, work: Callable[[Definition], Callable[[], Outcome]]) -> Turn:
        """Return a turn of all servers that take part."""
        tasks = [Task(name, one.name, seconds, work(one)) for one in self.servers if one.takes(name)]
        return Turn(tasks, spare=number > 1)

    def measured(self, server: Definition, scenario: Scenario) -> Measured:
        """Measure a server in a scenario, from where others have been."""
        return measure(server, scenario, self.effort, self.known(server.name, scenario))

    def stressed(self, server: Definition, stress: Stress) -> Outcome:
        """Measure a server under stress, with the highest rate known of it."""
        return stress.measure(server, self.quick, self.rate(STRESSED_RATE, server.name))

    def known(self, server: str, scenario: Scenario) -> Known:
        """Return what is known of a server's highest rate: in this scenario, else in one like it, else of a sibling."""
        rate = self.rate(scenario.name, server)
        if rate:
            return Known(rate, measured=True)
        like = [one.name for one in SCENARIOS if (one.family, one.renew) == (scenario.family, scenario.renew)]
        found = [rate for name in like for who in (server, LESSOR.name) if (rate := self.rate(name, who))]
        return Known(found[0] if found else 0.0)

    def rate(self, scenario: str, server: str) -> float:
        """Return the highest rate of a server in a scenario, 0 when it is not known."""
        passed = [one.highest.rate for one in self.results.runs.get((scenario, server), []) if one.highest.passed]
        return passed[-1] if passed else 0.0
