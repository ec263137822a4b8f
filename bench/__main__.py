"""Command line of the bench."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.console import chosen, say
from bench.lab import lab, take_precedence
from bench.measure import FULL, QUICK, Measured, Started
from bench.needs import compiled, prepare
from bench.peers import COMPILED, LESSOR, REFLECTOR_SERVER, SERVERS, UNSYNCED, Definition, with_programs
from bench.place import REPORT, RESULTS
from bench.plan import Plan
from bench.profiling import profile
from bench.report import describe, page, version_of, write
from bench.results import ALL, Outcome, Recorder, Stressed, joined, read
from bench.scenarios import QUICK as QUICK_NAMES
from bench.scenarios import SCENARIOS
from bench.schedule import Schedule, Task
from bench.stress import STRESSES


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure lessor beside Kea in one run.")
    parser.add_argument("--quick", action="store_true", default=bool(os.environ.get("QUICK")),
                        help="minutes instead of an hour (also QUICK=1 in the environment)")  # fmt: skip
    names = ", ".join(one.name for one in (*SERVERS, REFLECTOR_SERVER))
    parser.add_argument("--servers", default="*", help=f"patterns, separated by commas: {names}")
    parser.add_argument("--scenarios", default="", help="patterns; default: all, or the quick ones")
    parser.add_argument("--rounds", type=int, help="rounds over all servers at most")
    parser.add_argument("--minutes", type=float, help="begin nothing that would not end within them")
    parser.add_argument(
        "--program", type=Path, default=Path(LESSOR.command[0]), help="another lessor than the one installed here"
    )
    parser.add_argument("--compiled", type=Path, metavar="PROGRAM", help="a compiled lessor, else `make compiled`")
    parser.add_argument("--report", nargs="*", type=Path, metavar="FILE",
                        help=f"measure nothing, write {REPORT.name} from recorded runs (or the last)")  # fmt: skip
    parser.add_argument("--profile", type=float, metavar="SECONDS", help="profile lessor under load instead")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    if options.report is not None:
        report(options.report)
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the namespaces go
    patterns = options.scenarios or (",".join(QUICK_NAMES) if options.quick else "*")
    prepare(databases=any(chosen(name, patterns) for name in STRESSES if name.startswith("sql")))
    servers = chosen_servers(options)
    take_precedence()
    with lab():
        if options.profile:
            scenario = next(one for one in SCENARIOS if chosen(one.name, patterns))
            profile(next(one for one in servers if one.name == LESSOR.name), scenario, options.profile)
        else:
            measure_all(options, servers, patterns)


def chosen_servers(options: argparse.Namespace) -> Sequence[Definition]:
    """Return the servers to measure, each with the program to run."""
    found = [one for one in (*SERVERS, REFLECTOR_SERVER) if chosen(one.name, options.servers)]
    if options.servers == "*":
        found = [one for one in SERVERS if not options.quick or one is not UNSYNCED]
    wanted = COMPILED in found and not options.profile
    program = compiled(options.compiled, build=not options.quick) if wanted else None
    return with_programs(found, options.program, program)


def measure_all(options: argparse.Namespace, servers: Sequence[Definition], patterns: str) -> None:
    """Measure, write each result at once, and the page at the end of a whole run."""
    effort = QUICK if options.quick else FULL
    recorder = Recorder(RESULTS, describe(command_line(), version_of(options.program)))
    say(f"lines in {recorder.path}")
    plan = Plan(servers, effort, options.quick, recorder.results)
    turns = plan.turns(partial(chosen, patterns=patterns), options.rounds or effort.rounds)
    schedule = Schedule(turns, options.minutes or effort.minutes)
    broken_off = True
    try:
        for task, progress in schedule.tasks():
            attempt(task, progress, recorder)
        broken_off = False
    finally:
        for scenario in schedule.left_out:
            say(f"no time for {scenario}")
            recorder.add(scenario, ALL, "there was no time left")
        if broken_off:
            say(f"broken off; what was measured is kept: python -m bench --report {recorder.path}")
    print(page(recorder.results, [recorder.run]))
    if not options.quick and options.servers == "*" and not options.scenarios:
        write(recorder.results, [recorder.run])
        say(f"wrote {REPORT}")
    else:
        say(f"to make it {REPORT.name}: python -m bench --report {recorder.path}")


def attempt(task: Task, progress: str, recorder: Recorder) -> None:
    """Measure, and keep the result; a server or a load that fails is told, and the others go on."""
    try:
        outcome = task.work()
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        recorder.add(task.scenario, task.server, text)
        say(f"[{progress}] {task.scenario} {task.server}: {text}")
        return
    recorder.add(task.scenario, task.server, outcome)
    for line in told(outcome):
        say(f"[{progress}] {task.scenario} {task.server}: {line}")


def told(outcome: Outcome) -> list[str]:
    """Return what is said of a result as soon as it is there."""
    if isinstance(outcome, Measured):
        fixed, highest = outcome.fixed, outcome.highest
        return [
            f"{highest.rate:,.0f}/s{'' if highest.passed else ' not sustained'}, {fixed.cpu_us:.1f} us at 1000/s, "
            f"{highest.cpu_us:.1f} us at the highest rate, others used {fixed.foreign:.0%}"
        ]
    if isinstance(outcome, Started):
        return [f"{outcome.seconds:.2f} s"]
    assert isinstance(outcome, Stressed), "there are three kinds of results"
    return [" | ".join(row) for row in outcome.rows]


def report(files: Sequence[Path]) -> None:
    """Write the page from recorded runs; without any, from the last one."""
    paths = list(files) or sorted(RESULTS.glob("*.jsonl"))[-1:]
    if not paths:
        raise SystemExit(f"nothing is recorded in {RESULTS}")
    found = [read(path) for path in paths]
    results = joined([one for _, one in found])
    write(results, [run for run, _ in found])
    say(f"wrote {REPORT} from {', '.join(path.name for path in paths)}")


def command_line() -> str:
    """Return what was called, to be told on the page."""
    quick = "QUICK=1 " if os.environ.get("QUICK") else ""
    return f"{quick}python -m bench {' '.join(sys.argv[1:])}".strip()


if __name__ == "__main__":
    main()
