"""Packet sockets on a veth pair; what the filter refuses and replies look like is in tests/system/test_sockets.py."""

import errno
import os
import socket
from collections.abc import Iterator

import pytest

from lessor.model.datagram import Received4, Reply4
from lessor.model.interface import Interface
from lessor.service.net.links import interfaces
from lessor.service.net.raw4 import LARGEST_PAYLOAD, PacketSocket4, carries_frames
from lessor.wire.errors import WireError
from lessor.wire.frames import encode_frame4
from tests.system.network import Namespace, network

root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: makes network namespaces and raw sockets")

SERVER, SECOND, EVERYONE = 0xC0000201, 0xC0000202, 0xFFFFFFFF
MAC = bytes.fromhex("020000000001")
PORT = 6767


@pytest.fixture
def machine() -> Iterator[Namespace]:
    """A namespace with both ends of a veth pair, one0 and two0; this process is in it."""
    with network() as made:
        machine = made.namespace("machine")
        machine.batch(
            [
                f"link add one0 address {MAC.hex(':')} type veth peer name two0",
                "addr add 192.0.2.1/24 dev one0",
                "addr add 192.0.2.2/24 dev one0",
                "link set one0 up",
                "link set two0 up",
            ]
        )
        with machine.entered():
            yield machine


@pytest.fixture
def peer(machine: Namespace) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as peer:
        peer.bind(("two0", 0))
        yield peer


def one0() -> Interface:
    (interface,) = [interface for interface in interfaces() if interface.name == "one0"]
    return interface


def refuse_damage(_: Interface, error: WireError) -> None:
    raise error


@pytest.fixture
def packet_socket(machine: Namespace) -> Iterator[PacketSocket4]:
    opened = PacketSocket4(one0(), (SERVER,), PORT, True, refuse_damage)
    yield opened
    opened.close()


def to(destination: int, data: bytes = b"message") -> bytes:
    return encode_frame4(b"\xff" * 6, bytes(6), 0, 68, destination, PORT, data)


def received(packet_socket: PacketSocket4, limit: int = 100) -> list[Received4]:
    batch: list[Received4] = []
    packet_socket.receive(batch, limit)
    return batch


@root
def test_adjusting_keeps_what_waits_and_changes_who_is_heard(packet_socket: PacketSocket4, peer: socket.socket) -> None:
    peer.send(to(SERVER, b"waits"))
    peer.send(to(SECOND, b"too early"))
    packet_socket.adjust(one0(), (SECOND,))
    peer.send(to(SERVER, b"too late"))
    peer.send(to(SECOND, b"heard"))
    peer.send(to(EVERYONE, b"everyone"))
    messages = received(packet_socket)
    assert [(message.data, message.local) for message in messages] == [
        # its address is no longer served when it is read: the primary one stands in
        (b"waits", SECOND),
        (b"heard", SECOND),
        (b"everyone", SECOND),
    ]


@root
def test_the_limit_leaves_the_rest_for_later(packet_socket: PacketSocket4, peer: socket.socket) -> None:
    for _ in range(5):
        peer.send(to(EVERYONE))
    assert [len(received(packet_socket, 3)), len(received(packet_socket, 3))] == [3, 2]


@root
def test_what_the_link_does_not_take_is_an_error(packet_socket: PacketSocket4) -> None:
    for size in (1473, LARGEST_PAYLOAD, LARGEST_PAYLOAD + 1):
        with pytest.raises(OSError, match="too long") as caught:
            packet_socket.send(Reply4(bytes(size), packet_socket.interface, SERVER, EVERYONE, 68))
        assert caught.value.errno == errno.EMSGSIZE
    packet_socket.send(Reply4(bytes(1472), packet_socket.interface, SERVER, EVERYONE, 68))


@root
def test_an_interface_that_is_gone_is_an_error_and_leaves_no_socket(machine: Namespace) -> None:
    gone = one0()
    machine.ip("link", "del", "one0")
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(OSError, match="No such device"):
        PacketSocket4(gone, (SERVER,), PORT, True, refuse_damage)
    assert len(os.listdir("/proc/self/fd")) == before


@root
def test_a_link_that_goes_down_ends_no_reading(
    machine: Namespace, packet_socket: PacketSocket4, peer: socket.socket
) -> None:
    machine.ip("link", "set", "one0", "down")
    assert received(packet_socket) == []
    machine.ip("link", "set", "one0", "up")
    peer.send(to(EVERYONE))
    assert len(received(packet_socket)) == 1


@pytest.mark.parametrize(
    ("interface", "carries"),
    [
        (Interface("eth0", 2, hwaddr=MAC), True),
        (Interface("tun0", 3), False),
        (Interface("ib0", 4, hwaddr=bytes(20)), False),
        (Interface("lo", 1, hwaddr=bytes(6), loopback=True), False),
    ],
)
def test_links_of_frames_are_known_by_their_hardware_address(interface: Interface, carries: bool) -> None:
    assert carries_frames(interface) is carries
