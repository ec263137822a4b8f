import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.control.answer import encode, pieces, text
from lessor.model.json import Json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_what_is_written_is_what_was_meant(value: Json) -> None:
    assert json.loads(text(value)) == value
    assert "".join(pieces(value)) == text(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"text": "a", "result": 0, "arguments": {}}, '{ "arguments": {  }, "result": 0, "text": "a" }'),
        ([], "[  ]"),
        ([1, True, None, 0.5, 1.0], "[ 1, true, null, 0.5, 1.0 ]"),
        ('say "é\n"', '"say \\"é\\n\\""'),
    ],
)
def test_the_spelling_is_kea_s(value: Json, expected: str) -> None:
    assert text(value) == expected


def test_octets_that_were_no_characters_do_not_stop_an_answer() -> None:
    assert json.loads(asyncio.run(encode({"text": "\udcff\ud800"}))) == {"text": "\udcff\ud800"}


def test_others_have_their_turn_during_a_long_answer() -> None:
    async def turns() -> int:
        count = 0
        writing = asyncio.create_task(encode({"leases": [{"address": "192.0.2.1", "n": n} for n in range(20_000)]}))
        while not writing.done():
            count += 1
            await asyncio.sleep(0)
        return count

    assert asyncio.run(turns()) > 20
