"""Which sockets an interface gets for DHCPv6; on the loopback interface, at a port of no one."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from lessor.model.datagram6 import Received6, Reply6
from lessor.model.interface import Interface
from lessor.service.net.listener6 import RELAYS_AND_SERVERS, SERVERS, Listener6, Wiring6
from lessor.service.net.poll import Poll
from lessor.service.net.udp6 import show6

HERE, NOT_OURS, LINK_LOCAL = 1, 0x20010DB8 << 96, 0xFE80 << 112 | 1
PORT = 45547
LOOPBACK = Interface("lo", socket.if_nametoindex("lo"), addresses6=(HERE,), prefix_lengths6=(128,), loopback=True)


@pytest.fixture
def poll() -> Iterator[Poll[Received6]]:
    poll: Poll[Received6] = Poll()
    yield poll
    poll.close()


@pytest.fixture
def listener(poll: Poll[Received6]) -> Iterator[Listener6]:
    listener = Wiring6(PORT, poll, lambda *_: None).listener(LOOPBACK)
    yield listener
    listener.close()


@pytest.fixture
def client() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as client:
        client.settimeout(10)
        client.bind(("::1", 0))
        yield client


def test_groups_have_the_addresses_of_the_standard() -> None:
    assert (show6(RELAYS_AND_SERVERS), show6(SERVERS)) == ("ff02::1:2", "ff05::1:3")


def test_an_address_beyond_the_link_needs_no_groups(
    listener: Listener6, poll: Poll[Received6], client: socket.socket
) -> None:
    assert listener.adjust(LOOPBACK, (HERE,)) == {}
    assert list(listener.sockets) == [HERE]
    client.sendto(b"message", ("::1", PORT))
    (message,) = poll.drain()
    assert (message.data, message.local) == (b"message", HERE)
    listener.send(Reply6(b"reply", LOOPBACK, HERE, client.getsockname()[1], HERE))
    assert client.recvfrom(100)[:2] == (b"reply", ("::1", PORT, 0, 0))


def test_a_reply_needs_a_socket_that_is_served(listener: Listener6) -> None:
    listener.adjust(LOOPBACK, (HERE,))
    for local in (NOT_OURS, 0):
        with pytest.raises(KeyError):
            listener.send(Reply6(b"reply", LOOPBACK, HERE, 546, local))


def test_an_address_that_fails_leaves_the_others(listener: Listener6) -> None:
    failed = listener.adjust(LOOPBACK, (NOT_OURS, LINK_LOCAL, HERE))
    # the loopback interface has no link-local address and no multicast
    assert sorted(failed) == [NOT_OURS, LINK_LOCAL]
    assert listener.addresses == (HERE,)
    assert list(listener.sockets) == [HERE]


def test_the_socket_sees_the_new_record_of_the_interface(
    listener: Listener6, poll: Poll[Received6], client: socket.socket
) -> None:
    listener.adjust(LOOPBACK, (HERE,))
    client.sendto(b"waits", ("::1", PORT))
    changed = replace(LOOPBACK, mtu=1280)
    listener.adjust(changed, (HERE,))
    assert [message.interface for message in poll.drain()] == [changed]


def test_closed_sockets_are_polled_no_more(listener: Listener6, poll: Poll[Received6]) -> None:
    listener.adjust(LOOPBACK, (HERE,))
    listener.adjust(LOOPBACK, ())
    assert (poll.readables, listener.addresses) == ({}, ())
    listener.adjust(LOOPBACK, (HERE,))
    listener.close()
    assert (poll.readables, listener.addresses) == ({}, ())
