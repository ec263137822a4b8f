"""When lease files are cleaned up: timer, need, left-overs; and the process, its end and its failures."""

import asyncio
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lessor.service.leases.cleanup import LOOK, WORTHWHILE, Cleanups, command_line
from lessor.service.logs.log import Loggers
from lessor.store.columns import HEADER
from lessor.store.loading import COMPLETED, COPY, PREVIOUS, with_suffix

PATIENCE = 20.0
DONE = "LESSOR_LEASE_CLEANUP_DONE"
FAILED = "LESSOR_LEASE_CLEANUP_FAILED"
START = "DHCPSRV_MEMFILE_LFC_START"


class FakeTimer:
    def __init__(self, delay: float, callback: Callable[[], None]) -> None:
        self.delay = delay
        self.callback = callback
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class HandLoop:
    """An event loop whose timers go off when told; what threads tell goes to the real one."""

    def __init__(self) -> None:
        self.timers: list[FakeTimer] = []
        self.real = asyncio.get_running_loop()

    def call_later(self, delay: float, callback: Callable[[], None], /) -> FakeTimer:
        self.timers.append(FakeTimer(delay, callback))
        return self.timers[-1]

    def call_soon_threadsafe(self, callback: Callable[[], None], /) -> object:
        return self.real.call_soon_threadsafe(callback)

    def ring(self, delay: float) -> None:
        """Let the last timer of this delay go off."""
        [*_, timer] = [timer for timer in self.timers if timer.delay == delay]
        self.timers.remove(timer)
        timer.callback()


class FakeLeases:
    """A store as large as told, whose file is moved at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file_size = 0
        self.file_has_rows = True
        self.count = 0
        self.error = ""
        path.write_text(f"{HEADER}\n")

    def move_on(self, copy: Path, done: Callable[[str], None]) -> None:
        if not self.error:
            self.path.rename(copy)
            self.path.write_text(f"{HEADER}\n")
        done(self.error)

    def __len__(self) -> int:
        return self.count


class Bench:
    """Clean-ups of one file on the bench."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "leases.csv"
        self.loop = HandLoop()
        self.leases = FakeLeases(self.path)
        self.log = directory / "log"
        self.loggers = Loggers("kea-dhcp4", directory, {"KEA_LOGGER_DESTINATION": "log"})

    def cleanups(self, interval: int = 60, command: list[str] | None = None, outdated: bool = False) -> Cleanups:
        command = command or command_line(self.path, 4, {})
        return Cleanups(self.leases, self.path, interval, command, self.loop, self.loggers, outdated)

    def told(self) -> list[str]:
        return [line.split("] ", 1)[1] for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def ids(self) -> list[str]:
        return [text.split()[0] for text in self.told()]

    async def until(self, id: str, times: int = 1) -> str:
        """Wait until the log says so; return the line."""
        async with asyncio.timeout(PATIENCE):
            while self.ids().count(id) < times:
                await asyncio.sleep(0.01)
        return next(text for text in self.told() if text.startswith(id))

    def has(self, suffix: str) -> bool:
        return with_suffix(self.path, suffix).exists()


def on_bench(directory: Path, story: Callable[[Bench], object]) -> Bench:
    """Run a story, which may be a coroutine function, on a new bench."""

    async def run() -> Bench:
        bench = Bench(directory)
        try:
            told = story(bench)
            if asyncio.iscoroutine(told):
                await told
        finally:
            bench.loggers.close()
        return bench

    return asyncio.run(run())


# --- when ------------------------------------------------------------------------------------------------------------


def test_by_timer_again_and_again(tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        cleanups = bench.cleanups(60)
        for times in (1, 2):
            bench.loop.ring(60)
            await bench.until(DONE, times)
            assert bench.has(PREVIOUS)
            assert not bench.has(COPY)
        cleanups.close()
        assert all(timer.cancelled for timer in bench.loop.timers)

    bench = on_bench(tmp_path, story)
    assert bench.ids() == ["DHCPSRV_MEMFILE_LFC_SETUP", *[START, "DHCPSRV_MEMFILE_LFC_EXECUTE", DONE] * 2]
    assert bench.told()[0].endswith("every 60 seconds")


def test_never(tmp_path: Path) -> None:
    def story(bench: Bench) -> None:
        with_suffix(bench.path, COPY).touch()
        bench.cleanups(0)
        assert bench.loop.timers == []

    assert on_bench(tmp_path, story).ids() == []


def test_another_interval(tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        cleanups = bench.cleanups(60)
        cleanups.repeat(7)
        bench.loop.ring(7)
        await bench.until(DONE)
        assert [timer.delay for timer in bench.loop.timers if not timer.cancelled].count(7) == 1
        assert all(timer.cancelled for timer in bench.loop.timers if timer.delay == 60)
        cleanups.repeat(0)
        assert all(timer.cancelled for timer in bench.loop.timers)

    assert on_bench(tmp_path, story).told()[1].endswith("every 7 seconds")


def test_an_idle_server_does_not_write_the_same_again(tmp_path: Path) -> None:
    def story(bench: Bench) -> None:
        with_suffix(bench.path, PREVIOUS).touch()
        bench.leases.file_has_rows = False
        bench.cleanups(60)
        bench.loop.ring(60)

    assert START not in on_bench(tmp_path, story).ids()


@pytest.mark.parametrize(
    ("size", "count", "due"),
    [
        (WORTHWHILE + 1, 1000, True),
        (WORTHWHILE - 1, 1000, False),
        (WORTHWHILE + 1, 1_000_000, False),
        (WORTHWHILE * 100, 1_000_000, True),
    ],
)
def test_by_need(tmp_path: Path, size: int, count: int, due: bool) -> None:
    def story(bench: Bench) -> None:
        bench.cleanups(command=["/bin/true"])
        bench.leases.file_size, bench.leases.count = size, count
        bench.loop.ring(LOOK)

    assert (START in on_bench(tmp_path, story).ids()) == due


def test_what_was_left_is_finished_first(tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        with_suffix(bench.path, COMPLETED).write_text(f"{HEADER}\n")
        bench.path.write_text("current")
        bench.cleanups()
        bench.loop.ring(0)
        await bench.until(DONE)
        assert bench.path.read_text() == "current"
        assert bench.has(PREVIOUS)
        assert not bench.has(COMPLETED)

    on_bench(tmp_path, story)


def test_files_of_another_release_are_written_anew_at_once(tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        bench.cleanups(0, outdated=True)
        bench.loop.ring(0)
        await bench.until(DONE)

    on_bench(tmp_path, story)


def test_one_at_a_time(tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        cleanups = bench.cleanups(command=["/bin/sleep", "60"])
        cleanups.start()
        cleanups.start()
        cleanups.close()

    assert on_bench(tmp_path, story).ids()[-1] == "DHCPSRV_MEMFILE_LFC_RUNNING"


def test_one_that_somebody_else_started_is_respected(tmp_path: Path) -> None:
    def story(bench: Bench) -> None:
        with_suffix(bench.path, ".pid").write_text(f"{os.getpid()}\n")
        bench.cleanups().start()
        assert not bench.has(COPY)

    assert on_bench(tmp_path, story).ids()[-1] == "DHCPSRV_MEMFILE_LFC_RUNNING"


# --- the process -----------------------------------------------------------------------------------------------------


def test_its_command_line() -> None:
    ours = [sys.executable, "-P", "-m", "lessor.cli.kea_lfc"]
    files = "-x /v/l.2 -i /v/l.1 -o /v/l.output -f /v/l.completed -p /v/l.pid -c ignored-path"
    assert shlex.join(command_line(Path("/v/l"), 4, {})) == f"{shlex.join(ours)} -4 {files}"
    assert shlex.join(command_line(Path("/v/l"), 6, {"KEA_LFC_EXECUTABLE": "/opt/lfc"})) == f"/opt/lfc -6 {files}"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["/bin/sh", "-c", "echo first >&2; echo last >&2; exit 3"], "first; last"),
        (["/bin/sh", "-c", "exit 3"], "it ended with status 3"),
        (["/bin/sh", "-c", "kill -9 $$"], "killed by signal 9"),
        (["/bin/true"], "it ended with status 0"),
    ],
)
def test_a_failure_is_told_and_the_timer_tries_again(tmp_path: Path, command: list[str], reason: str) -> None:
    async def story(bench: Bench) -> None:
        bench.cleanups(command=command)
        bench.leases.file_size = WORTHWHILE * 2
        bench.loop.ring(LOOK)
        assert (await bench.until(FAILED)).endswith(f"failed: {reason}")
        bench.loop.ring(LOOK)
        assert bench.ids().count(START) == 1
        bench.loop.ring(60)
        await bench.until(FAILED, 2)

    on_bench(tmp_path, story)


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        cleanups = bench.cleanups(command=["/nonexistent/lfc"])
        cleanups.start()
        await bench.until("DHCPSRV_MEMFILE_LFC_SPAWN_FAIL")
        cleanups.start()
        await bench.until("DHCPSRV_MEMFILE_LFC_SPAWN_FAIL", 2)

    on_bench(tmp_path, story)


def test_a_file_that_cannot_be_moved_is_told(tmp_path: Path) -> None:
    def story(bench: Bench) -> None:
        bench.leases.error = "No space left on device"
        bench.cleanups().start()

    bench = on_bench(tmp_path, story)
    assert bench.told()[-1] == (
        f"DHCPSRV_MEMFILE_LFC_LEASE_FILE_RENAME_FAIL lease file {bench.path} cannot be moved to {bench.path}.1"
        " for its clean-up: No space left on device"
    )


def test_it_ends_with_the_server(tmp_path: Path) -> None:
    pid_place = tmp_path / "pid-of-child"

    async def story(bench: Bench) -> None:
        cleanups = bench.cleanups(command=["/bin/sh", "-c", f"echo $$ >{pid_place}; exec sleep 60"])
        cleanups.start()
        async with asyncio.timeout(PATIENCE):
            while not (pid_place.exists() and pid_place.read_text().endswith("\n")):
                await asyncio.sleep(0.01)
            cleanups.close()
            while Path(f"/proc/{int(pid_place.read_text())}").exists():
                await asyncio.sleep(0.01)

    assert FAILED not in on_bench(tmp_path, story).ids()
