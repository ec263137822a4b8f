"""What clients of classes are told: the order of precedence, and that no more is made than asked for."""

import pytest

from lessor.config.plans import Layer, Merged, Plans
from lessor.config.plans4 import make_plan4, server_hostname_field, vary4
from lessor.config.plans6 import make_plan6, vary6
from lessor.config.universe import OPTIONS4, OPTIONS6
from lessor.config.variants import Variants
from lessor.engine.tables import Host, Plan
from lessor.engine.tables6 import Host6, Plan6
from lessor.model.classes import ClientClass, Span
from lessor.model.network import Lifetimes, Parameters4
from lessor.model.network6 import Parameters6
from lessor.model.options import OptionData
from lessor.wire.options import tlv


def option(code: int, data: bytes, *classes: str, space: str = "dhcp4") -> OptionData:
    return OptionData(code, space, data, client_classes=classes)


class Setup:
    """Classes, a reservation, and a plan of the options of pool, subnet, network and server."""

    def __init__(self, *classes: ClientClass, **scopes: list[OptionData]) -> None:
        self.plans: Plans[Parameters4, Plan] = Plans(OPTIONS4, make_plan4)
        layers = [self.plans.layer(tuple(scopes.get(name, ()))) for name in ("pool", "subnet", "network", "server")]
        self.plan = self.plans.plan(tuple(layers), Parameters4(next_server=1, boot_file_name="subnet"))
        self.host = Host()
        limited = {self.host: Layer(scopes.get("host", []), OPTIONS4)}
        self.variants = Variants(self.plans, classes, vary4, limited, _host)

    def tlvs(self, *key: str) -> dict[int, bytes]:
        """The options' values for clients with this key."""
        return {code: octets[2:] for code, octets in self.variants.plan_for(self.plan, key).tlvs.items()}


def _host(host: Host, own: Merged) -> Host:
    return Host(host.address, host.hostname, own.tlvs)


SCOPES = ["pool", "subnet", "network", "first", "second", "server"]


@pytest.mark.parametrize("written", range(1, 1 << len(SCOPES)))
def test_the_innermost_of_the_scopes_that_have_an_option_counts(written: int) -> None:
    having = [name for i, name in enumerate(SCOPES) if written >> i & 1]
    classes = [ClientClass(name, options=(option(6, name.encode()),)) for name in having if name in SCOPES[3:5]]
    scopes = {name: [option(6, name.encode())] for name in having if name not in SCOPES[3:5]}
    # the order in which classes are configured does not count, that of their assignment does
    assert Setup(*reversed(classes), **scopes).tlvs("first", "second") == {6: having[0].encode()}


def test_the_class_assigned_first_counts() -> None:
    setup = Setup(
        ClientClass("a", options=(option(6, b"a"), option(7, b"a"))), ClientClass("b", options=(option(6, b"b"),))
    )
    assert setup.tlvs("a", "b") == {6: b"a", 7: b"a"}
    assert setup.tlvs("b", "a") == {6: b"b", 7: b"a"}
    assert setup.tlvs("b") == {6: b"b"}


def test_options_limited_to_classes_in_each_scope() -> None:
    setup = Setup(
        ClientClass("a", options=(option(9, b"for b", "b"),)),
        pool=[option(6, b"pool", "a")],
        subnet=[option(6, b"subnet", "b"), option(7, b"all")],
        server=[option(6, b"server"), option(8, b"server", "b")],
    )
    assert setup.tlvs("a") == {6: b"pool", 7: b"all"}
    assert setup.tlvs("b") == {6: b"subnet", 7: b"all", 8: b"server"}
    assert setup.tlvs("a", "b") == {6: b"pool", 7: b"all", 8: b"server", 9: b"for b"}
    assert setup.tlvs("c") == {6: b"server", 7: b"all"}


def test_options_of_an_enterprise_come_from_classes_too() -> None:
    space = "vendor-339"
    classes = [
        ClientClass("a", options=(option(2, b"a", space=space), option(3, b"a", space=space))),
        ClientClass("b", options=(option(3, b"b", space=space), option(4, b"b", space=space))),
    ]
    setup = Setup(*classes, server=[option(125, b"\0\0\1\x53"), option(4, b"server", space=space)])
    inside = tlv(2, b"a") + tlv(3, b"a") + tlv(4, b"b")
    assert setup.tlvs("a", "b")[125] == b"\0\0\1\x53" + bytes((len(inside),)) + inside


def test_lifetimes_and_header_fields_of_the_first_class_that_has_them() -> None:
    setup = Setup(
        ClientClass("a", next_server=7, server_hostname="a"),
        ClientClass("b", valid=Span(10, 20, 30), offer_lifetime=0, server_hostname="b", boot_file_name="b"),
        ClientClass("c", valid=Span(11, 21, 31), offer_lifetime=5),
    )
    found = setup.variants.plan_for(setup.plan, ("a", "b", "c"))
    assert (found.lifetime_min, found.lifetime_default, found.lifetime_max, found.offer_lifetime) == (10, 20, 30, 0)
    assert (found.next_server, found.server_hostname) == (7, server_hostname_field("a"))
    assert found.boot_file_name.rstrip(b"\0") == b"b"
    other = setup.variants.plan_for(setup.plan, ("c",))
    assert (other.lifetime_default, other.offer_lifetime, other.next_server) == (21, 5, 1)
    assert other.boot_file_name.rstrip(b"\0") == b"subnet"


def test_lifetimes_of_classes_in_dhcpv6() -> None:
    plans: Plans[Parameters6, Plan6] = Plans(OPTIONS6, make_plan6)
    plan = plans.plan((None,), Parameters6(valid=Lifetimes(100, 200, 300), preferred=Lifetimes(50, 60, 70)))
    classes = [ClientClass("v", valid=Span(40, 40, 40)), ClientClass("p", preferred=Span(10, 20, 30))]
    variants: Variants[Parameters6, Plan6, Host6] = Variants(plans, classes, vary6, {}, lambda host, own: host)
    both = variants.plan_for(plan, ("v", "p"))
    assert (both.valid_default, both.preferred_min, both.preferred_default, both.preferred_max) == (40, 10, 20, 30)
    assert variants.plan_for(plan, ("v",)).preferred_default == 25  # five eighths: 60 is longer than the lease lasts
    assert variants.plan_for(plan, ("p",)).valid_max == 300


def test_a_plan_is_made_once_and_only_where_it_differs() -> None:
    setup = Setup(ClientClass("a", options=(option(6, b"a"),)), subnet=[option(7, b"x", "b")])
    for key in (), ("c",), ("c", "d"):
        assert setup.variants.plan_for(setup.plan, key) is setup.plan
    for key in ("a",), ("b",), ("a", "b"), ("b", "a"):
        found = setup.variants.plan_for(setup.plan, key)
        assert found is not setup.plan
        assert setup.variants.plan_for(setup.plan, key) is found


def test_relevant_are_classes_that_say_something_and_those_that_options_are_for() -> None:
    setup = Setup(
        ClientClass("silent", test="member('ALL')"),
        ClientClass("telling", options=(option(6, b"a", "inside"),)),
        ClientClass("timing", valid=Span(1, 1, 1)),
        ClientClass("offering", offer_lifetime=0),
        ClientClass("booting", boot_file_name="x"),
        server=[option(7, b"x", "guard")],
    )
    assert setup.variants.relevant() == {"telling", "inside", "timing", "offering", "booting", "guard"}


def test_reservations_with_options_for_classes() -> None:
    setup = Setup(host=[option(6, b"all"), option(6, b"a", "a")])
    host_for = setup.variants.host_for
    assert host_for(setup.host, ("a",)).tlvs == {6: tlv(6, b"a")}
    assert host_for(setup.host, ("a",)) is host_for(setup.host, ("a",))
    assert host_for(setup.host, ("b",)) is setup.host
    other = Host()
    assert host_for(other, ("a",)) is other
