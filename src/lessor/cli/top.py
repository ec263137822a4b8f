"""`lessor top`: how the servers are doing now, on a terminal: packets by type, leases, fillings, what takes time."""

import sys
import time
from collections.abc import Mapping
from typing import Final

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from lessor.cli.figures import headline, leases, number, rates, subnet_table
from lessor.service.programs.places import find_places
from lessor.service.programs.running import Found, Record, find_servers

MOST_SUBNETS: Final = 8
MOST_STEPS: Final = 8
SECONDS: Final = 2.0


@click.command()
@click.option(
    "--interval", default=SECONDS, show_default=True, type=click.FloatRange(0.2), help="Seconds between looks."
)
@click.option("--count", default=0, help="End after so many looks.  [default: Ctrl-C ends it]")
def top(interval: float, count: int) -> None:
    """Watch the servers that run: packets a second, leases, how full subnets are, what takes their time.

    In a pipe each look is printed below the one before.
    """
    places = find_places()
    console = Console(highlight=False)
    before: dict[int, Record] = {}
    looks = 0
    try:
        with Live(console=console, auto_refresh=False, screen=console.is_terminal, transient=True) as live:
            while True:
                found = find_servers(places)
                shown = screen(found, before)
                if console.is_terminal:
                    live.update(shown, refresh=True)
                elif looks:
                    # the first look knows no rates
                    console.print(shown)
                looks += 1
                if count and looks > count:
                    return
                before = {server.pid: server.record for server in found if server.record is not None}
                time.sleep(interval)
    except KeyboardInterrupt:
        sys.exit(0)


def screen(found: list[Found], before: Mapping[int, Record]) -> RenderableType:
    """Return what is shown of the servers, given their records of a moment ago."""
    if not found:
        return Text("no server runs")
    parts: list[RenderableType] = []
    for server in found:
        parts.append(headline(server))
        if server.record is not None:
            parts.append(Text(f"  leases: {leases(server.record)}"))
            parts.append(figures(server.record, before.get(server.pid, {})))
    return Group(*parts)


def figures(record: Record, before: Record) -> RenderableType:
    """Return the tables of one server, side by side."""
    side = Table.grid(padding=(0, 4))
    side.add_row(rate_table(rates(before, record)), step_table(record), subnet_table(record, MOST_SUBNETS))
    return side


def rate_table(growth: Mapping[str, float]) -> Table:
    """Return packets a second by kind, the most frequent first."""
    table = Table("packets", "a second", box=SIMPLE_HEAD)
    table.columns[1].justify = "right"
    for name, rate in sorted(growth.items(), key=lambda item: -item[1]):
        table.add_row(Text(name.partition("-")[2].replace("-", " ")), f"{rate:.1f}")
    if not growth:
        table.add_row(Text("none", "bright_black"), "")
    return table


def step_table(record: Record) -> Table:
    """Return the steps that take most of the processor time."""
    table = Table("step", "part of the time", box=SIMPLE_HEAD)
    table.columns[1].justify = "right"
    steps = record.get("steps")
    parts = {str(name): number(steps, name) for name in steps} if isinstance(steps, dict) else {}
    for name, part in sorted(parts.items(), key=lambda item: -item[1])[:MOST_STEPS]:
        table.add_row(Text(name), f"{part:.0%}")
    if not parts:
        table.add_row(Text("idle", "bright_black"), "")
    return table
