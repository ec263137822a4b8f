"""Headers and rows of any table of columns."""

import pytest

from lessor.store.fields import RowError, read_number
from lessor.store.rows import Column, Header, column, read_columns


class Thing:
    size: int = 0
    count: int = 0


COLUMNS: tuple[Column[Thing], ...] = (
    column("size", str, read_number),
    column("number", str, read_number, "2.0", "5", field="count"),
    column("again", str, read_number, "3.0", "6", field="count"),
)


def test_a_column_shows_and_reads_its_field() -> None:
    thing = Thing()
    read_columns(COLUMNS[:2], ["3", "4"], thing)
    assert (thing.size, thing.count) == (3, 4)
    assert [known.show(thing) for known in COLUMNS] == ["3", "4", "4"]
    with pytest.raises(RowError, match="number: 'x' is not a number"):
        read_columns(COLUMNS, ["3", "x", "4"], thing)


@pytest.mark.parametrize(
    ("text", "schema", "older", "newer"),
    [
        ("size", "1.0", True, False),
        ("size,number", "2.0", True, False),
        ("size,number,again", "3.0", False, False),
        ("size,number,again,more", "3.0", False, True),
    ],
)
def test_headers_tell_the_schema(text: str, schema: str, older: bool, newer: bool) -> None:
    header = Header(text, COLUMNS)
    assert (header.schema, header.older, header.newer) == (schema, older, newer)


@pytest.mark.parametrize("text", ["", "size,again", "colour", "Size"])
def test_other_headers_are_refused(text: str) -> None:
    with pytest.raises(RowError, match=r"not a lease file: column \d is called"):
        Header(text, COLUMNS)


def test_too_few_columns_are_refused() -> None:
    two_needed: tuple[Column[Thing], ...] = (COLUMNS[0], column("shape", str, read_number), COLUMNS[2])
    with pytest.raises(RowError, match="1 columns, at least 2 are needed"):
        Header("size", two_needed)


def test_rows_are_made_to_fit() -> None:
    assert Header("size", COLUMNS).fit(["1"]) == ["1", "5", "6"]
    assert Header("size", COLUMNS).fit(["1", "2", "3"]) == ["1", "2", "3"]
    assert Header("size,number,again,more", COLUMNS).fit(["1", "2", "3", "4"]) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "fields", "wanted"),
    [("size,number", 1, "2 to 3"), ("size,number", 4, "2 to 3"), ("size,number,again", 2, "3")],
)
def test_other_rows_are_refused(text: str, fields: int, wanted: str) -> None:
    with pytest.raises(RowError, match=f"{fields} columns instead of {wanted}$"):
        Header(text, COLUMNS).fit(["1"] * fields)
