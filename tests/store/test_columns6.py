"""The DHCPv6 columns: rows come back as they were, the short ways equal the table, other schemas are understood."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.model.lease import DECLINED, INFINITE
from lessor.model.lease6 import NA, PD, REGISTERED, TA, Lease6
from lessor.store.columns6 import COLUMNS, FORMAT6, HEADER, KNOWN, SCHEMA, RowReader, read_fields, show, show_removed
from lessor.store.fields import RowError
from tests.store.leases import HWADDR, NOW
from tests.store.leases6 import a_lease6, a_prefix

ROW = "2001:db8::100,00:03:00:01:02:00:00:00:00:01,3600,1800003600,1,1800,0,7,128,0,1,host,02:00:00:00:00:01,0,,1,2,7"
LEASE = a_lease6(fqdn_rev=True, pool_id=7)

uint32 = st.integers(0, 0xFFFFFFFF)
texts = st.binary(max_size=20).map(lambda octets: octets.decode("utf-8", "surrogateescape").lower())
LENGTHS = st.integers(0, 128)
kinds = st.one_of(st.tuples(st.sampled_from([NA, TA]), st.just(128)), st.tuples(st.just(PD), LENGTHS))
hwaddrs = st.one_of(st.just((b"", 0, 0)), st.tuples(st.binary(min_size=1, max_size=20), st.integers(0, 0xFFFF), uint32))


@st.composite
def leases(draw: st.DrawFn) -> Lease6:
    kind, prefix_length = draw(kinds)
    hwaddr, hwtype, source = draw(hwaddrs)
    return Lease6(
        kind,
        draw(st.integers(0, 2**128 - 1)),
        prefix_length,
        draw(st.binary(min_size=4, max_size=130)),
        draw(uint32),
        draw(uint32),
        draw(uint32),
        draw(st.integers(0, 2**40)),
        draw(uint32),
        hwaddr,
        hwtype,
        source,
        draw(st.booleans()),
        draw(st.booleans()),
        draw(texts),
        draw(uint32),
        draw(st.sampled_from(["", "{}", '{ "a": "b,c" }', '{"é": [1, {"&": null}]}'])),
        draw(uint32),
    )


def show_by_table(lease: Lease6) -> str:
    return ",".join(column.show(lease) for column in COLUMNS) + "\n"


def read(row: str, header: str = HEADER) -> Lease6:
    return RowReader(header).read(row)


def again(lease: Lease6) -> Lease6:
    return read(show(lease).removesuffix("\n"))


def test_header_is_that_of_the_current_schema() -> None:
    assert HEADER == (
        "address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,"
        "hostname,hwaddr,state,user_context,hwtype,hwaddr_source,pool_id"
    )
    assert SCHEMA == "5.0"


def test_a_row_and_its_lease() -> None:
    assert read(ROW) == LEASE
    assert show(LEASE) == ROW + "\n"


def test_a_prefix_and_its_row() -> None:
    row = "2001:db8:100::,00:03:00:01:02:00:00:00:00:01,3600,1800003600,1,1800,2,7,56,0,0,host,,0,,0,0,0"
    prefix = a_prefix(hwaddr=b"", hwtype=0, hwaddr_source=0)
    assert read(row) == prefix
    assert show(prefix) == row + "\n"


@given(leases())
def test_leases_come_back(lease: Lease6) -> None:
    found = again(lease)
    # a second lower-casing changes a few letters more
    lease.hostname = lease.hostname.lower()
    assert found == lease


@given(leases())
def test_the_short_way_of_writing_equals_the_table(lease: Lease6) -> None:
    assert show(lease) == show_by_table(lease)


@given(leases(), st.integers(0, KNOWN - 1), st.one_of(st.text(max_size=8), st.integers(-9, 2**33).map(str)))
def test_the_short_way_of_reading_equals_the_table(lease: Lease6, position: int, text: str) -> None:
    fields = show(lease).removesuffix("\n").split(",")
    assert read(",".join(fields)) == read_fields(fields)
    fields[position] = text.replace(",", "")
    try:
        expected = read_fields(fields)
    except RowError as error:
        with pytest.raises(RowError) as found:
            read(",".join(fields))
        assert str(found.value) == str(error)
    else:
        assert read(",".join(fields)) == expected


def test_a_removed_lease_is_its_last_data_without_lifetimes() -> None:
    row = show_removed(LEASE)
    assert row == ROW.replace("3600,1800003600,1,1800", "0,1800000000,1,0") + "\n"
    gone = read(row.removesuffix("\n"))
    assert (gone.valid_lifetime, gone.preferred_lifetime, gone.cltt) == (0, 0, NOW)


def test_rows_are_about_one_lease_when_address_and_sort_agree() -> None:
    address, prefix = a_lease6(1), a_prefix(address=1)
    assert FORMAT6.key(address) == FORMAT6.key(a_lease6(1, type=TA)) != FORMAT6.key(prefix)
    assert FORMAT6.key(prefix) == FORMAT6.key(a_prefix(address=1, prefix_length=64))


def test_infinite_and_registered_leases() -> None:
    lease = a_lease6(valid_lifetime=INFINITE, preferred_lifetime=INFINITE, state=REGISTERED)
    assert ",4294967295,6094967295,1,4294967295," in show(lease)
    assert again(lease) == lease


def test_declined_leases_need_no_duid_others_do() -> None:
    nobody = a_lease6(duid=b"", state=DECLINED)
    assert show(nobody).startswith("2001:db8::100,00,3600,")
    assert again(nobody) == nobody
    assert read(show(nobody).replace(",00,", ",00:00:00,").removesuffix("\n")) == nobody
    for duid in (b"", bytes(1), bytes(3)):
        with pytest.raises(RowError, match="empty duid, and not declined"):
            again(a_lease6(duid=duid))
    with pytest.raises(RowError, match="duid: no DUID"):
        read(show(nobody).replace(",00,", ",,").removesuffix("\n"))


@pytest.mark.parametrize("length", [1, 2, 130])
def test_duids_have_a_greatest_length(length: int) -> None:
    assert again(a_lease6(duid=b"\1" * length)).duid == b"\1" * length
    with pytest.raises(RowError, match="duid: 131 octets, at most 130"):
        again(a_lease6(duid=b"\1" * 131))


@pytest.mark.parametrize(("kind", "length"), [(NA, 64), (TA, 0), (PD, 129)])
def test_prefix_lengths_fit_the_type(kind: int, length: int) -> None:
    with pytest.raises(RowError, match="prefix_len"):
        again(a_lease6(type=kind, prefix_length=length))


def test_reasons_name_the_column() -> None:
    with pytest.raises(RowError, match="lease_type: '3' is no type of lease"):
        read(ROW.replace(",0,7,128,", ",3,7,128,"))
    with pytest.raises(RowError, match="iaid: '-7' is not a number"):
        read(ROW.replace(",0,7,128,", ",0,-7,128,"))


# --- hardware addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hwaddr", "hwtype", "source", "expected"),
    [
        ("", "", "", (b"", 0, 0)),
        ("", "0", "0", (b"", 0, 0)),
        ("", "x", "y", (b"", 0, 0)),
        ("02:00:00:00:00:01", "", "", (HWADDR, 1, 0)),
        ("02:00:00:00:00:01", "6", "4294967295", (HWADDR, 6, 4294967295)),
        ("02:00:00:00:00:01", "65536", "2", (b"", 0, 0)),
        ("02:00:00:00:00:01", "6", "y", (b"", 0, 0)),
        ("A:b:C", "6", "2", (b"\x0a\x0b\x0c", 6, 2)),
        ("zz", "6", "2", (b"", 0, 0)),
        (":".join(["01"] * 21), "6", "2", (b"", 0, 0)),
    ],
)
def test_a_bad_hardware_address_costs_no_lease(
    hwaddr: str, hwtype: str, source: str, expected: tuple[bytes, int, int]
) -> None:
    lease = read(ROW.replace("host,02:00:00:00:00:01,0,,1,2,", f"host,{hwaddr},0,,{hwtype},{source},"))
    assert (lease.hwaddr, lease.hwtype, lease.hwaddr_source) == expected


# --- other schemas ---------------------------------------------------------------------------------------------------

WIDTHS = {"1.0": 12, "2.0": 13, "3.0": 14, "3.1": 15, "4.0": 17, "5.0": 18}
NAMES = HEADER.split(",")


@pytest.mark.parametrize(("schema", "width"), WIDTHS.items())
def test_older_rows_get_the_defaults(schema: str, width: int) -> None:
    reader = RowReader(",".join(NAMES[:width]))
    assert (reader.header.schema, reader.header.older, reader.header.newer) == (schema, width < KNOWN, False)
    texts = [*ROW.split(",")[:13], "2", "{}", "6", "4", "7"]
    for columns in range(width, KNOWN + 1):
        lease = reader.read(",".join(texts[:columns]))
        has_hwaddr = columns > 12
        assert (lease.hostname, lease.hwaddr) == ("host", HWADDR if has_hwaddr else b"")
        expected = [2, "{}", 6, 4, 7][: max(columns - 13, 0)]
        expected += [0, "", 1 if has_hwaddr else 0, 0, 0][len(expected) :]
        assert [lease.state, lease.user_context, lease.hwtype, lease.hwaddr_source, lease.pool_id] == expected
    for columns in (width - 1, KNOWN + 1):
        with pytest.raises(RowError, match="columns instead of"):
            reader.read(",".join([*texts, "more"][:columns]))


def test_newer_rows_are_cut() -> None:
    reader = RowReader(HEADER + ",colour")
    assert (reader.header.schema, reader.header.older, reader.header.newer) == ("5.0", False, True)
    assert reader.read(ROW) == reader.read(ROW + ",red") == LEASE


@given(st.text())
def test_any_text_is_a_lease_or_a_row_error(text: str) -> None:
    with suppress(RowError):
        assert isinstance(read(text), Lease6)
