"""`lessor check`: every mistake of a configuration file, each with its place, or what is in it, a line for a server.

Mistakes go to standard output, one a line, as `file:line:column: key: what is wrong; what would be right`; doubts go to
standard error. The exit status is 1 if there is any mistake.
"""

import click

from lessor.config.errors import ConfigError, Problem
from lessor.config.load import Loaded4, Loaded6, load_all
from lessor.model.network6 import Config6


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Find the mistakes in configuration files of the DHCPv4 and DHCPv6 servers, all at once."""
    good = [_check(file) for file in files]
    raise SystemExit(0 if all(good) else 1)


def _check(file: str) -> bool:
    """Say what there is to say about a file; return whether it is good."""
    try:
        servers = load_all(file)
    except ConfigError as error:
        for problem in error.problems:
            click.echo(colored(problem, "red"))
        return False
    for warning in sorted({warning for loaded in servers.values() for warning in loaded.warnings}):
        click.echo(colored(warning, "yellow"), err=True)
    for name, loaded in servers.items():
        click.echo(f"{file}: {name}: {summary(loaded)}")
    return True


def summary(loaded: Loaded4 | Loaded6) -> str:
    """Return how much there is in a configuration, and which of its keys do nothing yet."""
    config = loaded.config
    pools = sum(len(subnet.pools) for subnet in config.subnets)
    hosts = len(config.hosts) + sum(len(subnet.hosts) for subnet in config.subnets)
    parts = [_count(len(config.subnets), "subnet"), _count(pools, "pool"), _count(hosts, "reservation")]
    if isinstance(config, Config6):
        prefix_pools = sum(len(subnet.prefix_pools) for subnet in config.subnets)
        parts.insert(2, _count(prefix_pools, "prefix pool"))
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
