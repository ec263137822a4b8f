"""DHCPv6 shared networks, subnets, pools: what is read, refused and warned of; compared with Kea 2.2."""

import pytest

from lessor.config.addresses import IPV6
from lessor.model.network6 import Pool6, PrefixPool6, SharedNetwork6
from tests.config.configurations import Json, dashed, only, pools
from tests.config.configurations6 import config, option, pd, problems, subnet, warnings


def network(name: str, *subnets: Json, **members: Json) -> Json:
    return {"name": name, "subnet6": list(subnets), **dashed(members)}


def test_a_subnet() -> None:
    found = config(
        subnet6=[
            subnet(
                "2001:db8::7/64",
                id=5,
                interface="eth0",
                relay={"ip-addresses": ["2001:db8:9::1", "fe80::1"]},
                pools=pools("2001:db8::10 - 2001:db8::20"),
                pd_pools=[pd("2001:db8:8::", 48, 60)],
                option_data=[option(250, "01")],
                reservations=[{"duid": "01:02", "ip-addresses": ["2001:db8::5"]}],
                rapid_commit=True,
                client_class="old",
                require_client_classes=["late"],
                comment="first",
            )
        ]
    ).subnets[0]
    assert (found.id, found.prefix, found.length) == (5, IPV6.address("2001:db8::"), 64)
    assert (found.interface, found.interface_id) == ("eth0", b"")
    assert found.relays == (IPV6.address("2001:db8:9::1"), IPV6.address("fe80::1"))
    assert found.pools == (Pool6(IPV6.address("2001:db8::10"), IPV6.address("2001:db8::20")),)
    assert found.prefix_pools == (PrefixPool6(IPV6.address("2001:db8:8::"), 48, 60),)
    assert [(data.code, data.data) for data in found.options] == [(250, b"\1")]
    assert [host.identifier for host in found.hosts] == [b"\1\2"]
    assert (found.parameters.rapid_commit, found.client_classes, found.additional_classes) == (
        True,
        ("old",),
        ("late",),
    )
    assert found.user_context == {"comment": "first"}


def test_pools_say_more_than_their_addresses() -> None:
    more: dict[str, Json] = {
        "pool-id": 3,
        "option-data": [option(250, "01")],
        "client-classes": ["a", "b"],
        "evaluate-additional-classes": ["c"],
        "user-context": {"x": 1},
    }
    entry: Json = {"pool": "2001:db8::/80", **more}
    found = config(subnet6=[subnet(pools=[entry], pd_pools=[pd("2001:db8:8::", 48, 60, **more)])]).subnets[0]
    assert found.pools[0].last == IPV6.address("2001:db8::ffff:ffff:ffff")
    for pool in (found.pools[0], found.prefix_pools[0]):
        assert (pool.pool_id, pool.options[0].code, pool.user_context) == (3, 250, {"x": 1})
        assert (pool.client_classes, pool.additional_classes) == (("a", "b"), ("c",))


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        ("vlan 7", b"vlan 7"),
        ("0x0a0B", b"\x0a\x0b"),
        ("0x0", b"0x0"),
        ("0xzz", b"0xzz"),
        ("01:02", b"01:02"),
        ("ü", b"\xc3\xbc"),
        ("", b""),
    ],
)
def test_interface_ids_are_text_or_octets(text: str, octets: bytes) -> None:
    assert config(subnet6=[subnet(interface_id=text)]).subnets[0].interface_id == octets


def test_a_subnet_is_on_a_link_of_ours_or_behind_a_relay() -> None:
    problem = only(problems(subnet6=[subnet(interface="eth0", interface_id="x")]))
    assert (problem.key, "keep one of the two" in problem.right) == ("subnet6[0].interface-id", True)
    assert only(problems(shared_networks=[network("n", interface="eth0", interface_id="x")]))
    assert config(subnet6=[subnet(interface="eth0", interface_id="")])


def test_a_shared_network_gives_its_subnets_link_and_relays() -> None:
    found = config(
        shared_networks=[
            network(
                "floor",
                subnet(),
                subnet("2001:db8:1::/64", relay={"ip-address": "fe80::9"}, interface_id="y"),
                interface_id="x",
                relay={"ip-addresses": ["fe80::1"]},
            )
        ]
    )
    first, second = found.subnets
    assert (first.network, first.interface_id, first.relays) == ("floor", b"x", (IPV6.address("fe80::1"),))
    assert (second.interface_id, second.relays) == (b"y", (IPV6.address("fe80::9"),))
    assert found.networks == (SharedNetwork6("floor", "", b"x", (IPV6.address("fe80::1"),)),)


def test_a_network_is_one_link() -> None:
    problem = only(problems(shared_networks=[network("n", subnet(interface="eth1"), interface="eth0")]))
    assert problem.key == "shared-networks[0].subnet6[0].interface"


def test_a_network_commits_rapidly_as_a_whole() -> None:
    two: list[Json] = [subnet(rapid_commit=True), subnet("2001:db8:1::/64")]
    problem = only(problems(shared_networks=[network("n", *two)]))
    assert problem.key == "shared-networks[0].subnet6[1].rapid-commit"
    assert problem.right == "the first one of this network has true"
    assert config(shared_networks=[network("n", *two, rapid_commit=True)])


def test_ids_and_prefixes_are_given_once() -> None:
    assert only(problems(subnet6=[subnet(id=3), subnet("2001:db8:1::/64", id=3)])).wrong == (
        "ID of the new IPv6 subnet '3' is already in use"
    )
    assert "already exists" in only(problems(subnet6=[subnet(id=1), subnet("2001:db8::9/64", id=2)])).wrong
    problem = only(problems(shared_networks=[network("n", subnet(id=1), subnet(id=2))]))
    assert problem.key == "shared-networks[0].subnet6[1].subnet"


@pytest.mark.parametrize("prefix", ["2001:db8::", "2001:db8::/129", "192.0.2.0/24", ""])
def test_subnets_that_are_none(prefix: str) -> None:
    assert only(problems(subnet6=[subnet(prefix)])).key == "subnet6[0].subnet"


def test_subnets_inside_each_other_are_refused() -> None:
    found = only(problems(subnet6=[subnet("2001:db8:5::/48", id=5), subnet("2001:db8::/32", id=9)]))
    assert (found.key, found.wrong) == ("subnet6[0].subnet", "the subnet 2001:db8:5::/48 lies inside 2001:db8::/32")
    assert found.right.startswith("that is subnet6[1], line ")


@pytest.mark.parametrize(
    ("texts", "key", "words"),
    [
        (("2001:db8::1",), "subnet6[0].pools[0].pool", "invalid pool definition"),
        (("2001:db8::9 - 2001:db8::1",), "subnet6[0].pools[0].pool", "before it begins"),
        (("2001:db8::/63",), "subnet6[0].pools[0].pool", "does not match the prefix"),
        (("2001:db8::5 - 2001:db8:1::9",), "subnet6[0].pools[0].pool", "does not match the prefix"),
        (("2001:db8::/80", "2001:db8::5 - 2001:db8::6"), "subnet6[0].pools[1].pool", "overlaps"),
    ],
)
def test_pools_that_are_refused(texts: tuple[str, ...], key: str, words: str) -> None:
    problem = only(problems(subnet6=[subnet(pools=pools(*texts))]))
    assert problem.key == key
    assert words in problem.wrong


def delegating(*entries: Json) -> dict[str, Json]:
    return {"subnet6": [subnet(id=1, pd_pools=list(entries))]}


@pytest.mark.parametrize(
    ("entry", "key", "words"),
    [
        (pd("2001:db8:8::", 48, 47), "delegated-len", "must be longer than or equal to prefix length"),
        (pd("2001:db8:8::", 48, 129), "delegated-len", "must be longer than or equal to prefix length"),
        (pd("2001:db8:8::", 0, 60), "prefix-len", "Invalid prefix length: 0"),
        (pd("2001:db8:8::", 129, 129), "prefix-len", "Invalid prefix length: 129"),
        (pd("x", 48, 60), "prefix", "not a valid IPv6 address"),
        (pd("10.0.0.0", 24, 28), "prefix", "not a valid IPv6 address"),
        ({"prefix": "2001:db8:8::", "prefix-len": 48}, "", "missing parameter 'delegated-len'"),
    ],
)
def test_prefix_pools_that_are_refused(entry: Json, key: str, words: str) -> None:
    problem = only(problems(**delegating(entry)))
    assert problem.key == ".".join(filter(None, ("subnet6[0].pd-pools[0]", key)))
    assert words in problem.wrong


def test_prefix_pools_may_lie_anywhere_and_hold_one_prefix() -> None:
    (pool,) = config(**delegating(pd("2001:db8:8::", 48, 48))).subnets[0].prefix_pools
    assert (pool.length, pool.delegated_length, pool.excluded) == (48, 48, None)


def test_bits_behind_a_prefix_do_not_count() -> None:
    members = delegating(pd("2001:db8:8:1::", 48, 60))
    assert config(**members).subnets[0].prefix_pools[0].prefix == IPV6.address("2001:db8:8::")
    warning = only(warnings(**members))
    assert (warning.key, warning.right) == ("subnet6[0].pd-pools[0].prefix", "2001:db8:8:: is what counts")


def test_prefix_pools_of_a_subnet_do_not_overlap() -> None:
    problem = only(problems(**delegating(pd("2001:db8:8::", 48, 60), pd("2001:db8:8:8::", 64, 64))))
    assert (problem.key, "overlaps" in problem.wrong) == ("subnet6[0].pd-pools[1].prefix", True)


def test_prefix_pools_of_two_subnets_may_but_hardly_should() -> None:
    entries: Json = [pd("2001:db8:8::", 48, 60)]
    found = warnings(subnet6=[subnet(id=1, pd_pools=entries), subnet("2001:db8:1::/64", id=2, pd_pools=entries)])
    assert only(found).key == "subnet6[1].pd-pools[0].prefix"


def excluding(prefix: str, length: int) -> dict[str, Json]:
    return delegating(pd("2001:db8:8::", 48, 60, excluded_prefix=prefix, excluded_prefix_len=length))


def test_a_prefix_is_excluded_from_each_delegated_one() -> None:
    (pool,) = config(**excluding("2001:db8:8:5::1", 64)).subnets[0].prefix_pools
    assert pool.excluded == IPV6.prefix("2001:db8:8:5::/64")


def test_nothing_is_excluded() -> None:
    assert config(**excluding("::", 0)).subnets[0].prefix_pools[0].excluded is None


@pytest.mark.parametrize(
    ("prefix", "length", "words"),
    [
        ("2001:db8:8:5::", 60, "must be longer than the delegated prefix"),
        ("2001:db8:8:5::", 0, "must be longer"),
        ("2001:db8:8:5::", 129, "must be longer"),
        ("2001:db8:8:15::", 64, "does not begin like the delegated prefix"),
        ("2001:db9::", 64, "does not begin like"),
        ("::", 64, "does not begin like"),
        ("", 64, "not a valid IPv6 address"),
    ],
)
def test_exclusions_that_are_refused(prefix: str, length: int, words: str) -> None:
    problem = only(problems(**excluding(prefix, length)))
    assert problem.key == "subnet6[0].pd-pools[0].excluded-prefix"
    assert words in problem.wrong


def test_a_length_without_prefix_is_refused() -> None:
    problem = only(problems(**delegating(pd("2001:db8:8::", 48, 60, excluded_prefix_len=64))))
    assert problem.key == "subnet6[0].pd-pools[0].excluded-prefix-len"


@pytest.mark.parametrize("relay", [{"ip-address": "10.0.0.1"}, {"ip-addresses": ["fe80::1", "fe80::1"]}])
def test_relays_that_are_refused(relay: Json) -> None:
    assert only(problems(subnet6=[subnet(relay=relay)])).key.startswith("subnet6[0].relay.")


def test_a_network_delegates_a_prefix_once() -> None:
    first = subnet(id=1, pd_pools=[pd("2001:db8:8::", 48, 60)])
    second = subnet("2001:db8:1::/64", id=2, pd_pools=[pd("2001:db8:8:8000::", 49, 60)])
    problem = only(problems(shared_networks=[network("n", first, second)]))
    assert problem.key == "shared-networks[0].subnet6[1].pd-pools[0].prefix"
    assert "overlaps with an existing pool in the shared network" in problem.wrong
    (warning,) = warnings(subnet6=[first, second])
    assert warning.key == "subnet6[1].pd-pools[0].prefix"


def test_a_queue_for_a_large_pool_is_doubted() -> None:
    here = subnet(id=1, pools=pools("2001:db8::/64"), pd_pools=[pd("2001:db9::", 40, 64)])
    assert [warning.key for warning in warnings(subnet6=[here], allocator="flq")] == ["subnet6[0].pools[0].pool"]
    assert [warning.key for warning in warnings(subnet6=[here], pd_allocator="flq")] == [
        "subnet6[0].pd-pools[0].prefix"
    ]
