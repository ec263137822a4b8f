"""Sockets4 on real links: namespaces joined by veth pairs, clients that speak raw frames or UDP.

The kernel passes a frame over a veth pair before the send returns, so what was sent waits when the server's loop runs.
"""

import asyncio
import contextlib
import os
import socket
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from ipaddress import IPv4Address

import pytest

from lessor.model.datagram import Received4, Reply4
from lessor.model.network import InterfacesConfig
from lessor.service.net.links import interfaces
from lessor.service.net.poll import BATCH
from lessor.service.net.sockets import SocketsError
from lessor.service.net.sockets4 import sockets4
from lessor.wire.frames import decode_udp4, encode_frame4
from tests.system.network import Namespace, Network, network

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root: makes network namespaces and raw sockets"),
]

PATIENCE = 10.0
SERVER_MAC = bytes.fromhex("020000000001")
CLIENT_MAC = bytes.fromhex("02000000000a")
EVERYONE_MAC = b"\xff" * 6
EVERYONE = 0xFFFFFFFF
ETH_P_ALL = 3

Event = tuple[object, ...]


def number(address: str) -> int:
    return int(IPv4Address(address))


SERVER = number("192.0.2.1")
SECOND = number("192.0.2.2")
CLIENT = number("192.0.2.10")


@dataclass(frozen=True)
class Frame:
    """A datagram as it was on the link."""

    recipient: bytes
    sender: bytes
    source: int
    source_port: int
    destination: int
    port: int
    data: bytes


class Client:
    """A raw socket at the other end of a link; `say` speaks as a client without an address, by default to everyone."""

    def __init__(self, namespace: Namespace, interface: str) -> None:
        with namespace.entered():
            self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.socket.settimeout(PATIENCE)
        self.socket.bind((interface, ETH_P_ALL))

    def say(
        self,
        data: bytes,
        destination: int = EVERYONE,
        source: int = 0,
        port: int = 67,
        recipient: bytes = EVERYONE_MAC,
    ) -> None:
        self.put(encode_frame4(recipient, CLIENT_MAC, source, 68, destination, port, data))

    def put(self, frame: bytes) -> None:
        self.socket.send(frame)

    def hear(self) -> Frame:
        """Return the next datagram that a server sent."""
        while True:
            octets, address = self.socket.recvfrom(4096)
            if address[2] != socket.PACKET_OUTGOING and octets[12:14] == b"\x08\0" and octets[34:36] == b"\0\x43":
                return Frame(octets[:6], octets[6:12], *decode_udp4(octets, 14))


def await_carrier() -> None:
    """Wait until the kernel has noticed that all interfaces which are up have their other end."""
    end = time.monotonic() + PATIENCE
    while any(link.up and not link.running for link in interfaces()):
        assert time.monotonic() < end
        time.sleep(0.002)


class Server:
    """Sockets4 in a namespace, with all that it told."""

    def __init__(self, config: InterfacesConfig) -> None:
        await_carrier()
        self.loop = asyncio.new_event_loop()
        self.batches: list[list[Received4]] = []
        self.events: list[Event] = []
        self.sockets = sockets4(config, self.loop, self.batches.append, self.report, lambda: self.report("fatal"))

    def report(self, event: str, *args: object) -> None:
        self.events.append((event, *args))

    def until(self, condition: Callable[[], object]) -> None:
        async def wait() -> None:
            while not condition():
                await asyncio.sleep(0.002)

        self.loop.run_until_complete(asyncio.wait_for(wait(), PATIENCE))

    def receive(self, count: int = 1) -> list[Received4]:
        """Return the next messages, and forget them."""
        self.until(lambda: sum(map(len, self.batches)) >= count)
        received = [message for batch in self.batches for message in batch]
        self.batches.clear()
        assert len(received) == count
        return received

    def told(self, event: str) -> list[list[object]]:
        return [args for name, *args in self.events if name == event]

    def close(self) -> None:
        self.sockets.close()
        self.loop.close()


RAW = InterfacesConfig(("srv0",))
UDP = replace(RAW, socket_type="udp")
both_types = pytest.mark.parametrize("config", [RAW, UDP], ids=["raw", "udp"])


@pytest.fixture
def made() -> Iterator[Network]:
    with network() as fresh:
        yield fresh


@pytest.fixture
def machine(made: Network) -> Iterator[Namespace]:
    """The server's namespace, where this process is, with srv0 = 192.0.2.1/24; its other end is cli0."""
    made.link("server", "srv0", "client", "cli0")
    server, client = made.namespace("server"), made.namespace("client")
    server.ip("link", "set", "srv0", "address", SERVER_MAC.hex(":"))
    client.ip("link", "set", "cli0", "address", CLIENT_MAC.hex(":"))
    server.ip("addr", "add", "192.0.2.1/24", "dev", "srv0")
    with server.entered():
        yield server


@pytest.fixture
def client(made: Network, machine: Namespace) -> Iterator[Client]:
    client = Client(made.namespace("client"), "cli0")
    yield client
    client.socket.close()


@pytest.fixture
def serve(machine: Namespace) -> Iterator[Callable[[InterfacesConfig], Server]]:
    with contextlib.ExitStack() as stack:

        def start(config: InterfacesConfig) -> Server:
            server = Server(config)
            stack.callback(server.close)
            server.sockets.open()
            return server

        yield start


Serve = Callable[[InterfacesConfig], Server]


def reply_to(message: Received4, destination: int, port: int = 68, hwaddr: bytes = b"") -> Reply4:
    return Reply4(b"reply to " + message.data, message.interface, message.local, destination, port, hwaddr)


@contextlib.contextmanager
def udp(namespace: Namespace, address: str, port: int) -> Iterator[socket.socket]:
    """A UDP socket in a namespace, as relays and clients with an address have it."""
    with namespace.entered():
        endpoint = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with endpoint:
        endpoint.settimeout(PATIENCE)
        endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        endpoint.bind((address, port))
        yield endpoint


# Clients on the link


@both_types
def test_a_client_without_address_is_heard(serve: Serve, client: Client, config: InterfacesConfig) -> None:
    server = serve(config)
    client.say(b"discover")
    (message,) = server.receive()
    assert message.data == b"discover"
    assert (message.source, message.source_port) == (0, 68)
    assert message.interface.name == "srv0"
    assert message.interface.hwaddr == SERVER_MAC
    assert message.local == SERVER


def test_a_client_without_address_is_answered_at_its_hardware_address(serve: Serve, client: Client) -> None:
    server = serve(RAW)
    client.say(b"discover")
    (message,) = server.receive()
    server.sockets.send([reply_to(message, CLIENT, hwaddr=CLIENT_MAC)])
    assert client.hear() == Frame(CLIENT_MAC, SERVER_MAC, SERVER, 67, CLIENT, 68, b"reply to discover")
    assert server.sockets.unsent == 0


@both_types
def test_a_broadcast_reply_goes_to_everyone(serve: Serve, client: Client, config: InterfacesConfig) -> None:
    server = serve(config)
    client.say(b"discover")
    (message,) = server.receive()
    server.sockets.send([reply_to(message, EVERYONE)])
    assert client.hear() == Frame(EVERYONE_MAC, SERVER_MAC, SERVER, 67, EVERYONE, 68, b"reply to discover")


def test_a_hardware_address_of_another_kind_is_answered_by_broadcast(serve: Serve, client: Client) -> None:
    server = serve(RAW)
    client.say(b"discover")
    (message,) = server.receive()
    server.sockets.send([reply_to(message, CLIENT, hwaddr=bytes(8))])
    assert client.hear().recipient == EVERYONE_MAC


def test_udp_sockets_answer_a_client_without_address_by_broadcast(serve: Serve, client: Client) -> None:
    server = serve(UDP)
    client.say(b"discover")
    (message,) = server.receive()
    server.sockets.send([reply_to(message, CLIENT, hwaddr=CLIENT_MAC)])
    assert client.hear() == Frame(EVERYONE_MAC, SERVER_MAC, SERVER, 67, EVERYONE, 68, b"reply to discover")


@both_types
def test_a_client_with_address_talks_by_unicast(
    made: Network, serve: Serve, client: Client, config: InterfacesConfig
) -> None:
    server = serve(config)
    made.namespace("client").ip("addr", "add", "192.0.2.10/24", "dev", "cli0")
    with udp(made.namespace("client"), "192.0.2.10", 68) as endpoint:
        endpoint.sendto(b"renew", ("192.0.2.1", 67))
        (message,) = server.receive()
        assert (message.source, message.source_port, message.local) == (CLIENT, 68, SERVER)
        server.sockets.send([reply_to(message, CLIENT)])
        assert endpoint.recvfrom(4096) == (b"reply to renew", ("192.0.2.1", 67))


@both_types
def test_a_relay_is_answered_by_way_of_the_routes(
    made: Network, machine: Namespace, serve: Serve, config: InterfacesConfig
) -> None:
    server = serve(config)
    relay = made.namespace("client")
    relay.batch(["addr add 192.0.2.10/24 dev cli0", "addr add 10.0.0.1/32 dev lo"])
    machine.ip("route", "add", "10.0.0.0/8", "via", "192.0.2.10")
    with udp(relay, "10.0.0.1", 67) as endpoint:
        endpoint.sendto(b"relayed", ("192.0.2.1", 67))
        (message,) = server.receive()
        server.sockets.send([reply_to(message, number("10.0.0.1"), port=67)])
        assert endpoint.recvfrom(4096) == (b"reply to relayed", ("192.0.2.1", 67))


def test_checksums_left_to_the_card_are_no_damage(made: Network, serve: Serve) -> None:
    server = serve(RAW)
    client = made.namespace("client")
    client.run("ethtool", "-K", "cli0", "tx", "on")
    client.ip("addr", "add", "192.0.2.10/24", "dev", "cli0")
    with udp(client, "192.0.2.10", 68) as endpoint:
        endpoint.sendto(b"unsummed", ("192.0.2.1", 67))
        assert server.receive()[0].data == b"unsummed"
    assert server.sockets.damaged == 0


# Addresses


@both_types
def test_the_address_asked_is_the_one_that_answers(
    machine: Namespace, serve: Serve, client: Client, config: InterfacesConfig
) -> None:
    machine.batch(["addr add 192.0.2.2/24 dev srv0", "addr add 198.51.100.1/24 dev srv0"])
    server = serve(config)
    client.say(b"everyone")
    client.say(b"first", SERVER, CLIENT, recipient=SERVER_MAC)
    client.say(b"second", SECOND, CLIENT, recipient=SERVER_MAC)
    client.say(b"subnet", number("198.51.100.255"), number("198.51.100.9"))
    received = server.receive(4)
    assert {message.data: (message.local, message.broadcast) for message in received} == {
        b"everyone": (SERVER, True),
        b"first": (SERVER, False),
        b"second": (SECOND, False),
        b"subnet": (number("198.51.100.1"), True),
    }
    assert len({id(message.interface) for message in received}) == 1


@both_types
def test_an_entry_with_an_address_answers_for_that_one_only(
    machine: Namespace, serve: Serve, client: Client, config: InterfacesConfig
) -> None:
    machine.ip("addr", "add", "192.0.2.2/24", "dev", "srv0")
    server = serve(replace(config, interfaces=("srv0/192.0.2.2",)))
    client.say(b"first", SERVER, CLIENT, recipient=SERVER_MAC)
    client.say(b"second", SECOND, CLIENT, recipient=SERVER_MAC)
    client.say(b"everyone")
    received = server.receive(2)
    assert {message.data: message.local for message in received} == {b"second": SECOND, b"everyone": SECOND}


def test_hundreds_of_addresses_fit_the_kernel(machine: Namespace, serve: Serve, client: Client) -> None:
    machine.batch([f"addr add 10.7.{i >> 7}.{i & 127}/32 dev srv0" for i in range(300)])
    server = serve(RAW)
    assert len(server.sockets.listening) == 301
    client.say(b"last", number("10.7.2.43"), CLIENT, recipient=SERVER_MAC)
    assert server.receive()[0].local == number("10.7.2.43")


# What is not for us


def tagged(frame: bytes) -> bytes:
    """Put a frame into VLAN 7."""
    return frame[:12] + b"\x81\0\0\x07" + frame[12:]


def test_only_messages_for_us_are_seen(machine: Namespace, serve: Serve, client: Client) -> None:
    server = serve(RAW)
    whole = encode_frame4(EVERYONE_MAC, CLIENT_MAC, 0, 68, EVERYONE, 67, b"frame")
    client.say(b"client port", port=68)
    client.say(b"name server", port=53)
    client.say(b"other address", SECOND, CLIENT, recipient=SERVER_MAC)
    client.say(b"other host", recipient=b"\x02\0\0\0\0\x77")
    client.put(whole[:20] + b"\x20\0" + whole[22:])
    client.put(tagged(whole))
    with udp(machine, "192.0.2.1", 6767) as local:
        local.sendto(b"our own broadcast", ("255.255.255.255", 67))
    client.say(b"guard")
    assert server.receive()[0].data == b"guard"


@both_types
def test_nobody_is_told_that_the_port_is_closed(made: Network, serve: Serve, config: InterfacesConfig) -> None:
    server = serve(config)
    client = made.namespace("client")
    client.ip("addr", "add", "192.0.2.10/24", "dev", "cli0")
    with client.entered():
        icmp = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    icmp.settimeout(PATIENCE)
    with icmp, udp(client, "192.0.2.10", 68) as endpoint:
        endpoint.sendto(b"renew", ("192.0.2.1", 67))
        server.receive()
        # the first complaint to come is about a port that really is closed
        endpoint.sendto(b"nobody", ("192.0.2.1", 6767))
        complaint = icmp.recv(4096)
    assert complaint[20:22] == b"\x03\x03"
    assert struct.unpack_from("!H", complaint, 20 + 8 + 22) == (6767,)


def test_damaged_packets_are_counted_and_told_ever_less_often(serve: Serve, client: Client) -> None:
    server = serve(RAW)
    whole = encode_frame4(EVERYONE_MAC, CLIENT_MAC, 0, 68, EVERYONE, 67, b"frame")
    for _ in range(9):
        client.put(whole[:-1] + b"?")
    client.say(b"guard")
    assert server.receive()[0].data == b"guard"
    assert server.sockets.damaged == 9
    assert len(server.told("DHCP4_BUFFER_RECEIVE_FAIL")) == 4


def test_nothing_piles_up_where_nobody_reads(serve: Serve, client: Client) -> None:
    server = serve(RAW)
    for i in range(100):
        client.say(b"%300d" % i, SERVER, CLIENT, recipient=SERVER_MAC)
    server.receive(100)
    with open("/proc/thread-self/net/udp") as file:
        queued = [line.split()[4].split(":")[1] for line in file if ":0043 " in line]
    assert queued == ["00000000"]


# Batches


@both_types
def test_messages_that_wait_are_one_batch_up_to_a_bound(serve: Serve, client: Client, config: InterfacesConfig) -> None:
    server = serve(config)
    for i in range(2 * BATCH + 44):
        client.say(b"%d" % i)
    server.until(lambda: sum(map(len, server.batches)) == 2 * BATCH + 44)
    assert [len(batch) for batch in server.batches] == [BATCH, BATCH, 44]
    assert [int(message.data) for batch in server.batches for message in batch] == list(range(2 * BATCH + 44))


@both_types
def test_a_burst_waits_until_the_server_has_time(serve: Serve, client: Client, config: InterfacesConfig) -> None:
    server = serve(config)
    for i in range(2000):
        client.say(b"%300d" % i)
    server.receive(2000)


@pytest.mark.parametrize(
    "config",
    [RAW, UDP, replace(UDP, outbound_interface="use-routing")],
    ids=["raw", "udp", "udp by routes"],
)
def test_interfaces_share_a_batch_and_keep_apart(
    made: Network, machine: Namespace, serve: Serve, client: Client, config: InterfacesConfig
) -> None:
    made.link("server", "srv1", "client", "cli1")
    machine.ip("addr", "add", "198.51.100.1/24", "dev", "srv1")
    other = Client(made.namespace("client"), "cli1")
    server = serve(replace(config, interfaces=("srv0", "srv1")))
    client.say(b"zero")
    other.say(b"one")
    server.until(lambda: server.batches)
    (batch,) = server.batches
    zero, one = sorted(batch, key=lambda message: message.interface.name)
    assert (zero.data, zero.interface.name, zero.local) == (b"zero", "srv0", SERVER)
    assert (one.data, one.interface.name, one.local) == (b"one", "srv1", number("198.51.100.1"))
    server.sockets.send([reply_to(message, EVERYONE) for message in (one, zero)])
    assert client.hear().data == b"reply to zero"
    assert other.hear().data == b"reply to one"
    other.socket.close()


@both_types
def test_a_busy_interface_does_not_starve_another(
    made: Network, machine: Namespace, serve: Serve, client: Client, config: InterfacesConfig
) -> None:
    made.link("server", "srv1", "client", "cli1")
    machine.ip("addr", "add", "198.51.100.1/24", "dev", "srv1")
    other = Client(made.namespace("client"), "cli1")
    server = serve(replace(config, interfaces=("*",)))
    for i in range(1000):
        client.say(b"flood %d" % i)
    other.say(b"other")
    server.until(lambda: server.batches)
    assert b"other" in [message.data for message in server.batches[0]]
    other.socket.close()


# The way out


@pytest.fixture
def two_ways(made: Network, machine: Namespace) -> Iterator[Client]:
    """A second link, srv1; the route to 10.0.0.0/8 goes there. Returns its other end."""
    made.link("server", "srv1", "client", "cli1")
    machine.batch(
        [
            "addr add 198.51.100.1/24 dev srv1",
            "neigh add 192.0.2.10 lladdr 02:00:00:00:00:0a dev srv0",
            "neigh add 10.0.0.1 lladdr 02:00:00:00:00:0a dev srv0",
            f"neigh add 198.51.100.10 lladdr {CLIENT_MAC.hex(':')} dev srv1",
            "route add 10.0.0.0/8 via 198.51.100.10",
        ]
    )
    other = Client(made.namespace("client"), "cli1")
    yield other
    other.socket.close()


@both_types
def test_replies_leave_by_the_interface_of_the_request(
    serve: Serve, client: Client, two_ways: Client, config: InterfacesConfig
) -> None:
    server = serve(config)
    client.say(b"relayed", SERVER, number("10.0.0.1"), recipient=SERVER_MAC)
    (message,) = server.receive()
    server.sockets.send([reply_to(message, message.source, port=67)])
    assert client.hear().destination == number("10.0.0.1")


@both_types
def test_replies_leave_by_the_routes_when_so_configured(
    serve: Serve, client: Client, two_ways: Client, config: InterfacesConfig
) -> None:
    server = serve(replace(config, outbound_interface="use-routing"))
    client.say(b"relayed", SERVER, number("10.0.0.1"), recipient=SERVER_MAC)
    (message,) = server.receive()
    server.sockets.send([reply_to(message, message.source, port=67), reply_to(message, EVERYONE)])
    assert (heard := two_ways.hear()).destination == number("10.0.0.1")
    assert (heard.source, heard.source_port, heard.port) == (SERVER, 67, 67)
    # what is for everyone is for everyone on the client's link
    assert client.hear().destination == EVERYONE


def test_replies_need_no_route_when_they_go_back_where_the_message_came_from(serve: Serve, client: Client) -> None:
    server = serve(RAW)
    client.say(b"relayed", SERVER, number("10.0.0.1"), recipient=SERVER_MAC)
    (message,) = server.receive()
    assert message.sender == CLIENT_MAC
    server.sockets.send([reply_to(message, message.source, port=67, hwaddr=message.sender)])
    expected = Frame(CLIENT_MAC, SERVER_MAC, SERVER, 67, number("10.0.0.1"), 67, b"reply to relayed")
    assert client.hear() == expected


@pytest.mark.parametrize("config", [UDP, replace(RAW, outbound_interface="use-routing")], ids=["udp", "routes"])
def test_where_the_kernel_routes_no_sender_is_told(serve: Serve, client: Client, config: InterfacesConfig) -> None:
    server = serve(config)
    client.say(b"relayed", SERVER, number("10.0.0.1"), recipient=SERVER_MAC)
    assert server.receive()[0].sender == b""


@both_types
def test_a_reply_that_fails_does_not_stop_the_next(serve: Serve, client: Client, config: InterfacesConfig) -> None:
    server = serve(config)
    client.say(b"discover")
    (message,) = server.receive()
    gone = replace(message.interface, index=9999)
    large = Reply4(bytes(70000), message.interface, SERVER, EVERYONE, 68)
    elsewhere = Reply4(b"x", message.interface, SECOND, CLIENT, 68)
    lost = Reply4(b"x", gone, SERVER, EVERYONE, 68)
    server.sockets.send([large, elsewhere, lost, reply_to(message, EVERYONE)])
    assert client.hear().data == b"reply to discover"
    assert server.sockets.unsent == 3
    assert len(server.told("DHCP4_PACKET_SEND_FAIL")) == 3


def test_sending_on_a_link_that_is_down_is_told(machine: Namespace, serve: Serve, client: Client) -> None:
    server = serve(replace(RAW, re_detect=False))
    client.say(b"discover")
    (message,) = server.receive()
    machine.ip("link", "set", "srv0", "down")
    server.sockets.send([reply_to(message, EVERYONE), reply_to(message, CLIENT)])
    assert server.sockets.unsent == 2


# Links that come and go


def listening(server: Server) -> list[tuple[str, str]]:
    return [(interface, str(IPv4Address(address))) for interface, address in server.sockets.listening]


@both_types
def test_an_interface_that_appears_later_is_served(
    made: Network, machine: Namespace, serve: Serve, config: InterfacesConfig
) -> None:
    server = serve(replace(config, interfaces=("srv0", "late0")))
    assert server.told("DHCPSRV_OPEN_SOCKET_FAIL") == [["there is no interface late0"]]
    made.link("server", "late0", "client", "cli1")
    machine.ip("addr", "add", "198.51.100.1/24", "dev", "late0")
    server.until(lambda: ("late0", "198.51.100.1") in listening(server))
    late = Client(made.namespace("client"), "cli1")
    late.say(b"discover")
    assert server.receive()[0].interface.name == "late0"
    assert ["198.51.100.1", "late0"] in server.told("DHCPSRV_CFGMGR_USE_ADDRESS")
    late.socket.close()


@both_types
def test_addresses_come_and_go(machine: Namespace, serve: Serve, client: Client, config: InterfacesConfig) -> None:
    server = serve(config)
    machine.ip("addr", "add", "192.0.2.2/24", "dev", "srv0")
    server.until(lambda: listening(server) == [("srv0", "192.0.2.1"), ("srv0", "192.0.2.2")])
    client.say(b"second", SECOND, CLIENT, recipient=SERVER_MAC)
    (message,) = server.receive()
    assert message.local == SECOND
    assert message.interface.addresses == (SERVER, SECOND)
    machine.ip("addr", "del", "192.0.2.2/24", "dev", "srv0")
    server.until(lambda: listening(server) == [("srv0", "192.0.2.1")])
    assert server.told("LESSOR_LISTENING_ENDED") == [["192.0.2.2", "srv0"]]
    client.say(b"still here")
    (message,) = server.receive()
    assert message.interface.addresses == (SERVER,)


def test_an_unchanged_interface_keeps_its_record(machine: Namespace, serve: Serve, client: Client) -> None:
    server = serve(replace(RAW, interfaces=("srv0", "late0")))
    client.say(b"before")
    (before,) = server.receive()
    machine.batch(["link add late0 type veth peer name late1", "link set late1 up", "link set late0 up"])
    machine.ip("addr", "add", "198.51.100.1/24", "dev", "late0")
    server.until(lambda: len(server.sockets.listening) == 2)
    client.say(b"after")
    (after,) = server.receive()
    assert after.interface is before.interface


@both_types
def test_losing_the_last_address_and_getting_another(
    machine: Namespace, serve: Serve, client: Client, config: InterfacesConfig
) -> None:
    server = serve(config)
    machine.ip("addr", "del", "192.0.2.1/24", "dev", "srv0")
    server.until(lambda: not server.sockets.listening)
    server.until(lambda: server.told("DHCPSRV_NO_SOCKETS_OPEN"))
    machine.ip("addr", "add", "192.0.2.2/24", "dev", "srv0")
    server.until(lambda: server.sockets.listening)
    client.say(b"discover")
    assert server.receive()[0].local == SECOND


@both_types
def test_an_interface_made_anew_is_served_again(
    made: Network, machine: Namespace, serve: Serve, client: Client, config: InterfacesConfig
) -> None:
    server = serve(config)
    machine.ip("link", "del", "srv0")
    server.until(lambda: not server.sockets.listening)
    made.link("server", "srv0", "client", "cli0")
    machine.ip("addr", "add", "192.0.2.1/24", "dev", "srv0")
    server.until(lambda: server.sockets.listening)
    again = Client(made.namespace("client"), "cli0")
    again.say(b"discover")
    (message,) = server.receive()
    server.sockets.send([reply_to(message, EVERYONE)])
    assert again.hear().data == b"reply to discover"
    again.socket.close()


@both_types
def test_a_link_that_was_down_goes_on(
    machine: Namespace, serve: Serve, client: Client, config: InterfacesConfig
) -> None:
    server = serve(config)
    machine.ip("link", "set", "srv0", "down")
    machine.ip("addr", "add", "192.0.2.2/24", "dev", "srv0")
    server.until(lambda: len(server.sockets.listening) == 2)
    machine.ip("link", "set", "srv0", "up")
    client.say(b"discover")
    (message,) = server.receive()
    server.sockets.send([reply_to(message, EVERYONE)])
    assert client.hear().data == b"reply to discover"
    assert server.told("LESSOR_LISTENING_ENDED") == []


def test_without_re_detect_changes_are_not_followed(machine: Namespace, serve: Serve, client: Client) -> None:
    still = serve(replace(RAW, re_detect=False, interfaces=("srv0/192.0.2.1",)))
    following = serve(replace(UDP, interfaces=("srv0/192.0.2.2",)))
    machine.ip("addr", "add", "192.0.2.2/24", "dev", "srv0")
    following.until(lambda: following.sockets.listening)
    still.sockets.reconfigure(replace(RAW, re_detect=False))
    assert listening(still) == [("srv0", "192.0.2.1")]


# Failures and retries


def test_no_interface_at_all_is_a_warning(serve: Serve) -> None:
    server = serve(InterfacesConfig())
    assert server.told("DHCPSRV_NO_SOCKETS_OPEN") == [[]]
    assert server.told("DHCPSRV_OPEN_SOCKET_FAIL") == []


@both_types
def test_a_second_server_on_the_address_is_noticed(serve: Serve, client: Client, config: InterfacesConfig) -> None:
    first = serve(config)
    second = serve(config)
    (reason,) = second.told("DHCPSRV_OPEN_SOCKET_FAIL")
    assert "192.0.2.1" in str(reason)
    assert "another DHCP server" in str(reason)
    assert second.sockets.listening == []
    client.say(b"discover")
    first.receive()
    assert second.batches == []


@both_types
def test_retries_help_when_the_reason_goes_away(serve: Serve, config: InterfacesConfig) -> None:
    first = serve(config)
    second = serve(replace(config, max_retries=10000, retry_wait_ms=5, require_all=True))
    assert second.sockets.listening == []
    first.sockets.reconfigure(InterfacesConfig())
    second.until(lambda: second.sockets.listening)
    assert second.told("DHCP4_OPEN_SOCKETS_FAILED") == []


@pytest.mark.parametrize("require_all", [False, True])
def test_retries_come_to_an_end(serve: Serve, require_all: bool) -> None:
    server = serve(
        InterfacesConfig(("srv0", "none0"), max_retries=2, retry_wait_ms=1, require_all=require_all, re_detect=False)
    )
    server.until(lambda: server.told("DHCP4_OPEN_SOCKETS_FAILED"))
    assert server.told("DHCP4_OPEN_SOCKETS_FAILED") == [[2]]
    assert bool(server.told("fatal")) is require_all
    assert listening(server) == [("srv0", "192.0.2.1")]
    # told once, however often it was tried
    assert len(server.told("DHCPSRV_OPEN_SOCKET_FAIL")) == 1


def test_required_sockets_without_retries_are_an_error(serve: Serve) -> None:
    with pytest.raises(SocketsError, match="no interface none0"):
        serve(InterfacesConfig(("srv0", "none0"), require_all=True))


# Reload


@both_types
def test_a_reload_loses_no_message(
    made: Network, machine: Namespace, serve: Serve, client: Client, config: InterfacesConfig
) -> None:
    made.link("server", "srv1", "client", "cli1")
    machine.ip("addr", "add", "198.51.100.1/24", "dev", "srv1")
    server = serve(config)
    client.say(b"before")
    server.sockets.reconfigure(replace(config, interfaces=("srv1", "srv0"), max_retries=3))
    client.say(b"after")
    assert [message.data for message in server.receive(2)] == [b"before", b"after"]
    assert sorted(listening(server)) == [("srv0", "192.0.2.1"), ("srv1", "198.51.100.1")]


def test_a_reload_may_change_all(serve: Serve, client: Client) -> None:
    server = serve(RAW)
    for config in (UDP, replace(UDP, outbound_interface="use-routing"), RAW, replace(RAW, interfaces=("*",))):
        server.sockets.reconfigure(config)
        assert listening(server) == [("srv0", "192.0.2.1")]
        client.say(b"discover")
        (message,) = server.receive()
        server.sockets.send([reply_to(message, EVERYONE)])
        assert client.hear().data == b"reply to discover"
    server.sockets.reconfigure(InterfacesConfig())
    assert server.sockets.listening == []


def test_loopback_is_served_by_udp_when_named(machine: Namespace, serve: Serve) -> None:
    server = serve(InterfacesConfig(("lo/127.0.0.1",), socket_type="udp"))
    with udp(machine, "127.0.0.2", 67) as relay:
        relay.sendto(b"relayed", ("127.0.0.1", 67))
        (message,) = server.receive()
        server.sockets.send([reply_to(message, message.source, port=67)])
        assert relay.recvfrom(4096) == (b"reply to relayed", ("127.0.0.1", 67))
