"""Three servers on one lease database: no address has two owners, and who loses its server is all that is lost."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address

import pytest

from lessor.model.database import DatabaseSettings
from lessor.store.leasedatabase import open_rows
from lessor.store.sqlrows import TABLE4
from tests.system.conftest import StartServer
from tests.system.load import Load
from tests.system.network import Network
from tests.system.programs import Config

pytestmark = [pytest.mark.system]

SERVERS = ("192.0.2.1", "192.0.2.3", "192.0.2.5")
RELAYS = ("192.0.2.2", "192.0.2.4", "192.0.2.6")
CLIENTS = 400
"""Of each server."""
POOL = "10.16.0.1 - 10.16.4.180"
"""1204 addresses, hardly more than clients: servers that know nothing of each other choose the same ones."""
ENOUGH = 100
"""Leases after which one of the servers is killed."""


def config(settings: DatabaseSettings) -> Config:
    way = {"host": settings.host, "port": settings.port} if settings.port else {"host": settings.host}
    said = {"type": settings.type, "name": settings.name, "user": settings.user, "password": settings.password}
    return {
        "interfaces-config": {"interfaces": ["eth0"]},
        "lease-database": {**said, **way},
        "valid-lifetime": 3600,
        "loggers": [{"name": "kea-dhcp4", "severity": "INFO", "output_options": [{"output": "stdout"}]}],
        "subnet4": [
            {
                "id": 1,
                "subnet": "10.16.0.0/16",
                "relay": {"ip-addresses": list(RELAYS)},
                "pools": [{"pool": POOL}],
            }
        ],
    }


@pytest.fixture
def loads(link: Network) -> Iterator[list[Load]]:
    """Clients of each server."""
    for number, address in enumerate(SERVERS[1:], 2):
        link.plug("switch", "br0", f"server{number}", f"server{number}", "eth0")
        link.namespace(f"server{number}").ip("addr", "add", f"{address}/24", "dev", "eth0")
    made = []
    for number, (address, relay) in enumerate(zip(SERVERS, RELAYS, strict=True)):
        link.plug("switch", "br0", f"load{number}", f"load{number}", "eth0")
        link.namespace(f"load{number}").ip("addr", "add", f"{relay}/24", "dev", "eth0")
        made.append(Load(link.namespace(f"load{number}"), relay, address))
    yield made
    for load in made:
        load.close()


def lease_all(load: Load, first: int) -> None:
    """Get leases for all clients of a load; who was refused or not heard asks again."""
    for _ in range(20):
        if missing := set(range(first, first + CLIENTS)) - set(load.acknowledged):
            load.lease_for(missing)


@pytest.mark.parametrize("fixture", ["postgresql_leases", "mysql_leases"])
def test_one_of_three_is_killed_and_no_address_is_given_twice(
    fixture: str, server: StartServer, loads: list[Load], request: pytest.FixtureRequest
) -> None:
    settings: DatabaseSettings = request.getfixturevalue(fixture)
    victim = server(config(settings), name="server1")
    for number in (2, 3):
        server(config(settings), name=f"server{number}", namespace=f"server{number}")
    with ThreadPoolExecutor() as threads:
        others = [threads.submit(lease_all, loads[number], number * CLIENTS) for number in (1, 2)]
        loads[0].lease(0, CLIENTS, enough=lambda: len(loads[0].acknowledged) >= ENOUGH)
        victim.send(signal.SIGKILL)
        for other in others:
            other.result()
    # of those who still have a server, nobody is left without a lease
    assert [len(load.acknowledged) for load in loads[1:]] == [CLIENTS, CLIENTS]
    given = {client: address for load in loads for client, address in load.acknowledged.items()}
    assert len(set(given.values())) == len(given)
    rows = open_rows(settings, TABLE4)
    there = {int.from_bytes(lease.hwaddr[2:], "big"): str(IPv4Address(lease.address)) for lease in rows.walk()}
    rows.close()
    assert {client: there.get(client) for client in given} == given
    # whose server is gone finds its lease with another one
    loads[1].acknowledged = dict(list(loads[0].acknowledged.items())[:20])
    assert loads[1].renew() == loads[1].acknowledged
