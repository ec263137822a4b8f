"""What is forgotten, and what is not."""

from lessor.config.recent import Recent


def test_values_are_remembered() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.put("a", 1)
    assert (recent.get("a"), recent.get("b")) == (1, None)


def test_there_are_never_more_than_twice_as_many() -> None:
    recent: Recent[int, int] = Recent(10)
    for i in range(1000):
        recent.put(i, i)
        assert len(recent.newer) + len(recent.older) <= 20
        assert [recent.get(j) for j in range(max(0, i - 9), i + 1)] == list(range(max(0, i - 9), i + 1))


def test_what_is_asked_for_stays() -> None:
    recent: Recent[int, int] = Recent(2)
    recent.put(0, 7)
    for i in range(1, 100):
        recent.put(i, i)
        assert recent.get(0) == 7
    assert recent.get(1) is None
