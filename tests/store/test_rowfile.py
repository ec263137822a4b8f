"""The row file: made ready, one writer, and as before after every failed write or sync."""

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lessor.store.base import StoreError
from lessor.store.rowfile import RowFile

HEADER = "a,b"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rows.csv"


@pytest.fixture
def file(path: Path) -> Iterator[RowFile]:
    file = RowFile(path)
    file.prepare(HEADER)
    yield file
    file.close()


def fail_once(monkeypatch: pytest.MonkeyPatch, name: str, before: Callable[[], None] = lambda: None) -> None:
    """Make the next call of this function of `os` fail, having done `before`."""
    real = getattr(os, name)

    def failing(*arguments: object) -> object:
        monkeypatch.setattr(os, name, real)
        before()
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, name, failing)


# --- opening ---------------------------------------------------------------------------------------------------------


def test_a_new_file_gets_its_header_and_is_not_for_everyone(file: RowFile, path: Path) -> None:
    assert path.read_text() == "a,b\n"
    assert path.stat().st_mode & 0o777 == 0o640 & ~current_umask()


def current_umask() -> int:
    umask = os.umask(0o022)
    os.umask(umask)
    return umask


def test_an_existing_file_is_continued(path: Path) -> None:
    path.write_text("a,b\n1,2\n")
    file = RowFile(path)
    file.prepare(HEADER)
    file.append(b"3,4\n", sync=True)
    file.close()
    assert path.read_text() == "a,b\n1,2\n3,4\n"


@pytest.mark.parametrize("text", ["", "a,b\n", "a,b\n1,2\n", "a,b\n1,2"])
def test_what_a_killed_writer_left_is_synced(path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(text)
    file = RowFile(path)
    fail_once(monkeypatch, "fdatasync")
    with pytest.raises(StoreError, match="Input/output error"):
        file.prepare(HEADER)
    file.close()


@pytest.mark.parametrize("start", ["", "a", "a,b"])
def test_a_header_cut_short_is_written_again(path: Path, start: str) -> None:
    path.write_text(start)
    file = RowFile(path)
    file.prepare(HEADER)
    file.close()
    assert path.read_text() == "a,b\n"


@pytest.mark.parametrize("rest", ["1,2", "\0\0\0", "a,b"])
def test_a_torn_last_row_does_not_spoil_the_next(path: Path, rest: str) -> None:
    path.write_text(f"a,b\n{rest}")
    file = RowFile(path)
    file.prepare(HEADER)
    file.append(b"3,4\n", sync=False)
    file.close()
    assert path.read_text() == f"a,b\n{rest}\n3,4\n"


def test_there_is_one_writer(file: RowFile, path: Path) -> None:
    with pytest.raises(StoreError, match="in use by another server"):
        RowFile(path)


def test_closing_lets_the_next_one_in(path: Path) -> None:
    RowFile(path).close()
    RowFile(path).close()


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_renamed_before_it_was_locked_is_opened_anew(
    path: Path, replaced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("a,b\nold\n")
    real = os.open

    def rename_behind(target: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = real(target, flags, mode)
        monkeypatch.setattr(os, "open", real)
        path.rename(path.with_suffix(".1"))
        if replaced:
            path.touch()
        return descriptor

    monkeypatch.setattr(os, "open", rename_behind)
    file = RowFile(path)
    monkeypatch.setattr(os, "open", real)
    file.prepare(HEADER)
    file.append(b"new\n", sync=False)
    file.close()
    assert path.read_text() == "a,b\nnew\n"
    assert path.with_suffix(".1").read_text() == "a,b\nold\n"


def test_a_file_system_without_locks_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(StoreError, match=r"cannot open lease file .*: No locks available"):
        RowFile(path)


@pytest.mark.parametrize("name", ["", "missing/rows.csv"])
def test_files_that_cannot_be_had(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match=r"cannot open lease file .*: (Is a|No such file or) directory"):
        RowFile(tmp_path / name)


def test_a_file_that_cannot_be_prepared(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = RowFile(path)
    fail_once(monkeypatch, "write")
    with pytest.raises(StoreError, match=r"cannot write lease file .*: Input/output error"):
        file.prepare(HEADER)
    file.close()


# --- failures --------------------------------------------------------------------------------------------------------


def test_a_failed_write_leaves_nothing(file: RowFile, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_once(monkeypatch, "write", before=lambda: os.truncate(path, 6))
    with pytest.raises(OSError, match="Input/output"):
        file.append(b"1,2\n", sync=True)
    assert path.read_text() == "a,b\n"
    file.append(b"1,2\n3,4\n", sync=True)
    assert path.read_text() == "a,b\n1,2\n3,4\n"


def test_a_short_write_is_continued(file: RowFile, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:3]))
    file.append(b"1,2\n3,4\n", sync=True)
    assert path.read_text() == "a,b\n1,2\n3,4\n"


def test_a_failed_sync_leaves_nothing(file: RowFile, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_once(monkeypatch, "fdatasync")
    with pytest.raises(OSError, match="Input/output"):
        file.append(b"1,2\n", sync=True)
    assert path.read_text() == "a,b\n"
    file.append(b"1,2\n", sync=True)
    assert path.read_text() == "a,b\n1,2\n"


def test_what_was_not_synced_is_written_anew_after_a_failed_sync(
    file: RowFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.append(b"synced\n", sync=True)
    file.append(b"first\n", sync=False)
    file.append(b"second\n", sync=False)
    for name in ("fdatasync", "fdatasync", "write"):
        fail_once(monkeypatch, name)
        with pytest.raises(OSError, match="Input/output"):
            file.append(b"third\n", sync=True)
        assert path.read_text() == "a,b\nsynced\n"
    file.append(b"third\n", sync=True)
    assert path.read_text() == "a,b\nsynced\nfirst\nsecond\nthird\n"
    file.append(b"fourth\n", sync=True)
    assert path.read_text().endswith("third\nfourth\n")


def test_what_could_not_be_cut_off_at_once_is_cut_off_later(
    file: RowFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_once(monkeypatch, "fdatasync")
    fail_once(monkeypatch, "ftruncate")
    with pytest.raises(OSError, match="Input/output"):
        file.append(b"1,2\n", sync=True)
    assert path.read_text() == "a,b\n1,2\n"
    fail_once(monkeypatch, "ftruncate")
    with pytest.raises(OSError, match="Input/output"):
        file.append(b"3,4\n", sync=True)
    file.append(b"3,4\n", sync=True)
    assert path.read_text() == "a,b\n3,4\n"


# --- going on in a new file ------------------------------------------------------------------------------------------


def names(path: Path) -> list[str]:
    return sorted(part.name for part in path.parent.iterdir())


@pytest.mark.parametrize("sync", [True, False])
def test_the_rows_so_far_are_left_to_others(file: RowFile, path: Path, sync: bool) -> None:
    copy = path.with_name("rows.csv.1")
    file.append(b"1,2\n", sync=False)
    assert file.has_rows
    file.move_on(copy, sync)
    assert not file.has_rows
    file.append(b"3,4\n", sync)
    assert copy.read_text() == "a,b\n1,2\n"
    assert path.read_text() == "a,b\n3,4\n"
    assert file.size == 8
    assert names(path) == ["rows.csv", "rows.csv.1"]


def test_the_new_file_is_locked_and_the_old_one_is_not(file: RowFile, path: Path) -> None:
    copy = path.with_name("rows.csv.1")
    file.move_on(copy, sync=True)
    with pytest.raises(StoreError, match="in use"):
        RowFile(path)
    RowFile(copy).close()


def test_a_file_left_there_by_a_crash_is_no_obstacle(file: RowFile, path: Path) -> None:
    path.with_name("rows.csv.new").write_text("longer than the header\n")
    file.move_on(path.with_name("rows.csv.1"), sync=True)
    assert path.read_text() == "a,b\n"


def fail_second(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Make the next but one call of this function of `os` fail."""
    real = getattr(os, name)

    def first(*arguments: object) -> object:
        fail_once(monkeypatch, name)
        return real(*arguments)

    monkeypatch.setattr(os, name, first)


@pytest.mark.parametrize(
    ("name", "fail"),
    [
        ("write", fail_once),
        ("fdatasync", fail_once),  # of the rows so far
        ("rename", fail_once),
        ("rename", fail_second),
    ],
)
def test_when_no_new_file_can_be_had_the_old_one_goes_on(
    file: RowFile,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    fail: Callable[[pytest.MonkeyPatch, str], None],
) -> None:
    file.append(b"1,2\n", sync=False)
    fail(monkeypatch, name)
    with pytest.raises(OSError, match="Input/output error"):
        file.move_on(path.with_name("rows.csv.1"), sync=True)
    file.append(b"3,4\n", sync=True)
    assert path.read_text() == "a,b\n1,2\n3,4\n"
    assert names(path) == ["rows.csv"]


def test_no_copy_is_overwritten(file: RowFile, path: Path) -> None:
    copy = path.with_name("rows.csv.1")
    copy.write_text("precious")
    with pytest.raises(FileExistsError):
        file.move_on(copy, sync=True)
    assert copy.read_text() == "precious"


def test_a_file_that_somebody_moved_is_not_moved_again(file: RowFile, path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    with pytest.raises(FileExistsError):
        file.move_on(path.with_name("rows.csv.1"), sync=True)


def test_rows_wait_for_names_that_are_not_on_disk(file: RowFile, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_once(monkeypatch, "fsync")
    file.move_on(path.with_name("rows.csv.1"), sync=True)
    fail_once(monkeypatch, "fsync")
    with pytest.raises(OSError, match="Input/output error"):
        file.append(b"1,2\n", sync=True)
    assert path.read_text() == "a,b\n"
    file.append(b"1,2\n", sync=True)
    assert path.read_text() == "a,b\n1,2\n"


def test_the_header_of_a_new_file_survives_the_failure_of_its_first_sync(
    file: RowFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.move_on(path.with_name("rows.csv.1"), sync=True)
    fail_once(monkeypatch, "fdatasync")
    with pytest.raises(OSError, match="Input/output error"):
        file.append(b"1,2\n", sync=True)
    assert path.read_text() == ""
    file.append(b"1,2\n", sync=True)
    assert path.read_text() == "a,b\n1,2\n"
