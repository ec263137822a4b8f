"""Answers and help of `lessor ctl` for a reader: tables where an answer is a list of records, JSON for the rest."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from lessor.model.command import Argument
from lessor.model.json import Json
from lessor.service.api.commandtable import Row

WIDEST: Final = 16
"""A record with more members than this is shown as JSON."""


def show(answer: Mapping[str, Json], console: Console) -> None:
    """Print what an answer says."""
    text = answer.get("text")
    if text:
        console.print(
            str(text),
            markup=False,
            highlight=False,
            soft_wrap=True,
            style=None if answer.get("result") == 0 else "yellow",
        )
    arguments = answer.get("arguments")
    if isinstance(arguments, list) and not any(isinstance(one, dict | list) for one in arguments):
        for one in arguments:
            console.print(str(one), markup=False, highlight=False)
    elif arguments is not None and arguments != {}:
        _show_arguments(arguments, console)


def _show_arguments(arguments: Json, console: Console) -> None:
    records = records_of(arguments)
    if records is not None:
        console.print(table_of(records))
        return
    shown = json.dumps(arguments, indent=2, ensure_ascii=False)
    console.print(
        Syntax(shown, "json", background_color="default", word_wrap=True) if console.is_terminal else shown,
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def records_of(arguments: Json) -> list[dict[str, Json]] | None:
    """Return the rows of an answer that is one list of flat records, None for any other."""
    if not isinstance(arguments, dict):
        return None
    lists = [value for value in arguments.values() if isinstance(value, list)]
    others = [value for value in arguments.values() if isinstance(value, dict)]
    if len(lists) != 1 or others or not lists[0]:
        return result_set(arguments)
    rows = [row for row in lists[0] if isinstance(row, dict) and len(row) <= WIDEST]
    flat = all(not isinstance(value, dict | list) or _short(value) for row in rows for value in row.values())
    return rows if len(rows) == len(lists[0]) and flat else None


def result_set(arguments: Mapping[str, Json]) -> list[dict[str, Json]] | None:
    """Return the rows of a `result-set` with `columns` and `rows`, None where there is none."""
    found = arguments.get("result-set")
    if not isinstance(found, dict):
        return None
    columns, rows = found.get("columns"), found.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return None
    return [dict(zip(map(str, columns), row, strict=False)) for row in rows if isinstance(row, list)]


def _short(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(one, str | int) for one in value)


def table_of(records: Iterable[Mapping[str, Json]]) -> Table:
    """Return records as a table: a column for each member that one of them has."""
    rows = list(records)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = Table(box=SIMPLE_HEAD, header_style="bold")
    for name in columns:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell(row.get(name))) for name in columns))
    return table


def cell(value: Json) -> str:
    """Return a value as it stands in a table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def show_commands(rows: Iterable[Row], console: Console) -> None:
    """Print all commands, those of Kea's libraries after the others."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for row in sorted(rows, key=lambda row: (row.library, row.name)):
        table.add_row(row.name, Text(row.about))
    console.print(table)


def show_command(row: Row, console: Console) -> None:
    """Print what is known about a command."""
    console.print(row.about, markup=False, highlight=False)
    words = " ".join(usage(argument) for argument in row.arguments)
    console.print(f"\nUsage: lessor ctl {row.name} {words}".rstrip(), markup=False, highlight=False)
    if row.arguments:
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        for argument in row.arguments:
            table.add_row(f"  {argument.name}", argument.kind, Text(argument.about))
        console.print()
        console.print(table)
    facts = {
        "Answer": row.answer,
        "Servers": ", ".join(f"DHCPv{family}" for family in sorted(row.families)),
        "Library": row.library,
        "Since": f"Kea {row.since}" if row.since[:1].isdigit() else row.since,
        "Changes": "something" if row.access == "write" else "nothing",
    }
    console.print()
    for name, fact in facts.items():
        if fact:
            console.print(f"{name + ':':9} {fact}", markup=False, highlight=False)


def usage(argument: Argument) -> str:
    """Return how an argument is written; one that is not needed stands in brackets."""
    text = f"{argument.name}={argument.kind.upper()}"
    return text if argument.required else f"[{text}]"
