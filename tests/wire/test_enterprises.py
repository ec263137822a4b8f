"""Options that begin with an enterprise number."""

from lessor.wire.enterprises import write_enterprises4, write_enterprises6
from lessor.wire.options import tlv
from lessor.wire.options6 import tlv6

ONE, TWO = b"\0\0\0\1", b"\0\0\0\2"


def test_dhcpv4_has_one_option_for_all() -> None:
    inside = tlv(3, b"c") + tlv(7, b"x")
    found = write_enterprises4(125, [ONE, TWO], {2: {7: b"x", 3: b"c"}})
    assert found == tlv(125, ONE + b"\0" + TWO + bytes((len(inside),)) + inside)


def test_dhcpv6_has_an_option_for_each() -> None:
    found = write_enterprises6(17, [ONE, TWO], {2: {7: b"x", 3: b"c"}, 3: {1: b"nobody asked for"}})
    assert found == tlv6(17, ONE) + tlv6(17, TWO + tlv6(3, b"c") + tlv6(7, b"x"))


def test_complete_values_stay_as_they_are() -> None:
    assert write_enterprises4(125, [ONE + b"\1\2\3"], {1: {7: b"x"}}) == tlv(125, ONE + b"\1\2\3")
    assert write_enterprises6(17, [ONE + b"\1\2\3"], {1: {7: b"x"}}) == tlv6(17, ONE + b"\1\2\3")


def test_options_of_an_enterprise_do_not_go_into_its_class() -> None:
    assert write_enterprises6(16, [ONE], {1: {7: b"x"}}) == tlv6(16, ONE)
