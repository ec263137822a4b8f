"""UDP sockets on the loopback interface, at ports of no one."""

import os
import socket
from collections.abc import Iterator

import pytest

from lessor.model.datagram import Received4, Reply4
from lessor.model.interface import Interface
from lessor.service.net.udp4 import UdpSocket4

HERE = 0x7F000001
LOOPBACK = Interface("lo", socket.if_nametoindex("lo"), addresses=(HERE,), prefix_lengths=(8,), loopback=True)


def opened(port: int = 0, address: int = HERE, local: int = HERE, deaf: bool = False) -> UdpSocket4:
    return UdpSocket4(LOOPBACK, local, address, port, only_interface=False, deaf=deaf)


def port_of(udp: UdpSocket4) -> int:
    port: int = udp.socket.getsockname()[1]
    return port


@pytest.fixture
def udp() -> Iterator[UdpSocket4]:
    udp = opened()
    yield udp
    udp.close()


@pytest.fixture
def client() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(10)
        client.bind(("127.0.0.2", 0))
        yield client


def received(udp: UdpSocket4, limit: int = 10) -> list[Received4]:
    batch: list[Received4] = []
    udp.receive(batch, limit)
    return batch


def test_a_message_has_its_source_and_our_address(udp: UdpSocket4, client: socket.socket) -> None:
    client.sendto(b"message", ("127.0.0.1", port_of(udp)))
    (message,) = received(udp)
    assert message.data == b"message"
    assert (message.source, message.source_port) == (0x7F000002, client.getsockname()[1])
    assert message.local == HERE
    assert message.interface is LOOPBACK
    assert not message.broadcast


def test_the_limit_leaves_the_rest_for_later(udp: UdpSocket4, client: socket.socket) -> None:
    for i in range(5):
        client.sendto(bytes([i]), ("127.0.0.1", port_of(udp)))
    assert [message.data for message in received(udp, 3)] == [b"\0", b"\1", b"\2"]
    assert [message.data for message in received(udp)] == [b"\3", b"\4"]
    assert received(udp) == []


@pytest.mark.parametrize("size", [0, 1, 1472, 65507])
def test_no_message_is_cut(udp: UdpSocket4, client: socket.socket, size: int) -> None:
    client.sendto(bytes(size), ("127.0.0.1", port_of(udp)))
    assert [len(message.data) for message in received(udp)] == [size]


def test_a_reply_comes_from_our_address_and_port(udp: UdpSocket4, client: socket.socket) -> None:
    udp.send(Reply4(b"reply", LOOPBACK, HERE, 0x7F000002, client.getsockname()[1]))
    assert client.recvfrom(100) == (b"reply", ("127.0.0.1", port_of(udp)))


def test_a_deaf_socket_hears_nothing_and_speaks(client: socket.socket) -> None:
    deaf = opened(deaf=True)
    client.sendto(b"message", ("127.0.0.1", port_of(deaf)))
    assert received(deaf) == []
    deaf.send(Reply4(b"reply", LOOPBACK, HERE, 0x7F000002, client.getsockname()[1]))
    assert client.recv(100) == b"reply"
    deaf.close()


def test_a_socket_for_a_broadcast_address_stands_for_ours(client: socket.socket) -> None:
    other = opened(address=0x7FFFFFFF)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    client.sendto(b"message", ("127.255.255.255", port_of(other)))
    (message,) = received(other)
    assert message.local == HERE
    assert message.broadcast
    other.close()


def test_an_address_is_not_shared(udp: UdpSocket4) -> None:
    with pytest.raises(OSError, match="in use"):
        opened(port_of(udp))


def test_an_address_that_is_not_ours_is_refused() -> None:
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(OSError, match="assign"):
        opened(address=0xC0000201)
    assert len(os.listdir("/proc/self/fd")) == before
