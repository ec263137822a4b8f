"""What replies of DHCPv6 carry."""

import pytest

from lessor.config.plans import Layer, Merged, Plans
from lessor.config.plans6 import make_plan6
from lessor.config.universe import OPTIONS6
from lessor.engine.tables6 import UNSET, Plan6
from lessor.model.network import Lifetimes
from lessor.model.network6 import Parameters6
from lessor.model.options import OptionData
from lessor.wire.options6 import tlv6

MAP_E, RULE = "s46-cont-mape-options", "s46-rule-options"


def option(code: int, data: bytes = b"", space: str = "dhcp6", **flags: bool) -> OptionData:
    return OptionData(code, space, data, always_send=flags.get("always", False), never_send=flags.get("never", False))


def merged(*scopes: list[OptionData]) -> Merged:
    """Scopes from the innermost to the outermost."""
    return Merged([Layer(scope, OPTIONS6) for scope in scopes], OPTIONS6)


def plan(parameters: Parameters6, *options: OptionData) -> Plan6:
    plans = Plans(OPTIONS6, make_plan6)
    return plans.plan((plans.layer(options),), parameters)


def test_codes_and_lengths_have_two_octets() -> None:
    assert merged([option(300, b"x" * 300)]).tlvs == {300: b"\x01\x2c\x01\x2c" + b"x" * 300}


def test_the_innermost_scope_counts() -> None:
    found = merged([option(23, b"in")], [option(23, b"out"), option(24, b"out", always=True)], [option(24, never=True)])
    assert (found.tlvs, found.unasked, found.hidden) == ({23: tlv6(23, b"in")}, (), (24,))


def test_containers_hold_containers() -> None:
    found = merged(
        [
            OptionData(94, "dhcp6", b"", encapsulates=MAP_E),
            OptionData(89, MAP_E, b"rule", encapsulates=RULE),
            option(90, b"br", MAP_E),
            option(93, b"ports", RULE),
        ]
    )
    assert found.tlvs == {94: tlv6(94, tlv6(89, b"rule" + tlv6(93, b"ports")) + tlv6(90, b"br"))}


def test_each_enterprise_has_an_option_of_its_own() -> None:
    one, two = (number.to_bytes(4, "big") for number in (1, 2))
    found = merged([option(7, b"in", "vendor-1")], [option(17, one), option(17, two), option(8, b"out", "vendor-1")])
    assert found.tlvs == {17: tlv6(17, one + tlv6(7, b"in") + tlv6(8, b"out")) + tlv6(17, two)}


def test_vendor_classes_stand_beside_each_other() -> None:
    classes = [option(16, b"\0\0\0\1\0\1a"), option(16, b"\0\0\0\2\0\1b")]
    assert merged(classes).tlvs[16] == tlv6(16, b"\0\0\0\1\0\1a") + tlv6(16, b"\0\0\0\2\0\1b")


def test_a_circle_of_the_largest_options_fits() -> None:
    big = b"x" * (OPTIONS6.most_octets // 2)
    circle = [
        OptionData(200, "dhcp6", b"", encapsulates="a"),
        OptionData(1, "a", big, encapsulates="b"),
        OptionData(1, "b", big, encapsulates="a"),
    ]
    assert len(merged(circle).tlvs[200]) < 0xFFFF


def test_a_plan_has_the_parameters() -> None:
    found = plan(Parameters6(Lifetimes(10, 20, 30), Lifetimes(5, 6, 7), 3, 4, t1_percent=0.3, t2_percent=0.6))
    assert (found.valid_min, found.valid_default, found.valid_max) == (10, 20, 30)
    assert (found.preferred_min, found.preferred_default, found.preferred_max) == (5, 6, 7)
    assert (found.renew, found.rebind, found.t1_percent, found.t2_percent) == (3, 4, 0.3, 0.6)


def test_times_are_calculated_unless_told_otherwise() -> None:
    usual = plan(Parameters6())
    assert (usual.renew, usual.rebind, usual.t1_percent, usual.t2_percent) == (UNSET, UNSET, 0.5, 0.8)
    fixed = plan(Parameters6(calculate_tee_times=False))
    assert (fixed.t1_percent, fixed.t2_percent) == (0.0, 0.0)


@pytest.mark.parametrize("preferred", [None, Lifetimes(0, 0, 0), Lifetimes(9000, 9000, 9000)])
def test_a_preferred_lifetime_that_makes_no_sense_is_five_eighths(preferred: Lifetimes | None) -> None:
    found = plan(Parameters6(Lifetimes(800, 1600, 3200), preferred))
    assert (found.preferred_min, found.preferred_default, found.preferred_max) == (500, 1000, 2000)


def test_the_server_writes_some_options_itself() -> None:
    found = plan(Parameters6(), *(option(code, b"x", always=True) for code in (1, 2, 3, 13, 25, 23)))
    assert (set(found.tlvs), found.unasked) == ({23}, (23,))
