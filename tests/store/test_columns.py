"""The column table: rows come back as they were, the short ways equal the table, other schemas are understood."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.model.lease import DECLINED, INFINITE, Lease4
from lessor.store.columns import COLUMNS, HEADER, KNOWN, SCHEMA, RowReader, read_fields, show, show_removed
from lessor.store.fields import RowError
from tests.store.leases import ADDRESS, CLIENT_ID, HWADDR, NOW, a_lease

ROW = "192.0.2.1,02:00:00:00:00:01,01:02:00:00:00:00:01,3600,1800003600,1,0,1,host,0,,7"
LEASE = a_lease(fqdn_rev=True, pool_id=7)

uint32 = st.integers(0, 0xFFFFFFFF)
texts = st.binary(max_size=20).map(lambda octets: octets.decode("utf-8", "surrogateescape").lower())
leases = st.builds(
    Lease4,
    address=uint32,
    hwaddr=st.binary(min_size=1, max_size=20),
    client_id=st.binary(max_size=30),
    valid_lifetime=uint32,
    cltt=st.integers(0, 2**40),
    subnet_id=uint32,
    fqdn_fwd=st.booleans(),
    fqdn_rev=st.booleans(),
    hostname=texts,
    state=uint32,
    user_context=st.sampled_from(["", "{}", '{ "a": "b,c" }', '{"é": [1, {"&": null}]}']),
    pool_id=uint32,
)


def show_by_table(lease: Lease4) -> str:
    return ",".join(column.show(lease) for column in COLUMNS) + "\n"


def read(row: str, header: str = HEADER) -> Lease4:
    return RowReader(header).read(row)


def test_header_is_that_of_the_current_schema() -> None:
    assert HEADER == (
        "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id"
    )
    assert SCHEMA == "3.0"


def test_a_row_and_its_lease() -> None:
    assert read(ROW) == LEASE
    assert show(LEASE) == ROW + "\n"


@given(leases)
def test_leases_come_back(lease: Lease4) -> None:
    again = read(show(lease).removesuffix("\n"))
    # a second lower-casing changes a few letters more
    lease.hostname = lease.hostname.lower()
    assert again == lease


@given(leases)
def test_the_short_way_of_writing_equals_the_table(lease: Lease4) -> None:
    assert show(lease) == show_by_table(lease)


@given(leases, st.integers(0, KNOWN - 1), st.text(max_size=8))
def test_the_short_way_of_reading_equals_the_table(lease: Lease4, position: int, text: str) -> None:
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


def test_a_removed_lease_is_its_last_data_without_lifetime() -> None:
    row = show_removed(LEASE)
    assert row == ROW.replace("3600,1800003600", "0,1800000000") + "\n"
    again = read(row.removesuffix("\n"))
    assert (again.valid_lifetime, again.cltt) == (0, NOW)


def test_infinite_leases() -> None:
    lease = a_lease(valid_lifetime=INFINITE)
    assert ",4294967295,6094967295," in show(lease)
    assert read(show(lease).removesuffix("\n")) == lease


def test_declined_leases_need_no_identifier_others_do() -> None:
    nobody = a_lease(hwaddr=b"", client_id=b"", state=DECLINED)
    assert read(show(nobody).removesuffix("\n")) == nobody
    assert read(show(a_lease(hwaddr=b"")).removesuffix("\n")).client_id == CLIENT_ID
    assert read(show(a_lease(client_id=b"")).removesuffix("\n")).hwaddr == HWADDR
    with pytest.raises(RowError, match="neither hwaddr nor client_id"):
        read(show(a_lease(hwaddr=b"", client_id=b"")).removesuffix("\n"))


@pytest.mark.parametrize(("hwaddr", "client_id"), [(b"\2" * 21, b""), (b"\2" * 6, b"\1" * 256)])
def test_identifiers_have_a_greatest_length(hwaddr: bytes, client_id: bytes) -> None:
    with pytest.raises(RowError, match="octets, at most"):
        read(show(a_lease(hwaddr=hwaddr, client_id=client_id)).removesuffix("\n"))


def test_reasons_name_the_column() -> None:
    with pytest.raises(RowError, match="subnet_id: 'one' is not a number"):
        read(ROW.replace(",1,0,1,", ",one,0,1,"))


# --- other schemas ---------------------------------------------------------------------------------------------------

WIDTHS = {"1.0": 9, "2.0": 10, "2.1": 11, "3.0": 12}
NAMES = HEADER.split(",")


@pytest.mark.parametrize(("schema", "width"), WIDTHS.items())
def test_older_rows_get_the_defaults(schema: str, width: int) -> None:
    reader = RowReader(",".join(NAMES[:width]))
    assert (reader.header.schema, reader.header.older, reader.header.newer) == (schema, width < KNOWN, False)
    texts = [*ROW.split(",")[:9], "2", "{}", "7"]
    defaults = [0, "", 0]
    for columns in range(width, KNOWN + 1):
        lease = reader.read(",".join(texts[:columns]))
        assert (lease.address, lease.hostname) == (ADDRESS, "host")
        expected = [2, "{}", 7][: columns - 9] + defaults[columns - 9 :]
        assert [lease.state, lease.user_context, lease.pool_id] == expected
    for columns in (width - 1, KNOWN + 1):
        with pytest.raises(RowError, match="columns instead of"):
            reader.read(",".join([*texts, "more"][:columns]))


def test_newer_rows_are_cut() -> None:
    reader = RowReader(HEADER + ",colour,taste")
    assert (reader.header.schema, reader.header.older, reader.header.newer) == ("3.0", False, True)
    for row in (ROW, ROW + ",red", ROW + ",red,sweet"):
        assert reader.read(row) == LEASE
    with pytest.raises(RowError, match="11 columns instead of 12 to 14"):
        reader.read(ROW.removesuffix(",7"))
    with pytest.raises(RowError, match="15 columns"):
        reader.read(ROW + ",red,sweet,more")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("", "column 1 is called ''"),
        (HEADER.replace("client_id", "duid"), "column 3 is called 'duid' instead of 'client_id'"),
        (",".join(NAMES[:8]), "8 columns, at least 9"),
        (HEADER.upper(), "column 1 is called 'ADDRESS'"),
    ],
)
def test_headers_of_other_files_are_refused(header: str, reason: str) -> None:
    with pytest.raises(RowError, match=reason):
        RowReader(header)


@given(st.text())
def test_any_text_is_a_lease_or_a_row_error(text: str) -> None:
    with suppress(RowError):
        assert isinstance(read(text), Lease4)
