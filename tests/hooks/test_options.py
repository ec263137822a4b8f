"""Options as plug-ins see them: by name as text, by code as octets."""

import pytest

from lessor.hooks.api import Octets, Options4, Options6, UnknownOption
from lessor.wire.catalog4 import AGENT_OPTIONS
from lessor.wire.catalog4 import STANDARD4 as STANDARD


def test_by_name_text_by_code_octets() -> None:
    options = Options4({12: b"laptop", 6: bytes((192, 0, 2, 1, 192, 0, 2, 2))})
    assert options["host-name"] == "laptop"
    assert options[12] == b"laptop" and str(options[12]) == "6c:61:70:74:6f:70"
    assert options["domain-name-servers"] == "192.0.2.1, 192.0.2.2"
    assert list(options) == [12, 6] and len(options) == 2
    assert "host-name" in options and 6 in options and "routers" not in options
    assert options.show() == {"host-name": "laptop", "domain-name-servers": "192.0.2.1, 192.0.2.2"}
    assert not options.changed


def test_setting_and_removing() -> None:
    codes = {12: b"laptop"}
    options = Options4(codes)
    options["routers"] = "192.0.2.1"
    options[224] = b"\1"
    del options["host-name"]
    options.discard("host-name")
    assert codes == {3: bytes((192, 0, 2, 1)), 224: b"\1"}
    assert options.changed
    assert options.show()["option-224"] == "01"


def test_what_is_not_there() -> None:
    options = Options4({})
    assert options.get("host-name") == "" and options.get(12) == b"" and options.get("host-name", "x") == "x"
    with pytest.raises(KeyError):
        options["host-name"]
    with pytest.raises(KeyError):
        del options[12]
    with pytest.raises(UnknownOption, match="is named 'hostname'"):
        options["hostname"]
    with pytest.raises(UnknownOption):
        options.get("hostname")
    with pytest.raises(ValueError):
        options["routers"] = "here"
    with pytest.raises(ValueError, match="not defined"):
        options[224] = "text"
    assert not options.changed


def test_what_cannot_be_read_shows_as_digits() -> None:
    assert Options4({3: b"abc"})["routers"] == "616263"


def test_suboptions() -> None:
    relay = Options4({82: b"\x01\x03abc\x06\x02xy"}).inside("dhcp-agent-options")
    assert relay.space == AGENT_OPTIONS
    assert relay[1] == b"abc" and relay["subscriber-id"] == "xy"
    assert not Options4({82: b"\x01\x09"}).inside(82) and not Options4({}).inside(82)
    assert STANDARD.by_name(AGENT_OPTIONS, "subscriber-id")


def test_options_of_dhcpv6_may_stand_there_several_times() -> None:
    codes = {16: [b"\0\0\1\x37\0\1a", b"\0\0\1\x38\0\1b"]}
    options = Options6(codes)
    assert options[16] == codes[16][0]
    assert len(options.all(16)) == len(options.all("vendor-class")) == 2
    options.add(16, b"x")
    assert len(codes[16]) == 3
    options["dns-servers"] = "2001:db8::1"
    assert codes[23] == [bytes.fromhex("20010db8000000000000000000000001")]
    assert options.changed


def test_options_in_an_identity_association() -> None:
    inner = b"\0\x05\0\x18" + bytes(16) + b"\0\0\0\1\0\0\0\2"
    options = Options6({3: [bytes(12) + inner]})
    assert 5 in options.inside("ia-na", 12)


def test_octets() -> None:
    assert str(Octets(b"\1\2")) == "01:02" and repr(Octets(b"\1")) == "Octets('01')" and Octets(b"a") == b"a"
