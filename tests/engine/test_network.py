"""Tests of lessor.engine.network: guards, and the order of the subnets of a network."""

import pytest

from lessor.engine.network import OPEN, Guard, SharedNetwork, admits, in_turn, lets_in


@pytest.mark.parametrize(
    ("guard", "passes"), [(OPEN, True), (("a",), True), (("c",), False), (("c", "b"), True), (("c", "d"), False)]
)
def test_one_of_the_names_of_a_guard_is_enough(guard: Guard, passes: bool) -> None:
    assert admits(guard, {"a": None, "b": None}) is passes


@pytest.mark.parametrize(
    ("own", "around", "passes"),
    [
        (OPEN, None, True),
        (("a",), None, True),
        (("c",), None, False),
        (OPEN, OPEN, True),
        (OPEN, ("a",), True),
        (OPEN, ("c",), False),
        (("a",), ("c",), False),
        (("c",), ("a",), False),
        (("a",), ("a",), True),
    ],
)
def test_a_network_and_its_subnet_both_must_let_in(own: Guard, around: Guard | None, passes: bool) -> None:
    network = None if around is None else SharedNetwork[str]("floor", (), around)
    assert lets_in(own, network, ("a",)) is passes


def test_the_search_goes_round() -> None:
    assert in_turn(("a",), "a") == ("a",)
    assert [in_turn(("a", "b", "c"), first) for first in "abc"] == [
        ("a", "b", "c"),
        ("b", "c", "a"),
        ("c", "a", "b"),
    ]
