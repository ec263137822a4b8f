"""Where values stand."""

from lessor.config.node import Node, Source, Spot


def test_places_are_counted_from_offsets() -> None:
    source = Source('{\n "a":\r\n  1}', "f")
    top, inner = Node({}, source, source.enter(0)), Node(1, source, source.enter(11, 3))
    assert (top.file, top.line, top.column, top.key_line, top.key_column) == ("f", 1, 1, 0, 0)
    assert (inner.file, inner.line, inner.column, inner.key_line, inner.key_column) == ("f", 3, 3, 2, 2)


def test_the_end_of_a_text_is_a_place() -> None:
    assert Source("", "f").place(0) == (1, 1)
    assert Source("a\n", "f").place(2) == (2, 1)


def test_a_spot_is_one_place() -> None:
    node = Node("x", Spot("f", (3, 4), (3, 1)))
    assert (node.file, node.line, node.column, node.key_line, node.key_column) == ("f", 3, 4, 3, 1)
    assert Node("x", Spot("f")).line == 0
