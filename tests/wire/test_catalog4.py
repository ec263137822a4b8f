"""The catalogue against the rules every row must keep, and against RFCs in samples."""

import runpy
from pathlib import Path

import pytest

from lessor.wire.catalog4 import AGENT_OPTIONS, CABLELABS, DHCP4, REDEFINABLE4, ROWS4, STANDARD4, VENDOR_ENCAPSULATED
from lessor.wire.definition import OptionDefinition
from lessor.wire.payload import INTERNAL, NOTATIONS, RECORD
from lessor.wire.values import KINDS
from lessor.wire.vendors import DOCSIS3, VENDORS4

ROWS = (*ROWS4, *VENDORS4)
DOCS = Path(__file__).parents[2] / "docs"


def ids(row: OptionDefinition) -> str:
    return f"{row.space}-{row.code}"


def test_codes_and_names_are_unique_in_their_space() -> None:
    assert len({(row.space, row.code) for row in ROWS}) == len(ROWS)
    assert len({(row.space, row.name) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_rows_can_be_looked_up_and_packed(row: OptionDefinition) -> None:
    assert STANDARD4.by_code(row.space, row.code) is row
    assert STANDARD4.by_name(row.space, row.name) is row
    assert 1 <= row.code <= 254
    if row.type == INTERNAL:
        assert row.name in NOTATIONS
    elif row.type == RECORD:
        assert len(row.fields) >= 2
        assert set(row.fields) <= set(KINDS)
    else:
        assert row.type in KINDS
        assert not row.fields


def test_encapsulated_spaces() -> None:
    assert {row.code: row.encapsulates for row in ROWS if row.encapsulates} == {
        43: VENDOR_ENCAPSULATED,
        82: AGENT_OPTIONS,
        122: CABLELABS,
    }


def test_how_many_there_are() -> None:
    assert {space: sum(row.space == space for row in ROWS) for space in (DHCP4, AGENT_OPTIONS, CABLELABS, DOCSIS3)} == {
        DHCP4: 125,
        AGENT_OPTIONS: 20,
        CABLELABS: 9,
        DOCSIS3: 2,
    }


def test_what_is_sent_unasked() -> None:
    assert {row.name for row in ROWS if row.unasked} == {
        "routers",
        "domain-name-servers",
        "domain-name",
        "dhcp-server-identifier",
    }


def test_what_the_server_fills_in_itself() -> None:
    codes = {row.code for row in ROWS if row.space == DHCP4 and not row.configurable}
    assert {1, 12, 50, 51, 53, 55, 58, 59, 61, 81, 82, 118} <= codes
    assert not codes & {3, 6, 15, 43, 54, 60, 66, 67, 121}


@pytest.mark.parametrize(
    ("code", "name", "type", "array"),
    [
        (1, "subnet-mask", "ipv4-address", False),  # RFC 2132 section 3.3
        (2, "time-offset", "int32", False),
        (3, "routers", "ipv4-address", True),
        (25, "path-mtu-plateau-table", "uint16", True),
        (53, "dhcp-message-type", "uint8", False),
        (108, "v6-only-preferred", "uint32", False),  # RFC 8925 section 3.1
        (119, "domain-search", "fqdn", True),  # RFC 3397
        (143, "v4-sztp-redirect", "tuple", True),  # RFC 8572 section 8.1
    ],
)
def test_samples(code: int, name: str, type: str, array: bool) -> None:
    row = STANDARD4.by_code(DHCP4, code)
    assert row is not None
    assert (row.name, row.type, row.array) == (name, type, array)


def test_redefinable_codes_exist() -> None:
    assert all(STANDARD4.by_code(DHCP4, code) for code in REDEFINABLE4)


def test_the_page_about_options_is_up_to_date() -> None:
    generator = runpy.run_path(str(DOCS / "generate_options.py"))
    text = generator["text_of"](generator["PAGES"]["options4.md"])
    assert (DOCS / "reference" / "options4.md").read_text() == text, "run: python docs/generate_options.py"
