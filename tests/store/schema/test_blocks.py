"""Scripts of changes: what belongs together, and when it has something to do."""

import pytest

from lessor.store.schema.blocks import Block, Condition, blocks, holds

SCRIPT = """\
-- What this is for.

-- while column pool.class
ALTER TABLE pool;
-- a remark
UPDATE pool;

-- unless table queue
-- while type pool.class character varying(39)
CREATE TABLE queue (
);

-- always: a reason
SET x;
"""


def test_blocks_and_their_conditions() -> None:
    found = list(blocks(SCRIPT))
    assert [block.conditions for block in found] == [
        (Condition(True, "column", ("pool", "class")),),
        (
            Condition(False, "table", ("queue",)),
            Condition(True, "type", ("pool", "class", "character varying(39)")),
        ),
        (),
    ]
    assert "UPDATE pool;" in found[0].statements
    assert found[1].statements.strip() == "CREATE TABLE queue (\n);"
    assert found[2].statements.strip() == "SET x;"


@pytest.mark.parametrize(("there", "expected"), [(set(), False), ({"column"}, True), ({"column", "table"}, False)])
def test_all_conditions_must_hold(there: set[str], expected: bool) -> None:
    block = Block((Condition(True, "column", ("a", "b")), Condition(False, "table", ("c",))), "")
    assert holds(block, lambda kind, names: kind in there) is expected
