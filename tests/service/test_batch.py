"""Tests of lessor.service.batch: errors end one message, replies wait for the disk."""

from collections.abc import Callable

import pytest

from lessor.engine.refusal import Unanswerable
from lessor.service.batch import Replies, answer_all, dispatch
from lessor.store.base import StoreError
from lessor.wire.errors import WireError


class Notes:
    """A chronicle that remembers."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, object]] = []

    def unanswerable(self, received: object, error: Unanswerable) -> None:
        self.heard.append(("unanswerable", received))

    def unreadable(self, received: object, error: WireError) -> None:
        self.heard.append(("unreadable", received))

    def not_stored(self, received: object, error: Exception) -> None:
        self.heard.append(("not stored", received))

    def bug(self, received: object, error: Exception) -> None:
        self.heard.append(("bug", received))

    def not_durable(self, replies: int) -> None:
        self.heard.append(("not durable", replies))


class Disk:
    """A store that is asked when things are durable."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[bool], None]] = []

    def when_durable(self, done: Callable[[bool], None]) -> None:
        self.waiting.append(done)


@pytest.mark.parametrize(
    ("error", "noted"),
    [
        (Unanswerable("X", "not for us"), "unanswerable"),
        (WireError("odd"), "unreadable"),
        (StoreError("full"), "not stored"),
        (ZeroDivisionError(), "bug"),
    ],
)
def test_an_error_ends_one_message_and_not_the_others(error: Exception, noted: str) -> None:
    def answer(received: str, now: int, replies: Replies[str]) -> None:
        if received == "bad":
            raise error
        replies.at_once.append(f"{received} at {now}")

    notes = Notes()
    assert answer_all(["one", "bad", "two"], 7, answer, notes).at_once == ["one at 7", "two at 7"]
    assert notes.heard == [(noted, "bad")]


@pytest.mark.parametrize("durable", [True, False])
def test_held_replies_wait(durable: bool) -> None:
    replies: Replies[str] = Replies()
    replies.at_once.append("now")
    replies.held.append("later")
    sent: list[list[str]] = []
    disk, notes = Disk(), Notes()
    dispatch(replies, sent.append, disk, notes)
    assert sent == [["now"]]
    disk.waiting[0](durable)
    assert sent == ([["now"], ["later"]] if durable else [["now"]])
    assert notes.heard == ([] if durable else [("not durable", 1)])


def test_nothing_to_send() -> None:
    disk = Disk()
    dispatch(Replies[str](), lambda _: pytest.fail("sent nothing"), disk, Notes())
    assert not disk.waiting
