"""Which subnets a link finds."""

from lessor.config.links import all_by, by_network


def test_all_are_found_in_order() -> None:
    assert all_by([("a", (1, 2)), ("b", (2, 3)), ("c", ())]) == {1: ("a",), 2: ("a", "b"), 3: ("b",)}


def test_an_empty_key_finds_nothing() -> None:
    assert all_by([("a", ("",)), ("b", ("eth0",))]) == {"eth0": ("b",)}


def test_networks_bring_subnets_together() -> None:
    assert by_network("abcd", ["x", "", "x", "y"]) == {"x": ("a", "c"), "y": ("d",)}
