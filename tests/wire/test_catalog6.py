"""The catalogue against the rules every row must keep, and against RFCs in samples."""

import runpy
from pathlib import Path

import pytest

from lessor.wire.catalog6 import (
    DHCP6,
    LW4O6,
    MAP_E,
    MAP_T,
    NTP_SERVER,
    REDEFINABLE6,
    RELAY_SUPPLIED,
    RELAY_SUPPLIED_CODES,
    ROWS6,
    S46_BIND,
    S46_RULE,
    STANDARD6,
)
from lessor.wire.definition import OptionDefinition
from lessor.wire.payload import INTERNAL, NOTATIONS, RECORD
from lessor.wire.values import KINDS6
from lessor.wire.vendors import DOCSIS3, ISC, VENDORS6

ROWS = (*ROWS6, *VENDORS6)
DOCS = Path(__file__).parents[2] / "docs"


def ids(row: OptionDefinition) -> str:
    return f"{row.space}-{row.code}"


def test_codes_and_names_are_unique_in_their_space() -> None:
    assert len({(row.space, row.code) for row in ROWS}) == len(ROWS)
    assert len({(row.space, row.name) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_rows_can_be_looked_up_and_packed(row: OptionDefinition) -> None:
    assert STANDARD6.by_code(row.space, row.code) is row
    assert STANDARD6.by_name(row.space, row.name) is row
    assert 1 <= row.code <= 65535
    if row.type == INTERNAL:
        assert row.name in NOTATIONS
    elif row.type == RECORD:
        assert len(row.fields) >= 2
        assert set(row.fields) <= set(KINDS6)
    else:
        assert row.type in KINDS6
        assert not row.fields


def test_encapsulated_spaces() -> None:
    assert {(row.space, row.code): row.encapsulates for row in ROWS if row.encapsulates} == {
        (DHCP6, 44): DHCP6,
        (DHCP6, 45): DHCP6,
        (DHCP6, 56): NTP_SERVER,
        (DHCP6, 66): RELAY_SUPPLIED,
        (DHCP6, 94): MAP_E,
        (DHCP6, 95): MAP_T,
        (DHCP6, 96): LW4O6,
        (MAP_E, 89): S46_RULE,
        (MAP_T, 89): S46_RULE,
        (LW4O6, 92): S46_BIND,
    }


def test_how_many_there_are() -> None:
    spaces = [row.space for row in ROWS]
    assert {space: spaces.count(space) for space in spaces} == {
        DHCP6: 76,
        NTP_SERVER: 3,
        MAP_E: 2,
        MAP_T: 2,
        LW4O6: 2,
        S46_RULE: 1,
        S46_BIND: 1,
        DOCSIS3: 10,
        ISC: 3,
    }


def test_nothing_is_sent_unasked() -> None:
    # RFC 8415 section 18.3: options go to who asks for them
    assert [row.name for row in ROWS if row.unasked] == []


def test_what_the_server_fills_in_itself() -> None:
    codes = {row.code for row in ROWS if row.space == DHCP6 and not row.configurable}
    assert codes == {*range(1, 7), 8, 9, 11, *range(13, 21), 25, 26, 87, 135}


@pytest.mark.parametrize(
    ("code", "name", "type", "array"),
    [
        (7, "preference", "uint8", False),  # RFC 8415 section 21.8
        (12, "unicast", "ipv6-address", False),
        (23, "dns-servers", "ipv6-address", True),  # RFC 3646
        (24, "domain-search", "fqdn", True),
        (32, "information-refresh-time", "uint32", False),
        (59, "bootfile-url", "string", False),  # RFC 5970 section 3.1
        (60, "bootfile-param", "tuple", True),
        (64, "aftr-name", "fqdn", False),  # RFC 6334 section 3
        (136, "v6-sztp-redirect", "tuple", True),  # RFC 8572 section 8.2
        (148, "addr-reg-enable", "empty", False),  # RFC 9686 section 4.1
    ],
)
def test_samples(code: int, name: str, type: str, array: bool) -> None:
    row = STANDARD6.by_code(DHCP6, code)
    assert row is not None
    assert (row.name, row.type, row.array) == (name, type, array)


@pytest.mark.parametrize("codes", [REDEFINABLE6, RELAY_SUPPLIED_CODES])
def test_codes_with_special_rules_exist(codes: frozenset[int]) -> None:
    assert all(STANDARD6.by_code(DHCP6, code) for code in codes)


def test_the_page_about_options_is_up_to_date() -> None:
    generator = runpy.run_path(str(DOCS / "generate_options.py"))
    text = generator["text_of"](generator["PAGES"]["options6.md"])
    assert (DOCS / "reference" / "options6.md").read_text() == text, "run: python docs/generate_options.py"
