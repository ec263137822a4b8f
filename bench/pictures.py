"""Which figures are drawn, and of what."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.figures import Row, middle, rows_of
from bench.measure import FIXED_RATE
from bench.peers import SERVERS
from bench.place import PICTURES
from bench.plots import Chart, draw
from bench.results import Results
from bench.scenarios import SCENARIOS, STARTS
from bench.stress import STRESSES

Values = dict[str, dict[str, float]]
"""Scenario -> server -> figure."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of one figure."""

    file: str
    title: str
    better: str
    values: Callable[[Results], Values]


def of_scenarios(figure: Callable[[Row], float]) -> Callable[[Results], Values]:
    """Return what finds a figure of all scenarios."""

    def values(results: Results) -> Values:
        return {
            scenario.name: {server: figure(row) for server, row in rows_of(scenario.name, results).items()}
            for scenario in SCENARIOS
        }

    return values


def start_seconds(results: Results) -> Values:
    """Return the seconds until the first lease, by start and server."""
    return {
        start.name: {
            one.name: middle([started.seconds for started in results.starts.get((start.name, one.name), [])])
            for one in SERVERS
        }
        for start in STARTS
    }


def database_rates(results: Results) -> Values:
    """Return the highest rates of the scenarios with databases."""
    found: Values = {}
    for name in STRESSES:
        for one in SERVERS:
            for stressed in results.stresses.get((name, one.name), [])[-1:]:
                for what, rate in stressed.figures.items():
                    found.setdefault(f"{name.removeprefix('sql-')}, {what}", {})[one.name] = rate
    return found


PICTURES_OF: Final = (
    Picture("bench-rate.svg", "Exchanges a second at most", "more is better", of_scenarios(lambda row: row.rate)),
    Picture(
        "bench-cpu.svg", f"CPU µs for an exchange at {FIXED_RATE} a second", "less is better",
        of_scenarios(lambda row: row.cpu),
    ),
    Picture(
        "bench-cpu-rate.svg", "CPU µs for an exchange at the highest rate", "less is better",
        of_scenarios(lambda row: row.cpu_at_rate),
    ),
    Picture(
        "bench-latency.svg", f"p99 from REQUEST to ACK at {FIXED_RATE} a second, µs", "less is better",
        of_scenarios(lambda row: row.p99),
    ),
    Picture("bench-memory.svg", "KB of memory for 1000 leases", "less is better", of_scenarios(lambda row: row.kb)),
    Picture("bench-starts.svg", "Seconds from the start to the first lease", "less is better", start_seconds),
    Picture("bench-databases.svg", "New leases a second in a database", "more is better", database_rates),
)  # fmt: skip


def charts(results: Results) -> dict[Path, tuple[str, str]]:
    """Return title and text of the pictures by their files; those with nothing to show are left out."""
    names = [one.name for one in SERVERS]
    drawn: dict[Path, tuple[str, str]] = {}
    for picture in PICTURES_OF:
        known = {
            scenario: {server: value for server, value in row.items() if value}
            for scenario, row in picture.values(results).items()
        }
        values = {scenario: row for scenario, row in known.items() if row}
        if values:
            there = [name for name in names if any(name in row for row in values.values())]
            drawn[PICTURES / picture.file] = (picture.title, draw(Chart(picture.title, picture.better, there, values)))
    return drawn
