"""Where to listen, where leases are kept."""

import pytest

from lessor.model.network import InterfacesConfig, LeaseFile
from tests.config import configurations6
from tests.config.configurations import Json, config, only, problems


def interfaces(*entries: str) -> tuple[str, ...]:
    return config(interfaces_config={"interfaces": list(entries)}).interfaces.interfaces


@pytest.mark.parametrize(
    "entries",
    [
        ("eth0",),
        ("*",),
        ("*", "eth0"),
        ("eth0/192.0.2.1",),
        ("eth0/192.0.2.1", "eth0/192.0.2.2"),
        ("eth0", "eth1/192.0.2.1", "eth0.10"),
        (),
    ],
)
def test_interfaces(entries: tuple[str, ...]) -> None:
    assert interfaces(*entries) == entries


def test_blanks_do_not_matter() -> None:
    assert interfaces(" eth0 ", "eth1 / 192.0.2.1") == ("eth0", "eth1/192.0.2.1")


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (("",), "empty interface name"),
        (("/192.0.2.1",), "empty interface name"),
        (("eth0/",), "not a valid IPv4 address"),
        (("eth0/192.0.2",), "not a valid IPv4 address"),
        (("eth0/192.0.2.1/24",), "not a valid IPv4 address"),
        (("*/192.0.2.1",), "must not be used in conjunction with an address"),
        (("eth0", "eth0"), "already been specified"),
        (("eth0", "eth0/192.0.2.1"), "already been specified"),
        (("eth0/192.0.2.1", "eth0"), "already been specified"),
        (("eth0/192.0.2.1", "eth0/192.0.2.1"), "already been specified"),
        (("*", "*"), "already been specified"),
    ],
)
def test_interfaces_that_are_refused(entries: tuple[str, ...], words: str) -> None:
    written: Json = {"interfaces": list(entries)}
    problem = only(problems(interfaces_config=written))
    assert problem.key == f"interfaces-config.interfaces[{len(entries) - 1}]"
    assert words in problem.wrong


def test_how_to_listen() -> None:
    members: Json = {
        "interfaces": ["eth0"],
        "dhcp-socket-type": "udp",
        "outbound-interface": "use-routing",
        "re-detect": False,
        "service-sockets-require-all": True,
        "service-sockets-max-retries": 5,
        "service-sockets-retry-wait-time": 100,
    }
    found = config(interfaces_config=members).interfaces
    assert found == InterfacesConfig(("eth0",), "udp", "use-routing", False, True, 5, 100)


def test_nothing_said_is_the_usual() -> None:
    assert config().interfaces == InterfacesConfig()
    assert config().lease_file == LeaseFile()


def test_the_lease_file() -> None:
    members: Json = {
        "type": "memfile",
        "name": "/tmp/leases.csv",
        "persist": False,
        "max-row-errors": 7,
        "lfc-interval": 60,
        "sync": "interval",
        "sync-interval": 50,
    }
    assert config(lease_database=members).lease_file == LeaseFile(
        "memfile", "/tmp/leases.csv", False, 7, 60, "interval", 50
    )


def test_a_database_is_carried_along() -> None:
    assert config(lease_database={"type": "mysql", "name": "leases"}).lease_file.type == "mysql"


def interfaces6(*entries: str) -> tuple[str, ...]:
    return configurations6.config(interfaces_config={"interfaces": list(entries)}).interfaces.interfaces


@pytest.mark.parametrize(
    "entries",
    [
        ("eth1/2001:db8::1",),
        ("eth1", "eth1/2001:db8::1"),
        ("eth1/2001:db8::1", "eth1/2001:db8::2", "eth1/fe80::1"),
        ("*", "eth1", "eth1/2001:db8::1"),
    ],
)
def test_an_address_adds_unicast_to_an_interface(entries: tuple[str, ...]) -> None:
    assert interfaces6(*entries) == entries


def test_addresses_have_one_form() -> None:
    assert interfaces6("eth1 / 2001:DB8:0::1") == ("eth1/2001:db8::1",)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (("eth1/192.0.2.1",), "not a valid IPv6 address"),
        (("eth1/fe80::1%eth1",), "not a valid IPv6 address"),
        (("eth1/ff02::1:2",), "not a valid IPv6 unicast address"),
        (("eth1/::",), "not a valid IPv6 unicast address"),
        (("*/2001:db8::1",), "must not be used in conjunction with an address"),
        (("eth1", "eth1"), "already been specified"),
        (("eth1/2001:db8::1", "eth1/2001:db8:0::1"), "already been specified"),
    ],
)
def test_interfaces_of_dhcpv6_that_are_refused(entries: tuple[str, ...], words: str) -> None:
    written: Json = {"interfaces": list(entries)}
    problem = only(configurations6.problems(interfaces_config=written))
    assert problem.key == f"interfaces-config.interfaces[{len(entries) - 1}]"
    assert words in problem.wrong
