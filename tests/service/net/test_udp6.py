"""IPv6 UDP sockets on the loopback interface, at ports of no one. Groups and links: tests/system/test_sockets6.py."""

import os
import socket
from collections.abc import Iterator

import pytest

from lessor.model.datagram6 import Received6, Reply6
from lessor.model.interface import Interface
from lessor.service.net.udp6 import UdpSocket6, is_multicast, show6

HERE = 1
LOOPBACK = Interface("lo", socket.if_nametoindex("lo"), addresses6=(HERE,), prefix_lengths6=(128,), loopback=True)


def opened(port: int = 0, local: int = HERE, routed: bool = True) -> UdpSocket6:
    return UdpSocket6(LOOPBACK, local, port, routed, on_damaged=lambda *_: None)


def port_of(udp: UdpSocket6) -> int:
    port: int = udp.socket.getsockname()[1]
    return port


@pytest.fixture
def udp() -> Iterator[UdpSocket6]:
    udp = opened()
    yield udp
    udp.close()


@pytest.fixture
def client() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as client:
        client.settimeout(10)
        client.bind(("::1", 0))
        yield client


def received(udp: UdpSocket6, limit: int = 10) -> list[Received6]:
    batch: list[Received6] = []
    udp.receive(batch, limit)
    return batch


def test_a_message_has_its_source_and_our_address(udp: UdpSocket6, client: socket.socket) -> None:
    client.sendto(b"message", ("::1", port_of(udp)))
    (message,) = received(udp)
    assert message.data == b"message"
    assert (message.source, message.source_port) == (1, client.getsockname()[1])
    assert (message.local, message.multicast) == (HERE, False)
    assert message.interface is LOOPBACK


def test_the_limit_leaves_the_rest_for_later(udp: UdpSocket6, client: socket.socket) -> None:
    for i in range(5):
        client.sendto(bytes([i]), ("::1", port_of(udp)))
    assert [message.data for message in received(udp, 3)] == [b"\0", b"\1", b"\2"]
    assert [message.data for message in received(udp)] == [b"\3", b"\4"]
    assert received(udp) == []


@pytest.mark.parametrize("size", [0, 1, 1452, 65507])
def test_no_message_is_cut(udp: UdpSocket6, client: socket.socket, size: int) -> None:
    client.sendto(bytes(size), ("::1", port_of(udp)))
    assert [len(message.data) for message in received(udp)] == [size]


def test_a_reply_comes_from_our_address_and_port(udp: UdpSocket6, client: socket.socket) -> None:
    udp.send(Reply6(b"reply", LOOPBACK, HERE, client.getsockname()[1], HERE))
    assert client.recvfrom(100)[:2] == (b"reply", ("::1", port_of(udp), 0, 0))


def test_an_address_is_not_shared(udp: UdpSocket6) -> None:
    with pytest.raises(OSError, match="in use"):
        opened(port_of(udp))


def test_the_port_stays_free_for_ipv4(udp: UdpSocket6) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("0.0.0.0", port_of(udp)))


def test_an_address_that_is_not_ours_is_refused() -> None:
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(OSError, match="assign"):
        opened(local=0x20010DB8 << 96)
    assert len(os.listdir("/proc/self/fd")) == before


def test_groups_are_known_by_their_first_octet() -> None:
    assert is_multicast(0xFF02 << 112) and is_multicast((1 << 128) - 1)
    assert not is_multicast(0xFE80 << 112) and not is_multicast(1)


def test_addresses_are_shown_as_usual() -> None:
    assert show6(0x20010DB8 << 96 | 1) == "2001:db8::1"
