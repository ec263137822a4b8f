"""Leases printed one after the other: aligned columns, Kea's lease file, JSON. A million are never held at once."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, TypeAlias

import click

from lessor.cli.leaseview import hostname, remaining, what_is_leased
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.service.leases.leasequery import ACTIVE, EXPIRED, state_of
from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.objects import object4, object6

AnyLease: TypeAlias = Lease4 | Lease6
Printer: TypeAlias = Callable[[Sequence[Iterable[AnyLease]], int], None]
"""Prints leases, a database after the other, as they are at a unix time in seconds."""

HEADINGS: Final = ("ADDRESS", "CLIENT", "SUBNET", "STATE", "LEFT", "HOSTNAME")
MEASURED: Final = 1000
"""Rows that are looked at before the width of the columns is settled."""
COLOURS: Final = {ACTIVE: "green", EXPIRED: "bright_black", "declined": "red"}
STATE: Final = HEADINGS.index("STATE")


def print_table(databases: Sequence[Iterable[AnyLease]], now: int) -> None:
    """Print aligned columns under headings; words are coloured on a terminal."""
    rows = (_cells(lease, now) for leases in databases for lease in leases)
    first = list(islice(rows, MEASURED))
    widths = [max(map(len, column)) for column in zip(HEADINGS, *first, strict=True)]
    click.secho(_aligned(HEADINGS, widths), bold=True)
    _echo_all(_line(cells, widths) for cells in chain(first, rows))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    line = _aligned(cells, widths)
    colour = COLOURS.get(cells[STATE])
    return f"{click.style(line, fg=colour) if colour else line}\n"


def _cells(lease: AnyLease, now: int) -> tuple[str, ...]:
    client = lease.hwaddr or lease.client_id if isinstance(lease, Lease4) else lease.duid
    return (
        what_is_leased(lease),
        client.hex(":") or "-",
        str(lease.subnet_id),
        state_of(lease, now),
        remaining(lease, now),
        hostname(lease),
    )


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    # the last column needs no blanks
    return "  ".join([*[cell.ljust(width) for cell, width in zip(cells, widths, strict=True)][:-1], cells[-1]])


def print_csv(databases: Sequence[Iterable[AnyLease]], now: int) -> None:
    """Print a lease file, which a server can read."""
    for leases in databases:
        _echo_all(_csv_rows(iter(leases)))


def _csv_rows(leases: Iterator[AnyLease]) -> Iterator[str]:
    first = next(leases, None)
    if first is None:
        return
    yield (FORMAT4 if isinstance(first, Lease4) else FORMAT6).header + "\n"
    for lease in chain([first], leases):
        yield FORMAT4.show(lease) if isinstance(lease, Lease4) else FORMAT6.show(lease)


def print_json(databases: Sequence[Iterable[AnyLease]], now: int) -> None:
    """Print a JSON list of lease objects as in Kea's commands, one a line."""
    _echo_all(_json_lines(lease for leases in databases for lease in leases))
    click.echo("]")


def _json_lines(leases: Iterable[AnyLease]) -> Iterator[str]:
    start = "["
    for lease in leases:
        shown = object4(lease) if isinstance(lease, Lease4) else object6(lease)
        yield f"{start}{json.dumps(shown)}"
        start = ",\n "
    if start == "[":
        yield start


def _echo_all(lines: Iterator[str]) -> None:
    # many at a time, because each is flushed; colours are taken away where no terminal shows them
    while batch := list(islice(lines, MEASURED)):
        click.echo("".join(batch), nl=False)


PRINTERS: Final[dict[str, Printer]] = {"table": print_table, "csv": print_csv, "json": print_json}
