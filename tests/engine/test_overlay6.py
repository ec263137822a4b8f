"""Tests of lessor.engine.overlay6."""

from lessor.engine.overlay6 import BESIDE_BOUND, beside6, overlay6
from lessor.engine.tables6 import Host6, Plan6
from lessor.wire.options6 import tlv6
from tests.engine.messages6 import octets
from tests.flows.conversation6 import plan6

DNS = tlv6(23, octets("2001:db8::53"))
OWN_DNS = tlv6(23, octets("2001:db8::54"))
NTP = tlv6(31, octets("2001:db8::123"))


def plan() -> Plan6:
    return Plan6({23: DNS, 7: tlv6(7, b"\x05")}, (7,), 1, 2, 3, 4, 5, 6, 7, 8, 0.5, 0.8)


def test_a_host_without_options_of_its_own_shares_the_plan() -> None:
    its_plan = plan()
    assert overlay6(its_plan, Host6((1,), hostname="name")) is its_plan


def test_options_are_replaced_added_and_hidden() -> None:
    laid = overlay6(plan(), Host6(tlvs={23: OWN_DNS, 31: NTP}, unasked=(31,), hidden=(7,)))
    assert (laid.tlvs, laid.unasked) == ({23: OWN_DNS, 31: NTP}, (7, 31))


def test_nothing_but_hidden_options() -> None:
    assert overlay6(plan(), Host6(hidden=(23,))).tlvs == {7: tlv6(7, b"\x05")}


def test_the_plan_below_stays_as_it_was() -> None:
    its_plan = plan()
    overlay6(its_plan, Host6(tlvs={31: NTP}, hidden=(23,)))
    assert set(its_plan.tlvs) == {23, 7}


def test_times_are_those_of_the_plan() -> None:
    laid = overlay6(plan(), Host6(hidden=(23,)))
    assert (laid.valid_min, laid.valid_default, laid.valid_max) == (1, 2, 3)
    assert (laid.preferred_min, laid.preferred_default, laid.preferred_max) == (4, 5, 6)
    assert (laid.renew, laid.rebind, laid.t1_percent, laid.t2_percent) == (7, 8, 0.5, 0.8)


def test_two_pools_of_a_subnet() -> None:
    def plan(*options: tuple[int, bytes], unasked: tuple[int, ...] = ()) -> Plan6:
        return Plan6({code: tlv6(code, value) for code, value in options}, unasked, 1, 2, 3, 4, 5, 6)

    base = plan((23, b"subnet"), (24, b"subnet"), (25, b"subnet"))
    first = plan((23, b"first"), (24, b"subnet"))
    second = plan((23, b"second"), (24, b"second"), (25, b"second"), (26, b"second"), unasked=(23, 25, 26))
    both = beside6(first, second, base)
    assert both.tlvs == {code: tlv6(code, value) for code, value in ((23, b"first"), (24, b"second"), (26, b"second"))}
    assert both.unasked == (23, 26)
    assert beside6(first, second, base) is both


def test_what_is_remembered_is_bounded() -> None:
    base, one = plan6(), plan6()
    for _ in range(2 * BESIDE_BOUND):
        beside6(one, plan6(), base)
        assert len(one.beside) <= BESIDE_BOUND


def test_vendor_options() -> None:
    below = plan6(vendors={1: ({1: b"a", 3: b"c"}, frozenset((3,))), 2: ({1: b"x"}, frozenset[int]())})
    found = overlay6(below, Host6(vendors={1: ({2: b"B", 3: b"C"}, frozenset((2,)))}))
    assert found.vendors == {1: ({1: b"a", 2: b"B", 3: b"C"}, {2, 3}), 2: ({1: b"x"}, frozenset())}
    assert list(found.vendors[1][0]) == [1, 2, 3]
    first = plan6(vendors={2: ({1: b"y"}, frozenset[int]())})
    assert beside6(first, below, plan6()).vendors[2][0] == {1: b"y"}
