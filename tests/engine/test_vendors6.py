"""Tests of lessor.engine.vendors6; expected values as Kea 2.2 gives them, unless said otherwise."""

from lessor.engine.vendors6 import MOST_ENTERPRISES, vendor_options6
from lessor.wire.options6 import tlv6
from tests.engine.messages6 import read

MODEM = (4491).to_bytes(4, "big")
OTHER = (1234).to_bytes(4, "big")
TFTP, FILE, SECRET = tlv6(32, bytes(16)), tlv6(33, b"file"), tlv6(1, b"abcd")
VENDORS = {4491: ({32: TFTP, 33: FILE}, frozenset((33,))), 1234: ({1: SECRET}, frozenset[int]())}


def answered(*options: tuple[int, bytes], ours: tuple[bytes, ...] = ()) -> bytes:
    """The vendor options for a client that sends these."""
    sent: dict[int, list[bytes]] = {}
    for code, value in options:
        sent.setdefault(code, []).append(value)
    request = read()
    request.options = request.options | sent
    return vendor_options6(request, VENDORS, {17: list(ours)} if ours else {})


def asking(*codes: int) -> bytes:
    return MODEM + tlv6(1, b"".join([code.to_bytes(2, "big") for code in codes]))


def test_nobody_is_told_without_a_word() -> None:
    assert answered() == b""


def test_what_is_always_sent_goes_to_who_names_the_enterprise() -> None:
    assert answered((16, MODEM + b"\0\3abc")) == tlv6(17, MODEM + FILE)
    assert answered((17, MODEM)) == tlv6(17, MODEM + FILE)
    assert answered((16, OTHER + b"\0\3abc")) == b""
    assert answered((16, bytes(4))) == b""


def test_a_modem_asks_in_its_own_option() -> None:
    assert answered((17, asking(32))) == tlv6(17, MODEM + TFTP + FILE)
    assert answered((17, asking(99))) == tlv6(17, MODEM + FILE)
    # that another enterprise's first sub-option is a list of codes nobody says
    assert answered((17, OTHER + tlv6(1, b"\0\1"))) == b""


def test_a_vendor_class_is_no_list_of_codes() -> None:
    assert answered((16, asking(32))) == tlv6(17, MODEM + FILE)


def test_what_is_said_already_is_not_said_again() -> None:
    assert answered((17, asking(32)), ours=(MODEM + TFTP,)) == b""


def test_broken_ones_ask_for_nothing() -> None:
    assert answered((17, b"\0\0\x11")) == b""
    assert answered((17, MODEM + b"\0\1\0\3abc")) == tlv6(17, MODEM + FILE)
    assert answered((17, MODEM + b"\0\1\0\x09a")) == tlv6(17, MODEM + FILE)


def test_a_flood_of_enterprises_is_cut() -> None:
    flood = [(17, number.to_bytes(4, "big")) for number in range(MOST_ENTERPRISES)]
    assert answered(*flood, (17, MODEM)) == b""
