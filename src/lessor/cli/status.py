"""`lessor status`: which servers of this installation run, since when, on which file, and how they are doing.

The exit status is 0 if all that run answer, 1 if one does not, 3 if none runs, as services are asked (LSB).
"""

import json
from typing import Final

import click
from rich.console import Console

from lessor.cli.figures import headline, remarks, subnet_table
from lessor.service.programs.places import find_places
from lessor.service.programs.running import Found, find_servers

NO_ANSWER: Final = 1
NOT_RUNNING: Final = 3
MOST_SUBNETS: Final = 10


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")
def status(as_json: bool) -> None:
    """Show the servers that run: since when, on which file, their leases, and how full their subnets are."""
    places = find_places()
    found = find_servers(places)
    if as_json:
        click.echo(json.dumps([described(server) for server in found], indent=2))
    elif not found:
        click.echo(f"no server runs (pid files in {places.pids})")
    else:
        show(found)
    raise SystemExit(NOT_RUNNING if not found else NO_ANSWER if any(one.record is None for one in found) else 0)


def described(server: Found) -> dict[str, object]:
    """Return a server ready for JSON."""
    if server.record is None:
        return {"program": server.program, "pid": server.pid, "trouble": server.trouble}
    return dict(server.record)


def show(found: list[Found]) -> None:
    """Print servers for a reader."""
    console = Console(highlight=False)
    for server in found:
        console.print(headline(server), soft_wrap=True)
        if server.record is not None:
            for line in remarks(server.record):
                console.print(line, soft_wrap=True)
            console.print(subnet_table(server.record, MOST_SUBNETS))
