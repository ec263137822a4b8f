"""Columns of many rows: values of a whole column at once."""

import pytest

from lessor.store.bulk import columns_of, names_of, octets_of, values_of
from lessor.store.columns import COLUMNS, HEADER
from lessor.store.rows import Header

LAST = "1,0,0,,0,,"


def header(text: str = HEADER) -> Header:
    return Header(text, COLUMNS)


def test_columns() -> None:
    found = columns_of("\n".join([f"{letter},,,,,{LAST}{letter}" for letter in "ab"]), header())
    assert found[0] == found[11] == ["a", "b"]
    assert [len(column) for column in found] == [2] * 12


def test_what_all_rows_lack() -> None:
    found = columns_of(f"a,,,,,{LAST[:-1]}\nb,,,,,{LAST[:-1]}", header(HEADER.removesuffix(",pool_id")))
    assert found[11] == ["0", "0"]


def test_rows_of_different_lengths() -> None:
    older = header(HEADER.removesuffix(",pool_id"))
    for rows in (["a" + "," * 10, "b" + "," * 11], ["a" + "," * 11, "b" + "," * 10, "c" + "," * 12], [",,"]):
        with pytest.raises(ValueError):
            columns_of("\n".join(rows), older)


@pytest.mark.parametrize("texts", [["1", "1"], ["1", "2"]])
def test_values(texts: list[str]) -> None:
    assert [*values_of(texts, {"1": 1, "2": 2})] == [*map(int, texts)]
    with pytest.raises(LookupError):
        values_of([*texts, "3"], {"1": 1, "2": 2})


@pytest.mark.parametrize("texts", [["01:02", "03:04"], ["01", "", "02:03"], ["", ""], [""]])
def test_octets(texts: list[str]) -> None:
    assert octets_of(texts, 2) == [bytes.fromhex(text.replace(":", "")) for text in texts]


@pytest.mark.parametrize(
    "texts", [["0102"], ["1:2"], ["01:", "02"], ["01", ":02"], ["A0"], ["01 02"], ["01:02:03"], ["é1"], [":"]]
)
def test_octets_that_nobody_writes(texts: list[str]) -> None:
    with pytest.raises(ValueError):
        octets_of(texts, 2)


def test_names() -> None:
    assert names_of(["A.example", "b", ""]) == ["a.example", "b", ""]
    with pytest.raises(ValueError):
        names_of(["a", "b&#x2c"])
