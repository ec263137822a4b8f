"""Group commit without a real event loop: when groups form, who is told what and when, how it heals."""

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import pytest

from lessor.store.base import StoreError
from lessor.store.journal import FEW, FIRST_PAUSE, LATELY, LONGEST_PAUSE, MOST_PENDING, QUICK, Journal
from lessor.store.rowfile import RowFile
from tests.store.leases import Recorder

PATIENCE = 20.0


class HandLoop:
    """An event loop that turns when told; timers go off when told."""

    def __init__(self) -> None:
        self.ready: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.timers: list[tuple[float, Callable[[], None]]] = []

    def call_soon(self, callback: Callable[[], None], /) -> None:
        self.ready.put(callback)

    def call_soon_threadsafe(self, callback: Callable[[], None], /) -> None:
        self.ready.put(callback)

    def call_later(self, delay: float, callback: Callable[[], None], /) -> None:
        self.timers.append((delay, callback))

    def turn(self, times: int = 1) -> None:
        for _ in range(times):
            self.ready.get(timeout=PATIENCE)()

    def ring(self) -> float:
        """Let the next timer go off; return its delay in seconds."""
        delay, callback = self.timers.pop(0)
        callback()
        return delay


class SlowFile(RowFile):
    """A row file whose writes can be held up, and fail as often as told."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.prepare("h")
        self.path_free = Event()
        self.path_free.set()
        self.failures = 0
        self.groups: list[tuple[bytes, bool]] = []

    def append(self, rows: bytes, sync: bool) -> None:
        if rows == b"h\n":
            super().append(rows, sync)
            return
        assert self.path_free.wait(PATIENCE)
        if self.failures:
            self.failures -= 1
            raise OSError(errno.ENOSPC, "No space left on device")
        self.groups.append((rows, sync))
        super().append(rows, sync)


class Bench:
    """A journal on the bench: its parts, and what it told."""

    def __init__(self, path: Path, sync: str) -> None:
        self.path = path
        self.loop = HandLoop()
        self.file = SlowFile(path)
        self.watcher = Recorder()
        self.ticks = 0.0
        self.tick = 1.0
        self.journal = Journal(self.file, self.loop, sync, 250, self.watcher, self.clock)
        self.told: list[tuple[str, bool]] = []

    def clock(self) -> float:
        """Time as the journal sees it: every write takes one tick, a second unless the test says otherwise."""
        self.ticks += self.tick
        return self.ticks

    def commit(self, *rows: str) -> None:
        """Append these rows and wait for them."""
        self.journal.admit()
        self.journal.append([f"{row}\n" for row in rows])
        self.wait(rows[-1])

    def wait(self, name: str) -> None:
        self.journal.when_durable(lambda ok: self.told.append((name, ok)))

    def written(self) -> list[str]:
        return self.path.read_text().splitlines()[1:]


@pytest.fixture
def opened() -> Iterator[list[Bench]]:
    opened: list[Bench] = []
    yield opened
    for bench in opened:
        bench.file.path_free.set()
        bench.journal.close()


@pytest.fixture
def bench(tmp_path: Path, opened: list[Bench]) -> Bench:
    opened.append(Bench(tmp_path / "rows", "batch"))
    return opened[-1]


# --- groups ----------------------------------------------------------------------------------------------------------


def test_rows_of_one_turn_share_a_sync(bench: Bench) -> None:
    bench.commit("a")
    bench.commit("b", "c")
    assert bench.told == []
    bench.loop.turn(2)
    assert bench.file.groups == [(b"a\nb\nc\n", True)]
    assert bench.told == [("a", True), ("c", True)]
    assert bench.written() == ["a", "b", "c"]


def test_rows_gather_while_the_disk_is_busy(bench: Bench) -> None:
    bench.file.path_free.clear()
    bench.commit("a")
    bench.loop.turn()
    bench.commit("b")
    bench.commit("c")
    bench.file.path_free.set()
    bench.loop.turn(2)
    assert bench.file.groups == [(b"a\n", True), (b"b\nc\n", True)]
    assert bench.told == [("a", True), ("b", True), ("c", True)]


def test_a_quick_disk_needs_no_other_thread_for_a_few_rows(bench: Bench) -> None:
    bench.tick = QUICK / 2
    bench.commit("a")
    bench.loop.turn(2)
    bench.commit("b")
    # one turn: handed over, written, told
    bench.loop.turn()
    assert bench.told == [("a", True), ("b", True)]
    many = [f"row {i}" for i in range(FEW + 1)]
    bench.commit(*many)
    bench.loop.turn()
    assert len(bench.told) == 2, "many rows are for the writer"
    bench.loop.turn()
    assert bench.told[-1] == (many[-1], True)


def test_a_disk_that_became_slow_is_left_to_the_writer(bench: Bench) -> None:
    bench.tick = QUICK / 2
    bench.commit("a")
    bench.loop.turn(2)
    for name in "a" * LATELY:
        bench.commit(name)
        bench.loop.turn()
    bench.tick = QUICK * 2
    for name in "bcd":
        bench.commit(name)
        bench.loop.turn()
        assert bench.told[-1] == (name, True), "some slow writes say little"
    bench.commit("e")
    bench.loop.turn()
    assert bench.told[-1] == ("d", True)
    bench.loop.turn()
    assert bench.told[-1] == ("e", True)


def test_who_has_nothing_to_wait_for_is_told_at_once(bench: Bench) -> None:
    bench.wait("early")
    assert bench.told == [("early", True)]
    bench.commit("a")
    bench.loop.turn(2)
    bench.wait("late")
    assert bench.told == [("early", True), ("a", True), ("late", True)]


def test_who_changes_nothing_waits_for_what_is_under_way(bench: Bench) -> None:
    bench.file.path_free.clear()
    bench.commit("a")
    bench.loop.turn()
    bench.wait("same")
    assert bench.told == []
    bench.file.path_free.set()
    bench.loop.turn()
    assert bench.told == [("a", True), ("same", True)]


def test_the_journal_sleeps_and_wakes(bench: Bench) -> None:
    for name in ("a", "b"):
        bench.commit(name)
        bench.loop.turn(2)
        assert bench.loop.ready.empty()
    assert bench.written() == ["a", "b"]


def test_pending_rows_are_bounded(bench: Bench) -> None:
    bench.file.path_free.clear()
    bench.commit("a")
    bench.loop.turn()
    bench.journal.append(["x\n"] * (MOST_PENDING - 1))
    bench.journal.admit()
    bench.journal.append(["x\n"])
    with pytest.raises(StoreError, match="cannot keep up"):
        bench.journal.admit()
    bench.file.path_free.set()
    bench.loop.turn(2)
    bench.journal.admit()


# --- other ways to sync ----------------------------------------------------------------------------------------------


def test_interval_syncs_later_and_once(tmp_path: Path, opened: list[Bench]) -> None:
    bench = Bench(tmp_path / "rows", "interval")
    opened.append(bench)
    for name in ("a", "b"):
        bench.commit(name)
        bench.loop.turn(2)
    assert bench.told == [("a", True), ("b", True)]
    assert bench.loop.ring() == 0.25
    bench.wait("nothing new")
    assert bench.told[-1] == ("nothing new", True)
    bench.loop.turn()
    assert bench.file.groups == [(b"a\n", False), (b"b\n", False), (b"", True)]
    assert bench.loop.timers == []


def test_interval_syncs_with_the_next_rows_if_there_are_any(tmp_path: Path, opened: list[Bench]) -> None:
    bench = Bench(tmp_path / "rows", "interval")
    opened.append(bench)
    bench.commit("a")
    bench.loop.turn(2)
    bench.commit("b")
    bench.loop.ring()
    bench.loop.turn(2)
    assert bench.file.groups == [(b"a\n", False), (b"b\n", True)]
    assert bench.loop.ready.empty()
    assert bench.loop.timers == []


def test_interval_tries_a_failed_sync_again(tmp_path: Path, opened: list[Bench]) -> None:
    bench = Bench(tmp_path / "rows", "interval")
    opened.append(bench)
    bench.commit("a")
    bench.loop.turn(2)
    bench.file.failures = 1
    bench.loop.ring()
    bench.loop.turn()
    with pytest.raises(StoreError):
        bench.journal.admit()
    bench.loop.ring()
    bench.loop.turn()
    bench.journal.admit()
    assert bench.file.groups[-1] == (b"", True)


def test_never_syncs_never(tmp_path: Path, opened: list[Bench]) -> None:
    bench = Bench(tmp_path / "rows", "never")
    opened.append(bench)
    bench.commit("a")
    bench.loop.turn(2)
    bench.commit("b")
    bench.journal.close()
    assert bench.file.groups == [(b"a\n", False), (b"b\n", False)]
    assert bench.loop.timers == []


# --- failures --------------------------------------------------------------------------------------------------------


def test_a_failed_group_is_told_and_written_again_first(bench: Bench) -> None:
    bench.file.path_free.clear()
    bench.file.failures = 2
    bench.commit("a")
    bench.loop.turn()
    bench.commit("b")
    bench.file.path_free.set()
    bench.loop.turn()
    assert bench.told == [("a", False), ("b", False)]
    assert bench.watcher.troubles == [f"lease file {bench.path} cannot be written: No space left on device"]
    with pytest.raises(StoreError, match="No space left on device"):
        bench.journal.admit()
    bench.wait("meanwhile")
    assert bench.told[-1] == ("meanwhile", False)

    assert bench.loop.ring() == FIRST_PAUSE
    bench.loop.turn()
    assert (len(bench.watcher.troubles), bench.watcher.recoveries) == (1, 0)
    assert bench.loop.ring() == 2 * FIRST_PAUSE
    bench.loop.turn()
    assert bench.watcher.recoveries == 1
    bench.commit("c")
    bench.loop.turn(2)
    assert bench.told[-1] == ("c", True)
    assert bench.written() == ["a", "b", "c"]


def test_pauses_grow_to_a_limit_and_start_small_again(bench: Bench) -> None:
    for _ in range(2):
        bench.file.failures = 10
        bench.commit("a")
        bench.loop.turn(2)
        pauses = []
        for _ in range(10):
            pauses.append(bench.loop.ring())
            bench.loop.turn()
        assert pauses[0] == FIRST_PAUSE
        assert pauses[-1] == LONGEST_PAUSE
        assert pauses == sorted(pauses)


# --- the end ---------------------------------------------------------------------------------------------------------


def test_close_writes_what_gathered_behind_a_busy_disk(bench: Bench) -> None:
    bench.file.path_free.clear()
    bench.commit("a")
    bench.loop.turn()
    bench.commit("b")
    bench.file.path_free.set()
    bench.journal.close()
    assert bench.told == [("a", True), ("b", True)]
    assert bench.written() == ["a", "b"]
    with pytest.raises(StoreError, match="is closed"):
        bench.journal.admit()
    bench.loop.turn()
    bench.journal.close()


def test_close_tries_failed_rows_once_more(bench: Bench) -> None:
    bench.file.failures = 1
    bench.commit("a")
    bench.loop.turn(2)
    bench.journal.close()
    assert bench.written() == ["a"]
    bench.loop.ring()


def test_close_tells_when_rows_are_lost(bench: Bench) -> None:
    bench.commit("a")
    bench.file.failures = 1
    bench.journal.close()
    assert bench.told == [("a", False)]
    assert bench.watcher.troubles
    assert bench.loop.timers == []
    assert bench.written() == []


def test_a_loop_that_has_ended_does_not_harm_the_writer(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    reported = Event()

    def refuse(callback: Callable[[], None], /) -> None:
        reported.set()
        raise RuntimeError("Event loop is closed")

    monkeypatch.setattr(bench.loop, "call_soon_threadsafe", refuse)
    bench.commit("a")
    bench.loop.turn()
    assert reported.wait(PATIENCE)
    bench.journal.close()
    assert bench.told == [("a", True)]


# --- a new file ------------------------------------------------------------------------------------------------------


def move_on(bench: Bench) -> list[str]:
    told: list[str] = []
    bench.journal.move_on(bench.path.with_name("rows.1"), told.append)
    return told


def test_the_file_is_exchanged_between_two_groups(bench: Bench) -> None:
    bench.file.path_free.clear()
    bench.commit("a")
    bench.loop.turn()
    told = move_on(bench)
    bench.commit("b")
    bench.file.path_free.set()
    bench.loop.turn()
    assert (bench.told, told) == ([("a", True)], [])
    bench.loop.turn()
    assert (bench.told, told) == ([("a", True), ("b", True)], [""])
    assert bench.path.with_name("rows.1").read_text() == "h\na\n"
    assert bench.written() == ["b"]


def test_an_idle_journal_wakes_for_it(bench: Bench) -> None:
    told = move_on(bench)
    bench.loop.turn(2)
    assert told == [""]
    assert not bench.journal.has_rows
    bench.commit("a")
    bench.loop.turn(2)
    assert bench.journal.has_rows
    assert bench.journal.size == len("h\na\n")


def test_a_quick_disk_makes_no_difference(bench: Bench) -> None:
    """What takes several syncs is never done in the loop's thread."""
    bench.tick = QUICK / 10
    bench.commit("a")
    bench.loop.turn(2)
    told = move_on(bench)
    bench.commit("b")
    bench.loop.turn()
    assert told == []
    bench.loop.turn()
    assert told == [""]


def test_no_new_file_while_rows_cannot_be_written(bench: Bench) -> None:
    bench.file.failures = 1
    bench.commit("a")
    bench.loop.turn(2)
    assert move_on(bench) == [f"lease file {bench.path} cannot be written: No space left on device"]


def test_what_keeps_the_file_is_told_and_rows_are_written(bench: Bench) -> None:
    bench.path.with_name("rows.1").touch()
    told = move_on(bench)
    bench.commit("a")
    bench.loop.turn(2)
    assert told == ["the file or its copy is not the one that was left there"]
    assert bench.written() == ["a"]
    assert bench.told == [("a", True)]
