"""Real DHCPv6 clients get, keep, lose and give back their leases."""

import pytest

from tests.system.clients import BOUND, RENEWED
from tests.system.clients6 import CLIENTS6, Client6, Event6
from tests.system.fixtures6 import StartClient6, StartServer6
from tests.system.programs import Config, Server

pytestmark = [pytest.mark.system]

each_client = pytest.mark.parametrize("program", list(CLIENTS6))


def config(**more: object) -> Config:
    """Return a configuration for the link; `more` goes into the subnet."""
    subnet = {
        "id": 1,
        "subnet": "2001:db8:1::/64",
        "interface": "eth0",
        "pools": [{"pool": "2001:db8:1::100 - 2001:db8:1::10f"}],
        "pd-pools": [{"prefix": "2001:db8:a100::", "prefix-len": 48, "delegated-len": 56}],
        "option-data": [
            {"name": "dns-servers", "data": "2001:db8:1::53, 2001:db8:1::54"},
            {"name": "domain-search", "data": "example.org"},
        ],
        **more,
    }
    return {
        "interfaces-config": {"interfaces": ["eth0"]},
        "server-id": {"type": "LL", "persist": False},
        "valid-lifetime": 3600,
        "preferred-lifetime": 3000,
        "ddns-send-updates": False,
        "subnet6": [subnet],
    }


def bound(client: Client6) -> dict[str, str]:
    """Return what the client got, `address` and `prefix`, once it has all it wants."""
    found: dict[str, str] = {}
    while not set(client.wants) <= found.keys():
        found |= leases(client.wait(BOUND))
    return found


def leases(event: Event6) -> dict[str, str]:
    named = {"address": event.address, "prefix": event.prefix}
    return {name: lease for name, lease in named.items() if lease}


def held(server: Server) -> set[str]:
    """Return addresses and prefixes that the lease file shows as held."""
    rows = [row for row in server.leases().values() if row["state"] not in ("2", "3")]
    return {row["address"] if row["lease_type"] == "0" else f"{row['address']}/{row['prefix_len']}" for row in rows}


@each_client
def test_new_lease(program: str, server6: StartServer6, client6: StartClient6) -> None:
    running = server6(config())
    one = client6(program, "one")
    one.start()
    found = bound(one)
    assert set(found.values()) == held(running)
    assert found.get("address", "2001:db8:1::10").startswith("2001:db8:1::10")
    assert found.get("prefix", "2001:db8:a100::/56").endswith("/56")
    told = [event for event in one.events() if event.name == BOUND][-1]
    assert "2001:db8:1::53" in told.servers
    assert "example.org" in told.domain


@each_client
def test_renew(program: str, server6: StartServer6, client6: StartClient6) -> None:
    running = server6(config(**{"renew-timer": 2, "rebind-timer": 20}))
    one = client6(program, "one")
    one.start()
    found = bound(one)
    running.wait_for("DHCP6_LEASE_RENEW" if "address" in found else "DHCP6_PD_LEASE_RENEW")
    renewed = one.wait(RENEWED)
    assert leases(renewed).items() <= found.items()
    assert set(found.values()) == held(running)
    assert len(running.rows()) > len(found)


@each_client
def test_release(program: str, server6: StartServer6, client6: StartClient6) -> None:
    running = server6(config())
    one = client6(program, "one")
    one.start()
    found = bound(one)
    one.release()
    for kind in found:
        running.wait_for("DHCP6_RELEASE_NA " if kind == "address" else "DHCP6_RELEASE_PD ")
    # what is in the log may not be in the file yet; the end of the server brings it there
    assert running.stop() == 0
    assert not held(running)


@each_client
def test_start_again_after_a_crash(program: str, server6: StartServer6, client6: StartClient6) -> None:
    """A client gets its old leases back, although another one came meanwhile."""
    running = server6(config())
    one, other = client6(program, "one"), client6("dhcpcd", "other")
    one.start()
    found = bound(one)
    one.crash()
    other.start()
    bound(other)
    one.start()
    assert bound(one) == found
    # one that ended before it wrote down its leases begins anew
    assert one.confirms or "CONFIRM" not in running.log()


@each_client
def test_reservation_by_duid(program: str, server6: StartServer6, client6: StartClient6) -> None:
    one = client6(program, "one")
    one.namespace.ip("link", "set", "eth0", "address", "02:00:00:00:aa:01")
    reservation = {
        "duid": "00:03:00:01:02:00:00:00:aa:01",
        "ip-addresses": ["2001:db8:1::77"],
        "prefixes": ["2001:db8:b000::/56"],
        "option-data": [{"name": "domain-search", "data": "reserved.example.org"}],
    }
    running = server6(config(reservations=[reservation]))
    one.start()
    expected = {"address": "2001:db8:1::77", "prefix": "2001:db8:b000::/56"}
    assert bound(one) == {kind: expected[kind] for kind in one.wants}
    assert "reserved.example.org" in [event for event in one.events() if event.name == BOUND][-1].domain
    granted = "HR_ADDR_GRANTED" if "address" in one.wants else "HR_PREFIX_GRANTED"
    assert f"ALLOC_ENGINE_V6_{granted}" in running.log()


def test_declined_address_is_set_aside(server6: StartServer6, client6: StartClient6) -> None:
    """The client finds its address in use, declines it and gets another."""
    running = server6(config())
    one = client6("dhclient", "one")
    one.write_script(refused="2001:db8:1::100")
    one.start()
    running.wait_for("DHCP6_DECLINE_LEASE ")
    while (address := one.wait(BOUND).address) == "2001:db8:1::100":
        pass
    assert running.leases()[address]["state"] == "0"
    assert running.leases()["2001:db8:1::100"]["state"] == "1"


def test_clients_at_the_same_time_get_different_leases(server6: StartServer6, client6: StartClient6) -> None:
    running = server6(config())
    clients = [
        client6(program, f"{program.split()[-1].strip('-')}{number}") for program in CLIENTS6 for number in (1, 2)
    ]
    for one in clients:
        one.start()
    found = [lease for one in clients for lease in bound(one).values()]
    assert len(set(found)) == len(found)
    assert set(found) == held(running)
