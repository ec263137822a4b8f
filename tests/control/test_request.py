import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.control.limits import DEEPEST, MOST_VALUES, OFF_THE_LOOP
from lessor.control.request import Framer, RequestError, decode

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["}", "{", '"', "\\", "//", "/* x", "#"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
CONTAINERS = st.lists(VALUES, max_size=4) | st.dictionaries(st.text(max_size=5), VALUES, max_size=4)
COMMENTS = st.sampled_from(["", " ", "# }\n", '// { " \n', '/* ] " * / */', "/***/", "/* a **/\t", "/*/ }*/"])


def framed(*pieces: bytes) -> tuple[bytes, bool]:
    framer = Framer()
    ended = [framer.feed(piece) for piece in pieces]
    return bytes(framer.kept), ended[-1]


def cut(octets: bytes, at: list[int]) -> list[bytes]:
    places = sorted({place % (len(octets) + 1) for place in at})
    return [octets[a:b] for a, b in zip([0, *places], [*places, len(octets)], strict=True)]


def with_comments(value: object, comment: str) -> str:
    """A value as JSON with a comment after each token outside of strings."""
    text = json.dumps(value, ensure_ascii=False)
    out, quoted = [comment], False
    for letter in text:
        out.append(letter)
        if quoted:
            quoted = letter != '"' or _escaped(out)
        elif letter == '"':
            quoted = True
        elif letter in "{}[],:":
            out.append(comment)
    return "".join(out)


def _escaped(letters: list[str]) -> bool:
    backslashes = 0
    for letter in reversed(letters[:-1]):
        if letter != "\\":
            break
        backslashes += 1
    return backslashes % 2 == 1


@given(CONTAINERS, COMMENTS, st.lists(st.integers(0, 400), max_size=6), st.binary(max_size=3))
def test_the_end_is_found_however_octets_are_cut(value: object, comment: str, at: list[int], after: bytes) -> None:
    text = with_comments(value, comment).encode()
    framer = Framer()
    for piece in cut(text + after, at):
        if framer.feed(piece):
            break
    assert json.loads(framer.kept.decode()) == value


@pytest.mark.parametrize(
    "text", [b"", b" \n\t", b"# comment", b"/* {} */", b"// {}", b"/", b"{", b'{"a', b'{"a\\', b'["]"']
)
def test_what_has_no_end_yet(text: bytes) -> None:
    assert not framed(text)[1]


@pytest.mark.parametrize(
    ("text", "first"), [(b"xyz", "x"), (b' "abc"', '"'), (b"5", "5"), (b"\xff{}", "\xff"), (b"}", "}")]
)
def test_what_begins_no_value(text: bytes, first: str) -> None:
    with pytest.raises(RequestError, match="invalid first character") as caught:
        framed(text)
    assert str(caught.value).endswith(f" {first}")


def test_a_lone_slash_is_a_mistake() -> None:
    with pytest.raises(RequestError):
        framed(b"{ /x }")


def test_what_follows_does_not_count() -> None:
    assert framed(b'{"command":"a"}{"command":"b"}') == (b'{"command":"a"}', True)


def test_each_octet_is_looked_at_once() -> None:
    framer = Framer()
    assert framer.feed(b"[" + b"[],{}," * 100_000) is False
    assert framer.feed(b"1]")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"{bad",
        b'{"a":1,}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":1e999}',
        b'{"a":"\xff"}',
        b'{"a":"\\ud800"}',
        b'{"\\uDC00x":1}',
        b"[" * 300 + b"]" * 300,
        b"[" * 100_000 + b"]" * 100_000,
        b"1" * 5000,
        b"{} x",
    ],
)
@pytest.mark.parametrize("padding", [0, OFF_THE_LOOP])
def test_what_is_no_request(text: bytes, padding: int) -> None:
    with pytest.raises(RequestError):
        asyncio.run(decode(b" " * padding + text))


@pytest.mark.parametrize("padding", [0, OFF_THE_LOOP])
def test_what_is_one(padding: int) -> None:
    text = '{"command":"x","arguments":{"a":[1,2.5,true,null,"é\\ud83d\\ude00"]}}'.encode()
    value = asyncio.run(decode(b" " * padding + text))
    assert value == {"command": "x", "arguments": {"a": [1, 2.5, True, None, "é😀"]}}


def test_values_have_a_bound() -> None:
    with pytest.raises(RequestError, match="too many values"):
        asyncio.run(decode(b"[" + b"1," * MOST_VALUES + b"1]"))


def test_the_depth_that_is_allowed() -> None:
    assert asyncio.run(decode(b"[" * DEEPEST + b"]" * DEEPEST)) is not None
    with pytest.raises(RequestError):
        asyncio.run(decode(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1)))


@pytest.mark.parametrize("text", [b'{"a":{"b":1}},', b"[],", b'"",', b"1,"])
def test_the_loop_has_its_turn_while_much_is_parsed(text: bytes) -> None:
    async def turns() -> int:
        count = 0

        async def count_turns() -> None:
            nonlocal count
            while True:
                count += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count_turns())
        await decode(b"[" + text * 100_000 + b"0]")
        counting.cancel()
        return count

    assert asyncio.run(turns()) > 3
