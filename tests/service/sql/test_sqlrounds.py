"""Rounds over a database: what they do in how many transactions, and what they say of it."""

import asyncio
from pathlib import Path

import pytest

from lessor.model.operation import ExpiredLeases
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.service.serving4 import WORDS
from lessor.service.sql.sqlrounds import SLICE, SqlRounds
from lessor.store.sql import LostConnection


class Recorder(Loggers):
    def __init__(self) -> None:
        super().__init__("kea-dhcp4", Path("/nonexistent"), {})
        self.lines: list[str] = []

    def write(self, message: Message, *args: object) -> None:
        self.lines.append(message.template % args)


class Affinity:
    keep = True
    affinity = False


class Work:
    """So many leases are over; transactions are noted."""

    def __init__(self, over: int) -> None:
        self.over = over
        self.done: list[int] = []
        self.kept: list[bool] = []
        self.before = 0
        self.reclamation = Affinity()
        self.lost = False

    async def reclaim(self, now: int, limit: int) -> int:
        if self.lost:
            raise LostConnection("gone")
        count = min(self.over, limit)
        self.over -= count
        self.done.append(count)
        self.kept.append(self.reclamation.keep)
        return count

    async def remove(self, before: int, limit: int) -> int:
        self.before = before
        return await self.reclaim(before, limit)


class Scene:
    def __init__(self, over: int) -> None:
        self.work = Work(over)
        self.log = Recorder()
        self.rounds = SqlRounds(self.work, WORDS, self.log, lambda: 5000.0, lambda: 0.0)

    def said(self, word: str) -> list[str]:
        return [line for line in self.log.lines if word in line]


def test_a_round_takes_as_many_as_it_may() -> None:
    scene = Scene(over=500)
    asyncio.run(scene.rounds.reclaim(ExpiredLeases(most_leases=300)))
    assert scene.work.done == [SLICE, SLICE, 300 - 2 * SLICE]
    assert scene.said("RECLAMATION_COMPLETE 300 ")
    assert not scene.said("NO_MORE")


def test_a_round_without_limits_takes_all() -> None:
    scene = Scene(over=SLICE)
    asyncio.run(scene.rounds.reclaim(ExpiredLeases(most_leases=0, most_ms=0)))
    assert scene.work.done == [SLICE, 0]
    assert scene.said("NO_MORE")


def test_rounds_that_leave_something_again_and_again_are_told() -> None:
    scene = Scene(over=1000)
    for _ in range(3):
        asyncio.run(scene.rounds.reclaim(ExpiredLeases(most_leases=10, unwarned_rounds=2)))
    assert len(scene.said("RECLAMATION_SLOW")) == 1


def test_rows_are_removed_when_they_were_held_long_enough() -> None:
    scene = Scene(over=SLICE + 1)
    asyncio.run(scene.rounds.remove(ExpiredLeases(hold=1000)))
    assert scene.work.done == [SLICE, 1]
    assert scene.work.before == 4000


def test_a_lost_database_ends_the_round_only() -> None:
    scene = Scene(over=5)
    scene.work.lost = True
    asyncio.run(scene.rounds.reclaim(ExpiredLeases()))
    asyncio.run(scene.rounds.remove(ExpiredLeases()))
    assert scene.said("RECLAMATION_FAILED")
    assert scene.said("DELETE_FAILED")


def test_all_at_once_for_a_command() -> None:
    scene = Scene(over=SLICE + 3)
    asyncio.run(scene.rounds.reclaim_all(1, keep=False))
    assert (scene.work.done, scene.work.kept) == ([SLICE, 3], [False, False])
    assert scene.work.reclamation.keep


@pytest.mark.parametrize(("reclaim_wait", "flush_wait"), [(0, 0), (0.001, 0), (0, 0.001)])
def test_rounds_begin_as_configured_and_end(reclaim_wait: float, flush_wait: float) -> None:
    scene = Scene(over=5)

    async def go() -> None:
        scene.rounds.begin(ExpiredLeases(reclaim_wait=reclaim_wait, flush_wait=flush_wait))  # type: ignore[arg-type]
        while (reclaim_wait or flush_wait) and not scene.work.done:
            await asyncio.sleep(0.001)
        scene.rounds.end()
        await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(go(), 30))
    assert bool(scene.work.done) == bool(reclaim_wait or flush_wait)
