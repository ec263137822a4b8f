"""Messages nobody sent are messages the server reads."""

from ipaddress import IPv4Address, IPv6Address

from lessor.engine.request4 import read4
from lessor.engine.request6 import read6
from lessor.model.interface import Interface
from lessor.service.why.question import Question4, Question6, ask4, ask6, recorded4, recorded6
from lessor.wire.dissect import Datagram
from lessor.wire.packet4 import REQUEST, decode4
from lessor.wire.packet6 import decode6

MAC = bytes.fromhex("5254000000aa")
OURS, OURS6 = int(IPv4Address("192.0.2.1")), int(IPv6Address("fe80::1"))
LINK = Interface("eth0", 2, b"\2\0\0\0\0\1", (OURS,), (24,), addresses6=(OURS6,), prefix_lengths6=(64,))
RELAY = int(IPv4Address("10.9.0.1"))


def test_a_client_on_the_link_broadcasts() -> None:
    received = ask4(Question4(MAC, hostname="desk", wanted=RELAY), LINK)
    request = read4(decode4(received.data), received)
    assert (request.hwaddr, request.wanted, request.came_by_broadcast, request.local) == (MAC, RELAY, True, OURS)
    assert request.options[12] == b"desk"


def test_a_relay_sends_from_its_address_with_what_it_knows() -> None:
    received = ask4(Question4(MAC, relay=RELAY, circuit_id=b"port7", remote_id=b"sw1"), LINK)
    request = read4(decode4(received.data), received)
    assert (request.giaddr, request.source, request.source_port) == (RELAY, RELAY, 67)
    assert request.relay_options == {1: b"port7", 2: b"sw1"}


def test_a_renewing_client_speaks_from_its_address() -> None:
    received = ask4(Question4(MAC, REQUEST, ciaddr=RELAY), LINK)
    request = read4(decode4(received.data), received)
    assert (request.ciaddr, request.source, request.came_by_broadcast) == (RELAY, RELAY, False)


def test_options_given_count_more() -> None:
    received = ask4(Question4(MAC, options={55: b"\6", 77: b"x"}), LINK)
    assert decode4(received.data).options[55] == b"\6"


def test_a_dhcpv6_client_has_a_duid_and_a_link_local_address_of_its_hardware_address() -> None:
    received = ask6(Question6(MAC, prefix=True, wanted=(1,)), LINK)
    request = read6(decode6(received.data), received, ("any",))
    assert request.duid == bytes.fromhex("00030001") + MAC
    assert IPv6Address(request.source) == IPv6Address("fe80::5054:ff:fe00:aa")
    assert [(ia.type, [wish[0] for wish in ia.wanted]) for ia in request.ias] == [(0, [1]), (2, [])]


def test_a_dhcpv6_relay_names_link_and_interface() -> None:
    link = int(IPv6Address("2001:db8:9::1"))
    received = ask6(Question6(MAC, relay=link, interface_id=b"ge-0/0/7"), LINK)
    request = read6(decode6(received.data), received, ("any",))
    assert (request.link_address, request.interface_id, request.relayed) == (link, b"ge-0/0/7", True)


def test_recorded_messages_come_as_they_were_sent() -> None:
    by_broadcast = recorded4(Datagram(4, 0, 68, 0xFFFFFFFF, 67, b"x", MAC), LINK)
    assert (by_broadcast.local, by_broadcast.broadcast, by_broadcast.sender) == (OURS, True, MAC)
    to_us = recorded4(Datagram(4, RELAY, 68, OURS + 1, 67, b"x"), LINK)
    assert (to_us.local, to_us.broadcast) == (OURS + 1, False)
    group = int(IPv6Address("ff02::1:2"))
    assert recorded6(Datagram(6, 1, 546, group, 547, b"x"), LINK).multicast
    assert not recorded6(Datagram(6, 1, 546, OURS6, 547, b"x"), LINK).multicast
