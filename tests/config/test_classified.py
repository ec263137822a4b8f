"""Classes in the tables of both families: guards, what is evaluated late, and plans by class."""

from lessor.engine.tables import Host, Plan, Tables
from tests.config import configurations6 as six
from tests.config.configurations import Json, option, pools, subnet, tables

CLIENT: dict[str, Json] = {"hw-address": "02:00:00:00:00:01"}
GUARD: dict[str, Json] = {"client-classes": ["ALL"], "evaluate-additional-classes": ["a", "b"]}
OLD_GUARD: dict[str, Json] = {"client-class": "ALL", "require-client-classes": ["a", "b"]}
GUARDED = ("ALL",), ("a", "b")


def values(plan: Plan | Host) -> dict[int, bytes]:
    return {code: octets[2:] for code, octets in (plan.tlvs or {}).items()}


def told(found: Tables, *key: str) -> dict[int, bytes]:
    """What clients with this key are told in the only pool of subnet 1."""
    return values(found.plan_for(found.subnets[1].pools[0].plan, key))


def test_without_classes_there_is_nothing_to_do() -> None:
    for found in (tables(subnet4=[subnet(id=1)]), six.tables(subnet6=[six.subnet(id=1)])):
        assert found.classifier is None
        assert found.subnets[1].shared is None


def test_whatever_has_to_do_with_classes_asks_for_a_classifier() -> None:
    reservations: Json = [{**CLIENT, "client-classes": ["a"]}]
    limited: Json = [{**CLIENT, "option-data": [option(250, "01", client_classes=["a"])]}]
    for members in (
        {"client_classes": [{"name": "a"}]},
        {"subnet4": [subnet(id=1, client_class="KNOWN")]},
        {"subnet4": [subnet(id=1, pools=[{"pool": "192.0.2.0/30", "client-classes": ["KNOWN"]}])]},
        {"subnet4": [subnet(id=1, evaluate_additional_classes=["a"])]},
        {"shared_networks": [{"name": "n", "client-class": "a", "subnet4": [subnet(id=1)]}]},
        {"option_data": [option(250, "01", client_classes=["a"])]},
        {"reservations": reservations},
        {"subnet4": [subnet(id=1, reservations=reservations)]},
        {"subnet4": [subnet(id=1, reservations=limited)]},
    ):
        assert tables(**members).classifier is not None, members


def test_guards_of_dhcpv4() -> None:
    for guard in GUARD, OLD_GUARD:
        inner: Json = subnet(id=1, pools=[{"pool": "192.0.2.0/30", **guard}], **guard)
        network: Json = {"name": "n", "subnet4": [inner, subnet("10.0.0.0/8", id=2)], **guard}
        found = tables(shared_networks=[network])
        first, second = found.subnets[1], found.subnets[2]
        assert first.shared is not None
        assert first.shared is second.shared
        assert (first.shared.name, first.shared.subnets) == ("n", (first, second))
        for place in first, first.pools[0], first.shared:
            assert (place.guard, place.additional) == GUARDED
        assert (second.guard, second.additional) == ((), ())


def test_guards_of_dhcpv6() -> None:
    prefixes = six.pd("2001:db8:1::", 48, 56, **GUARD)
    inner: Json = six.subnet(id=1, pools=[{"pool": "2001:db8::/80", **GUARD}], pd_pools=[prefixes], **GUARD)
    subnets = six.tables(shared_networks=[{"name": "n", "subnet6": [inner], **OLD_GUARD}]).subnets
    assert subnets[1].shared is not None
    for place in subnets[1], subnets[1].pools[0], subnets[1].prefix_pools[0], subnets[1].shared:
        assert (place.guard, place.additional) == GUARDED


def test_reservations_have_classes() -> None:
    reservations: Json = [{**CLIENT, "client-classes": ["a", "b"]}]
    (host,) = tables(reservations=reservations).global_hosts.values()
    (host6,) = six.tables(reservations=reservations).global_hosts.values()
    assert host.classes == host6.classes == ("a", "b")


def test_options_by_class_from_server_to_pool() -> None:
    found = tables(
        client_classes=[{"name": "a", "option-data": [option(250, "0a"), option(249, "0a")]}, {"name": "b"}],
        option_data=[option(250, "01"), option(248, "01"), option(248, "0b", client_classes=["b"])],
        subnet4=[
            subnet(
                id=1,
                pools=[{"pool": "192.0.2.0/30", "option-data": [option(247, "0c", client_classes=["a", "c"])]}],
                option_data=[option(249, "02")],
            )
        ],
    )
    assert told(found) == {250: b"\1", 249: b"\2", 248: b"\1"}
    assert told(found, "a") == {250: b"\n", 249: b"\2", 248: b"\1", 247: b"\x0c"}
    assert told(found, "b", "c") == {250: b"\1", 249: b"\2", 248: b"\x0b", 247: b"\x0c"}


def test_the_plan_without_subnet_has_variants_too() -> None:
    found = tables(client_classes=[{"name": "a", "option-data": [option(250, "0a")]}])
    assert values(found.plan_for(found.plan, ("a",))) == {250: b"\n"}


def test_options_of_a_subnet_equal_to_those_of_the_server_count_before_classes() -> None:
    found = tables(
        client_classes=[{"name": "a", "option-data": [option(250, "0a")]}],
        option_data=[option(250, "01")],
        subnet4=[
            subnet(id=1, pools=pools("192.0.2.0/30"), option_data=[option(250, "01")]),
            subnet("10.0.0.0/8", id=2, pools=pools("10.0.0.0/30")),
        ],
    )
    assert told(found, "a") == {250: b"\1"}
    assert values(found.plan_for(found.subnets[2].plan, ("a",))) == {250: b"\n"}


def test_option_43_by_the_layout_of_a_class() -> None:
    vendor: Json = {"name": "vendor-encapsulated-options", "code": 43, "type": "empty", "encapsulate": "339"}
    found = tables(
        option_def=[
            {"name": "vlanid", "code": 2, "space": "339", "type": "uint32"},
            {"name": "dls", "code": 3, "space": "339", "type": "string"},
        ],
        client_classes=[
            {
                "name": "VENDOR_CLASS_339",
                "option-def": [vendor],
                "option-data": [
                    {"name": "vendor-encapsulated-options"},
                    {"name": "vlanid", "space": "339", "data": "123"},
                    {"name": "dls", "space": "339", "data": "sdlp"},
                ],
            }
        ],
        subnet4=[subnet(id=1, pools=pools("192.0.2.0/30"))],
    )
    assert told(found) == {}
    assert told(found, "VENDOR_CLASS_339") == {43: b"\2\4\0\0\0\x7b\3\4sdlp"}
    assert found.classifier is not None
    assert found.classifier.relevant == {"VENDOR_CLASS_339"}


def test_options_of_reservations_by_class() -> None:
    entry: Json = {
        **CLIENT,
        "ip-address": "192.0.2.9",
        "server-hostname": "boot",
        "option-data": [option(250, "01"), option(250, "0a", client_classes=["a"]), option(249, "01")],
    }
    found = tables(subnet4=[subnet(id=1, reservations=[entry])])
    (host,) = found.subnets[1].hosts.values()
    variant = found.host_for(host, ("a",))
    assert values(variant) == {250: b"\n", 249: b"\1"}
    assert (variant.address, variant.server_hostname) == (host.address, host.server_hostname)
    assert found.host_for(host, ("b",)) is host
    assert values(host) == {250: b"\1", 249: b"\1"}


def test_options_of_dhcpv6_reservations_by_class() -> None:
    entry: Json = {
        **CLIENT,
        "ip-addresses": ["2001:db8::9"],
        "prefixes": ["2001:db8:1::/56"],
        "option-data": [six.option(250, "0a", client_classes=["a"]), six.option(249, "", never_send=True)],
    }
    found = six.tables(reservations=[entry])
    (host,) = found.global_hosts.values()
    variant = found.host_for(host, ("a",))
    assert (host.tlvs, variant.tlvs) == (None, {250: b"\0\xfa\0\1\n"})
    assert (variant.addresses, variant.prefixes, variant.hidden) == (host.addresses, host.prefixes, (249,))


def test_lifetimes_and_boot_fields_by_class() -> None:
    found = tables(
        client_classes=[{"name": "a", "valid-lifetime": 60, "next-server": "192.0.2.7"}],
        subnet4=[subnet(id=1, pools=pools("192.0.2.0/30"), valid_lifetime=99, next_server="192.0.2.8")],
    )
    plan = found.subnets[1].pools[0].plan
    variant = found.plan_for(plan, ("a",))
    assert (plan.lifetime_default, plan.next_server & 0xFF) == (99, 8)
    assert (variant.lifetime_default, variant.next_server & 0xFF) == (60, 7)
    assert found.plan_for(plan, ()) is plan


def test_addresses_that_are_ours_in_options_of_classes() -> None:
    classes: Json = [{"name": "a", "option-data": [{"name": "dhcp-server-identifier", "data": "192.0.2.1"}]}]
    assert tables(client_classes=classes).server_ids == {0xC0000201}
