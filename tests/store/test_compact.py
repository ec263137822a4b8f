"""The clean-up of lease files: its result is what loading the files gives, and it may be killed anywhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessor.model.lease import DECLINED, INFINITE
from lessor.model.lease6 import NA, PD
from lessor.store.base import StoreError
from lessor.store.columns import HEADER, show, show_removed
from lessor.store.columns6 import HEADER as HEADER6
from lessor.store.columns6 import show as show6
from lessor.store.compact import MOST_BAD_ROWS, Cleanup, Files
from lessor.store.lastrows import KIND4, KIND6, Kind
from lessor.store.loading import COMPLETED, COPY, OUTPUT, PREVIOUS, load_leases, with_suffix
from tests.store.leases import ADDRESS, NOW, Recorder, a_lease, numbered_lease
from tests.store.leases6 import numbered_lease6, numbered_prefix
from tests.store.lfc import clean_up, needs_kea

OLD_HEADER = HEADER.removesuffix(",pool_id")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "leases.csv"


def files_of(path: Path) -> Files:
    return Files(*(with_suffix(path, suffix) for suffix in (PREVIOUS, COPY, OUTPUT, COMPLETED)))


def write(path: Path, *rows: str, header: str = HEADER) -> None:
    path.write_text(f"{header}\n" + "".join(rows), errors="surrogateescape")


def compact(path: Path, kind: Kind[Any] = KIND4) -> Cleanup[Any]:
    cleanup = Cleanup(files_of(path), kind, Recorder())
    for step in (*cleanup.merging(), *cleanup.rotating()):
        step()
    return cleanup


def rows(path: Path) -> list[str]:
    return path.read_text().splitlines(keepends=True)


def names(path: Path) -> list[str]:
    return sorted(part.name.removeprefix(path.name) for part in path.parent.iterdir())


# --- what is written -------------------------------------------------------------------------------------------------


def test_the_last_row_of_each_lease_is_left_in_the_order_of_addresses(path: Path) -> None:
    first, second, third = (numbered_lease(number) for number in (1, 2, 3))
    write(with_suffix(path, PREVIOUS), show(third), show(first), show(second))
    write(with_suffix(path, COPY), show(numbered_lease(1, cltt=NOW + 9)), show_removed(second))
    cleanup = compact(path)
    assert rows(with_suffix(path, PREVIOUS)) == [f"{HEADER}\n", show(numbered_lease(1, cltt=NOW + 9)), show(third)]
    assert names(path) == [".2"]
    assert (cleanup.tally.rows, cleanup.tally.leases, cleanup.tally.errors, cleanup.leases) == (5, 5, 0, 2)


def test_nothing_to_merge_gives_an_empty_file(path: Path) -> None:
    compact(path)
    assert rows(with_suffix(path, PREVIOUS)) == [f"{HEADER}\n"]


def test_ended_leases_stay_because_the_server_has_to_take_them_back(path: Path) -> None:
    write(with_suffix(path, COPY), show(a_lease(cltt=0)), show(numbered_lease(1, state=2)))
    compact(path)
    assert len(rows(with_suffix(path, PREVIOUS))) == 3


def test_rows_of_an_older_schema_are_brought_to_ours(path: Path) -> None:
    old = show(a_lease()).removesuffix(",0\n") + "\n"
    write(with_suffix(path, COPY), old, header=OLD_HEADER)
    compact(path)
    assert rows(with_suffix(path, PREVIOUS)) == [f"{HEADER}\n", show(a_lease())]


def test_an_address_and_a_prefix_that_begin_alike_are_two_leases(path: Path) -> None:
    address, prefix = numbered_lease6(1), numbered_prefix(1)
    prefix.address = address.address
    write(with_suffix(path, COPY), show6(prefix), show6(address), header=HEADER6)
    compact(path, KIND6)
    assert rows(with_suffix(path, PREVIOUS))[1:] == [show6(address), show6(prefix)]


def test_bad_rows_are_told_and_left_out(path: Path) -> None:
    write(with_suffix(path, COPY), show(a_lease()), "bad\n", "\n", "999.0.0.1,02,,1,1,1,0,0,,0,,0\n")
    cleanup = compact(path)
    assert isinstance(cleanup.watcher, Recorder)
    assert [(name, line) for name, line, _ in cleanup.watcher.bad_rows] == [("leases.csv.1", 3), ("leases.csv.1", 5)]
    assert (cleanup.tally.rows, cleanup.tally.leases, cleanup.tally.errors) == (3, 1, 2)


def test_too_many_bad_rows_change_nothing(path: Path) -> None:
    write(with_suffix(path, COPY), show(a_lease()), *["bad\n"] * (MOST_BAD_ROWS + 1))
    with pytest.raises(StoreError, match="more than 100 bad rows"):
        compact(path)
    assert names(path) == [".1"]


def test_what_is_no_lease_file_is_not_touched(path: Path) -> None:
    with_suffix(path, COPY).write_text("precious\n")
    with pytest.raises(StoreError, match="not a lease file"):
        compact(path)
    assert names(path) == [".1"]


def test_a_full_disk_gets_its_room_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    write(with_suffix(path, COPY), show(a_lease()))
    monkeypatch.setattr("os.fdatasync", full)
    with pytest.raises(OSError, match="No space left"):
        compact(path)
    assert names(path) == [".1"]


# --- the same as loading ---------------------------------------------------------------------------------------------

HOSTNAMES = st.sampled_from(["", "host", "h-1.example.org", "Großer", "a,b", "&#x2c", "with blank", "{}~"])
CONTEXTS = st.sampled_from(["", '{"a": [1, 2]}'])
NUMBERS = st.sampled_from([0, 1, 3600, 999_999_999, 1_000_000_000, INFINITE])
leases4 = st.builds(
    a_lease,
    address=st.integers(ADDRESS, ADDRESS + 3),
    hwaddr=st.binary(max_size=20),
    client_id=st.binary(min_size=1, max_size=20),
    valid_lifetime=NUMBERS,
    cltt=st.sampled_from([0, NOW, 2**40]),
    subnet_id=NUMBERS,
    fqdn_fwd=st.booleans(),
    hostname=HOSTNAMES,
    state=st.sampled_from([0, DECLINED, 2, 3]),
    user_context=CONTEXTS,
    pool_id=NUMBERS,
)


@st.composite
def leases6(draw: st.DrawFn) -> Any:
    prefix = draw(st.booleans())
    lease = (numbered_prefix if prefix else numbered_lease6)(draw(st.integers(0, 3)))
    lease.type = PD if prefix else NA
    lease.duid = draw(st.binary(min_size=2, max_size=20))
    lease.hwaddr = draw(st.binary(max_size=8))
    lease.iaid, lease.valid_lifetime, lease.preferred_lifetime = draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)
    lease.hostname, lease.user_context, lease.state = draw(HOSTNAMES), draw(CONTEXTS), draw(st.integers(0, 4))
    lease.hwtype = draw(st.sampled_from([0, 1, 65535]))
    return lease


def damaged(rows: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Rows with an octet changed, taken out, or in capitals here and there."""

    def damage(row: str, place: int, letter: str) -> str:
        place %= len(row)
        return row[:place] + letter + row[place + len(letter) + 1 :].removesuffix("\n") + "\n"

    return st.one_of(rows, rows.map(str.upper), st.builds(damage, rows, st.integers(0), st.sampled_from("0:9,a.F&-")))


def same_as_loading(path: Path, kind: Kind[Any], header: str, first: list[str], second: list[str]) -> None:
    write(with_suffix(path, PREVIOUS), *first, header=header)
    write(with_suffix(path, COPY), *second, header=header)
    wanted = load_leases(path, kind.format)
    compact(path, kind)
    watcher = Recorder()
    assert load_leases(path, kind.format, watcher=watcher) == wanted
    assert watcher.bad_rows == []


ROWS4 = st.lists(damaged(leases4.map(show)), max_size=8)
ROWS6 = st.lists(damaged(leases6().map(show6)), max_size=8)


@settings(max_examples=300)
@given(first=ROWS4, second=ROWS4)
def test_the_result_is_what_loading_gives(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str]
) -> None:
    same_as_loading(tmp_path_factory.mktemp("4") / "leases.csv", KIND4, HEADER, first, second)


@settings(max_examples=300)
@given(first=ROWS6, second=ROWS6)
def test_the_result_is_what_loading_gives_dhcpv6(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str]
) -> None:
    same_as_loading(tmp_path_factory.mktemp("6") / "leases.csv", KIND6, HEADER6, first, second)


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        (KIND4, show(numbered_lease(1))),
        (KIND4, show(numbered_lease(1, valid_lifetime=INFINITE))),
        (KIND6, show6(numbered_lease6(1))),
        (KIND6, show6(numbered_prefix(1))),
    ],
)
def test_rows_as_servers_write_them_take_the_short_way(kind: Kind[Any], row: str) -> None:
    assert kind.shortcut.usual.fullmatch(row.removesuffix("\n"))


# --- killed anywhere -------------------------------------------------------------------------------------------------


def prepare(path: Path) -> None:
    write(with_suffix(path, PREVIOUS), *(show(numbered_lease(number)) for number in range(4)))
    write(with_suffix(path, COPY), show(numbered_lease(1, cltt=NOW + 1)), show_removed(numbered_lease(2)))
    write(path, show(numbered_lease(1, cltt=NOW + 2)), show(numbered_lease(9)), show_removed(numbered_lease(3)))


def held(path: Path) -> list[Any]:
    return sorted(load_leases(path, KIND4.format).values(), key=lambda lease: lease.address)


@pytest.mark.parametrize("steps", range(7))
def test_after_any_step_everything_is_found_and_the_next_run_finishes(path: Path, steps: int) -> None:
    prepare(path)
    wanted = held(path)
    cleanup = Cleanup(files_of(path), KIND4, Recorder())
    for step in (*cleanup.merging(), *cleanup.rotating())[:steps]:
        step()
    assert held(path) == wanted
    compact(path)
    assert held(path) == wanted
    assert names(path) == ["", ".2"]


def test_a_torn_output_is_written_anew(path: Path) -> None:
    prepare(path)
    wanted = held(path)
    write(with_suffix(path, OUTPUT), show(numbered_lease(77)), "192.0")
    assert held(path) == wanted
    compact(path)
    assert held(path) == wanted


# --- beside Kea ------------------------------------------------------------------------------------------------------


def by_us(path: Path, kind: Kind[Any]) -> None:
    path.rename(with_suffix(path, COPY))
    compact(path, kind)


@needs_kea[0]
@needs_kea[1]
@pytest.mark.parametrize("family", [4, 6])
def test_kea_makes_the_same_of_our_file_and_reads_the_result(tmp_path: Path, family: int) -> None:
    kind: Kind[Any] = KIND4 if family == 4 else KIND6
    a_number: Callable[[int], Any] = numbered_lease if family == 4 else numbered_lease6
    numbers = [*range(300), *range(100), 5, 7]
    text = "".join(kind.format.show(a_number(number)) for number in numbers)
    removed = "".join(kind.format.show_removed(a_number(number)) for number in range(200, 250))
    ours, keas = tmp_path / "ours.csv", tmp_path / "keas.csv"
    for path in (ours, keas):
        path.write_text(f"{kind.format.header}\n{text}{removed}")
    by_us(ours, kind)
    clean_up(keas, family)
    result = with_suffix(ours, PREVIOUS)
    assert load_leases(ours, kind.format) == load_leases(keas, kind.format)
    result.rename(ours)
    said = clean_up(ours, family)
    assert "ERROR" not in said and "FATAL" not in said
    assert with_suffix(ours, PREVIOUS).read_text() == with_suffix(keas, PREVIOUS).read_text()
