"""What lessor wants to reach beside Kea, computed from results: the first table of the page.

Ratios are to the better of Kea's settings, for each figure by itself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from bench.figures import Row, better, better_row, middle, rows_of
from bench.measure import BUSY_RATE, FIXED_RATE
from bench.peers import COMPILED, KEAS, LESSOR, SERVERS, UNSYNCED
from bench.reasons import REASONS
from bench.results import ONE, Results
from bench.scenarios import BASE, BESIDE_SIMPLE

SIMPLE: Final = "v4-dora"
"""The scenario that those with relays, reservations and classes are compared with."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured for a target: the figure itself, how it comes about, and what else helps to judge it."""

    value: float
    shown: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One target; `key` leads to the reason why it is missed (reasons.py)."""

    key: str
    what: str
    limit: float
    at_least: bool
    measure: Callable[[Results], Figure | None]
    unit: str = ""

    @property
    def asked(self) -> str:
        """The limit as text."""
        return f"{'at least' if self.at_least else 'at most'} {self.limit:g}{self.unit}"

    def reached(self, figure: Figure) -> bool:
        """Tell whether a figure is within the limit."""
        return figure.value >= self.limit if self.at_least else figure.value <= self.limit

    def verdict(self, figure: Figure) -> str:
        """Say whether it is reached, else by how much it is missed."""
        if self.reached(figure):
            return "reached"
        return f"**missed** by {abs(figure.value - self.limit) / self.limit:.0%}"


def cpu(server: str, scenario: str, results: Results) -> Figure | None:
    """Return processor time for an exchange at the fixed rate, beside Kea's."""
    rows = rows_of(scenario, results)
    figure = against(rows, server, lambda row: row.cpu, "µs")
    if figure is None:
        return None
    beside = [
        told(f"at {BUSY_RATE}/s", against(rows, server, lambda row: row.cpu_busy, "")),
        told("at the highest rates", against(rows, server, lambda row: row.cpu_at_rate, "")),
        unsynced(rows, lambda row: row.cpu) if server == LESSOR.name else "",
    ]
    return Figure(figure.value, figure.shown, listed(beside))


def p99(scenario: str, results: Results) -> Figure | None:
    """Return the latency that one of a hundred exceeds, beside Kea's."""
    rows = rows_of(scenario, results)
    figure = against(rows, LESSOR.name, lambda row: row.p99, "µs")
    if figure is None:
        return None
    compiled = told("compiled", against(rows, COMPILED.name, lambda row: row.p99, ""))
    return Figure(figure.value, figure.shown, listed([compiled, unsynced(rows, lambda row: row.p99)]))


def rate(servers: Sequence[str], scenario: str, results: Results) -> Figure | None:
    """Return the highest rate of the best of these servers, beside Kea's."""
    rows = rows_of(scenario, results)
    found = [(figure, name) for name in servers if (figure := against(rows, name, lambda row: row.rate, "/s", True))]
    if not found:
        return None
    figure, name = max(found, key=lambda one: one[0].value)
    return Figure(figure.value, figure.shown, listed([name if len(servers) > 1 else "", shares(rows[name])]))


def shares(row: Row) -> str:
    """Say what the server and the load generator took of the machine at the highest rate."""
    took = f"took {row.share:.2f} of a core, the generator {row.generator_share:.2f}"
    return f"{took} and was at its end first" if row.bounded else took


def against(
    rows: dict[str, Row], server: str, figure: Callable[[Row], float], unit: str, most: bool = False
) -> Figure | None:
    """Return a figure of a server divided by that of Kea's better setting, None when one of them is not known."""
    ours = figure(rows[server]) if server in rows else 0.0
    kea = better_row(rows, figure, most)
    if not ours or not kea:
        return None
    return Figure(ours / kea, f"{ours / kea:.2f} ({number(ours)} to {number(kea)} {unit})".replace(" )", ")"))


def unsynced(rows: dict[str, Row], figure: Callable[[Row], float]) -> str:
    return told("unsynced", against(rows, UNSYNCED.name, figure, ""))


def told(what: str, figure: Figure | None) -> str:
    return f"{what} {figure.value:.2f}" if figure else ""


def listed(texts: Iterable[str]) -> str:
    return ", ".join(text for text in texts if text)


def simple(scenario: str, results: Results) -> Figure | None:
    """Return the highest rate in a scenario as a share of that in the simple one, both of lessor."""
    plain, special = (rows_of(name, results).get(LESSOR.name) for name in (SIMPLE, scenario))
    if plain is None or special is None or not plain.rate or not special.rate:
        return None
    value = special.rate / plain.rate
    kea = {name: rows_of(scenario, results)[name].rate / rows_of(SIMPLE, results)[name].rate for name in KEAS
           if name in rows_of(scenario, results) and rows_of(SIMPLE, results).get(name, plain).rate}  # fmt: skip
    beside = [f"CPU at {FIXED_RATE}/s {special.cpu / plain.cpu:.2f}", f"Kea {better(kea, True):.2f}" if kea else ""]
    return Figure(value, f"{value:.2f} ({number(special.rate)} of {number(plain.rate)} /s)", listed(beside))


def start(scenario: str, results: Results) -> Figure | None:
    """Return how many times faster than Kea lessor gives its first lease."""
    seconds = seconds_of(scenario, results)
    ours, kea = seconds.get(LESSOR.name, 0.0), better(seconds)
    if not ours or not kea:
        return None
    compiled = seconds.get(COMPILED.name)
    return Figure(kea / ours, f"{kea / ours:.1f} ({ours:.2f} to {kea:.2f} s)",
                  f"compiled {kea / compiled:.1f}" if compiled else "")  # fmt: skip


def start_seconds(scenario: str, results: Results) -> Figure | None:
    """Return the seconds until lessor's first lease."""
    seconds = seconds_of(scenario, results)
    ours, kea = seconds.get(LESSOR.name, 0.0), better(seconds)
    return Figure(ours, f"{ours:.2f} s", f"Kea {kea:.2f} s" if kea else "") if ours else None


def seconds_of(scenario: str, results: Results) -> dict[str, float]:
    """Return the seconds of a start by server."""
    return {
        one.name: middle([started.seconds for started in results.starts[scenario, one.name]])
        for one in SERVERS if (scenario, one.name) in results.starts
    }  # fmt: skip


def memory(scenario: str, results: Results) -> Figure | None:
    """Return the memory of a lease beside Kea's."""
    return against(rows_of(scenario, results), LESSOR.name, lambda row: row.kb, "octets for each lease")


def sql(scenario: str, results: Results) -> Figure | None:
    """Return the rate of new leases in a database beside Kea's."""
    rates = {
        one.name: results.stresses[scenario, one.name][-1].figures.get(ONE, 0.0)
        for one in SERVERS if (scenario, one.name) in results.stresses
    }  # fmt: skip
    ours, kea = rates.get(LESSOR.name, 0.0), better(rates, True)
    return Figure(ours / kea, f"{ours / kea:.1f} ({number(ours)} to {number(kea)} /s)") if ours and kea else None


def number(value: float) -> str:
    """Return a figure with as many digits as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


TARGETS: Final = (
    *(Target("cpu-plain", f"CPU per exchange at {FIXED_RATE}/s, plain, to Kea's: {name}", 1.0, False,
             partial(cpu, LESSOR.name, name)) for name in BASE),
    *(Target("cpu-compiled", f"CPU per exchange at {FIXED_RATE}/s, compiled, to Kea's: {name}", 0.5, False,
             partial(cpu, COMPILED.name, name)) for name in BASE),
    *(Target("rate-two", f"highest rate on two cores, to Kea's: {name}", 2.0, True,
             partial(rate, (LESSOR.name, COMPILED.name), name)) for name in BASE),
    *(Target("rate-one", f"highest rate of one plain process, to Kea's: {name}", 1.0, True,
             partial(rate, (LESSOR.name,), name)) for name in BASE),
    *(Target("simple", f"highest rate, to that of {SIMPLE}: {name}", 0.85, True, partial(simple, name))
      for name in BESIDE_SIMPLE),
    Target("start-leases", "start with 1,000,000 leases, times faster than Kea", 3.0, True,
           partial(start, "start-leases1m")),
    Target("start-subnets", "start with 10,001 subnets", 1.5, False, partial(start_seconds, "start-subnets10k"), " s"),
    *(Target("memory", f"memory of a lease, to Kea's: {name}", 1.0, False, partial(memory, name))
      for name in ("v4-dora", "v6-sarr")),
    *(Target("p99", f"p99 from REQUEST to ACK at {FIXED_RATE}/s, to Kea's: {name}", 1.0, False, partial(p99, name))
      for name in BASE),
    *(Target("sql", f"new leases in a database, times Kea's: {name}", 5.0, True, partial(sql, name))
      for name in ("sql-postgresql", "sql-mysql")),
)  # fmt: skip


def target_lines(results: Results) -> list[str]:
    """Return the section of targets: those for which there are results, and the reasons of those missed."""
    found = [(target, figure) for target in TARGETS if (figure := target.measure(results)) is not None]
    if not found:
        return []
    reached = sum(target.reached(figure) for target, figure in found)
    unknown = [target.what for target in TARGETS if target not in [one for one, _ in found]]
    missed = dict.fromkeys(target.key for target, figure in found if not target.reached(figure))
    return [
        "## Targets", "",
        f"{reached} of {len(found)} are reached. Ratios are to the better of Kea's two settings, for each figure by "
        "itself; lessor syncs every batch to the disk, Kea does not.", "",
        "| target | asked | measured | | beside it |", "| --- | --- | --- | --- | --- |",
        *(f"| {target.what} | {target.asked} | {figure.shown} | {target.verdict(figure)} | {figure.beside} |"
          for target, figure in found),
        "",
        *([f"Not measured: {'; '.join(unknown)}.", ""] if unknown else []),
        *([*why_missed(missed), ""] if missed else []),
    ]  # fmt: skip


def why_missed(keys: Iterable[str]) -> list[str]:
    """Return the reasons of what is missed."""
    named = {target.key: target.what.rpartition(":")[0] or target.what for target in TARGETS}
    return ["Why those that are missed are missed:", "", *(f"- {named[key]}: {REASONS[key]}" for key in keys)]
