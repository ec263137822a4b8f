"""Tests of lessor.engine.naming6; expected values as Kea 2.2 gives them, unless said otherwise."""

import pytest

from lessor.engine.naming6 import client_name6
from lessor.engine.tables6 import Host6
from lessor.wire.errors import WireError
from lessor.wire.names import pack_name
from lessor.wire.options6 import tlv6
from tests.engine.messages6 import number, read, subnet

HERE = subnet(qualifying_suffix="suf.test")
ADDRESS = number("2001:db8:1::10e")
LAPTOP = b"\x06laptop\x07example\x03org\0"


def named(option: bytes | None, host: Host6 | None = None, address: int = ADDRESS) -> tuple[str, bytes]:
    """What is stored and what is told, of option 39 only the value."""
    name = client_name6(read({} if option is None else {39: [option]}), host, HERE, address)
    if name.tlvs:
        assert name.tlvs == tlv6(39, name.tlvs[4:])
    return name.stored, name.tlvs[4:]


@pytest.mark.parametrize(("sent", "answered"), [(0x01, 0x06), (0x00, 0x04), (0x04, 0x04), (0x02, 0x04), (0xF9, 0x06)])
def test_flags(sent: int, answered: int) -> None:
    assert named(bytes((sent,)) + LAPTOP) == ("laptop.example.org.", bytes((answered,)) + LAPTOP)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        (b"\x06laptop", "laptop.suf.test."),
        (b"\x06LapTop", "laptop.suf.test."),
        (b"\x03abc\x03def", "abc.def.suf.test."),
        (b"\x06la_t p\0", "latp."),
        (b"", "myhost-2001-db8-1--10e.suf.test."),
        # Kea leaves the root as it is.
        (b"\0", "myhost-2001-db8-1--10e.suf.test."),
        (b"\x01!", "myhost-2001-db8-1--10e.suf.test."),
        ((b"\x3f" + b"a" * 63) * 3 + b"\x39" + b"b" * 57, "myhost-2001-db8-1--10e.suf.test."),
    ],
)
def test_names(sent: bytes, name: str) -> None:
    assert named(b"\x01" + sent) == (name, b"\x06" + pack_name(name))


def test_without_an_address_no_name_is_made_up() -> None:
    assert named(b"\x01", address=0) == ("", b"\x06")


def test_who_sends_no_name_is_told_none() -> None:
    assert named(None) == ("", b"")
    assert named(None, Host6(hostname="Reserved.Host")) == ("reserved.host", b"")


def test_a_reserved_name_comes_first() -> None:
    name = "reserved.host.suf.test."
    assert named(b"\x01" + LAPTOP, Host6(hostname="Reserved.Host")) == (name, b"\x06" + pack_name(name))
    assert named(b"\x01" + LAPTOP, Host6()) == ("laptop.example.org.", b"\x06" + LAPTOP)


@pytest.mark.parametrize("option", [b"", b"\x05" + LAPTOP, b"\x01\x46abc", b"\x01\x09abc"])
def test_options_that_cannot_be_read(option: bytes) -> None:
    with pytest.raises(WireError):
        named(option)
