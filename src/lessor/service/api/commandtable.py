"""All commands of both servers in one table by name: for help, the manual, and the description for programs."""

from dataclasses import dataclass
from typing import Final

from lessor.control.registry import LIST_COMMANDS
from lessor.model.command import Argument
from lessor.service.api import control4, control6


@dataclass(frozen=True, slots=True)
class Row:
    """What is told of a command; `families` of servers know it (4, 6). See model/command.py for the rest."""

    name: str
    about: str
    access: str
    arguments: tuple[Argument, ...]
    answer: str
    since: str
    families: frozenset[int]
    library: str


def _table() -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in (_listing(), *_rows4(), *_rows6()):
        known = found.get(row.name)
        if known is None:
            found[row.name] = row
        else:
            # the same command of the other family, perhaps with arguments of its own
            more = tuple(one for one in row.arguments if one.name not in {other.name for other in known.arguments})
            families = known.families | row.families
            found[row.name] = Row(
                row.name,
                known.about,
                known.access,
                known.arguments + more,
                known.answer,
                known.since,
                families,
                known.library,
            )
    return dict(sorted(found.items()))


def _listing() -> Row:
    name, about, answer, since = LIST_COMMANDS
    return Row(name, about, "read", (), answer, since, frozenset({4, 6}), "")


def _rows4() -> list[Row]:
    commands = (*control4.COMMANDS, *control4.PRIVATE)
    return [
        Row(one.name, one.about, one.access, one.arguments, one.answer, one.since, frozenset({4}), one.library)
        for one in commands
    ]


def _rows6() -> list[Row]:
    commands = (*control6.COMMANDS, *control6.PRIVATE)
    return [
        Row(one.name, one.about, one.access, one.arguments, one.answer, one.since, frozenset({6}), one.library)
        for one in commands
    ]


TABLE: Final = _table()
"""Every command by name, in order."""
