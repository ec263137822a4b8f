"""`lessor check`: every mistake of a configuration file, each with its place, or a line that says what is in it.

Mistakes go to standard output, one a line, as `file:line:column: key: what is wrong; what would be right`; doubts go to
standard error. The exit status is 1 if there is any mistake.
"""

import click

from lessor.config.errors import ConfigError, Problem
from lessor.config.load import Loaded4, load4


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Find the mistakes in configuration files of the DHCPv4 server, all at once."""
    good = [_check(file) for file in files]
    raise SystemExit(0 if all(good) else 1)


def _check(file: str) -> bool:
    """Say what there is to say about a file; return whether it is good."""
    try:
        loaded = load4(file)
    except ConfigError as error:
        for problem in error.problems:
            click.echo(colored(problem, "red"))
        return False
    for warning in loaded.warnings:
        click.echo(colored(warning, "yellow"), err=True)
    click.echo(f"{file}: {summary(loaded)}")
    return True


def summary(loaded: Loaded4) -> str:
    """Return how much there is in a configuration, and which of its keys do nothing yet."""
    config = loaded.config
    pools = sum(len(subnet.pools) for subnet in config.subnets)
    hosts = len(config.hosts) + sum(len(subnet.hosts) for subnet in config.subnets)
    parts = (_count(len(config.subnets), "subnet"), _count(pools, "pool"), _count(hosts, "reservation"))
    line = f"fine: {', '.join(parts)}"
    if loaded.unsupported:
        line += f"; no effect yet: {', '.join(problem.key for problem in loaded.unsupported)}"
    return line


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def colored(problem: Problem, color: str) -> str:
    """Return a problem's line with its place in color; click takes colors away where no terminal shows them."""
    place = f"{problem.file}:{problem.line}:{problem.column}:"
    return click.style(place, fg=color) + str(problem).removeprefix(place)
