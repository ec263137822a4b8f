"""What lease files of all kinds have in common: columns as data, headers, rows of older and newer schemas.

A file's first line names its columns. Columns were only ever added at the end, each by a newer schema, so a row is
brought to our columns by adding defaults or cutting what is too much.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from lessor.store.fields import RowError, clip

Lease = TypeVar("Lease")
Read = TypeVar("Read", covariant=True)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Column(Generic[Lease]):
    """One column: `show` gives its text of a lease, `read` sets what its text says on a lease.

    `default` is the text it has in rows of schemas older than `added`; columns without one are never missing.
    """

    name: str
    added: str
    show: Callable[[Lease], str]
    read: Callable[[Lease, str], None]
    default: str | None


def column(
    name: str,
    show: Callable[[Value], str],
    read: Callable[[str], Value],
    added: str = "1.0",
    default: str | None = None,
    field: str = "",
) -> Column[Lease]:
    """Make the column that holds one field of a lease, of the same name unless told."""
    field = field or name

    def show_field(lease: Lease) -> str:
        return show(getattr(lease, field))

    def read_field(lease: Lease, text: str) -> None:
        setattr(lease, field, read(text))

    return Column(name, added, show_field, read_field, default)


def read_columns(columns: Sequence[Column[Lease]], fields: Sequence[str], lease: Lease) -> None:
    """Set on a blank lease what these texts say, one for each column. Raise RowError, which names the column."""
    for column, text in zip(columns, fields, strict=True):
        try:
            column.read(lease, text)
        except RowError as error:
            raise RowError(f"{column.name}: {error}") from None


class Header:
    """What a file's first line says about its rows. Raise RowError when it is not that of a lease file.

    `ours`, `older` and `newer` tell how the file's schema compares; `schema` is its version as far as we know it.
    """

    __slots__ = ("_defaults", "_fewest", "_known", "_most", "newer", "older", "ours", "schema")

    def __init__(self, text: str, columns: Sequence[Column[Lease]]) -> None:
        names = text.split(",")
        for i, (name, known) in enumerate(zip(names, columns, strict=False), 1):
            if name != known.name:
                raise RowError(f"not a lease file: column {i} is called {clip(name)} instead of '{known.name}'")
        self._defaults = [known.default for known in columns]
        if len(names) < self._defaults.count(None):
            raise RowError(f"not a lease file: {len(names)} columns, at least {self._defaults.count(None)} are needed")
        self._known = len(columns)
        self.older = len(names) < self._known
        self.newer = len(names) > self._known
        self.ours = not self.older and not self.newer
        self.schema = columns[min(len(names), self._known) - 1].added
        # rows of our own schema may stand under an older or newer header until the file is cleaned up
        self._fewest = min(len(names), self._known)
        self._most = max(len(names), self._known)

    def fit(self, fields: list[str]) -> list[str]:
        """Return one text for each of our columns. Raise RowError for a row that this header does not allow."""
        if not self._fewest <= len(fields) <= self._most:
            wanted = f"{self._fewest} to {self._most}" if self._fewest < self._most else str(self._known)
            raise RowError(f"{len(fields)} columns instead of {wanted}")
        missing = [default for default in self._defaults[len(fields) :] if default is not None]
        return fields[: self._known] + missing


class RowReader(Protocol[Read]):
    """Reads the rows under one header."""

    header: Header

    def read(self, row: str) -> Read:
        """Return the lease of this row (without its newline). Raise RowError."""
        ...

    def read_usual(self, rows: str) -> Sequence[Read] | None:
        """Return the leases of rows with newlines between, None when `read` must look at them; this is only quicker."""
        ...


@dataclass(frozen=True, slots=True)
class Format(Generic[Lease]):
    """How leases of one family stand in files: everything that loading and writing need to know.

    `reader` makes the reader of the rows below a header. `key` is equal for rows about the same lease.
    """

    header: str
    reader: Callable[[str], RowReader[Lease]]
    show: Callable[[Lease], str]
    show_removed: Callable[[Lease], str]
    key: Callable[[Lease], int]
