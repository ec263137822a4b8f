"""Many rows at once: what reading one by one gives, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.model.lease6 import Lease6
from lessor.store.columns6 import HEADER, KNOWN, RowReader, show
from tests.store.leases6 import ADDRESS6, a_lease6, a_prefix, numbered_duid
from tests.store.rowlots import rows_of
from tests.store.test_columns6 import leases

USUAL = [
    a_lease6(),
    a_lease6(ADDRESS6 + 1, numbered_duid(1), hwaddr=b"", hwtype=0, hwaddr_source=0, hostname="", fqdn_fwd=True),
    a_prefix(2, duid=bytes([7] * 130), iaid=0xFFFFFFFF, state=2, pool_id=9),
]
usual_leases = st.builds(
    a_lease6,
    address=st.integers(0, 2**128 - 1),
    duid=st.binary(min_size=4, max_size=14),
    iaid=st.integers(0, 0xFFFFFFFF),
    valid_lifetime=st.integers(1, 0xFFFFFFFF),
    cltt=st.integers(0, 2**40),
    subnet_id=st.integers(0, 2),
    hwaddr=st.binary(min_size=1, max_size=20),
    fqdn_fwd=st.booleans(),
)


def row(lease: Lease6) -> str:
    return show(lease).removesuffix("\n")


def many(*rows: str, header: str = HEADER) -> list[Lease6] | None:
    return RowReader(header).read_usual("\n".join(rows))


def test_usual_rows() -> None:
    assert many(*map(row, USUAL)) == USUAL


def test_rows_under_an_older_header() -> None:
    older = HEADER.removesuffix(",pool_id")
    assert many(*[row(lease).rpartition(",")[0] for lease in USUAL[:2]], header=older) == USUAL[:2]
    assert many("2001:db8::1,short", header=older) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2001:db8::100", "2001:db8::100%eth0"),
        ("00:03:00:01:02:00:00:00:00:01", "00"),
        ("00:03:00:01:02:00:00:00:00:01", "00:00:00"),
        ("00:03:00:01:02:00:00:00:00:01", ""),
        (",3600,", ",0,"),
        (",0,7,128,", ",3,7,128,"),
        (",0,7,128,", ",0,07,128,"),
        (",0,7,128,", ",0,-7,128,"),
        (",0,7,128,", ",0,4294967296,128,"),
        (",0,7,128,", ",0,7,127,"),
        (",0,7,128,", ",2,7,129,"),
        (",1,2,0", ",65536,2,0"),
        (",1,2,0", ",,,0"),
        (",0,,1,2,0", ",0,{},1,2,0"),
        (",0,,1,2,0", ",0,,1,2"),
    ],
)
def test_what_is_unusual_is_left_to_the_table(old: str, new: str) -> None:
    text = row(USUAL[0])
    assert old in text
    assert many(row(USUAL[1]), text.replace(old, new, 1)) is None


@given(rows_of(leases() | usual_leases, KNOWN))
def test_equals_reading_row_by_row(rows: list[str]) -> None:
    found = many(*rows)
    if found is not None:
        assert found == [*map(RowReader(HEADER).read, rows)]


@given(st.lists(usual_leases, min_size=1))
def test_reads_whatever_servers_write(some: list[Lease6]) -> None:
    assert many(*map(row, some)) == some
