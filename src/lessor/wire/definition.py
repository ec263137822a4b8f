"""How the value of an option is laid out: the row of every catalogue, standard or from `option-def`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class OptionDefinition:
    """How the value of one option is laid out.

    `type` is a kind of wire/values.py, `record` or `internal`; `fields` are the kinds of a record; `array` repeats the
    value (of a record: its last field); `encapsulates` names the space of sub-options that follow the value.
    """

    code: int
    name: str
    space: str
    type: str
    array: bool = False
    fields: tuple[str, ...] = ()
    encapsulates: str = ""
    unasked: bool = False
    """Sent even when the client's parameter request list lacks it."""
    configurable: bool = True
    """False for what the server itself or a relay fills in."""


class Definitions:
    """Definitions found by space and code, or by space and name. Of two for one code or name the later one counts."""

    __slots__ = ("_by_code", "_by_name")

    def __init__(self, rows: Iterable[OptionDefinition] = ()) -> None:
        self._by_code: dict[tuple[str, int], OptionDefinition] = {}
        self._by_name: dict[tuple[str, str], OptionDefinition] = {}
        for row in rows:
            self._by_code[row.space, row.code] = row
            self._by_name[row.space, row.name] = row

    def with_rows(self, rows: Iterable[OptionDefinition]) -> Self:
        """Return these definitions and the given ones, which count before these."""
        return type(self)((*self._by_code.values(), *rows))

    def by_code(self, space: str, code: int) -> OptionDefinition | None:
        """Return the definition of an option code, or None."""
        return self._by_code.get((space, code))

    def by_name(self, space: str, name: str) -> OptionDefinition | None:
        """Return the definition of an option name, or None."""
        return self._by_name.get((space, name))

    def rows(self) -> list[OptionDefinition]:
        """Return all definitions found by code."""
        return list(self._by_code.values())

    def names(self, space: str) -> list[str]:
        """Return the names defined in a space."""
        return [name for owner, name in self._by_name if owner == space]
