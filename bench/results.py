"""What was measured, kept as lines of JSON: each is written as soon as it is known, and any run can be read again.

The first line of a file tells of the run (`Run`); the others are one result each. Ratios mean something within a run
only, so `joined` takes each scenario from one run.
"""

import dataclasses
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.load import Result, SecondOpinion
from bench.measure import Measured, Started
from bench.peers import KEAS

ALL: Final = "all servers"
"""Stands for a server where the reason why nothing was measured concerns them all."""
ONE: Final = "one server"
"""The figure of a server that has a database for itself, in the scenarios with one."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the bench: when, how it was called, on what, and which programs."""

    date: str
    command: str
    machine: str
    lessor: str
    python: str
    kea: str


@dataclass(frozen=True, slots=True)
class Stressed:
    """One server under stress, one round: the rows of a table that tell it, and figures to compare by name."""

    rows: list[list[str]]
    figures: dict[str, float] = field(default_factory=dict)


Outcome = Measured | Started | Stressed


@dataclass(slots=True)
class Results:
    """All that was measured: (scenario, server) -> one entry for each round."""

    runs: dict[tuple[str, str], list[Measured]] = field(default_factory=lambda: defaultdict(list))
    starts: dict[tuple[str, str], list[Started]] = field(default_factory=lambda: defaultdict(list))
    stresses: dict[tuple[str, str], list[Stressed]] = field(default_factory=lambda: defaultdict(list))
    failures: dict[tuple[str, str], str] = field(default_factory=dict)
    """What could not be measured, and why."""
    origins: dict[str, int] = field(default_factory=dict)
    """Scenario -> number of the run it is from, when there are several."""

    def add(self, scenario: str, server: str, outcome: Outcome | str) -> None:
        """Add one result, or the reason why there is none."""
        if isinstance(outcome, str):
            self.failures[scenario, server] = outcome
        elif isinstance(outcome, Measured):
            self.runs[scenario, server].append(outcome)
        elif isinstance(outcome, Started):
            self.starts[scenario, server].append(outcome)
        else:
            self.stresses[scenario, server].append(outcome)

    def scenarios(self) -> dict[str, set[str]]:
        """Return the scenarios measured, and the servers in each."""
        found: dict[str, set[str]] = defaultdict(set)
        for scenario, server in (*self.runs, *self.starts, *self.stresses):
            found[scenario].add(server)
        return found


class Recorder:
    """Keeps results, and writes each as one line at once, so that a run that breaks off is not lost."""

    def __init__(self, directory: Path, run: Run) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.path = unused(directory / time.strftime("%Y%m%d-%H%M%S.jsonl"))
        self.run = run
        self.results = Results()
        self._write({"run": dataclasses.asdict(run)})

    def add(self, scenario: str, server: str, outcome: Outcome | str) -> None:
        """Keep one result, or the reason why there is none."""
        self.results.add(scenario, server, outcome)
        said = {"failed": outcome} if isinstance(outcome, str) else dataclasses.asdict(outcome)
        self._write({"scenario": scenario, "server": server, "time": int(time.time()), **said})

    def _write(self, line: Mapping[str, object]) -> None:
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")


def unused(path: Path) -> Path:
    """Return this path, or with a number when it is taken; others may begin a run in the same second."""
    taken = path
    number = 1
    while taken.exists():
        number += 1
        taken = path.with_stem(f"{path.stem}_{number}")
    return taken


def read(path: Path) -> tuple[Run, Results]:
    """Return what a run recorded. A last line that is cut off is passed over."""
    run = Run(path.stem, "unknown", "unknown", "unknown", "unknown", "unknown")
    results = Results()
    for text in path.read_text().splitlines():
        try:
            line = json.loads(text)
        except json.JSONDecodeError:
            continue
        if "run" in line:
            run = Run(**line["run"])
        else:
            results.add(line["scenario"], line["server"], outcome_of(line))
    return run, results


def outcome_of(line: dict[str, Any]) -> Outcome | str:
    """Return the result that a recorded line tells."""
    said = {key: value for key, value in line.items() if key not in ("scenario", "server", "time")}
    if "failed" in said:
        return str(said["failed"])
    if "rows" in said:
        return Stressed(**said)
    if "seconds" in said:
        return Started(**said)
    nested = {"fixed": Result, "highest": Result, "busy": Result, "opinion": SecondOpinion}
    return Measured(**{key: nested[key](**value) if key in nested and value else value for key, value in said.items()})


def joined(found: Sequence[Results]) -> Results:
    """Return each scenario from one of several runs.

    That is one with lessor and Kea, if there is any; the one that measured most servers in it; the later of equals.
    """
    whole = Results()
    measured = [one.scenarios() for one in found]
    for scenario in dict.fromkeys(name for names in measured for name in names):
        servers = [one.get(scenario, set()) for one in measured]
        number = max(range(len(found)), key=lambda at: (both(servers[at]), len(servers[at]), at))
        whole.origins[scenario] = number + 1
        take(whole, found[number], scenario)
    for one in found:
        for (scenario, server), reason in one.failures.items():
            if not (there := measured_by(whole, scenario)) or server not in (*there, ALL):
                whole.failures[scenario, server] = reason
    return whole


def both(servers: set[str]) -> bool:
    """Tell whether there is something to compare: a server of ours and a Kea."""
    return bool(servers.intersection(KEAS) and servers.difference(KEAS))


def take(whole: Results, part: Results, scenario: str) -> None:
    """Move all that is known of a scenario from a part to the whole."""
    whole.runs.update({key: rounds for key, rounds in part.runs.items() if key[0] == scenario})
    whole.starts.update({key: rounds for key, rounds in part.starts.items() if key[0] == scenario})
    whole.stresses.update({key: rounds for key, rounds in part.stresses.items() if key[0] == scenario})


def measured_by(results: Results, scenario: str) -> Iterable[str]:
    """Return the servers that were measured in a scenario."""
    return results.scenarios().get(scenario, set())
