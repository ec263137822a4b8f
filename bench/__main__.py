"""Command line of the bench."""

import argparse
import dataclasses
import json
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from bench.lab import lab, take_precedence
from bench.measure import FULL, QUICK, Measured, Started, measure, measure_start
from bench.needs import prepare
from bench.place import REPORT, RESULTS
from bench.profiling import profile
from bench.report import Results, page, write
from bench.scenarios import QUICK as QUICK_NAMES
from bench.scenarios import SCENARIOS, STARTS
from bench.servers import KEA, LESSOR, REFLECTOR_SERVER, SERVERS, Definition, DidNotStart, lessor_version
from bench.stress import STRESSES, Stressed


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure lessor beside Kea in one run.")
    parser.add_argument("--quick", action="store_true", default=bool(os.environ.get("QUICK")),
                        help="five minutes instead of an hour (also QUICK=1 in the environment)")  # fmt: skip
    parser.add_argument(
        "--servers", default="*", help="patterns, separated by commas: lessor, kea-st, kea-mt, reflector"
    )
    parser.add_argument(
        "--scenarios", default="", help="patterns, separated by commas; default: all, or the quick ones"
    )
    parser.add_argument("--rounds", type=int, help="rounds over all servers")
    parser.add_argument(
        "--program", type=Path, default=Path(LESSOR.command[0]), help="another lessor than the one installed here"
    )
    parser.add_argument("--report", action="store_true", help=f"write {REPORT.name}, as a full run does by itself")
    parser.add_argument("--profile", type=float, metavar="SECONDS", help="profile lessor under load instead")
    return parser.parse_args()


def chosen(name: str, patterns: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns.split(","))


def chosen_servers(patterns: str, quick: bool) -> Sequence[Definition]:
    if patterns == "*":
        return (LESSOR, KEA) if quick else SERVERS
    return [one for one in (*SERVERS, REFLECTOR_SERVER) if chosen(one.name, patterns)]


def with_program(definition: Definition, program: Path) -> Definition:
    if definition is not LESSOR:
        return definition
    return dataclasses.replace(definition, command=(str(program.absolute()), *definition.command[1:]))


def version_of(program: Path) -> str:
    """Return what was measured: a program from elsewhere is not the version that lies here."""
    return lessor_version() if program == Path(LESSOR.command[0]) else f"from {program}"


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


class Recorder:
    """Keeps results and writes each as one line of JSON at once, so that a run that breaks off is not lost."""

    def __init__(self) -> None:
        RESULTS.mkdir(parents=True, exist_ok=True)
        self.path = RESULTS / time.strftime("%Y%m%d-%H%M%S.jsonl")
        self.runs: dict[tuple[str, str], list[Measured]] = defaultdict(list)
        self.starts: dict[tuple[str, str], list[Started]] = defaultdict(list)
        self.stresses: dict[tuple[str, str], list[Stressed]] = defaultdict(list)

    def attempt(self, scenario: str, server: str, work: Callable[[], Measured | Started | Stressed]) -> None:
        """Measure, keep the result; a server that does not start is named, and the others go on."""
        try:
            self.add(scenario, server, work())
        except DidNotStart as error:
            say(f"{scenario} {server}: does not answer: {error}")

    def add(self, scenario: str, server: str, result: Measured | Started | Stressed) -> None:
        if isinstance(result, Measured):
            self.runs[scenario, server].append(result)
            fixed, highest = result.fixed, result.highest
            say(
                f"{scenario} {server}: {highest.rate:,.0f}/s, {fixed.cpu_us:.1f} us at 1000/s, "
                f"{highest.cpu_us:.1f} us at the highest rate, others used {fixed.foreign:.0%}"
            )
        elif isinstance(result, Stressed):
            self.stresses[scenario, server].append(result)
            for row in result.rows:
                say(f"{scenario} {server}: {' | '.join(row)}")
        else:
            self.starts[scenario, server].append(result)
            say(f"{scenario} {server}: {result.seconds:.2f} s")
        line = {"scenario": scenario, "server": server, "time": int(time.time()), **dataclasses.asdict(result)}
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")


def main() -> None:
    options = arguments()
    effort = QUICK if options.quick else FULL
    patterns = options.scenarios or (",".join(QUICK_NAMES) if options.quick else "*")
    scenarios = [one for one in SCENARIOS if chosen(one.name, patterns)]
    servers = [with_program(one, options.program) for one in chosen_servers(options.servers, options.quick)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the namespaces go
    prepare()
    take_precedence()
    with lab():
        if options.profile:
            profile(with_program(LESSOR, options.program), scenarios[0], options.profile)
            return
        recorder = Recorder()
        for _ in range(options.rounds or effort.rounds):
            for scenario in scenarios:
                for server in servers:
                    recorder.attempt(scenario.name, server.name, partial(measure, server, scenario, effort))
            for start in (one for one in STARTS if chosen(one.name, patterns)):
                for server in servers:
                    recorder.attempt(start.name, server.name, partial(measure_start, server, start, effort))
        for name in (one for one in STRESSES if chosen(one, patterns)):
            for server in servers:
                recorder.attempt(name, server.name, partial(STRESSES[name].measure, server, options.quick))
    quick = "QUICK=1 " if os.environ.get("QUICK") else ""
    command = f"{quick}python -m bench {' '.join(sys.argv[1:])}".strip()
    results = Results(recorder.runs, recorder.starts, recorder.stresses)
    text = page(results, command, version_of(options.program))
    print(text)
    say(f"lines in {recorder.path}")
    if options.report or (effort is FULL and options.servers == "*" and not options.scenarios):
        write(results, text)


if __name__ == "__main__":
    main()
