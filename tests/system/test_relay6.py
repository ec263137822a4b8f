"""A real DHCPv6 relay between clients and server: ISC's dhcrelay."""

import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.system.clients import BOUND, PATIENCE
from tests.system.clients6 import CLIENTS6
from tests.system.fixtures6 import SERVER6, StartClient6, StartServer6, need
from tests.system.network import Network
from tests.system.programs import Config, Server
from tests.system.test_clients6 import bound, held
from tests.system.wire6 import with_ipv6

pytestmark = [pytest.mark.system]

CONFIG: Config = {
    "interfaces-config": {"interfaces": [f"eth0/{SERVER6}"]},
    "server-id": {"type": "LL", "persist": False},
    "valid-lifetime": 3600,
    "renew-timer": 2,
    "rebind-timer": 30,
    "ddns-send-updates": False,
    "subnet6": [
        {
            "id": 1,
            "subnet": "2001:db8:1::/64",
            "interface": "eth0",
            "pools": [{"pool": "2001:db8:1::100 - 2001:db8:1::110"}],
        },
        {
            "id": 2,
            "subnet": "2001:db8:2::/64",
            "pools": [{"pool": "2001:db8:2::100 - 2001:db8:2::110"}],
            "pd-pools": [{"prefix": "2001:db8:a200::", "prefix-len": 48, "delegated-len": 56}],
        },
    ],
}
FAR = ("relay", "far")
"""The bridge of the clients, in the relay's namespace."""

each_client = pytest.mark.parametrize("program", list(CLIENTS6))


@pytest.fixture
def relay6(link6: Network) -> Iterator[Network]:
    """Put dhcrelay between the server's link and a bridge for clients; it numbers its interfaces (option 18)."""
    need("dhcrelay")
    link6.plug("switch", "br0", "relay", "relay", "eth0")
    link6.bridge("relay", "far")
    namespace = link6.namespace("relay")
    for interface, address in (("eth0", "2001:db8:1::2/64"), ("far", "2001:db8:2::1/64")):
        with_ipv6(namespace, interface)
        namespace.ip("addr", "add", address, "dev", interface)
    link6.namespace("server").ip("route", "add", "2001:db8:2::/64", "via", "2001:db8:1::2")
    command = ["dhcrelay", "-6", "-d", "-I", "--no-pid", "-l", "far", "-u", f"{SERVER6}%eth0"]
    process = subprocess.Popen(namespace.command(*command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    wait_for_sockets(process)
    yield link6
    process.kill()
    process.communicate()


def wait_for_sockets(process: subprocess.Popen[bytes]) -> None:
    """Return when dhcrelay says that it listens."""
    assert process.stdout is not None
    for line in process.stdout:
        if b"Sending on   Socket" in line:
            return
    raise AssertionError("dhcrelay does not start")


def wait_for_rows(server: Server, count: int) -> None:
    end = time.monotonic() + PATIENCE
    while len(server.rows()) < count:
        assert time.monotonic() < end, server.log()
        time.sleep(0.02)


@each_client
def test_leases_through_a_relay(program: str, server6: StartServer6, client6: StartClient6, relay6: Network) -> None:
    """A client behind the relay gets leases of its own link, keeps them by renewal, and gives them back."""
    running = server6(CONFIG)
    one = client6(program, "one", FAR)
    one.start()
    found = bound(one)
    assert found.get("address", "2001:db8:2::").startswith("2001:db8:2::")
    assert found.get("prefix", "2001:db8:a200::").startswith("2001:db8:a200:")
    assert {row["subnet_id"] for row in running.leases().values()} == {"2"}
    wait_for_rows(running, 2 * len(found))
    assert set(found.values()) == held(running)
    one.release()
    for kind in found:
        running.wait_for("DHCP6_RELEASE_NA " if kind == "address" else "DHCP6_RELEASE_PD ")
    # what is in the log may not be in the file yet; the end of the server brings it there
    assert running.stop() == 0
    assert not held(running)


def test_clients_on_both_links(server6: StartServer6, client6: StartClient6, relay6: Network) -> None:
    server6(CONFIG)
    near, far = client6("dhclient", "near"), client6("dhclient", "farther", FAR)
    near.start()
    far.start()
    assert near.wait(BOUND).address == "2001:db8:1::100"
    assert far.wait(BOUND).address == "2001:db8:2::100"


def test_a_client_that_moves_gets_an_address_of_its_new_link(
    server6: StartServer6, client6: StartClient6, relay6: Network
) -> None:
    """Its CONFIRM is answered with NotOnLink."""
    running = server6(CONFIG)
    one = client6("dhclient", "one")
    one.start()
    assert one.wait(BOUND).address == "2001:db8:1::100"
    one.crash()
    switch, relay = relay6.namespace("switch"), relay6.namespace("relay")
    switch.ip("link", "set", "one", "netns", relay.name)
    relay.ip("link", "set", "one", "master", "far")
    relay.ip("link", "set", "one", "up")
    one.start()
    assert one.wait(BOUND).address == "2001:db8:2::100"
    assert "CONFIRM" in running.log()
