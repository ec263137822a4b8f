"""Rounds of reclamation and removal, by a loop and a clock that stand still until they are told to go on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lessor.model.network import LoggerConfig, LoggerOutput
from lessor.model.operation import ExpiredLeases
from lessor.service.logs.log import Loggers
from lessor.service.rounds import REST, SLICE, STEP, Rounds
from lessor.service.serving4 import WORDS
from lessor.store.base import StoreError

NOW = 1_700_000_000


class Call:
    """Something that a loop will call."""

    def __init__(self, callback: Callable[[], None], delay: float) -> None:
        self.callback = callback
        self.delay = delay
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class Loop:
    """Calls what it was asked to when it is told to."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Call:
        self.calls.append(Call(callback, delay))
        return self.calls[-1]

    def delays(self) -> list[float]:
        return [call.delay for call in self.calls if not call.cancelled]

    def advance(self, delay: float) -> None:
        """Call what waits for this delay."""
        due = [call for call in self.calls if call.delay == delay and not call.cancelled]
        self.calls = [call for call in self.calls if call not in due]
        for call in due:
            call.callback()

    def finish(self) -> int:
        """Call what waits for a rest to be over until there is no more; return how often."""
        slices = 0
        while REST in self.delays():
            self.advance(REST)
            slices += 1
        return slices


class Leases:
    """So many leases to take back and rows to remove; each takes `cost` seconds."""

    def __init__(self, expired: int = 0, kept: int = 0, cost: float = 0.0) -> None:
        self.expired = expired
        self.kept = kept
        self.cost = cost
        self.keep = self.affinity = False
        self.seconds = 0.0
        self.asked: list[int] = []
        self.removed_before: set[int] = set()
        self.error = ""

    def _work(self, left: int, limit: int) -> int:
        if self.error:
            raise StoreError(self.error)
        done = min(left, limit)
        self.seconds += done * self.cost
        self.asked.append(limit)
        return done

    def reclaim(self, now: int, limit: int) -> int:
        assert now == NOW
        done = self._work(self.expired, limit)
        self.expired -= done
        return done

    def overdue(self, now: int) -> bool:
        return self.expired > 0

    def remove(self, before: int, limit: int) -> int:
        self.removed_before.add(before)
        done = self._work(self.kept, limit)
        self.kept -= done
        return done


class Case:
    """Rounds that work on some leases."""

    def __init__(self, directory: Path, leases: Leases, settings: ExpiredLeases) -> None:
        self.log = directory / "log"
        self.loggers = Loggers("kea-dhcp4", directory, {})
        output = LoggerOutput(str(self.log), pattern="%m\n")
        self.loggers.configure((LoggerConfig("kea-dhcp4", "DEBUG", 40, (output,)),), debug=False)
        self.loop = Loop()
        self.rounds = Rounds(leases, self.loop, WORDS, self.loggers, lambda: NOW + 0.9, lambda: leases.seconds)
        self.rounds.begin(settings)

    def ids(self) -> list[str]:
        """The ids in the log so far, without what they begin with."""
        lines = self.log.read_text().splitlines()
        return [line.split()[0].removeprefix("ALLOC_ENGINE_V4_").removeprefix("LEASES_") for line in lines]


MakeCase = Callable[..., Case]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[MakeCase]:
    made: list[Case] = []

    def make(leases: Leases, **settings: int) -> Case:
        made.append(Case(tmp_path, leases, ExpiredLeases(**settings)))
        return made[-1]

    yield make
    for one in made:
        one.loggers.close()


def test_each_round_follows_its_pause(case: MakeCase) -> None:
    leases = Leases(3, 2)
    one = case(leases)
    assert one.loop.delays() == [10, 25]
    one.loop.advance(10)
    assert (leases.expired, leases.kept) == (0, 2)
    one.loop.advance(25)
    assert leases.kept == 0
    assert leases.removed_before == {NOW - 3600}
    assert one.loop.delays() == [10, 25]
    assert one.ids() == [
        "RECLAMATION_START",
        "RECLAMATION_COMPLETE",
        "NO_MORE_EXPIRED_LEASES",
        "RECLAIMED_LEASES_DELETE",
        "RECLAIMED_LEASES_DELETE_COMPLETE",
    ]


def test_a_round_is_cut_into_slices(case: MakeCase) -> None:
    leases = Leases(100_000, cost=0.00001)
    one = case(leases, most_leases=0, most_ms=0)
    one.loop.advance(10)
    longest = 0.0
    while leases.expired:
        before = leases.seconds
        one.loop.advance(REST)
        longest = max(longest, leases.seconds - before)
    assert SLICE < longest < SLICE + 2 * STEP * leases.cost
    assert one.loop.finish() <= 1
    assert one.loop.delays() == [25, 10]
    assert one.ids() == ["RECLAMATION_START", "RECLAMATION_COMPLETE", "NO_MORE_EXPIRED_LEASES"]


def test_removal_is_cut_into_slices_too(case: MakeCase) -> None:
    leases = Leases(kept=10_000, cost=0.00001)
    one = case(leases)
    one.loop.advance(25)
    assert one.loop.finish() > 50
    assert leases.kept == 0


@pytest.mark.parametrize("most", [1, STEP - 1, STEP, STEP + 1, 100])
def test_a_limit_of_leases(case: MakeCase, most: int) -> None:
    leases = Leases(1000)
    one = case(leases, most_leases=most, most_ms=0)
    one.loop.advance(10)
    one.loop.finish()
    assert leases.expired == 1000 - most
    assert "NO_MORE_EXPIRED_LEASES" not in one.ids()


def test_a_limit_of_time_counts_only_work(case: MakeCase) -> None:
    leases = Leases(100_000, cost=0.00001)
    one = case(leases, most_leases=0, most_ms=250)
    one.loop.advance(10)
    one.loop.finish()
    assert 25_000 <= 100_000 - leases.expired <= 25_000 + 2 * STEP
    assert one.ids() == ["RECLAMATION_START", "RECLAMATION_TIMEOUT", "RECLAMATION_COMPLETE"]


def test_leases_left_over_again_and_again_are_worth_a_warning(case: MakeCase) -> None:
    leases = Leases(1000)
    one = case(leases, most_leases=1, unwarned_rounds=2)
    for expected in (0, 0, 1, 1, 1, 2):
        one.loop.advance(10)
        assert one.ids().count("RECLAMATION_SLOW") == expected
    leases.expired = 1
    one.loop.advance(10)
    leases.expired = 1000
    one.loop.advance(10)
    one.loop.advance(10)
    assert one.ids().count("RECLAMATION_SLOW") == 2, "a finished round begins the count anew"


def test_no_warning_when_none_is_wanted(case: MakeCase) -> None:
    one = case(Leases(1000), most_leases=1, unwarned_rounds=0)
    for _ in range(20):
        one.loop.advance(10)
    assert "RECLAMATION_SLOW" not in one.ids()


def test_a_store_that_takes_nothing_ends_the_round(case: MakeCase) -> None:
    leases = Leases(5, 5)
    leases.error = "disk full"
    one = case(leases)
    one.loop.advance(10)
    one.loop.advance(25)
    assert one.loop.delays() == [10, 25]
    assert one.log.read_text().splitlines()[1::2] == [
        "ALLOC_ENGINE_V4_LEASES_RECLAMATION_FAILED reclaiming of expired leases failed: disk full",
        "ALLOC_ENGINE_V4_RECLAIMED_LEASES_DELETE_FAILED removing leases taken back earlier failed: disk full",
    ]
    leases.error = ""
    one.loop.advance(10)
    assert leases.expired == 0


def test_settings_change_at_once(case: MakeCase) -> None:
    leases = Leases(100_000, cost=0.00001)
    one = case(leases, most_leases=0, most_ms=0)
    one.loop.advance(10)
    assert one.loop.delays() == [25, REST], "a round is under way"
    one.rounds.begin(ExpiredLeases(reclaim_wait=3, flush_wait=0, most_leases=5))
    assert one.loop.delays() == [3]
    before = leases.expired
    one.loop.advance(3)
    assert leases.expired == before - 5
    one.rounds.end()
    assert one.loop.delays() == []
