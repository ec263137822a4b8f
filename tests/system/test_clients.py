"""Real clients get, keep, lose and give back their leases."""

import signal

import pytest

from tests.system.clients import BOUND, CLIENTS, RENEWED
from tests.system.conftest import StartClient, StartServer
from tests.system.network import Network
from tests.system.programs import Config, Server

pytestmark = [pytest.mark.system]

each_client = pytest.mark.parametrize("program", list(CLIENTS))


def config(**more: object) -> Config:
    """Return a configuration for the link; `more` goes into the subnet."""
    subnet = {
        "id": 1,
        "subnet": "192.0.2.0/24",
        "pools": [{"pool": "192.0.2.100 - 192.0.2.110"}],
        "option-data": [
            {"name": "routers", "data": "192.0.2.1"},
            {"name": "domain-name-servers", "data": "192.0.2.53, 192.0.2.54"},
            {"name": "domain-name", "data": "example.org"},
        ],
        **more,
    }
    return {"interfaces-config": {"interfaces": ["eth0"]}, "valid-lifetime": 3600, "subnet4": [subnet]}


def hwaddr(server: Server, address: str) -> str:
    return server.leases()[address]["hwaddr"]


@each_client
def test_new_lease(program: str, server: StartServer, client: StartClient) -> None:
    running = server(config())
    one = client(program, "one")
    one.start()
    bound = one.wait(BOUND)
    assert bound.address == "192.0.2.100"
    assert (bound.routers, bound.servers, bound.domain) == ("192.0.2.1", "192.0.2.53 192.0.2.54", "example.org")
    assert hwaddr(running, bound.address) in one.namespace.ip("link", "show", "dev", "eth0")


@each_client
def test_renew(program: str, server: StartServer, client: StartClient) -> None:
    running = server(config(**{"renew-timer": 2, "rebind-timer": 20}))
    one = client(program, "one")
    one.start()
    bound = one.wait(BOUND)
    if program == "udhcpc":
        # it goes by half of the lease time instead of T1, unless told to renew now
        one.send(signal.SIGUSR1)
    assert one.wait(RENEWED).address == bound.address
    assert sum(row["address"] == bound.address for row in running.rows()) >= 2


@each_client
def test_release(program: str, server: StartServer, client: StartClient) -> None:
    running = server(config())
    one = client(program, "one")
    one.start()
    address = one.wait(BOUND).address
    one.release()
    running.wait_for("DHCP4_RELEASE ")
    # what is in the log may not be in the file yet; the end of the server brings it there
    assert running.stop() == 0
    assert running.leases()[address]["state"] in ("2", "3"), "it is kept for the client, and free for others"


@each_client
def test_reboot_with_the_old_address(program: str, server: StartServer, client: StartClient) -> None:
    running = server(config())
    one, other = client(program, "one"), client("udhcpc", "other")
    other.start()
    other.wait(BOUND)
    one.start()
    address = one.wait(BOUND).address
    one.crash()
    one.start()
    assert one.wait(BOUND).address == address
    assert ("DHCP4_INIT_REBOOT" in running.log()) == one.remembers


@each_client
def test_refused_on_a_wrong_network(program: str, server: StartServer, client: StartClient, link: Network) -> None:
    """A client comes with an address of another network: it hears NAK and gets one of this network."""
    before = server(config())
    one = client(program, "one")
    one.start()
    one.wait(BOUND)
    before.stop()
    link.namespace("server").ip("addr", "del", "192.0.2.1/24", "dev", "eth0")
    link.namespace("server").ip("addr", "add", "198.51.100.1/24", "dev", "eth0")
    # what is left of the old network: its server still hears who asks there
    link.namespace("server").ip("addr", "add", "192.0.2.1/32", "dev", "eth0")
    here = {"subnet": "198.51.100.0/24", "pools": [{"pool": "198.51.100.7 - 198.51.100.9"}], "authoritative": True}
    running = server(config(**here), name="after")
    if one.remembers:
        one.crash()
        one.start()
    else:
        # a client that does not ask for its old address hears NAK when it renews
        one.send(signal.SIGUSR1)
    assert one.wait(BOUND).address == "198.51.100.7"
    assert "DHCPNAK" in running.log()


@each_client
def test_declined_address_is_set_aside(program: str, server: StartServer, client: StartClient, link: Network) -> None:
    """Somebody else uses the first address of the pool: the client finds out, declines it and gets another."""
    running = server(config())
    link.plug("switch", "br0", "squatter", "squatter", "eth0")
    link.namespace("squatter").ip("addr", "add", "192.0.2.100/24", "dev", "eth0")
    one = client(program, "one")
    if program == "dhclient":
        # it leaves the question to its script
        one.write_script(refused="192.0.2.100")
    one.start(check=True)
    running.wait_for("DHCP4_DECLINE_LEASE ")
    while (bound := one.wait(BOUND)).address == "192.0.2.100":
        pass
    assert running.leases()[bound.address]["state"] == "0"
    assert running.leases()["192.0.2.100"]["state"] == "1"


@each_client
def test_reservation_by_hardware_address(program: str, server: StartServer, client: StartClient) -> None:
    one = client(program, "one")
    one.namespace.ip("link", "set", "eth0", "address", "02:00:00:00:aa:01")
    reservation = {"hw-address": "02:00:00:00:aa:01", "ip-address": "192.0.2.77"}
    server(config(reservations=[reservation]))
    one.start()
    assert one.wait(BOUND).address == "192.0.2.77"


@each_client
def test_reservation_by_client_id(program: str, server: StartServer, client: StartClient) -> None:
    reservation = {
        "client-id": "01:11:22:33:44:55:66",
        "ip-address": "192.0.2.78",
        "option-data": [{"name": "domain-name", "data": "reserved.example.org"}],
    }
    server(config(reservations=[reservation]))
    one = client(program, "one")
    one.start(client_id=bytes.fromhex("01112233445566"))
    bound = one.wait(BOUND)
    assert (bound.address, bound.domain) == ("192.0.2.78", "reserved.example.org")


def test_clients_at_the_same_time_get_different_addresses(server: StartServer, client: StartClient) -> None:
    running = server(config())
    clients = [client(program, f"{program}{number}") for program in CLIENTS for number in (1, 2)]
    for one in clients:
        one.start()
    addresses = {one.wait(BOUND).address for one in clients}
    assert len(addresses) == len(clients)
    assert addresses == running.leases().keys()
