"""Following a lease file while a server writes it."""

from contextlib import closing
from pathlib import Path

import pytest

from lessor.model.lease import DECLINED, RECLAIMED, RELEASED, Lease4
from lessor.model.lease6 import NA, PD, Lease6, key_of
from lessor.service.labs.follow import EXPIRED, GIVEN_BACK, GRANTED, REFUSED, RENEWED, LeaseWatch4, LeaseWatch6, Tail
from lessor.store import columns6
from lessor.store.columns import HEADER, show, show_removed

NOW = 1_700_000_000
ADDRESS = 0xC0000264


def lease(cltt: int = NOW, hwaddr: bytes = b"\0\0\x5e\0\x53\1", state: int = 0) -> Lease4:
    return Lease4(ADDRESS, hwaddr, b"", 600, cltt, 1, hostname="desk", state=state)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "leases.csv"
    path.write_text(HEADER + "\n")
    return path


def append(path: Path, text: str) -> None:
    with path.open("a") as rows:
        rows.write(text)


def seen(path: Path, *rows: str, now: int = NOW) -> list[str]:
    append(path, "".join(rows))
    with closing(LeaseWatch4(path)) as watch:
        return [event.what for event in watch.events(now)]


@pytest.mark.parametrize(
    ("rows", "events"),
    [
        ([show(lease())], [GRANTED]),
        ([show(lease()), show(lease(NOW + 300))], [GRANTED, RENEWED]),
        ([show(lease()), show(lease(NOW + 601))], [GRANTED, GRANTED]),
        ([show(lease()), show(lease(NOW + 1, b"\0\0\x5e\0\x53\2"))], [GRANTED, GRANTED]),
        ([show(lease()), show_removed(lease())], [GRANTED, GIVEN_BACK]),
        ([show(lease()), show(lease(state=RELEASED)), show_removed(lease())], [GRANTED, GIVEN_BACK]),
        ([show(lease()), show(lease(state=RELEASED)), show(lease())], [GRANTED, GIVEN_BACK, GRANTED]),
        ([show(lease()), show(lease(state=RELEASED)), show(lease(state=RECLAIMED))], [GRANTED, GIVEN_BACK]),
        ([show(lease()), show(lease(state=DECLINED))], [GRANTED, REFUSED]),
        ([show(lease()), show(lease(state=RECLAIMED))], [GRANTED, EXPIRED]),
        ([show_removed(lease())], []),
    ],
)
def test_row_says_what_happened(file: Path, rows: list[str], events: list[str]) -> None:
    assert seen(file, *rows) == events


def test_lease_removed_after_its_time_has_expired(file: Path) -> None:
    assert seen(file, show(lease()), show_removed(lease()), now=NOW + 600) == [GRANTED, EXPIRED]


@pytest.mark.parametrize(("state", "kept"), [(0, 1), (DECLINED, 1), (RECLAIMED, 0), (RELEASED, 0)])
def test_rows_of_leases_that_are_over_do_not_count(file: Path, state: int, kept: int) -> None:
    append(file, show(lease(state=state)))
    with closing(LeaseWatch4(file)) as watch:
        watch.events(NOW)
        assert watch.kept() == kept


def test_only_what_is_new_is_told(file: Path) -> None:
    watch = LeaseWatch4(file)
    append(file, show(lease()))
    assert len(watch.events(NOW)) == 1
    assert watch.events(NOW) == []
    append(file, show(lease(NOW + 1)))
    assert [event.what for event in watch.events(NOW)] == [RENEWED]
    assert watch.leases[ADDRESS].cltt == NOW + 1
    watch.close()


def test_row_cut_in_the_middle_waits_for_its_rest(file: Path) -> None:
    watch, row = LeaseWatch4(file), show(lease())
    append(file, row[:20])
    assert watch.events(NOW) == []
    append(file, row[20:])
    assert [event.lease.hostname for event in watch.events(NOW)] == ["desk"]
    watch.close()


def test_unreadable_rows_are_passed_over(file: Path) -> None:
    assert seen(file, "nonsense\n", "\n", show(lease())) == [GRANTED]


def test_rows_of_kea_2_2_are_read(file: Path) -> None:
    file.write_text(HEADER.removesuffix(",pool_id") + "\n")
    assert seen(file, show(lease()).rsplit(",", 1)[0] + "\n") == [GRANTED]


def test_following_goes_on_in_the_file_that_replaces_the_first(file: Path) -> None:
    watch = LeaseWatch4(file)
    append(file, show(lease()))
    watch.events(NOW)
    moved = file.rename(file.with_suffix(".csv.1"))
    append(moved, show(lease(NOW + 1)))
    file.write_text(HEADER + "\n" + show(lease(NOW + 2)))
    assert [event.lease.cltt for event in watch.events(NOW)] == [NOW + 1, NOW + 2]
    watch.close()


def test_file_may_come_later_and_go(tmp_path: Path) -> None:
    tail = Tail(tmp_path / "leases.csv")
    assert list(tail.lines()) == []
    tail.path.write_text("one\n")
    assert list(tail.lines()) == ["one"]
    tail.path.unlink()
    assert list(tail.lines()) == []
    tail.path.write_text("two\n")
    assert list(tail.lines()) == ["two"]
    tail.close()


# --- DHCPv6 --------------------------------------------------------------------------------------------------------


def lease6(kind: int = NA, cltt: int = NOW, iaid: int = 1, duid: bytes = b"\0\3\0\1\0\0\x5e\0\x53\1") -> Lease6:
    return Lease6(kind, 0x20010DB8 << 96, 128 if kind == NA else 60, duid, iaid, 300, 600, cltt, 1)


@pytest.mark.parametrize(
    ("rows", "events"),
    [
        ([lease6(), lease6(cltt=NOW + 300)], [GRANTED, RENEWED]),
        ([lease6(), lease6(cltt=NOW + 601)], [GRANTED, GRANTED]),
        ([lease6(), lease6(iaid=2)], [GRANTED, GRANTED]),
        ([lease6(), lease6(duid=b"\0\3\0\1\0\0\x5e\0\x53\2")], [GRANTED, GRANTED]),
        ([lease6(), lease6(PD)], [GRANTED, GRANTED]),
    ],
)
def test_client_of_dhcpv6_is_known_by_duid_and_iaid(tmp_path: Path, rows: list[Lease6], events: list[str]) -> None:
    file = tmp_path / "leases6.csv"
    file.write_text("\n".join([columns6.HEADER, *(columns6.show(row).rstrip() for row in rows), ""]))
    with closing(LeaseWatch6(file)) as watch:
        assert [event.what for event in watch.events(NOW)] == events
        assert set(watch.leases) == {key_of(row) for row in rows}


def test_prefix_given_back_is_told_apart_from_the_address_of_the_same_number(tmp_path: Path) -> None:
    file = tmp_path / "leases6.csv"
    file.write_text(columns6.HEADER + "\n" + columns6.show(lease6()) + columns6.show(lease6(PD)))
    with closing(LeaseWatch6(file)) as watch:
        watch.events(NOW)
        append(file, columns6.show_removed(lease6(PD)))
        assert [(event.what, event.lease) for event in watch.events(NOW)] == [(GIVEN_BACK, lease6(PD))]
        assert list(watch.leases.values()) == [lease6()]
