"""The page, docs/performance.md, with its pictures, and the short table in the README."""

import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.peers import KEA, KEA_THREADS, LESSOR, SERVERS, Definition
from bench.pictures import PICTURES_OF, charts
from bench.place import PICTURES, REPORT, REPOSITORY
from bench.results import Results, Run
from bench.servers import kea_version, lessor_version, processor
from bench.tables import scenario_tables, start_table, stress_tables, summary
from bench.targets import target_lines

README: Final = REPOSITORY / "README.md"
BEGIN: Final = "<!-- written by the bench: begin -->"
END: Final = "<!-- written by the bench: end -->"

CONDITIONS: Final = (
    "What is durable: lessor's rows are on the disk (`fdatasync`) before the replies of their batch leave; an "
    "acknowledged lease survives power loss. Kea hands rows to the kernel and does not sync: they survive the end of "
    "the process, not of the machine. `lessor-unsynced` does as Kea does. In databases both are durable alike: each "
    "commit is on the disk.",
    "The load: `dhcpload -r RATE -p SECONDS -n CLIENTS -m dora`, for renewals `-m renew -S LEASES`, behind relays "
    "`-J 100.64.0.1/5000/256`; `dhcpload6` in the same way, with prefixes `-P`; the second opinion `perfdhcp -4 -g "
    "multi -r 1000 -R 4000000 -W 1000000`. The configurations: bench/configuration.py.",
    "The trivial hook: for lessor ten lines of Python, called for each message "
    f"(bench/hooks/{LESSOR.hook}); for Kea its own `{KEA.hook}` in C++, called for each message and each answer. Both "
    "look whether the message is BOOTP, which none is.",
)


def describe(command: str, measured: str) -> Run:
    """Return what is to be known of a run that begins now; `measured` says which lessor it measures."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return Run(
        date=time.strftime("%Y-%m-%d %H:%M"),
        command=command,
        machine=f"{os.cpu_count()} × {processor()}, {gigabytes:.0f} GB, Linux {platform.release()}",
        lessor=measured,
        python=platform.python_version(),
        kea=kea_version(),
    )


def version_of(program: Path) -> str:
    """Return what is measured: a program from elsewhere is not the version that lies here."""
    return lessor_version() if program == Path(LESSOR.command[0]) else f"from {program}"


def page(results: Results, runs: Sequence[Run]) -> str:
    """Return the whole report of one or more runs."""
    lines = [
        "# Performance", "",
        "Written by the bench; how to run and read it: [guide/benchmark.md](guide/benchmark.md).", "",
        *(line for number, run in enumerate(runs, 1) for line in run_lines(run, number if len(runs) > 1 else 0)),
        *(f"- {server.name}: {server.about}; `{command_of(server)}`" for server in present(results)), "",
        "Medians of rounds in which the servers take turns; in brackets the lowest and highest round, and how many "
        f"there were. Ratios are to the better of {KEA.name} and {KEA_THREADS.name}, figure by figure. A `+` says that "
        "the load generator was at its end before the server.", "",
        *(line for text in CONDITIONS for line in (text, "")),
        *target_lines(results),
    ]  # fmt: skip
    for path, (title, _) in charts(results).items():
        lines += [f"![{title}](images/{path.name})", ""]
    lines += [*scenario_tables(results), *start_table(results), *stress_tables(results), *failure_lines(results)]
    return "\n".join(lines).rstrip("\n")


def present(results: Results) -> list[Definition]:
    """Return the servers that were measured."""
    measured = {server for servers in results.scenarios().values() for server in servers}
    return [one for one in SERVERS if one.name in measured]


def command_of(server: Definition) -> str:
    """Return the command line of a server, as seen from the project."""
    return " ".join(server.command).replace(f"{REPOSITORY}/", "").format(config="FILE")


def run_lines(run: Run, number: int) -> list[str]:
    """Return what is told of a run; `number` counts them when there are several."""
    return [
        f"- {f'run {number}: ' if number else ''}{run.date}, `{run.command}`",
        f"- {run.machine}",
        f"- lessor {run.lessor}, Python {run.python}; Kea {run.kea}",
    ]


def failure_lines(results: Results) -> list[str]:
    """Return the section of what could not be measured, nothing when all could."""
    if not results.failures:
        return []
    told = [f"- {scenario}, {server}: {short(reason)}" for (scenario, server), reason in results.failures.items()]
    return ["## What could not be measured", "", *told, ""]


def short(reason: str) -> str:
    """Return the first and the last line of a reason, which may be all that a server printed."""
    lines = [line[:200] for line in reason.splitlines() if line.strip()] or ["no reason"]
    return " … ".join(dict.fromkeys((lines[0], lines[-1])))


def write(results: Results, runs: Sequence[Run]) -> None:
    """Write the page, its pictures, and the table in the README."""
    REPORT.write_text(page(results, runs) + "\n")
    drawn = charts(results)
    for path in {PICTURES / picture.file for picture in PICTURES_OF} - set(drawn):
        path.unlink(missing_ok=True)
    for path, (_, picture) in drawn.items():
        path.write_text(picture)
    table = summary(results)
    if table:
        README.write_text(with_table(README.read_text(), table))


def with_table(text: str, table: Sequence[str]) -> str:
    """Return the README with this table between its marks, unchanged if it has none."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        return text
    return "\n".join([before + begin, "", *table, "", end + after])
