"""The table of all commands, and the pages that are made of it."""

import json
import runpy
from fnmatch import fnmatch
from pathlib import Path

import pytest

from lessor.model.command import READ, WRITE
from lessor.service.api.commandtable import TABLE, Row

DOCS = Path(__file__).parent.parent.parent.parent / "docs"
KINDS = {"string", "integer", "number", "boolean", "list", "map", "any"}


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.name)
def test_a_row_tells_everything(row: Row) -> None:
    assert row.about.endswith(".") and row.since
    assert row.access in (READ, WRITE)
    assert row.families <= {4, 6} and row.families
    assert {argument.kind for argument in row.arguments} <= KINDS
    names = [argument.name for argument in row.arguments]
    assert len(names) == len(set(names))


def test_families_are_put_together() -> None:
    assert TABLE["config-get"].families == {4, 6}
    assert TABLE["lease4-get"].families == {4}
    assert list(TABLE) == sorted(TABLE)


def test_the_pages_are_up_to_date() -> None:
    generator = runpy.run_path(str(DOCS / "generate_commands.py"))
    assert generator["PAGE"].read_text() == generator["page"](), "run: python docs/generate_commands.py"
    assert generator["OPENAPI"].read_text() == generator["openapi"](), "run: python docs/generate_commands.py"


def test_the_description_for_programs_has_every_command() -> None:
    tree = json.loads((DOCS / "reference" / "openapi.json").read_text())
    schemas = tree["components"]["schemas"]
    assert set(schemas) == {"answer", *TABLE}
    assert schemas["leases-reclaim"]["required"] == ["command", "arguments"]
    content = tree["paths"]["/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert {one["$ref"].rpartition("/")[2] for one in content["oneOf"]} == set(TABLE)


def test_what_is_told_not_to_be_here_is_not() -> None:
    generator = runpy.run_path(str(DOCS / "generate_commands.py"))
    absent = [name for names, _, _ in generator["ABSENT"] for name in names]
    assert not [name for name in TABLE for pattern in absent if fnmatch(name, pattern)]
