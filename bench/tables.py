"""What was measured as tables: one for each scenario, one of the starts, one for each kind of stress."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bench.figures import Row, better, better_row, middle, rows_of
from bench.measure import BUSY_RATE, FIXED_RATE
from bench.peers import KEAS, SERVERS
from bench.results import Results
from bench.scenarios import SCENARIOS, STARTS
from bench.stress import STRESSES
from bench.targets import number

RATIO: Final = "{} / better Kea"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a scenario's table; without `figure` it has no ratio, `most` says that more is better."""

    head: str
    shown: Callable[[Row], str]
    figure: Callable[[Row], float] | None = None
    most: bool = False


COLUMNS: Final = (
    Column("highest rate /s", lambda row: rate_cell(row), lambda row: row.rate, True),
    Column(f"CPU µs at {FIXED_RATE}/s", lambda row: tenths(row.cpu) or "too much for it", lambda row: row.cpu),
    Column("(rounds)", lambda row: f"{row.spread[0]:.1f} to {row.spread[1]:.1f} ({row.rounds})" if row.cpu else ""),
    Column(f"CPU µs at {BUSY_RATE}/s", lambda row: tenths(row.cpu_busy), lambda row: row.cpu_busy),
    Column("CPU µs at the highest rate", lambda row: tenths(row.cpu_at_rate), lambda row: row.cpu_at_rate),
    Column("ACK p50 µs", lambda row: whole(row.p50), lambda row: row.p50),
    Column("p99 µs", lambda row: whole(row.p99), lambda row: row.p99),
    Column("KB per 1000 leases", lambda row: whole(row.kb), lambda row: row.kb),
    Column(f"CPU µs at {FIXED_RATE}/s by perfdhcp", lambda row: tenths(row.opinion), lambda row: row.opinion),
)


def rate_cell(row: Row) -> str:
    if not row.rate:
        return "none found"
    return f"{row.rate:,.0f}{'+' if row.bounded else ''}"


def tenths(value: float) -> str:
    return f"{value:.1f}" if value else ""


def whole(value: float) -> str:
    return f"{value:.0f}" if value else ""


def markdown(lines: Iterable[Sequence[str]]) -> list[str]:
    """Return a table, the first line of which is its head."""
    head, *body = lines
    return ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *body)]


def scenario_table(name: str, about: str, results: Results) -> list[str]:
    """Return the section of one scenario, with the ratios to the better of Kea's settings in its last rows."""
    rows = rows_of(name, results)
    if not rows:
        return []
    columns = [one for one in COLUMNS if one.figure is None or any(one.figure(row) for row in rows.values())]
    lines = [["server", *(column.head for column in columns)]]
    lines += [[server, *(column.shown(row) for column in columns)] for server, row in rows.items()]
    if any(server in KEAS for server in rows):
        lines += [ratios(server, rows, columns) for server in rows if server not in KEAS]
    return [f"## {name}: {about}", "", *markdown(lines), "", disturbance(name, results), ""]


def ratios(server: str, rows: dict[str, Row], columns: Sequence[Column]) -> list[str]:
    """Return the row that divides a server's figures by those of Kea."""
    cells = [RATIO.format(server)]
    for column in columns:
        if column.figure is None:
            cells.append("")
            continue
        ours, kea = column.figure(rows[server]), better_row(rows, column.figure, column.most)
        cells.append(f"**{ours / kea:.2f}**" if ours and kea else "")
    return cells


def disturbance(name: str, results: Results) -> str:
    """Say how much others used the machine meanwhile: what the reader must know to trust the table."""
    shares = [
        one.foreign
        for (scenario, _), rounds in results.runs.items() if scenario == name
        for round_ in rounds
        for one in (round_.fixed, round_.highest)
    ]  # fmt: skip
    origin = f" Run {results.origins[name]}." if len(set(results.origins.values())) > 1 else ""
    return f"Others used {min(shares):.0%} to {max(shares):.0%} of the machine, {median(shares):.0%} as a rule.{origin}"


def start_table(results: Results) -> list[str]:
    """Return the section of the starts."""
    lines = [["start", "server", "seconds to the first lease", "to better Kea", "CPU s", "resident MB"]]
    for start in STARTS:
        found = {one.name: results.starts.get((start.name, one.name)) for one in SERVERS}
        rounds_of = {server: rounds for server, rounds in found.items() if rounds}
        kea = better({server: middle([one.seconds for one in rounds]) for server, rounds in rounds_of.items()})
        for server, rounds in rounds_of.items():
            seconds = middle([one.seconds for one in rounds])
            ratio = f"{seconds / kea:.2f}" if kea and server not in KEAS else ""
            lines.append(
                [f"{start.name}: {start.about}", server, f"{seconds:.2f}", ratio,
                 f"{middle([one.cpu_seconds for one in rounds]):.2f}",
                 f"{middle([one.resident_kb for one in rounds]) / 1024:.0f}"]
            )  # fmt: skip
    return ["## Starts", "", *markdown(lines), ""] if len(lines) > 1 else []


def stress_tables(results: Results) -> list[str]:
    """Return the sections of what happens when too much does, and of databases; each server's last round."""
    lines: list[str] = []
    for name, stress in STRESSES.items():
        measured = {one.name: results.stresses.get((name, one.name), []) for one in SERVERS}
        rows = [[server, *row] for server, rounds in measured.items() for one in rounds[-1:] for row in one.rows]
        if rows:
            lines += [f"## {name}: {stress.about}", "", *markdown([stress.head, *rows]), ""]
            lines += database_ratios({server: rounds[-1].figures for server, rounds in measured.items() if rounds})
    return lines


def database_ratios(figures: dict[str, dict[str, float]]) -> list[str]:
    """Return a line with the highest rates divided by those of Kea's better setting, nothing without any."""
    told = []
    for what in dict.fromkeys(what for one in figures.values() for what in one):
        by_server = {server: one[what] for server, one in figures.items() if what in one}
        kea = better(by_server, most=True)
        told += [f"{what}: {server} {value / kea:.2f}" for server, value in by_server.items()
                 if kea and server not in KEAS]  # fmt: skip
    return [f"Highest rate, {RATIO.format('lessor')}: {'; '.join(told)}.", ""] if told else []


def scenario_tables(results: Results) -> list[str]:
    """Return the sections of all scenarios."""
    return [line for one in SCENARIOS for line in scenario_table(one.name, one.about, results)]


SUMMARY: Final = (
    ("DHCPv4 new leases", "v4-dora"),
    ("DHCPv4 renewals", "v4-renew"),
    ("DHCPv6 new addresses", "v6-sarr"),
    ("DHCPv6 renewals", "v6-renew"),
)
"""The scenarios of the short table, as it calls them."""


def summary(results: Results) -> list[str]:
    """Return a short table: lessor beside the better of Kea's settings in the scenarios that matter most."""
    lines = [["", "server", "highest rate /s", f"CPU µs at {FIXED_RATE}/s", "CPU µs at the highest rate", "p99 µs"]]
    figures: Sequence[tuple[Callable[[Row], float], bool]] = (
        (lambda row: row.rate, True), (lambda row: row.cpu, False),
        (lambda row: row.cpu_at_rate, False), (lambda row: row.p99, False),
    )  # fmt: skip
    for about, scenario in SUMMARY:
        rows = rows_of(scenario, results)
        kea = [better_row(rows, figure, most) for figure, most in figures]
        for server in ("lessor", "lessor-compiled"):
            if server in rows:
                pairs = [(figure(rows[server]), beside) for (figure, _), beside in zip(figures, kea, strict=True)]
                lines.append([about, server, *(divided(ours, beside) for ours, beside in pairs)])
        if any(kea):
            lines.append([about, "Kea", *(number(value) if value else "" for value in kea)])
    return markdown(lines) if len(lines) > 1 else []


def divided(ours: float, kea: float) -> str:
    """Return a figure, and what it is of Kea's."""
    if not ours:
        return ""
    return f"{number(ours)} ({ours / kea:.2f})" if kea else number(ours)
