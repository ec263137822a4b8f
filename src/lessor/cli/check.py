"""`lessor check`: every mistake of a configuration file, each with its place, or a line that says what is in it.

Mistakes go to standard output, one a line, as `file:line:column: key: what is wrong; what would be right`. The exit
status is 1 if there is any.
"""

from dataclasses import dataclass, field

import click

from lessor.config.check import Checked, check4
from lessor.config.errors import ConfigError, Problem
from lessor.config.read4 import read4
from lessor.config.syntax import Node, parse_file
from lessor.model.network import Config4


@dataclass(slots=True)
class Findings:
    """What there is to say about a file. `config` is None if there are problems."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    no_effect: list[Problem] = field(default_factory=list)
    config: Config4 | None = None


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Find the mistakes in configuration files of the DHCPv4 server, all at once."""
    broken = False
    for file in files:
        findings = examine(file)
        for problem in findings.problems:
            click.echo(_colored(problem, "red"))
        for warning in findings.warnings:
            click.echo(_colored(warning, "yellow"), err=True)
        if findings.config is not None:
            click.echo(summary(file, findings.config, findings.no_effect))
        broken = broken or findings.config is None
    raise SystemExit(int(broken))


def examine(file: str) -> Findings:
    """Read a file as the server would and return all there is to say about it."""
    findings = Findings()
    try:
        root = parse_file(file, findings.warnings)
    except ConfigError as error:
        findings.problems = error.problems
        return findings
    checked = check4(root)
    findings.no_effect = checked.no_effect
    _read(root, checked, findings)
    return findings


def _read(root: Node, checked: Checked, findings: Findings) -> None:
    try:
        config = read4(root, findings.warnings)
    except ConfigError as error:
        findings.problems = _merged(checked.problems, error.problems)
    else:
        findings.problems = checked.problems
        findings.config = None if checked.problems else config


def _merged(checked: list[Problem], read: list[Problem]) -> list[Problem]:
    """Return both, but what reading says about a place where the check found the reason already."""
    places = {(problem.file, problem.line, problem.column) for problem in checked}
    return sorted(
        [*checked, *(problem for problem in read if (problem.file, problem.line, problem.column) not in places)]
    )


def summary(file: str, config: Config4, no_effect: list[Problem]) -> str:
    """Return the line for a file without mistakes: how much there is in it, which keys do nothing yet."""
    pools = sum(len(subnet.pools) for subnet in config.subnets)
    hosts = len(config.hosts) + sum(len(subnet.hosts) for subnet in config.subnets)
    parts = (_count(len(config.subnets), "subnet"), _count(pools, "pool"), _count(hosts, "reservation"))
    line = f"{file}: fine: {', '.join(parts)}"
    if no_effect:
        names = ", ".join(dict.fromkeys(problem.key for problem in no_effect))
        line += f"; no effect yet: {names}"
    return line


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _colored(problem: Problem, color: str) -> str:
    """Return the line with its place in color; click takes the color away where no terminal shows it."""
    text = str(problem)
    place = f"{problem.file}:{problem.line}:{problem.column}:"
    return click.style(place, fg=color) + text.removeprefix(place)
