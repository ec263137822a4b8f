"""What is shown of a server's record (service/counting/snapshot.py): rates, fillings and times in words.

Records come from another process, perhaps of another release: a field that is missing or odd is shown as nothing.
"""

from collections.abc import Mapping
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from lessor.service.programs.running import Found, Record

FULL: Final = 0.95
NEARLY_FULL: Final = 0.8
BAR: Final = 20

ASSIGNED: Final = ("assigned-addresses", "assigned-nas", "assigned-pds")
"""Counters of what is given out, by the name of each family."""

UNITS: Final = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))


def number(record: Record, key: str) -> float:
    """Return a number of a record, 0 if there is none."""
    value = record.get(key)
    return value if isinstance(value, int | float) else 0.0


def counters(record: Record) -> Mapping[str, int]:
    """Return the counters of a record."""
    found = record.get("statistics")
    return {k: v for k, v in found.items() if isinstance(v, int)} if isinstance(found, dict) else {}


def rows(record: Record) -> list[Record]:
    """Return the fullest subnets of a record."""
    found = record.get("fullest")
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def pools(row: Record) -> list[Record]:
    """Return the fullest pools of a subnet that has several."""
    found = row.get("pools")
    return [pool for pool in found if isinstance(pool, dict)] if isinstance(found, list) else []


def leases(record: Record) -> int:
    """Return how many addresses and prefixes are given out."""
    return sum(counters(record).get(name, 0) for name in ASSIGNED)


def duration(seconds: float) -> str:
    """Return a length of time in its two largest units."""
    rest = max(int(seconds), 0)
    parts: list[str] = []
    for unit, size in UNITS:
        if rest >= size or (unit == "s" and not parts):
            parts.append(f"{rest // size} {unit}")
            rest %= size
    return " ".join(parts[:2])


def rates(before: Record, now: Record) -> dict[str, float]:
    """Return how much each packet counter grew, a second, between two records of one process."""
    seconds = number(now, "time") - number(before, "time")
    if seconds <= 0 or before.get("pid") != now.get("pid"):
        return {}
    old = counters(before)
    return {
        name: (value - old.get(name, 0)) / seconds
        for name, value in counters(now).items()
        if name.startswith("pkt") and value > old.get(name, 0)
    }


def filling(row: Record) -> Text:
    """Return how full a subnet is, as a bar and in per cent."""
    part = number(row, "assigned") / max(number(row, "total"), 1)
    style = "red" if part >= FULL else "yellow" if part >= NEARLY_FULL else "green"
    return Text("█" * round(part * BAR) + "·" * (BAR - round(part * BAR)) + f" {part:6.1%}", style)


def subnet_table(record: Record, most: int) -> Table:
    """Return the fullest subnets as a table, with their pools where one has several."""
    table = Table("subnet", "id", "what", "given out", "of", "filling", box=SIMPLE_HEAD)
    for row in rows(record)[:most]:
        cells = (str(row.get(key, "")) for key in ("subnet", "id", "what", "assigned", "total"))
        table.add_row(*map(Text, cells), filling(row))
        for pool in pools(row):
            given = (str(pool.get(key, "")) for key in ("assigned", "total"))
            table.add_row(Text(f"  pool {pool.get('pool-id', '')}"), "", "", *map(Text, given), filling(pool))
    return table


def headline(found: Found) -> Text:
    """Return a server in a line: since when it runs, on which file."""
    record = found.record
    name = Text(found.program, "bold")
    if record is None:
        return name + Text(f"  runs as process {found.pid}, but does not answer: {found.trouble}", "yellow")
    up = duration(number(record, "time") - number(record, "started"))
    return name + Text(f"  up {up}, process {found.pid}, {record.get('configuration-file', '')}")


def remarks(record: Record) -> list[Text]:
    """Return what else there is to know: the interfaces, the leases, how the last reload went."""
    now = number(record, "time")
    names = record.get("interfaces")
    interfaces = ", ".join(map(str, names)) if isinstance(names, list) else ""
    lines = [
        Text(f"  interfaces: {interfaces or 'none'}"),
        Text(f"  leases: {leases(record)} in {int(number(record, 'subnets'))} subnets"),
        Text(f"  configured {duration(now - number(record, 'configured'))} ago"),
    ]
    if record.get("refused"):
        when = duration(now - number(record, "refused"))
        lines.append(Text(f"  reload refused {when} ago: {record.get('refusal', '')}", "red"))
    return lines
