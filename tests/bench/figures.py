"""Results of the bench made up for tests: the words of a run."""

from __future__ import annotations

from bench.load import Result
from bench.measure import Measured, Started
from bench.results import ONE, Results, Run, Stressed

RUN = Run("2026-01-02 03:04", "python -m bench", "2 × CPU", "0.1", "3.11.2", "2.2.0")


def result(rate: float = 1000.0, cpu: float = 50.0, p99: int = 500, loss: float = 0.0) -> Result:
    """What one load showed."""
    return Result(
        rate=rate, completed=int(rate), loss=loss, cpu_us=cpu, cpu_share=0.1, offer_p50=90, offer_p99=p99, ack_p50=100,
        ack_p99=p99, started=int(rate), naks=0, foreign=0.01, late_generator=False, generator_share=0.7,
    )  # fmt: skip


def measured(
    cpu: float = 50.0, rate: float = 20_000.0, p99: int = 500, kb: float = 500.0, busy: float = 0.0, loss: float = 0.0
) -> Measured:
    """One round of a server in a scenario."""
    at_busy = result(3000, busy) if busy else None
    return Measured(result(cpu=cpu, p99=p99, loss=loss), result(rate, cpu / 2), kb, 20_000, None, at_busy)


def started(seconds: float) -> Started:
    """One start of a server."""
    return Started(seconds, seconds * 0.9, 100_000)


def stressed(rate: float) -> Stressed:
    """One server with a database."""
    return Stressed([[ONE, f"{rate:,.0f}", "1", "2", "3", "4", "5"]], {ONE: rate})


def results(**servers: Measured) -> Results:
    """New leases by these servers, with `_` for the dash in their names."""
    found = Results()
    for name, one in servers.items():
        found.add("v4-dora", name.replace("_", "-"), one)
    return found
