"""What a link's own IPv6 address makes of its DHCPv6 configuration."""

import ipaddress
import json
import re
from pathlib import Path

import pytest

from lessor.config.load import load6
from lessor.model.interface import Interface
from lessor.service.labs.derive6 import LinkFacts6, derive6, describe6, own_address6, render6


def address(text: str) -> int:
    return int(ipaddress.IPv6Address(text))


def link(*prefixes: str) -> Interface:
    pairs = [prefix.split("/") for prefix in prefixes]
    own, lengths = tuple(address(own) for own, _ in pairs), tuple(int(length) for _, length in pairs)
    return Interface("eth1", 2, addresses6=own, prefix_lengths6=lengths)


def pools(*prefixes: str) -> list[str]:
    tree = json.loads(re.sub(r"^\s*//.*$", "", render6(derive6(LinkFacts6(link(*prefixes))), "", ""), flags=re.M))
    return [pool["pool"] for pool in tree["Dhcp6"]["subnet6"][0]["pools"]]


@pytest.mark.parametrize(
    ("prefixes", "own"),
    [
        (("fe80::1/64", "2001:db8::1/64"), ("2001:db8::1", 64)),
        (("fd00:1::1/64",), ("fd00:1::1", 64)),
        (("fc00::1/56", "2001:db8::1/64"), ("fc00::1", 56)),
        (("2001:db8::1/128", "2001:db8::2/64"), ("2001:db8::2", 64)),
        (("2001:db8::1/65",), None),
        (("fe80::1/64",), None),
        (("fec0::1/64", "::1/64", "ff02::1/64", "4000::1/64"), None),
        ((), None),
    ],
)
def test_only_global_and_unique_local_prefixes_are_served(
    prefixes: tuple[str, ...], own: tuple[str, int] | None
) -> None:
    assert own_address6(link(*prefixes)) == (own and (address(own[0]), own[1]))


def test_pool_is_a_small_range_of_our_own_64() -> None:
    assert pools("2001:db8::1/64") == ["2001:db8::1000 - 2001:db8::ffff"]
    assert pools("2001:db8:0:7::1/56") == ["2001:db8:0:7::1000 - 2001:db8:0:7::ffff"]


def test_pool_leaves_out_our_own_addresses() -> None:
    assert pools("2001:db8::1000/64", "2001:db8::2000/64", "2001:db8::ffff/64") == [
        "2001:db8::1001 - 2001:db8::1fff",
        "2001:db8::2001 - 2001:db8::fffe",
    ]


def test_rendered_plan_is_a_configuration_without_remarks(tmp_path: Path) -> None:
    facts = LinkFacts6(link("2001:db8::1/56"), (address("2001:db8::53"), address("2001:db8::54")), "example.org")
    file = tmp_path / "my.conf"
    file.write_text(render6(derive6(facts), "/somewhere/leases.csv", "/somewhere/log"))
    loaded = load6(str(file))
    assert (loaded.warnings, loaded.unsupported) == ([], [])
    assert loaded.config.lease_file.name == "/somewhere/leases.csv"
    (subnet,) = loaded.config.subnets
    assert (subnet.prefix, subnet.length, subnet.interface) == (address("2001:db8::"), 56, "eth1")
    assert '"dns-servers", "data": "2001:db8::53, 2001:db8::54"' in file.read_text()
    assert '"domain-search", "data": "example.org"' in file.read_text()


def test_plan_without_resolvers_is_a_configuration_too(tmp_path: Path) -> None:
    file = tmp_path / "my.conf"
    file.write_text(render6(derive6(LinkFacts6(link("fd00::1/64"))), "leases.csv", "/somewhere/log"))
    assert load6(str(file)).config.subnets[0].options == ()


def test_description_says_what_routers_have_to_do() -> None:
    rows = dict(describe6(derive6(LinkFacts6(link("2001:db8::1/64")))))
    assert rows["subnet"] == "2001:db8::/64"
    assert rows["addresses"] == "61440 in 2001:db8::1000 - 2001:db8::ffff"
    assert "M flag" in rows["router"]
    assert rows["DNS servers"] == "none over IPv6"
