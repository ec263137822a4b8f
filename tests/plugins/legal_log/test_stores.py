"""Files that follow each other, and the system's log."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.plugins.legal_log.rotation import Rotation
from lessor.plugins.legal_log.stores import FileStore, Stamp, SyslogStore

DAY = 86400
# 2026-03-30 12:00 UTC
NOON = 1774872000


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


class Told:
    """Keeps what it is told of files."""

    def __init__(self) -> None:
        self.files: list[tuple[str, str, bool]] = []

    def opened(self, path: Path, rotating: bool) -> None:
        self.files.append(("opened", path.name, rotating))

    def closing(self, path: Path, rotating: bool) -> None:
        self.files.append(("closing", path.name, rotating))


class Kept:
    """A store of files with a clock of its own."""

    def __init__(self, directory: Path, unit: str, count: int, pattern: str = "%H:%M", mark: bool = True) -> None:
        self.now = float(NOON)
        self.told = Told()
        self.directory = directory
        rotation = Rotation(unit, count)
        self.store = FileStore(directory, "kea-legal", rotation, Stamp(pattern), mark, self.told, lambda: self.now)

    def files(self) -> dict[str, str]:
        return {path.name: path.read_text() for path in sorted(self.directory.iterdir())}


@pytest.mark.parametrize(
    ("unit", "step", "second"),
    [
        ("day", 12 * 3600, "kea-legal.20260331.txt"),
        ("month", 2 * DAY, "kea-legal.20260401.txt"),
        ("year", 277 * DAY, "kea-legal.20270101.txt"),
    ],
)
def test_a_new_file_begins_with_the_unit(tmp_path: Path, unit: str, step: int, second: str) -> None:
    kept = Kept(tmp_path, unit, 1)
    kept.store.write("a")
    kept.now += step - DAY / 2 - 1
    kept.store.write("b")
    assert list(kept.files()) == ["kea-legal.20260330.txt"]
    kept.now = NOON + step
    kept.store.write("c")
    kept.store.close()
    assert list(kept.files()) == ["kea-legal.20260330.txt", second]
    assert kept.files()[second].endswith(" c\n")
    assert kept.told.files == [
        ("opened", "kea-legal.20260330.txt", False),
        ("closing", "kea-legal.20260330.txt", True),
        ("opened", second, True),
        ("closing", second, False),
    ]


def test_several_days_may_share_a_file(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "day", 3)
    for day in range(4):
        kept.now = NOON + day * DAY
        kept.store.write(str(day))
    kept.store.close()
    assert list(kept.files()) == ["kea-legal.20260330.txt", "kea-legal.20260402.txt"]


def test_seconds_count_from_the_opening(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "second", 10)
    for second in (0, 9, 10):
        kept.now = NOON + second
        kept.store.write("x")
    kept.store.close()
    assert list(kept.files()) == ["kea-legal.T00000000001774872000.txt", "kea-legal.T00000000001774872010.txt"]


def test_without_rotation_a_file_of_its_own_is_kept_for_good(tmp_path: Path) -> None:
    for step in (0, 1):
        kept = Kept(tmp_path, "day", 0)
        kept.now = NOON + step
        kept.store.write("a")
        kept.now += 400 * DAY
        kept.store.write("b")
        kept.store.close()
    assert list(kept.files()) == ["kea-legal.20260330.txt", "kea-legal.T00000000001774872001.txt"]


def test_a_file_is_continued(tmp_path: Path) -> None:
    for _ in range(2):
        kept = Kept(tmp_path, "day", 1)
        kept.store.write("a")
        kept.store.close()
    assert kept.files() == {"kea-legal.20260330.txt": "12:00 a\n12:00 a\n"}


@pytest.mark.parametrize(("mark", "second"), [(True, "12:00 - second\n"), (False, "12:00 second\n")])
def test_every_line_has_the_time(tmp_path: Path, mark: bool, second: str) -> None:
    kept = Kept(tmp_path, "day", 1, mark=mark)
    kept.store.write("first\nsecond")
    kept.store.close()
    assert kept.files() == {"kea-legal.20260330.txt": "12:00 first\n" + second}


def test_microseconds() -> None:
    stamp = Stamp("%H:%M:%S.%Q %Z")
    assert stamp.at(NOON + 0.25) == "12:00:00.250000 UTC"


def test_a_file_that_cannot_be_opened_is_an_error_each_time(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "gone", "day", 1)
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            kept.store.write("a")
    (tmp_path / "gone").mkdir()
    kept.store.write("a")
    kept.store.close()
    assert kept.files() == {"kea-legal.20260330.txt": "12:00 a\n"}


def test_the_systems_log_gets_entries_with_facility_and_pattern(tmp_path: Path) -> None:
    device = str(tmp_path / "log")
    store = SyslogStore("kea-dhcp4", "kea-dhcp4.legal", "local3", "%-5p [%c] %m\n", device)
    with pytest.raises(OSError, match="No such file"):
        store.write("lost")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(device)
        store.write("Address: %p")
        got = listener.recv(1000).decode()
    store.close()
    head, _, text = got.partition(": ")
    assert head.startswith("<158>kea-dhcp4[")
    assert text == "INFO  [kea-dhcp4.legal] Address: %p"
