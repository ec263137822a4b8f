"""Many rows at once: what reading one by one gives, or nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.model.lease import Lease4
from lessor.store.columns import FORMAT4, HEADER, KNOWN, RowReader, show
from lessor.store.loading import load_leases
from tests.store.rowlots import rows_of
from tests.store.test_columns import leases

ETHERNET = b"\x02\0\0\0\0\7"
USUAL = [
    Lease4(0xC0000201, ETHERNET, b"\1" + ETHERNET, 3600, 1_700_000_000, 1),
    Lease4(0xC0000202, b"\1", b"\1\1", 60, 1_700_000_001, 2, True, False, "host.example.org", 1),
    Lease4(0xFFFFFFFE, bytes(20), b"\1" + bytes(20), 0xFFFFFFFF, 1, 4294967295, False, True, "", 2, "", 7),
]

octets = st.binary(min_size=1, max_size=20)
usual_leases = st.builds(
    Lease4,
    address=st.integers(0, 0xFFFFFFFF),
    hwaddr=octets | st.just(ETHERNET),
    client_id=st.just(b"") | octets | st.just(b"\1" + ETHERNET),
    valid_lifetime=st.integers(1, 0xFFFFFFFF),
    cltt=st.integers(0, 2**40),
    subnet_id=st.integers(0, 2),
    fqdn_fwd=st.booleans(),
    hostname=st.sampled_from(["", "host.example.org"]),
    state=st.integers(0, 3),
)


def row(lease: Lease4) -> str:
    return show(lease).removesuffix("\n")


def many(*rows: str) -> list[Lease4] | None:
    return RowReader(HEADER).read_usual("\n".join(rows))


def test_usual_rows() -> None:
    assert many(*map(row, USUAL)) == USUAL


@pytest.mark.parametrize("client_id", [b"", b"\xff\1\2", b"\1" + ETHERNET[::-1]])
def test_client_identifiers_of_other_kinds(client_id: bytes) -> None:
    other = Lease4(0xC0000203, ETHERNET, client_id, 60, 1, 1)
    assert many(row(USUAL[0]), row(other)) == [USUAL[0], other]


def test_rows_under_an_older_header() -> None:
    older = RowReader(HEADER.removesuffix(",pool_id"))
    assert older.read_usual("\n".join([row(lease).rpartition(",")[0] for lease in USUAL[:2]])) == USUAL[:2]
    assert older.read_usual("192.0.2.1,short") is None


def test_rows_under_a_newer_header() -> None:
    newer = RowReader(f"{HEADER},colour")
    assert newer.read_usual("\n".join([f"{row(lease)},red" for lease in USUAL])) == USUAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("192.0.2.1", "192.0.2"),
        ("192.0.2.1", "192.0.2.1\0"),
        ("02:00:00:00:00:07,", "0200:00:00:00:07,"),
        ("02:00:00:00:00:07,", "02:00:00:00:00:0A,"),
        ("02:00:00:00:00:07,", ","),
        ("02:00:00:00:00:07,", ":".join(["02"] * 21) + ","),
        ("01:02", "1:02"),
        (",3600,", ",0,"),
        (",3600,", ",4294967296,"),
        (",1,0,0,", ",x,0,0,"),
        (",1,0,0,", ",1,2,0,"),
        (",,0,,0", ",a&#x2cb,0,,0"),
        (",,0,,0", ",,0,{},0"),
        (",,0,,0", ",,0,,0,more"),
        (",,0,,0", ""),
    ],
)
def test_what_is_unusual_is_left_to_the_table(old: str, new: str) -> None:
    text = row(USUAL[0])
    assert old in text
    assert many(row(USUAL[1]), text.replace(old, new, 1)) is None


@given(rows_of(leases | usual_leases, KNOWN))
def test_equals_reading_row_by_row(rows: list[str]) -> None:
    found = many(*rows)
    if found is not None:
        assert found == [*map(RowReader(HEADER).read, rows)]


@given(st.lists(usual_leases, min_size=1))
def test_reads_whatever_servers_write(some: list[Lease4]) -> None:
    assert many(*map(row, some)) == some


def test_an_unusual_row_spoils_nothing(tmp_path: Path) -> None:
    path = tmp_path / "leases.csv"
    gone = row(USUAL[1]).replace(",60,", ",0,")
    again = row(Lease4(0xC0000203, ETHERNET, b"", 60, 1, 1, hostname="a,b"))
    path.write_text("\n".join([HEADER, *map(row, USUAL), gone, "nonsense", again, ""]))
    assert [*load_leases(path, FORMAT4)] == [0xC0000201, 0xFFFFFFFE, 0xC0000203]
