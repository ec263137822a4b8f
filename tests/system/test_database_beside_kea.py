"""Our server and the real Kea 2.2 at the same time on one lease database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address

import pytest

from lessor.model.database import MYSQL, DatabaseSettings
from lessor.store.leasedatabase import open_rows
from lessor.store.sqlrows import TABLE4
from tests.system.conftest import SERVER, StartServer
from tests.system.load import Load
from tests.system.network import Network
from tests.system.programs import KEA, Config

pytestmark = [pytest.mark.system, pytest.mark.kea]

BESIDE = "192.0.2.3"
RELAYS = {SERVER: "192.0.2.2", BESIDE: "192.0.2.4"}
CLIENTS = 100
"""Of each server; the pool has few addresses more than both together."""


def config(settings: DatabaseSettings, **database: object) -> Config:
    said = {"type": settings.type, "name": settings.name, "user": settings.user, "password": settings.password}
    return {
        "interfaces-config": {"interfaces": ["eth0"]},
        "lease-database": {**said, "host": settings.host, **database},
        "valid-lifetime": 3600,
        "ddns-send-updates": False,
        "loggers": [{"name": "kea-dhcp4", "severity": "INFO", "output_options": [{"output": "stdout"}]}],
        "subnet4": [
            {
                "id": 1,
                "subnet": "10.16.0.0/16",
                "relay": {"ip-addresses": list(RELAYS.values())},
                "pools": [{"pool": "10.16.0.1 - 10.16.0.210"}],
            }
        ],
    }


@pytest.fixture
def loads(link: Network) -> Iterator[dict[str, Load]]:
    """Clients of each server."""
    link.plug("switch", "br0", "beside", "beside", "eth0")
    link.namespace("beside").ip("addr", "add", f"{BESIDE}/24", "dev", "eth0")
    made = {}
    for number, (server, relay) in enumerate(RELAYS.items()):
        link.plug("switch", "br0", f"load{number}", f"load{number}", "eth0")
        link.namespace(f"load{number}").ip("addr", "add", f"{relay}/24", "dev", "eth0")
        made[server] = Load(link.namespace(f"load{number}"), relay, server)
    yield made
    for load in made.values():
        load.close()


def lease_all(load: Load, first: int) -> None:
    """Get leases for all clients of a load; who was refused or not heard asks again."""
    load.lease(first, CLIENTS)
    for _ in range(20):
        for number in set(range(first, first + CLIENTS)) - set(load.acknowledged):
            load.lease(number, 1)


@pytest.mark.parametrize("fixture", ["postgresql_leases", "mysql_leases"])
def test_no_address_is_given_twice(
    fixture: str,
    server: StartServer,
    loads: dict[str, Load],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings: DatabaseSettings = request.getfixturevalue(fixture)
    if settings.type == MYSQL:
        # how a client of MySQL that wants a host for a socket finds it
        monkeypatch.setenv("MYSQL_UNIX_PORT", settings.host)
        theirs = config(settings, host="localhost")
        ours = config(settings)
    else:
        ours = theirs = config(settings, port=settings.port)
    server(ours)
    server(theirs, name="beside", namespace="beside", program=KEA)
    with ThreadPoolExecutor() as threads:
        list(threads.map(lease_all, loads.values(), (0, CLIENTS)))
    given = {**loads[SERVER].acknowledged, **loads[BESIDE].acknowledged}
    assert len(given) == len(set(given.values())) == 2 * CLIENTS
    rows = open_rows(settings, TABLE4)
    there = {int.from_bytes(lease.hwaddr[2:], "big"): str(IPv4Address(lease.address)) for lease in rows.walk()}
    rows.close()
    assert there == given
    # each knows the leases of the other
    for load, other in ((loads[SERVER], loads[BESIDE]), (loads[BESIDE], loads[SERVER])):
        load.acknowledged = dict(other.acknowledged)
    assert loads[SERVER].renew() == loads[SERVER].acknowledged
    assert loads[BESIDE].renew() == loads[BESIDE].acknowledged
