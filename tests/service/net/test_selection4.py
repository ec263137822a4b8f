"""What the entries of `interfaces` mean on a given machine."""

import pytest

from lessor.model.interface import Interface
from lessor.model.network import InterfacesConfig
from lessor.service.net.selection import Selection
from lessor.service.net.selection4 import broadcasts, select4

A, B, C = 0xC0000201, 0xC0000281, 0x0A000001
ETH0 = Interface("eth0", 2, addresses=(A, B), prefix_lengths=(24, 25))
ETH1 = Interface("eth1", 3, addresses=(C,), prefix_lengths=(8,))
DOWN = Interface("eth2", 4, addresses=(C + 1,), prefix_lengths=(8,), up=False, running=False)
UNPLUGGED = Interface("eth3", 5, addresses=(C + 2,), prefix_lengths=(8,), running=False)
BARE = Interface("eth4", 6)
LOOPBACK = Interface("lo", 1, addresses=(0x7F000001,), prefix_lengths=(8,), loopback=True)
MACHINE = (LOOPBACK, ETH0, ETH1, DOWN, UNPLUGGED, BARE)


def chosen(*entries: str, socket_type: str = "raw", listening: tuple[int, ...] = ()) -> Selection:
    return select4(InterfacesConfig(entries, socket_type=socket_type), MACHINE, listening)


@pytest.mark.parametrize(
    ("entries", "addresses"),
    [
        ((), {}),
        (("eth0",), {2: (A, B)}),
        (("eth0", "eth1"), {2: (A, B), 3: (C,)}),
        (("eth0/192.0.2.129",), {2: (B,)}),
        (("eth0/192.0.2.129", "eth0/192.0.2.1"), {2: (B, A)}),
        (("*",), {2: (A, B), 3: (C,)}),
        (("*", "eth1"), {2: (A, B), 3: (C,)}),
        (("*", "eth0/192.0.2.129"), {2: (B, A), 3: (C,)}),
    ],
)
def test_entries_choose_addresses(entries: tuple[str, ...], addresses: dict[int, tuple[int, ...]]) -> None:
    selection = chosen(*entries)
    assert selection.addresses == addresses
    assert selection.interfaces.keys() == addresses.keys()
    assert selection.failures == {}


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("eth9", "there is no interface eth9"),
        ("eth9/192.0.2.1", "there is no interface eth9"),
        ("eth2", "is down"),
        ("eth3", "is not running"),
        ("eth4", "has no IPv4 address"),
        ("eth0/10.0.0.1", "eth0 has no address 10.0.0.1"),
        ("eth0/nonsense", "eth0 has no address nonsense"),
        ("lo", "loopback"),
        ("lo/127.0.0.1", "loopback"),
    ],
)
def test_an_entry_that_cannot_be_listened_on_says_why_and_leaves_the_others(entry: str, reason: str) -> None:
    selection = chosen(entry, "eth1")
    assert selection.addresses == {3: (C,)}
    assert list(selection.failures) == [entry]
    assert reason in selection.failures[entry]


def test_udp_sockets_listen_on_the_loopback_interface_when_it_is_named() -> None:
    assert chosen("lo/127.0.0.1", socket_type="udp").addresses == {1: (0x7F000001,)}
    assert 1 not in chosen("*", socket_type="udp").addresses


@pytest.mark.parametrize("entry", ["eth2", "*"])
def test_an_interface_that_is_listened_on_stays_when_it_goes_down(entry: str) -> None:
    assert chosen(entry, listening=(4,)).addresses[4] == (C + 1,)


def test_an_interface_that_is_listened_on_goes_with_its_last_address() -> None:
    assert chosen("*", listening=(6,)).addresses.keys() == {2, 3}


def test_broadcast_addresses_belong_to_the_chosen_addresses() -> None:
    assert broadcasts(ETH0, (A, B)) == {0xC00002FF: B}
    assert broadcasts(ETH0, (A,)) == {0xC00002FF: A}
    assert broadcasts(ETH1, (C,)) == {0x0AFFFFFF: C}


@pytest.mark.parametrize("length", [31, 32])
def test_links_of_two_have_no_broadcast_address(length: int) -> None:
    assert broadcasts(Interface("p2p", 9, addresses=(C,), prefix_lengths=(length,)), (C,)) == {}
