"""Whole options by their definitions; the answers to odd input are those of Kea 2.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.catalog4 import DHCP4, ROWS4, STANDARD4
from lessor.wire.catalog6 import DHCP6, LW4O6, MAP_E, MAP_T, ROWS6, S46_RULE, STANDARD6
from lessor.wire.definition import OptionDefinition
from lessor.wire.errors import WireError
from lessor.wire.payload import pack_octets, pack_text, show_values, spare_values
from lessor.wire.values import KINDS, KINDS6
from lessor.wire.vendors import DOCSIS3


def standard(name: str) -> OptionDefinition:
    definition = STANDARD4.by_name(DHCP4, name)
    assert definition is not None
    return definition


def defined(type: str, *fields: str, array: bool = False, encapsulates: str = "") -> OptionDefinition:
    return OptionDefinition(230, "mine", DHCP4, type, array, fields, encapsulates)


@pytest.mark.parametrize(
    ("name", "text", "data", "values"),
    [
        ("routers", "192.0.2.1, 192.0.2.2", "c0000201c0000202", ["192.0.2.1", "192.0.2.2"]),
        ("routers", "", "", []),
        ("boot-size", "1024", "0400", ["1024"]),
        ("root-path", r"a\,b", "612c62", ["a,b"]),
        ("user-class", "1A BB", "1abb", ["1abb"]),
        ("vendor-encapsulated-options", "", "", [""]),
        ("slp-directory-agent", "true, 192.0.2.1, 192.0.2.2", "01c0000201c0000202", ["true", "192.0.2.1", "192.0.2.2"]),
        ("slp-service-scope", r"true, a\,b", "01612c62", ["true", "a,b"]),
        ("uuid-guid", "0, 1abb", "001abb", ["0", "1abb"]),
        ("domain-search", "a.b, c", "0161016200016300", ["a.b.", "c."]),
        ("v4-sztp-redirect", "a,bc", "0161026263", ["a", "bc"]),
        ("v4-portparams", "2, 3/4", "02043000", ["2", "3/4"]),
        ("rdnss-selection", "1,192.0.2.1,192.0.2.2,a,b", "01c0000201c0000202016100016200", None),
        ("option-6rd", "24,96,2001:db8::,192.0.2.1", "186020010db8000000000000000000000000c0000201", None),
        ("vivco-suboptions", "4491, 0102", "0000118b0102", ["4491", "0102"]),
        ("vivso-suboptions", "4491", "0000118b", ["4491"]),
        ("classless-static-route", "10.0.0.0/8 - 192.0.2.1", "080ac0000201", ["10.0.0.0/8 - 192.0.2.1"]),
        ("v4-dnr", "1, a.", "00060001030161 00", ["1, a."]),
    ],
)
def test_standard_options(name: str, text: str, data: str, values: list[str] | None) -> None:
    definition = standard(name)
    octets = bytes.fromhex(data)
    assert pack_text(definition, text) == octets
    assert pack_octets(definition, octets) == octets
    if values is not None:
        assert show_values(definition, octets) == values


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("root-path", ""),
        ("root-path", " "),
        ("root-path", ","),
        ("boot-size", ""),
        ("path-mtu-plateau-table", ""),
        ("domain-search", ""),
        ("user-class", ""),
        ("routers", "192.0.2.1 192.0.2.2"),
        ("vendor-encapsulated-options", "010102"),
        ("client-ndi", "1,2"),
        ("slp-directory-agent", "true"),
        ("slp-service-scope", "true,"),
        ("classless-static-route", ""),
        ("v4-dnr", ""),
    ],
)
def test_refused_text(name: str, text: str) -> None:
    with pytest.raises(ValueError):
        pack_text(standard(name), text)


@pytest.mark.parametrize(
    ("name", "text", "data", "spare"),
    [
        ("root-path", "hello, world", "68656c6c6f", ["world"]),
        ("client-ndi", "1,2,3,4", "010203", ["4"]),
        ("slp-service-scope", "true, a, b", "0161", ["b"]),
        ("routers", "192.0.2.1, 192.0.2.2", "c0000201c0000202", []),
        ("classless-static-route", "10.0.0.0/8-192.0.2.1,0.0.0.0/0-192.0.2.1", "080ac000020100c0000201", []),
    ],
)
def test_values_too_many(name: str, text: str, data: str, spare: list[str]) -> None:
    assert pack_text(standard(name), text).hex() == data
    assert spare_values(standard(name), text) == spare


@pytest.mark.parametrize(
    ("name", "data", "taken"),
    [
        ("boot-size", "01ff02", "01ff"),
        ("v4-access-domain", "01610001", "016100"),
        ("root-path", "610000", "61"),
        ("client-ndi", "01020304", "010203"),
        ("domain-search", "016100c000", "016100016100"),
        ("routers", "", ""),
        ("user-class", "", ""),
        # sub-options may follow
        ("vendor-encapsulated-options", "010102", "010102"),
        ("vivso-suboptions", "0000118b03010102", "0000118b03010102"),
    ],
)
def test_octets_too_many(name: str, data: str, taken: str) -> None:
    assert pack_octets(standard(name), bytes.fromhex(data)).hex() == taken


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("routers", "0a0000"),
        ("boot-size", "01"),
        ("path-mtu-plateau-table", "010203"),
        ("path-mtu-plateau-table", ""),
        ("root-path", ""),
        ("root-path", "0000"),
        ("domain-search", ""),
        ("domain-search", "016100c003"),
        ("client-ndi", "0102"),
        ("slp-directory-agent", "01"),
        ("v4-sztp-redirect", "016102"),
        ("classless-static-route", "08"),
        ("v4-dnr", "0001"),
    ],
)
def test_refused_octets(name: str, data: str) -> None:
    with pytest.raises(WireError):
        pack_octets(standard(name), bytes.fromhex(data))


def test_an_array_of_a_record_repeats_its_last_field() -> None:
    definition = defined("record", "uint8", "uint16", array=True)
    assert pack_text(definition, "1,2,3,4").hex() == "01000200030004"
    assert show_values(definition, bytes.fromhex("01000200030004")) == ["1", "2", "3", "4"]


def test_suboptions_may_follow_a_value() -> None:
    definition = defined("uint8", encapsulates="space")
    assert pack_octets(definition, b"\1\2\3\4") == b"\1\2\3\4"
    assert show_values(definition, b"\1\2\3\4") == ["1"]


def test_an_array_of_nothing_ends() -> None:
    with pytest.raises(WireError, match="without octets"):
        show_values(defined("empty", array=True), b"\0")


def standard6(name: str, space: str = DHCP6) -> OptionDefinition:
    definition = STANDARD6.by_name(space, name)
    assert definition is not None
    return definition


@pytest.mark.parametrize(
    ("space", "name", "text", "data", "values"),
    [
        (DHCP6, "dns-servers", "2001:db8::1", "20010db8000000000000000000000001", ["2001:db8::1"]),
        (DHCP6, "dns-servers", "", "", []),
        (DHCP6, "domain-search", "a.b, c", "0161016200016300", ["a.b.", "c."]),
        (DHCP6, "rapid-commit", "", "", [""]),
        (DHCP6, "bootfile-param", "a,bc", "0001610002 6263", ["a", "bc"]),
        (DHCP6, "pd-exclude", "2001:db8::/64", "4020010db800000000", ["2001:db8::/64"]),
        (DHCP6, "rdnss-selection", "2001:db8::1, 1, a", "20010db8000000000000000000000001 01 016100", None),
        (DHCP6, "vendor-opts", "4491", "0000118b", ["4491"]),
        (DHCP6, "s46-cont-mape", "", "", [""]),
        (DHCP6, "v6-dnr", "1, a.", "0001 0003 016100", ["1, a."]),
        (MAP_E, "s46-rule", "128,20,24,192.0.2.0,2001:db8::/32", "801418 c0000200 2020010db8", None),
        (S46_RULE, "s46-portparams", "2, 3/4", "02 043000", ["2", "3/4"]),
        (MAP_T, "s46-dmr", "2001:db8::/64", "4020010db800000000", ["2001:db8::/64"]),
        (LW4O6, "s46-v4v6bind", "192.0.2.1, 2001:db8::/32", "c0000201 2020010db8", ["192.0.2.1", "2001:db8::/32"]),
        (DOCSIS3, "oro", "1, 2", "00010002", ["1", "2"]),
    ],
)
def test_standard_options_of_dhcpv6(space: str, name: str, text: str, data: str, values: list[str] | None) -> None:
    definition = standard6(name, space)
    octets = bytes.fromhex(data)
    assert pack_text(definition, text, KINDS6) == octets
    assert pack_octets(definition, octets, KINDS6) == octets
    if values is not None:
        assert show_values(definition, octets, KINDS6) == values


def test_vendor_options_may_follow_their_enterprise() -> None:
    octets = bytes.fromhex("0000118b 0020 0001 61")
    assert pack_octets(standard6("vendor-opts"), octets, KINDS6) == octets


def test_softwire_options_may_follow_their_rule() -> None:
    octets = bytes.fromhex("801418 c0000200 2020010db8 005d 0004 02043000")
    assert pack_octets(standard6("s46-rule", MAP_E), octets, KINDS6) == octets


@given(st.sampled_from((*ROWS4, *ROWS6)), st.binary(max_size=60))
def test_octets_fit_or_raise_wire_error(definition: OptionDefinition, data: bytes) -> None:
    kinds = KINDS6 if definition in ROWS6 else KINDS
    try:
        taken = pack_octets(definition, data, kinds)
        show_values(definition, data, kinds)
    except WireError:
        return
    assert pack_octets(definition, taken, kinds) == taken
