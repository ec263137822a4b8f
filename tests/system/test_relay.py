"""Real clients behind a real relay (ISC dhcrelay with option 82)."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.system import packets
from tests.system.clients import BOUND, RENEWED
from tests.system.conftest import SERVER, StartClient, StartServer, need
from tests.system.network import Network
from tests.system.programs import Config

pytestmark = [pytest.mark.system]

CONFIG: Config = {
    "interfaces-config": {"interfaces": ["eth0"]},
    "valid-lifetime": 3600,
    "renew-timer": 2,
    "authoritative": True,
    "subnet4": [
        {"id": 1, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.100 - 192.0.2.110"}]},
        {
            "id": 2,
            "subnet": "10.1.0.0/24",
            "pools": [{"pool": "10.1.0.100 - 10.1.0.110"}],
            "option-data": [{"name": "routers", "data": "10.1.0.1"}],
        },
    ],
}
ASSIGNED = "0"
RELEASED = "3"
FAR = ("relay", "far")
"""The bridge of the clients, in the relay's namespace."""


@dataclass(slots=True)
class Relay:
    """The relay program and a socket that sees what passes between it and the server."""

    process: subprocess.Popen[bytes]
    socket: socket.socket

    def seen(self) -> list[packets.Frame]:
        """Return all datagrams on the server's side so far."""
        frames: list[packets.Frame] = []
        while True:
            try:
                data = self.socket.recv(4096)
            except BlockingIOError:
                return frames
            if (frame := packets.unframe(data)) and 67 in (frame.envelope.source_port, frame.envelope.destination_port):
                frames.append(frame)


@pytest.fixture
def relay(link: Network) -> Iterator[Relay]:
    need("dhcrelay")
    link.plug("switch", "br0", "relay", "relay", "eth0")
    link.bridge("relay", "far")
    namespace = link.namespace("relay")
    namespace.ip("addr", "add", "192.0.2.2/24", "dev", "eth0")
    namespace.ip("addr", "add", "10.1.0.1/24", "dev", "far")
    namespace.run("sysctl", "-qw", "net.ipv4.ip_forward=1")
    link.namespace("server").ip("route", "add", "10.1.0.0/24", "via", "192.0.2.2")
    with namespace.entered():
        watch = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    watch.bind(("eth0", 0))
    watch.setblocking(False)
    command = ["dhcrelay", "-4", "-d", "-a", "-D", "--no-pid", "-id", "far", "-iu", "eth0", SERVER]
    process = subprocess.Popen(namespace.command(*command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    wait_for_sockets(process)
    yield Relay(process, watch)
    process.kill()
    process.communicate()
    watch.close()


def wait_for_sockets(process: subprocess.Popen[bytes]) -> None:
    """Return when dhcrelay says that it listens."""
    assert process.stdout is not None
    for line in process.stdout:
        if b"Sending on   Socket" in line:
            return
    raise AssertionError("dhcrelay does not start")


@pytest.mark.parametrize("program", ["udhcpc", "dhclient", "dhcpcd"])
def test_lease_through_a_relay(program: str, server: StartServer, client: StartClient, relay: Relay) -> None:
    running = server(CONFIG)
    one = client(program, "one", FAR)
    one.start()
    bound = one.wait(BOUND)
    assert (bound.address, bound.routers) == ("10.1.0.100", "10.1.0.1")
    assert running.leases()["10.1.0.100"]["subnet_id"] == "2"


def test_relay_information_comes_back(server: StartServer, client: StartClient, relay: Relay) -> None:
    server(CONFIG)
    one = client("udhcpc", "one", FAR)
    one.start()
    one.wait(BOUND)
    information: dict[int, set[bytes]] = {1: set(), 2: set()}
    for frame in relay.seen():
        message = packets.parse(frame.payload)
        if message.giaddr == "10.1.0.1":
            information[message.op].add(message.options[82])
            assert message.order[-1] == 82 or message.op == 1
    assert len(information[1]) == 1
    assert information[1] == information[2]


def test_renewal_goes_by_unicast(server: StartServer, client: StartClient, relay: Relay) -> None:
    server(CONFIG)
    one = client("dhclient", "one", FAR)
    one.start()
    address = one.wait(BOUND).address
    relay.seen()
    assert one.wait(RENEWED).address == address
    # dhcrelay picks up unicasts as well and sends them on once more, so that two answers come, in any order
    expected, ways = {(address, SERVER), (SERVER, address)}, set[tuple[str, str]]()
    end = time.monotonic() + 10
    while not expected <= ways and time.monotonic() < end:
        ways |= {(frame.envelope.source, frame.envelope.destination) for frame in relay.seen()}
        time.sleep(0.02)
    assert expected <= ways


def test_old_address_of_the_servers_link_is_refused(
    server: StartServer, client: StartClient, relay: Relay, link: Network
) -> None:
    """A client moves from the server's own link to the one behind the relay."""
    running = server(CONFIG)
    one = client("dhclient", "one")
    one.start()
    assert one.wait(BOUND).address == "192.0.2.100"
    one.crash()
    move(link, "one")
    one.start()
    assert one.wait(BOUND).address == "10.1.0.100"
    assert "DHCPNAK" in running.log()


def move(link: Network, name: str) -> None:
    """Take a client's cable from the server's bridge to the relay's."""
    switch, relay = link.namespace("switch"), link.namespace("relay")
    switch.ip("link", "set", name, "netns", relay.name)
    relay.ip("link", "set", name, "master", "far")
    relay.ip("link", "set", name, "up")


def test_release_through_a_router(server: StartServer, client: StartClient, relay: Relay) -> None:
    running = server(CONFIG)
    one = client("udhcpc", "one", FAR)
    one.start()
    address = one.wait(BOUND).address
    one.send(signal.SIGUSR2)
    end = time.monotonic() + 10
    while running.leases()[address]["state"] == ASSIGNED and time.monotonic() < end:
        time.sleep(0.02)
    # the row stays: the client is to find its address again
    assert running.leases()[address]["state"] == RELEASED
