"""DHCPv6 sockets on real links: namespaces joined by veth pairs, clients and relays that speak UDP.

The kernel passes a frame over a veth pair before the send returns, so what was sent waits when the server's loop runs.
"""

import asyncio
import contextlib
import os
import socket
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import IPv6Address

import pytest

from lessor.model.datagram6 import Received6, Reply6
from lessor.model.network import InterfacesConfig
from lessor.service.net.links import interfaces
from lessor.service.net.poll import BATCH
from lessor.service.net.sockets import SocketsError
from lessor.service.net.sockets6 import sockets6
from tests.system.network import Namespace, Network, network

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root: makes network namespaces"),
]

PATIENCE = 10.0
RELAYS_AND_SERVERS = "ff02::1:2"
SERVERS = "ff05::1:3"
LINK_LOCAL = "fe80::1"
GLOBAL = "2001:db8::1"
CLIENT = "fe80::c"
CLIENT_GLOBAL = "2001:db8::c"

Event = tuple[object, ...]


def number(address: str) -> int:
    return int(IPv6Address(address))


def enable6(namespace: Namespace, interface: str, *addresses: str, duplicates: bool = False) -> None:
    """Give an interface these addresses and no others; `duplicates`: they are looked for first, as usual."""
    settings = {"addr_gen_mode": 1, "accept_dad": int(duplicates), "accept_ra": 0, "disable_ipv6": 0}
    for name, value in settings.items():
        namespace.run("sysctl", "-qw", f"net.ipv6.conf.{interface}.{name}={value}")
    for address in addresses:
        namespace.ip("addr", "add", f"{address}/64", "dev", interface)


class Host:
    """A client or relay at the other end of a link."""

    def __init__(self, namespace: Namespace, interface: str, address: str = CLIENT, port: int = 546) -> None:
        with namespace.entered():
            self.index = socket.if_nametoindex(interface)
            self.socket = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self.socket.settimeout(PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, self.index)
        self.socket.bind((address, port, 0, self.index))

    def say(self, data: bytes, destination: str = RELAYS_AND_SERVERS) -> None:
        self.socket.sendto(data, (destination, 547, 0, self.index))

    def hear(self) -> tuple[bytes, str, int]:
        """Return what the server says, from which address and port."""
        data, (host, port, _, _) = self.socket.recvfrom(4096)
        return data, host.partition("%")[0], port

    def hears_nothing(self) -> bool:
        self.socket.setblocking(False)
        try:
            self.socket.recv(4096)
        except BlockingIOError:
            return True
        return False


class Server:
    """The sockets in a namespace, with all that they told."""

    def __init__(self, config: InterfacesConfig) -> None:
        self.loop = asyncio.new_event_loop()
        self.batches: list[list[Received6]] = []
        self.events: list[Event] = []
        self.sockets = sockets6(config, self.loop, self.batches.append, self.report, lambda: self.report("fatal"))

    def report(self, event: str, *args: object) -> None:
        self.events.append((event, *args))

    def until(self, condition: Callable[[], object]) -> None:
        async def wait() -> None:
            while not condition():
                await asyncio.sleep(0.002)

        self.loop.run_until_complete(asyncio.wait_for(wait(), PATIENCE))

    def receive(self, count: int = 1) -> list[Received6]:
        """Return the next messages, and forget them."""
        self.until(lambda: sum(map(len, self.batches)) >= count)
        received = [message for batch in self.batches for message in batch]
        self.batches.clear()
        assert len(received) == count
        return received

    def told(self, event: str) -> list[list[object]]:
        return [args for name, *args in self.events if name == event]

    def listens(self, interface: str, *addresses: str) -> bool:
        return sorted(self.sockets.listening) == sorted((interface, number(address)) for address in addresses)

    def close(self) -> None:
        self.sockets.close()
        self.loop.close()


Serve = Callable[[InterfacesConfig], Server]

LINK = InterfacesConfig(("srv0",))
UNICAST = InterfacesConfig((f"srv0/{GLOBAL}",))


@pytest.fixture
def made() -> Iterator[Network]:
    with network() as fresh:
        yield fresh


@pytest.fixture
def machine(made: Network) -> Iterator[Namespace]:
    """The server's namespace, where this process is, with srv0 = fe80::1 and 2001:db8::1; its other end is cli0."""
    made.link("server", "srv0", "client", "cli0")
    enable6(made.namespace("server"), "srv0", LINK_LOCAL, GLOBAL)
    enable6(made.namespace("client"), "cli0", CLIENT, CLIENT_GLOBAL)
    with made.namespace("server").entered():
        await_carrier()
        yield made.namespace("server")


def await_carrier() -> None:
    """Wait until the kernel has noticed that all interfaces which are up have their other end."""
    end = time.monotonic() + PATIENCE
    while any(link.up and not link.running for link in interfaces()):
        assert time.monotonic() < end
        time.sleep(0.002)


@pytest.fixture
def host(made: Network, machine: Namespace) -> Iterator[Callable[..., Host]]:
    """Make a client or relay at the other end: `host()`, `host(address)`, `host(address, interface)`."""
    with contextlib.ExitStack() as stack:

        def make(address: str = CLIENT, interface: str = "cli0", port: int = 546) -> Host:
            one = Host(made.namespace("client"), interface, address, port)
            stack.callback(one.socket.close)
            return one

        yield make


MakeHost = Callable[..., Host]


@pytest.fixture
def serve(machine: Namespace) -> Iterator[Serve]:
    with contextlib.ExitStack() as stack:

        def start(config: InterfacesConfig) -> Server:
            server = Server(config)
            stack.callback(server.close)
            server.sockets.open()
            return server

        yield start


def reply_to(message: Received6) -> Reply6:
    local = 0 if message.multicast else message.local
    return Reply6(b"reply to " + message.data, message.interface, message.source, message.source_port, local)


# Multicast


def test_a_client_is_heard_by_multicast_and_answered_from_the_link(serve: Serve, host: MakeHost) -> None:
    server = serve(LINK)
    client = host()
    client.say(b"solicit")
    (message,) = server.receive()
    assert message.data == b"solicit"
    assert (message.source, message.source_port) == (number(CLIENT), 546)
    assert (message.interface.name, message.local, message.multicast) == ("srv0", number(RELAYS_AND_SERVERS), True)
    server.sockets.send([reply_to(message)])
    assert client.hear() == (b"reply to solicit", LINK_LOCAL, 547)
    assert server.sockets.unsent == 0


def test_a_relay_is_heard_at_the_group_of_servers(serve: Serve, host: MakeHost) -> None:
    server = serve(LINK)
    relay = host(CLIENT_GLOBAL, port=547)
    relay.say(b"relayed", SERVERS)
    (message,) = server.receive()
    assert (message.source, message.source_port) == (number(CLIENT_GLOBAL), 547)
    assert (message.local, message.multicast) == (number(SERVERS), True)
    server.sockets.send([reply_to(message)])
    assert relay.hear() == (b"reply to relayed", GLOBAL, 547)


@pytest.mark.parametrize("config", [LINK, UNICAST], ids=["link", "unicast"])
def test_multicast_and_link_local_unicast_are_heard_with_and_without_a_unicast_address(
    serve: Serve, host: MakeHost, config: InterfacesConfig
) -> None:
    server = serve(config)
    client = host()
    client.say(b"by multicast")
    client.say(b"by unicast", LINK_LOCAL)
    heard = {message.data: message for message in server.receive(2)}
    assert heard[b"by multicast"].multicast
    assert not heard[b"by unicast"].multicast
    assert heard[b"by unicast"].local == number(LINK_LOCAL)
    server.sockets.send([reply_to(heard[b"by unicast"])])
    assert client.hear() == (b"reply to by unicast", LINK_LOCAL, 547)


# Unicast


@pytest.mark.parametrize("source", [CLIENT_GLOBAL, CLIENT])
def test_a_unicast_address_hears_and_answers(serve: Serve, host: MakeHost, source: str) -> None:
    server = serve(UNICAST)
    relay = host(source, port=547)
    relay.say(b"relayed", GLOBAL)
    (message,) = server.receive()
    assert (message.local, message.multicast, message.source) == (number(GLOBAL), False, number(source))
    server.sockets.send([reply_to(message)])
    assert relay.hear() == (b"reply to relayed", GLOBAL, 547)


def test_an_address_that_is_not_configured_is_not_served(serve: Serve, host: MakeHost) -> None:
    server = serve(LINK)
    client = host(CLIENT_GLOBAL)
    client.socket.connect((GLOBAL, 547))
    client.socket.send(b"request")
    with pytest.raises(ConnectionRefusedError):
        client.socket.recv(100)
    assert server.batches == []


def test_a_unicast_message_may_come_by_any_link(
    made: Network, machine: Namespace, serve: Serve, host: MakeHost
) -> None:
    made.link("server", "srv1", "client", "cli1")
    enable6(machine, "srv1", "fe80::2", "2001:db8:1::1")
    enable6(made.namespace("client"), "cli1", "fe80::d", "2001:db8:1::c")
    machine.ip("route", "replace", "2001:db8:1::c/128", "dev", "srv1")
    made.namespace("client").ip("route", "replace", f"{GLOBAL}/128", "via", "2001:db8:1::1")
    await_carrier()
    server = serve(UNICAST)
    relay = host("2001:db8:1::c", "cli1", port=547)
    relay.say(b"relayed", GLOBAL)
    (message,) = server.receive()
    assert (message.interface.name, message.source) == ("srv0", number("2001:db8:1::c"))
    server.sockets.send([reply_to(message)])
    assert relay.hear() == (b"reply to relayed", GLOBAL, 547)


def test_a_link_local_source_on_another_link_is_refused(
    made: Network, machine: Namespace, serve: Serve, host: MakeHost
) -> None:
    made.link("server", "srv1", "client", "cli1")
    enable6(machine, "srv1", "fe80::2")
    enable6(made.namespace("client"), "cli1", "fe80::d")
    made.namespace("client").ip("route", "replace", f"{GLOBAL}/128", "via", "fe80::2", "dev", "cli1")
    await_carrier()
    server = serve(UNICAST)
    host("fe80::d", "cli1").say(b"from elsewhere", GLOBAL)
    host().say(b"from here", GLOBAL)
    assert [message.data for message in server.receive()] == [b"from here"]
    assert server.sockets.damaged == 1
    ((reason,),) = server.told("DHCP6_PACKET_RECEIVE_FAIL")
    assert str(reason).startswith("fe80::d is not on the link of the address it wrote to, on srv0")


# Several interfaces


def test_interfaces_with_the_same_link_local_address_keep_apart(
    made: Network, machine: Namespace, serve: Serve, host: MakeHost
) -> None:
    made.link("server", "srv1", "client", "cli1")
    enable6(machine, "srv1", LINK_LOCAL)
    enable6(made.namespace("client"), "cli1", CLIENT)
    await_carrier()
    server = serve(InterfacesConfig(("*",)))
    zero, one = host(), host(CLIENT, "cli1")
    for client, name in ((zero, b"zero"), (one, b"one")):
        client.say(name)
        client.say(name + b" unicast", LINK_LOCAL)
    server.until(lambda: server.batches)
    (batch,) = server.batches
    assert sorted((message.data, message.interface.name) for message in batch) == [
        (b"one", "srv1"),
        (b"one unicast", "srv1"),
        (b"zero", "srv0"),
        (b"zero unicast", "srv0"),
    ]
    server.sockets.send([reply_to(message) for message in batch])
    assert sorted((zero.hear(), zero.hear())) == [
        (b"reply to zero", LINK_LOCAL, 547),
        (b"reply to zero unicast", LINK_LOCAL, 547),
    ]
    assert sorted((one.hear(), one.hear())) == [
        (b"reply to one", LINK_LOCAL, 547),
        (b"reply to one unicast", LINK_LOCAL, 547),
    ]
    assert zero.hears_nothing() and one.hears_nothing()


def test_messages_that_wait_are_one_batch_up_to_a_bound(serve: Serve, host: MakeHost) -> None:
    server = serve(LINK)
    client = host()
    for i in range(BATCH + 44):
        client.say(b"%d" % i)
    server.until(lambda: sum(map(len, server.batches)) == BATCH + 44)
    assert [len(batch) for batch in server.batches] == [BATCH, 44]
    assert [int(message.data) for batch in server.batches for message in batch] == list(range(BATCH + 44))


# Interfaces and addresses that come and go


def test_an_interface_that_appears_later_is_served(made: Network, machine: Namespace, serve: Serve) -> None:
    server = serve(InterfacesConfig(("late0",)))
    assert server.told("DHCPSRV_OPEN_SOCKET_FAIL") == [["there is no interface late0"]]
    assert server.told("DHCPSRV_NO_SOCKETS_OPEN") == [[]]
    made.link("server", "late0", "client", "cli9")
    enable6(machine, "late0", "fe80::9")
    enable6(made.namespace("client"), "cli9", "fe80::e")
    server.until(lambda: server.listens("late0", "fe80::9"))
    client = Host(made.namespace("client"), "cli9", "fe80::e")
    client.say(b"solicit")
    assert server.receive()[0].interface.name == "late0"
    client.socket.close()


def test_an_interface_that_went_down_is_served_when_it_comes_back(
    machine: Namespace, serve: Serve, host: MakeHost
) -> None:
    server = serve(LINK)
    machine.ip("link", "set", "srv0", "down")
    server.until(lambda: server.sockets.listening == [])
    assert server.told("LESSOR_LISTENING_ENDED") == [[LINK_LOCAL, "srv0"]]
    machine.ip("link", "set", "srv0", "up")
    machine.ip("addr", "add", f"{LINK_LOCAL}/64", "dev", "srv0")
    server.until(lambda: server.listens("srv0", LINK_LOCAL))
    host().say(b"solicit")
    assert server.receive()[0].data == b"solicit"


def test_a_unicast_address_comes_and_goes_without_the_link(machine: Namespace, serve: Serve, host: MakeHost) -> None:
    server = serve(InterfacesConfig(("srv0/2001:db8::2",)))
    assert server.listens("srv0", LINK_LOCAL)
    assert server.told("DHCPSRV_OPEN_SOCKET_FAIL") == [["interface srv0 has no address 2001:db8::2"]]
    client = host()
    client.say(b"waits")
    machine.ip("addr", "add", "2001:db8::2/64", "dev", "srv0")
    server.until(lambda: server.listens("srv0", LINK_LOCAL, "2001:db8::2"))
    assert [message.data for message in server.receive()] == [b"waits"]
    assert server.told("DHCPSRV_CFGMGR_USE_UNICAST") == [["2001:db8::2", "srv0"]]
    machine.ip("addr", "del", "2001:db8::2/64", "dev", "srv0")
    server.until(lambda: server.listens("srv0", LINK_LOCAL))


@pytest.mark.parametrize("re_detect", [True, False])
def test_a_tentative_address_is_served_as_soon_as_it_is_ours(
    made: Network, machine: Namespace, serve: Serve, re_detect: bool
) -> None:
    made.link("server", "srv1", "client", "cli1")
    # several probes a second apart: still looking when the server starts
    machine.run("sysctl", "-qw", "net.ipv6.conf.srv1.dad_transmits=1")
    enable6(machine, "srv1", "fe80::2", "2001:db8:1::1", duplicates=True)
    await_carrier()
    server = serve(InterfacesConfig(("srv1/2001:db8:1::1",), re_detect=re_detect, require_all=True))
    assert server.sockets.listening == []
    assert server.told("DHCPSRV_OPEN_SOCKET_FAIL") == [["interface srv1 still looks for duplicates of its addresses"]]
    server.until(lambda: server.listens("srv1", "fe80::2", "2001:db8:1::1"))
    assert server.told("fatal") == []


def test_an_address_that_another_host_has_is_not_served(made: Network, machine: Namespace, serve: Serve) -> None:
    made.link("server", "srv1", "client", "cli1")
    enable6(made.namespace("client"), "cli1", "fe80::2")
    await_carrier()
    enable6(machine, "srv1", "fe80::2", duplicates=True)
    server = serve(InterfacesConfig(("srv1",)))
    server.until(lambda: server.told("DHCPSRV_OPEN_SOCKET_FAIL")[-1] == ["interface srv1 has no link-local address"])
    assert server.sockets.listening == []


# Failure


def test_another_server_on_the_interface_is_noticed(serve: Serve) -> None:
    first = serve(LINK)
    second = serve(LINK)
    assert first.listens("srv0", LINK_LOCAL)
    assert second.sockets.listening == []
    ((reason,),) = second.told("DHCPSRV_OPEN_SOCKET_FAIL")
    assert reason == "srv0/fe80::1: Address already in use, is another DHCP server running?"


@pytest.mark.parametrize("group", [RELAYS_AND_SERVERS, SERVERS])
def test_an_interface_that_cannot_hear_a_group_is_not_served(machine: Namespace, serve: Serve, group: str) -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as occupant:
        occupant.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"srv0\0")
        occupant.bind((group, 547, 0, socket.if_nametoindex("srv0")))
        server = serve(UNICAST)
        assert server.listens("srv0", GLOBAL)
        ((reason,),) = server.told("DHCPSRV_OPEN_SOCKET_FAIL")
        assert str(reason).startswith("srv0/fe80::1: Address already in use")


def test_what_is_required_and_missing_is_an_error_or_retried(machine: Namespace, serve: Serve) -> None:
    required = InterfacesConfig(("srv0/2001:db8::2",), re_detect=False, require_all=True)
    with pytest.raises(SocketsError, match="interface srv0 has no address 2001:db8::2"):
        serve(required)
    server = serve(replace(required, max_retries=2, retry_wait_ms=10))
    server.until(lambda: server.told("fatal"))
    assert server.told("DHCP6_OPEN_SOCKETS_FAILED") == [[2]]


def test_what_cannot_be_sent_is_told_and_does_not_keep_the_next_from_leaving(serve: Serve, host: MakeHost) -> None:
    server = serve(LINK)
    client = host()
    client.say(b"solicit")
    (message,) = server.receive()
    relayed = struct.pack("!BB", 13, 0) + bytes(32)
    away = number("2001:db8:ffff::1")
    server.sockets.send(
        [
            Reply6(b"\x07\x00\x00\x2a", message.interface, away, 546),
            Reply6(relayed, message.interface, number(CLIENT), 547, number(GLOBAL)),
            reply_to(message),
        ]
    )
    assert client.hear()[0] == b"reply to solicit"
    assert server.sockets.unsent == 2
    assert server.told("DHCP6_PACKET_SEND_FAIL") == [
        ["tid=0x2a", "[Errno 101] Network is unreachable"],
        ["reply to relay fe80::c", "its interface or address is no longer served"],
    ]


def test_a_new_configuration_keeps_what_stays(serve: Serve, host: MakeHost) -> None:
    server = serve(UNICAST)
    host().say(b"waits")
    server.sockets.reconfigure(LINK)
    assert server.listens("srv0", LINK_LOCAL)
    assert [message.data for message in server.receive()] == [b"waits"]
    server.sockets.reconfigure(InterfacesConfig())
    assert server.sockets.listening == []
