"""Results as a table on the screen and as docs/performance.md."""

import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from bench.measure import FIXED_RATE, Measured, Started
from bench.place import PICTURES, REPORT
from bench.plots import Chart, draw
from bench.scenarios import SCENARIOS, STARTS
from bench.servers import KEA, LESSOR, SERVERS, kea_version, processor
from bench.stress import STRESSES, Stressed

ABOUT: Final = {one.name: one.about for one in (*SCENARIOS, *STARTS)}


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured: (scenario, server) -> one entry for each round."""

    runs: dict[tuple[str, str], list[Measured]]
    starts: dict[tuple[str, str], list[Started]]
    stresses: dict[tuple[str, str], list[Stressed]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """Medians of one server in one scenario; `spread` is the noise of `cpu`: lowest and highest round."""

    server: str
    rate: float
    cpu: float
    cpu_at_rate: float
    p50: float
    p99: float
    kb: float
    spread: tuple[float, float]
    opinion: float
    bounded: bool
    """The generator, not the server, was at its end."""


def row(server: str, rounds: Sequence[Measured]) -> Row:
    cpus = [one.fixed.cpu_us for one in rounds]
    opinions = [one.opinion.cpu_us for one in rounds if one.opinion]
    return Row(
        server=server,
        rate=median(one.highest.rate for one in rounds),
        cpu=median(cpus),
        cpu_at_rate=median(one.highest.cpu_us for one in rounds),
        p50=median(max(one.fixed.ack_p50, 0) for one in rounds),
        p99=median(one.fixed.ack_p99 for one in rounds),
        kb=median(one.leases_kb for one in rounds),
        spread=(min(cpus), max(cpus)),
        opinion=median(opinions) if opinions else 0.0,
        bounded=any(one.highest.late_generator for one in rounds),
    )


def markdown(lines: Iterable[Sequence[str]]) -> list[str]:
    head, *body = lines
    return ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *body)]


def scenario_table(name: str, results: Results) -> list[str]:
    """Return the table of one scenario, with the ratios to Kea in its last row."""
    rows = [row(one.name, results.runs[name, one.name]) for one in SERVERS if (name, one.name) in results.runs]
    second = any(one.opinion for one in rows)
    memory = any(one.kb for one in rows)
    lines = [
        ["server", "highest rate /s", f"CPU µs at {FIXED_RATE}/s", "(rounds)", "CPU µs at the highest rate",
         "ACK p50 µs", "p99 µs", *(["KB per 1000 leases"] if memory else []),
         *([f"CPU µs at {FIXED_RATE}/s by perfdhcp"] if second else [])]
    ]  # fmt: skip
    for one in rows:
        lines.append(
            [one.server, f"{one.rate:,.0f}{'+' if one.bounded else ''}", f"{one.cpu:.1f}",
             f"{one.spread[0]:.1f} to {one.spread[1]:.1f}", f"{one.cpu_at_rate:.1f}", f"{one.p50:.0f}",
             f"{one.p99:.0f}", *([f"{one.kb:.0f}"] if memory else []), *([f"{one.opinion:.1f}"] if second else [])]
        )  # fmt: skip
    by_name = {one.server: one for one in rows}
    if LESSOR.name in by_name and KEA.name in by_name:
        ours, kea = by_name[LESSOR.name], by_name[KEA.name]
        lines.append(ratios(ours, kea, memory, second))
    return [f"## {name}: {ABOUT[name]}", "", *markdown(lines), "", disturbance(name, results), ""]


def disturbance(name: str, results: Results) -> str:
    """Say how much others used the machine meanwhile: what the reader must know to trust the table."""
    shares = [
        one.foreign
        for (scenario, _), rounds in results.runs.items() if scenario == name
        for round_ in rounds
        for one in (round_.fixed, round_.highest)
    ]  # fmt: skip
    return f"Others used {min(shares):.0%} to {max(shares):.0%} of the machine in these measurements."


def ratios(ours: Row, kea: Row, memory: bool, second: bool) -> list[str]:
    pairs = [(ours.rate, kea.rate), (ours.cpu, kea.cpu), None, (ours.cpu_at_rate, kea.cpu_at_rate),
             (ours.p50, kea.p50), (ours.p99, kea.p99)]  # fmt: skip
    pairs += [(ours.kb, kea.kb)] * memory + [(ours.opinion, kea.opinion)] * second
    shown = ["" if pair is None else f"**{pair[0] / pair[1]:.2f}**" if pair[1] else "-" for pair in pairs]
    return [f"{LESSOR.name} / {KEA.name}", *shown]


def start_table(results: Results) -> list[str]:
    lines = [["start", "server", "seconds to the first lease", "CPU s", "resident MB"]]
    for start in STARTS:
        for server in SERVERS:
            rounds = results.starts.get((start.name, server.name))
            if rounds:
                lines.append(
                    [f"{start.name}: {start.about}", server.name, f"{median(one.seconds for one in rounds):.2f}",
                     f"{median(one.cpu_seconds for one in rounds):.2f}",
                     f"{median(one.resident_kb for one in rounds) / 1024:.0f}"]
                )  # fmt: skip
    return ["## Starts", "", *markdown(lines), ""] if len(lines) > 1 else []


def stress_tables(results: Results) -> list[str]:
    lines: list[str] = []
    for name, stress in STRESSES.items():
        measured = [(one.name, results.stresses.get((name, one.name), [])) for one in SERVERS]
        rows = [[server, *row] for server, rounds in measured for one in rounds[-1:] for row in one.rows]
        if rows:
            lines += [f"## {name}: {stress.about}", "", *markdown([stress.head, *rows]), ""]
    return lines


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of one figure of all scenarios."""

    file: str
    title: str
    better: str
    figure: Callable[[Row], float]


PICTURES_OF: Final = (
    Picture("bench-rate.svg", "Exchanges a second at most", "more is better", lambda row: row.rate),
    Picture(
        "bench-cpu.svg", "CPU µs for an exchange at the highest rate", "less is better", lambda row: row.cpu_at_rate
    ),
    Picture("bench-memory.svg", "KB of memory for 1000 leases", "less is better", lambda row: row.kb),
)


def charts(results: Results) -> dict[Path, str]:
    """Return the pictures by their files; those with nothing to show are left out."""
    names = [one.name for one in SERVERS]
    rows = {
        scenario.name: {name: row(name, results.runs[scenario.name, name]) for name in names
                        if (scenario.name, name) in results.runs}
        for scenario in SCENARIOS
    }  # fmt: skip
    drawn: dict[Path, str] = {}
    for picture in PICTURES_OF:
        found = {
            scenario: {name: value for name, one in by_server.items() if (value := picture.figure(one))}
            for scenario, by_server in rows.items()
        }
        values = {scenario: figures for scenario, figures in found.items() if figures}
        if values:
            drawn[PICTURES / picture.file] = draw(Chart(picture.title, picture.better, names, values))
    return drawn


def write(results: Results, text: str) -> None:
    """Write the page and its pictures."""
    REPORT.write_text(text + "\n")
    for path, picture in charts(results).items():
        path.write_text(picture)


def page(results: Results, command: str, measured: str) -> str:
    """Return the whole report; `measured` says which lessor it was."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = [
        "# Performance", "",
        "Written by the bench; how to run and read it: [guide/benchmark.md](guide/benchmark.md).", "",
        f"- {time.strftime('%Y-%m-%d')}, `{command}`",
        f"- {os.cpu_count()} × {processor()}, {gigabytes:.0f} GB, Linux {platform.release()}",
        f"- lessor {measured}, Python {platform.python_version()}; Kea {kea_version()}",
        *(f"- {server.name}: {server.about}" for server in SERVERS),
        "", "Medians of rounds in which the servers take turns; in brackets the lowest and highest round.", "",
    ]  # fmt: skip
    titles = {picture.file: picture.title for picture in PICTURES_OF}
    for path in charts(results):
        lines += [f"![{titles[path.name]}](images/{path.name})", ""]
    for scenario in SCENARIOS:
        if any(name == scenario.name for name, _ in results.runs):
            lines += scenario_table(scenario.name, results)
    return "\n".join([*lines, *start_table(results), *stress_tables(results)])
