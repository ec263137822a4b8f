"""What the entries of `interfaces` mean for DHCPv6 on a given machine."""

from ipaddress import IPv6Address

import pytest

from lessor.model.interface import Interface
from lessor.model.network import InterfacesConfig
from lessor.service.net.selection import Selection
from lessor.service.net.selection6 import link_locals, select6


def number(address: str) -> int:
    return int(IPv6Address(address))


L0, L1, L2, G0, G1, LOCALHOST = map(number, ("fe80::1", "fe80::2", "febf::3", "2001:db8::1", "fd00::1", "::1"))
ETH0 = Interface("eth0", 2, addresses6=(G0, L0, L2))
ETH1 = Interface("eth1", 3, addresses6=(L1,))
DOWN = Interface("eth2", 4, addresses6=(L1,), up=False, running=False)
UNPLUGGED = Interface("eth3", 5, addresses6=(L1,), running=False)
BARE = Interface("eth4", 6, addresses=(0xC0000201,), prefix_lengths=(24,))
NEW = Interface("eth5", 7, tentative6=(L1, G1))
OFF_LINK = Interface("eth6", 8, addresses6=(G1,))
LOOPBACK = Interface("lo", 1, addresses6=(LOCALHOST,), loopback=True)
MACHINE = (LOOPBACK, ETH0, ETH1, DOWN, UNPLUGGED, BARE, NEW, OFF_LINK)


def chosen(*entries: str, listening: tuple[int, ...] = ()) -> Selection:
    return select6(InterfacesConfig(entries), MACHINE, listening)


@pytest.mark.parametrize(
    ("entries", "addresses"),
    [
        ((), {}),
        (("eth0",), {2: (L0, L2)}),
        (("eth0/2001:db8::1",), {2: (L0, L2, G0)}),
        (("eth0/2001:DB8:0::1", "eth0"), {2: (L0, L2, G0)}),
        (("eth0", "eth1"), {2: (L0, L2), 3: (L1,)}),
        (("lo/::1",), {1: (LOCALHOST,)}),
    ],
)
def test_entries_choose_addresses(entries: tuple[str, ...], addresses: dict[int, tuple[int, ...]]) -> None:
    selection = chosen(*entries)
    assert selection.addresses == addresses
    assert selection.interfaces.keys() == addresses.keys()
    assert selection.failures == selection.pending == {}


def test_everything_is_every_link_with_a_link_local_address() -> None:
    selection = chosen("*", "eth0/2001:db8::1")
    assert selection.addresses == {2: (L0, L2, G0), 3: (L1,)}
    assert selection.failures == {}
    assert list(selection.pending) == ["eth5"]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("eth9", "there is no interface eth9"),
        ("eth2", "is down"),
        ("eth3", "is not running"),
        ("eth4", "eth4 has no link-local address"),
        ("lo", "lo has no link-local address"),
        ("lo/::2", "lo has no address ::2"),
    ],
)
def test_an_entry_that_cannot_be_listened_on_says_why_and_leaves_the_others(entry: str, reason: str) -> None:
    selection = chosen(entry, "eth1")
    assert selection.addresses == {3: (L1,)}
    assert list(selection.failures) == [entry]
    assert reason in selection.failures[entry]


@pytest.mark.parametrize("address", ["2001:db8::2", "192.0.2.1", "nonsense", "::"])
def test_a_wrong_address_leaves_the_link_served(address: str) -> None:
    selection = chosen(f"eth0/{address}")
    assert selection.addresses == {2: (L0, L2)}
    assert selection.failures == {f"eth0/{address}": f"interface eth0 has no address {address}"}


def test_a_unicast_address_is_served_without_a_link_local_one() -> None:
    selection = chosen("eth6/fd00::1")
    assert selection.addresses == {8: (G1,)}
    assert selection.failures == {"eth6/fd00::1": "interface eth6 has no link-local address"}


@pytest.mark.parametrize("entry", ["eth5", "eth5/fd00::1"])
def test_tentative_addresses_are_waited_for(entry: str) -> None:
    selection = chosen(entry)
    assert selection.addresses == {}
    assert selection.failures == {}
    assert selection.pending == {entry: "interface eth5 still looks for duplicates of its addresses"}


@pytest.mark.parametrize("entry", ["eth3", "*"])
def test_an_interface_that_is_listened_on_stays_without_its_carrier(entry: str) -> None:
    assert chosen(entry, listening=(5,)).addresses[5] == (L1,)


def test_link_local_addresses_are_those_of_fe80_10() -> None:
    assert link_locals((G0, L0, L1, L2, LOCALHOST, number("fec0::1"), number("ff02::1:2"))) == (L0, L1, L2)
