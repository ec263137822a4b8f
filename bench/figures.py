"""Medians of the rounds of a server, and which of Kea's settings is the better one for a figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bench.measure import Measured
from bench.peers import KEAS, REFLECTOR_SERVER, SERVERS
from bench.results import Results

FEW: Final = 0.1
"""Share of exchanges lost at the fixed rate: with more, the server does not sustain it, and its figures say nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """Medians of one server in one scenario; 0 is what was not measured.

    `spread` is the noise of `cpu`: lowest and highest round.
    """

    server: str
    rate: float
    cpu: float
    cpu_busy: float
    cpu_at_rate: float
    p50: float
    p99: float
    kb: float
    spread: tuple[float, float]
    rounds: int
    opinion: float
    bounded: bool
    """The generator, not the server, was at its end."""
    share: float
    generator_share: float
    """Of one core at the highest rate: by the server, by the load generator."""


def row_of(server: str, rounds: Sequence[Measured]) -> Row:
    """Return the medians of a server's rounds."""
    kept = [one.fixed for one in rounds if one.fixed.loss < FEW]
    cpus = [one.cpu_us for one in kept]
    passed = [one.highest for one in rounds if one.highest.passed]
    return Row(
        server=server,
        rate=middle([one.rate for one in passed]),
        cpu=middle(cpus),
        cpu_busy=middle([one.busy.cpu_us for one in rounds if one.busy]),
        cpu_at_rate=middle([one.cpu_us for one in passed]),
        p50=middle([one.ack_p50 for one in kept]),
        p99=middle([one.ack_p99 for one in kept]),
        kb=middle([one.leases_kb for one in rounds if one.leases_kb > 0]),
        spread=(min(cpus, default=0.0), max(cpus, default=0.0)),
        rounds=len(rounds),
        opinion=middle([one.opinion.cpu_us for one in rounds if one.opinion]),
        bounded=any(one.late_generator for one in passed),
        share=middle([one.cpu_share for one in passed]),
        generator_share=middle([one.generator_share for one in passed]),
    )


def middle(values: Sequence[float]) -> float:
    """Return the median, 0 of nothing."""
    return float(median(values)) if values else 0.0


def rows_of(scenario: str, results: Results) -> dict[str, Row]:
    """Return the rows of a scenario by server, in the order of the table of servers."""
    found = {one.name: results.runs.get((scenario, one.name)) for one in (*SERVERS, REFLECTOR_SERVER)}
    return {server: row_of(server, rounds) for server, rounds in found.items() if rounds}


def better(values: dict[str, float], most: bool = False) -> float:
    """Return the figure of Kea's better setting: the least, or the most; 0 when there is none."""
    known = [values[name] for name in KEAS if values.get(name)]
    if not known:
        return 0.0
    return max(known) if most else min(known)


def better_row(rows: dict[str, Row], figure: Callable[[Row], float], most: bool = False) -> float:
    """Return a figure of the rows for Kea's better setting."""
    return better({name: figure(row) for name, row in rows.items()}, most)
