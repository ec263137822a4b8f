"""Options of scopes laid over each other; what Kea 2.2 sends in these cases was looked at on the wire."""

from lessor.config.plans import Layer, Merged, Plans
from lessor.config.plans4 import boot_file_field, make_plan4, server_hostname_field
from lessor.config.universe import OPTIONS4
from lessor.engine.tables import UNSET, Plan
from lessor.model.network import Lifetimes, Parameters4
from lessor.model.options import OptionData
from lessor.wire.options import tlv, walk_suboptions

FOO = "foo"
VENDOR = "vendor-4491"


def option(code: int, data: bytes = b"", space: str = "dhcp4", **flags: bool) -> OptionData:
    return OptionData(code, space, data, always_send=flags.get("always", False), never_send=flags.get("never", False))


def holder(data: bytes = b"", space: str = "dhcp4", inside: str = FOO) -> OptionData:
    """Option 222, which holds the options of another space."""
    return OptionData(222, space, data, encapsulates=inside)


def plans() -> Plans[Parameters4, Plan]:
    return Plans(OPTIONS4, make_plan4)


def merged(*scopes: list[OptionData]) -> Merged:
    """Scopes from the innermost to the outermost."""
    return Merged([Layer(scope, OPTIONS4) for scope in scopes], OPTIONS4)


def test_the_innermost_scope_counts() -> None:
    found = merged(
        [option(4, b"pool")], [option(4, b"sub"), option(5, b"sub")], [option(4, b"glob"), option(6, b"glob")]
    )
    assert found.tlvs == {4: tlv(4, b"pool"), 5: tlv(5, b"sub"), 6: tlv(6, b"glob")}


def test_always_sent_in_one_scope_is_always_sent() -> None:
    assert merged([option(4, b"sub")], [option(4, b"glob", always=True)]).unasked == (4,)
    assert merged([option(4, b"sub", always=True)], [option(4, b"glob")]).unasked == (4,)
    assert merged([option(4)], [option(5)]).unasked == ()


def test_some_kinds_are_sent_unasked_in_ascending_order() -> None:
    routers = OptionData(3, "dhcp4", b"1234", unasked=True)
    assert merged([option(9, always=True)], [routers]).unasked == (3, 9)


def test_never_sent_in_one_scope_is_never_sent() -> None:
    for scopes in ([option(4, b"sub")], [option(4, never=True)]), ([option(4, never=True)], [option(4, b"glob")]):
        found = merged(*scopes)
        assert (found.tlvs, found.hidden) == ({}, (4,))
    assert merged([option(4, b"x", always=True, never=True)]).unasked == ()


def test_suboptions_follow_the_value_in_the_order_of_codes() -> None:
    found = merged([holder(b"v"), option(2, b"b", FOO), option(1, b"a", FOO)])
    assert found.tlvs == {222: tlv(222, b"v" + tlv(1, b"a") + tlv(2, b"b"))}


def test_suboptions_are_those_of_the_same_scope() -> None:
    assert merged([option(2, b"b", FOO)], [holder(), option(1, b"a", FOO)]).tlvs[222] == tlv(222, tlv(1, b"a"))
    assert merged([holder()], [holder(), option(1, b"a", FOO)]).tlvs[222] == tlv(222, b"")


def test_suboptions_alone_are_not_sent() -> None:
    assert merged([option(1, b"a", FOO)]).tlvs == {}


def test_spaces_lie_inside_each_other() -> None:
    outer = OptionData(3, FOO, b"o", encapsulates="bar")
    assert merged([holder(), outer, option(1, b"i", "bar")]).tlvs[222] == tlv(222, tlv(3, b"o" + tlv(1, b"i")))


def test_spaces_in_a_circle_end() -> None:
    circle = [holder(), OptionData(1, FOO, b"x", encapsulates="bar"), OptionData(1, "bar", b"y", encapsulates=FOO)]
    assert len(merged(circle).tlvs[222]) < 100


def test_a_suboption_never_sent_is_left_out() -> None:
    assert merged([holder(), option(1, b"a", FOO, never=True)]).tlvs[222] == tlv(222, b"")


def test_long_values_are_cut() -> None:
    assert merged([option(250, b"x" * 300)]).tlvs[250] == tlv(250, b"x" * 300)


def limited(*options: OptionData, classes: tuple[str, ...]) -> Layer:
    return Layer(options, OPTIONS4, classes)


def test_options_for_classes_are_for_these() -> None:
    option_of_a = OptionData(4, "dhcp4", b"x", client_classes=("a", "b"))
    assert merged([option_of_a]).tlvs == {}
    for classes in (("a",), ("b",), ("c", "b")):
        assert limited(option_of_a, classes=classes).tlvs == {4: tlv(4, b"x")}
    assert limited(option_of_a, classes=("c",)).tlvs == {}
    assert limited(option_of_a, classes=()).guards == {"a", "b"}


def test_of_options_for_several_classes_the_first_counts_before_that_for_all() -> None:
    options = [
        OptionData(4, "dhcp4", b"all"),
        OptionData(4, "dhcp4", b"a", client_classes=("a",)),
        OptionData(4, "dhcp4", b"b", client_classes=("b",)),
    ]
    for classes, value in ((), b"all"), (("b",), b"b"), (("b", "a"), b"a"), (("c",), b"all"):
        assert limited(*options, classes=classes).tlvs == {4: tlv(4, value)}


def test_an_option_never_sent_to_a_class() -> None:
    options = [OptionData(4, "dhcp4", b"x"), OptionData(4, "dhcp4", b"", never_send=True, client_classes=("a",))]
    assert Merged([limited(*options, classes=("a",))], OPTIONS4).tlvs == {}
    assert Merged([limited(*options, classes=("b",))], OPTIONS4).tlvs == {4: tlv(4, b"x")}


def test_suboptions_for_classes() -> None:
    options = [holder(), option(1, b"all", FOO), OptionData(1, FOO, b"a", client_classes=("a",))]
    assert limited(*options, classes=("a",)).tlvs[222] == tlv(222, tlv(1, b"a"))
    assert limited(*options, classes=()).tlvs[222] == tlv(222, tlv(1, b"all"))


def test_an_enterprise_for_a_class() -> None:
    second = OptionData(125, "dhcp4", (2).to_bytes(4, "big"), client_classes=("a",))
    layer = limited(enterprise(1), second, option(7, b"x", "vendor-2"), classes=("a",))
    inside = b"\x00\x00\x00\x01\x00" + b"\x00\x00\x00\x02\x03" + tlv(7, b"x")
    assert Merged([layer], OPTIONS4).tlvs[125] == tlv(125, inside)


def enterprise(number: int) -> OptionData:
    return option(125, number.to_bytes(4, "big"))


def test_options_of_an_enterprise_come_from_all_scopes() -> None:
    found = merged([option(9, b"in", VENDOR)], [enterprise(4491), option(2, b"out", VENDOR), option(9, b"out", VENDOR)])
    inside = tlv(2, b"out") + tlv(9, b"in")
    assert found.tlvs[125] == tlv(125, b"\x00\x00\x11\x8b" + bytes((len(inside),)) + inside)


def test_an_option_of_an_enterprise_that_some_scope_never_sends() -> None:
    hidden = OptionData(9, VENDOR, b"", never_send=True)
    for scopes in (
        ([hidden], [enterprise(4491), option(9, b"out", VENDOR), option(2, b"out", VENDOR)]),
        ([option(9, b"in", VENDOR)], [enterprise(4491), hidden, option(2, b"out", VENDOR)]),
    ):
        found = merged(*scopes)
        assert found.tlvs[125] == tlv(125, b"\x00\x00\x11\x8b\x05" + tlv(2, b"out"))
        assert found.vendors == {4491: {2: b"out"}}


def test_an_enterprise_without_options() -> None:
    assert merged([enterprise(4491)]).tlvs[125] == tlv(125, b"\x00\x00\x11\x8b\x00")


def test_several_enterprises() -> None:
    found = merged([enterprise(1), enterprise(2), option(7, b"x", "vendor-2")])
    assert found.tlvs[125] == tlv(125, b"\x00\x00\x00\x01\x00" + b"\x00\x00\x00\x02\x03" + tlv(7, b"x"))


def test_a_ready_value_of_option_125_stays_as_it_is() -> None:
    ready = b"\x00\x00\x00\x01\x03" + tlv(7, b"x")
    assert merged([option(125, ready), option(8, b"y", "vendor-1")]).tlvs[125] == tlv(125, ready)


def test_more_options_of_an_enterprise_than_a_length_can_tell() -> None:
    found = merged([enterprise(1), option(1, b"a" * 200, "vendor-1"), option(2, b"b" * 400, "vendor-1")]).tlvs[125]
    data = walk_suboptions(found)[125]
    options: dict[int, bytes] = {}
    while data:
        assert data[:4] == b"\x00\x00\x00\x01"
        for code, value in walk_suboptions(data[5 : 5 + data[4]]).items():
            options[code] = options.get(code, b"") + value
        data = data[5 + data[4] :]
    assert options == {1: b"a" * 200, 2: b"b" * 400}


def test_a_plan_has_the_parameters() -> None:
    parameters = Parameters4(
        valid=Lifetimes(1, 2, 3),
        renew_timer=10,
        rebind_timer=20,
        offer_lifetime=5,
        next_server=7,
        server_hostname="boot",
        boot_file_name="/pxe",
    )
    plan = plans().plan((None,), parameters)
    assert (plan.lifetime_min, plan.lifetime_default, plan.lifetime_max) == (1, 2, 3)
    assert (plan.renew, plan.rebind, plan.offer_lifetime, plan.next_server) == (10, 20, 5, 7)
    assert (plan.server_hostname, plan.boot_file_name) == (server_hostname_field("boot"), boot_file_field("/pxe"))
    assert (len(plan.server_hostname), len(plan.boot_file_name)) == (64, 128)


def test_times_are_calculated_on_demand_only() -> None:
    usual = plans().plan((None,), Parameters4())
    assert (usual.renew, usual.rebind, usual.t1_percent, usual.t2_percent) == (UNSET, UNSET, 0.0, 0.0)
    calculated = plans().plan((None,), Parameters4(calculate_tee_times=True, t1_percent=0.25, t2_percent=0.75))
    assert (calculated.t1_percent, calculated.t2_percent) == (0.25, 0.75)


def test_the_server_knows_some_options_better() -> None:
    maker = plans()
    layer = maker.layer(tuple(option(code, b"\0\0\0\1", always=True) for code in (1, 51, 53, 58, 59, 54)))
    plan = maker.plan((layer,), Parameters4(rebind_timer=9))
    assert (set(plan.tlvs), plan.unasked) == ({54}, (54,))
    assert (plan.renew, plan.rebind) == (1, 9)


def test_equal_scopes_share_a_plan() -> None:
    maker = plans()
    one, same, other = (maker.layer((option(4, data),)) for data in (b"a", b"a", b"b"))
    assert one is same
    assert maker.plan((None, one, None), Parameters4()) is maker.plan((same, None, None), Parameters4())
    assert maker.plan((one,), Parameters4()) is not maker.plan((other,), Parameters4())
    assert maker.plan((one,), Parameters4()) is not maker.plan((one,), Parameters4(next_server=1))
    assert maker.layer(()) is None
