"""What a link's own address makes of its configuration."""

import ipaddress
import json
import re

import pytest

from lessor.model.interface import Interface
from lessor.service.labs.derive import LinkFacts, Refusal, check, derive, describe, dotted, render, searched


def address(text: str) -> int:
    return int(ipaddress.IPv4Address(text))


def link(prefix: str = "192.0.2.1/24", **changes: object) -> Interface:
    own, _, length = prefix.partition("/")
    values: dict[str, object] = {
        "name": "eth1",
        "index": 2,
        "addresses": (address(own),),
        "prefix_lengths": (int(length),),
        **changes,
    }
    return Interface(**values)  # type: ignore[arg-type]  # one field changed at a time


def pools(prefix: str, *taken: str, **facts: object) -> list[str]:
    plan = derive(LinkFacts(link(prefix), taken=frozenset(map(address, taken)), **facts))  # type: ignore[arg-type]
    return [f"{dotted(first)}-{dotted(last)}" for first, last in plan.pools]


def read(text: str) -> dict[str, object]:
    """The configuration without its comments, as any JSON reader sees it."""
    tree = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))["Dhcp4"]
    assert isinstance(tree, dict)
    return tree


def test_pool_leaves_out_network_broadcast_and_own_address() -> None:
    assert pools("192.0.2.1/24") == ["192.0.2.2-192.0.2.254"]
    assert pools("192.0.2.100/24") == ["192.0.2.1-192.0.2.99", "192.0.2.101-192.0.2.254"]


def test_pool_leaves_out_router_and_whoever_answers() -> None:
    found = pools("192.0.2.10/29", "192.0.2.12", gateway=address("192.0.2.9"))
    assert found == ["192.0.2.11-192.0.2.11", "192.0.2.13-192.0.2.14"]


def test_pool_leaves_out_our_other_addresses_on_the_link() -> None:
    both = link(addresses=(address("192.0.2.1"), address("192.0.2.254")), prefix_lengths=(24, 24))
    assert derive(LinkFacts(both)).pools == ((address("192.0.2.2"), address("192.0.2.253")),)


def test_large_subnet_is_served_only_where_it_was_searched() -> None:
    assert searched(address("10.1.6.5"), 8) == (address("10.1.4.0"), address("10.1.7.255"))
    assert searched(address("10.0.0.1"), 8) == (address("10.0.0.1"), address("10.0.3.255"))
    assert searched(address("10.255.255.1"), 8) == (address("10.255.252.0"), address("10.255.255.254"))


def test_full_subnet_is_refused() -> None:
    with pytest.raises(Refusal, match=r"every address of 192\.0\.2\.0/30 is taken"):
        derive(LinkFacts(link("192.0.2.1/30"), taken=frozenset({address("192.0.2.2")})))


@pytest.mark.parametrize(
    ("interface", "reason"),
    [
        (link(up=False), "eth1 is down"),
        (link(running=False), "eth1 has no carrier"),
        (link(addresses=(), prefix_lengths=()), "eth1 has no IPv4 address"),
        (link(loopback=True), "loopback"),
        (link("192.0.2.1/31"), "without room"),
        (link("192.0.2.1/32"), "without room"),
    ],
)
def test_unusable_link_is_refused_with_the_reason(interface: Interface, reason: str) -> None:
    with pytest.raises(Refusal, match=reason) as caught:
        check(interface)
    assert caught.value.advice


@pytest.mark.parametrize(
    ("gateway", "forwards", "router"),
    [("192.0.2.254", False, "192.0.2.254"), ("192.0.2.254", True, "192.0.2.254"), ("0.0.0.0", True, "192.0.2.1")],
)
def test_router_is_the_gateway_else_ourselves_if_we_forward(gateway: str, forwards: bool, router: str) -> None:
    assert derive(LinkFacts(link(), address(gateway), forwards)).router == address(router)


def test_without_gateway_and_forwarding_no_router_is_told() -> None:
    plan = derive(LinkFacts(link()))
    assert (plan.router, plan.dns_servers) == (0, ())
    assert read(render(plan, "leases.csv", "log"))["subnet4"][0]["option-data"] == []  # type: ignore[index]


def test_dns_servers_are_those_of_the_machine_else_the_router() -> None:
    gateway, resolver = address("192.0.2.254"), address("198.51.100.53")
    assert derive(LinkFacts(link(), gateway, resolvers=(resolver,))).dns_servers == (resolver,)
    assert derive(LinkFacts(link(), gateway)).dns_servers == (gateway,)


def test_rendered_plan_is_a_configuration() -> None:
    facts = LinkFacts(
        link(),
        address("192.0.2.254"),
        False,
        (address("198.51.100.53"),),
        "example.org",
        frozenset({address("192.0.2.7")}),
    )
    tree = read(render(derive(facts), "/somewhere/leases.csv", "/somewhere/log"))
    assert tree["interfaces-config"] == {"interfaces": ["eth1"]}
    assert tree["lease-database"] == {"type": "memfile", "name": "/somewhere/leases.csv"}
    subnet = tree["subnet4"][0]  # type: ignore[index]
    assert (subnet["subnet"], subnet["interface"]) == ("192.0.2.0/24", "eth1")
    assert [pool["pool"] for pool in subnet["pools"]] == ["192.0.2.2 - 192.0.2.6", "192.0.2.8 - 192.0.2.253"]
    assert [(option["name"], option["data"]) for option in subnet["option-data"]] == [
        ("routers", "192.0.2.254"),
        ("domain-name-servers", "198.51.100.53"),
        ("domain-name", "example.org"),
    ]


def test_taken_addresses_are_named_in_a_comment_that_stays_one() -> None:
    taken = frozenset(range(address("192.0.2.50"), address("192.0.2.70")))
    text = render(derive(LinkFacts(link(), taken=taken)), "leases.csv", "log")
    assert text.count("192.0.2.69") == 1
    assert read(text)["authoritative"] is True


def test_description_says_what_is_missing() -> None:
    rows = dict(describe(derive(LinkFacts(link()))))
    assert rows["addresses"] == "253 in 192.0.2.2 - 192.0.2.254"
    assert rows["router"].startswith("none")
    assert (rows["DNS servers"], rows["domain"]) == ("none", "none")
