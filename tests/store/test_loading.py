"""Lease files to leases: which files, which rows win, what happens to bad ones."""

import gc
import os
from pathlib import Path

import pytest

from lessor.model.lease import Lease4
from lessor.store.base import StoreError
from lessor.store.columns import FORMAT4, HEADER, show, show_removed
from lessor.store.loading import BLOCK, LONGEST_ROW, await_cleanup, lease_files, load_leases, with_suffix
from tests.store.leases import ADDRESS, NOW, Recorder, a_lease, numbered_lease

OLD_HEADER = HEADER.removesuffix(",pool_id")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "leases.csv"


def write(path: Path, *rows: str, header: str = HEADER) -> None:
    path.write_text(f"{header}\n" + "".join(rows), errors="surrogateescape")


def load(path: Path, max_row_errors: int = 0) -> tuple[list[Lease4], Recorder]:
    watcher = Recorder()
    held = load_leases(path, FORMAT4, max_row_errors, watcher)
    assert all(lease.address == address for address, lease in held.items())
    return list(held.values()), watcher


# --- files -----------------------------------------------------------------------------------------------------------


def touch(path: Path, *suffixes: str) -> list[str]:
    for suffix in suffixes:
        with_suffix(path, suffix).touch()
    return [part.name for part in lease_files(path)]


def test_which_files_count(path: Path) -> None:
    assert touch(path) == []
    assert touch(path, "") == ["leases.csv"]
    assert touch(path, ".1") == ["leases.csv.1", "leases.csv"]
    assert touch(path, ".2", ".output", ".pid") == ["leases.csv.2", "leases.csv.1", "leases.csv"]
    assert touch(path, ".completed") == ["leases.csv.completed", "leases.csv"]


def test_later_files_win(path: Path) -> None:
    leases = [numbered_lease(number) for number in range(3)]
    write(with_suffix(path, ".2"), *map(show, leases))
    write(with_suffix(path, ".1"), show_removed(leases[0]), show(numbered_lease(1, cltt=NOW + 1)))
    write(path, show(numbered_lease(1, cltt=NOW + 2)))
    held, watcher = load(path)
    assert held == [numbered_lease(1, cltt=NOW + 2), leases[2]]
    assert watcher.loaded == ["leases.csv.2", "leases.csv.1", "leases.csv"]
    assert watcher.bad_rows == []


def test_a_finished_cleanup_replaces_what_it_cleaned_up(path: Path) -> None:
    write(with_suffix(path, ".2"), show(numbered_lease(2)))
    write(with_suffix(path, ".1"), show(numbered_lease(1)))
    write(with_suffix(path, ".completed"), show(numbered_lease(3)))
    write(path, show(numbered_lease(4)))
    assert load(path)[0] == [numbered_lease(3), numbered_lease(4)]


def test_nothing_to_load(path: Path) -> None:
    assert load(path)[0] == []
    path.touch()
    assert load(path)[0] == []
    path.write_text(HEADER[:20])
    assert load(path)[0] == []
    write(path)
    assert load(path)[0] == []


def test_unreadable_files(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreError, match=r"cannot read lease file .*leases.csv: Is a directory"):
        load(path)


def test_files_of_another_kind(path: Path) -> None:
    path.write_text("address,duid\n")
    with pytest.raises(StoreError, match=r"lease file .*leases.csv, line 1: not a lease file: column 2 is called"):
        load(path)


def test_reading_changes_nothing(path: Path) -> None:
    text = f"{HEADER}\n{show(a_lease())}torn"
    path.write_text(text)
    load(path)
    assert path.read_text() == text
    assert list(path.parent.iterdir()) == [path]


# --- cleanup at work -------------------------------------------------------------------------------------------------


def test_a_cleanup_at_work_is_waited_for(path: Path) -> None:
    with_suffix(path, ".pid").write_text(f"{os.getpid()}\n")
    with pytest.raises(StoreError, match=rf"cleaned up by process {os.getpid()}: wait .* or remove .*\.pid"):
        await_cleanup(path)


@pytest.mark.parametrize("text", ["", "0\n", "-1\n", "4194305\n", "nonsense\n", "\udcff"])
def test_a_cleanup_that_ended_long_ago_is_not(path: Path, text: str) -> None:
    with_suffix(path, ".pid").write_text(text, errors="surrogateescape")
    await_cleanup(path)


def test_no_cleanup(path: Path) -> None:
    await_cleanup(path)


# --- rows ------------------------------------------------------------------------------------------------------------


def test_the_last_row_of_an_address_wins(path: Path) -> None:
    lease = a_lease()
    write(path, show(lease), show_removed(lease), show(a_lease(hostname="again")), show_removed(numbered_lease(9)))
    assert load(path)[0] == [a_lease(hostname="again")]


def test_bad_rows_are_told_and_skipped(path: Path) -> None:
    write(path, "\n", show(a_lease()), "192.0.2.300,,,,,,,,,,,\n", "\n", "short\n", show(numbered_lease(1)), "torn")
    held, watcher = load(path)
    assert held == [a_lease(), numbered_lease(1)]
    assert watcher.bad_rows == [
        ("leases.csv", 4, "address: '192.0.2.300' is not an IPv4 address"),
        ("leases.csv", 6, "1 columns instead of 12"),
        ("leases.csv", 8, "1 columns instead of 12"),
    ]


def test_a_whole_row_needs_no_newline(path: Path) -> None:
    write(path, show(a_lease()).removesuffix("\n"))
    held, watcher = load(path)
    assert held == [a_lease()]
    assert watcher.bad_rows == []


def test_bad_rows_are_limited(path: Path) -> None:
    write(with_suffix(path, ".1"), "bad\n", "bad\n")
    write(path, "bad\n", "bad\n", show(a_lease()))
    assert load(path, max_row_errors=2)[0] == [a_lease()]
    with pytest.raises(StoreError, match=r"leases.csv.1 has more than 1 bad rows"):
        load(path, max_row_errors=1)


def test_octets_that_are_no_text_survive(path: Path) -> None:
    write(path, show(a_lease()).replace("host", "h\udcffst"))
    held, _ = load(path)
    assert held == [a_lease(hostname="h\udcffst")]
    assert ",h&#xffst," in show(held[0])


def test_rows_across_blocks(path: Path) -> None:
    count = 2 * BLOCK // len(show(numbered_lease(0))) + 10
    leases = [numbered_lease(number) for number in range(count)]
    write(path, *map(show, leases), "bad\n")
    held, watcher = load(path)
    assert held == leases
    assert [line for _, line, _ in watcher.bad_rows] == [count + 2]


def test_endless_rows_are_one_bad_row(path: Path) -> None:
    write(path, show(a_lease()), "\0" * (3 * LONGEST_ROW), "\n", show(numbered_lease(1)))
    held, watcher = load(path)
    assert held == [a_lease(), numbered_lease(1)]
    assert [line for _, line, _ in watcher.bad_rows] == [3]


def test_other_schemas_are_told(path: Path) -> None:
    write(with_suffix(path, ".1"), show(a_lease()).replace(",0\n", "\n"), show(numbered_lease(1)), header=OLD_HEADER)
    write(path, show(numbered_lease(2)), header=f"{HEADER},colour")
    held, watcher = load(path)
    assert len(held) == 3
    assert watcher.bad_rows == []
    assert watcher.schemas == [("leases.csv.1", "2.1", True), ("leases.csv", "3.0", False)]


# --- checks ----------------------------------------------------------------------------------------------------------


def test_leases_are_checked_once_all_is_read(path: Path) -> None:
    seen = []

    def check(held: dict[int, Lease4]) -> None:
        seen.extend([key - ADDRESS for key in held])
        held[ADDRESS + 2] = a_lease(ADDRESS + 2, subnet_id=7)
        del held[ADDRESS + 3]

    write(path, *[show(numbered_lease(number, subnet_id=number)) for number in (1, 1, 2, 3)])
    held = load_leases(path, FORMAT4, check=check)
    assert seen == [1, 2, 3]
    assert list(held.values()) == [numbered_lease(1), a_lease(ADDRESS + 2, subnet_id=7)]


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(path: Path, enabled: bool) -> None:
    path.write_text("nonsense\n")
    if not enabled:
        gc.disable()
    try:
        with pytest.raises(StoreError):
            load(path)
        assert gc.isenabled() == enabled
    finally:
        gc.enable()
