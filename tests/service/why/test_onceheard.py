"""Tests of lessor.service.why.onceheard: which copy of a message counts."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from lessor.service.why import onceheard
from lessor.service.why.onceheard import once


class Message(NamedTuple):
    """A message by the name of what it says, the relays it has passed, and when it was heard."""

    identity: str
    relays: int = 0
    time: int = 0


def a(relays: int = 0, time: int = 0) -> Message:
    return Message("a", relays, time)


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ([], []),
        ([a()], [a()]),
        ([a(), a(1)], [a(1)]),
        ([a(), a(1), a(2)], [a(2)]),
        ([a(), Message("b"), a(1)], [Message("b"), a(1)]),
        # said again
        ([a(), a()], [a(), a()]),
        ([a(1), a(1)], [a(1), a(1)]),
        ([a(), a(1), a(), a(1)], [a(1), a(1)]),
        ([a(), a(), a(1), a(1)], [a(1), a(1)]),
        ([a(1), a()], [a(1), a()]),
        # too late to be the same
        ([a(0, 5), a(1, 6)], [a(1, 6)]),
        ([a(0, 5), a(1, 7)], [a(0, 5), a(1, 7)]),
        # frames of a capture are not always in order
        ([a(0, 5), a(1, 4)], [a(1, 4)]),
    ],
)
def test_what_is_kept(heard: list[Message], kept: list[Message]) -> None:
    assert list(once(heard)) == kept


def test_not_everything_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onceheard, "MOST_WAITING", 4)
    taken = 0

    def endless() -> Iterator[Message]:
        nonlocal taken
        while True:
            taken += 1
            yield Message(str(taken))

    assert next(once(endless())) == Message("1")
    assert taken == 5
