"""Which sockets an interface gets; the loopback interface, at a port of no one, is a link without frames."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from lessor.model.datagram import Received4, Reply4
from lessor.model.interface import Interface
from lessor.service.net.listener4 import Listener4, Wiring4
from lessor.service.net.poll import Poll

HERE, OTHER, NOT_OURS = 0x7F000001, 0x7F000002, 0xC0000201
PORT = 45067
LOOPBACK = Interface("lo", socket.if_nametoindex("lo"), addresses=(HERE, OTHER), prefix_lengths=(32, 32), loopback=True)


@pytest.fixture
def poll() -> Iterator[Poll[Received4]]:
    poll: Poll[Received4] = Poll()
    yield poll
    poll.close()


@pytest.fixture
def listener(poll: Poll[Received4]) -> Iterator[Listener4]:
    listener = Listener4(Wiring4(True, True, PORT, poll, lambda *_: None), LOOPBACK)
    yield listener
    listener.close()


@pytest.fixture
def client() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(10)
        client.bind(("127.0.0.9", 0))
        yield client


def heard(poll: Poll[Received4]) -> list[tuple[bytes, int]]:
    return sorted((message.data, message.local) for message in poll.drain())


def test_a_link_without_frames_is_served_by_udp_even_when_raw_sockets_are_wanted(
    listener: Listener4, poll: Poll[Received4], client: socket.socket
) -> None:
    assert listener.adjust(LOOPBACK, (HERE, OTHER)) == {}
    assert listener.packet_socket is None
    client.sendto(b"one", ("127.0.0.1", PORT))
    client.sendto(b"two", ("127.0.0.2", PORT))
    assert heard(poll) == [(b"one", HERE), (b"two", OTHER)]
    listener.send(Reply4(b"reply", LOOPBACK, OTHER, 0x7F000009, client.getsockname()[1]))
    assert client.recvfrom(100) == (b"reply", ("127.0.0.2", PORT))


def test_addresses_are_taken_and_given_back(listener: Listener4, poll: Poll[Received4], client: socket.socket) -> None:
    listener.adjust(LOOPBACK, (HERE, OTHER))
    client.sendto(b"waits", ("127.0.0.1", PORT))
    listener.adjust(LOOPBACK, (HERE,))
    client.sendto(b"nobody", ("127.0.0.2", PORT))
    assert heard(poll) == [(b"waits", HERE)]
    with pytest.raises(KeyError):
        listener.send(Reply4(b"reply", LOOPBACK, OTHER, 0x7F000009, 68))
    listener.adjust(LOOPBACK, ())
    assert (listener.addresses, listener.udp_sockets, listener.broadcast_sockets) == ((), {}, {})


def test_all_sockets_see_the_new_record_of_the_interface(
    listener: Listener4, poll: Poll[Received4], client: socket.socket
) -> None:
    listener.adjust(LOOPBACK, (HERE,))
    changed = replace(LOOPBACK, mtu=1280)
    listener.adjust(changed, (HERE,))
    client.sendto(b"message", ("127.0.0.1", PORT))
    assert [message.interface for message in poll.drain()] == [changed]
    assert [udp.interface for udp in listener.broadcast_sockets.values()] == [changed]


def test_an_address_that_fails_leaves_the_others(
    listener: Listener4, poll: Poll[Received4], client: socket.socket
) -> None:
    failed = listener.adjust(LOOPBACK, (NOT_OURS, HERE))
    assert list(failed) == [NOT_OURS]
    assert listener.addresses == (HERE,)
    client.sendto(b"message", ("127.0.0.1", PORT))
    assert heard(poll) == [(b"message", HERE)]


def test_an_interface_that_cannot_hear_broadcasts_is_not_served(listener: Listener4, poll: Poll[Received4]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as occupant:
        occupant.bind(("255.255.255.255", PORT))
        failed = listener.adjust(LOOPBACK, (HERE, OTHER))
    assert sorted(failed) == [HERE, OTHER]
    assert (listener.addresses, poll.readables) == ((), {})


def test_closed_sockets_are_polled_no_more(listener: Listener4, poll: Poll[Received4]) -> None:
    listener.adjust(LOOPBACK, (HERE, OTHER))
    listener.close()
    assert poll.readables == {}
    assert listener.addresses == ()
