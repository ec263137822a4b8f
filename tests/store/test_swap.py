"""Compare-and-swap of several changes: each must find what it expects, after those before it."""

from lessor.store.swap import accepts

Pair = tuple[int, str]  # a lease here: its key, and its content
HELD: dict[int, Pair] = {1: (1, "a"), 2: (2, "b")}


def would(*changes: tuple[Pair | None, Pair | None]) -> bool:
    return accepts(changes, lambda lease: lease[0], HELD.get)


def test_what_is_expected_must_be_held() -> None:
    assert would(((1, "a"), (1, "c")))
    assert would(((1, "a"), None), (None, (3, "c")))
    assert not would(((1, "b"), (1, "c")))
    assert not would((None, (1, "c")))
    assert not would(((3, "c"), None))


def test_changes_build_on_each_other() -> None:
    assert would(((1, "a"), (1, "c")), ((1, "c"), None), (None, (1, "d")))
    assert not would(((1, "a"), (1, "c")), ((1, "a"), None))
    assert not would(((1, "a"), None), ((2, "a"), None))


def test_a_change_is_about_one_lease() -> None:
    assert not would(((1, "a"), (3, "a")))
    assert not would(((1, "a"), (2, "b")))


def test_nothing_is_always_possible() -> None:
    assert would()
    assert would((None, None), ((2, "b"), None))
