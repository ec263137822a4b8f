"""The index by identifier: keys in their order, whatever form an entry has, and no more of it than needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.store.index import FEW, MOST_FACTS, Index, add_key, entry_of, index_of, leases_of, remove_key


class Names(dict[int, str]):
    def __missing__(self, key: int) -> str:
        return f"lease {key}"


def keys_of(index: Index[bytes], identifier: bytes) -> list[int]:
    return [int(name.removeprefix("lease ")) for name in leases_of(index, identifier, Names())]


def test_the_empty_identifier_has_no_entry() -> None:
    index = index_of([b"", b"a", b"", b"a"], [1, 2, 3, 4])
    add_key(index, b"", 5)
    remove_key(index, b"", 1)
    assert keys_of(index, b"") == []
    assert keys_of(index, b"a") == [2, 4]
    assert list(index) == [b"a"]


@pytest.mark.parametrize(("count", "form"), [(1, int), (2, tuple), (FEW, tuple), (FEW + 1, dict)])
def test_entries_are_as_small_as_may_be(count: int, form: type) -> None:
    index = index_of([b"a"] * count, range(count))
    assert isinstance(index[b"a"], form)
    assert keys_of(index, b"a") == list(range(count))


def test_answers_are_bounded() -> None:
    index = index_of([b"a"] * (2 * MOST_FACTS), range(2 * MOST_FACTS))
    assert keys_of(index, b"a") == list(range(MOST_FACTS))


@given(st.lists(st.integers(0, 2 * FEW)))
def test_entries_grow_and_shrink_in_order(numbers: list[int]) -> None:
    """Each number is entered, or removed if it is there; a list does the same."""
    index: Index[bytes] = {}
    model: list[int] = []
    for number in numbers:
        if number in model:
            model.remove(number)
            remove_key(index, b"a", number)
        else:
            model.append(number)
            add_key(index, b"a", number)
        assert keys_of(index, b"a") == model
    assert (b"a" in index) == bool(model)


@pytest.mark.parametrize("count", [1, 2, FEW, FEW + 1])
def test_an_entry_made_at_once_is_that_made_one_by_one(count: int) -> None:
    index: Index[int] = {}
    for key in range(count):
        add_key(index, 7, key)
    assert entry_of([*range(count)]) == index[7]
    assert type(entry_of([*range(count)])) is type(index[7])
